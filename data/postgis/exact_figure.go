package postgis

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

// ExactFigures keeps the figures of those who see homes exactly, each with what was in sight when it was counted (docs/decisions/0016).
// It reads as terrier_exact, under a policy that knows whose homes a reader sees, and writes as terrier_write, which reads none. Safe for
// several goroutines.
type ExactFigures struct {
	exact *Exact
	write *Writer
}

// NewExactFigures makes a keeper over pools of the roles terrier_exact and terrier_write.
func NewExactFigures(exact, write *pgxpool.Pool) *ExactFigures {
	return &ExactFigures{NewExact(exact), NewWriter(write)}
}

// KeepExactFigure keeps a figure with what was in sight, until a moment or, where that is zero, until further notice, and notes for whom.
// One that is there already stays as it is. access.ErrGone where there is no such account any more.
func (k *ExactFigures) KeepExactFigure(ctx context.Context, f *provenance.Figure, sight []access.Part, account int64, until time.Time) error {
	text := access.WriteParts(sight)
	digest := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
	owners, own := access.OwnersOf(sight)
	err := k.write.transact(ctx, func(tx pgx.Tx) error {
		if err := stays(ctx, tx, account); err != nil {
			return err
		}
		if err := insertFigure(ctx, tx, "exact_figure", f, until, kept{"crossed", f.Question.Crossed}, kept{"sight", text}, kept{"sight_sha256", digest}, kept{"owners", owners}, kept{"own", own}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `INSERT INTO exact_figure_keeper (figure_id, sight_sha256, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, f.ID(), digest, account)
		return err
	})
	if err != nil && !errors.Is(err, access.ErrGone) {
		return fmt.Errorf("keep exact figure %s: %w", f.ID(), err)
	}
	return err
}

// ExactFigure is a figure that was kept, with what was in sight when it was counted, for somebody who sees these parts now. Where they do
// not see all of that it is not there, as if nobody had kept it: the error is the same. Of several it is the one with the most in sight.
// One whose parts are no longer those of its id is an error: somebody wrote over it.
func (k *ExactFigures) ExactFigure(ctx context.Context, id string, now []access.Part) (f *provenance.Figure, sight []access.Part, err error) {
	owners, own := access.OwnersOf(now)
	err = k.exact.seeing(ctx, home.View{Owners: owners, Own: own, Published: true}, func(tx pgx.Tx) error {
		digest := ""
		rows, err := tx.Query(ctx, `SELECT sight, sight_sha256 FROM exact_figure WHERE id = $1 ORDER BY kept_at, sight_sha256`, id)
		if err != nil {
			return err
		}
		var text, of string
		if _, err := pgx.ForEachRow(rows, []any{&text, &of}, func() error {
			then, err := access.ReadParts(text)
			if err == nil && access.Covers(now, then) && (digest == "" || access.Covers(then, sight)) {
				digest, sight = of, then
			}
			return err
		}); err != nil {
			return err
		}
		if digest == "" {
			return plans.Missing("figure", id)
		}
		f, err = readFigure(ctx, tx, id, `crossed FROM exact_figure WHERE id = $1 AND sight_sha256 = $2`, digest)
		return err
	})
	var missing *plans.Error
	if err != nil && !errors.As(err, &missing) {
		err = fmt.Errorf("find exact figure %s: %w", id, err)
	}
	return f, sight, err
}
