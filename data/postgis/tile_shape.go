package postgis

import (
	"fmt"
	"strings"

	"terrier/plans/area"
)

// areaColumns are the properties of a plan area a, without its shape.
func areaColumns() string {
	var status strings.Builder
	status.WriteString("CASE a.stage")
	for _, s := range area.Stages {
		fmt.Fprintf(&status, " WHEN '%s' THEN '%s'", s.Slug, s.Group)
	}
	return `a.ref, a.name, a.stage, ` + status.String() + ` END AS status, extract(year FROM a.made_date)::int AS made`
}

func areaShapes(z uint8) string {
	return `
		SELECT ` + clipped("a.geom_3857", z, 128) + ` AS geom, ` + areaColumns() + `
		  FROM neighbourhood_plan_area a
		 WHERE a.geom_3857 && ST_TileEnvelope($1::int, $2::int, $3::int, margin => 128.0 / 4096)
		   AND a.stage NOT IN ('refused', 'withdrawn')
		 ORDER BY a.ref`
}

// areaLabels stand once, on the surface of the whole area.
func areaLabels(uint8) string {
	return `
		SELECT ST_AsMVTGeom(at, ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 0, false) AS geom, ` + areaColumns() + `
		  FROM (SELECT *, ST_PointOnSurface(geom_3857) AS at FROM neighbourhood_plan_area
		         WHERE geom_3857 && ST_TileEnvelope($1::int, $2::int, $3::int) AND stage NOT IN ('refused', 'withdrawn')) a
		 WHERE ` + inTile("at") + `
		 ORDER BY a.ref`
}

func assetPins(uint8) string {
	return `
		SELECT ST_AsMVTGeom(point_3857, ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 0, false) AS geom, ref, name, asset_kind AS kind
		  FROM community_asset
		 WHERE geom_3857 && ST_TileEnvelope($1::int, $2::int, $3::int) AND ` + inTile("point_3857") + `
		 ORDER BY ref`
}

func assetOutlines(z uint8) string {
	return `
		SELECT ` + clipped("geom_3857", z, 64) + ` AS geom, ref, asset_kind AS kind
		  FROM community_asset
		 WHERE geom_3857 && ST_TileEnvelope($1::int, $2::int, $3::int, margin => 64.0 / 4096) AND GeometryType(geom) <> 'POINT'
		 ORDER BY ref`
}

func boundaryShapes(z uint8) string {
	kinds := "'local-authority', 'local-planning-authority', 'national-park'"
	switch {
	case z >= 13:
		kinds += ", 'parish', 'ward', 'lsoa', 'msoa', 'oa', 'other'"
	case z >= 11:
		kinds += ", 'parish', 'ward', 'lsoa', 'msoa', 'other'"
	case z >= 10:
		kinds += ", 'parish', 'ward'"
	}
	return `
		SELECT ` + clipped("geom_3857", z, 128) + ` AS geom, kind, code, name, CASE kind WHEN 'parish' THEN has_council END AS "has-council"
		  FROM boundary
		 WHERE geom_3857 && ST_TileEnvelope($1::int, $2::int, $3::int, margin => 128.0 / 4096) AND kind IN (` + kinds + `)
		 ORDER BY kind, code`
}

func basemapLayer(layer string, buffer int) func(uint8) string {
	return func(z uint8) string {
		return `
		SELECT ` + clipped("geom_3857", z, buffer) + ` AS geom, kind, name
		  FROM basemap
		 WHERE geom_3857 && ST_TileEnvelope($1::int, $2::int, $3::int, margin => ` + fmt.Sprintf("%d.0 / 4096", buffer) + `)
		   AND layer = '` + layer + `' AND min_zoom <= $1 AND replaced_by IS NULL
		 ORDER BY min_zoom DESC, kind DESC, id`
	}
}

func basemapLabels(uint8) string {
	return `
		SELECT ST_AsMVTGeom(geom_3857, ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 0, false) AS geom, kind, name, min_zoom AS rank
		  FROM basemap
		 WHERE layer = 'label' AND min_zoom <= $1 AND replaced_by IS NULL AND ` + inTile("geom_3857") + `
		 ORDER BY min_zoom, name`
}

// clipped cuts a shape to the tile with a buffer (in 4096ths), so that no outline shows at a tile's edge; below z14 it first
// drops what is smaller than half a unit of the tile.
func clipped(column string, z uint8, buffer int) string {
	shape := column
	if z < 14 {
		shape = fmt.Sprintf("ST_Simplify(%s, 40075016.685578488 / (1 << $1::int) / 4096 / 2, true)", column)
	}
	return fmt.Sprintf("ST_AsMVTGeom(%s, ST_TileEnvelope($1::int, $2::int, $3::int), 4096, %d, true)", shape, buffer)
}
