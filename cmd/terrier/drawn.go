package main

import (
	"context"

	"github.com/paulmach/orb"

	"terrier/cmd/terrier/look"
	"terrier/data/postgis"
	"terrier/geo/grid"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
	"terrier/tiles/serve"
)

// drawn makes the public's tiles from what is kept in memory.
type drawn struct {
	*kept
	registers registers
}

func newDrawn(k *kept, reader *postgis.Reader, credit string) drawn {
	return drawn{k, registers{reader, k, credit}}
}

// Extent and Attributions are those of the registers.
func (d drawn) Extent(ctx context.Context) (orb.Bound, bool, error) { return d.registers.Extent(ctx) }

// Attributions are what stands beside the map.
func (d drawn) Attributions(ctx context.Context) ([]string, error) {
	return d.registers.Attributions(ctx)
}

var _ serve.Source = drawn{}

// Tile draws the layers of a tileset one after the other.
func (d drawn) Tile(_ context.Context, r layer.Request) ([]byte, error) {
	set, _ := layer.Find(d.tilesets, r.Tileset)
	return d.draw(set, r)
}

func (d drawn) draw(set layer.Tileset, r layer.Request) ([]byte, error) {
	under, err := d.ground(set, r.At)
	if err != nil {
		return nil, err
	}
	e := mvt.Get(d.words)
	defer e.Release()
	where := r.Filter.Values()
	var cells *look.Pen // of one release, for all layers
	if len(set.Filters) > 0 {
		if cells, err = d.cells.Pen(where); err != nil {
			return nil, err
		}
	}
	for _, l := range set.Layers {
		if l.Thinned {
			continue // it lies under all others already
		}
		if own, ok := d.layers[l.ID]; ok {
			own.Draw(e, r.At)
			continue
		}
		if l.PublicOnly {
			cells.Draw(e, l.ID, r.At)
			continue
		}
		if !d.homes.Draws(l.ID, r.At.Z) {
			continue
		}
		homes, filter, err := d.stock.Homes(where)
		if err != nil {
			return nil, err
		}
		d.homes.Draw(e, homes, filter, r.At)
	}
	return e.AppendTo(under), nil
}

// touches is true where a tile of the set may hold something.
func (d drawn) touches(set layer.Tileset, t grid.Tile) bool {
	for _, l := range set.Layers {
		if own, ok := d.layers[l.ID]; ok && own.Touches(t) {
			return true
		}
	}
	homes, _, err := d.stock.Homes(nil)
	return len(set.Filters) > 0 && (err == nil && homes.RowsIn(t) > 0 || d.cells.Touches(t))
}

// Generation is that of all its layers together: it changes with each of them and never comes back, since they only rise.
func (d drawn) Generation(r layer.Request) (generation uint64, ok bool) {
	set, _ := layer.Find(d.tilesets, r.Tileset)
	for _, l := range set.Layers {
		if own, ok := d.layers[l.ID]; ok {
			generation += own.generations.At(r.At)
		}
	}
	if len(set.Filters) > 0 { // there are homes in it
		generation += d.homeGenerations.At(r.At) + d.cellGenerations.At(r.At)
	}
	return generation, true
}
