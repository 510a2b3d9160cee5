package shape_test

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/encoding/wkt"
	"github.com/peterstace/simplefeatures/geom"

	"terrier/geo/shape"
)

// FuzzCheck builds shapes from bytes: small whole numbers, where the verdict must
// be that of a port of JTS, or any float64 at all, where it must only hold together.
func FuzzCheck(f *testing.F) {
	f.Add([]byte{0, 0, 0, 4, 0, 4, 4, 0, 4, 255, 1, 1, 2, 1, 2, 2})
	f.Add([]byte{0, 0, 0, 4, 4, 4, 0, 0, 4})
	f.Add([]byte{0, 0, 0, 4, 0, 4, 4, 254, 4, 4, 8, 4, 8, 8, 255, 5, 5, 6, 5, 6, 6})
	f.Add(append([]byte{1}, floats(0, 0, 1e-300, 1, math.Inf(1), math.NaN(), 1e308, -1e308)...))
	f.Add(append([]byte{1}, floats(0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.1)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 || len(data) > 400 {
			return
		}
		if data[0]%2 == 1 {
			checkHolds(t, orb.MultiPolygon{{ringOfFloats(data[1:])}})
			return
		}
		g := shapeOfBytes(data[1:])
		if !checkHolds(t, g) {
			return
		}
		raw, err := wkb.Marshal(g)
		if err != nil {
			t.Fatal(err)
		}
		_, refused := geom.UnmarshalWKB(raw)
		if err := shape.Check(g, shape.Limits{}); (err == nil) != (refused == nil) {
			t.Errorf("%s\n here: %v\n JTS: %v", wkt.MarshalString(g), err, refused)
		}
	})
}

// FuzzRepairs gives the repairs two shapes of whatever kind: they answer with a shape that is valid, or with an error.
func FuzzRepairs(f *testing.F) {
	f.Add([]byte{0, 0, 0, 4, 0, 4, 4, 0, 4}, []byte{0, 0, 0, 4, 4, 4, 0, 0, 4})
	f.Add([]byte{0, 0, 0, 8, 0, 8, 8, 0, 8}, []byte{0, 8, 0, 15, 0, 15, 8, 8, 8, 255, 9, 1, 11, 1, 11, 3})
	f.Add([]byte{2, 0, 0, 8, 0, 8, 8, 0, 8}, []byte{0, 7, 1, 15, 0, 15, 9, 8, 8, 254, 1, 1, 3, 1, 3, 3})
	f.Add(append([]byte{1}, floats(0, 0, 1e-300, 1, math.Inf(1), math.NaN(), 1e308, -1e308)...), []byte{0, 0, 0, 4, 4, 4, 0, 0, 4})
	f.Add(append([]byte{1}, floats(0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.1)...), append([]byte{1}, floats(0.1, 0.1, 0.25, 0.2, 1e12, 0.3)...))
	read := func(data []byte) orb.MultiPolygon {
		if data[0]%2 == 1 {
			return orb.MultiPolygon{{ringOfFloats(data[1:])}}
		}
		g := shapeOfBytes(data[1:])
		if data[0]%4 == 2 { // to the millimetre, on a slant
			moved(g, func(p orb.Point) orb.Point {
				return orb.Point{(100*p[0] + 37*p[1]) / 1000, (100*p[1] - 37*p[0]) / 1000}
			})
		}
		return g
	}
	f.Fuzz(func(t *testing.T, one, other []byte) {
		if len(one) == 0 || len(one) > 200 || len(other) == 0 || len(other) > 200 {
			return
		}
		a, b := read(one), read(other)
		good := func(what string, g orb.MultiPolygon, err error) {
			if err != nil {
				return
			}
			if err := shape.Check(g, shape.Limits{}); err != nil {
				t.Errorf("%s of %s and %s: %s: %v", what, wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(g), err)
			}
			if rounded, err := shape.Round(g); err != nil || !orb.Equal(rounded, g) {
				t.Errorf("%s of %s and %s is not on the grid: %s", what, wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(g))
			}
		}
		shape.Crossings(a)
		shape.Follow(a, orb.Point{1, 2}, orb.Point{3, 4})
		shape.Along(a, b, 0.05)
		mendedA, err := shape.FixCrossings(a)
		good("mending", mendedA, err)
		mendedB, _ := shape.FixCrossings(b)
		for _, pair := range [][2]orb.MultiPolygon{{a, b}, {mendedA, mendedB}} {
			if len(pair[0]) == 0 || len(pair[1]) == 0 || shape.Check(pair[1], shape.Limits{}) != nil {
				continue // neighbours have been judged before
			}
			if _, err := shape.Shared(pair[0], pair[1]); err != nil && len(pair[0]) > 0 && shape.Check(pair[0], shape.Limits{}) == nil {
				t.Errorf("%s and %s share %v", wkt.MarshalString(pair[0]), wkt.MarshalString(pair[1]), err)
			}
			shape.Gaps(pair[0], pair[1], 0.3)
			trimmed, trimErr := shape.TrimTo(pair[0], pair[1])
			snapped, _, snapErr := shape.Snap(pair[0], 0.05, pair[1])
			closed, closeErr := shape.CloseGaps(pair[0], pair[1], 0.3)
			good("trimming", trimmed, trimErr)
			good("snapping", snapped, snapErr)
			good("closing gaps", closed, closeErr)
		}
	})
}

