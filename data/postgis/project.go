package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/twpayne/go-geom"
)

// Projector fills the derived columns of rows that plain SQL wrote or changed: geom_4326 and geom_3857, which PostGIS cannot
// compute exactly (docs/decisions/0003). Its pool works as terrier_load.
type Projector struct{ pool *pgxpool.Pool }

// NewProjector makes a Projector over a pool of the role terrier_load.
func NewProjector(pool *pgxpool.Pool) *Projector { return &Projector{pool} }

// projectedTables and the statement that writes a row's projections: $1 id, $2 the geometry read, $3 degrees, $4 Mercator. The
// row is left alone if its geometry was changed again meanwhile.
var projectedTables = []struct{ name, write string }{
	{"home", projectRow("home")},
	{"boundary", projectRow("boundary")},
	{"neighbourhood_plan_area", projectRow("neighbourhood_plan_area")},
	{"place", projectRow("place")},
	{"community_asset", `UPDATE community_asset SET geom_4326 = $3, geom_3857 = $4, point_3857 = $5 WHERE id = $1 AND geom = $2`},
	{"basemap", `UPDATE basemap SET geom_3857 = $4 WHERE id = $1 AND geom = $2 AND $3::geometry IS NOT NULL`},
}

func projectRow(table string) string {
	return `UPDATE ` + table + ` SET geom_4326 = $3, geom_3857 = $4 WHERE id = $1 AND geom = $2`
}

// batch is how many rows are projected in one transaction.
const batch = 2000

// ErrOffGrid is returned, after every other row is done, when shapes leave the grid of OSTN15 and cannot be drawn.
var ErrOffGrid = errors.New("some shapes lie outside the grid of Great Britain and are not drawn")

// Fill projects every row that needs it and returns how many those were.
func (p *Projector) Fill(ctx context.Context) (filled int, err error) {
	var off error
	for _, table := range projectedTables {
		for after := int64(0); ; {
			n, last, err := p.fillBatch(ctx, table.name, table.write, after)
			if errors.Is(err, ErrOffGrid) {
				off = err
			} else if err != nil {
				return filled, fmt.Errorf("project %s: %w", table.name, err)
			}
			filled += n
			if last == after {
				break
			}
			after = last
		}
	}
	return filled, off
}

func (p *Projector) fillBatch(ctx context.Context, table, write string, after int64) (filled int, last int64, err error) {
	last = after
	var off error
	err = pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) error {
		point := "NULL::geometry"
		if table == "community_asset" {
			point = "point"
		}
		rows, err := tx.Query(ctx, `
			SELECT id, geom, `+point+` FROM `+table+`
			 WHERE geom_3857 IS NULL AND id > $1 ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED`, after, batch)
		if err != nil {
			return err
		}
		updates := &pgx.Batch{}
		var id int64
		var grid, pin geom.T
		_, err = pgx.ForEachRow(rows, []any{&id, &grid, &pin}, func() error {
			last = id
			shape := project(read(grid))
			if shape.mercator == nil {
				off = fmt.Errorf("%w: %s", ErrOffGrid, table)
				return nil
			}
			args := []any{id, grid, shape.lonlat, shape.mercator}
			if table == "community_asset" {
				args = append(args, project(read(pin)).mercator)
			}
			updates.Queue(write, args...)
			filled++
			return nil
		})
		if err != nil || updates.Len() == 0 {
			return err
		}
		return tx.SendBatch(ctx, updates).Close()
	})
	if err == nil {
		err = off
	}
	return filled, last, err
}

// Follow fills at once and then again every so often until the context ends; told hears of rows filled and of failures.
func (p *Projector) Follow(ctx context.Context, every time.Duration, told func(filled int, err error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if n, err := p.Fill(ctx); ctx.Err() == nil && (n > 0 || err != nil) {
			told(n, err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
