package postgis

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/plans/access"
)

// Writer keeps accounts, what they hold and how they are recognised. Its pool works as terrier_write, which has no right on homes. Who
// may do what is asked before (access.May); what can be at all is held here and by constraints. Clocks are passed in. Safe for several
// goroutines.
type Writer struct{ pool *pgxpool.Pool }

// NewWriter makes a Writer over a pool of the role terrier_write.
func NewWriter(pool *pgxpool.Pool) *Writer { return &Writer{pool} }

// transact does all of work, or nothing. Where two transactions wait for each other the server ends one: that one is done again, so
// work must begin anew each time that it is called.
func (w *Writer) transact(ctx context.Context, work func(pgx.Tx) error) (err error) {
	for range 5 {
		var pg *pgconn.PgError
		err = pgx.BeginFunc(ctx, w.pool, work)
		if !errors.As(err, &pg) || pg.Code != "40P01" { // deadlock_detected
			return err
		}
	}
	return err
}

// How long what is of no more use is kept: links for as long as somebody may ask why theirs does not work, ended sessions and tokens
// for as long as their person may want to see them.
const (
	keepLinks    = 24 * time.Hour
	keepSessions = 7 * 24 * time.Hour
	keepTokens   = 90 * 24 * time.Hour
)

// Prune removes links, sessions and tokens that have long been of no use, and ceremonies that are.
func (w *Writer) Prune(ctx context.Context, now time.Time) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM sign_in_link WHERE expires_at < $1`, now.Add(-keepLinks)); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM ceremony WHERE expires_at < $1`, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM session WHERE ended_at < $1 OR started_at < $2`, now.Add(-keepSessions), now.Add(-access.SessionLife)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `DELETE FROM api_token WHERE least(revoked_at, expires_at) < $1`, now.Add(-keepTokens))
		return err
	})
}

// organisationType is that of an organisation, "" where none is named. One that is not there is a plans.NotFound error.
func organisationType(ctx context.Context, tx pgx.Tx, id int64) (of string, err error) {
	if id == 0 {
		return "", nil
	}
	err = tx.QueryRow(ctx, `SELECT organisation_type FROM organisation WHERE id = $1`, id).Scan(&of)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", errNoOrganisation
	}
	return of, err
}
