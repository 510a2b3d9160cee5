package area_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans/area"
	"terrier/scripts/sweep"
)

// TestCourseHolds asks of random areas with random lines along and across them that the stretches are the whole ring, that each follows what it is
// said to, and that the text is the same however the rings are written, and wherever the area lies but for one in a thousand: there what
// float64 keeps of a place decides on which side of a rule a line is.
func TestCourseHolds(t *testing.T) {
	r := sweep.Seeded(t)
	named, other, size := 0, 0, sweep.Size(150, 20_000)
	for range size {
		outline, edges := randomCourse(r)
		course, err := area.CourseOf(outline, edges)
		if err != nil {
			t.Fatal(err)
		}
		holds(t, outline, edges, course)
		text := written(course)
		for _, round := range course.Rounds {
			for _, s := range round.Stretches {
				if s.Along.Kind != "" {
					named++
				}
			}
		}
		turned := outline.Clone()
		for i, part := range turned {
			for k, ring := range part {
				at := r.IntN(len(ring) - 1)
				turned[i][k] = append(append(orb.Ring{}, ring[at:len(ring)-1]...), ring[:at+1]...)
				if r.IntN(2) == 0 {
					turned[i][k].Reverse()
				}
			}
		}
		shuffled := append([]area.Edge{}, edges...)
		r.Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
		if again, err := area.CourseOf(turned, shuffled); err != nil || written(again) != text {
			t.Fatalf("%v: written otherwise it is\n%s\nnot\n%s", err, written(again), text)
		}
		dx, dy := float64(r.IntN(100))*1000, float64(r.IntN(100))*1000
		moved := outline.Clone()
		for _, part := range moved {
			for _, ring := range part {
				shift(ring, dx, dy)
			}
		}
		far := make([]area.Edge, len(edges))
		for i, e := range edges {
			far[i] = e
			far[i].Lines = e.Lines.Clone()
			for _, line := range far[i].Lines {
				shift(line, dx, dy)
			}
		}
		if elsewhere, err := area.CourseOf(moved, far); err != nil || !sameCourse(withoutRefs(written(elsewhere)), withoutRefs(text)) {
			if other++; err != nil || other > 1+size/1000 {
				t.Fatalf("%v: elsewhere it is\n%s\nnot\n%s, and so are %d", err, written(elsewhere), text, other)
			}
		}
		if t.Failed() {
			t.Fatal(text)
		}
	}
	if named < 100 {
		t.Errorf("only %d stretches follow something: the areas say too little", named)
	}
}

func shift(points []orb.Point, dx, dy float64) {
	for i, p := range points {
		points[i] = orb.Point{p[0] + dx, p[1] + dy}
	}
}

var refs = regexp.MustCompile(`[A-Z]{2} [0-9]+ [0-9]+`)

func withoutRefs(text string) string { return refs.ReplaceAllString(text, "?") }

// sameCourse says whether two texts are the same but for the last digit of a length, and for a few metres of it: where a line leaves another by three metres,
// to within what float64 keeps of a place, decides a step of the way. What is followed for some part of it stands by how long, so that may change places too.
func sameCourse(a, b string) bool {
	return sameWords(a, b) || sameFigures(inNoOrder(a), inNoOrder(b), func(one, other string) bool {
		x, y := numberIn(one), numberIn(other)
		return math.Abs(x-y) <= 0.15*max(x, y)
	})
}

var beside = regexp.MustCompile(`\([^)]*\)`)

// inNoOrder has the words in brackets by the alphabet.
func inNoOrder(text string) string {
	return beside.ReplaceAllStringFunc(text, func(names string) string {
		all := strings.FieldsFunc(names, func(r rune) bool { return strings.ContainsRune("(,; )", r) })
		slices.Sort(all)
		return "(" + strings.Join(all, " ") + ")"
	})
}

func numberIn(text string) float64 {
	v, _ := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	return v
}

