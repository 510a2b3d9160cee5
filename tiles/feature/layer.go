package feature

import (
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
	"terrier/tiles/mvt"
)

// A Layer keeps features under change. Drawing is safe for several goroutines
// while one writes; writers wait for each other.
type Layer struct {
	schema *mvt.Schema
	buffer int
	least  uint8

	mu     sync.Mutex
	shapes map[int64]*shape
	now    atomic.Pointer[set]
}

// NewLayer makes a layer without features. buffer is how far beyond its edges a
// tile shows outlines, in units of the tile; points are in exactly one tile.
// Below the zoom least the layer shows nothing.
func NewLayer(schema *mvt.Schema, buffer int, least uint8) *Layer {
	l := &Layer{schema: schema, buffer: buffer, least: least, shapes: map[int64]*shape{}}
	l.now.Store(&set{})
	return l
}

// Replace makes the layer hold these features and no others.
func (l *Layer) Replace(all []Feature) {
	shapes := make(map[int64]*shape, len(all))
	for _, f := range all {
		shapes[f.ID] = newShape(f)
	}
	with := make([]*shape, 0, len(shapes))
	for _, s := range shapes {
		if s.box.some {
			with = append(with, s)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shapes = shapes
	l.now.Store((&set{}).changed(nil, with))
}

// Apply puts features in the place of those with their ids and drops features
// by id, as one change. Ids that are not there are not missed. It returns the
// boxes, in Web Mercator metres, in which something changed.
func (l *Layer) Apply(put []Feature, drop []int64) (changed []orb.Bound) {
	l.mu.Lock()
	defer l.mu.Unlock()
	before := map[int64]*shape{} // of each that is touched; nil where there was none
	remember := func(id int64) {
		if _, ok := before[id]; !ok {
			before[id] = l.shapes[id]
		}
	}
	for _, id := range drop {
		remember(id)
		delete(l.shapes, id)
	}
	for _, f := range put {
		remember(f.ID)
		l.shapes[f.ID] = newShape(f)
	}
	var without, with []*shape
	for id, old := range before {
		now := l.shapes[id]
		if old != nil && now != nil && old.same(now) {
			l.shapes[id] = old
			continue
		}
		if old != nil && old.box.some {
			without, changed = append(without, old), append(changed, old.box.bound())
		}
		if now != nil && now.box.some {
			with, changed = append(with, now), append(changed, now.box.bound())
		}
	}
	if len(changed) > 0 {
		l.now.Store(l.now.Load().changed(without, with))
	}
	return changed
}

// Snapped is how far an outline may be drawn from where it is, at most, as a
// share of a tile's side: a cell of the grid that places are snapped to.
const Snapped = 1.0 / (1 << snapLevel)

// Buffer is how far beyond its edges a tile shows the layer, as a share of its side.
func (l *Layer) Buffer() float64 { return float64(l.buffer) / mvt.Extent }

// Len is how many features there are to draw.
func (l *Layer) Len() int { return len(l.now.Load().leaves) }

// Bound is the box of all features in Web Mercator metres. ok is false where
// there are none.
func (l *Layer) Bound() (b orb.Bound, ok bool) {
	s := l.now.Load()
	if len(s.leaves) == 0 {
		return b, false
	}
	return s.tiers[len(s.tiers)-1][0].box.bound(), true
}

// bound is the box in Web Mercator metres.
func (b box) bound() orb.Bound {
	north := grid.Tile{Z: grid.WorldLevel, X: b.minX, Y: b.minY}.Bound()
	south := grid.Tile{Z: grid.WorldLevel, X: b.maxX, Y: b.maxY}.Bound()
	return north.Union(south)
}

// Touches is true where a tile may show something. A tile for which it is false
// is empty, and so are all below it.
func (l *Layer) Touches(t grid.Tile) bool {
	s := l.now.Load()
	w := windowOf(t, l.buffer)
	return len(s.leaves) > 0 && s.touches(&w, len(s.tiers)-1, 0)
}
