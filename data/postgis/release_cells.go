package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"

	"terrier/geo/bng"
	"terrier/plans/disclosure"
)

// keepCells makes the outlines of those cells that have none yet. Units lie in the temporary table release_unit (openStock).
func keepCells(ctx context.Context, tx pgx.Tx, cells []disclosure.Cell) error {
	if _, err := tx.Exec(ctx, `CREATE TEMP TABLE release_cell (id text NOT NULL, unit text NOT NULL) ON COMMIT DROP`); err != nil {
		return err
	}
	var units [][]any
	for _, c := range cells {
		for _, code := range c.Units {
			units = append(units, []any{c.ID, code})
		}
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"release_cell"}, []string{"id", "unit"}, pgx.CopyFromRows(units)); err != nil {
		return err
	}
	// Outlines are joined along the edges that units have in common. Where those do not fit to the millimetre what is left over is cut off.
	rows, err := tx.Query(ctx, `
		WITH joined AS (
			SELECT c.id, array_agg(c.unit ORDER BY c.unit) AS units, ST_GeomFromText(ST_AsText(ST_Multi(ST_Union(u.geom)), 3), 27700) AS geom
			  FROM release_cell c JOIN release_unit u ON u.code = c.unit
			 WHERE NOT EXISTS (SELECT FROM disclosure_cell had WHERE had.id = c.id)
			 GROUP BY c.id
		), sound AS (
			SELECT id, units, CASE WHEN ST_IsValid(geom) THEN geom
			       ELSE ST_GeomFromText(ST_AsText(ST_Multi(ST_CollectionExtract(ST_MakeValid(geom), 3)), 3), 27700) END AS geom
			  FROM joined
		)
		SELECT id, units, geom, ST_GeomFromText(ST_AsText(ST_PointOnSurface(geom), 3), 27700), ST_Area(geom) / 10000 FROM sound`)
	if err != nil {
		return err
	}
	var made [][]any
	for rows.Next() {
		var id string
		var codes []string
		var outline, point geom.T
		var hectares float64
		if err := rows.Scan(&id, &codes, &outline, &point, &hectares); err != nil {
			rows.Close()
			return err
		}
		var onMap geom.T
		if mercator, err := bng.GeometryMercatorFromBNG(readMulti(outline)); err == nil {
			onMap = write(mercator, webMercator)
		}
		made = append(made, []any{id, codes, point, outline, onMap, hectares})
	}
	if rows.Err() != nil {
		return rows.Err()
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{"disclosure_cell"}, []string{"id", "units", "point", "geom", "geom_3857", "hectares"}, pgx.CopyFromRows(made)); err != nil {
		return err
	}
	var without int
	err = tx.QueryRow(ctx, `SELECT count(DISTINCT c.id) FROM release_cell c WHERE NOT EXISTS (SELECT FROM disclosure_cell d WHERE d.id = c.id)`).Scan(&without)
	if err == nil && without > 0 {
		err = fmt.Errorf("%d cells have units without an outline", without)
	}
	return err
}
