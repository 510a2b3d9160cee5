package shape_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

func TestGaps(t *testing.T) {
	area := parts(parse(t, "POLYGON((0 0,100 0,100 100,0 100,0 0))"))
	for name, c := range map[string]struct {
		neighbour string
		gaps      []float64 // their areas
	}{
		"two metres apart":                {"POLYGON((102 0,200 0,200 100,102 100,102 0))", []float64{200}},
		"two metres apart, on a slant":    {"POLYGON((101 0,200 0,200 100,103 100,101 0))", []float64{200}},
		"six metres apart":                {"POLYGON((106 0,200 0,200 100,106 100,106 0))", nil},
		"a millimetre apart":              {"POLYGON((100.001 0,200 0,200 100,100.001 100,100.001 0))", nil},
		"side by side":                    {"POLYGON((100 0,200 0,200 100,100 100,100 0))", nil},
		"side by side, one shorter":       {"POLYGON((100 20,200 20,200 70,100 70,100 20))", nil},
		"overlapping":                     {"POLYGON((90 20,200 20,200 70,90 70,90 20))", nil},
		"corner to corner":                {"POLYGON((100 100,200 100,200 200,100 200,100 100))", nil},
		"a hole between them":             {"POLYGON((100 0,200 0,200 100,100 100,100 60,103 50,103 40,100 30,100 0))", []float64{60}},
		"two gaps":                        {"POLYGON((100 0,200 0,200 100,100 100,100 80,102 75,100 70,100 30,103 20,100 10,100 0))", []float64{10, 30}},
		"wedge":                           {"POLYGON((100 0,200 0,200 100,120 100,100 0))", []float64{62}},
		"far away":                        {"POLYGON((1000 0,2000 0,2000 100,1000 100,1000 0))", nil},
		"its own bay, with one beside it": {"POLYGON((100 0,200 0,200 40,130 40,130 42,200 42,200 100,100 100,100 0))", nil},
	} {
		t.Run(name, func(t *testing.T) {
			neighbour := parts(parse(t, c.neighbour))
			gaps, err := shape.Gaps(area, neighbour, 5)
			if err != nil {
				t.Fatal(err)
			}
			total, want := shape.Area(gaps), 0.0
			for _, a := range c.gaps {
				want += a
			}
			if len(gaps) != len(c.gaps) || math.Abs(total-want) > 0.02*want+0.01 {
				t.Errorf("%s: %v m², want %v", wkt.MarshalString(gaps), total, c.gaps)
			}
			closed, err := shape.CloseGaps(area, neighbour, 5)
			if err != nil {
				t.Fatal(err)
			}
			if got := shape.Area(closed) - shape.Area(area); len(gaps) > 0 && math.Abs(got-total) > 0.1 {
				t.Errorf("%s: won %v m² by closing %v", wkt.MarshalString(closed), got, total)
			}
		})
	}
}

// TestGapsOfSharedBays: in the corners of a bay that both areas have there is nothing between them.
func TestGapsOfSharedBays(t *testing.T) {
	bay := parts(parse(t, "POLYGON((0 0,100 0,100 100,60 100,60 50,40 50,40 100,0 100,0 0))"))
	for name, neighbour := range map[string]string{
		"the same area":          "POLYGON((0 0,100 0,100 100,60 100,60 50,40 50,40 100,0 100,0 0))",
		"one that shares a bay":  "POLYGON((20 20,80 20,80 80,60 80,60 50,40 50,40 80,20 80,20 20))",
		"one that has the bay's": "POLYGON((40 50,60 50,60 0,40 0,40 50))",
	} {
		gaps, err := shape.Gaps(bay, parts(parse(t, neighbour)), 5)
		if err != nil || len(gaps) > 0 {
			t.Errorf("%s: %s %v, want no gap", name, wkt.MarshalString(gaps), err)
		}
	}
}

