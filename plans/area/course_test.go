package area_test

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans/area"
)

var rewrite = flag.Bool("rewrite", false, "write the golden texts anew; read them before they are kept")

// along is an edge through corners of the golden ground.
func along(kind, name string, corners ...float64) area.Edge {
	line := orb.LineString(ring(corners...))
	return area.Edge{Kind: kind, Ref: kind + ":" + name, Name: name, Lines: orb.MultiLineString{line[:len(line)-1]}}
}

// outlineOf is the whole outline of something as an edge.
func outlineOf(kind, name string, shape orb.MultiPolygon) area.Edge {
	e := area.Edge{Kind: kind, Ref: kind + ":" + name, Name: name}
	for _, part := range shape {
		for _, r := range part {
			e.Lines = append(e.Lines, orb.LineString(r))
		}
	}
	return e
}

// courseEdges are the boundaries of the golden ground with streets, a river and a railway:
//
//	 y
//	2000 ┌──────┬──────┐   Alder Terrace  y = 300, from x = 100 to 700
//	     │ Carr │ Dene │   Mill Lane      x = 700, from y = 100 to 300
//	1000 ├──────┼──────┤   Beck Street    along the parish edge x = 1000, from y = 200 to 700
//	     │ Ashby│ Birch│   River Holl     winds around y = 1500
//	   0 └──────┴──────┘   a railway      from (100, 100) to (900, 900)
//	     0    1000   2000 x
func courseEdges() (all []area.Edge) {
	for _, p := range goldenGround().Parishes {
		all = append(all, outlineOf("parish", p.Name, p.Shape))
	}
	for _, a := range goldenGround().Authorities[:2] {
		all = append(all, outlineOf("local-authority", a.Name, a.Shape))
	}
	all = append(all, outlineOf("area", "Hollin", goldenGround().Neighbours[0].Shape),
		along(area.Street, "Alder Terrace", 100, 300, 400, 300), along(area.Street, "Alder Terrace", 400, 300, 700, 300),
		along(area.Street, "Mill Lane", 700, 300, 700, 100), along(area.Street, "Beck Street", 1001, 200, 1001, 700),
		along(area.Street, "A61", -500, -500, 500, -500), along(area.Railway, "", 100, 100, 900, 900), along(area.River, "River Holl", river()...))
	return all
}

// river winds from west to east.
func river() (corners []float64) {
	for x := 0.0; x <= 2000; x += 20 {
		corners = append(corners, x, 1500+60*math.Sin(x/100))
	}
	return corners
}

func circle(x, y, far float64) orb.MultiPolygon {
	var corners []float64
	for i := range 72 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 72)
		corners = append(corners, x+far*sin, y+far*cos)
	}
	return one(corners...)
}

// underRiver goes along the river from x = 200 to 1800 and back in a straight line.
func underRiver() orb.MultiPolygon {
	corners := river()[20:182]
	return one(append(corners, 1800, 1100, 200, 1100)...)
}

// courses are the golden cases, each a file in testdata/course.
var courses = map[string]orb.MultiPolygon{
	"a whole parish":                          box(0, 0, 1000, 1000),
	"two parishes":                            box(0, 0, 2000, 1000),
	"open ground":                             box(-1500, 100, -1000, 600),
	"streets on two sides":                    box(100, 100, 700, 300),
	"a corner of a parish with a street":      one(700, 0, 1000, 0, 1000, 1000, 800, 1000, 800, 900, 700, 900),
	"beside a plan area, the railway slanted": one(800, 800, 1200, 800, 1200, 600, 600, 600),
	"along a river":                           underRiver(),
	"a circle":                                circle(-2000, -2000, 400),
	"a hole and a second part":                both(holed(box(-1000, 0, -400, 600), box(-800, 200, -700, 300)), box(-300, 0, -200, 100)),
	"2 m beside a street, then away":          one(100, 302, 500, 302, 520, 420, 540, 302, 698, 302, 698, 500, 100, 500),
	"20 m away for a moment":                  one(100, 300, 400, 300, 400, 310, 410, 310, 410, 300, 700, 300, 700, 600, 100, 600),
	"across a street":                         one(-100, -600, 100, -600, 100, -400, -100, -400),
	"small, told to the metre":                one(100, 300, 160, 300, 160, 360, 100, 360),
	"an authority's edge within a parish":     one(1500, 100, 1900, 100, 1900, 800, 1500, 800),
}

