package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/bng"
	"terrier/geo/shape"
)

// What is drawn of the registers besides homes, as a follower of the change feed reads it: all rows, or those of some ids. Geometry
// is in EPSG:3857; nil where the shape leaves the grid of Great Britain.

// DrawnArea is a plan area on the map. Areas that were refused or withdrawn are not drawn.
type DrawnArea struct {
	ID               int64
	Ref, Name, Stage string
	Made             int // year; 0 where its plan is not made
	Geometry         orb.Geometry
	Label            orb.Geometry // a point on its surface
}

// DrawnAsset is a community asset on the map.
type DrawnAsset struct {
	ID              int64
	Ref, Name, Kind string
	Point           orb.Geometry
	Outline         orb.Geometry // nil where only a point is known
}

// DrawnBoundary is a boundary on the map.
type DrawnBoundary struct {
	ID               int64
	Kind, Code, Name string
	HasCouncil       string // of parishes: yes, no or unknown
	Geometry         orb.Geometry
}

// DrawnGround is something under the registers.
type DrawnGround struct {
	ID                int64
	Layer, Kind, Name string
	MinZoom           int
	Geometry          orb.Geometry
}

// DrawnAreas reads plan areas; nil ids ask for all.
func DrawnAreas(ctx context.Context, tx pgx.Tx, ids []int64) ([]DrawnArea, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, ref, name, stage, coalesce(extract(year FROM made_date)::int, 0), CASE WHEN geom_3857 IS NULL THEN geom END, geom_3857
		  FROM neighbourhood_plan_area
		 WHERE stage NOT IN ('refused', 'withdrawn') AND ($1::bigint[] IS NULL OR id = ANY ($1))`, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a DrawnArea, err error) {
		var onGrid, mercator geom.T
		err = row.Scan(&a.ID, &a.Ref, &a.Name, &a.Stage, &a.Made, &onGrid, &mercator)
		if a.Geometry = drawnShape(onGrid, mercator); a.Geometry != nil {
			a.Label = shape.PointOn(a.Geometry)
		}
		return a, err
	})
}

// DrawnAssets reads community assets; nil ids ask for all.
func DrawnAssets(ctx context.Context, tx pgx.Tx, ids []int64) ([]DrawnAsset, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, ref, name, asset_kind, CASE WHEN geom_3857 IS NULL THEN geom END, geom_3857,
		       CASE WHEN point_3857 IS NULL THEN point END, point_3857
		  FROM community_asset WHERE $1::bigint[] IS NULL OR id = ANY ($1)`, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a DrawnAsset, err error) {
		var onGrid, mercator, pin, pinMercator geom.T
		err = row.Scan(&a.ID, &a.Ref, &a.Name, &a.Kind, &onGrid, &mercator, &pin, &pinMercator)
		a.Point = drawnShape(pin, pinMercator)
		if outline := drawnShape(onGrid, mercator); outline != nil && outline.Dimensions() > 0 {
			a.Outline = outline
		}
		return a, err
	})
}

// DrawnBoundaries reads boundaries; nil ids ask for all.
func DrawnBoundaries(ctx context.Context, tx pgx.Tx, ids []int64) ([]DrawnBoundary, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, kind, code, name, CASE kind WHEN 'parish' THEN has_council ELSE '' END, CASE WHEN geom_3857 IS NULL THEN geom END, geom_3857
		  FROM boundary WHERE $1::bigint[] IS NULL OR id = ANY ($1)`, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (b DrawnBoundary, err error) {
		var onGrid, mercator geom.T
		err = row.Scan(&b.ID, &b.Kind, &b.Code, &b.Name, &b.HasCouncil, &onGrid, &mercator)
		b.Geometry = drawnShape(onGrid, mercator)
		return b, err
	})
}

// DrawnGrounds reads what lies under the registers; nil ids ask for all.
func DrawnGrounds(ctx context.Context, tx pgx.Tx, ids []int64) ([]DrawnGround, error) {
	rows, err := tx.Query(ctx, `
		SELECT id, layer, kind, coalesce(name, ''), min_zoom, CASE WHEN geom_3857 IS NULL THEN geom END, geom_3857
		  FROM basemap WHERE replaced_by IS NULL AND ($1::bigint[] IS NULL OR id = ANY ($1))`, ids)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (g DrawnGround, err error) {
		var onGrid, mercator geom.T
		err = row.Scan(&g.ID, &g.Layer, &g.Kind, &g.Name, &g.MinZoom, &onGrid, &mercator)
		g.Geometry = drawnShape(onGrid, mercator)
		return g, err
	})
}

// drawnShape is the shape in Web Mercator as it is kept, or projected from the National Grid where plain SQL wrote it: that is asked
// for there only.
func drawnShape(onGrid, mercator geom.T) orb.Geometry {
	if mercator != nil || onGrid == nil {
		return read(mercator)
	}
	g, err := bng.GeometryMercatorFromBNG(read(onGrid))
	if err != nil {
		return nil
	}
	return g
}
