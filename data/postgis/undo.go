package postgis

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/intake"
)

// undoing says which table an import of a kind fills, and how a row is named to people.
type undoing struct{ table, name, reference string }

var undoings = map[string]undoing{
	"homes":         {"home", "home", "provider_ref"},
	"assets":        {"community_asset", "asset", "reference"},
	"areas":         {"neighbourhood_plan_area", "area", "reference"},
	"boundaries":    {"boundary", "boundary", "code"},
	"organisations": {"organisation", "organisation", "reference"},
	"places":        {"place", "place", "reference"},
}

// Undo takes an import back: rows that it brought go, rows that it changed or removed stand again as they were before. A row that was changed
// or removed since, or that others need, is left and reported. With all, that stops the whole undoing; with try nothing is kept.
func (l *Loader) Undo(ctx context.Context, id int64, o intake.UndoOptions, report func(intake.Problem)) (u intake.Undone, err error) {
	err = pgx.BeginFunc(ctx, l.pool, func(tx pgx.Tx) error {
		if u, err = findImport(ctx, tx, id); err != nil {
			return err
		}
		if err = lockKindWithin(ctx, tx, u.Kind, o.Within); err != nil {
			return err
		}
		of, err := ownersWritten(ctx, tx, u.Kind, id)
		if err != nil {
			return err
		}
		if u.Kind == "basemap" {
			err = undoBasemap(ctx, tx, id, &u)
		} else {
			err = undoRows(ctx, tx, id, &u, report)
		}
		if err != nil {
			return err
		}
		if o.Try || o.All && u.Refused > 0 {
			return errNothingToKeep
		}
		if err := noteImport(ctx, tx, o.Who, "undo-import", id, importNote{Register: u.Kind, File: u.FileName, Of: of, Removed: &u.Removed, Restored: u.Restored, Refused: u.Refused}); err != nil {
			return err
		}
		if u.Refused > 0 {
			return nil // what is left can be undone later
		}
		u.Whole = true
		_, err = tx.Exec(ctx, `UPDATE import SET undone_at = now(), undone_by = $2 WHERE id = $1`, id, o.Who)
		return err
	})
	if errors.Is(err, errNothingToKeep) {
		err = nil
		if !o.Try {
			u.Removed, u.Restored = 0, 0
		}
	}
	if err != nil {
		return intake.Undone{}, fmt.Errorf("undo import %d: %w", id, stopped(err))
	}
	return u, nil
}

// findImport finds an import that has not been undone.
func findImport(ctx context.Context, tx pgx.Tx, id int64) (u intake.Undone, err error) {
	u.ID = id
	var undone *time.Time
	err = tx.QueryRow(ctx, `SELECT kind, file_name, undone_at FROM import WHERE id = $1`, id).Scan(&u.Kind, &u.FileName, &undone)
	if err == pgx.ErrNoRows {
		return u, plans.Refuse("unknown-import", "id", fmt.Sprintf("There is no import %d.", id), "See `terrier import list`.")
	}
	if err != nil {
		return u, err
	}
	if undone != nil {
		return u, plans.Refuse("already-undone", "id", fmt.Sprintf("Import %d (%s) was undone already, on %s.", id, u.FileName, undone.Format("2 January 2006")), "Nothing needs to be done.")
	}
	return u, nil
}

func undoRows(ctx context.Context, tx pgx.Tx, id int64, u *intake.Undone, report func(intake.Problem)) error {
	what, known := undoings[u.Kind]
	if !known {
		return fmt.Errorf("an import of %q cannot be undone", u.Kind)
	}
	data, err := dataColumns(ctx, tx, what.table)
	if err != nil {
		return err
	}
	if err := listTouched(ctx, tx, what.table, data, id); err != nil {
		return err
	}
	if what.table == "neighbourhood_plan_area" {
		if _, err := tx.Exec(ctx, `
			DELETE FROM neighbourhood_plan_area_authority WHERE area_id IN (SELECT id FROM touched WHERE NOT had AND NOT changed)`); err != nil {
			return err
		}
	}
	if u.Kind == "organisations" {
		if _, err := tx.Exec(ctx, `
			DELETE FROM organisation_succession WHERE source_id = (SELECT source_id FROM import WHERE id = $1)`, id); err != nil {
			return err
		}
	}
	if err := listNeeded(ctx, tx, what.table); err != nil {
		return err
	}
	if what.table == homes.table {
		if err := listBarred(ctx, tx); err != nil {
			return err
		}
	}
	if err := reportUntouchable(ctx, tx, what, u, report); err != nil {
		return err
	}
	removed, err := tx.Exec(ctx, `DELETE FROM `+what.table+` t USING touched u WHERE u.id = t.id AND NOT u.had AND NOT u.changed AND NOT u.needed`)
	if err != nil {
		return err
	}
	restored, err := tx.Exec(ctx, fmt.Sprintf(`
		UPDATE %[1]s t SET (%[2]s) = ROW(%[3]s)
		  FROM touched u JOIN %[1]s_version v ON v.id = u.id AND v.ctid = u.prior
		 WHERE u.id = t.id AND u.had AND NOT u.changed`, what.table, strings.Join(data, ", "), prefixed("v.", data)))
	if err != nil {
		return err
	}
	u.Removed, u.Restored = int(removed.RowsAffected()), int(restored.RowsAffected())
	if what.table == homes.table {
		back, err := bringBack(ctx, tx, data)
		if err != nil {
			return err
		}
		u.Restored += back
	}
	if what.table == "neighbourhood_plan_area" {
		if err := versionRestored(ctx, tx, id); err != nil {
			return err
		}
	}
	return removeNamed(ctx, tx, id, what.table)
}

