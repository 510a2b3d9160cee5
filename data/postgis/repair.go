package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/shape"
	"terrier/plans/intake"
)

// MakeValid repairs areas by ST_MakeValid with the method that keeps to the meaning of rings: overlapping parts are joined, holes are
// taken out of what they lie in. The result is rounded to the millimetre, repaired again where rounding broke it.
func (l *Loader) MakeValid(ctx context.Context, areas []orb.MultiPolygon) ([]intake.Mended, error) {
	return makeValid(ctx, l.pool, areas)
}

// MakeValid repairs a shape that somebody draws, as files are repaired: both lobes of a figure of eight stay. nil where nothing is left.
func (w *Writer) MakeValid(ctx context.Context, shape orb.MultiPolygon) (orb.MultiPolygon, error) {
	mended, err := makeValid(ctx, w.pool, []orb.MultiPolygon{shape})
	if err != nil {
		return nil, err
	}
	return mended[0].Area, nil
}

func makeValid(ctx context.Context, pool *pgxpool.Pool, areas []orb.MultiPolygon) ([]intake.Mended, error) {
	batch := &pgx.Batch{}
	mended := make([]intake.Mended, len(areas))
	for i, area := range areas {
		batch.Queue(`
			WITH given AS (SELECT $1::geometry AS g),
			     once AS (SELECT ST_GeomFromText(ST_AsText(ST_CollectionExtract(ST_MakeValid(g, 'method=structure keepcollapsed=false'), 3), 3), 27700) AS g FROM given),
			     twice AS (SELECT CASE WHEN ST_IsValid(g) THEN g
			                           ELSE ST_GeomFromText(ST_AsText(ST_CollectionExtract(ST_MakeValid(g, 'method=structure keepcollapsed=false'), 3), 3), 27700) END AS g FROM once)
			SELECT ST_Multi(ST_RemoveRepeatedPoints(twice.g)), ST_Area(given.g) FROM given, twice`, write(multi(area), nationalGrid)).QueryRow(func(row pgx.Row) error {
			var g geom.T
			var before *float64
			if err := row.Scan(&g, &before); err != nil {
				return err
			}
			if g == nil { // GEOS gave up, as it does of some edges that run back and forth
				mended[i].Area = mendedHere(area)
			} else {
				mended[i].Area = readMulti(g)
			}
			if before != nil {
				mended[i].Before = *before
			}
			return nil
		})
	}
	if err := pool.SendBatch(ctx, batch).Close(); err != nil {
		return nil, fmt.Errorf("repair shapes: %w", stopped(err))
	}
	return mended, nil
}

// mendedHere repairs a shape without the database; nil where nothing is left.
func mendedHere(area orb.MultiPolygon) orb.MultiPolygon {
	mended, err := shape.FixCrossings(area)
	if err != nil {
		return nil
	}
	return mended
}
