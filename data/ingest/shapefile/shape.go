package shapefile

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// kind is what the number before a shape says of it: what it is made of, and which numbers come beside x and y.
type kind struct {
	of   form
	z, m bool
}

type form int

const (
	null form = iota
	point
	points
	lines
	polygons
	multiPatch
)

// kinds of shapes, by their numbers (ESRI Shapefile Technical Description, page 4).
var kinds = map[uint32]kind{
	0: {of: null}, 1: {of: point}, 3: {of: lines}, 5: {of: polygons}, 8: {of: points},
	11: {of: point, z: true, m: true}, 13: {of: lines, z: true, m: true}, 15: {of: polygons, z: true, m: true}, 18: {of: points, z: true, m: true},
	21: {of: point, m: true}, 23: {of: lines, m: true}, 25: {of: polygons, m: true}, 28: {of: points, m: true}, 31: {of: multiPatch},
}

// readShape reads what a record holds. flat is true where heights or measures were left out; a null shape is nil.
func readShape(content []byte) (g orb.Geometry, flat bool, refused *plans.Error) {
	if len(content) < 4 {
		return nil, false, broken("it is shorter than any shape")
	}
	number := binary.LittleEndian.Uint32(content)
	k, known := kinds[number]
	body := content[4:]
	switch {
	case !known:
		return nil, false, broken(fmt.Sprintf("it is of a kind that Shapefiles do not have (%d)", number))
	case k.of == null:
		return nil, false, nil
	case k.of == point:
		return readPoint(k, body)
	case k.of == points:
		return readPoints(k, body)
	case k.of == multiPatch:
		return nil, false, row.WrongGeometry("MultiPatch")
	}
	return readParts(k, body)
}

func broken(how string) *plans.Error {
	return plans.Refuse("broken-shape", "geometry", fmt.Sprintf("The shape is damaged: %s.", how), "Draw it again, or export the layer again.")
}

func tooShort() *plans.Error { return broken("it counts more points than it has room for") }

func emptyShape() *plans.Error {
	return plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Draw it again, or take the row out.")
}

func readPoint(k kind, body []byte) (orb.Geometry, bool, *plans.Error) {
	more := body[min(16, len(body)):]
	if len(body) < 16 || k.z && len(more) < 8 {
		return nil, false, tooShort()
	}
	flat := k.z
	if k.z {
		more = more[8:]
	}
	if k.m && len(more) >= 8 {
		flat = flat || isMeasure(float(more))
	}
	return pointAt(body, 0), flat, nil
}

// boxLength is that of the bounds that stand before all but single points; they are not needed.
const boxLength = 32

func readPoints(k kind, body []byte) (orb.Geometry, bool, *plans.Error) {
	if len(body) < boxLength+4 {
		return nil, false, tooShort()
	}
	count := int64(binary.LittleEndian.Uint32(body[boxLength:]))
	places, flat, refused := readPlaces(k, body[boxLength+4:], count)
	switch {
	case refused != nil:
		return nil, false, refused
	case count == 0:
		return nil, false, emptyShape()
	case count == 1:
		return places[0], flat, nil
	}
	return orb.MultiPoint(places), flat, nil
}

// readParts reads lines or rings: how many parts and points, where each part begins among the points, and the points.
func readParts(k kind, body []byte) (g orb.Geometry, flat bool, refused *plans.Error) {
	if len(body) < boxLength+8 {
		return nil, false, tooShort()
	}
	parts, count := int64(binary.LittleEndian.Uint32(body[boxLength:])), int64(binary.LittleEndian.Uint32(body[boxLength+4:]))
	body = body[boxLength+8:]
	if 4*parts > int64(len(body)) {
		return nil, false, broken("it counts more parts than it has room for")
	}
	places, flat, refused := readPlaces(k, body[4*parts:], count)
	switch {
	case refused != nil:
		return nil, false, refused
	case parts == 0 || count == 0:
		return nil, false, emptyShape()
	}
	starts := make([]int64, parts+1)
	starts[parts] = count
	for i := 1; i < int(parts); i++ { // the first begins at the first point, whatever it says
		starts[i] = int64(binary.LittleEndian.Uint32(body[4*i:]))
	}
	for i := range parts {
		if starts[i] >= starts[i+1] {
			return nil, false, broken("its parts do not follow each other")
		}
	}
	if k.of == lines {
		return cutLines(places, starts), flat, nil
	}
	rings := make([]orb.Ring, parts)
	for i := range rings {
		rings[i] = orb.Ring(places[starts[i]:starts[i+1]:starts[i+1]])
	}
	g, refused = organise(rings)
	return g, flat, refused
}

func cutLines(places []orb.Point, starts []int64) orb.Geometry {
	if len(starts) == 2 {
		return orb.LineString(places)
	}
	multi := make(orb.MultiLineString, len(starts)-1)
	for i := range multi {
		multi[i] = orb.LineString(places[starts[i]:starts[i+1]:starts[i+1]])
	}
	return multi
}

// readPlaces reads points and looks whether heights or measures come after them. Measures may be missing.
func readPlaces(k kind, body []byte, count int64) (places []orb.Point, flat bool, refused *plans.Error) {
	const ranges = 16 // lowest and highest, before the numbers
	needed := 16 * count
	if k.z {
		needed += ranges + 8*count
	}
	if needed > int64(len(body)) {
		return nil, false, tooShort()
	}
	places = make([]orb.Point, count)
	for i := range places {
		places[i] = pointAt(body, 16*i)
	}
	flat = k.z && count > 0
	if measures := body[needed:]; k.m && !flat && int64(len(measures)) >= ranges+8*count {
		for i := range count {
			flat = flat || isMeasure(float(measures[ranges+8*i:]))
		}
	}
	return places, flat, nil
}

// isMeasure is false of the numbers that stand for none: all below -10³⁸ do (page 2 of the description).
func isMeasure(m float64) bool { return m >= -1e38 }

func float(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

func pointAt(b []byte, at int) orb.Point { return orb.Point{float(b[at:]), float(b[at+8:])} }
