package postgis

import (
	"strings"
	"time"

	"terrier/plans/home"
)

// factsOf selects what a row of homes says, save whose it is, in the order of factsInto. All is "not said" where there is no such row, as
// beside an outer join.
func factsOf(h string) string {
	return strings.ReplaceAll(`coalesce(h.provider_ref, ''), coalesce(h.uprn, ''), coalesce(h.parent_uprn, ''), coalesce(h.address_text, ''), coalesce(h.postcode, ''),
	coalesce(h.needs_category, ''), coalesce(h.tenure, ''), coalesce(h.home_type, ''), coalesce(h.built, ''), coalesce(h.bedrooms, 0)::int, coalesce(h.bedsit, false),
	coalesce(h.bedspaces, 0)::int, h.wheelchair_standard, h.floor::int, coalesce(h.build_year_band, ''), coalesce(h.epc, ''), coalesce(h.epc_score, 0)::int,
	h.epc_lodgement_date, coalesce(h.ownership, ''), coalesce(h.occupancy, ''), h.as_at_date, coalesce(h.sensitivity, ''), coalesce(h.authority, ''), coalesce(h.position, ''),
	coalesce(ST_X(h.geom), 0), coalesce(ST_Y(h.geom), 0), coalesce(h.source_crs, '')`, "h.", h+".")
}

// homeRow is a home as factsInto reads it.
type homeRow struct {
	home.Home
	lodged, asAt *time.Time
}

// factsInto is where the columns of factsOf are read to; facts gives the home then.
func (r *homeRow) factsInto() []any {
	return []any{&r.Reference, &r.UPRN, &r.ParentUPRN, &r.Address, &r.Postcode,
		&r.Needs, &r.Tenure, &r.Type, &r.Built, &r.Bedrooms, &r.Bedsit,
		&r.Bedspaces, &r.Wheelchair, &r.Floor, &r.BuildYearBand, &r.EPC, &r.EPCScore,
		&r.lodged, &r.Ownership, &r.Occupancy, &r.asAt, &r.Sensitivity, &r.Authority, &r.Position,
		&r.Point[0], &r.Point[1], &r.SourceCRS}
}

func (r *homeRow) facts() home.Home {
	h := r.Home
	h.EPCLodgementDate, h.AsAt = day(r.lodged), day(r.asAt)
	return h
}