func TestCourseGolden(t *testing.T) {
	edges := courseEdges()
	for name, outline := range courses {
		t.Run(name, func(t *testing.T) {
			course, err := area.CourseOf(outline, edges)
			if err != nil {
				t.Fatal(err)
			}
			got := written(course)
			path := filepath.Join("testdata", "course", strings.NewReplacer(" ", "-", ",", "", "'", "").Replace(name)+".txt")
			if *rewrite {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil || got != string(want) {
				t.Errorf("%v\n%s\nwant\n%s", err, got, want)
			}
			holds(t, outline, edges, course)
		})
	}
}

func written(c area.Course) string {
	var b strings.Builder
	for _, s := range c.Sides {
		b.WriteString(s.Side + ": " + s.Text + ".\n")
	}
	for _, r := range c.Rounds {
		b.WriteString("\n" + r.Opening + "\n")
		for _, s := range r.Stretches {
			b.WriteString("- " + s.Text + "\n")
		}
		b.WriteString(r.Closing())
	}
	return b.String() + c.Closing()
}

// holds checks a course: each ring is told from beginning to end, and what is said to be followed is.
func holds(t *testing.T, outline orb.MultiPolygon, edges []area.Edge, c area.Course) {
	t.Helper()
	metres := 0.0
	for _, r := range c.Rounds {
		round := r.UntoldFor
		for i, s := range r.Stretches {
			round += s.Metres
			if long := shape.Length(s.Line); math.Abs(long-s.Metres) > 1e-6 {
				t.Errorf("%s: its line is %v m long, not %v", s.Text, long, s.Metres)
			}
			if next := r.Stretches[(i+1)%len(r.Stretches)]; r.Untold == 0 && distance(s.Line[len(s.Line)-1], next.Line[0]) > 1e-6 {
				t.Errorf("%s: the next begins at %v", s.Text, next.Line[0])
			}
			for _, n := range append(slices.Clone(s.Also), s.Along) {
				if share := shareBeside(s.Line, n, edges); n.Kind != "" && share < area.BesideShare-0.01 {
					t.Errorf("%s: only %.3f of it is beside %v", s.Text, share, n)
				}
			}
			if s.Along.Kind == "" && len(r.Stretches) > 1 && s.Metres > 80 {
				for _, e := range edges {
					if share := shareBeside(s.Line, area.Named{Kind: e.Kind, Ref: e.Ref, Name: e.Name}, edges); share > 0.97 {
						t.Errorf("%s: follows nothing, but %.3f of it is beside %s", s.Text, share, e.Name)
					}
				}
			}
		}
		if math.Abs(round-r.Metres) > 1e-6 {
			t.Errorf("%s: its stretches are %v m in all, not %v", r.Opening, round, r.Metres)
		}
		metres += r.Metres
	}
	if around := shape.Perimeter(outline); c.Untold == 0 && math.Abs(metres-around) > 1e-6 {
		t.Errorf("%v m are told of %v", metres, around)
	}
}

func distance(a, b orb.Point) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// shareBeside looks at points along a line, and at every edge for each.
func shareBeside(line orb.LineString, n area.Named, edges []area.Edge) float64 {
	const steps = 2000
	near, i, done := 0, 1, 0.0
	whole := shape.Length(line)
	for k := range steps {
		at := (float64(k) + 0.5) / steps * whole
		for i < len(line)-1 && done+distance(line[i-1], line[i]) < at {
			done += distance(line[i-1], line[i])
			i++
		}
		f := (at - done) / distance(line[i-1], line[i])
		p := orb.Point{line[i-1][0] + f*(line[i][0]-line[i-1][0]), line[i-1][1] + f*(line[i][1]-line[i-1][1])}
		if besideNaively(p, n, edges) {
			near++
		}
	}
	return float64(near) / steps
}

func besideNaively(p orb.Point, n area.Named, edges []area.Edge) bool {
	for _, e := range edges {
		if (area.Named{Kind: e.Kind, Ref: e.Ref, Name: e.Name}) != n {
			continue
		}
		for _, line := range e.Lines {
			for i := 1; i < len(line); i++ {
				a, b := line[i-1], line[i]
				dx, dy := b[0]-a[0], b[1]-a[1]
				f := 0.0
				if long := dx*dx + dy*dy; long > 0 {
					f = min(max(((p[0]-a[0])*dx+(p[1]-a[1])*dy)/long, 0), 1)
				}
				if distance(p, orb.Point{a[0] + f*dx, a[1] + f*dy}) <= area.BesideDistance {
					return true
				}
			}
		}
	}
	return false
}
