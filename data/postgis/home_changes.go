package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// Changes says what an import of homes that was applied earlier did to those of one owner, by its name or reference: the same as a stock
// return tells while it is brought in, save that lines are 0, and in the order of references, the lost ones first. It is asked of
// history, so it holds whatever happened since; managers go by the names they have now. How many stay withheld and are unchanged is known
// of stock returns only. Errors are plans.Errors where there is no such import or owner, where it brought no homes, or was undone.
func (l *Loader) Changes(ctx context.Context, importID int64, owner string, each func(intake.Change) error) (c intake.Changes, err error) {
	err = pgx.BeginTxFunc(ctx, l.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		past, err := findImport(ctx, tx, importID)
		if err != nil {
			return err
		}
		if past.Kind != homes.kind {
			return plans.Refuse("not-of-homes", "id", fmt.Sprintf("Import %d (%s) brought %s, not homes.", importID, past.FileName, past.Kind), "See `terrier import list`.")
		}
		id, _, err := theAssociation(ctx, tx, owner)
		if err != nil {
			return err
		}
		if c, err = whatChanged(ctx, tx, importID, id, "", each); err != nil {
			return err
		}
		var counted []byte
		if err := tx.QueryRow(ctx, `SELECT changes FROM import WHERE id = $1`, importID).Scan(&counted); err != nil || counted == nil {
			return err
		}
		var then intake.Changes
		err = json.Unmarshal(counted, &then)
		c.Stay, c.Unchanged = then.Stay, then.Unchanged
		return err
	})
	if err != nil {
		return intake.Changes{}, fmt.Errorf("changes of import %d: %w", importID, err)
	}
	return c, nil
}

// movedMetres is how far a home's point must be from where it was for it to count as moved. Coordinates that go through another system
// and back, or are written with five decimals of a degree, come back up to a metre away: nobody moved those homes.
const movedMetres = 1

// whatChanged tells of each home of an owner that an import gained, lost, moved or changed, by what it replaced (before) and what it left
// (after): the first state of its own that something else replaced, or else the home as it stands. lines is a table with the line of each
// reference; "" for none.
func whatChanged(ctx context.Context, tx pgx.Tx, importID, owner int64, lines string, each func(intake.Change) error) (c intake.Changes, err error) {
	line, from := "0", ""
	if lines != "" {
		line, from = "coalesce(r.line, 0)", "LEFT JOIN "+lines+" r ON r.provider_ref = a.provider_ref"
	}
	facts := slices.DeleteFunc(homes.compared(), func(column string) bool { return column == "as_at_date" })
	rows, err := tx.Query(ctx, fmt.Sprintf(`
		WITH began AS MATERIALIZED (
			SELECT applied_at AS at FROM import WHERE id = $1
		), before AS (
			SELECT DISTINCT ON (h.id) %[1]s FROM home_version h
			 WHERE h.owner_id = $2 AND h.valid_to >= (SELECT at FROM began) AND h.replaced_by = $1 AND h.import_id IS DISTINCT FROM $1
			 ORDER BY h.id, h.valid_to, h.valid_from
		), after AS (
			SELECT DISTINCT ON (h.id) h.* FROM (
				SELECT %[1]s, h.valid_to FROM home_version h
				 WHERE h.owner_id = $2 AND h.valid_to >= (SELECT at FROM began) AND h.import_id = $1 AND h.replaced_by IS DISTINCT FROM $1
				UNION ALL
				SELECT %[1]s, 'infinity' FROM home h WHERE h.owner_id = $2 AND h.import_id = $1) h
			 ORDER BY h.id, h.valid_to, h.valid_from
		)
		SELECT %[2]s, b.id IS NULL, a.id IS NULL, coalesce(bm.name, ''), coalesce(am.name, ''), %[3]s, %[4]s
		  FROM before b FULL JOIN after a ON a.id = b.id %[5]s
		  LEFT JOIN organisation bm ON bm.id = b.manager_id
		  LEFT JOIN organisation am ON am.id = a.manager_id
		 WHERE b.id IS NULL OR a.id IS NULL OR (%[6]s) IS DISTINCT FROM (%[7]s)
		 ORDER BY a.id IS NOT NULL, 1, coalesce(a.provider_ref, b.provider_ref)`,
		rowColumns, line, factsOf("b"), factsOf("a"), from, prefixed("b.", facts), prefixed("a.", facts)), importID, owner)
	if err != nil {
		return c, err
	}
	defer rows.Close()
	for rows.Next() {
		var before, after homeRow
		var at int
		var gained, lost bool
		into := append([]any{&at, &gained, &lost, &before.Manager, &after.Manager}, before.factsInto()...)
		if err := rows.Scan(append(into, after.factsInto()...)...); err != nil {
			return c, err
		}
		change := changeOf(before.facts(), after.facts(), gained, lost)
		change.Line = at
		if change.What == "" {
			continue
		}
		count(&c, change, before.Sensitivity, after.Sensitivity)
		if err := each(change); err != nil {
			return c, err
		}
	}
	return c, rows.Err()
}

// changeOf says what has become of a home; nothing where only the day it describes is another, or its point by less than counts. Of a home that
// is withheld now it is not told where it was: its address is not kept.
func changeOf(before, after home.Home, gained, lost bool) intake.Change {
	c := intake.Change{Reference: after.Reference, Fields: []intake.FieldChange{}}
	switch {
	case gained:
		c.What = intake.Gained
		return c
	case lost:
		c.What, c.Reference = intake.Lost, before.Reference
		return c
	}
	now := after.Values()
	for i, was := range before.Values() {
		hidden := was.Name == "address-text" && after.Sensitivity == home.Withheld
		if was.Text != now[i].Text && was.Name != "as-at-date" && !hidden {
			c.What = intake.Changed
			c.Fields = append(c.Fields, intake.FieldChange{Field: was.Name, Before: was.Text, After: now[i].Text})
		}
	}
	metres := math.Hypot(after.Point[0]-before.Point[0], after.Point[1]-before.Point[1])
	if metres = math.Round(metres*1000) / 1000; metres > movedMetres { // points are whole millimetres
		c.What, c.Metres = intake.Moved, metres
	}
	return c
}

func count(c *intake.Changes, change intake.Change, was, is string) {
	switch change.What {
	case intake.Gained:
		c.Gained++
		return
	case intake.Lost:
		c.Lost++
		return
	case intake.Moved:
		c.Moved++
	case intake.Changed:
		c.Changed++
	}
	switch {
	case was == home.Withheld && is != home.Withheld:
		c.Opened++
	case was != home.Withheld && is == home.Withheld:
		c.Withheld++
	}
}
