package area_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans/area"
)

// The ground of the golden cases, in metres from a corner of it:
//
//	 y
//	2000 ┌─────────────┬─────────────┐
//	     │ Carr        │ Dene        │   Ashby and Birch have councils, of Carr it is not known, Dene has none.
//	     │ (unknown)   │ (none)      │   Eastern authority begins at x = 1500; all others lie in Western.
//	1000 ├─────────────┼─────────────┤   Hollin, designated: the square from (800, 800) to (1200, 900), in two parishes.
//	     │ Ashby       │ Birch       │   Mill, applied for: (100, 100) to (200, 200), inside Ashby.
//	     │ (council)   │ (council)   │   Quarry, ready: (2100, 0) to (2200, 100), in no parish.
//	   0 └─────────────┴─────────────┘   Glen, in Wales, begins at x = 3000. Beyond y = 3000 lies the sea.
//	     0           1000          2000 x      Elm, which has a council: (-3000, 0) to (-2000, 1000).
func goldenGround() area.Ground {
	parish := func(code, name, council string, x0, y0, x1, y1 float64) area.Land {
		return area.Land{Kind: "parish", Code: code, Name: name, HasCouncil: council, RelevantBody: map[string]string{"yes": name + " Parish Council"}[council], Shape: box(x0, y0, x1, y1)}
	}
	lpa := func(code, name string, x0, y0, x1, y1 float64) area.Land {
		return area.Land{Kind: "local-planning-authority", Code: code, Name: name, HasCouncil: "unknown", Shape: box(x0, y0, x1, y1)}
	}
	return area.Ground{
		Parishes: []area.Land{
			parish("E04000001", "Ashby", "yes", 0, 0, 1000, 1000), parish("E04000002", "Birch", "yes", 1000, 0, 2000, 1000),
			parish("E04000003", "Carr", "unknown", 0, 1000, 1000, 2000), parish("E04000004", "Dene", "no", 1000, 1000, 2000, 2000),
			parish("E04000005", "Elm", "yes", -3000, 0, -2000, 1000),
		},
		Authorities: []area.Land{
			lpa("E60000001", "Western", -5000, -5000, 1500, 3000), lpa("E60000002", "Eastern", 1500, -5000, 3000, 3000), lpa("W06000001", "Glen", 3000, -5000, 9000, 3000),
		},
		Neighbours: []area.Neighbour{
			{Ref: "hollin", Name: "Hollin", Status: "designated", Shape: box(800, 800, 1200, 900)},
			{Ref: "mill", Name: "Mill", Status: "applied", Shape: box(100, 100, 200, 200)},
			{Name: "Quarry", Status: "ready", Shape: box(2100, 0, 2200, 100)},
			{Ref: "mine", Name: "My other", Status: "draft", Shape: box(-400, 0, -300, 100)},
		},
	}
}

const east, north = 432_000, 435_000 // of the corner of the ground

func at(x, y float64) orb.Point { return orb.Point{east + x, north + y} }

func ring(corners ...float64) orb.Ring {
	var r orb.Ring
	for i := 0; i < len(corners); i += 2 {
		r = append(r, at(corners[i], corners[i+1]))
	}
	return append(r, r[0])
}

func one(corners ...float64) orb.MultiPolygon { return orb.MultiPolygon{{ring(corners...)}} }

func box(x0, y0, x1, y1 float64) orb.MultiPolygon { return one(x0, y0, x1, y0, x1, y1, x0, y1) }

func both(parts ...orb.MultiPolygon) (all orb.MultiPolygon) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func holed(outline orb.MultiPolygon, holes ...orb.MultiPolygon) orb.MultiPolygon {
	part := slices.Clone(outline[0])
	for _, h := range holes {
		part = append(part, h[0][0])
	}
	return orb.MultiPolygon{part}
}

const (
	forum   = "neighbourhood-forum"
	council = "parish-council"
)

