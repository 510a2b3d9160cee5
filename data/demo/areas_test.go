package demo_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans/area"
)

func TestAreas(t *testing.T) {
	w := town()
	stages := map[string]bool{}
	byRef := map[string]area.Area{}
	for _, a := range w.Areas {
		stages[a.Stage], byRef[a.Ref] = true, a
	}
	if len(stages) != 5 {
		t.Errorf("stages %v, want five different ones", stages)
	}
	for i, a := range w.Areas {
		for _, b := range w.Areas[i+1:] {
			if n := sharedEdges(a.Shape, b.Shape); (n > 0) != (slices.Contains(w.Facts.Touching[:], a.Ref) && slices.Contains(w.Facts.Touching[:], b.Ref)) {
				t.Errorf("%s and %s share %d edges", a.Name, b.Name, n)
			}
			if overlap(a.Shape, b.Shape) {
				t.Errorf("%s and %s overlap", a.Name, b.Name)
			}
		}
	}
	for _, b := range w.Boundaries {
		if b.Code == w.Facts.WholeParish[1] && !orb.Equal(b.Shape, byRef[w.Facts.WholeParish[0]].Shape) {
			t.Errorf("%s does not cover its parish exactly", w.Facts.WholeParish[0])
		}
		if b.Kind == "parish" && b.HasCouncil != "no" {
			for _, a := range w.Areas { // section 61G(3)(b): no part of a parish with a council in a forum's area
				if strings.HasSuffix(a.RelevantBody, "Forum") && overlap(a.Shape, b.Shape) {
					t.Errorf("the forum's area %s takes in part of %s", a.Name, b.Name)
				}
			}
		}
	}
	for _, f := range w.Facts.Areas {
		if f.Homes < 25 {
			t.Errorf("%s holds %d published homes only", f.Name, f.Homes)
		}
	}
}

// TestAreaDatesKeepTheLaw: Neighbourhood Planning (General) Regulations 2012, regulations 5A, 6 and 6A.
func TestAreaDatesKeepTheLaw(t *testing.T) {
	today := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	for _, a := range town().Areas {
		decided := a.Stage != "applied"
		if decided != (a.Decision == "designated") || decided == a.DecisionDate.IsZero() || (a.Stage == "made") == a.MadeDate.IsZero() {
			t.Errorf("%s: stage %s with decision %q of %v, made %v", a.Name, a.Stage, a.Decision, a.DecisionDate, a.MadeDate)
		}
		if a.Ref == town().Facts.WholeParish[0] {
			if !a.FirstPublicised.IsZero() {
				t.Errorf("%s is a whole parish and was publicised", a.Name)
			}
			continue
		}
		if a.FirstPublicised.Before(a.ApplicationReceived) || a.RepresentationsClose.Sub(a.FirstPublicised) < 42*24*time.Hour {
			t.Errorf("%s: publicised %v, closed %v", a.Name, a.FirstPublicised, a.RepresentationsClose)
		}
		due := a.FirstPublicised.AddDate(0, 0, 13*7)
		if decided && (a.DecisionDate.After(due) || a.DecisionDate.Before(a.RepresentationsClose)) || !decided && !due.After(today) {
			t.Errorf("%s: decided %v, due %v", a.Name, a.DecisionDate, due)
		}
	}
}

func sharedEdges(a, b orb.MultiPolygon) int {
	edges := map[[2]orb.Point]bool{}
	for _, part := range a {
		for _, r := range part {
			for k := 1; k < len(r); k++ {
				edges[[2]orb.Point{r[k-1], r[k]}] = true
			}
		}
	}
	n := 0
	for _, part := range b {
		for _, r := range part {
			for k := 1; k < len(r); k++ {
				if edges[[2]orb.Point{r[k], r[k-1]}] {
					n++
				}
			}
		}
	}
	return n
}

// overlap looks for a corner of one, or the middle of one of its edges pushed a millimetre inwards, inside the other.
func overlap(a, b orb.MultiPolygon) bool {
	return reachesInto(a, b) || reachesInto(b, a)
}

func reachesInto(a, b orb.MultiPolygon) bool {
	for _, part := range a {
		for _, r := range part {
			for k := 1; k < len(r); k++ {
				p, q := r[k-1], r[k]
				length := math.Hypot(q[0]-p[0], q[1]-p[1])
				inward := orb.Point{(p[0]+q[0])/2 - .002*(q[1]-p[1])/length, (p[1]+q[1])/2 + .002*(q[0]-p[0])/length}
				if insideAny(inward, b) {
					return true
				}
			}
		}
	}
	return false
}