// TestGapsAnywhere: a strip between straight lines is found whatever their angle, and a line that was trimmed leaves none.
func TestGapsAnywhere(t *testing.T) {
	r := sweep.Seeded(t)
	for range sweep.Size(300, 20_000) {
		x, y := 430_000+10_000*r.Float64(), 430_000+10_000*r.Float64()
		sin, cos := math.Sincos(2 * math.Pi * r.Float64())
		area := func(corners ...orb.Point) orb.MultiPolygon {
			ring := orb.Ring{}
			for _, c := range append(corners, corners[0]) {
				ring = append(ring, orb.Point{math.Round((x+c[0]*cos-c[1]*sin)*1000) / 1000, math.Round((y+c[0]*sin+c[1]*cos)*1000) / 1000})
			}
			return orb.MultiPolygon{{ring}}
		}
		neighbour := area(orb.Point{-100, -200}, orb.Point{100, -200}, orb.Point{100, 0}, orb.Point{-100, 0})
		long, wide := 20+60*r.Float64(), 0.1+4.4*r.Float64()
		across := func(from float64) orb.MultiPolygon {
			return area(orb.Point{-long / 2, from}, orb.Point{long / 2, from}, orb.Point{long / 2, 250}, orb.Point{-long / 2, 250})
		}
		apart, err := shape.Gaps(across(wide), neighbour, 5)
		if err != nil || len(apart) != 1 || shape.Area(apart) < long*wide-0.2 || shape.Area(apart) > (long+5)*wide+6.5 {
			t.Errorf("%s\n%s\n%g m apart for %g m: %s, %v", wkt.MarshalString(neighbour), wkt.MarshalString(across(wide)), wide, long, wkt.MarshalString(apart), err)
		}
		trimmed, err := shape.TrimTo(across(-wide), neighbour)
		if err != nil {
			t.Fatal(err)
		}
		if left, err := shape.Gaps(trimmed, neighbour, 5); err != nil || len(left) > 0 {
			t.Errorf("%s\n%s\ntrimmed, has the gap %s, %v", wkt.MarshalString(neighbour), wkt.MarshalString(trimmed), wkt.MarshalString(left), err)
		}
	}
}

// TestGapsDoNotOverlap where two are joined by a neck of some millimetres.
func TestGapsDoNotOverlap(t *testing.T) {
	area := parts(parse(t, "POLYGON((393165.587 398833.9,393201.569 398768.361,393197.41 398776.55,393201.375 398776.405,393201.087 398778.241,393165.587 398833.9))"))
	neighbour := parts(parse(t, "POLYGON((393201.185 398776.041,393200.077 398765.183,393203.086 398779.589,393201.185 398776.041))"))
	gaps, err := shape.Gaps(area, neighbour, 5)
	if err != nil || len(gaps) == 0 {
		t.Fatalf("%s, %v", wkt.MarshalString(gaps), err)
	}
	if err := shape.Check(gaps, shape.Limits{}); err != nil {
		t.Errorf("%s: %v", wkt.MarshalString(gaps), err)
	}
}

// TestCloseGapsKeepsWhatIsSmall: parts of the area, and gaps, that are smaller than what trimming drops.
func TestCloseGapsKeepsWhatIsSmall(t *testing.T) {
	for name, c := range map[string]struct{ area, neighbour string }{
		"an area smaller than its gap": {
			"POLYGON((393173.547 398742.321,393174.226 398742.377,393174.754 398741.86,393173.547 398742.321))",
			"POLYGON((393261.831 398751.32,393132.672 398739.361,393174.757 398742.861,393186.729 398731.116,393261.574 398718.604,393261.831 398751.32))",
		},
		"a small part with no gap": {
			"MULTIPOLYGON(((0 0,20 0,20 20,0 20,0 0)),((10 40,10.5 40,10.5 40.5,10 40.5,10 40)))",
			"POLYGON((22 0,40 0,40 20,22 20,22 0))",
		},
		"a small gap": {
			"POLYGON((393193.493 398839.539,393204.901 398814.578,393205.495 398814.374,393215.039 398810.327,393193.493 398839.539))",
			"POLYGON((393152.416 398749.874,393235.763 398821.699,393214.99 398810.3,393204.901 398814.578,393152.416 398749.874))",
		},
	} {
		t.Run(name, func(t *testing.T) {
			area, neighbour := parts(parse(t, c.area)), parts(parse(t, c.neighbour))
			gaps, err := shape.Gaps(area, neighbour, 5)
			if err != nil || len(gaps) == 0 {
				t.Fatalf("%s, %v", wkt.MarshalString(gaps), err)
			}
			closed, err := shape.CloseGaps(area, neighbour, 5)
			if err != nil {
				t.Fatal(err)
			}
			if lost, err := shape.Difference(area, closed); err != nil || shape.Area(lost) > 0.001*shape.Perimeter(area) {
				t.Errorf("%s loses %s, %v", wkt.MarshalString(closed), wkt.MarshalString(lost), err)
			}
			if open, err := shape.Difference(gaps, closed); err != nil || shape.Area(open) > 0.001*shape.Perimeter(gaps) {
				t.Errorf("%s leaves %s open, %v", wkt.MarshalString(closed), wkt.MarshalString(open), err)
			}
		})
	}
}

