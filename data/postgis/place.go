package postgis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/bng"
	"terrier/plans/place"
)

var _ place.Searcher = (*Reader)(nil)

// named is everything that can be searched by name: what it is, its key, what is shown, and where it lies.
const named = `
	SELECT kind, search_key AS key, search_key_cy AS key_cy, name, name_cy, context, NULL::text AS path, geom FROM place
	UNION ALL
	SELECT 'area', search_key, search_key(name_cy), name, name_cy, NULL, '/areas/' || ref, geom FROM neighbourhood_plan_area
	UNION ALL
	SELECT 'asset', search_key, NULL, name, NULL, address_text, '/assets/' || ref, point FROM community_asset
	UNION ALL
	SELECT kind, search_key, search_key(name_cy), name, name_cy, NULL, NULL, geom FROM boundary
	 WHERE kind IN ('parish', 'ward', 'local-authority', 'local-planning-authority', 'national-park')
	UNION ALL
	SELECT 'association', search_key, NULL, name, NULL, NULL, '/associations/' || ref, NULL FROM organisation
	 WHERE organisation_type = 'registered-provider'`

// kindOrder breaks ties between equally good matches.
var kindOrder = []string{"postcode", "settlement", "area", "parish", "ward", "street", "asset", "association"}

// candidates are read for one question at most; enough to hold every good match of three letters in a district.
const candidates = 400

type candidate struct {
	place.Hit
	match  place.Match
	metres float64 // from near
}

// Search finds places by what has been typed so far.
func (r *Reader) Search(ctx context.Context, text string, near *orb.Point, limit int) ([]place.Hit, error) {
	var key string
	if err := r.pool.QueryRow(ctx, `SELECT search_key($1)`, text).Scan(&key); err != nil {
		return nil, err
	}
	if key == "" || limit <= 0 {
		return nil, nil
	}
	from := origin(near)
	found, err := r.candidates(ctx, key, from, false)
	if err == nil && len(found) == 0 {
		found, err = r.candidates(ctx, key, from, true)
	}
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, compareCandidates)
	hits := make([]place.Hit, 0, min(limit, len(found)))
	for _, c := range found[:min(limit, len(found))] {
		c.Inexact = c.match == place.Inexact
		hits = append(hits, c.Hit)
	}
	return hits, nil
}

// candidates reads those that may match: by the key as it stands, or, where inexact, by trigrams in common.
func (r *Reader) candidates(ctx context.Context, key string, from *orb.Point, inexact bool) ([]candidate, error) {
	bare := strings.ReplaceAll(key, " ", "")
	where := `key LIKE $1 || '%' OR key LIKE '% ' || $1 || '%' OR key_cy LIKE $1 || '%' OR key_cy LIKE '% ' || $1 || '%'
	       OR (kind = 'postcode' AND key LIKE $2 || '%')`
	if inexact {
		where = `$1 <% key OR $1 <% key_cy OR (kind = 'postcode' AND key % $2)`
	}
	var at geom.T
	if from != nil {
		at = write(*from, nationalGrid)
	}
	rows, err := r.pool.Query(ctx, `
		SELECT kind, key, coalesce(key_cy, ''), name, coalesce(name_cy, ''), coalesce(context, ''), coalesce(path, ''),
		       ST_PointOnSurface(geom), CASE WHEN GeometryType(geom) <> 'POINT' THEN ST_Envelope(geom) END
		  FROM (`+named+`) named
		 WHERE `+where+`
		 ORDER BY word_similarity($1, key) DESC, (key LIKE $1 || '%') DESC, geom <-> $3::geometry, name
		 LIMIT $4`, planned, key, bare, at, candidates)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (candidate, error) { return scanCandidate(row, key, bare, from) })
	return slices.DeleteFunc(all, func(c candidate) bool { return c.match == place.None }), err
}

func scanCandidate(row pgx.CollectableRow, key, bare string, from *orb.Point) (c candidate, err error) {
	var name, nameCy string
	var point, extent geom.T
	err = row.Scan(&c.Kind, &name, &nameCy, &c.Name, &c.NameCy, &c.Context, &c.Path, &point, &extent)
	if err != nil {
		return c, err
	}
	typed := key
	if c.Kind == "postcode" {
		typed = bare
	}
	c.match = min(place.MatchKey(typed, name), place.MatchKey(typed, nameCy))
	c.metres = math.MaxFloat64
	if point == nil {
		return c, nil
	}
	p := readPoint(point)
	if from != nil {
		c.metres = math.Hypot(p[0]-from[0], p[1]-from[1])
	}
	if c.LonLat, err = bng.ToWGS84(p); err != nil {
		return c, nil // stands off the grid: found by name, without a place to go to
	}
	c.Extent = extentOf(read(extent))
	return c, nil
}

// extentOf is a box of the national grid as a box in degrees that holds it.
func extentOf(g orb.Geometry) *orb.Bound {
	if g == nil {
		return nil
	}
	lonlat, err := bng.TransformWGS84(g)
	if err != nil {
		return nil
	}
	b := lonlat.Bound()
	return &b
}

func origin(near *orb.Point) *orb.Point {
	if near == nil {
		return nil
	}
	p, err := bng.FromWGS84(*near)
	if err != nil {
		return nil // the view is somewhere else: by name, then
	}
	return &p
}

func compareCandidates(a, b candidate) int {
	return cmp.Or(cmp.Compare(a.match, b.match), cmp.Compare(order(a.Kind, a.match), order(b.Kind, b.match)),
		cmp.Compare(a.metres, b.metres), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Context, b.Context))
}

// order lets distance decide among inexact matches of all kinds.
func order(kind string, m place.Match) int {
	if m == place.Inexact {
		return 0
	}
	if i := slices.Index(kindOrder, kind); i >= 0 {
		return i
	}
	return len(kindOrder)
}
