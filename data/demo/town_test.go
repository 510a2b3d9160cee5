package demo_test

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"terrier/data/demo"
	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/basemap"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/organisation"
	"terrier/plans/place"
)

// town is made once; no test changes it.
var town = sync.OnceValue(func() *demo.Town { return demo.Make(demo.Options{}) })

func TestMakingTakesUnderTwoSeconds(t *testing.T) {
	if testing.CoverMode() != "" || raceEnabled {
		t.Skip("skipped: a measured or raced build is slower by design")
	}
	best := time.Hour
	for range 3 { // other work on the machine only ever makes it slower
		start := time.Now()
		demo.Make(demo.Options{})
		best = min(best, time.Since(start))
	}
	if best > 2*time.Second {
		t.Errorf("made in %v, want under 2 s", best)
	}
	t.Logf("made in %v", best)
}

func TestSizes(t *testing.T) {
	w := town()
	associations := 0
	for _, o := range w.Organisations {
		if o.Type == "registered-provider" {
			associations++
		}
	}
	if n := w.HomeCount(); n != demo.DefaultHomes || associations != 14 || len(w.Assets) != 60 || len(w.Areas) != 5 {
		t.Errorf("%d homes, %d associations, %d assets, %d areas; want 12000, 14, 60, 5", n, associations, len(w.Assets), len(w.Areas))
	}
	kinds := map[string]int{}
	outlines := 0
	for _, a := range w.Assets {
		kinds[a.Kind]++
		if _, ok := a.Shape.(orb.MultiPolygon); ok {
			outlines++
		}
	}
	for _, k := range asset.Kinds {
		if kinds[k.Slug] == 0 {
			t.Errorf("no asset of kind %s", k.Slug)
		}
	}
	if outlines < 15 || outlines > 45 {
		t.Errorf("%d of 60 assets have an outline, want some of each", outlines)
	}
	count := map[string]int{}
	for _, b := range w.Boundaries {
		count[b.Kind]++
	}
	t.Logf("boundaries %v, %d places, %d features, published %d, %v", count, len(w.Places), len(w.Basemap), w.Facts.Published, w.Facts.BySensitivity)
	for _, a := range w.Facts.Areas {
		t.Logf("%+v", a)
	}
}

