package postgis

import (
	"context"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"terrier/plans/intake"
)

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

// unpublishedRef begins the ref of an association that only homes have named, until it publishes one or a public release shows it: a slug of its name would be
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

// findOrganisation finds an organisation by its reference, CURIE, code, slug or name, in that order, one of the likely type first. The error
// is pgx.ErrNoRows where there is none.
func findOrganisation(ctx context.Context, tx pgx.Tx, name, likelyType string) (id int64, err error) {
	err = tx.QueryRow(ctx, `
		SELECT id FROM organisation
		 WHERE $1 IN (reference, curie, rp_code, gss_code, ref) OR search_key = search_key($1)
		 ORDER BY organisation_type = $2 DESC, reference = $1 DESC, curie = $1 DESC, end_date IS NULL DESC, id
		 LIMIT 1`, name, likelyType).Scan(&id)
	return id, err
}

// findOrMakeOrganisation finds an organisation as findOrganisation does, or makes one of the new type.
func findOrMakeOrganisation(ctx context.Context, tx pgx.Tx, name, newType string, sourceID, importID int64) (id int64, made bool, err error) {
	if id, err = findOrganisation(ctx, tx, name, newType); err != pgx.ErrNoRows {
		return id, false, err
	}
	curie := ""
	if curieForm.MatchString(name) {
		curie = name
	}
	// one that was taken out with an import and comes back is the same one, with what was its own
	err = tx.QueryRow(ctx, `
		INSERT INTO organisation (id, ref, reference, name, organisation_type, curie, source_id, named_by_home)
		OVERRIDING SYSTEM VALUE
		SELECT v.id, v.ref, $1, $1, $2, $3, $4, v.named_by_home FROM organisation_version v
		 WHERE v.organisation_type = $2 AND v.reference = $1 AND NOT EXISTS (SELECT FROM organisation o WHERE o.id = v.id OR o.ref = v.ref)
		 ORDER BY v.valid_to DESC, v.valid_from DESC LIMIT 1
		RETURNING id`, name, newType, text(curie), sourceID).Scan(&id)
	if err == pgx.ErrNoRows {
		err = tx.QueryRow(ctx, `
		INSERT INTO organisation (ref, reference, name, organisation_type, curie, source_id, named_by_home)
		VALUES (CASE $2 WHEN 'registered-provider' THEN '`+unpublishedRef+`' || gen_random_uuid() ELSE give_ref('associations', $1) END,
		        $1, $1, $2, $3, $4, $2 = 'registered-provider') RETURNING id`, name, newType, text(curie), sourceID).Scan(&id)
	}
	if err == nil {
		_, err = tx.Exec(ctx, `INSERT INTO organisation_made (organisation_id, import_id) VALUES ($1, $2)`, id, importID)
	}
	return id, true, err
}

// outside is a column's name as people see it.
func outside(column string) string { return strings.ReplaceAll(column, "_", "-") }