// checkHolds tries what must hold for every shape; false if the shape is one
// that Check refuses though others do not.
func checkHolds(t *testing.T, g orb.MultiPolygon) bool {
	err := shape.Check(g, shape.Limits{})
	var p *shape.Problem
	if err != nil && (!errors.As(err, &p) || p.Message == "" || p.Remedy == "") {
		t.Fatalf("%#v", err)
	}
	if p != nil && p.Placed && !(math.Abs(p.Where[0]) <= 1e100 && math.Abs(p.Where[1]) <= 1e100) {
		t.Errorf("placed at %v", p.Where)
	}
	if wound := shape.Check(shape.Wind(g), shape.Limits{}); (err == nil) != (wound == nil) {
		t.Errorf("%v, and once wound %v", err, wound)
	}
	on := shape.PointOn(g)
	if err == nil && !shape.Covers(g, on) {
		t.Errorf("%v is not on %s", on, wkt.MarshalString(g))
	}
	if rounded, err := shape.Round(g); err == nil {
		if again, err := shape.Round(rounded); err != nil || !orb.Equal(again, rounded) && !holdsNaN(g) {
			t.Errorf("rounded %v, again %v, %v", rounded, again, err)
		}
	}
	shape.Area(g)
	shape.Perimeter(g)
	return p == nil || p.Kind != shape.Empty && p.Kind != shape.NotFinite
}

// holdsNaN: such a shape does not equal itself.
func holdsNaN(g orb.Geometry) bool { return !orb.Equal(g, g) }

// shapeOfBytes reads two bytes a corner on a board of 16 by 16; 255 begins a
// hole, 254 a part. Rings are closed.
func shapeOfBytes(data []byte) orb.MultiPolygon {
	g := orb.MultiPolygon{{{}}}
	ring := func() *orb.Ring {
		part := g[len(g)-1]
		return &part[len(part)-1]
	}
	end := func() {
		if r := ring(); len(*r) > 0 {
			*r = append(*r, (*r)[0])
		}
	}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case 254:
			end()
			g = append(g, orb.Polygon{{}})
		case 255:
			end()
			g[len(g)-1] = append(g[len(g)-1], orb.Ring{})
		default:
			if i+1 < len(data) {
				r := ring()
				*r = append(*r, orb.Point{float64(data[i] % 16), float64(data[i+1] % 16)})
				i++
			}
		}
	}
	end()
	return g
}

func ringOfFloats(data []byte) orb.Ring {
	var r orb.Ring
	for ; len(data) >= 16; data = data[16:] {
		r = append(r, orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(data)), math.Float64frombits(binary.LittleEndian.Uint64(data[8:]))})
	}
	if len(r) > 0 {
		r = append(r, r[0])
	}
	return r
}

func floats(values ...float64) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}
