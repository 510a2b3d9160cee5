package mvt

import "slices"

// Kinds of geometry.
const (
	kindPoint   = 1
	kindLine    = 2
	kindPolygon = 3
)

// Commands of the pen.
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

// A Coord is a place in units of the tile, from its north-western corner east
// and south. Either may be up to 2^29, far beyond what a tile shows: steps
// between places and areas of rings are exact up to there.
type Coord struct{ X, Y int32 }

// Point ends the feature under way as a point.
func (e *Encoder) Point(x, y int32) {
	if e.schema != nil {
		east, south := zigzag(x), zigzag(y)
		bytes := 1 + varintLen(east) + varintLen(south)
		e.features = appendVarint(appendVarint(append(e.untilGeometry(kindPoint, bytes), 1<<3|moveTo), east), south)
	}
	e.dropFeature()
}

// PointOfSets is a whole feature: [Encoder.Set] of two numbers and then Point,
// without gathering the properties in between. ok is false, and nothing is
// drawn, where one of them was not kept yet, something was given to a feature
// before, or it would be longer than most are.
func (e *Encoder) PointOfSets(x, y int32, first, second int) (ok bool) {
	a, okA := e.keptAs(first)
	b, okB := e.keptAs(second)
	tags := len(a) + len(b) // from here on as untilGeometry has it
	east, south := zigzag(x), zigzag(y)
	bytes := 1 + varintLen(east) + varintLen(south)
	size := 6 + tags + bytes
	if !okA || !okB || tags == 0 || size >= 0x80 || e.hasID || len(e.tags) > 0 || e.kind != 0 || e.schema == nil {
		return false
	}
	f := append(e.features, layerFeature, byte(size), featureTags, byte(tags))
	f = append(append(f, a...), b...)
	f = append(f, featureType, kindPoint, featureGeometry, byte(bytes), 1<<3|moveTo)
	e.features = appendVarint(appendVarint(f, east), south)
	return true
}

// A Stamp is a ring that is drawn in many places.
type Stamp struct {
	first Coord
	steps []byte // from there on
}

// NewStamp makes one of a ring. Without an area it is the zero Stamp, which
// draws nothing.
func NewStamp(ring []Coord) Stamp {
	var e Encoder
	ring = slices.Clone(ring)
	if !e.Ring(ring, false) {
		return Stamp{}
	}
	return Stamp{ring[0], e.geometry[1+varintLen(zigzag(ring[0].X))+varintLen(zigzag(ring[0].Y)):]}
}

// Stamp ends the feature under way as a stamp, its origin at x, y. Lines and
// rings added before are lost.
func (e *Encoder) Stamp(s Stamp, x, y int32) {
	if e.schema != nil && len(s.steps) > 0 {
		east, south := zigzag(s.first.X+x), zigzag(s.first.Y+y)
		bytes := 1 + varintLen(east) + varintLen(south) + len(s.steps)
		f := e.untilGeometry(kindPolygon, bytes)
		f = appendVarint(appendVarint(append(f, 1<<3|moveTo), east), south)
		e.features = append(f, s.steps...)
	}
	e.dropFeature()
}

// Line adds a line to the feature under way. Repeated places are taken once. It
// reports whether there was one: less than two different places draw nothing,
// nor does a line in a feature of rings.
func (e *Encoder) Line(line []Coord) bool {
	steps := steps(line)
	if steps == 0 || e.kind == kindPolygon {
		return false
	}
	e.kind = kindLine
	e.draw(line, steps)
	return true
}

// Ring adds a ring to the feature under way: the outer ring of a polygon, or a
// hole in the last one. Its last place may repeat the first or not. It is turned
// in place, the way that the specification asks for (4.3.3.3): outer rings
// clockwise as seen, holes the other way. It reports whether there was a ring:
// without an area it is left out, as is a hole whose outer ring was left out,
// and any ring in a feature of lines.
func (e *Encoder) Ring(ring []Coord, hole bool) bool {
	twice := Area(ring)
	drawn := twice != 0 && e.kind != kindLine
	if !hole {
		e.inOuter = drawn
	}
	if !drawn || !e.inOuter {
		return false
	}
	e.kind = kindPolygon
	if (twice > 0) == hole {
		reverse(ring)
	}
	// Only now, for what repeated at the start stands at the end of a turned ring.
	for ring[0] == ring[len(ring)-1] {
		ring = ring[:len(ring)-1]
	}
	e.draw(ring, steps(ring))
	e.geometry = append(e.geometry, 1<<3|closePath)
	return true
}

// End ends the feature under way, of the lines or rings added. Without any
// there is no feature, though values that it was given stay in the layer: who
// may find nothing to draw draws first and gives properties after.
func (e *Encoder) End() {
	if e.schema != nil && len(e.geometry) > 0 {
		e.features = append(e.untilGeometry(e.kind, len(e.geometry)), e.geometry...)
	}
	e.dropFeature()
}

// draw moves to the first place and then along the others, steps of which
// differ from the one before.
func (e *Encoder) draw(places []Coord, steps int) {
	e.geometry = append(e.geometry, 1<<3|moveTo)
	e.goTo(places[0])
	e.geometry = appendVarint(e.geometry, uint64(steps)<<3|lineTo)
	last := places[0]
	for _, c := range places[1:] {
		if c != last {
			e.goTo(c)
			last = c
		}
	}
}

func (e *Encoder) goTo(c Coord) {
	e.geometry = appendVarint(e.geometry, zigzag(c.X-e.at[0]))
	e.geometry = appendVarint(e.geometry, zigzag(c.Y-e.at[1]))
	e.at = [2]int32{c.X, c.Y}
}

// steps counts the places that differ from the one before.
func steps(places []Coord) (n int) {
	for i := 1; i < len(places); i++ {
		if places[i] != places[i-1] {
			n++
		}
	}
	return n
}

// Area is twice the area of a ring, positive where it runs clockwise as seen
// with y to the south (the surveyor's formula of the specification).
func Area(ring []Coord) (twice int64) {
	for i, c := range ring {
		next := ring[(i+1)%len(ring)]
		twice += int64(c.X)*int64(next.Y) - int64(next.X)*int64(c.Y)
	}
	return twice
}

// reverse turns a ring about its first place.
func reverse(ring []Coord) {
	for i, j := 1, len(ring)-1; i < j; i, j = i+1, j-1 {
		ring[i], ring[j] = ring[j], ring[i]
	}
}
