package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/asset"
)

var _ asset.Finder = (*Reader)(nil)

const selectAsset = `
	SELECT a.ref, o.reference, o.name, a.reference, a.name, a.address_text, a.postcode, a.description, a.asset_kind, a.uprn, a.title_number,
	       a.owner_name, a.owner_kind, a.occupier, a.present_use, a.tenure, a.website, a.date_of_acquisition, a.cost_pence,
	       a.start_date, a.end_date, a.entry_date, a.notes, a.position, a.geom, a.geom_4326, a.point, a.source_crs,
	       ` + sourceColumns + `
	  FROM community_asset a
	  JOIN organisation o ON o.id = a.organisation_id
	  JOIN source s ON s.id = a.source_id
	  JOIN licence l ON l.slug = s.licence`

// Assets lists community assets by name.
func (r *Reader) Assets(ctx context.Context, f asset.Filter) ([]asset.Asset, error) {
	box, err := boxFilter(f.Box, f.HasBox)
	if err != nil {
		return nil, err
	}
	var within geom.T
	if f.Within != nil {
		within = write(f.Within, nationalGrid)
	}
	rows, err := r.pool.Query(ctx, selectAsset+`
		 WHERE ($1 = '' OR a.asset_kind = $1)
		   AND ($2::geometry IS NULL OR ST_Intersects(a.geom, $2))
		   AND ($3::geometry IS NULL OR ST_Intersects(a.geom, $3))
		   AND ($4 = '' OR a.reference = $4)
		   AND ($5 = '' OR $5 IN (o.reference, o.curie, o.ref))
		 ORDER BY a.name, a.ref`, planned, f.Kind, box, within, f.Reference, f.Organisation)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanAsset)
}

// Asset is one community asset.
func (r *Reader) Asset(ctx context.Context, ref string) (asset.Asset, error) {
	rows, err := r.pool.Query(ctx, selectAsset+` WHERE a.ref = $1`, ref)
	if err != nil {
		return asset.Asset{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, scanAsset)
	if err == pgx.ErrNoRows {
		return a, plans.Missing("community asset", ref)
	}
	return a, err
}

func scanAsset(row pgx.CollectableRow) (a asset.Asset, err error) {
	var address, postcode, description, uprn, title, owner, ownerKind, occupier, use, tenure, website, notes *string
	var acquired, start, end *time.Time
	var entry time.Time
	var cost *int64
	var grid, lonlat, point geom.T
	err = row.Scan(append([]any{&a.Ref, &a.Organisation, &a.OrganisationName, &a.Reference, &a.Name, &address, &postcode, &description, &a.Kind, &uprn, &title,
		&owner, &ownerKind, &occupier, &use, &tenure, &website, &acquired, &cost,
		&start, &end, &entry, &notes, &a.Position, &grid, &lonlat, &point, &a.SourceCRS},
		intoSource(&a.Source)...)...)
	if err != nil {
		return a, err
	}
	a.Address, a.Postcode, a.Description, a.UPRN, a.TitleNumber = str(address), str(postcode), str(description), str(uprn), str(title)
	a.Owner, a.OwnerKind, a.Occupier, a.PresentUse, a.Tenure = str(owner), str(ownerKind), str(occupier), str(use), str(tenure)
	a.Website, a.Notes = str(website), str(notes)
	a.Acquired, a.StartDate, a.EndDate, a.EntryDate = day(acquired), day(start), day(end), entry
	a.CostPence = -1
	if cost != nil {
		a.CostPence = *cost
	}
	a.Shape, a.LonLat, a.Point = read(grid), read(lonlat), readPoint(point)
	a.PointLonLat, err = bng.ToWGS84(a.Point)
	return a, err
}

// boxFilter is a bounding box in EPSG:27700 as a parameter; nil is no filter.
func boxFilter(b orb.Bound, has bool) (geom.T, error) {
	if !has {
		return nil, nil
	}
	if b.IsEmpty() {
		return nil, plans.Refuse("bad-bbox", "bbox", "The box is empty.", "Give west, south, east, north.")
	}
	return write(b.ToPolygon(), nationalGrid), nil
}
