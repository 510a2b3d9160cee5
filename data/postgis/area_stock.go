package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"terrier/plans"
	"terrier/plans/area"
)

// AreaStock is where the outlines of plan areas are kept in memory.
type AreaStock interface {
	Replace([]area.Outline)
	// Apply puts outlines and drops others by id, as one change.
	Apply(put []area.Outline, drop []int64)
}

// FeedAreas brings what a batch says of the plan areas into a stock.
func FeedAreas(ctx context.Context, tx pgx.Tx, b Batch, stock AreaStock) error {
	const table = "neighbourhood_plan_area"
	if b.Reload[table] {
		all, err := outlines(ctx, tx, `true`)
		if err != nil {
			return fmt.Errorf("read the outlines of plan areas: %w", err)
		}
		stock.Replace(all)
		return nil
	}
	if keys := b.Keys[table]; len(keys) > 0 {
		// Those that are not there any more are dropped; the others are dropped and come back.
		changed, err := outlines(ctx, tx, `id = ANY ($1)`, keys)
		if err != nil {
			return fmt.Errorf("read the outlines of %d plan areas: %w", len(keys), err)
		}
		stock.Apply(changed, keys)
	}
	return nil
}

// Outline finds a stored area for counting inside it.
func (r *Reader) Outline(ctx context.Context, ref string) (area.Outline, error) {
	found, err := outlines(ctx, r.pool, `ref = $1`, ref)
	if err == nil && len(found) == 0 {
		err = plans.Missing("plan area", ref)
	}
	if err != nil {
		return area.Outline{}, err
	}
	return found[0], nil
}

// outlines reads areas with the hash of their shape. Where a version of that very shape is kept its hash is taken from there: to hash each
// area of a country anew takes as long as to read them all.
func outlines(ctx context.Context, from queried, where string, args ...any) ([]area.Outline, error) {
	rows, err := from.Query(ctx, `
		SELECT id, ref, name, geom, ST_Area(geom) / 10000, ST_Perimeter(geom) / 1000, hashed.sha256,
		       coalesce((SELECT max(number) FROM area_version v WHERE v.area_id = a.id AND v.sha256 = hashed.sha256), 0)
		  FROM neighbourhood_plan_area a,
		       LATERAL (SELECT coalesce((SELECT v.sha256 FROM area_version v WHERE v.area_id = a.id AND v.geom = a.geom ORDER BY number DESC LIMIT 1), `+shapeHash+`) AS sha256) hashed
		 WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (o area.Outline, err error) {
		var shape geom.T
		err = row.Scan(&o.ID, &o.Ref, &o.Name, &shape, &o.Hectares, &o.PerimeterKm, &o.SHA256, &o.Version)
		o.Shape = readMulti(shape)
		return o, err
	})
}
