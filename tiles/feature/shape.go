package feature

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
	"terrier/tiles/mvt"
)

// fullZoom is the zoom from which outlines are drawn as they are. snapLevel is
// how many levels below a tile the grid lies that others are snapped to: cells
// of 4 units, half a pixel on most screens.
const (
	fullZoom  = 14
	snapLevel = mvt.UnitLevel - 2
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

// least is how many places there are to be of it.
func (d dimension) least() int { return int(d) + 1 }

// path is a line, or a ring without its last place, which repeats the first.
type path struct {
	hole   bool
	box    box
	places []place
	boxes  []box // of each stretch of its places; none where it is short
}

const stretch = 64

// shape is a feature as it is kept.
type shape struct {
	Feature
	dimension dimension
	box       box
	least     uint8 // the least zoom at which there is something of it to draw
	full      []path
	thin      []copyFor // by falling zoom
}

// copyFor is what is drawn of an outline at a zoom.
type copyFor struct {
	zoom  uint8
	paths []path
}

func newShape(f Feature) *shape {
	s := &shape{Feature: f, least: f.MinZoom}
	s.take(f.Geometry)
	s.Geometry = nil // the places are kept instead
	if s.dimension != point {
		s.thinOut()
		overlay(s.full)
	}
	return s
}

// thinOut keeps copies of an outline for the lower zooms, where they have at
// most half of its places; other zooms are nearly as soon drawn from all.
func (s *shape) thinOut() {
	s.least = max(s.MinZoom, fullZoom)
	repeating := s.full
	for zoom := uint8(fullZoom); zoom > s.MinZoom && len(repeating) > 0; {
		zoom--
		// Of the zoom below only what repeats was left out, and its cells lie in cells of this one: so this is as from all places. What
		// lies straight may be a corner of a neighbour's here, and is left out of what is kept alone.
		repeating = s.each(repeating, func(places []place) []place { return snapped(places, zoom) })
		paths := s.each(repeating, func(places []place) []place { return straightened(slices.Clone(places), s.dimension == polygon) })
		if len(paths) == 0 {
			continue
		}
		s.least = zoom
		if 2*count(paths) <= count(s.full) {
			for i := range paths {
				paths[i].places = slices.Clone(paths[i].places) // no longer than they are
			}
			overlay(paths)
			s.thin = append(s.thin, copyFor{zoom, paths})
		}
	}
}

// each makes paths of what is left of the places of others, without those that
// have too few left, and without holes in such.
func (s *shape) each(paths []path, left func([]place) []place) (out []path) {
	dropped := false // the outline that holes belong to
	for _, p := range paths {
		if p.hole && dropped {
			continue
		}
		places := left(p.places)
		enough := len(places) >= s.dimension.least()
		if !p.hole {
			dropped = !enough
		}
		if enough {
			out = append(out, path{hole: p.hole, places: places})
		}
	}
	return out
}

// at is what is drawn at a zoom, and whether that is to be snapped to the grid
// of the zoom yet.
func (s *shape) at(zoom uint8) (paths []path, snap bool) {
	if zoom >= fullZoom {
		return s.full, false
	}
	for _, c := range s.thin {
		if c.zoom == zoom {
			return c.paths, false
		}
	}
	return s.full, true
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
		s.path([]orb.Point{g}, point, false)
	case orb.MultiPoint:
		for _, p := range g {
			s.path([]orb.Point{p}, point, false)
		}
	case orb.LineString:
		s.path(g, line, false)
	case orb.MultiLineString:
		for _, l := range g {
			s.path(l, line, false)
		}
	case orb.Polygon:
		s.polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			s.polygon(p)
		}
	case orb.Collection:
		for _, one := range g {
			s.take(one)
		}
	}
}

func (s *shape) polygon(p orb.Polygon) {
	for i, ring := range p {
		open := []orb.Point(ring)
		for len(open) > 1 && open[0] == open[len(open)-1] {
			open = open[:len(open)-1]
		}
		if !s.path(open, polygon, i > 0) && i == 0 {
			return // without its outline there are no holes
		}
	}
}

// path keeps the places of a line. It is false where there are too few. Of a
// mixture only what has the most dimensions is kept.
func (s *shape) path(l []orb.Point, d dimension, hole bool) bool {
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
	if len(places) < d.least() || d < s.dimension {
		return false
	}
	if d > s.dimension {
		s.dimension, s.full, s.box = d, nil, box{}
	}
	for _, p := range places {
		s.box.add(p)
	}
	s.full = append(s.full, path{hole: hole, places: places})
	return true
}

func placeOf(p orb.Point) (place, bool) {
	t, ok := grid.At(p, grid.WorldLevel)
	return place{t.X, t.Y}, ok
}

// overlay makes the boxes of paths, and of the stretches of long ones. Each
// stretch goes on to the first place of the next.
func overlay(paths []path) {
	for i := range paths {
		p := &paths[i]
		for from := 0; from < len(p.places); from += stretch {
			var b box
			for _, at := range p.places[from:min(len(p.places), from+stretch+1)] {
				b.add(at)
			}
			p.box.join(b)
			if len(p.places) >= 4*stretch {
				p.boxes = append(p.boxes, b)
			}
		}
	}
}

// snapped moves a place to the middle of its cell of the grid of a zoom.
func (p place) snapped(zoom uint8) place {
	shift := grid.WorldLevel - snapLevel - zoom
	half := uint32(1) << shift >> 1
	return place{p.x>>shift<<shift | half, p.y>>shift<<shift | half}
}

// snapped is what the grid of a zoom leaves of places, but for what repeats.
func snapped(places []place, zoom uint8) []place {
	out := make([]place, 0, len(places))
	for _, p := range places {
		if p = p.snapped(zoom); len(out) == 0 || out[len(out)-1] != p {
			out = append(out, p)
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

// same is true where two shapes are drawn alike.
func (s *shape) same(o *shape) bool {
	return compare(s, o) == 0 && s.MinZoom == o.MinZoom && s.Public == o.Public && slices.Equal(s.Tags, o.Tags) && s.dimension == o.dimension &&
		slices.EqualFunc(s.full, o.full, func(a, b path) bool { return a.hole == b.hole && slices.Equal(a.places, b.places) })
}
