package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/organisation"
)

var _ organisation.AssociationFinder = (*Reader)(nil)

const selectAssociation = `
	SELECT o.ref, o.reference, o.name, o.organisation_type, o.curie, o.gss_code, o.rp_code, o.rp_designation, o.corporate_form,
	       o.charity_number, o.company_number, o.mutuals_number, o.size_band, o.origin, o.website, o.start_date, o.end_date, o.entry_date,
	       coalesce(h.homes, 0), h.west, h.south, h.east, h.north, ` + hasSent + `, ` + sourceColumns + `
	  FROM organisation o
	  JOIN source s ON s.id = o.source_id
	  JOIN licence l ON l.slug = s.licence`

// held counts what an organisation o publishes.
const held = `(
	SELECT count(*)::int AS homes, min(ST_X(geom)) AS west, min(ST_Y(geom)) AS south, max(ST_X(geom)) AS east, max(ST_Y(geom)) AS north
	  FROM published_home p WHERE p.owner_id = o.id) h ON true`

// Associations lists the registered providers that publish homes here, by size; with all, the others after them by name.
func (r *Reader) Associations(ctx context.Context, all bool) ([]organisation.Holding, error) {
	rows, err := r.pool.Query(ctx, selectAssociation+`
		  LEFT JOIN (SELECT owner_id, count(*)::int AS homes, min(ST_X(geom)) AS west, min(ST_Y(geom)) AS south,
		                    max(ST_X(geom)) AS east, max(ST_Y(geom)) AS north
		               FROM published_home GROUP BY owner_id) h ON h.owner_id = o.id
		 WHERE o.organisation_type = 'registered-provider' AND ($1 OR h.homes > 0)
		 ORDER BY coalesce(h.homes, 0) DESC, o.name, o.ref`, all)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanHolding)
}

// Association is one registered provider.
func (r *Reader) Association(ctx context.Context, ref string) (organisation.Holding, error) {
	rows, err := r.pool.Query(ctx, selectAssociation+`
		  LEFT JOIN LATERAL `+held+`
		 WHERE o.organisation_type = 'registered-provider' AND o.ref = $1`, ref)
	if err != nil {
		return organisation.Holding{}, err
	}
	h, err := pgx.CollectExactlyOneRow(rows, scanHolding)
	if err == pgx.ErrNoRows {
		return h, plans.Missing("housing association", ref)
	}
	if err == nil {
		h.Successions, err = r.successions(ctx, ref)
	}
	return h, err
}

// successions lists the bodies that an organisation took over from, and those that took over from it.
func (r *Reader) successions(ctx context.Context, ref string) ([]organisation.Succession, error) {
	rows, err := r.pool.Query(ctx, `
		SELECT CASE other.organisation_type WHEN 'registered-provider' THEN other.ref ELSE '' END, other.name, s.to_id = o.id, s.kind, s.date
		  FROM organisation o
		  JOIN organisation_succession s ON o.id IN (s.from_id, s.to_id)
		  JOIN organisation other ON other.id = CASE o.id WHEN s.from_id THEN s.to_id ELSE s.from_id END
		 WHERE o.ref = $1
		 ORDER BY s.date, other.name`, ref)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (s organisation.Succession, err error) {
		err = row.Scan(&s.Ref, &s.Name, &s.Before, &s.Kind, &s.Date)
		return s, err
	})
}

func scanHolding(row pgx.CollectableRow) (h organisation.Holding, err error) {
	var curie, gss, rp, designation, form, charity, company, mutuals, size, origin, website *string
	var start, end *time.Time
	var west, south, east, north *float64
	o := &h.Organisation
	err = row.Scan(append([]any{&o.Ref, &o.Reference, &o.Name, &o.Type, &curie, &gss, &rp, &designation, &form,
		&charity, &company, &mutuals, &size, &origin, &website, &start, &end, &o.EntryDate,
		&h.Homes, &west, &south, &east, &north, &h.Sent}, intoSource(&o.Source)...)...)
	o.CURIE, o.GSSCode, o.RPCode, o.RPDesignation, o.CorporateForm = str(curie), str(gss), str(rp), str(designation), str(form)
	o.CharityNumber, o.CompanyNumber, o.MutualsNumber = str(charity), str(company), str(mutuals)
	o.SizeBand, o.Origin, o.Website = str(size), str(origin), str(website)
	o.StartDate, o.EndDate = day(start), day(end)
	if west != nil {
		h.Extent = orb.Bound{Min: orb.Point{*west, *south}, Max: orb.Point{*east, *north}}
	}
	return h, err
}
