package area_test

import (
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
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

// TestJudgeTellsTheSameOfCutGround looks at the same land twice: with four corners to an outline, of which nothing is cut before it is laid over
// a shape, and with so many on the same lines that each is cut to what is near, while gaps are remembered. What is told is the same, statement by statement.
func TestJudgeTellsTheSameOfCutGround(t *testing.T) {
	r := sweep.Seeded(t)
	whole, cut := goldenGround(), prepared(divided(goldenGround()))
	told := map[string]int{}
	for i := range sweep.Size(60, 6000) {
		drawn := someShape(r)
		if i%6 == 0 {
			drawn = one(1203, 700, 1400, 700, 1400, 1000, 1203, 1000, 1203, 880, 1203, 860, 1203, 840, 1203, 820) // three metres beside Hollin
		}
		for range 4 {
			k := 1 + r.IntN(len(drawn[0][0])-2)
			drawn = drawn.Clone()
			drawn[0][0][k] = orb.Point{millimetre(drawn[0][0][k][0] + 6*r.NormFloat64()), millimetre(drawn[0][0][k][1] + 6*r.NormFloat64())}
			q := area.Question{Shape: drawn, BodyType: []string{forum, council, ""}[r.IntN(3)]}
			if q.BodyType == council {
				q.Parish = []string{"E04000001", "E04000002", "E04000003", "E04000004"}[r.IntN(4)]
			}
			want, err := area.Judge(q, whole)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // found, and remembered
				got, err := area.Judge(q, cut)
				if err != nil {
					t.Fatal(err)
				}
				same(t, drawn, got, want)
			}
			for _, s := range want.Statements {
				rule, _, _ := strings.Cut(s.ID, ":")
				told[rule]++
			}
		}
	}
	for _, rule := range []string{"overlap", "gap", "parish", "consent", "own-parish", "authority"} {
		if told[rule] == 0 {
			t.Errorf("nothing was said of %s: %v", rule, told)
		}
	}
}

// divided is a ground whose outlines have twenty corners to an edge, on their lines, which are those of before.
func divided(g area.Ground) area.Ground {
	fine := func(outline orb.MultiPolygon) orb.MultiPolygon {
		out := orb.MultiPolygon{}
		for _, part := range outline {
			rings := orb.Polygon{}
			for _, line := range part {
				more := orb.Ring{line[0]}
				for i := 1; i < len(line); i++ {
					for k := 1; k <= 20; k++ { // edges of the golden ground are whole metres along an axis
						share := float64(k) / 20
						more = append(more, orb.Point{millimetre(line[i-1][0] + share*(line[i][0]-line[i-1][0])), millimetre(line[i-1][1] + share*(line[i][1]-line[i-1][1]))})
					}
				}
				rings = append(rings, more)
			}
			out = append(out, rings)
		}
		return out
	}
	for _, lands := range [][]area.Land{g.Parishes, g.Authorities} {
		for i := range lands {
			lands[i].Shape = fine(lands[i].Shape)
		}
	}
	for i := range g.Neighbours {
		g.Neighbours[i].Shape = fine(g.Neighbours[i].Shape)
	}
	return g
}

func same(t *testing.T, drawn orb.MultiPolygon, got, want area.Verdict) {
	t.Helper()
	words := func(v area.Verdict) (all []string) {
		for _, s := range v.Statements {
			all = append(all, s.Level.String()+" "+s.ID+": "+s.Title+". "+s.Text)
		}
		return all
	}
	if got.Level != want.Level || got.Valid != want.Valid || !slices.EqualFunc(words(got), words(want), sameWords) {
		t.Fatalf("%v:\n%q, want\n%q", drawn, words(got), words(want))
	}
	for i, s := range want.Statements {
		if a, b := shape.Area(s.Land), shape.Area(got.Statements[i].Land); math.Abs(a-b) > 1e-6*(1+a) {
			t.Fatalf("%v: %s is of %v m², want %v", drawn, s.ID, b, a)
		}
		// A gap is found by arcs, whose corners lie elsewhere by hundredths of a millimetre.
		if a, b := shape.Area(s.Where), shape.Area(got.Statements[i].Where); math.Abs(a-b) > 0.001+1e-6*a {
			t.Fatalf("%v: %s is at %v m², want %v", drawn, s.ID, b, a)
		}
	}
}

var figure = regexp.MustCompile(`[0-9][0-9,.]*[0-9]|[0-9]`)

// sameWords says whether two sentences are the same but for the last digit of a figure: land that is of half of it is rounded either way.
func sameWords(a, b string) bool {
	return sameFigures(a, b, func(one, other string) bool {
		digits := func(text string) int {
			n, _ := strconv.Atoi(strings.NewReplacer(",", "", ".", "").Replace(text))
			return n
		}
		d := digits(one) - digits(other)
		return d >= -1 && d <= 1
	})
}

// sameFigures says whether two texts are the same but for their figures, and each of those as good as the other's.
func sameFigures(a, b string, same func(one, other string) bool) bool {
	if figure.ReplaceAllString(a, "#") != figure.ReplaceAllString(b, "#") {
		return false
	}
	theirs := figure.FindAllString(b, -1)
	for i, one := range figure.FindAllString(a, -1) {
		if !same(one, theirs[i]) {
			return false
		}
	}
	return true
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
	g.Known = &shape.Memory{}
	g.Hands = func() (func(), bool) { return func() {}, true }
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
