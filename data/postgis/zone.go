package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"terrier/plans/boundary"
)

var _ boundary.ZoneFinder = (*Reader)(nil)

// Zones lists the boundaries of the first of some kinds of which there are neither none nor too many.
func (r *Reader) Zones(ctx context.Context, kinds []string) ([]boundary.Zone, error) {
	var kind *string
	err := r.pool.QueryRow(ctx, `
		SELECT (SELECT kind FROM boundary b WHERE kind = ANY ($2) AND `+standingNow+`
		         GROUP BY kind HAVING count(*) <= $1 ORDER BY array_position($2::text[], kind) LIMIT 1)`, boundary.MostZones, kinds).Scan(&kind)
	if err != nil {
		return nil, fmt.Errorf("choose the zones: %w", err)
	}
	if kind == nil {
		return nil, nil
	}
	rows, err := r.pool.Query(ctx, `
		SELECT b.kind, b.code, b.name, coalesce(within.name, ''), b.geom,
		       (SELECT count(*)::int FROM neighbourhood_plan_area a
		         WHERE a.stage NOT IN ('refused', 'withdrawn') AND ST_Intersects(a.geom, b.geom) AND NOT ST_Touches(a.geom, b.geom)),
		       (SELECT count(*)::int FROM community_asset c WHERE ST_Covers(b.geom, c.point))
		  FROM boundary b
		  LEFT JOIN LATERAL (SELECT a.name FROM boundary a
		                      WHERE a.kind = CASE b.kind WHEN 'lsoa' THEN 'ward' ELSE 'local-authority' END AND a.kind <> b.kind AND (a.end_date IS NULL OR a.end_date > current_date)
		                        AND ST_Covers(a.geom, ST_PointOnSurface(b.geom)) ORDER BY a.code LIMIT 1) within ON true
		 WHERE b.kind = $1 AND `+standingNow+`
		 ORDER BY 4, b.name, b.code`, *kind)
	if err != nil {
		return nil, fmt.Errorf("read the zones: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (z boundary.Zone, err error) {
		var shape geom.T
		err = row.Scan(&z.Kind, &z.Code, &z.Name, &z.Within, &shape, &z.Areas, &z.Assets)
		z.Shape = readMulti(shape)
		return z, err
	})
}
