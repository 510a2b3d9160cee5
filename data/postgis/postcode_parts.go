package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/twpayne/go-geom"

	"terrier/geo/shape"
	"terrier/plans"
)

const (
	// postcodeMargin is how far beyond the asked ones, in metres, others are taken into account.
	postcodeMargin = 2000
	// mostPostcodeSpread is how far apart the asked ones may be, in metres: more than a plan area is across.
	mostPostcodeSpread = 20_000
)

// holders are the kinds of boundary that the parts of a postcode end at, the one that is wanted first.
var holders = []string{"parish", "ward", "local-authority"}

// PostcodeParts puts the parts of some postcodes together: the Voronoi cells of their points among all postcodes around, cut off where the
// parishes end that they lie in, or the wards where there is no parish. The shape is in EPSG:27700, valid, in whole millimetres, and nil where no
// postcode is known; approximate are its edges, of two points each, that run between postcodes and along no boundary; unknown are the postcodes
// that are not in the register, as they were asked for. plans.Invalid where they are far apart, or lie in no boundary.
func (r *Reader) PostcodeParts(ctx context.Context, postcodes []string) (parts orb.MultiPolygon, approximate orb.MultiLineString, unknown []string, err error) {
	points, unknown, err := r.postcodePoints(ctx, postcodes)
	if err != nil || len(points) == 0 {
		return nil, nil, unknown, err
	}
	box := points.Bound()
	if max(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]) > mostPostcodeSpread {
		return nil, nil, unknown, plans.Refuse("postcodes-far-apart", "text", fmt.Sprintf("These postcodes lie more than %d km apart.", mostPostcodeSpread/1000), "Check them, and leave out those that are elsewhere.")
	}
	ids, err := r.holding(ctx, points)
	if err != nil {
		return nil, nil, unknown, err
	}
	if len(ids) == 0 {
		return nil, nil, unknown, plans.Refuse("no-boundary", "text", "These postcodes lie in no parish, ward or local authority that is known here.", "Draw the area, or choose another way to begin.")
	}
	cut, land, err := r.cutCells(ctx, points, ids)
	if err != nil {
		return nil, nil, unknown, err
	}
	mended, err := makeValid(ctx, r.pool, []orb.MultiPolygon{cut})
	if err != nil {
		return nil, nil, unknown, err
	}
	parts, _ = shape.Wind(mended[0].Area).(orb.MultiPolygon)
	return parts, edgesOff(parts, land), unknown, nil
}

// postcodePoints are the places of postcodes, each once, and those that are not in the register.
func (r *Reader) postcodePoints(ctx context.Context, postcodes []string) (points orb.MultiPoint, unknown []string, err error) {
	keys := make([]string, len(postcodes))
	for i, p := range postcodes {
		written, _ := plans.Postcode(p)
		keys[i] = strings.ToLower(strings.ReplaceAll(written, " ", "")) // as search_key has it
	}
	rows, err := r.pool.Query(ctx, `SELECT search_key, geom FROM place WHERE kind = 'postcode' AND search_key = ANY ($1) ORDER BY 1`, keys)
	if err != nil {
		return nil, nil, err
	}
	known := map[string]bool{}
	var key string
	var point geom.T
	if _, err := pgx.ForEachRow(rows, []any{&key, &point}, func() error {
		known[key] = true
		points = append(points, readPoint(point))
		return nil
	}); err != nil {
		return nil, nil, fmt.Errorf("find postcodes: %w", err)
	}
	for i, key := range keys {
		if !known[key] {
			unknown = append(unknown, postcodes[i])
		}
	}
	return points, unknown, nil
}

// holding are the ids of the boundaries that points lie in, of the first of the kinds that holds each.
func (r *Reader) holding(ctx context.Context, points orb.MultiPoint) (ids []int64, err error) {
	lands, _, err := r.near(ctx, points.Bound(), holders, false)
	if err != nil {
		return nil, err
	}
	chosen := map[int64]bool{}
	for _, p := range points {
		if id := holderOf(p, lands); id != 0 && !chosen[id] {
			chosen[id] = true
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func holderOf(p orb.Point, lands []nearLand) int64 {
	for _, kind := range holders {
		for _, l := range lands {
			if l.Kind == kind && l.held.prepared().Covers(p) {
				return l.of.id
			}
		}
	}
	return 0
}

// cutCells gives what the cells of points have of some boundaries together, and those boundaries together.
func (r *Reader) cutCells(ctx context.Context, points orb.MultiPoint, ids []int64) (cut, land orb.MultiPolygon, err error) {
	envelope, err := boxFilter(points.Bound().Pad(postcodeMargin), true)
	if err != nil {
		return nil, nil, err
	}
	var shared, whole geom.T
	err = r.pool.QueryRow(ctx, `
		WITH near AS (SELECT ST_Collect(DISTINCT geom) AS geom FROM place WHERE kind = 'postcode' AND geom && $1::geometry),
		     cell AS (SELECT (ST_Dump(CASE WHEN ST_NumGeometries(geom) > 1 THEN ST_VoronoiPolygons(geom, 0, $1::geometry) ELSE $1::geometry END)).geom FROM near),
		     asked AS (SELECT (ST_Dump($2::geometry)).geom),
		     own AS (SELECT ST_Union(cell.geom) AS geom FROM cell WHERE EXISTS (SELECT FROM asked WHERE ST_Intersects(cell.geom, asked.geom))),
		     land AS (SELECT ST_Union(geom) AS geom FROM boundary WHERE id = ANY ($3))
		SELECT ST_Multi(ST_CollectionExtract(ST_Intersection(own.geom, land.geom), 3)), ST_Multi(land.geom) FROM own, land`, planned,
		envelope, write(points, nationalGrid), ids).Scan(&shared, &whole)
	if err != nil {
		return nil, nil, fmt.Errorf("cut the cells of postcodes: %w", err)
	}
	return readMulti(shared), readMulti(whole), nil
}

// alongWithin is how near to a line, in metres, both ends of an edge are that runs along it: the rounding of a place where two lines cross.
const alongWithin = 0.002

// edgesOff are the edges of an outline that do not run along the line of some land.
func edgesOff(outline, land orb.MultiPolygon) (off orb.MultiLineString) {
	whole := map[[2]orb.Point]bool{}
	eachEdge(land, func(a, b orb.Point) { whole[[2]orb.Point{a, b}], whole[[2]orb.Point{b, a}] = true, true })
	eachEdge(outline, func(a, b orb.Point) {
		if !whole[[2]orb.Point{a, b}] && !runsAlong(a, b, land) {
			off = append(off, orb.LineString{a, b})
		}
	})
	return off
}

func eachEdge(of orb.MultiPolygon, take func(a, b orb.Point)) {
	for _, part := range of {
		for _, ring := range part {
			for i := 1; i < len(ring); i++ {
				take(ring[i-1], ring[i])
			}
		}
	}
}

// runsAlong says whether an edge is a piece of an edge of some land.
func runsAlong(a, b orb.Point, land orb.MultiPolygon) (along bool) {
	eachEdge(land, func(from, to orb.Point) {
		along = along || nearEdge(a, from, to) && nearEdge(b, from, to)
	})
	return along
}

func nearEdge(p, from, to orb.Point) bool {
	box := orb.MultiPoint{from, to}.Bound().Pad(alongWithin)
	return box.Contains(p) && planar.DistanceFromSegmentSquared(from, to, p) <= alongWithin*alongWithin
}
