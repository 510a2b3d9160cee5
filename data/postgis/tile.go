package postgis

import (
	"context"
	"fmt"
	"strings"

	"terrier/geo/grid"
	"terrier/plans"
	"terrier/plans/home"
)

// Tilesets that Tile can draw.
var Tilesets = []string{"homes", "areas", "assets", "boundaries", "overlay", "basemap"}

// Tile draws one tile by ST_AsMVT, uncompressed; nil where it is empty. It is plain and right, and stays as the oracle and the
// naive twin of the fast core. $1, $2, $3 in each layer are z, x, y.
func (r *Reader) Tile(ctx context.Context, tileset string, z uint8, x, y uint32) ([]byte, error) {
	var layers []string
	for _, l := range tileLayers {
		if z >= l.minZoom && z <= l.maxZoom && strings.Contains(l.tilesets, tileset) {
			layers = append(layers, "(SELECT ST_AsMVT(q, '"+l.name+"', 4096, 'geom') FROM ("+l.query(z)+") q)")
		}
	}
	if len(layers) == 0 {
		return nil, nil
	}
	var tile []byte
	err := r.pool.QueryRow(ctx, "SELECT "+strings.Join(layers, " || "), planned, int32(z), int32(x), int32(y)).Scan(&tile)
	if err != nil {
		return nil, fmt.Errorf("tile %s/%d/%d/%d: %w", tileset, z, x, y, err)
	}
	if len(tile) == 0 {
		return nil, nil
	}
	return tile, nil
}

type tileLayer struct {
	name             string
	tilesets         string // those it is part of
	minZoom, maxZoom uint8
	query            func(z uint8) string
}

const deepest = 22

var tileLayers = []tileLayer{
	{"home_square", "homes overlay", 0, grid.PointZoom - 1, homeSquares},
	{"home", "homes overlay", grid.PointZoom, deepest, homePlaces},
	{"area", "areas overlay", 6, deepest, areaShapes},
	{"area_label", "areas overlay", 9, deepest, areaLabels},
	{"asset_outline", "assets overlay", 14, deepest, assetOutlines},
	{"asset", "assets overlay", 11, deepest, assetPins},
	{"boundary", "boundaries", 5, deepest, boundaryShapes},
	{"green", "basemap", 0, deepest, basemapLayer("green", 16)},
	{"water", "basemap", 0, deepest, basemapLayer("water", 64)},
	{"building", "basemap", 0, deepest, basemapLayer("building", 16)},
	{"road", "basemap", 0, deepest, basemapLayer("road", 128)},
	{"rail", "basemap", 0, deepest, basemapLayer("rail", 128)},
	{"label", "basemap", 0, deepest, basemapLabels},
}

// worldColumn and worldRow number the cell of level n (a power of two a side) in which a Web Mercator point lies: half open, so
// that a point is in exactly one cell, and a cell of a deeper level in exactly one of a higher. && alone compares boxes of
// float32 and lets points on an edge into two tiles.
func worldColumn(point, n string) string {
	return "floor((ST_X(" + point + ") + 20037508.342789244) / 40075016.685578488 * " + n + ")"
}

func worldRow(point, n string) string {
	return "floor((20037508.342789244 - ST_Y(" + point + ")) / 40075016.685578488 * " + n + ")"
}

// inTile holds for points of exactly this tile.
func inTile(point string) string {
	n := "(1 << $1::int)"
	return point + " && ST_TileEnvelope($1::int, $2::int, $3::int) AND " + worldColumn(point, n) + " = $2 AND " + worldRow(point, n) + " = $3"
}

// tenureGroup maps a tenure to the group it is drawn in.
func tenureGroup(column string) string {
	var b strings.Builder
	b.WriteString("CASE " + column)
	for _, t := range home.Tenures {
		fmt.Fprintf(&b, " WHEN '%s' THEN '%s'", t.Slug, t.Group)
	}
	return b.String() + " END"
}

// tenureCounts counts each group, leaving out those with none.
func tenureCounts() string {
	counts := make([]string, len(home.TenureGroups))
	for i, g := range home.TenureGroups {
		counts[i] = fmt.Sprintf(`nullif(count(*) FILTER (WHERE tenure_group = '%s'), 0) AS "%[1]s"`, g.Slug)
	}
	return strings.Join(counts, ", ")
}

func slugs(l plans.CodeList) string { return `"` + strings.Join(l.Slugs(), `", "`) + `"` }

// homeSquares draws one square a cell of the ground grid, in a size by its true count.
func homeSquares(uint8) string {
	n := "(1::bigint << ($1::int + 5))"
	return `
		WITH homes AS MATERIALIZED (
			SELECT ` + worldColumn("geom_3857", n) + ` AS i, ` + worldRow("geom_3857", n) + ` AS j, ` + tenureGroup("tenure") + ` AS tenure_group
			  FROM published_home
			 WHERE ` + inTile("geom_3857") + `
		), cells AS (
			SELECT i, j, count(*) AS count, mode() WITHIN GROUP (ORDER BY tenure_group) AS tenure, ` + tenureCounts() + `
			  FROM homes GROUP BY i, j
		), classed AS (
			SELECT *, CASE WHEN count < 5 THEN 1 WHEN count < 20 THEN 2 WHEN count < 50 THEN 3 WHEN count < 150 THEN 4 ELSE 5 END AS class,
			       40075016.685578488 / ` + n + ` AS side
			  FROM cells
		), sized AS (
			SELECT *, side * (ARRAY[0.35, 0.5, 0.65, 0.8, 0.95])[class] / 2 AS half,
			       (i + 0.5) * side - 20037508.342789244 AS east, 20037508.342789244 - (j + 0.5) * side AS north
			  FROM classed
		)
		SELECT ST_AsMVTGeom(ST_MakeEnvelope(east - half, north - half, east + half, north + half, 3857),
		                    ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 0, false) AS geom,
		       count, class, tenure, ` + slugs(home.TenureGroups) + `
		  FROM sized ORDER BY j, i`
}

// homePlaces draws one point a place, homes at the same point merged with their count.
func homePlaces(uint8) string {
	return `
		WITH homes AS MATERIALIZED (
			SELECT geom_3857, ` + tenureGroup("tenure") + ` AS tenure_group, owner_id, home_type, bedrooms, epc
			  FROM published_home
			 WHERE ` + inTile("geom_3857") + `
		), merged AS (
			SELECT geom_3857, count(*) AS count, mode() WITHIN GROUP (ORDER BY tenure_group) AS tenure, ` + tenureCounts() + `,
			       CASE WHEN min(owner_id) = max(owner_id) THEN min(owner_id) END AS owner_id,
			       CASE WHEN count(*) = 1 THEN min(home_type) END AS "home-type",
			       CASE WHEN count(*) = 1 THEN min(bedrooms) END AS bedrooms,
			       CASE WHEN count(*) = 1 THEN min(epc) END AS epc
			  FROM homes GROUP BY geom_3857
		)
		SELECT ST_AsMVTGeom(geom_3857, ST_TileEnvelope($1::int, $2::int, $3::int), 4096, 0, false) AS geom,
		       count, m.tenure, ` + slugs(home.TenureGroups) + `, o.ref AS owner, o.name AS "owner-name", "home-type", bedrooms, epc
		  FROM merged m LEFT JOIN organisation o ON o.id = m.owner_id
		 ORDER BY count, geom_3857`
}
