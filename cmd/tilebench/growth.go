package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/paulmach/orb"

	"terrier/cmd/tilebench/country"
	"terrier/geo/bng"
	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/plans/area"
	"terrier/plans/home"
	tileshome "terrier/tiles/home"
)

type growthCommand struct {
	Times int `default:"10" help:"How many times the homes."`
}

// What is looked at in each country: tiles of the list from this zoom on, and so many plan areas.
const growthZoom, growthTiles, growthAreas = 10, 1000, 200

// grown is what one size of country costs in process.
type grown struct {
	bytes  float64           // of the columns
	tiles  map[uint8]float64 // the costliest tile of each zoom, ms
	atCap  float64           // the costliest tile that holds nearly as many single homes as may be drawn, ms
	counts series            // one plan area each, ms
}

// Run compares a country with one of many times the homes: the same tiles, and counts within the same plan areas. No database has a
// part in it.
func (c *growthCommand) Run(ctx context.Context, b *bench) error {
	r, err := b.results()
	if err != nil || len(r.Figures["growth, times"]) > 0 {
		return err
	}
	fmt.Printf("%d times the homes, in process\n", c.Times)
	small := country.New(b.Seed, b.Homes)
	var areas []orb.MultiPolygon
	for _, ring := range small.Areas() {
		if areas = append(areas, orb.MultiPolygon{{ring}}); len(areas) == growthAreas {
			break
		}
	}
	tiles := small.StockTiles(growthTiles)
	before, err := grow(ctx, small, tiles, areas)
	if err != nil {
		return err
	}
	runtime.GC()
	after, err := grow(ctx, country.New(b.Seed, c.Times*b.Homes), tiles, areas)
	if err != nil {
		return err
	}
	r.Figures["growth, times"] = series{float64(c.Times)}
	r.Figures["growth, times the memory"] = series{after.bytes / before.bytes}
	r.Figures["growth, times the time of a count"] = series{after.counts.median() / before.counts.median()}
	r.Figures["growth, tile at the cap, ms"] = series{after.atCap}
	for z, worst := range after.tiles {
		r.Figures[growthTileFigure(z)] = series{worst}
		fmt.Printf("  z%d: %.3f ms, before %.3f\n", z, worst, before.tiles[z])
	}
	fmt.Printf("  a tile at the cap %.3f ms, before %.3f; counts %.3f, before %.3f; %.2f times the memory\n",
		after.atCap, before.atCap, after.counts.median(), before.counts.median(), after.bytes/before.bytes)
	return r.save()
}

func growthTileFigure(z uint8) string { return fmt.Sprintf("growth, costliest tile of z%d, ms", z) }

func grow(ctx context.Context, c *country.Country, tiles []grid.Tile, areas []orb.MultiPolygon) (g grown, err error) {
	stock, err := stockOf(c)
	if err != nil {
		return g, err
	}
	g = grown{bytes: float64(stock.Bytes()), tiles: map[uint8]float64{}}
	homes, _, err := stock.Homes(nil)
	if err != nil {
		return g, err
	}
	pencil, err := newPencil(stock)
	if err != nil {
		return g, err
	}
	runtime.GC() // what packing left behind is no cost of a tile
	list := zooms(tiles, growthZoom, pointsTo, len(tiles))
	best := make([]float64, len(list))
	for pass := range corePasses { // one after the other, so that what disturbs a tile once does so once
		for i, at := range list {
			begun := time.Now()
			pencil.draw(homes, at)
			if ms := milliseconds(time.Since(begun)); pass == 0 || ms < best[i] {
				best[i] = ms
			}
		}
	}
	fullest := 0
	for i, at := range list {
		g.tiles[at.Z] = max(g.tiles[at.Z], best[i])
		if rows := homes.RowsIn(at); at.Z >= pointsFrom && rows > fullest && rows <= tileshome.MostPlaces {
			fullest, g.atCap = rows, best[i]
		}
	}
	for _, area := range areas {
		took, err := bestOf(corePasses, func() error {
			_, err := stock.CountHomes(ctx, home.Question{Within: area, By: countedBy[:]})
			return err
		})
		if err != nil {
			return g, err
		}
		g.counts = append(g.counts, milliseconds(took))
	}
	return g, ctx.Err()
}

// stockOf has the homes of a country in memory.
func stockOf(c *country.Country) (*home.PublicStock, error) {
	stock := home.NewPublicStock(area.NewOutlines())
	var rows []column.Row
	for h := range c.Homes() {
		at, err := bng.MercatorFromBNG(h.Point)
		if err != nil {
			return nil, err
		}
		rows = append(rows, column.Row{ID: int64(len(rows) + 1), Point: h.Point, World: column.WorldOf(at),
			Kind: stock.KindCode(home.Kind{Tenure: h.Tenure, Type: h.Type, EPC: h.EPC, Needs: h.Needs, Bedrooms: uint8(h.Bedrooms)}),
			Lot:  stock.LotCode(home.Lot{Owner: int64(h.Owner), Source: 1})})
	}
	stock.Replace(rows)
	return stock, nil
}
