package postgis

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/plans/area"
	"terrier/plans/intake"
)

type stagedArea = staged[area.Area]

var areas = register[stagedArea]{
	kind: "areas", table: "neighbourhood_plan_area", key: []string{"organisation_id", "reference"}, refKind: "areas", shape: true,
	organisations: []organisationColumn[stagedArea]{
		{column: "organisation_id", staging: "organisation", newType: "local-planning-authority", always: true, value: func(a stagedArea) string { return a.of.Organisation }},
	},
	columns: []loadColumn[stagedArea]{
		{name: "reference", sqlType: "text", value: func(a stagedArea) any { return text(a.of.Reference) }},
		{name: "name", sqlType: "text", value: func(a stagedArea) any { return text(a.of.Name) }},
		{name: "name_cy", sqlType: "text", value: func(a stagedArea) any { return text(a.of.NameCy) }},
		{name: "relevant_body", sqlType: "text", value: func(a stagedArea) any { return text(a.of.RelevantBody) }},
		{name: "relevant_body_type", sqlType: "text", value: func(a stagedArea) any { return text(a.of.RelevantBodyType) }},
		{name: "area_kind", sqlType: "text", value: func(a stagedArea) any { return text(a.of.Kind) }},
		{name: "stage", sqlType: "text", value: func(a stagedArea) any { return text(a.of.Stage) }},
		{name: "application_received_date", sqlType: "date", value: func(a stagedArea) any { return date(a.of.ApplicationReceived) }},
		{name: "first_publicised_date", sqlType: "date", value: func(a stagedArea) any { return date(a.of.FirstPublicised) }},
		{name: "representations_close_date", sqlType: "date", value: func(a stagedArea) any { return date(a.of.RepresentationsClose) }},
		{name: "decision", sqlType: "text", value: func(a stagedArea) any { return text(a.of.Decision) }},
		{name: "decision_date", sqlType: "date", value: func(a stagedArea) any { return date(a.of.DecisionDate) }},
		{name: "made_date", sqlType: "date", value: func(a stagedArea) any { return date(a.of.MadeDate) }},
		{name: "reasons", sqlType: "text", value: func(a stagedArea) any { return text(a.of.Reasons) }},
		{name: "documentation_url", sqlType: "text", value: func(a stagedArea) any { return text(a.of.DocumentationURL) }},
		{name: "notes", sqlType: "text", value: func(a stagedArea) any { return text(a.of.Notes) }},
		{name: "start_date", sqlType: "date", value: func(a stagedArea) any { return date(a.of.StartDate) }},
		{name: "end_date", sqlType: "date", value: func(a stagedArea) any { return date(a.of.EndDate) }},
		{name: "entry_date", sqlType: "date", silent: true, inserted: orToday, updated: orToday, value: func(a stagedArea) any { return date(a.of.EntryDate) }},
		{name: "geom", sqlType: "geometry", value: func(a stagedArea) any { return a.grid }},
		{name: "geom_4326", sqlType: "geometry", silent: true, value: func(a stagedArea) any { return a.lonlat }},
		{name: "geom_3857", sqlType: "geometry", silent: true, value: func(a stagedArea) any { return a.mercator }},
		{name: "source_crs", sqlType: "text", silent: true, value: func(a stagedArea) any { return a.of.SourceCRS }},
		{name: "source_geom", sqlType: "geometry", silent: true, value: func(a stagedArea) any { return source(a.of.SourceShape, a.of.SourceCRS) }},
	},
}

// Areas brings plan areas in; a new or changed shape becomes a new version of its area.
func (l *Loader) Areas(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[area.Area], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	return load(ctx, l, areas, imp, stagedRows(rows, func(a area.Area) orb.Geometry { return multi(a.Shape) }), report,
		func(ctx context.Context, tx pgx.Tx, _, importID int64) (int, error) {
			return 0, addVersions(ctx, tx, imp, importID)
		})
}

// shapeHash names the shape of an area a: the SHA-256 of its canonical WKB, which is ST_Normalize's, little endian.
const shapeHash = `encode(sha256(ST_AsBinary(ST_Normalize(a.geom), 'NDR')), 'hex')`

// addVersion adds the shapes of areas that a condition on a (the area) and v (its newest version) picks. $1 author, $2 reason,
// $3 import.
const addVersion = `
	INSERT INTO area_version (area_id, number, geom, author, reason, parent_version, status, sha256, import_id)
	SELECT a.id, coalesce(v.number, 0) + 1, a.geom, $1, $2, v.number,
	       CASE WHEN a.decision IN ('designated', 'designated-modified') THEN 'designated' ELSE 'submitted' END,
	       ` + shapeHash + `, $3::bigint
	  FROM neighbourhood_plan_area a
	  LEFT JOIN LATERAL (SELECT number, geom FROM area_version WHERE area_id = a.id ORDER BY number DESC LIMIT 1) v ON true`

// addVersions keeps the shape of every area whose newest version is another.
func addVersions(ctx context.Context, tx pgx.Tx, imp intake.Import, importID int64) error {
	_, err := tx.Exec(ctx, addVersion+` WHERE a.import_id = $3 AND v.geom IS DISTINCT FROM a.geom`, imp.Who, "imported from "+imp.FileName, importID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO neighbourhood_plan_area_authority (area_id, organisation_id)
		SELECT id, organisation_id FROM neighbourhood_plan_area WHERE import_id = $1
		ON CONFLICT DO NOTHING`, importID)
	return err
}
