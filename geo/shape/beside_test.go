package shape_test

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

func TestRoundWayIsTheSameHoweverTheRingIsWritten(t *testing.T) {
	r := orb.Ring{{100, 100}, {300, 100}, {300, 400}, {200, 400}, {200, 250}, {100, 250}, {100, 100}}
	want, ok := shape.RoundWay(r)
	if !ok || want.Length() != 1000 || want.Point(0) != (orb.Point{200, 400}) || want.Point(150) != (orb.Point{300, 350}) || want.Point(1100) != want.Point(100) {
		t.Fatalf("%v, %v m, begins at %v, after 150 m %v", ok, want.Length(), want.Point(0), want.Point(150))
	}
	for turn := range len(r) - 1 {
		turned := append(append(orb.Ring{}, r[turn:len(r)-1]...), r[:turn+1]...)
		for range 2 {
			got, _ := shape.RoundWay(turned)
			for at := 0.0; at < 2000; at += 37 {
				if got.Point(at) != want.Point(at) {
					t.Fatalf("turned by %d: %v at %v m, want %v", turn, got.Point(at), at, want.Point(at))
				}
			}
			turned.Reverse()
		}
	}
	for name, bad := range map[string]orb.Ring{"nothing": {}, "a line": {{0, 0}, {1, 1}, {0, 0}}, "no number": {{0, 0}, {math.NaN(), 1}, {1, 0}, {0, 0}}, "too large": {{0, 0}, {0, 1e300}, {1e300, 0}, {0, 0}}} {
		if _, ok := shape.RoundWay(bad); ok {
			t.Errorf("%s: there is a way round it", name)
		}
	}
}

func TestWayBetween(t *testing.T) {
	w, _ := shape.RoundWay(orb.Ring{{0, 0}, {0, 100}, {100, 100}, {100, 0}, {0, 0}})
	for _, c := range []struct {
		from, to float64
		want     orb.LineString
	}{
		{50, 150, orb.LineString{{50, 100}, {100, 100}, {100, 50}}},
		{0, 100, orb.LineString{{0, 100}, {100, 100}}},
		{350, 450, orb.LineString{{0, 50}, {0, 100}, {50, 100}}},
		{400, 500, orb.LineString{{0, 100}, {100, 100}}},
		{0, 400, orb.LineString{{0, 100}, {100, 100}, {100, 0}, {0, 0}, {0, 100}}},
		{50, 450, orb.LineString{{50, 100}, {100, 100}, {100, 0}, {0, 0}, {0, 100}, {50, 100}}},
	} {
		got := w.Between(c.from, c.to)
		if !got.Equal(c.want) || math.Abs(shape.Length(got)-(c.to-c.from)) > 1e-9 {
			t.Errorf("from %v to %v: %v, want %v", c.from, c.to, got, c.want)
		}
	}
	for at, want := range map[float64]float64{0: 0, 49: 0, 51: 100, 399: 400, 449: 400, 451: 500} {
		if got := w.Corner(at); got != want {
			t.Errorf("the corner next to %v m is at %v, want %v", at, got, want)
		}
	}
}

// TestBeside compares with points every few centimetres along the way, each measured to each line.
func TestBeside(t *testing.T) {
	r := sweep.Seeded(t)
	for range sweep.Size(60, 2000) {
		w, ok := shape.RoundWay(ringAround(r))
		if !ok {
			continue
		}
		lines := make([]orb.MultiLineString, 1+r.IntN(4))
		for i := range lines {
			from := r.Float64() * w.Length()
			lines[i] = orb.MultiLineString{shaken(r, w.Between(from, from+r.Float64()*w.Length()), 5)}
		}
		spans, err := shape.Beside(w, 3, lines)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range lines {
			for at := 0.0; at < w.Length(); at += 0.37 {
				d := distanceTo(w.Point(at), line)
				if in := inSpans(spans[i], at); in != (d <= 3) && math.Abs(d-3) > 1e-6 {
					t.Fatalf("%v m along, %v m from the line: near is %v", at, d, in)
				}
			}
		}
	}
}

func inSpans(spans []shape.Span, at float64) bool {
	for _, s := range spans {
		if s.From <= at && at <= s.To {
			return true
		}
	}
	return false
}

func distanceTo(p orb.Point, line orb.MultiLineString) float64 {
	least := math.Inf(1)
	for _, part := range line {
		for i := 1; i < len(part); i++ {
			a, b := part[i-1], part[i]
			dx, dy := b[0]-a[0], b[1]-a[1]
			f := 0.0
			if long := dx*dx + dy*dy; long > 0 {
				f = min(max(((p[0]-a[0])*dx+(p[1]-a[1])*dy)/long, 0), 1)
			}
			least = min(least, math.Hypot(a[0]+f*dx-p[0], a[1]+f*dy-p[1]))
		}
	}
	return least
}

// ringAround goes round a middle, in and out.
func ringAround(r *rand.Rand) orb.Ring {
	var ring orb.Ring
	n := 3 + r.IntN(30)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		far := 50 + 250*r.Float64()
		ring = append(ring, orb.Point{430_000 + math.Round(1000*far*sin)/1000, 430_000 + math.Round(1000*far*cos)/1000})
	}
	return append(ring, ring[0])
}

func shaken(r *rand.Rand, line orb.LineString, by float64) orb.LineString {
	for i := range line {
		line[i][0] += by * (2*r.Float64() - 1)
		line[i][1] += by * (2*r.Float64() - 1)
	}
	return line
}

func TestBesideStaysFast(t *testing.T) {
	n := 50_000
	round := func(out float64) (ring orb.Ring) {
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			far := 5000 + out + 5*math.Sin(float64(i))
			ring = append(ring, orb.Point{430_000 + far*sin, 430_000 + far*cos})
		}
		return append(ring, ring[0])
	}
	w, _ := shape.RoundWay(round(0))
	var lines []orb.MultiLineString
	for i := range 4000 {
		lines = append(lines, orb.MultiLineString{w.Between(float64(i)*w.Length()/4000, float64(i+1)*w.Length()/4000)})
	}
	for i := range 10 {
		lines = append(lines, orb.MultiLineString{orb.LineString(round(float64(10 * i)))})
	}
	start := time.Now()
	_, err := shape.Beside(w, 3, lines)
	took := time.Since(start)
	t.Logf("%d corners and %d lines in %v", n, len(lines), took)
	if err != nil || took > 5*time.Second { // comparing all pairs takes hours
		t.Errorf("%v after %v", err, took)
	}
	crowd := make([]orb.MultiLineString, 100)
	for i := range crowd {
		crowd[i] = lines[4000]
	}
	start = time.Now()
	if _, err = shape.Beside(w, 3, crowd); refusal(t, err).Kind != shape.Tangled {
		t.Error(err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("refused after %v", took)
	}
}