func TestEveryValueIsInItsCodeList(t *testing.T) {
	w := town()
	check := func(list plans.CodeList, what, slug string, mayBeEmpty bool) {
		t.Helper()
		if slug == "" && mayBeEmpty {
			return
		}
		if err := list.Check(what, slug); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range w.Organisations {
		check(organisation.Types, "type", o.Type, false)
		check(organisation.Designations, "designation", o.RPDesignation, true)
		check(organisation.CorporateForms, "form", o.CorporateForm, true)
		check(organisation.SizeBands, "size band", o.SizeBand, true)
		check(organisation.Origins, "origin", o.Origin, true)
	}
	for _, b := range w.Boundaries {
		check(boundary.Kinds, "kind", b.Kind, false)
		check(boundary.HasCouncil, "has-council", b.HasCouncil, false)
		if kind, ok := boundary.KindOfCode(b.Code); !ok || kind != b.Kind {
			t.Fatalf("code %s of a %s names a %q", b.Code, b.Kind, kind)
		}
	}
	for h := range w.Homes() {
		check(home.Needs, "needs", h.Needs, false)
		check(home.Tenures, "tenure", h.Tenure, false)
		check(home.Types, "type", h.Type, false)
		check(home.Builts, "built", h.Built, false)
		check(home.BuildYearBands, "band", h.BuildYearBand, false)
		check(home.EPCs, "epc", h.EPC, false)
		check(home.Ownerships, "ownership", h.Ownership, false)
		check(home.Occupancies, "occupancy", h.Occupancy, false)
		check(home.Sensitivities, "sensitivity", h.Sensitivity, false)
		if h.Bedrooms < 1 || h.Bedrooms > 12 {
			t.Fatalf("%s has %d bedrooms", h.Reference, h.Bedrooms)
		}
	}
	for _, a := range w.Areas {
		check(area.Stages, "stage", a.Stage, false)
		check(area.Kinds, "kind", a.Kind, false)
		check(area.Decisions, "decision", a.Decision, true)
		check(area.RelevantBodyTypes, "relevant body", a.RelevantBodyType, false)
	}
	for _, a := range w.Assets {
		check(asset.Kinds, "kind", a.Kind, false)
		check(asset.OwnerKinds, "owner kind", a.OwnerKind, false)
	}
	for _, f := range w.Basemap {
		check(basemap.Layers, "layer", f.Layer, false)
	}
	for _, p := range w.Places {
		check(place.Kinds, "kind", p.Kind, false)
	}
}

func TestReferencesAreUnique(t *testing.T) {
	w := town()
	seen := map[string]bool{}
	once := func(what, ref string) {
		t.Helper()
		if ref == "" || seen[what+ref] {
			t.Fatalf("%s %q is empty or given twice", what, ref)
		}
		seen[what+ref] = true
	}
	for _, o := range w.Organisations {
		once("organisation ref ", o.Ref)
		once("organisation "+o.Type, o.Reference)
		once("organisation name ", o.Name)
	}
	for _, b := range w.Boundaries {
		once("boundary ref ", b.Ref)
		once("boundary "+b.Kind, b.Code)
	}
	for h := range w.Homes() {
		once("home "+h.Owner, h.Reference)
		once("uprn ", h.UPRN)
	}
	for _, a := range w.Assets {
		once("asset ref ", a.Ref)
		once("asset ", a.Reference)
	}
	for _, a := range w.Areas {
		once("area ref ", a.Ref)
		once("area ", a.Reference)
	}
	for _, p := range w.Places {
		once("place "+p.Kind, p.Reference)
	}
}

func TestEveryShapeIsValidAndInMillimetres(t *testing.T) {
	w := town()
	check := func(what string, g orb.Geometry) {
		t.Helper()
		if g == nil {
			t.Fatalf("%s has no shape", what)
		}
		if g.Dimensions() == 2 {
			if err := shape.Check(g, shape.Limits{}); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
		}
		if !orb.Equal(g, bng.RoundGeometry(g)) {
			t.Fatalf("%s is not in whole millimetres", what)
		}
		if line, ok := g.(orb.LineString); ok && len(line) < 2 {
			t.Fatalf("%s is a line of %d points", what, len(line))
		}
	}
	for _, b := range w.Boundaries {
		check(b.Name, b.Shape)
	}
	for _, a := range w.Areas {
		check(a.Name, a.Shape)
	}
	for _, a := range w.Assets {
		check(a.Name, a.Shape)
		check(a.Name, a.Point)
	}
	for _, p := range w.Places {
		check(p.Name, p.Point)
	}
	for k, f := range w.Basemap {
		check(f.Layer+" "+f.Kind+" "+f.Name+" "+itoa(k), f.Shape)
	}
}

func TestBoundariesOfAKindTileTheDistrict(t *testing.T) {
	w := town()
	byKind := map[string][]boundary.Boundary{}
	for _, b := range w.Boundaries {
		byKind[b.Kind] = append(byKind[b.Kind], b)
	}
	district := byKind["local-authority"][0].Shape
	for _, kind := range []string{"ward", "lsoa", "msoa", "oa"} {
		edges := map[[2]orb.Point]string{}
		total := 0.0
		for _, b := range byKind[kind] {
			total += shape.Area(b.Shape)
			addEdges(t, edges, b)
		}
		// every edge is used once in each direction, save those of the district itself: no gap, no overlap, to the last digit
		onEdge := 0
		for e := range edges {
			if edges[[2]orb.Point{e[1], e[0]}] == "" {
				onEdge++
			}
		}
		if want := edgeCount(district); onEdge != want {
			t.Errorf("%s: %d edges have no neighbour, the district has %d", kind, onEdge, want)
		}
		if math.Abs(total-shape.Area(district)) > .001 {
			t.Errorf("%s: areas sum to %.4f m², the district has %.4f", kind, total, shape.Area(district))
		}
	}
	edges := map[[2]orb.Point]string{}
	councils := map[string]int{}
	for _, b := range byKind["parish"] {
		addEdges(t, edges, b)
		councils[b.HasCouncil]++
	}
	if councils["yes"] < 5 || councils["no"] == 0 || councils["unknown"] == 0 || len(byKind["parish"]) != 10 {
		t.Errorf("parishes by council: %v", councils)
	}
	for _, b := range byKind["parish"] {
		if insideAny(w.Facts.PostcodeAt, b.Shape) {
			t.Errorf("the town is parished: %s", b.Name)
		}
	}
}

func addEdges(t *testing.T, edges map[[2]orb.Point]string, b boundary.Boundary) {
	for _, part := range b.Shape {
		for _, r := range part {
			for k := 1; k < len(r); k++ {
				e := [2]orb.Point{r[k-1], r[k]}
				if other := edges[e]; other != "" {
					t.Fatalf("%s overlaps %s at %v", b.Code, other, r[k])
				}
				edges[e] = b.Code
			}
		}
	}
}

func edgeCount(m orb.MultiPolygon) int {
	n := 0
	for _, part := range m {
		for _, r := range part {
			n += len(r) - 1
		}
	}
	return n
}

func insideAny(p orb.Point, m orb.MultiPolygon) bool { return planar.MultiPolygonContains(m, p) }

func TestHomes(t *testing.T) {
	w := town()
	var district orb.MultiPolygon
	for _, b := range w.Boundaries {
		if b.Kind == "local-authority" {
			district = b.Shape
		}
	}
	withMark, byPoint := 0, map[orb.Point]int{}
	for h := range w.Homes() {
		if !insideAny(h.Point, district) {
			t.Fatalf("%s lies outside the district", h.Reference)
		}
		if h.Point != bng.RoundPoint(h.Point) {
			t.Fatalf("%s is not in whole millimetres", h.Reference)
		}
		if h.Sensitivity == home.Withheld && (h.Address != "" || h.Postcode != "") {
			t.Fatalf("%s is withheld and has an address", h.Reference)
		}
		if h.Sensitivity != home.Withheld && h.Tenure == "specified-accommodation" {
			t.Fatalf("%s is specified accommodation and not withheld", h.Reference)
		}
		if h.Type == w.Facts.Marked.Type || h.Bedrooms == w.Facts.Marked.Bedrooms {
			withMark++
		}
		byPoint[h.Point]++
	}
	if withMark != 1 || w.Facts.Marked.Reference != demo.MarkedReference {
		t.Errorf("%d homes look like the marked one", withMark)
	}
	if w.Facts.Block.Homes < 24 {
		t.Errorf("the largest block has %d homes, want 24 at least", w.Facts.Block.Homes)
	}
	if share := float64(w.Facts.Published) / float64(w.Facts.Homes); share < .9 {
		t.Errorf("%.0f%% of homes are published, want nine in ten", 100*share)
	}
	for _, s := range home.Sensitivities {
		if w.Facts.BySensitivity[s.Slug] < 10 {
			t.Errorf("only %d homes are %s", w.Facts.BySensitivity[s.Slug], s.Slug)
		}
	}
}

// TestPublishedMixes: what is published has something of everything, and no value swallows the rest.
func TestPublishedMixes(t *testing.T) {
	w := town()
	count := map[string]map[string]int{}
	for h := range w.Homes() {
		if h.Sensitivity != home.Published {
			continue
		}
		for field, v := range map[string]string{"tenure": h.Tenure, "type": h.Type, "bedrooms": itoa(h.Bedrooms), "epc": h.EPC, "needs": h.Needs, "owner": h.Owner, "era": h.BuildYearBand} {
			if count[field] == nil {
				count[field] = map[string]int{}
			}
			count[field][v]++
		}
	}
	least := map[string]int{"tenure": 8, "type": 4, "bedrooms": 5, "epc": 7, "needs": 2, "owner": 11, "era": 8}
	for field, values := range count {
		most := 0
		for _, n := range values {
			most = max(most, n)
		}
		if len(values) < least[field] || float64(most) > .93*float64(w.Facts.Published) {
			t.Errorf("%s is degenerate: %v", field, values)
		}
		t.Logf("%s %v", field, values)
	}
}

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
