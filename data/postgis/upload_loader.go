package postgis

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// ReturnLoader brings the homes of an upload in, for its association and in one transaction with what is said of the upload: it is applied
// if and only if its rows are in the register. One ReturnLoader does one task, once.
type ReturnLoader struct {
	*Loader
	Up   intake.Upload
	Seen func(line int, h home.Home) // is told of every row that was read and found good
	Told func(intake.Problem)        // is told of what the register has to say of such a row

	// what stood there, and what stands there then

	Against       string         // as checked_against has it
	Before, After int            // homes of the association
	Sensitivity   map[string]int // of those after, by slug
}

// Homes brings homes in.
func (r *ReturnLoader) Homes(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[home.Home], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	return load(ctx, r.Loader, homesOf(imp), imp, stagedRows(r.seeing(rows), func(h home.Home) orb.Geometry { return h.Point }), func(p intake.Problem) { r.Told(p); report(p) },
		func(ctx context.Context, tx pgx.Tx, _, importID int64) (int, error) {
			changed, err := nameAssociations(ctx, tx)
			if err == nil {
				err = r.settle(ctx, tx, importID)
			}
			return changed + 1, err // a return that changes no home is kept, too: the homes stand as it says
		})
}

func (r *ReturnLoader) seeing(rows iter.Seq2[intake.Row[home.Home], error]) iter.Seq2[intake.Row[home.Home], error] {
	return func(yield func(intake.Row[home.Home], error) bool) {
		for row, err := range rows {
			if err == nil {
				r.Seen(row.Line, row.Value)
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// settle looks how the association's homes stand now and stood before, and marks the upload as applied where that is the task.
func (r *ReturnLoader) settle(ctx context.Context, tx pgx.Tx, importID int64) error {
	var foreign bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM home WHERE import_id = $1 AND owner_id <> $2)`, importID, r.Up.Organisation).Scan(&foreign); err != nil {
		return err
	}
	if foreign {
		return fmt.Errorf("upload %s would bring in homes of another association", r.Up.ID)
	}
	var err error
	if r.Against, err = homesStand(ctx, tx, r.Up.Organisation, importID); err != nil {
		return err
	}
	if err := r.count(ctx, tx, importID); err != nil || r.Up.Task != intake.Apply {
		return err
	}
	tag, err := tx.Exec(ctx, `
		UPDATE upload SET stage = 'applied', stage_at = clock_timestamp(), stage_by = task_by, task = NULL, task_by = NULL, beat_at = NULL, tries = 0, failure = NULL, import_id = $4
		 WHERE id = $1 AND attempt = $2 AND task = 'apply' AND checked_against = $3`, r.Up.ID, r.Up.Attempt, r.Against, importID)
	if err == nil && tag.RowsAffected() == 0 {
		err = intake.Stale() // or another attempt is at it; the one that has it by now sees for itself
	}
	return err
}

func (r *ReturnLoader) count(ctx context.Context, tx pgx.Tx, importID int64) error {
	rows, err := tx.Query(ctx, `SELECT sensitivity, count(*)::int FROM home WHERE owner_id = $1 GROUP BY sensitivity`, r.Up.Organisation)
	if err != nil {
		return err
	}
	var sensitivity string
	var n int
	r.Sensitivity, r.After = map[string]int{}, 0
	if _, err := pgx.ForEachRow(rows, []any{&sensitivity, &n}, func() error {
		r.Sensitivity[sensitivity] = n
		r.After += n
		return nil
	}); err != nil {
		return err
	}
	// those that it lost were there before, those that it gained were not
	return tx.QueryRow(ctx, `
		SELECT $3 + (SELECT count(*)::int FROM home_version v WHERE v.owner_id = $1 AND v.replaced_by = $2 AND v.import_id IS DISTINCT FROM $2
		               AND NOT EXISTS (SELECT FROM home h WHERE h.id = v.id))
		          - (SELECT count(*)::int FROM home h WHERE h.owner_id = $1 AND h.import_id = $2
		               AND NOT EXISTS (SELECT FROM home_version v WHERE v.id = h.id AND v.replaced_by = $2))`,
		r.Up.Organisation, importID, r.After).Scan(&r.Before)
}

// OrganisationReference is what rows call an organisation: its reference.
func (l *Loader) OrganisationReference(ctx context.Context, id int64) (reference string, err error) {
	err = l.pool.QueryRow(ctx, `SELECT reference FROM organisation WHERE id = $1`, id).Scan(&reference)
	if errors.Is(err, pgx.ErrNoRows) {
		err = plans.Missing("organisation", fmt.Sprint(id))
	}
	return reference, err
}
