package postgis

import (
	"context"
	"iter"

	"github.com/paulmach/orb"

	"terrier/plans/asset"
	"terrier/plans/intake"
)

type stagedAsset = staged[asset.Asset]

var assets = register[stagedAsset]{
	uprn: func(a stagedAsset) string { return a.of.UPRN }, kind: "assets", table: "community_asset", key: []string{"organisation_id", "reference"}, refKind: "assets", shape: true,
	organisations: []organisationColumn[stagedAsset]{
		{column: "organisation_id", staging: "organisation", newType: "local-authority", always: true, value: func(a stagedAsset) string { return a.of.Organisation }},
	},
	columns: []loadColumn[stagedAsset]{
		{name: "reference", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Reference) }},
		{name: "name", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Name) }},
		{name: "address_text", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Address) }},
		{name: "postcode", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Postcode) }},
		{name: "description", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Description) }},
		{name: "asset_kind", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Kind) }},
		{name: "uprn", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.UPRN) }},
		{name: "title_number", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.TitleNumber) }},
		{name: "owner_name", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Owner) }},
		{name: "owner_kind", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.OwnerKind) }},
		{name: "occupier", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Occupier) }},
		{name: "present_use", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.PresentUse) }},
		{name: "tenure", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Tenure) }},
		{name: "website", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Website) }},
		{name: "date_of_acquisition", sqlType: "date", value: func(a stagedAsset) any { return date(a.of.Acquired) }},
		{name: "cost_pence", sqlType: "bigint", value: func(a stagedAsset) any { return pence(a.of.CostPence) }},
		{name: "start_date", sqlType: "date", value: func(a stagedAsset) any { return date(a.of.StartDate) }},
		{name: "end_date", sqlType: "date", value: func(a stagedAsset) any { return date(a.of.EndDate) }},
		{name: "entry_date", sqlType: "date", silent: true, inserted: orToday, updated: orToday, value: func(a stagedAsset) any { return date(a.of.EntryDate) }},
		{name: "notes", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Notes) }},
		{name: "position", sqlType: "text", value: func(a stagedAsset) any { return text(a.of.Position) }},
		{name: "geom", sqlType: "geometry", value: func(a stagedAsset) any { return a.grid }},
		{name: "geom_4326", sqlType: "geometry", silent: true, value: func(a stagedAsset) any { return a.lonlat }},
		{name: "geom_3857", sqlType: "geometry", silent: true, value: func(a stagedAsset) any { return a.mercator }},
		{name: "point", sqlType: "geometry", silent: true, value: func(a stagedAsset) any { return write(a.of.Point, nationalGrid) }},
		{name: "point_3857", sqlType: "geometry", silent: true, value: func(a stagedAsset) any { return project(a.of.Point).mercator }},
		{name: "source_crs", sqlType: "text", silent: true, value: func(a stagedAsset) any { return a.of.SourceCRS }},
		{name: "source_geom", sqlType: "geometry", silent: true, value: func(a stagedAsset) any { return source(a.of.SourceShape, a.of.SourceCRS) }},
	},
}

// Assets brings community assets in. The organisation that keeps the list is found by name or reference, or made and noted.
func (l *Loader) Assets(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[asset.Asset], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	return load(ctx, l, assets, imp, stagedRows(rows, func(a asset.Asset) orb.Geometry { return a.Shape }), report, nil)
}

func pence(n int64) any {
	if n < 0 {
		return nil
	}
	return n
}
