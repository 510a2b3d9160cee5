package postgis_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans/area"
	"terrier/scripts/sweep"
)

// TestVerdictIsPostGIS draws shapes at random over the demonstration and asks PostGIS what each is, and what it shares land with.
func TestVerdictIsPostGIS(t *testing.T) {
	w, d := newDemoGround(t)
	r := sweep.Seeded(t)
	admin := w.db.Pool(t, "")
	whole := extentOf(d)
	const shares = `NOT ST_IsEmpty(ST_Buffer(ST_Intersection(geom, $1), -0.001))`
	broken, overlapping := 0, 0
	for i := range sweep.Size(300, 5000) {
		drawn := scribble(r, whole)
		if i%10 == 0 { // an area as somebody copies it, and moves it a little
			drawn = moved(d.Areas[r.IntN(len(d.Areas))].Shape, float64(r.IntN(3))*0.001*float64(r.IntN(100)))
		}
		g := gridOf(t, drawn)
		var valid bool
		var hectares float64
		if err := admin.QueryRow(t.Context(), `SELECT ST_IsValid($1::geometry), ST_Area($1::geometry) / 10000`, g).Scan(&valid, &hectares); err != nil {
			t.Fatal(err)
		}
		ground, err := w.reader.Ground(t.Context(), drawn.Bound(), "")
		if err != nil {
			t.Fatal(err)
		}
		v, err := area.Judge(area.Question{Shape: drawn, BodyType: "neighbourhood-forum"}, ground)
		if err != nil {
			t.Errorf("%v: %v", drawn, err)
			continue
		}
		if v.Valid != valid {
			t.Errorf("valid is %v, PostGIS says %v: %v", v.Valid, valid, drawn)
		}
		if !valid {
			broken++
			continue
		}
		if math.Abs(v.Measures.Hectares-hectares) > 1e-6 {
			t.Errorf("%v ha, PostGIS says %v: %v", v.Measures.Hectares, hectares, drawn)
		}
		want := list(t, admin, `SELECT 'overlap:' || ref FROM neighbourhood_plan_area WHERE stage NOT IN ('refused', 'withdrawn') AND (end_date IS NULL OR end_date > current_date) AND ST_Intersects(geom, $1) AND `+shares, g)
		want = append(want, list(t, admin, `SELECT 'parish:' || code FROM boundary WHERE kind = 'parish' AND has_council <> 'no' AND ST_Intersects(geom, $1) AND `+shares, g)...)
		var got []string
		for _, s := range v.Statements {
			if s.Level == area.OK { // of a parish without a council
				continue
			}
			if kind, code, _ := strings.Cut(s.ID, ":"); kind == "overlap" || kind == "parish" || kind == "parish-edge" {
				got = append(got, strings.TrimSuffix(kind, "-edge")+":"+code)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("it says %v, PostGIS %v: %v", got, want, drawn)
		}
		overlapping += len(want)
	}
	if broken == 0 || overlapping == 0 {
		t.Errorf("%d shapes were broken and %d overlaps met: chance drew nothing worth asking", broken, overlapping)
	}
}

// scribble is a ring of some corners around a place: mostly a star, now and then in any order, so that it crosses itself.
func scribble(r *rand.Rand, within orb.Bound) orb.MultiPolygon {
	middle := orb.Point{within.Min[0] + r.Float64()*(within.Max[0]-within.Min[0]), within.Min[1] + r.Float64()*(within.Max[1]-within.Min[1])}
	corners, size := 3+r.IntN(40), 20*math.Pow(100, r.Float64())
	var ring orb.Ring
	for i := range corners {
		angle := 2 * math.Pi * float64(i) / float64(corners)
		far := size * (0.3 + 0.7*r.Float64())
		ring = append(ring, orb.Point{bng.Millimetre(middle[0] + far*math.Cos(angle)), bng.Millimetre(middle[1] + far*math.Sin(angle))})
	}
	if r.IntN(4) == 0 {
		r.Shuffle(len(ring), func(i, j int) { ring[i], ring[j] = ring[j], ring[i] })
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

// moved is a shape that lies so far to the east.
func moved(drawn orb.MultiPolygon, by float64) orb.MultiPolygon {
	out := drawn.Clone()
	for _, part := range out {
		for _, ring := range part {
			for i := range ring {
				ring[i][0] = bng.Millimetre(ring[i][0] + by)
			}
		}
	}
	return out
}
