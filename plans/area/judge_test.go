package area_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/geo/within"
	"terrier/plans/area"
	"terrier/scripts/sweep"
)

// TestJudgeTellsTheSameOfPreparedGround drags corners of shapes about, with all that makes a verdict quick: outlines that are prepared, and gaps
// that are remembered. The statements are those that the same shape gets on ground of which nothing is known.
func TestJudgeTellsTheSameOfPreparedGround(t *testing.T) {
	r := sweep.Seeded(t)
	plain := goldenGround()
	quick := prepared(goldenGround())
	told := map[string]int{}
	for range sweep.Size(40, 4000) {
		drawn := someShape(r)
		for range 8 {
			k := 1 + r.IntN(len(drawn[0][0])-2)
			drawn = drawn.Clone()
			drawn[0][0][k] = orb.Point{millimetre(drawn[0][0][k][0] + 6*r.NormFloat64()), millimetre(drawn[0][0][k][1] + 6*r.NormFloat64())}
			q := area.Question{Shape: drawn, BodyType: []string{forum, council, ""}[r.IntN(3)]}
			if q.BodyType == council {
				q.Parish = []string{"E04000001", "E04000002", "E04000003", "E04000004"}[r.IntN(4)]
			}
			want, err := area.Judge(q, plain)
			if err != nil {
				t.Fatal(err)
			}
			got, err := area.Judge(q, quick)
			if err != nil {
				t.Fatal(err)
			}
			same(t, drawn, got, want)
			for _, s := range want.Statements {
				told[s.Title]++
			}
		}
	}
	if len(told) < 20 {
		t.Errorf("only %d different statements were told", len(told))
	}
}

func same(t *testing.T, drawn orb.MultiPolygon, got, want area.Verdict) {
	t.Helper()
	words := func(v area.Verdict) (all []string) {
		for _, s := range v.Statements {
			all = append(all, s.Level.String()+" "+s.ID+": "+s.Title+". "+s.Text)
		}
		return all
	}
	if got.Level != want.Level || got.Valid != want.Valid || !slices.Equal(words(got), words(want)) {
		t.Fatalf("%v:\n%q, want\n%q", drawn, words(got), words(want))
	}
	for i, s := range want.Statements {
		if a, b := shape.Area(s.Land), shape.Area(got.Statements[i].Land); math.Abs(a-b) > 1e-6*(1+a) {
			t.Fatalf("%v: %s is of %v m², want %v", drawn, s.ID, b, a)
		}
		if a, b := shape.Area(s.Where), shape.Area(got.Statements[i].Where); math.Abs(a-b) > 1e-6*(1+a) {
			t.Fatalf("%v: %s is at %v m², want %v", drawn, s.ID, b, a)
		}
	}
}

func prepared(g area.Ground) area.Ground {
	for _, lands := range [][]area.Land{g.Parishes, g.Authorities} {
		for i := range lands {
			lands[i].Prepared = within.Prepare(lands[i].Shape)
		}
	}
	for i := range g.Neighbours {
		g.Neighbours[i].Prepared = within.Prepare(g.Neighbours[i].Shape)
	}
	g.Gaps = &shape.GapMemory{}
	return g
}

// someShape lies along the edges of the golden ground, over them, or anywhere.
func someShape(r *rand.Rand) orb.MultiPolygon {
	edges := []float64{-1000, -400, 0, 100, 200, 800, 900, 1000, 1200, 1500, 2000, 2200, 3000}
	x0, y0 := edges[r.IntN(len(edges))], edges[r.IntN(len(edges))]
	x1, y1 := x0+100+float64(r.IntN(1200)), y0+100+float64(r.IntN(1200))
	corners := []float64{}
	for i := range 6 {
		corners = append(corners, x0+(x1-x0)*float64(i)/6, y0)
	}
	for i := range 6 {
		corners = append(corners, x1, y0+(y1-y0)*float64(i)/6)
	}
	for i := range 6 {
		corners = append(corners, x1-(x1-x0)*float64(i)/6, y1)
	}
	for i := range 6 {
		corners = append(corners, x0, y1-(y1-y0)*float64(i)/6)
	}
	return one(corners...)
}

func millimetre(v float64) float64 { return math.Round(v*1000) / 1000 }
