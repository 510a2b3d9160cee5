package feature

import (
	"cmp"
	"math/bits"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
)

// worldLevel is the level of the ground grid whose columns and rows places are
// kept in; unitLevel how many levels a unit of a tile lies below the tile.
const (
	worldLevel = 32
	unitLevel  = 12
)

// fullZoom is the zoom from which outlines are drawn as they are. snapLevel is
// how many levels below a tile the grid lies that others are snapped to: cells
// of 4 units, half a pixel on most screens.
const (
	fullZoom  = 14
	snapLevel = unitLevel - 2
)

// place is a column and row of the world.
type place struct{ x, y uint32 }

// box holds places, its edges too. Its zero value is no box.
type box struct {
	minX, minY, maxX, maxY uint32
	some                   bool
}

func (b *box) add(p place) {
	if !b.some {
		*b = box{p.x, p.y, p.x, p.y, true}
		return
	}
	b.minX, b.maxX = min(b.minX, p.x), max(b.maxX, p.x)
	b.minY, b.maxY = min(b.minY, p.y), max(b.maxY, p.y)
}

func (b *box) join(o box) {
	if o.some {
		b.add(place{o.minX, o.minY})
		b.add(place{o.maxX, o.maxY})
	}
}

// dimension of what is drawn.
type dimension uint8

const (
	point dimension = iota
	line
	polygon
)

// path is a line, or a ring without its last place, which repeats the first.
type path struct {
	hole   bool
	places []place
	boxes  []box // of each stretch of its places; none where it is short
}

const stretch = 64

// shape is a feature as it is kept.
type shape struct {
	Feature
	dimension dimension
	box       box
	full      []path
	thin      []copyFor // by falling zoom
}

// copyFor is what is drawn of an outline at some zooms.
type copyFor struct {
	zoom  uint8 // one of thinZooms
	paths []path
}

// thinZooms are those whose grids outlines are snapped to: a zoom takes the
// next of them, and the lowest takes the last.
var thinZooms = [...]uint8{fullZoom - 1, 11, 9, 7, 5}

func thinZoom(zoom uint8) (thin uint8) {
	for _, z := range thinZooms {
		if z >= zoom {
			thin = z
		}
	}
	return thin
}

func newShape(f Feature) *shape {
	s := &shape{Feature: f}
	s.take(f.Geometry)
	s.Geometry = nil // the places are kept instead
	if s.dimension == point {
		return s
	}
	for _, zoom := range thinZooms {
		if zoom < s.MinZoom {
			break
		}
		// Always from all places: what one outline could leave out of a thinner copy may be a corner of its neighbour.
		if thinned := thin(s.full, s.dimension, zoom); 4*count(thinned) <= 3*count(s.full) {
			s.thin = append(s.thin, copyFor{zoom, thinned})
		}
	}
	for i := range s.full {
		s.full[i].overlay()
	}
	for i := range s.thin {
		for j := range s.thin[i].paths {
			s.thin[i].paths[j].overlay()
		}
	}
	return s
}

// at is what is drawn at a zoom, and which zoom's grid its places are to be
// snapped to; those of a copy are already.
func (s *shape) at(zoom uint8) (paths []path, snap uint8) {
	if zoom >= fullZoom {
		return s.full, fullZoom
	}
	snap = thinZoom(zoom)
	for _, c := range s.thin {
		if c.zoom == snap {
			return c.paths, snap
		}
	}
	return s.full, snap
}

func count(paths []path) (n int) {
	for _, p := range paths {
		n += len(p.places)
	}
	return n
}

func (s *shape) take(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		if p, ok := placeOf(g); ok {
			s.box.add(p)
			s.full = append(s.full, path{places: []place{p}})
		}
	case orb.LineString:
		s.dimension = line
		s.path(g, 2, false)
	case orb.MultiLineString:
		s.dimension = line
		for _, l := range g {
			s.path(l, 2, false)
		}
	case orb.Polygon:
		s.dimension = polygon
		s.polygon(g)
	case orb.MultiPolygon:
		s.dimension = polygon
		for _, p := range g {
			s.polygon(p)
		}
	}
}