// golden are shapes with the verdict expected: every statement but those that say that all is well, as "level id".
var golden = []struct {
	name   string
	drawn  orb.MultiPolygon
	body   string
	parish string
	level  string
	says   string
}{
	{"nothing", nil, forum, "", "look", ""},
	// what is no area
	{"figure of eight", one(-1000, 0, -900, 100, -900, 0, -1000, 100), forum, "", "stop", "stop shape:self-crossing"},
	{"three corners in a line", one(-1000, 0, -900, 0, -800, 0), forum, "", "stop", "stop shape:too-few-points"},
	{"touches itself", one(-1000, 0, -900, 0, -950, 50, -900, 100, -1000, 100, -950, 50), forum, "", "stop", "stop shape:self-touching"},
	{"hole outside its outline", holed(box(-1000, 0, -900, 100), box(-800, 0, -750, 50)), forum, "", "stop", "stop shape:hole-outside"},
	{"hole over the outline", holed(box(-1000, 0, -900, 100), box(-920, 10, -880, 50)), forum, "", "stop", "stop shape:rings-cross"},
	{"holes that overlap", holed(box(-1000, 0, -800, 100), box(-950, 10, -900, 50), box(-920, 20, -880, 60)), forum, "", "stop", "stop shape:holes-overlap"},
	{"parts that overlap", both(box(-1000, 0, -900, 100), box(-950, 50, -850, 150)), forum, "", "stop", "stop shape:parts-overlap"},
	{"parts that share an edge", both(box(-1000, 0, -900, 100), box(-900, 0, -800, 100)), forum, "", "stop", "stop shape:rings-share-edge"},
	{"there and back", one(-1000, 0, -900, 0, -900, 100, -900, 50, -1000, 50), forum, "", "stop", "stop shape:self-crossing"},
	{"two corners in one place", one(-1000, 0, -900, 0, -900, 0, -900, 100, -1000, 100), forum, "", "ok", ""},
	{"parts that touch in a point", both(box(-1000, 0, -900, 100), box(-900, 100, -800, 200)), forum, "", "note", "note parts"},
	// pieces
	{"plain", box(-1000, 0, -900, 100), forum, "", "ok", ""},
	{"two parts", both(box(-1000, 0, -900, 100), box(-800, 0, -700, 100)), forum, "", "note", "note parts"},
	{"a hole", holed(box(-1000, 0, -900, 100), box(-960, 40, -940, 60)), forum, "", "note", "note holes"},
	{"two holes", holed(box(-1000, 0, -900, 100), box(-990, 10, -980, 20), box(-960, 40, -940, 60)), forum, "", "note", "note holes"},
	{"a tiny part", both(box(-1000, 0, -900, 100), box(-800, 0, -799.5, 0.5)), forum, "", "note", "note parts; note slivers"},
	{"a tiny hole", holed(box(-1000, 0, -900, 100), box(-950, 50, -949.5, 50.5)), forum, "", "note", "note holes; note slivers"},
	{"larger than a county town", box(-30_000, -20_000, -5000, 1000), forum, "", "look", "look authority; look size"},
	{"approximate", box(-1000, 0, -900, 100), "", "", "ok", ""},
	// overlap
	{"touches a designated area along an edge", box(800, 900, 1200, 1000), "", "", "ok", ""},
	{"touches it in a corner", box(700, 900, 800, 1000), "", "", "ok", ""},
	{"touches it along part of a longer edge", box(700, 900, 1300, 990), "", "", "ok", ""},
	{"over it", box(900, 850, 1100, 1000), "", "", "stop", "stop overlap:hollin"},
	{"inside it", box(900, 820, 1100, 880), "", "", "stop", "stop overlap:hollin"},
	{"around it", box(700, 700, 1300, 1000), "", "", "stop", "stop overlap:hollin"},
	{"equal to it", box(800, 800, 1200, 900), "", "", "stop", "stop overlap:hollin"},
	{"in its hole", holed(box(700, 700, 1300, 1000), box(800, 800, 1200, 900)), "", "", "note", "note holes"},
	{"over an applied-for area", box(150, 150, 250, 250), "", "", "stop", "stop overlap:mill"},
	{"over a ready draft", box(2150, 50, 2250, 150), "", "", "stop", "stop overlap:ready:Quarry"},
	{"over another draft of one's own", box(-350, 50, -250, 150), "", "", "note", "note overlap:mine"},
	{"over two at once", both(box(150, 150, 250, 250), box(900, 850, 1100, 950)), "", "", "stop", "note parts; stop overlap:hollin; stop overlap:mill"},
	{"1 mm over", box(800, 899.999, 1200, 1000), "", "", "ok", ""},
	{"1 cm over", box(800, 899.99, 1200, 1000), "", "", "note", "note overlap:hollin"},
	{"5 cm over", box(800, 899.951, 1200, 1000), "", "", "note", "note overlap:hollin"},
	{"6 cm over", box(800, 899.94, 1200, 1000), "", "", "stop", "stop overlap:hollin"},
	{"a corner of 0.4 square metres over", one(700, 900, 799.9, 900, 800.9, 899.1, 800.9, 950, 700, 950), "", "", "note", "note overlap:hollin"},
	{"a slanted edge with a corner of one side only", one(800, 900, 1000, 900, 1200, 900, 1200, 1000, 800, 1000), "", "", "ok", ""},
	// gaps
	{"a gap of 3 m", box(800, 903, 1200, 1000), "", "", "look", "look gap:hollin"},
	{"a gap of 6 m", box(800, 906, 1200, 1000), "", "", "ok", ""},
	{"a gap of 1 cm", box(800, 900.01, 1200, 1000), "", "", "ok", ""},
	{"a wedge that opens from an edge", one(800, 900, 1200, 904, 1200, 1000, 800, 1000), "", "", "look", "look gap:hollin"},
	// forums and parishes
	{"a forum on unparished land", box(-1000, 0, -900, 100), forum, "", "ok", ""},
	{"a forum along a parish edge", box(-100, 300, 0, 400), forum, "", "ok", ""},
	{"a forum in a parish", box(300, 300, 400, 400), forum, "", "stop", "stop parish:E04000001"},
	{"a forum over a parish edge", box(-100, 300, 100, 400), forum, "", "stop", "stop parish:E04000001"},
	{"a forum 1 cm over a parish edge", box(-100, 300, 0.01, 400), forum, "", "note", "note parish-edge:E04000001"},
	{"a forum 6 cm over a parish edge", box(-100, 300, 0.06, 400), forum, "", "stop", "stop parish:E04000001"},
	{"a forum where it is not known whether there is a council", box(300, 1300, 400, 1400), forum, "", "look", "look parish:E04000003"},
	{"a forum in a parish without a council", box(1100, 1300, 1200, 1400), forum, "", "ok", ""},
	{"a forum in two parishes with councils", box(950, 300, 1050, 400), forum, "", "stop", "stop parish:E04000001; stop parish:E04000002"},
	{"a prospective forum in a parish", box(300, 300, 400, 400), "prospective-forum", "", "stop", "stop parish:E04000001"},
	{"a forum with a parish in its hole", holed(box(-500, -500, 2500, 2500), box(0, 0, 2000, 2000)), forum, "", "stop", "look authority; note holes; note overlap:mine; stop overlap:ready:Quarry"},
	// councils
	{"a council in its parish", box(300, 300, 400, 400), council, "E04000001", "ok", ""},
	{"a council that does not say which", box(300, 300, 400, 400), council, "", "look", "look own-parish"},
	{"a council outside its parish", box(-500, 300, -400, 400), council, "E04000001", "stop", "stop own-parish"},
	{"a council in another's parish only", box(1300, 300, 1400, 400), council, "E04000001", "stop", "look consent:E04000002; stop own-parish"},
	{"a council beyond its parish", box(950, 300, 1050, 400), council, "E04000001", "look", "look consent:E04000002"},
	{"a council into a parish without a council", box(950, 1300, 1050, 1400), council, "E04000003", "note", "note consent:E04000004; note own-parish"},
	{"a council into a parish of which it is not known", box(300, 950, 400, 1050), council, "E04000001", "look", "look consent:E04000003"},
	{"a council onto unparished land", box(-50, 300, 50, 400), council, "E04000001", "ok", ""},
	{"the whole parish with an area that reaches outside", box(0, 0, 1000, 1000), council, "E04000001", "stop", "look whole-parish; stop overlap:hollin; stop overlap:mill"},
	{"the whole parish", box(-3000, 0, -2000, 1000), council, "E04000005", "ok", ""},
	{"the whole parish but a corner", one(-3000, 0, -2000, 0, -2000, 900, -2100, 1000, -3000, 1000), council, "E04000005", "ok", ""},
	{"the whole parish, 3 m short on one side", box(-3000, 0, -2000, 997), council, "E04000005", "look", "look parish-line:E04000005"},
	{"the whole parish, 3 m over on one side", box(-3000, 0, -2000, 1003), council, "E04000005", "look", "look parish-line:E04000005"},
	{"the whole parish to 2 cm", box(-3000, 0.02, -2000, 1000), council, "E04000005", "ok", ""},
	{"the whole of a parish without a council", box(1000, 1000, 2000, 2000), council, "E04000004", "look", "look authority; look own-parish"},
	{"a council of which it is not known whether it is one", box(300, 1300, 400, 1400), council, "E04000003", "note", "note own-parish"},
	// authorities
	{"two authorities", box(1400, -300, 1600, -200), "", "", "look", "look authority"},
	{"along the edge of two authorities", box(1300, -300, 1500, -200), "", "", "ok", ""},
	{"2 cm into the other authority", box(1300, -300, 1500.02, -200), "", "", "ok", ""},
	{"in the sea", box(0, 4000, 100, 4100), "", "", "look", "look authority"},
	{"half in the sea", box(0, 2900, 100, 3100), "", "", "look", "look beyond"},
	{"in Wales", box(4000, 0, 4100, 100), "", "", "stop", "stop wales"},
	{"over the border of Wales", box(2900, 0, 3100, 100), "", "", "stop", "stop wales"},
}

