package area_test

import (
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans/area"
)

// FuzzCourse tells rings and lines on a small lattice of ten metres, however they cross themselves: every ring is told from beginning to end.
func FuzzCourse(f *testing.F) {
	f.Add([]byte{0, 0, 0, 9, 9, 9, 9, 0}, []byte{0, 0, 0, 9}, byte(0))
	f.Add([]byte{0, 0, 9, 9, 0, 9, 9, 0}, []byte{0, 0, 9, 9, 3, 3, 0, 0}, byte(5))
	f.Add([]byte{0, 0, 0, 9, 0, 9, 0, 0, 5, 5, 200, 3}, []byte{}, byte(9))
	f.Fuzz(func(t *testing.T, corners, line []byte, kind byte) {
		if len(corners) > 200 || len(line) > 200 {
			return
		}
		kinds := []string{"parish", "ward", "local-authority", "local-planning-authority", "area", area.Street, area.River, area.Railway, area.Stream, "no kind", ""}
		points := func(data []byte) (p []float64) {
			for i := 0; i+1 < len(data); i += 2 {
				p = append(p, float64(data[i])*10, float64(data[i+1])*10)
			}
			return p
		}
		if len(corners) < 2 {
			return
		}
		var edges []area.Edge
		for i, part := range [][]byte{line, corners, line[len(line)/2:]} {
			if len(part) > 1 {
				edges = append(edges, along(kinds[(int(kind)+i*int(kind/16))%len(kinds)], "A", points(part)...))
			}
		}
		outline := one(points(corners)...)
		course, err := area.CourseOf(outline, edges)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range course.Rounds {
			metres := r.UntoldFor
			for _, s := range r.Stretches {
				metres += s.Metres
				if s.Text == "" || s.Metres <= 0 || len(s.Line) < 2 {
					t.Fatalf("%+v", s)
				}
			}
			if d := metres - r.Metres; d > 1e-6 || d < -1e-6 {
				t.Fatalf("%v m are told of %v", metres, r.Metres)
			}
		}
	})
}

// TestCourseOfNothing holds that what is no area has no course.
func TestCourseOfNothing(t *testing.T) {
	for _, outline := range []orb.MultiPolygon{nil, {}, {{}}, {{orb.Ring{}}}, one(0, 0, 10, 10), one(5, 5)} {
		if course, err := area.CourseOf(outline, courseEdges()); err != nil || len(course.Rounds) != 0 || len(course.Sides) != 0 {
			t.Errorf("%v: %+v, %v", outline, course, err)
		}
	}
}
