package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// Reader answers the public's questions. Its pool works as terrier_public, which has no right on any home that its owner does
// not publish. Safe for several goroutines.
type Reader struct {
	pool   *pgxpool.Pool
	shapes *shapeStore // of civil boundaries and plan areas
}

// NewReader makes a Reader over a pool of the role terrier_public.
func NewReader(pool *pgxpool.Pool) *Reader {
	return &Reader{pool: pool, shapes: newShapeStore(mostShapeBytes)}
}

// planned asks for a plan made for these very parameters: a boundary is then a constant to the planner, which decides between
// index and scan by its size (a generic plan was up to 60 times slower for small boundaries).
const planned = pgx.QueryExecModeCacheDescribe

// Ping fails where the database cannot be reached.
func (r *Reader) Ping(ctx context.Context) error { return r.pool.Ping(ctx) }

// Demo is the name of the invented place while the database holds the demonstration, else "".
func (r *Reader) Demo(ctx context.Context) (name string, err error) {
	err = r.pool.QueryRow(ctx, `SELECT coalesce((SELECT value FROM setting WHERE name = 'demo'), '')`).Scan(&name)
	return name, err
}

// HasBasemap says whether there is anything to draw under the registers.
func (r *Reader) HasBasemap(ctx context.Context) (has bool, err error) {
	err = r.pool.QueryRow(ctx, `SELECT min(source_id) IS NOT NULL FROM basemap WHERE replaced_by IS NULL`).Scan(&has) // from the index
	return has, err
}

// Attributions lists the lines that must stand wherever the registers are shown, each once.
func (r *Reader) Attributions(ctx context.Context) ([]string, error) {
	return r.attributions(ctx, `SELECT source_id FROM published_home`)
}

// AttributionsBeside is the same where the sources of the published homes are known: it does not look at them.
func (r *Reader) AttributionsBeside(ctx context.Context, homes []int64) ([]string, error) {
	return r.attributions(ctx, `SELECT unnest($1::bigint[])`, homes)
}

// GroundAttributions lists those of the basemap alone.
func (r *Reader) GroundAttributions(ctx context.Context) ([]string, error) {
	return r.linesOf(ctx, `SELECT source_id FROM ground`)
}

// attributions takes the sources of homes from a query.
func (r *Reader) attributions(ctx context.Context, homes string, args ...any) ([]string, error) {
	return r.linesOf(ctx, `
			SELECT source_id FROM neighbourhood_plan_area
			UNION SELECT source_id FROM community_asset
			UNION SELECT source_id FROM boundary
			UNION SELECT source_id FROM ground
			UNION `+homes, args...)
}

// linesOf are the lines of the sources that a query names. Those of a basemap are found by stepping through its index, one row a source.
func (r *Reader) linesOf(ctx context.Context, used string, args ...any) ([]string, error) {
	rows, err := r.pool.Query(ctx, `
		WITH RECURSIVE ground AS (
			SELECT min(source_id) AS source_id FROM basemap WHERE replaced_by IS NULL
			UNION ALL
			SELECT (SELECT min(source_id) FROM basemap b WHERE replaced_by IS NULL AND b.source_id > ground.source_id) FROM ground WHERE source_id IS NOT NULL
		), used AS (`+used+`)
		SELECT DISTINCT `+attribution+` AS line
		  FROM used JOIN source s ON s.id = used.source_id JOIN licence l ON l.slug = s.licence
		 ORDER BY line`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// attribution is the line for a source s under licence l. Ordnance Survey's ends in the year of the data.
const attribution = `concat_ws('. ', nullif(l.attribution_text, '') || CASE WHEN l.attribution_text LIKE '%database right' THEN ' ' || extract(year FROM coalesce(s.as_at, s.retrieved_at)) ELSE '' END, nullif(s.attribution_text, ''))`

// Extent holds everything that can be seen, in WGS 84. ok is false in an empty database.
func (r *Reader) Extent(ctx context.Context) (b orb.Bound, ok bool, err error) {
	var west, south, east, north *float64
	err = r.pool.QueryRow(ctx, `
		SELECT min(ST_XMin(e)), min(ST_YMin(e)), max(ST_XMax(e)), max(ST_YMax(e))
		  FROM (SELECT ST_Extent(geom_3857) AS e FROM neighbourhood_plan_area
		        UNION ALL SELECT ST_Extent(geom_3857) FROM community_asset
		        UNION ALL SELECT ST_Extent(geom_3857) FROM boundary
		        UNION ALL `+outermost("-21e6 -21e6, -21e6 21e6")+`
		        UNION ALL `+outermost("21e6 -21e6, 21e6 21e6")+`
		        UNION ALL `+outermost("-21e6 -21e6, 21e6 -21e6")+`
		        UNION ALL `+outermost("-21e6 21e6, 21e6 21e6")+`
		        UNION ALL SELECT ST_Extent(geom_3857) FROM published_home) x`).Scan(&west, &south, &east, &north)
	return mercatorBound(west, south, east, north), west != nil, err
}

// outermost is the box of the feature of the basemap that is nearest to a side of the world: the index of shapes finds it without
// reading the others.
func outermost(side string) string {
	return `(SELECT Box2D(geom_3857) FROM basemap WHERE replaced_by IS NULL AND geom_3857 IS NOT NULL
		         ORDER BY geom_3857 <#> 'SRID=3857;LINESTRING(` + side + `)'::geometry LIMIT 1)`
}

// FirstView is where to look first, in WGS 84: around the middle five sixths of the published homes, east to west and north to
// south, so that a town is seen and not the empty country up to its last outlying home. ok is false where no home is published.
func (r *Reader) FirstView(ctx context.Context) (b orb.Bound, ok bool, err error) {
	var xs, ys []float64
	err = r.pool.QueryRow(ctx, `
		SELECT percentile_disc(ARRAY[1 / 12.0, 11 / 12.0]) WITHIN GROUP (ORDER BY ST_X(geom_3857)),
		       percentile_disc(ARRAY[1 / 12.0, 11 / 12.0]) WITHIN GROUP (ORDER BY ST_Y(geom_3857))
		  FROM published_home`).Scan(&xs, &ys)
	if err != nil || len(xs) < 2 {
		return b, false, err
	}
	return mercatorBound(&xs[0], &ys[0], &xs[1], &ys[1]), true, nil
}

func mercatorBound(west, south, east, north *float64) orb.Bound {
	if west == nil {
		return orb.Bound{}
	}
	return orb.Bound{
		Min: bng.FromMercator(orb.Point{*west, *south}),
		Max: bng.FromMercator(orb.Point{*east, *north}),
	}
}