func (s *shape) polygon(p orb.Polygon) {
	for i, ring := range p {
		open := orb.LineString(ring)
		for len(open) > 1 && open[0] == open[len(open)-1] {
			open = open[:len(open)-1]
		}
		if !s.path(open, 3, i > 0) && i == 0 {
			return // without its outline there are no holes
		}
	}
}

// path keeps the places of a line. It is false where there are too few.
func (s *shape) path(l orb.LineString, least int, hole bool) bool {
	places := make([]place, 0, len(l))
	for _, v := range l {
		p, ok := placeOf(v)
		if !ok {
			return false
		}
		if n := len(places); n == 0 || places[n-1] != p {
			places = append(places, p)
		}
	}
	if len(places) < least {
		return false
	}
	for _, p := range places {
		s.box.add(p)
	}
	s.full = append(s.full, path{hole: hole, places: places})
	return true
}

func placeOf(p orb.Point) (place, bool) {
	t, ok := grid.At(p, worldLevel)
	return place{t.X, t.Y}, ok
}

// overlay makes the boxes of a long path. Each goes on to the first place of
// the next.
func (p *path) overlay() {
	if len(p.places) < 4*stretch {
		return
	}
	for from := 0; from < len(p.places); from += stretch {
		var b box
		for _, at := range p.places[from:min(len(p.places), from+stretch+1)] {
			b.add(at)
		}
		p.boxes = append(p.boxes, b)
	}
}

// snapped moves a place to the middle of its cell of the grid of a zoom.
func (p place) snapped(zoom uint8) place {
	shift := worldLevel - snapLevel - zoom
	half := uint32(1) << shift >> 1
	return place{p.x>>shift<<shift | half, p.y>>shift<<shift | half}
}

// thin is what the grid of a zoom leaves of some paths.
func thin(paths []path, d dimension, zoom uint8) (out []path) {
	dropped := false // the outline that holes belong to
	for _, p := range paths {
		if p.hole && dropped {
			continue
		}
		t := path{hole: p.hole, places: make([]place, 0, 8)}
		for _, at := range p.places {
			t.places = append(t.places, at.snapped(zoom))
		}
		t.places = straightened(t.places, d == polygon)
		enough := len(t.places) >= 2 && d == line || len(t.places) >= 3
		if !p.hole {
			dropped = !enough
		}
		if enough {
			t.places = append(make([]place, 0, len(t.places)), t.places...)
			out = append(out, t)
		}
	}
	return out
}

// straightened leaves out, in place, what repeats or lies straight between its
// neighbours. A ring that goes out and comes back the same way has nothing left.
func straightened(places []place, ring bool) []place {
	out := places[:0]
	for _, p := range places {
		for len(out) >= 2 && straight(out[len(out)-2], out[len(out)-1], p, ring) {
			out = out[:len(out)-1]
		}
		if len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
		}
	}
	if !ring {
		return out
	}
	for changed := true; changed && len(out) > 2; {
		changed = false
		for len(out) > 2 && (out[len(out)-1] == out[0] || straight(out[len(out)-2], out[len(out)-1], out[0], true)) {
			out, changed = out[:len(out)-1], true
		}
		for len(out) > 2 && straight(out[len(out)-1], out[0], out[1], true) {
			out, changed = out[1:], true
		}
	}
	return out
}

// straight is true where b lies exactly on the line from a to c: between them,
// or anywhere where a spike has no width that a ring would fill.
func straight(a, b, c place, anywhere bool) bool {
	abX, abY := int64(b.x)-int64(a.x), int64(b.y)-int64(a.y)
	bcX, bcY := int64(c.x)-int64(b.x), int64(c.y)-int64(b.y)
	if !sameProduct(abX, bcY, abY, bcX) {
		return false
	}
	return anywhere || sign(abX)*sign(bcX) >= 0 && sign(abY)*sign(bcY) >= 0
}

// sameProduct compares a·b with c·d. Differences of places have 33 bits, so
// the products do not fit 64.
func sameProduct(a, b, c, d int64) bool {
	if sign(a)*sign(b) != sign(c)*sign(d) {
		return false
	}
	high1, low1 := bits.Mul64(size(a), size(b))
	high2, low2 := bits.Mul64(size(c), size(d))
	return high1 == high2 && low1 == low2
}

func size(v int64) uint64 { return uint64(max(v, -v)) }

func sign(v int64) int64 { return int64(cmp.Compare(v, 0)) }