func TestGoldenVerdicts(t *testing.T) {
	if len(golden) < 60 {
		t.Errorf("there are %d golden cases; 60 are wanted", len(golden))
	}
	ground := goldenGround()
	for _, c := range golden {
		v, err := area.Judge(area.Question{Shape: c.drawn, BodyType: c.body, Parish: c.parish}, ground)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := said(v); v.Level.String() != c.level || got != c.says {
			t.Errorf("%s: %s %q, want %s %q", c.name, v.Level, got, c.level, c.says)
		}
		for _, s := range v.Statements {
			if s.Title == "" || s.Text == "" || strings.Contains(s.Title+s.Text, "%!") {
				t.Errorf("%s: %s says %q %q", c.name, s.ID, s.Title, s.Text)
			}
			for _, r := range s.Repairs {
				if _, ok := area.Repairs.Find(r.Kind); !ok || r.Label == "" {
					t.Errorf("%s: %s offers %+v", c.name, s.ID, r)
				}
			}
		}
	}
}

// said are the statements that do not say that all is well.
func said(v area.Verdict) string {
	var all []string
	for _, s := range v.Statements {
		if s.Level > area.OK {
			all = append(all, fmt.Sprintf("%s %s", s.Level, s.ID))
		}
	}
	slices.SortFunc(all, cmp.Compare[string])
	return strings.Join(all, "; ")
}

