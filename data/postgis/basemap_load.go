package postgis

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/plans/basemap"
	"terrier/plans/intake"
)

// Basemap puts features under the registers. They have no references of their own: what an earlier import of the same file
// brought is replaced.
func (l *Loader) Basemap(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[basemap.Feature], error], report func(intake.Problem)) (counts intake.Counts, id int64, err error) {
	err = pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		sourceID, importID, err := record(ctx, tx, imp)
		if err != nil {
			return err
		}
		id = importID
		if _, err := tx.Exec(ctx, `
			DELETE FROM basemap WHERE import_id IN (SELECT id FROM import WHERE kind = 'basemap' AND file_name = $1)`, imp.FileName); err != nil {
			return err
		}
		next, stop := iter.Pull2(stagedRows(rows, func(f basemap.Feature) orb.Geometry { return f.Shape }))
		defer stop()
		n, err := tx.CopyFrom(ctx, pgx.Identifier{"basemap"},
			[]string{"layer", "kind", "name", "name_cy", "min_zoom", "geom", "geom_3857", "source_id", "import_id"},
			pgx.CopyFromFunc(func() ([]any, error) {
				row, err, ok := next()
				if !ok || err != nil {
					return nil, err
				}
				f := row.Value.of
				return []any{f.Layer, f.Kind, text(f.Name), text(f.NameCy), int16(f.MinZoom), row.Value.grid, row.Value.mercator, sourceID, importID}, nil
			}))
		if err != nil {
			return err
		}
		counts.Accepted = int(n)
		_, err = tx.Exec(ctx, `UPDATE import SET accepted = $2 WHERE id = $1`, importID, n)
		return err
	})
	return counts, id, err
}
