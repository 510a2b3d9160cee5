package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb/encoding/ewkb"

	"terrier/cmd/terrier/look"
	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/plans/home"
	"terrier/plans/web"
	tileshome "terrier/tiles/home"
	"terrier/tiles/mvt"
)

// pencil draws tiles of the public's homes in this process, as `terrier serve` does.
type pencil struct {
	drawing *tileshome.Drawing
	stock   *home.PublicStock
	words   *mvt.Words
	buffer  []byte
}

func newPencil(stock *home.PublicStock) (*pencil, error) {
	p := &pencil{stock: stock, words: new(mvt.Words)}
	var err error
	p.drawing, err = look.Homes(web.Tilesets(), stock.Register, p.words)
	return p, err
}

// draw returns a tile, not compressed; it holds until the next is drawn.
func (p *pencil) draw(homes *column.Snapshot, at grid.Tile) []byte {
	e := mvt.Get(p.words)
	defer e.Release()
	p.drawing.Draw(e, homes, column.Filter{}, at)
	p.buffer = e.AppendTo(p.buffer[:0])
	return p.buffer
}

// bestOf is the least time that it takes in so many goes.
func bestOf(goes int, do func() error) (least time.Duration, err error) {
	least = time.Hour
	for range goes {
		begun := time.Now()
		err = do()
		least = min(least, time.Since(begun))
		if err != nil {
			break
		}
	}
	return least, err
}

// Where single homes show, of the lists of tiles; and how many of those that hold any are drawn.
const pointsFrom, pointsTo, pointTiles = 13, 16, 200

// drawBeside draws tiles of single homes in this process and by ST_AsMVT over a connection that is kept.
func (b *bench) drawBeside(ctx context.Context, r *results, db *database, stock *home.PublicStock) error {
	list, err := readTiles(b.at("data", stockFile))
	if err != nil {
		return err
	}
	homes, _, err := stock.Homes(nil)
	if err != nil {
		return err
	}
	pencil, err := newPencil(stock)
	if err != nil {
		return err
	}
	pool, err := countingPool(ctx, db.url)
	if err != nil {
		return err
	}
	defer pool.Close()
	var ours, theirs, sizes, theirSizes series
	for _, at := range zooms(list, pointsFrom, pointsTo, len(list)) {
		if len(ours) == pointTiles {
			break
		}
		if homes.RowsIn(at) == 0 {
			continue
		}
		var size int
		took, err := bestOf(corePasses, func() error { size = len(pencil.draw(homes, at)); return nil })
		if err != nil {
			return err
		}
		var tile []byte
		question, err := tileBySQL(at)
		if err != nil {
			return err
		}
		tookSQL, err := bestOf(corePasses, func() error {
			return pool.QueryRow(ctx, question, pgx.QueryExecModeExec, pgx.QueryResultFormats{pgx.BinaryFormatCode}).Scan(&tile)
		})
		if err != nil {
			return err
		}
		ours, theirs = append(ours, milliseconds(took)), append(theirs, milliseconds(tookSQL))
		sizes, theirSizes = append(sizes, float64(size)), append(theirSizes, float64(len(tile)))
	}
	r.Figures["point tile, ms"], r.Figures["point tile by ST_AsMVT, ms"] = ours, theirs
	r.Figures["point tile, bytes"], r.Figures["point tile by ST_AsMVT, bytes"] = sizes, theirSizes
	fmt.Printf("  point tiles %.4f ms, %.0f bytes; by ST_AsMVT %.4f ms, %.0f bytes\n", ours.median(), sizes.median(), theirs.median(), theirSizes.median())
	return nil
}

// tileBySQL is the best statement found: the tile's box stands in it as a literal, and one table has the features ready.
func tileBySQL(at grid.Tile) (string, error) {
	box, err := ewkb.MarshalToHex(at.Bound().ToPolygon(), 3857)
	if err != nil {
		return "", err
	}
	var counts strings.Builder
	for _, g := range home.TenureGroups {
		fmt.Fprintf(&counts, `"%s", `, g.Slug)
	}
	return fmt.Sprintf(`SELECT ST_AsMVT(t, 'home', 4096, 'geom') FROM (
		SELECT ST_AsMVTGeom(geom, '%[1]s'::geometry, 4096, 0, true) AS geom, count, tenure, %[2]s owner, "owner-name", "home-type", bedrooms, epc
		  FROM peers.place WHERE geom && '%[1]s'::geometry) t`, box, counts.String()), nil
}
