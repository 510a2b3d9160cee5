package postgis

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/intake"
)

// stockReturn is the stock return of one association on its way in.
type stockReturn struct {
	intake.Return
	tx      pgx.Tx
	owner   int64           // id of the association
	name    string          // of it
	own     map[string]bool // what rows call their owner → that is the association
	keeps   bool            // table returned has a reference and line for each row that was staged
	refused []string        // references in rows of others
	stay    int
	again   int // left withheld, and come back open
}

// startReturn finds the association that a file of homes is the return of; nil for a file that is none.
func startReturn(ctx context.Context, tx pgx.Tx, imp intake.Import) (*stockReturn, error) {
	if imp.Return == nil || imp.Kind != homes.kind {
		return nil, nil
	}
	id, name, err := theAssociation(ctx, tx, imp.Organisation)
	if err != nil {
		return nil, err
	}
	r := &stockReturn{Return: *imp.Return, tx: tx, owner: id, name: name, own: map[string]bool{}}
	if r.keeps = r.Whole || r.Changed != nil; r.keeps {
		_, err = tx.Exec(ctx, `CREATE TEMP TABLE returned (provider_ref text NOT NULL, line integer) ON COMMIT DROP`)
	}
	return r, err
}

// theAssociation finds the organisation that a return is of. One that is not known is a plans.Error.
func theAssociation(ctx context.Context, tx pgx.Tx, called string) (id int64, name string, err error) {
	if called == "" {
		return 0, "", plans.Refuse("organisation-missing", "organisation", "It is not said whose stock return this is.", "Name the association with --organisation.")
	}
	id, err = findOrganisation(ctx, tx, called, "registered-provider")
	if err == pgx.ErrNoRows {
		return 0, "", plans.Refuse("unknown-organisation", "organisation", fmt.Sprintf("There is no organisation called %q.", called),
			"Use the name or reference that it has in the register of organisations, or bring it in there first.")
	}
	if err == nil {
		err = tx.QueryRow(ctx, `SELECT name FROM organisation WHERE id = $1`, id).Scan(&name)
	}
	return id, name, err
}

// ownRows takes the rows of others out and refuses them. Those that are left name the association by one of its own names, which known
// then has.
func (r *stockReturn) ownRows(ctx context.Context, rows []readyRow, known map[called]int64, refuse func(intake.Problem)) ([]readyRow, error) {
	const owner = 0 // its place among the organisations of homes
	if err := r.learn(ctx, rows, owner); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(row readyRow) bool {
		name := row.organisations[owner]
		if r.own[name] {
			known[called{homes.organisations[owner].newType, name}] = r.owner
			return false
		}
		r.refused = append(r.refused, row.reference)
		refuse(intake.Problem{Line: row.line, Field: homes.organisations[owner].staging, Value: name, Code: "other-owner",
			Reason: fmt.Sprintf("The row names %s as the owner, and this is the stock return of %s.", name, r.name),
			Remedy: "Take the row out, or ask that association to bring it. If it is another spelling of yours, map no column to the owner (--map owner=)."})
		return true
	}), nil
}

