package within_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/within"
)

// FuzzPrepare builds areas from bytes: corners on a board of some step, or of
// any float64 at all. Every answer must be that of shape.Covers.
func FuzzPrepare(f *testing.F) {
	f.Add([]byte{0, 0, 0, 4, 0, 4, 4, 0, 4, 255, 1, 1, 2, 1, 2, 2})
	f.Add([]byte{2, 0, 0, 9, 9, 0, 9, 9, 0, 254, 3, 3, 6, 3, 6, 6, 255, 4, 4, 5, 4, 5, 5, 4, 4})
	f.Add([]byte{4, 0, 0, 200, 1, 200, 2, 253, 9, 0, 9, 200})
	f.Add([]byte{6, 0, 0, 1, 200, 2, 0, 3, 200, 4, 0, 5, 200, 6, 0})
	f.Add(append([]byte{1}, floats(0, 0, 9, 0, 9, 9, 0, 9)...))
	f.Add(append([]byte{1}, floats(0, 0, 1e-300, 1, math.Inf(1), math.NaN(), 1e308, -1e308)...))
	f.Add(append([]byte{1}, floats(433000, 435000, 433000.1, 435000.2, 433000.3, 435000.3, 433000.4, 435000.1)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 2 || len(data) > 500 {
			return
		}
		area := orb.MultiPolygon{{ringOfFloats(data[1:])}}
		if data[0]%2 == 0 {
			step := []float64{0.001, 0.004, 1, 250}[data[0]/2%4]
			area = areaOfBytes(data[1:])
			each(area, func(p *orb.Point) { *p = orb.Point{433_000 + step*p[0], 435_000 + step*p[1]} })
		}
		areas := []orb.MultiPolygon{area}
		b := within.Prepare(areas...)
		r := rand.New(rand.NewPCG(1, binary.LittleEndian.Uint64(append(data, make([]byte, 8)...))))
		points := pointsNear(r, b, areas, 60)
		for i, p := range points {
			if got, want := b.Covers(p), covers(areas, p); got != want {
				t.Fatalf("%v of\n%s\n is %v, want %v", p, text(areas), got, want)
			}
			checkClass(t, r, b, areas, orb.Bound{Min: p, Max: p}.Extend(points[i/2]), points)
		}
	})
}

// areaOfBytes reads two bytes a corner; 255 begins a hole, 254 a part, and 253
// a hole after a ring that is left open.
func areaOfBytes(data []byte) orb.MultiPolygon {
	area := orb.MultiPolygon{{{}}}
	ring := func() *orb.Ring {
		part := area[len(area)-1]
		return &part[len(part)-1]
	}
	end := func() {
		if r := ring(); len(*r) > 0 {
			*r = closed(*r)
		}
	}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case 253:
			area[len(area)-1] = append(area[len(area)-1], orb.Ring{})
		case 254:
			end()
			area = append(area, orb.Polygon{{}})
		case 255:
			end()
			area[len(area)-1] = append(area[len(area)-1], orb.Ring{})
		default:
			if i+1 < len(data) {
				r := ring()
				*r = append(*r, at(int(data[i]), int(data[i+1])))
				i++
			}
		}
	}
	end()
	return area
}

func ringOfFloats(data []byte) orb.Ring {
	var r orb.Ring
	for ; len(data) >= 16; data = data[16:] {
		r = append(r, orb.Point{math.Float64frombits(binary.LittleEndian.Uint64(data)), math.Float64frombits(binary.LittleEndian.Uint64(data[8:]))})
	}
	if len(r) > 0 {
		r = closed(r)
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
