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
type Reader struct{ pool *pgxpool.Pool }

// NewReader makes a Reader over a pool of the role terrier_public.
func NewReader(pool *pgxpool.Pool) *Reader { return &Reader{pool} }

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
	err = r.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM basemap)`).Scan(&has)
	return has, err
}

// Attributions lists the lines that must stand wherever the registers are shown, each once.
func (r *Reader) Attributions(ctx context.Context) ([]string, error) {
	rows, err := r.pool.Query(ctx, `
		WITH used AS (
			SELECT source_id FROM neighbourhood_plan_area
			UNION SELECT source_id FROM community_asset
			UNION SELECT source_id FROM boundary
			UNION SELECT source_id FROM basemap
			UNION SELECT source_id FROM published_home
		)
		SELECT DISTINCT `+attribution+` AS line
		  FROM used JOIN source s ON s.id = used.source_id JOIN licence l ON l.slug = s.licence
		 ORDER BY line`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// attribution is the line for a source s under licence l.
const attribution = `concat_ws('. ', nullif(l.attribution_text, ''), nullif(s.attribution_text, ''))`

// Extent is where there is something to see, in WGS 84: plan areas and assets, or without those boundaries, or else published
// homes. ok is false in an empty database.
func (r *Reader) Extent(ctx context.Context) (b orb.Bound, ok bool, err error) {
	for _, mercator := range []string{
		`SELECT geom_3857 FROM neighbourhood_plan_area UNION ALL SELECT geom_3857 FROM community_asset`,
		`SELECT geom_3857 FROM boundary`,
		`SELECT geom_3857 FROM published_home`,
	} {
		var west, south, east, north *float64
		err = r.pool.QueryRow(ctx, `
			SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)
			  FROM (SELECT ST_Extent(geom_3857) AS e FROM (`+mercator+`) g) x`).Scan(&west, &south, &east, &north)
		if err != nil || west != nil {
			return mercatorBound(west, south, east, north), west != nil, err
		}
	}
	return b, false, nil
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
