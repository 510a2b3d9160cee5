package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/plans/basemap"
	"terrier/plans/intake"
)

// Basemap puts features under the registers, in one transaction: all of a file, or nothing. They have no references of their own:
// what an earlier import of a file of this name brought is no longer drawn. Where that is the very same file, read in the same
// way, nothing is changed and no row is asked for. The id of the import record is 0 where nothing was changed.
func (l *Loader) Basemap(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[basemap.Feature], error], report func(intake.Problem)) (counts intake.Counts, id int64, err error) {
	err = pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		if err := lockKind(ctx, tx, "basemap"); err != nil {
			return err
		}
		sourceID, importID, err := record(ctx, tx, imp)
		if err != nil {
			return err
		}
		id = importID
		same, err := sameBasemap(ctx, tx, imp, sourceID, importID, &counts)
		if err != nil {
			return err
		}
		if same {
			return errNothingToKeep
		}
		if err := replaceBasemap(ctx, tx, imp.FileName, importID); err != nil {
			return err
		}
		if err := copyBasemap(ctx, tx, rows, sourceID, importID, &counts); err != nil {
			return err
		}
		if imp.Strict && refusedInAll(imp, counts) > 0 {
			counts = intake.Counts{}
			return errNothingToKeep
		}
		if counts.Accepted == 0 || imp.Options["dry-run"] == "yes" {
			return errNothingToKeep
		}
		_, err = tx.Exec(ctx, `UPDATE import SET accepted = $2, refused = $3, repaired = $4 WHERE id = $1`,
			importID, counts.Accepted, refusedInAll(imp, counts), counts.Repaired)
		if err != nil {
			return err
		}
		return notedImport(ctx, tx, imp, importID, counts)
	})
	if errors.Is(err, errNothingToKeep) {
		return counts, 0, nil
	}
	if err != nil {
		return intake.Counts{}, 0, fmt.Errorf("import %s from %s: %w", imp.Kind, imp.FileName, stopped(err))
	}
	return counts, id, nil
}

// sameBasemap reports whether the last import of a file of this name that stands is of the same bytes, source and options and is
// drawn; counts are then those of that import.
func sameBasemap(ctx context.Context, tx pgx.Tx, imp intake.Import, sourceID, importID int64, counts *intake.Counts) (same bool, err error) {
	asked := maps.Clone(imp.Options)
	delete(asked, "dry-run")
	options, err := json.Marshal(orEmpty(asked))
	if err != nil {
		return false, err
	}
	var was intake.Counts
	err = tx.QueryRow(ctx, `
		SELECT i.accepted, i.refused, i.repaired,
		       i.sha256 = $3 AND i.source_id = $4 AND i.options = $5
		       AND EXISTS (SELECT FROM basemap b WHERE b.import_id = i.id AND b.replaced_by IS NULL)
		  FROM import i
		 WHERE i.kind = 'basemap' AND i.file_name = $1 AND i.id <> $2 AND i.undone_at IS NULL
		 ORDER BY i.id DESC LIMIT 1`, imp.FileName, importID, imp.Source.SHA256, sourceID, options).Scan(&was.Accepted, &was.Refused, &was.Repaired, &same)
	if err == pgx.ErrNoRows {
		return false, nil
	}
	if same {
		*counts = was
		counts.Unchanged = was.Accepted
	}
	return same, err
}

// replaceBasemap keeps what an earlier import of a file of this name brought, unseen, so that this one can be undone. What that one
// had replaced goes.
func replaceBasemap(ctx context.Context, tx pgx.Tx, fileName string, importID int64) error {
	if _, err := tx.Exec(ctx, `
		DELETE FROM basemap WHERE replaced_by IN (SELECT id FROM import WHERE kind = 'basemap' AND file_name = $1)`, fileName); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `
		UPDATE basemap SET replaced_by = $2
		 WHERE replaced_by IS NULL AND import_id IN (SELECT id FROM import WHERE kind = 'basemap' AND file_name = $1 AND id <> $2)`, fileName, importID)
	return err
}

func copyBasemap(ctx context.Context, tx pgx.Tx, rows iter.Seq2[intake.Row[basemap.Feature], error], sourceID, importID int64, counts *intake.Counts) error {
	next, stop := iter.Pull2(stagedRows(rows, func(f basemap.Feature) orb.Geometry { return f.Shape }))
	defer stop()
	n, err := tx.CopyFrom(ctx, pgx.Identifier{"basemap"},
		[]string{"layer", "kind", "name", "name_cy", "min_zoom", "geom", "geom_3857", "source_id", "import_id"},
		pgx.CopyFromFunc(func() ([]any, error) {
			row, err, ok := next()
			if !ok || err != nil {
				return nil, err
			}
			if row.Repaired {
				counts.Repaired++
			}
			f := row.Value.of
			return []any{f.Layer, f.Kind, text(f.Name), text(f.NameCy), int16(f.MinZoom), row.Value.grid, row.Value.mercator, sourceID, importID}, nil
		}))
	counts.Accepted = int(n)
	return err
}