// TestCloseGapsLeavesNone for neighbours some metres apart.
func TestCloseGapsLeavesNone(t *testing.T) {
	r := sweep.Seeded(t)
	n, closed, again, apart := 0, 0, 0, 0
	for n < sweep.Size(200, 5_000) {
		x, y := 393_201.123, 398_772.457
		b := drawn(r, x, y)
		left, err := shape.Difference(drawn(r, x+r.NormFloat64()*40, y+r.NormFloat64()*40), b)
		if err != nil || len(left) != 1 {
			continue
		}
		dx, dy := r.NormFloat64()*2, r.NormFloat64()*2
		moved(left, func(p orb.Point) orb.Point { return orb.Point{p[0] + dx, p[1] + dy} })
		rounded, err := shape.Round(left)
		if err != nil || shape.Check(rounded, shape.Limits{}) != nil {
			continue
		}
		a, err := shape.TrimTo(rounded.(orb.MultiPolygon), b)
		if err != nil {
			continue // nothing left
		}
		n++
		gaps, err := shape.Gaps(a, b, 5)
		if err != nil {
			t.Fatal(err)
		}
		got, err := shape.CloseGaps(a, b, 5)
		if err != nil {
			t.Fatalf("%s\n%s\n%v", wkt.MarshalString(a), wkt.MarshalString(b), err)
		}
		if err := shape.Check(got, shape.Limits{}); err != nil {
			t.Fatalf("%s\n%s\n%v", wkt.MarshalString(a), wkt.MarshalString(b), err)
		}
		if err := shape.Check(gaps, shape.Limits{}); len(gaps) > 0 && err != nil {
			t.Errorf("%s: %v", wkt.MarshalString(gaps), err)
		}
		if shared, err := shape.Shared(got, b); err != nil || len(shared) > 0 {
			t.Errorf("%s\n%s\n share %s, %v", wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(shared), err)
		}
		if lost, err := shape.Difference(a, got); err != nil || shape.Area(lost) > 0.001*shape.Perimeter(a) {
			t.Errorf("%s\n%s\n loses %s, %v", wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(lost), err)
		}
		if open, err := shape.Difference(gaps, got); err != nil || shape.Area(open) > 0.001*shape.Perimeter(gaps) {
			t.Errorf("%s\n%s\n leaves open %s, %v", wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(open), err)
		}
		if len(gaps) == 0 {
			continue
		}
		closed++
		if len(got) > len(a) {
			apart++
			t.Logf("%s\n%s\n comes apart: %s", wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(got))
		}
		if left, err := shape.Gaps(got, b, 5); err != nil || shape.Area(left) > 0.1*shape.Area(gaps) {
			again++
		}
	}
	t.Logf("%d of %d had gaps, %d of them another once those were closed", closed, n, again)
	if apart > 0 {
		t.Errorf("%d of %d come apart", apart, closed)
	}
	if again > closed/4 {
		t.Errorf("%d of %d have more gaps", again, closed)
	}
}