// learn asks of the names that no earlier row had whether they are the association's.
func (r *stockReturn) learn(ctx context.Context, rows []readyRow, owner int) error {
	var names []string
	for _, row := range rows {
		name := row.organisations[owner]
		if _, asked := r.own[name]; !asked {
			r.own[name] = false
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	found, err := r.tx.Query(ctx, `
		SELECT called.name FROM unnest($2::text[]) AS called (name), organisation o
		 WHERE o.id = $1 AND (called.name IN (o.reference, o.curie, o.rp_code, o.gss_code, o.ref) OR o.search_key = search_key(called.name))`, r.owner, names)
	if err != nil {
		return err
	}
	var name string
	_, err = pgx.ForEachRow(found, []any{&name}, func() error { r.own[name] = true; return nil })
	return err
}

// staged sees to the rows of a chunk before they are brought in.
func (r *stockReturn) staged(ctx context.Context, report func(intake.Problem)) error {
	if !r.Release {
		if err := r.stayWithheld(ctx, report); err != nil {
			return err
		}
	} else if err := r.countReopened(ctx); err != nil {
		return err
	}
	if !r.keeps {
		return nil
	}
	_, err := r.tx.Exec(ctx, `INSERT INTO returned (provider_ref, line) SELECT provider_ref, line FROM staging`)
	return err
}

// stayWithheld keeps withheld what the register withholds, or did when it left, though rows say otherwise, and notes it.
func (r *stockReturn) stayWithheld(ctx context.Context, report func(intake.Problem)) error {
	rows, err := r.tx.Query(ctx, `
		WITH opening AS (
			SELECT s.ctid AS at, s.line, s.sensitivity FROM staging s LEFT JOIN home t ON `+homes.sameKey()+`
			 WHERE s.sensitivity <> 'withheld' AND coalesce(t.sensitivity, (
			       SELECT v.sensitivity FROM home_version v
			        WHERE v.owner_id = s.owner_id AND v.provider_ref = s.provider_ref ORDER BY v.valid_to DESC, v.valid_from DESC LIMIT 1)) = 'withheld'
		), kept AS (
			UPDATE staging s SET sensitivity = NULL FROM opening o WHERE s.ctid = o.at
		)
		SELECT line, sensitivity FROM opening ORDER BY line`)
	if err != nil {
		return err
	}
	var line int
	var said string
	_, err = pgx.ForEachRow(rows, []any{&line, &said}, func() error {
		r.stay++
		report(intake.Problem{Line: line, Field: "sensitivity", Value: said, Outcome: intake.Noted, Code: "stays-withheld",
			Reason: "The home is withheld in the register, and stays so.",
			Remedy: `If it may be known of from now on, tick "may be opened" (--release) and bring the file again.`})
		return nil
	})
	return err
}

// countReopened counts homes that left the register withheld and that this return opens: they are gained, and must be agreed to as well.
func (r *stockReturn) countReopened(ctx context.Context) error {
	var n int
	err := r.tx.QueryRow(ctx, `
		SELECT count(*)::int FROM staging s
		 WHERE s.sensitivity <> 'withheld' AND NOT EXISTS (SELECT FROM home t WHERE `+homes.sameKey()+`) AND (
		       SELECT v.sensitivity FROM home_version v
		        WHERE v.owner_id = s.owner_id AND v.provider_ref = s.provider_ref ORDER BY v.valid_to DESC, v.valid_from DESC LIMIT 1) = 'withheld'`).Scan(&n)
	r.again += n
	return err
}

// finish lets the homes go that a whole return does not name, and counts what has changed. left is how many went.
func (r *stockReturn) finish(ctx context.Context, importID int64, counts *intake.Counts) (left int, err error) {
	if r.Whole && counts.Accepted == 0 {
		return 0, plans.Refuse("nothing-to-bring", "file", "No row of the file could be used, so nothing was changed: the homes that a whole return does not name would leave the register.",
			"Mend the rows, or choose another file.")
	}
	if r.keeps {
		if _, err := r.tx.Exec(ctx, `ANALYZE returned`); err != nil {
			return 0, err
		}
	}
	if r.Whole {
		if left, err = r.leave(ctx); err != nil {
			return 0, err
		}
	}
	each := func(c intake.Change) error {
		if r.Changed != nil {
			r.Changed(c)
		}
		return nil
	}
	lines := ""
	if r.Changed != nil {
		lines = "returned"
	}
	counts.Changes, err = whatChanged(ctx, r.tx, importID, r.owner, lines, each)
	counts.Changes.Stay, counts.Back = r.stay, r.again
	counts.Changes.Unchanged = counts.Accepted - counts.Changes.Gained - counts.Changes.Moved - counts.Changes.Changed
	return left, err
}

// changes are what the record of the import keeps; NULL of a file that is no return.
func (r *stockReturn) changes(counts intake.Counts) any {
	if r == nil {
		return nil
	}
	return counts.Changes
}

// leave removes the homes of the association that no row of the file names, in one statement: followers hear of many at once as one change.
func (r *stockReturn) leave(ctx context.Context) (int, error) {
	named := r.refused
	if r.Named != nil {
		named = append(named, r.Named()...)
	}
	tag, err := r.tx.Exec(ctx, `
		DELETE FROM home h
		 WHERE owner_id = $1 AND NOT EXISTS (SELECT FROM returned r WHERE r.provider_ref = h.provider_ref)
		   AND NOT EXISTS (SELECT FROM unnest($2::text[]) AS named (reference) WHERE named.reference = h.provider_ref)`, r.owner, named)
	return int(tag.RowsAffected()), err
}
