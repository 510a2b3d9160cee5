package area_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans/area"
)

// saidOf is the statement of an id; nil where there is none.
func saidOf(t *testing.T, q area.Question, g area.Ground, id string) *area.Statement {
	t.Helper()
	v, err := area.Judge(q, g)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(v.Statements, func(s area.Statement) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &v.Statements[i]
}

func mended(t *testing.T, q area.Question, g area.Ground, kind, target string) area.Question {
	t.Helper()
	after, err := area.Mend(q, g, area.Repair{Kind: kind, Target: target})
	if err != nil {
		t.Fatal(err)
	}
	q.Shape = after
	return q
}

// A parish whose line was simplified is off it by many pieces, some smaller than half a square metre and wider than five centimetres. To follow the edge gives
// the whole parish.
func TestFollowedAllAroundIsTheParish(t *testing.T) {
	g := goldenGround()
	q := area.Question{Shape: one(-3000, 0, -2500, 0.4, -2499, 0, -2000, 0, -2000, 1000, -2700, 1000, -2700.5, 1000.6, -2701, 1000, -3000, 1000, -3000, 3, -2999.5, 1), BodyType: council, Parish: "E04000005"}
	line := saidOf(t, q, g, "parish-line:E04000005")
	if line == nil || len(line.Repairs) != 1 || line.Repairs[0].Kind != "follow-parish" {
		t.Fatalf("of a line that nearly follows the parish it says %v", line)
	}
	if whole := saidOf(t, mended(t, q, g, "follow-parish", "parish:E04000005"), g, "whole-parish"); whole == nil || whole.Level != area.OK {
		t.Errorf("what followed the edge is not the whole parish: %v", whole)
	}
	// Small pieces alone are offered, too.
	q.Shape = one(-3000, 0, -2000, 0, -2000, 1000, -2700, 1000, -2700.5, 1000.6, -2701, 1000, -3000, 1000)
	if line := saidOf(t, q, g, "parish-line:E04000005"); line == nil {
		t.Error("a bump of 0.3 m² on the parish's line is neither the whole parish nor offered to be mended")
	}
	// Where a piece is meant the rest follows, and the piece stays.
	q.Shape = one(-3000, 0.5, -2000, 0, -2000, 1000, -2400, 1000, -2400, 1100, -2500, 1100, -2500, 1000, -3000, 1000)
	after := mended(t, q, g, "follow-parish", "parish:E04000005")
	if a := shape.Area(after.Shape); a < 1_009_999 || a > 1_010_001 {
		t.Errorf("with a piece of a hectare beyond the parish it has %v m²", a)
	}
}

// What has no width is no area, though its corners, rounded, do not lie on one line.
func TestALineIsNoArea(t *testing.T) {
	v, err := area.Judge(area.Question{Shape: one(-1000, 0, -900, 0.001, -800, 0), BodyType: forum}, goldenGround())
	if err != nil {
		t.Fatal(err)
	}
	if v.Level != area.Stop || len(v.Statements) != 1 || v.Statements[0].ID != "shape:no-land" {
		t.Errorf("%v", v)
	}
}

// A statement that says how much is another one when it is more.
func TestCompareTellsOfMore(t *testing.T) {
	g := goldenGround()
	judge := func(drawn orb.MultiPolygon) area.Verdict {
		v, err := area.Judge(area.Question{Shape: drawn, BodyType: forum}, g)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	c := area.Comparison{}.WithEffect(judge(box(900, 850, 1000, 950)), judge(box(800, 850, 1100, 950)))
	has := func(all []area.Statement, title string) bool {
		return slices.ContainsFunc(all, func(s area.Statement) bool {
			return s.ID == "overlap:hollin" && strings.HasPrefix(s.Title, title)
		})
	}
	if !has(c.Went, "0.5 ha") || !has(c.Came, "1.5 ha") || has(c.Stayed, "") {
		t.Errorf("came %v, went %v, stayed %v", c.Came, c.Went, c.Stayed)
	}
}

// Splinters of joining and trimming are pointed out, and go.
func TestSplinters(t *testing.T) {
	g := goldenGround()
	whole := box(-1900, 0, -1000, 900)
	splinters := both(box(-900, 0, -899, 80), box(-890, 0, -888, 70), box(-800, 0, -500, 300))
	q := area.Question{Shape: both(holed(whole, box(-1800, 100, -1797, 200), box(-1500, 100, -1300, 300)), splinters), BodyType: forum}
	parts, holes := saidOf(t, q, g, "parts"), saidOf(t, q, g, "holes")
	if parts == nil || parts.Title != "The area is in 4 parts" || shape.Area(parts.Where) != 220 || !strings.Contains(parts.Text, "2 are so small") {
		t.Fatalf("of its parts it says %v", parts)
	}
	if holes == nil || holes.Title != "2 holes left out of the area" || shape.Area(holes.Where) != 300 || !strings.Contains(holes.Text, "One is so small") {
		t.Fatalf("of its holes it says %v", holes)
	}
	q = mended(t, q, g, parts.Repairs[0].Kind, "")
	if parts := saidOf(t, q, g, "parts"); parts == nil || parts.Title != "The area is in 2 parts" || len(parts.Repairs) != 0 {
		t.Errorf("without the small ones it says %v", parts)
	}
	q = mended(t, q, g, holes.Repairs[0].Kind, "")
	if holes := saidOf(t, q, g, "holes"); holes == nil || holes.Title != "1 hole left out of the area" || len(holes.Repairs) != 0 {
		t.Errorf("with the small one taken in it says %v", holes)
	}
	if got := shape.Area(q.Shape); got != 900*900-200*200+300*300 {
		t.Errorf("%v m² are left", got)
	}
}

// What lies in a second authority is shown; where it is no more than a strip, that it may be a matter of maps is said.
func TestLesserAuthoritiesAreShown(t *testing.T) {
	g := goldenGround()
	for name, c := range map[string]struct {
		drawn orb.MultiPolygon
		land  float64
		thin  bool
	}{"a strip": {box(1000, 2100, 1502, 2600), 1000, true}, "a third": {box(1300, 2100, 1600, 2600), 50_000, false}} {
		s := saidOf(t, area.Question{Shape: c.drawn, BodyType: forum}, g, "authority")
		if s == nil || s.Level != area.Look || shape.Area(s.Where) != c.land || strings.Contains(s.Text, "thin strip") != c.thin || !strings.HasSuffix(s.Text, "20 weeks to decide instead of 13, from the day after the application is first publicised.") {
			t.Errorf("%s: %v", name, s)
		}
	}
}
