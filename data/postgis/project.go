package postgis

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// Projector fills the derived columns of rows that plain SQL wrote or changed: geom_4326 and geom_3857, which PostGIS cannot
// compute exactly (docs/decisions/0003). Its pool works as terrier_load.
type Projector struct{ pool *pgxpool.Pool }

// NewProjector makes a Projector over a pool of the role terrier_load.
func NewProjector(pool *pgxpool.Pool) *Projector { return &Projector{pool} }

// projectedTables and their derived columns, as a row w of what was projected gives them.
var projectedTables = []struct{ name, set string }{
	{"home", "geom_4326 = w.lonlat, geom_3857 = w.mercator"},
	{"boundary", "geom_4326 = w.lonlat, geom_3857 = w.mercator"},
	{"neighbourhood_plan_area", "geom_4326 = w.lonlat, geom_3857 = w.mercator"},
	{"place", "geom_4326 = w.lonlat, geom_3857 = w.mercator"},
	{"community_asset", "geom_4326 = w.lonlat, geom_3857 = w.mercator, point_3857 = w.pin"},
	{"basemap", "geom_3857 = w.mercator"},
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
			n, last, err := p.fillBatch(ctx, table.name, table.set, after)
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

// fillBatch projects the next rows of a table behind the id `after`, by one statement: each statement costs a round of triggers.
func (p *Projector) fillBatch(ctx context.Context, table, set string, after int64) (filled int, last int64, err error) {
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
		var ids []int64
		var lonlats, mercators, pins [][]byte
		var id int64
		var grid, pin geom.T
		_, err = pgx.ForEachRow(rows, []any{&id, &grid, &pin}, func() error {
			last = id
			shape := project(read(grid))
			if shape.mercator == nil {
				off = fmt.Errorf("%w: %s", ErrOffGrid, table)
				return nil
			}
			var asset projected
			if pin != nil {
				asset = project(read(pin))
			}
			lonlat, err1 := ewkbOf(shape.lonlat)
			mercator, err2 := ewkbOf(shape.mercator)
			at, err3 := ewkbOf(asset.mercator)
			ids, lonlats, mercators, pins = append(ids, id), append(lonlats, lonlat), append(mercators, mercator), append(pins, at)
			return errors.Join(err1, err2, err3)
		})
		if filled = len(ids); err != nil || filled == 0 {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE `+table+` t SET `+set+`
			  FROM (SELECT id, lonlat::geometry, mercator::geometry, pin::geometry
			          FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bytea[]) AS u (id, lonlat, mercator, pin)) w
			 WHERE t.id = w.id`, ids, lonlats, mercators, pins)
		return err
	})
	if err == nil {
		err = off
	}
	return filled, last, err
}

// ewkbOf is a shape's bytes as PostGIS takes them; nil for none.
func ewkbOf(g geom.T) ([]byte, error) {
	if g == nil {
		return nil, nil
	}
	return ewkb.Marshal(g, binary.LittleEndian)
}

const fillAgain = time.Second // how soon after a failure it is tried again

// Follow fills at once, then at every commit that writes a register, and at least every so often, until the context ends; told hears
// of rows filled, and of failures as they come.
func (p *Projector) Follow(ctx context.Context, every time.Duration, told func(filled int, err error)) {
	woken, stop := listen(ctx, p.pool, changeChannel, func(error) {}) // where it is deaf it looks every so often, and fails then if the database is gone
	defer stop()
	var was error
	for {
		n, err := p.Fill(ctx)
		if ctx.Err() != nil {
			return
		}
		if n > 0 || err != nil && message(err) != message(was) {
			told(n, err)
		}
		if was = err; err != nil && !errors.Is(err, ErrOffGrid) {
			sleep(ctx, min(every, fillAgain))
			continue
		}
		select {
		case <-ctx.Done():
		case <-woken:
		case <-time.After(every):
		}
	}
}
