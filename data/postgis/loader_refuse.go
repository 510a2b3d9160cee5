package postgis

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"terrier/plans/intake"
)

// refuseRepeated takes out rows whose reference stood in an earlier line.
func refuseRepeated(ctx context.Context, tx pgx.Tx, sql, field string, report func(intake.Problem), counts *intake.Counts) error {
	rows, err := tx.Query(ctx, sql)
	if err != nil {
		return err
	}
	var line, first int
	var value *string
	_, err = pgx.ForEachRow(rows, []any{&line, &value, &first}, func() error {
		counts.Refused++
		report(intake.Problem{
			Line: line, Field: outside(field), Value: str(value), Outcome: intake.Refused, Code: "repeated-reference",
			Reason: fmt.Sprintf("This reference stands in line %d already.", first),
			Remedy: "Give each row a reference of its own, or take one of the two out.",
		})
		return nil
	})
	return err
}

// refuseInvalidShapes asks PostGIS once more about shapes that were found good and rounded.
func refuseInvalidShapes(ctx context.Context, tx pgx.Tx, report func(intake.Problem), counts *intake.Counts) error {
	rows, err := tx.Query(ctx, `
		DELETE FROM staging WHERE NOT ST_IsValid(geom)
		RETURNING line, ST_IsValidReason(geom)`)
	if err != nil {
		return err
	}
	var line int
	var reason string
	_, err = pgx.ForEachRow(rows, []any{&line, &reason}, func() error {
		counts.Refused++
		report(intake.Problem{
			Line: line, Field: "geometry", Outcome: intake.Refused, Code: "shape",
			Reason: "The outline is not a sound polygon: " + reason + " (easting, northing).",
			Remedy: "Mend the outline where it says, and import again.",
		})
		return nil
	})
	return err
}

// refuseWithoutOrganisation takes out rows that name no organisation where one is needed.
func refuseWithoutOrganisation(ctx context.Context, tx pgx.Tx, staging, column string, report func(intake.Problem), counts *intake.Counts) error {
	rows, err := tx.Query(ctx, fmt.Sprintf(`DELETE FROM staging WHERE %s IS NULL RETURNING line`, column))
	if err != nil {
		return err
	}
	var line int
	_, err = pgx.ForEachRow(rows, []any{&line}, func() error {
		counts.Refused++
		report(intake.Problem{
			Line: line, Field: outside(staging), Outcome: intake.Refused, Code: "organisation-missing",
			Reason: "The row does not say which organisation it belongs to.",
			Remedy: "Add a column for it, or name one for the whole file with --organisation.",
		})
		return nil
	})
	return err
}

// resolveOrganisations fills the id column from the names and references that rows give, making organisations that are not
// there yet; each that was made is told once, at the first line that names it.
func resolveOrganisations(ctx context.Context, tx pgx.Tx, staging, column, newType string, sourceID int64, report func(intake.Problem)) error {
	rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT %[1]s, min(line) FROM staging WHERE %[1]s IS NOT NULL GROUP BY 1 ORDER BY 2, 1`, staging))
	if err != nil {
		return err
	}
	type named struct {
		name string
		line int
	}
	names, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (n named, err error) {
		err = row.Scan(&n.name, &n.line)
		return n, err
	})
	if err != nil {
		return err
	}
	for _, n := range names {
		id, made, err := findOrMakeOrganisation(ctx, tx, n.name, newType, sourceID)
		if err != nil {
			return err
		}
		if made {
			report(intake.Problem{
				Line: n.line, Field: outside(staging), Value: n.name, Outcome: intake.Noted, Code: "organisation-made",
				Reason: "No organisation of this name or reference was known.",
				Remedy: "It was added. If it is another spelling of one that is there, undo this import and mend the spelling.",
			})
		}
		if _, err := tx.Exec(ctx, fmt.Sprintf(`UPDATE staging SET %s = $1 WHERE %s = $2`, column, staging), id, n.name); err != nil {
			return err
		}
	}
	return nil
}

// unpublishedRef begins the ref of an association that only homes have named, until it publishes one: a slug of its name would be
// missing from those that are given later.
const unpublishedRef = "unpublished-"

// nameAssociations gives a slug to each association that publishes its first home.
func nameAssociations(ctx context.Context, tx pgx.Tx) (int, error) {
	tag, err := tx.Exec(ctx, `
		UPDATE organisation o SET ref = give_ref('associations', name)
		 WHERE named_by_home AND ref LIKE '`+unpublishedRef+`%'
		   AND EXISTS (SELECT FROM home h WHERE h.owner_id = o.id AND h.sensitivity = 'published')`)
	return int(tag.RowsAffected()), err
}

// curieForm is the constraint on organisation.curie.
var curieForm = regexp.MustCompile(`^[a-z-]+:[A-Za-z0-9_.-]+$`)

// findOrMakeOrganisation finds an organisation by its reference, CURIE, code, slug or name, in that order.
func findOrMakeOrganisation(ctx context.Context, tx pgx.Tx, name, newType string, sourceID int64) (id int64, made bool, err error) {
	err = tx.QueryRow(ctx, `
		SELECT id FROM organisation
		 WHERE $1 IN (reference, curie, rp_code, gss_code, ref) OR search_key = search_key($1)
		 ORDER BY organisation_type = $2 DESC, reference = $1 DESC, curie = $1 DESC, end_date IS NULL DESC, id
		 LIMIT 1`, name, newType).Scan(&id)
	if err != pgx.ErrNoRows {
		return id, false, err
	}
	curie := ""
	if curieForm.MatchString(name) {
		curie = name
	}
	err = tx.QueryRow(ctx, `
		INSERT INTO organisation (ref, reference, name, organisation_type, curie, source_id, named_by_home)
		VALUES (CASE $2 WHEN 'registered-provider' THEN '`+unpublishedRef+`' || gen_random_uuid() ELSE give_ref('associations', $1) END,
		        $1, $1, $2, $3, $4, $2 = 'registered-provider') RETURNING id`, name, newType, text(curie), sourceID).Scan(&id)
	return id, true, err
}

// outside is a column's name as people see it.
func outside(column string) string { return strings.ReplaceAll(column, "_", "-") }