// Every repair that a golden verdict offers does what its button says: the statement that offered it is gone, and nothing graver came.
func TestRepairsMend(t *testing.T) {
	ground := goldenGround()
	tried := map[string]int{}
	for _, c := range golden {
		q := area.Question{Shape: c.drawn, BodyType: c.body, Parish: c.parish}
		before, err := area.Judge(q, ground)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range before.Statements {
			for _, r := range s.Repairs {
				mended, err := area.Mend(q, ground, r)
				if err != nil {
					if strings.Contains(err.Error(), "Nothing of the area") {
						continue // it lay wholly in the other
					}
					t.Errorf("%s: %s: %v", c.name, r.Label, err)
					continue
				}
				tried[r.Kind]++
				if err := shape.Check(mended, shape.Limits{}); err != nil {
					t.Errorf("%s: %s leaves a shape that is broken: %v", c.name, r.Label, err)
					continue
				}
				again := q
				again.Shape = mended
				after, err := area.Judge(again, ground)
				if err != nil {
					t.Errorf("%s: %s: %v", c.name, r.Label, err)
					continue
				}
				for _, left := range after.Statements {
					if left.ID == s.ID && left.Level >= s.Level && s.Level > area.OK {
						t.Errorf("%s: after %q it still says %s %q", c.name, r.Label, left.ID, left.Title)
					}
				}
			}
		}
	}
	for _, kind := range area.Repairs.Slugs() {
		if tried[kind] == 0 {
			t.Errorf("no golden case is mended by %s", kind)
		}
	}
}

// Two drafts of others that are ready may have one name: each has a statement of its own, and is trimmed to by itself.
func TestNeighboursOfOneName(t *testing.T) {
	ground := goldenGround()
	for i := range 3 {
		x := float64(4000 + 300*i)
		ground.Neighbours = append(ground.Neighbours, area.Neighbour{Name: []string{"Common", "Common", "Common (2)"}[i], Status: "ready", Shape: box(x, 0, x+100, 100)})
	}
	q := area.Question{Shape: box(4050, 50, 4750, 200)}
	v, err := area.Judge(q, ground)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, s := range v.Statements {
		if !strings.HasPrefix(s.ID, "overlap:") {
			continue
		}
		ids[s.ID] = true
		mended, err := area.Mend(q, ground, s.Repairs[0])
		if err != nil {
			t.Fatal(err)
		}
		if lost := shape.Area(q.Shape) - shape.Area(mended); lost < shape.Area(s.Land)-0.1 || lost > shape.Area(s.Land)+0.1 {
			t.Errorf("%s: %v m² were trimmed, not %v", s.ID, lost, shape.Area(s.Land))
		}
	}
	if len(ids) != 3 {
		t.Errorf("the statements are %v", ids)
	}
}

// named are the ids that a verdict may name: rows of table rule.
var named = []string{"area-application", "area-decide", "area-decide-two-authorities", "area-overlap", "area-regard", "england-only", "forum-no-parish", "parish-area-own-parish", "parish-consent", "whole-parish"}

func TestStatementsNameRules(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range golden {
		v, err := area.Judge(area.Question{Shape: c.drawn, BodyType: c.body, Parish: c.parish}, goldenGround())
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range v.Statements {
			seen[s.Rule] = true
			if s.Rule != "" && !slices.Contains(named, s.Rule) {
				t.Errorf("%s names the rule %q", s.ID, s.Rule)
			}
		}
	}
	for _, rule := range named {
		if !seen[rule] {
			t.Errorf("no golden verdict names %s", rule)
		}
	}
}
