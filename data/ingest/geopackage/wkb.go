package geopackage

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// The kinds of geometry in well-known binary (OGC 06-103r4, 8.2.3).
const (
	point = iota + 1
	lineString
	polygon
	multiPoint
	multiLineString
	multiPolygon
	collection
	circularString
	compoundCurve
	curvePolygon
	multiCurve
	multiSurface
	curve
	surface
	polyhedralSurface
	tin
	triangle
)

// names of the kinds that may be refused by name.
var names = map[uint32]string{
	collection: "GeometryCollection", circularString: "CircularString", compoundCurve: "CompoundCurve", curvePolygon: "CurvePolygon", multiCurve: "MultiCurve",
	multiSurface: "MultiSurface", curve: "Curve", surface: "Surface", polyhedralSurface: "PolyhedralSurface", tin: "TIN", triangle: "Triangle",
	multiLineString: "MultiCurve", multiPolygon: "MultiSurface", // with a curve in them
}

// The flags that other writers set where ISO adds 1000 for heights and 2000 for measures, and one for a coordinate system.
const (
	heightFlag  = 1 << 31
	measureFlag = 1 << 30
	systemFlag  = 1 << 29
	allFlags    = heightFlag | measureFlag | systemFlag
)

// deepest that geometries may lie in one another; four levels have a use.
const deepest = 8

// The fewest bytes of a ring (its count), and of a geometry within another (byte order, kind, count).
const (
	leastRing = 4
	leastPart = 9
)

// wkb reads well-known binary. The first thing wrong stops it. Nothing is set aside for more than the bytes that are there.
type wkb struct {
	bytes   []byte // what is left
	whole   int    // size of the value that they end
	system  int64  // srs_id of the header
	heights bool   // there were heights or measures
	curved  bool   // there was an arc; its points stand in its place
	err     *plans.Error
}

// head is what every geometry begins with.
type head struct {
	kind  uint32
	order binary.ByteOrder
	size  int // bytes of a point
}

func (w *wkb) refuse(format string, args ...any) {
	if w.err == nil {
		w.err = badGeometry(fmt.Sprintf("at byte %s, ", grouped(int64(w.whole-len(w.bytes)))) + fmt.Sprintf(format, args...))
	}
}

// take gives the next n bytes, nil when something is wrong.
func (w *wkb) take(n int) []byte {
	if n > len(w.bytes) {
		w.refuse("it breaks off")
	}
	if w.err != nil {
		return nil
	}
	b := w.bytes[:n]
	w.bytes = w.bytes[n:]
	return b
}

func (w *wkb) number(order binary.ByteOrder) uint32 {
	b := w.take(4)
	if b == nil {
		return 0
	}
	return order.Uint32(b)
}

// count reads how many things follow, each of at least so many bytes.
func (w *wkb) count(order binary.ByteOrder, least int) int {
	n := w.number(order)
	if uint64(n)*uint64(least) > uint64(len(w.bytes)) {
		w.refuse("%s parts or points are announced, more than there are bytes for", grouped(int64(n)))
	}
	if w.err != nil {
		return 0
	}
	return int(n)
}

func (w *wkb) head() head {
	h := head{order: binary.BigEndian, size: 16}
	if b := w.take(1); b != nil && b[0] == 1 {
		h.order = binary.LittleEndian
	} else if b != nil && b[0] != 0 {
		w.refuse("%d is no byte order", b[0])
	}
	code := w.number(h.order)
	bare := code &^ allFlags
	dimensions := bare / 1000
	h.kind = bare % 1000
	if w.err == nil && (dimensions > 3 || h.kind < point || h.kind > triangle) {
		w.refuse("%d is no kind of geometry", code)
	}
	if code&heightFlag != 0 || dimensions == 1 || dimensions == 3 {
		h.size += 8
	}
	if code&measureFlag != 0 || dimensions >= 2 {
		h.size += 8
	}
	w.heights = w.heights || h.size > 16
	if code&systemFlag != 0 {
		if srs := int64(int32(w.number(h.order))); srs > 0 && srs != w.system {
			w.refuse("it is marked as being in coordinate system %d, and in its header as being in %d", srs, w.system)
		}
	}
	return h
}

// geometry reads a geometry, and says of what kind it was. Curves without arcs come as what they are.
func (w *wkb) geometry(depth int) (orb.Geometry, uint32) {
	h := w.head()
	if depth > deepest {
		w.refuse("geometries lie too deep in one another")
	}
	if w.err != nil {
		return nil, 0
	}
	switch h.kind {
	case point:
		return w.point(h), h.kind
	case lineString:
		return orb.LineString(w.points(h)), h.kind
	case circularString:
		line := w.points(h)
		w.curved = w.curved || len(line) > 0
		return orb.LineString(line), h.kind
	case compoundCurve:
		return joined(parts[orb.LineString](w, h, depth)), h.kind
	case polygon:
		return orb.Polygon(w.rings(h)), h.kind
	case curvePolygon:
		var g orb.Polygon
		for _, ring := range parts[orb.LineString](w, h, depth) {
			g = append(g, orb.Ring(ring))
		}
		return g, h.kind
	case multiPoint:
		return orb.MultiPoint(parts[orb.Point](w, h, depth)), h.kind
	case multiLineString, multiCurve:
		return orb.MultiLineString(parts[orb.LineString](w, h, depth)), h.kind
	case multiPolygon, multiSurface:
		return orb.MultiPolygon(parts[orb.Polygon](w, h, depth)), h.kind
	case collection:
		return orb.Collection(parts[orb.Geometry](w, h, depth)), h.kind
	}
	w.err = row.WrongGeometry(names[h.kind])
	return nil, h.kind
}

// parts reads the geometries within another, which are of one kind.
func parts[T orb.Geometry](w *wkb, h head, depth int) []T {
	n := w.count(h.order, leastPart)
	things := make([]T, 0, min(n, 1024))
	for range n {
		g, _ := w.geometry(depth + 1)
		thing, ok := g.(T)
		if !ok {
			w.refuse("a part is of another kind than the whole")
		}
		if w.err != nil {
			return nil
		}
		things = append(things, thing)
	}
	return things
}

func (w *wkb) rings(h head) []orb.Ring {
	n := w.count(h.order, leastRing)
	rings := make([]orb.Ring, 0, min(n, 1024))
	for range n {
		rings = append(rings, w.points(h))
		if w.err != nil {
			return nil
		}
	}
	return rings
}

func (w *wkb) points(h head) []orb.Point {
	b := w.take(w.count(h.order, h.size) * h.size)
	points := make([]orb.Point, len(b)/h.size)
	for i := range points {
		points[i] = h.at(b[i*h.size:])
	}
	return points
}

func (w *wkb) point(h head) orb.Point {
	b := w.take(h.size)
	if b == nil {
		return orb.Point{}
	}
	return h.at(b)
}

func (h head) at(b []byte) orb.Point {
	return orb.Point{math.Float64frombits(h.order.Uint64(b)), math.Float64frombits(h.order.Uint64(b[8:]))}
}

// joined makes one line of the pieces of a curve, each of which begins where the one before ended.
func joined(pieces []orb.LineString) orb.LineString {
	var line orb.LineString
	for _, piece := range pieces {
		if len(line) > 0 && len(piece) > 0 && line[len(line)-1] == piece[0] {
			piece = piece[1:]
		}
		line = append(line, piece...)
	}
	return line
}