// dataColumns lists the columns that a restored row takes back: all but its key, its address, and what is made from others.
func dataColumns(ctx context.Context, tx pgx.Tx, table string) ([]string, error) {
	rows, err := tx.Query(ctx, `
		SELECT attname FROM pg_attribute
		 WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname NOT IN ('id', 'ref', 'valid_from')
		 ORDER BY attnum`, table)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// listTouched makes a table of the rows that the import wrote or removed: whether a state from before is kept (prior), whether the import
// removed it (lost), and whether the row is no longer as the import left it. What the import left is the first state of its own that
// something else replaced, or else the row as it is; a row that another undoing has brought back to that state counts as unchanged.
func listTouched(ctx context.Context, tx pgx.Tx, table string, data []string, id int64) error {
	_, err := tx.Exec(ctx, fmt.Sprintf(`
		CREATE TEMP TABLE touched ON COMMIT DROP AS
		WITH ids AS (
			SELECT id FROM %[1]s WHERE import_id = $1
			UNION SELECT id FROM %[1]s_version WHERE replaced_by = $1 OR import_id = $1
		), prior AS (
			SELECT DISTINCT ON (id) id, ctid AS prior FROM %[1]s_version
			 WHERE replaced_by = $1 AND import_id IS DISTINCT FROM $1 ORDER BY id, valid_to, valid_from
		), left_as AS (
			SELECT DISTINCT ON (id) id, (%[2]s) AS data FROM %[1]s_version v
			 WHERE import_id = $1 AND replaced_by IS DISTINCT FROM $1 ORDER BY id, valid_to, valid_from
		)
		SELECT ids.id, prior.prior IS NOT NULL AS had, prior.prior, false AS needed, t.id IS NULL AS gone, removed AS lost, '' AS barred,
		       NOT removed AND (t.id IS NULL OR t.import_id IS DISTINCT FROM $1 OR (l.id IS NOT NULL AND (%[3]s) IS DISTINCT FROM l.data)) AS changed
		  FROM ids
		  LEFT JOIN %[1]s t ON t.id = ids.id
		  LEFT JOIN prior ON prior.id = ids.id
		  LEFT JOIN left_as l ON l.id = ids.id
		 CROSS JOIN LATERAL (SELECT prior.id IS NOT NULL AND l.id IS NULL AND t.import_id IS DISTINCT FROM $1 AS removed) r`, table, recordOf("v.", data), recordOf("t.", data)), id)
	if err != nil {
		return err
	}
	// rows that the import brought and that are gone already need nothing, nor do those that it removed and that are back
	_, err = tx.Exec(ctx, `DELETE FROM touched WHERE gone AND NOT had OR lost AND NOT gone; CREATE UNIQUE INDEX ON touched (id); ANALYZE touched`)
	return err
}

// recordOf writes columns as one value that can be compared, NULLs too. A derived projection filled in later is no change.
func recordOf(prefix string, data []string) string {
	var kept []string
	for _, c := range data {
		if !strings.HasPrefix(c, "geom_") && !strings.HasSuffix(c, "_3857") {
			kept = append(kept, prefix+c)
		}
	}
	return "ROW(" + strings.Join(kept, ", ") + ")::text"
}

// listNeeded marks rows that would go but that other tables point to.
func listNeeded(ctx context.Context, tx pgx.Tx, table string) error {
	rows, err := tx.Query(ctx, `
		SELECT c.conrelid::regclass::text, a.attname
		  FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		 WHERE c.contype = 'f' AND c.confdeltype <> 'c' AND c.confrelid = $1::regclass AND array_length(c.conkey, 1) = 1`, table)
	if err != nil {
		return err
	}
	var from, column string
	var tests []string
	if _, err := pgx.ForEachRow(rows, []any{&from, &column}, func() error {
		own := ""
		if from == table { // rows that go together do not need each other
			own = " AND f.id NOT IN (SELECT id FROM touched WHERE NOT had AND NOT changed)"
		}
		tests = append(tests, fmt.Sprintf("EXISTS (SELECT FROM %s f WHERE f.%s = u.id%s)", from, column, own))
		return nil
	}); err != nil {
		return err
	}
	if table == "organisation" { // homes' keys are not foreign keys: docs/decisions/0006
		tests = append(tests, "EXISTS (SELECT FROM home h WHERE h.owner_id = u.id)", "EXISTS (SELECT FROM home h WHERE h.manager_id = u.id)")
	}
	if len(tests) == 0 {
		return nil
	}
	_, err = tx.Exec(ctx, `UPDATE touched u SET needed = true WHERE NOT had AND NOT changed AND (`+strings.Join(tests, " OR ")+`)`)
	return err
}

// reportUntouchable tells of every row that is left as it is, and why.
func reportUntouchable(ctx context.Context, tx pgx.Tx, what undoing, u *intake.Undone, report func(intake.Problem)) error {
	rows, err := tx.Query(ctx, fmt.Sprintf(`
		SELECT coalesce(t.%[2]s, v.%[2]s, ''), x.gone, x.needed, x.barred, i.id, i.file_name, i.applied_at
		  FROM touched x
		  LEFT JOIN %[1]s t ON t.id = x.id
		  LEFT JOIN %[1]s_version v ON x.gone AND v.id = x.id AND v.ctid = x.prior
		  LEFT JOIN import i ON i.id = t.import_id AND i.id <> $1
		 WHERE x.changed OR x.needed
		 ORDER BY 1`, what.table, what.reference), u.ID)
	if err != nil {
		return err
	}
	var reference, barred string
	var gone, needed bool
	var by *int64
	var file *string
	var at *time.Time
	_, err = pgx.ForEachRow(rows, []any{&reference, &gone, &needed, &barred, &by, &file, &at}, func() error {
		u.Refused++
		p := intake.Problem{Field: outside(what.reference), Value: reference, Outcome: intake.Refused, Code: "changed-since",
			Reason: fmt.Sprintf("The %s was changed since, by hand.", what.name), Remedy: "It was left as it is. Correct it by another import if it is wrong."}
		switch {
		case needed:
			p.Code, p.Reason, p.Remedy = "still-needed", fmt.Sprintf("Other rows refer to this %s.", what.name), "It was left. Undo the imports of those first."
		case barred != "":
			p.Code, p.Reason, p.Remedy = barred, barredHomes[barred].reason, barredHomes[barred].remedy
		case gone:
			p.Code, p.Reason, p.Remedy = "removed-since", fmt.Sprintf("The %s was removed since.", what.name), "It was not brought back."
		case by != nil:
			p.Reason = fmt.Sprintf("The %s was changed since, by import %d (%s) on %s.", what.name, *by, *file, at.Format("2 January 2006"))
			p.Remedy = fmt.Sprintf("It was left as it is. Undo import %d first.", *by)
		}
		report(p)
		return nil
	})
	return err
}

// versionRestored adds the shapes that stand again as new versions of their areas: versions are never taken away.
func versionRestored(ctx context.Context, tx pgx.Tx, id int64) error {
	_, err := tx.Exec(ctx, addVersion+` WHERE a.id IN (SELECT id FROM touched WHERE had) AND v.geom IS DISTINCT FROM a.geom`,
		"terrier", fmt.Sprintf("import %d was undone", id), nil)
	return err
}

// removeNamed takes out organisations that were made only because rows of the import named them, where nothing else does.
func removeNamed(ctx context.Context, tx pgx.Tx, id int64, table string) error {
	if table == "organisation" {
		return nil
	}
	if _, err := tx.Exec(ctx, `
		DROP TABLE touched;
		CREATE TEMP TABLE touched ON COMMIT DROP AS
		SELECT id, false AS had, false AS changed, false AS needed FROM organisation JOIN organisation_made m ON m.organisation_id = id WHERE m.import_id = `+fmt.Sprint(id)); err != nil {
		return err
	}
	if err := listNeeded(ctx, tx, "organisation"); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM organisation o USING touched u WHERE u.id = o.id AND NOT u.needed`)
	return err
}

// undoBasemap lets the features that an import replaced be drawn again.
func undoBasemap(ctx context.Context, tx pgx.Tx, id int64, u *intake.Undone) error {
	var by *int64
	if err := tx.QueryRow(ctx, `SELECT max(replaced_by) FROM basemap WHERE import_id = $1`, id).Scan(&by); err != nil {
		return err
	}
	if by != nil {
		return plans.Refuse("changed-since", "id", fmt.Sprintf("Import %d replaced this basemap since.", *by), fmt.Sprintf("Undo import %d first.", *by))
	}
	removed, err := tx.Exec(ctx, `DELETE FROM basemap WHERE import_id = $1`, id)
	if err != nil {
		return err
	}
	restored, err := tx.Exec(ctx, `UPDATE basemap SET replaced_by = NULL WHERE replaced_by = $1`, id)
	u.Removed, u.Restored = int(removed.RowsAffected()), int(restored.RowsAffected())
	return err
}
