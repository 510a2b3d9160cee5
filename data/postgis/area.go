package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"terrier/plans"
	"terrier/plans/area"
)

var _ area.Finder = (*Reader)(nil)

const selectArea = `
	SELECT a.ref, a.reference, o.reference, o.name, coalesce(o.website, ''), a.name, a.name_cy, a.relevant_body, a.relevant_body_type, a.area_kind, a.stage,
	       a.application_received_date, a.first_publicised_date, a.representations_close_date, a.decision, a.decision_date, a.made_date,
	       a.reasons, a.documentation_url, a.notes, a.start_date, a.end_date, a.entry_date, a.geom, a.geom_4326, a.source_crs,
	       ST_Area(a.geom) / 10000, ST_Perimeter(a.geom) / 1000, ` + sourceColumns + `
	  FROM neighbourhood_plan_area a
	  JOIN organisation o ON o.id = a.organisation_id
	  JOIN source s ON s.id = a.source_id
	  JOIN licence l ON l.slug = s.licence`

// Areas lists plan areas by name.
func (r *Reader) Areas(ctx context.Context, f area.Filter) ([]area.Area, error) {
	box, err := boxFilter(f.Box, f.HasBox)
	if err != nil {
		return nil, err
	}
	rows, err := r.pool.Query(ctx, selectArea+`
		 WHERE ($1 = '' OR a.stage = $1)
		   AND ($2::geometry IS NULL OR ST_Intersects(a.geom, $2))
		   AND ($3 = '' OR a.reference = $3)
		   AND ($4 = '' OR $4 IN (o.reference, o.curie, o.ref))
		 ORDER BY a.name, a.ref`, planned, f.Stage, box, f.Reference, f.Organisation)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanArea)
}

// Area is one plan area.
func (r *Reader) Area(ctx context.Context, ref string) (area.Area, error) {
	rows, err := r.pool.Query(ctx, selectArea+` WHERE a.ref = $1`, ref)
	if err != nil {
		return area.Area{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, scanArea)
	if err == pgx.ErrNoRows {
		return a, plans.Missing("plan area", ref)
	}
	return a, err
}

func scanArea(row pgx.CollectableRow) (a area.Area, err error) {
	var nameCy, body, bodyType, decision, reasons, url, notes *string
	var received, publicised, closes, decided, made, start, end *time.Time
	var entry time.Time
	var grid, lonlat geom.T
	err = row.Scan(append([]any{&a.Ref, &a.Reference, &a.Organisation, &a.OrganisationName, &a.OrganisationWebsite, &a.Name, &nameCy, &body, &bodyType, &a.Kind, &a.Stage,
		&received, &publicised, &closes, &decision, &decided, &made,
		&reasons, &url, &notes, &start, &end, &entry, &grid, &lonlat, &a.SourceCRS,
		&a.Hectares, &a.PerimeterKm}, intoSource(&a.Source)...)...)
	a.NameCy, a.RelevantBody, a.RelevantBodyType, a.Decision = str(nameCy), str(body), str(bodyType), str(decision)
	a.Reasons, a.DocumentationURL, a.Notes = str(reasons), str(url), str(notes)
	a.ApplicationReceived, a.FirstPublicised, a.RepresentationsClose = day(received), day(publicised), day(closes)
	a.DecisionDate, a.MadeDate, a.StartDate, a.EndDate = day(decided), day(made), day(start), day(end)
	a.EntryDate = entry
	a.Shape, a.LonLat = readMulti(grid), readMulti(lonlat)
	return a, err
}

const selectAreaVersion = `
	SELECT v.number, v.author, v.created_at, v.reason, coalesce(v.parent_version, 0), v.status, v.sha256, ST_Area(v.geom) / 10000, CASE WHEN $2 THEN v.geom END
	  FROM area_version v JOIN neighbourhood_plan_area a ON a.id = v.area_id`

func scanAreaVersion(row pgx.CollectableRow) (v area.Version, err error) {
	var shape geom.T
	err = row.Scan(&v.Number, &v.Author, &v.CreatedAt, &v.Reason, &v.Parent, &v.Status, &v.SHA256, &v.Hectares, &shape)
	v.Shape = readMulti(shape)
	return v, err
}

// AreaVersion is one shape that an area has had.
func (r *Reader) AreaVersion(ctx context.Context, ref string, number int) (area.Version, error) {
	rows, err := r.pool.Query(ctx, selectAreaVersion+` WHERE a.ref = $1 AND v.number = $3`, ref, true, number)
	if err != nil {
		return area.Version{}, err
	}
	v, err := pgx.CollectExactlyOneRow(rows, scanAreaVersion)
	if errors.Is(err, pgx.ErrNoRows) {
		return v, plans.Missing("version", fmt.Sprint(number))
	}
	return v, err
}

// AreaVersions lists the shapes that an area has had, newest first.
func (r *Reader) AreaVersions(ctx context.Context, ref string) ([]area.Version, error) {
	rows, err := r.pool.Query(ctx, selectAreaVersion+`
		 WHERE a.ref = $1
		 ORDER BY v.number DESC`, ref, false)
	if err != nil {
		return nil, err
	}
	versions, err := pgx.CollectRows(rows, scanAreaVersion)
	if err != nil || len(versions) > 0 {
		return versions, err
	}
	_, err = areaShape(ctx, r.pool, ref) // an area that is not there is told apart from one without versions
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", ref, err)
	}
	return nil, nil
}
