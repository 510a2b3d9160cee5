package feature

import (
	"cmp"
	"slices"
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
	l.now.Store(newSet(nil))
	return l
}

// Replace makes the layer hold these features and no others.
func (l *Layer) Replace(all []Feature) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shapes = make(map[int64]*shape, len(all))
	for _, f := range all {
		l.shapes[f.ID] = newShape(f)
	}
	l.publish()
}

// Apply puts features in the place of those with their ids and drops features
// by id, as one change. It returns the boxes, in Web Mercator metres, in which
// something changed.
func (l *Layer) Apply(put []Feature, drop []int64) (changed []orb.Bound) {
	l.mu.Lock()
	defer l.mu.Unlock()
	note := func(s *shape) {
		if s != nil && s.box.some {
			changed = append(changed, s.box.bound())
		}
	}
	for _, id := range drop {
		note(l.shapes[id])
		delete(l.shapes, id)
	}
	for _, f := range put {
		note(l.shapes[f.ID])
		l.shapes[f.ID] = newShape(f)
		note(l.shapes[f.ID])
	}
	l.publish()
	return changed
}

func (l *Layer) publish() {
	shapes := make([]*shape, 0, len(l.shapes))
	for _, s := range l.shapes {
		if s.box.some {
			shapes = append(shapes, s)
		}
	}
	l.now.Store(newSet(shapes))
}

// Snapped is how far an outline may be drawn from where it is, at most, as a
// share of a tile's side: a cell of the grid that places are snapped to.
const Snapped = 1.0 / (1 << snapLevel)

// Buffer is how far beyond its edges a tile shows the layer, as a share of its side.
func (l *Layer) Buffer() float64 { return float64(l.buffer) / mvt.Extent }

// Len is how many features there are to draw.
func (l *Layer) Len() int { return len(l.now.Load().shapes) }

// Bound is the box of all features in Web Mercator metres. ok is false where
// there are none.
func (l *Layer) Bound() (b orb.Bound, ok bool) {
	s := l.now.Load()
	if len(s.shapes) == 0 {
		return b, false
	}
	return s.tiers[len(s.tiers)-1][0].bound(), true
}

// bound is the box in Web Mercator metres.
func (b box) bound() orb.Bound {
	north := grid.Tile{Z: worldLevel, X: b.minX, Y: b.minY}.Bound()
	south := grid.Tile{Z: worldLevel, X: b.maxX, Y: b.maxY}.Bound()
	return north.Union(south)
}

// set is the features at one moment, with boxes over them.
type set struct {
	shapes []*shape // in the order of the curve, so that neighbours stand together
	order  []int32  // of drawing, by shape
	tiers  [][]box  // of the shapes, and of 16 of the tier below, up to one
}

const fan = 16

func newSet(shapes []*shape) *set {
	slices.SortFunc(shapes, compare)
	ranked := make([]struct {
		key   uint64
		shape *shape
		order int32
	}, len(shapes))
	for i, s := range shapes {
		ranked[i].key = grid.Hilbert(worldLevel, s.box.minX+(s.box.maxX-s.box.minX)/2, s.box.minY+(s.box.maxY-s.box.minY)/2)
		ranked[i].shape, ranked[i].order = s, int32(i)
	}
	slices.SortFunc(ranked, func(a, b struct {
		key   uint64
		shape *shape
		order int32
	}) int {
		return cmp.Compare(a.key, b.key)
	})
	s := &set{shapes: shapes, order: make([]int32, len(shapes))}
	boxes := make([]box, len(shapes))
	for i, r := range ranked {
		s.shapes[i], s.order[i], boxes[i] = r.shape, r.order, r.shape.box
	}
	if len(boxes) == 0 {
		return s
	}
	s.tiers = [][]box{boxes}
	for len(boxes) > 1 {
		above := make([]box, (len(boxes)+fan-1)/fan)
		for i, b := range boxes {
			above[i/fan].join(b)
		}
		s.tiers = append(s.tiers, above)
		boxes = above
	}
	return s
}

// found is a shape to draw and its place in the order of drawing.
type found struct {
	order int32
	shape int32
}

// find appends the shapes whose box meets a window, in the order of drawing.
func (s *set) find(all []found, w *window) []found {
	if len(s.shapes) > 0 {
		all = s.look(all, w, len(s.tiers)-1, 0)
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Compare(a.order, b.order) })
	return all
}

func (s *set) look(all []found, w *window, tier, i int) []found {
	if !w.meets(s.tiers[tier][i]) {
		return all
	}
	if tier == 0 {
		return append(all, found{s.order[i], int32(i)})
	}
	for child := i * fan; child < min(len(s.tiers[tier-1]), (i+1)*fan); child++ {
		all = s.look(all, w, tier-1, child)
	}
	return all
}

// Touches is true where a tile may show something. A tile for which it is false
// is empty, and so are all below it.
func (l *Layer) Touches(t grid.Tile) bool {
	s := l.now.Load()
	w := windowOf(t, l.buffer)
	return len(s.shapes) > 0 && s.touches(&w, len(s.tiers)-1, 0)
}

func (s *set) touches(w *window, tier, i int) bool {
	if !w.meets(s.tiers[tier][i]) {
		return false
	}
	if tier == 0 {
		return true
	}
	for child := i * fan; child < min(len(s.tiers[tier-1]), (i+1)*fan); child++ {
		if s.touches(w, tier-1, child) {
			return true
		}
	}
	return false
}
