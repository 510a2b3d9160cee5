package postgis

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/plans/home"
	"terrier/plans/intake"
)

type stagedHome = staged[home.Home]

var homes = register[stagedHome]{
	placed: true, uprn: func(h stagedHome) string { return h.of.UPRN }, kind: "homes", table: "home", key: []string{"owner_id", "provider_ref"},
	organisations: []organisationColumn[stagedHome]{
		{column: "owner_id", staging: "owner", newType: "registered-provider", always: true, value: func(h stagedHome) string { return h.of.Owner }},
		{column: "manager_id", staging: "manager", newType: "registered-provider", value: func(h stagedHome) string { return h.of.Manager }},
	},
	columns: []loadColumn[stagedHome]{
		{name: "provider_ref", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Reference) }},
		{name: "uprn", sqlType: "text", value: func(h stagedHome) any { return text(h.of.UPRN) }},
		{name: "parent_uprn", sqlType: "text", value: func(h stagedHome) any { return text(h.of.ParentUPRN) }},
		{name: "address_text", sqlType: "text", inserted: addressUnder(newSensitivity, "s.address_text"), updated: addressUnder(keptSensitivity, "s.address_text"), value: func(h stagedHome) any { return text(h.of.Address) }},
		{name: "postcode", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Postcode) }},
		{name: "needs_category", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Needs) }},
		{name: "tenure", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Tenure) }},
		{name: "home_type", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Type) }},
		{name: "built", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Built) }},
		{name: "bedrooms", sqlType: "smallint", value: func(h stagedHome) any { return small(h.of.Bedrooms) }},
		{name: "bedsit", sqlType: "boolean", value: func(h stagedHome) any { return h.of.Bedsit }},
		{name: "bedspaces", sqlType: "smallint", value: func(h stagedHome) any { return small(h.of.Bedspaces) }},
		{name: "wheelchair_standard", sqlType: "boolean", value: func(h stagedHome) any { return h.of.Wheelchair }},
		{name: "floor", sqlType: "smallint", value: func(h stagedHome) any { return floor(h.of.Floor) }},
		{name: "build_year_band", sqlType: "text", value: func(h stagedHome) any { return text(h.of.BuildYearBand) }},
		{name: "epc", sqlType: "text", value: func(h stagedHome) any { return text(h.of.EPC) }},
		{name: "epc_score", sqlType: "smallint", value: func(h stagedHome) any { return small(h.of.EPCScore) }},
		{name: "epc_lodgement_date", sqlType: "date", value: func(h stagedHome) any { return date(h.of.EPCLodgementDate) }},
		{name: "ownership", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Ownership) }},
		{name: "occupancy", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Occupancy) }},
		{name: "as_at_date", sqlType: "date", value: func(h stagedHome) any { return date(h.of.AsAt) }},
		{name: "sensitivity", sqlType: "text", inserted: newSensitivity, updated: keptSensitivity, value: func(h stagedHome) any { return text(h.of.Sensitivity) }},
		{name: "authority", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Authority) }},
		{name: "position", sqlType: "text", value: func(h stagedHome) any { return text(h.of.Position) }},
		{name: "geom", sqlType: "geometry", value: func(h stagedHome) any { return h.grid }},
		{name: "geom_4326", sqlType: "geometry", silent: true, value: func(h stagedHome) any { return h.lonlat }},
		{name: "geom_3857", sqlType: "geometry", silent: true, value: func(h stagedHome) any { return h.mercator }},
		{name: "source_crs", sqlType: "text", silent: true, value: func(h stagedHome) any { return h.of.SourceCRS }},
		{name: "source_x", sqlType: "double precision", silent: true, value: func(h stagedHome) any { return finite(h.of.SourceX) }},
		{name: "source_y", sqlType: "double precision", silent: true, value: func(h stagedHome) any { return finite(h.of.SourceY) }},
	},
}

// Sensitivity is never lost by silence: where a row does not say, a home that is there keeps its own, and one that left and comes back
// is as closed as it was. Any other new one is open.
const (
	keptSensitivity = `coalesce(s.sensitivity, t.sensitivity)`
	newSensitivity  = `coalesce(s.sensitivity, (
		SELECT CASE WHEN v.sensitivity IN ('withheld', 'restricted') THEN v.sensitivity END FROM home_version v
		 WHERE v.owner_id = s.owner_id AND v.provider_ref = s.provider_ref ORDER BY v.valid_to DESC, v.valid_from DESC LIMIT 1), 'open')`
)

// addressUnder keeps the address of a home that comes to be withheld out of the register.
func addressUnder(sensitivity, address string) string {
	return "CASE WHEN " + sensitivity + " <> 'withheld' THEN " + address + " END"
}

// Homes brings homes in. Owners and managers are found by name or reference, or made and noted. Of a stock return (imp.Return) rows of
// other owners are refused, and the counts say what it changes. A whole return without a row that can be used is a plans.Error, and so is
// one of an organisation that is not known.
func (l *Loader) Homes(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[home.Home], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	return load(ctx, l, homesOf(imp), imp, stagedRows(rows, func(h home.Home) orb.Geometry { return h.Point }), report,
		func(ctx context.Context, tx pgx.Tx, _, _ int64) (int, error) { return nameAssociations(ctx, tx) })
}

func small(n int) any {
	if n == 0 {
		return nil
	}
	return int16(n)
}

func floor(n *int) any {
	if n == nil {
		return nil
	}
	return int16(*n)
}
