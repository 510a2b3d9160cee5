package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// whatReleasesAreOf are the tables that another release is made of: once they were written to, a plan may say what is so no longer.
var whatReleasesAreOf = []string{"boundary", "home", "public_release"}

// ChangedSince is whether homes, boundaries or the release that is served were written since a moment, or may have been: changes are not known
// of for ever.
func (r *Releases) ChangedSince(ctx context.Context, m Moment) (changed bool, err error) {
	err = pgx.BeginTxFunc(ctx, r.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		now, behind, err := momentSince(ctx, tx, &m.snapshot)
		if changed = behind || now.epoch != m.epoch; err != nil || changed {
			return err
		}
		b := Batch{Reload: map[string]bool{}, Keys: map[string][]int64{}}
		err = b.read(ctx, tx, "change", whatReleasesAreOf, m.snapshot)
		changed = !b.empty()
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look whether homes have changed: %w", err)
	}
	return changed, nil
}