// randomCourse is a ring, now and then with a hole, and lines that run beside parts of it, lose it, cross it, and lie on each other.
func randomCourse(r *rand.Rand) (orb.MultiPolygon, []area.Edge) {
	around := func(x, y, far float64) orb.Ring {
		var corners []float64
		n := 3 + r.IntN(40)
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			d := far * (0.5 + r.Float64()/2)
			corners = append(corners, math.Round(1000*(x+d*sin))/1000, math.Round(1000*(y+d*cos))/1000)
		}
		return ring(corners...)
	}
	outline := orb.MultiPolygon{{around(0, 0, 300+1500*r.Float64())}}
	if r.IntN(3) == 0 {
		outline[0] = append(outline[0], around(0, 0, 100))
	}
	way, ok := shape.RoundWay(outline[0][0])
	if !ok {
		return randomCourse(r)
	}
	kinds := []string{"parish", "parish", "ward", "local-authority", "area", area.Street, area.Street, area.Street, area.River, area.Railway, area.Stream}
	var edges []area.Edge
	for i := range r.IntN(12) {
		kind := kinds[r.IntN(len(kinds))]
		from := r.Float64() * way.Length()
		e := area.Edge{Kind: kind, Ref: fmt.Sprint(i), Name: fmt.Sprintf("%s %d", kind, i)}
		line := way.Between(from, from+way.Length()*math.Pow(r.Float64(), 2))
		switch r.IntN(4) {
		case 0: // beside it, sometimes too far
			for k := range line {
				line[k][0] += 6 * (r.Float64() - 0.5)
				line[k][1] += 6 * (r.Float64() - 0.5)
			}
		case 1: // with pieces that go elsewhere
			for k := range line {
				if r.IntN(4) == 0 {
					line[k][0] += 40 * (r.Float64() - 0.5)
				}
			}
		case 2: // across
			line = orb.LineString{way.Point(from), way.Point(from + way.Length()*r.Float64())}
		}
		e.Lines = orb.MultiLineString{line}
		edges = append(edges, e)
	}
	return outline, edges
}

// TestCourseEnds holds that what is made to be slow is told or refused.
func TestCourseEnds(t *testing.T) {
	large := func(n int) orb.Ring {
		var corners []float64
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			far := 5000 + 5*math.Sin(float64(i))
			corners = append(corners, far*sin, far*cos)
		}
		return ring(corners...)
	}
	comb := func(teeth int) orb.Ring {
		var corners []float64
		for i := range teeth {
			x := float64(i)
			corners = append(corners, x, 0, x, 2000, x+0.5, 2000, x+0.5, 0)
		}
		return ring(append(corners, float64(teeth), -10, 0, -10)...)
	}
	many := func() (shape orb.MultiPolygon) {
		for i := range 10_000 {
			x, y := float64(i%100)*50, float64(i/100)*50
			shape = append(shape, box(x, y, x+40, y+40)...)
		}
		return shape
	}
	way, _ := shape.RoundWay(large(50_000))
	streets := func(n int, share float64) (edges []area.Edge) {
		for i := range n {
			from := way.Length() * float64(i) / float64(n)
			edges = append(edges, area.Edge{Kind: area.Street, Name: fmt.Sprintf("Street %d", i), Lines: orb.MultiLineString{way.Between(from, from+share*way.Length()/float64(n))}})
		}
		return edges
	}
	for name, c := range map[string]struct {
		outline orb.MultiPolygon
		edges   []area.Edge
	}{
		"50,000 corners along 4,000 streets":                 {orb.MultiPolygon{{large(50_000)}}, streets(4000, 1)},
		"50,000 corners along 500 streets on each other":     {orb.MultiPolygon{{large(50_000)}}, streets(500, 50)},
		"50,000 corners along nothing":                       {orb.MultiPolygon{{large(50_000)}}, nil},
		"a comb of 10,000 teeth through streets":             {orb.MultiPolygon{{comb(10_000)}}, append(courseEdges(), streets(100, 1)...)},
		"10,000 pieces":                                      {many(), courseEdges()},
		"a comb along a comb":                                {orb.MultiPolygon{{comb(10_000)}}, []area.Edge{outlineOf("parish", "Comb", orb.MultiPolygon{{comb(10_000)}})}},
		"4,000 streets that cross 50,000 corners everywhere": {orb.MultiPolygon{{large(50_000)}}, across(4000)},
	} {
		start := time.Now()
		course, err := area.CourseOf(c.outline, c.edges)
		took := time.Since(start)
		told, untold := 0, 0
		for _, r := range course.Rounds {
			told += len(r.Stretches)
			untold += r.Untold
		}
		t.Logf("%s: %v, %d stretches told and %d not, of %d pieces %d not; %v", name, took, told, untold, len(course.Rounds), course.Untold, err)
		if took > time.Minute || told > 200 { // what has no end takes hours; how fast it is, a benchmark says
			t.Errorf("%s took %v and told %d stretches", name, took, told)
		}
	}
}

func across(n int) (edges []area.Edge) {
	for i := range n {
		sin, cos := math.Sincos(math.Pi * float64(i) / float64(n))
		edges = append(edges, along(area.Street, fmt.Sprintf("Street %d", i), -6000*sin, -6000*cos, 6000*sin, 6000*cos))
	}
	return edges
}
