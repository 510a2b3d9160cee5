package disclosure_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/column"
	"terrier/geo/within"
	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// randomRelease has so many cells anywhere, with any numbers in their tables: the sums are plain, so the numbers need not be like real ones.
func randomRelease(r *rand.Rand, cells int) disclosure.Release {
	release := disclosure.Release{Scheme: scheme, Owners: map[string][]string{
		"E08000001": {"alder-homes", "birch-homes"}, "E08000002": {"birch-homes", "cedar-homes", "dogwood-homes"}, "E08000003": nil}}
	for i := range cells {
		point := orb.Point{millimetres(430_000 + 20_000*r.Float64()), millimetres(430_000 + 20_000*r.Float64())}
		if i > 0 && r.IntN(20) == 0 {
			point = release.Cells[i-1].Point
		}
		c := disclosure.Released{Cell: disclosure.Cell{ID: fmt.Sprint("cell", i), Authority: fmt.Sprint("E0800000", 1+r.IntN(4))}, // the fourth has no list
			Point: point, World: column.WorldOf(point)}
		e, err := scheme.Of(release.Owners[c.Authority]...).Counted(nil)
		if err != nil {
			panic(err)
		}
		e.Total = r.IntN(61) - 10
		for _, table := range append(e.Ways, e.Pair...) {
			for k := range table {
				table[k] = r.IntN(31) - 10
			}
		}
		c.Entries = e
		release.Cells = append(release.Cells, c)
	}
	return release
}

// randomBoundary is a star of many corners around somewhere, small or large, now and then with a hole.
func randomBoundary(r *rand.Rand) *within.Boundary {
	star := func(size float64) orb.Ring {
		at := orb.Point{430_000 + 20_000*r.Float64(), 430_000 + 20_000*r.Float64()}
		var ring orb.Ring
		n := 3 + r.IntN(20)
		for k := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			far := size * (.3 + r.Float64())
			ring = append(ring, orb.Point{millimetres(at[0] + far*cos), millimetres(at[1] + far*sin)})
		}
		return append(ring, ring[0])
	}
	area := orb.MultiPolygon{{star(10 * math.Pow(2000, r.Float64()))}}
	if r.IntN(3) == 0 {
		area = append(area, orb.Polygon{star(3000)})
	}
	if r.IntN(3) == 0 {
		area[0] = append(area[0], star(500))
	}
	return within.Prepare(area)
}

// naive adds up cell by cell what a question asks for: by the categories' names, from the entries of each cell's own scheme.
func naive(release disclosure.Release, q disclosure.Question) disclosure.Answer {
	a := disclosure.Answer{By: map[string][]disclosure.Entry{}}
	sums := map[string]map[string]disclosure.Number{}
	for _, key := range q.By {
		sums[key] = map[string]disclosure.Number{}
	}
	add := func(n *disclosure.Number, v int) { n.Value, n.Draws = n.Value+v, n.Draws+1 }
	means := func(key, category string) bool { return q.Where[key] == nil || slices.Contains(q.Where[key], category) }
	tenures, bedrooms := scheme.Ways[wayOf("tenure")].Values, scheme.Ways[wayOf("bedrooms")].Values
	for _, c := range release.Cells {
		if q.Within != nil && !q.Within.Covers(c.Point) {
			continue
		}
		ofOwners := q.Where["owner"]
		if ofOwners == nil || slices.ContainsFunc(append(slices.Clone(release.Owners[c.Authority]), disclosure.Rest), func(ref string) bool { return slices.Contains(ofOwners, ref) }) {
			a.Cells++
		}
		ways := scheme.Of(release.Owners[c.Authority]...).Ways
		put := func(key, category string, v int) {
			if sums[key] != nil {
				n := sums[key][category]
				add(&n, v)
				sums[key][category] = n
			}
		}
		switch {
		case q.Where == nil:
			add(&a.Total, c.Entries.Total)
			for w, way := range ways {
				for k, category := range way.Values {
					put(way.Key, category, c.Entries.Ways[w][k])
				}
			}
		case q.Where["tenure"] != nil && q.Where["bedrooms"] != nil:
			for i, tenure := range tenures {
				for j, beds := range bedrooms {
					if means("tenure", tenure) && means("bedrooms", beds) {
						add(&a.Total, c.Entries.Pair[i][j])
						put("tenure", tenure, c.Entries.Pair[i][j])
						put("bedrooms", beds, c.Entries.Pair[i][j])
					}
				}
			}
		default:
			key := sortedKeys(q.Where)[0]
			for w, way := range ways {
				if way.Key != key {
					continue
				}
				for k, category := range way.Values {
					if means(key, category) {
						add(&a.Total, c.Entries.Ways[w][k])
						put(key, category, c.Entries.Ways[w][k])
					}
				}
			}
			for i, tenure := range tenures {
				for j, beds := range bedrooms {
					if key == "tenure" && means(key, tenure) {
						put("bedrooms", beds, c.Entries.Pair[i][j])
					}
					if key == "bedrooms" && means(key, beds) {
						put("tenure", tenure, c.Entries.Pair[i][j])
					}
				}
			}
		}
	}
	for key, categories := range sums {
		list := []disclosure.Entry{}
		order := scheme.Ways[wayOf(key)].Values
		if key == "owner" {
			order = append(slices.DeleteFunc(sortedKeys(categories), func(ref string) bool { return ref == disclosure.Rest }), disclosure.Rest)
		}
		for _, category := range order {
			n, some := categories[category]
			if some || key != "owner" && means(key, category) {
				list = append(list, disclosure.Entry{Category: category, Number: n})
			}
		}
		a.By[key] = list
	}
	return a
}

func randomQuestion(r *rand.Rand) disclosure.Question {
	some := func(key string) []string {
		values := scheme.Ways[wayOf(key)].Values
		if key == "owner" {
			values = []string{"alder-homes", "birch-homes", "cedar-homes", "dogwood-homes", disclosure.Rest, "nobody"}
		}
		var list []string
		for range 1 + r.IntN(4) {
			list = append(list, values[r.IntN(len(values))]) // now and then one twice
		}
		return list
	}
	var q disclosure.Question
	switch r.IntN(4) {
	case 0:
		for _, way := range scheme.Ways {
			if r.IntN(2) == 0 {
				q.By = append(q.By, way.Key)
			}
		}
	case 1, 2:
		key := scheme.Ways[r.IntN(len(scheme.Ways))].Key
		q.Where, q.By = map[string][]string{key: some(key)}, []string{key}
		if key == "tenure" || key == "bedrooms" {
			q.By = []string{"tenure", "bedrooms"}
		}
	case 3:
		q.Where, q.By = map[string][]string{"tenure": some("tenure"), "bedrooms": some("bedrooms")}, []string{"bedrooms", "tenure"}
	}
	if r.IntN(10) > 0 {
		q.Within = randomBoundary(r)
	}
	return q
}

func ask(t *testing.T, table *disclosure.Table, q disclosure.Question) disclosure.Answer {
	t.Helper()
	a, err := table.Ask(q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnswersAreSumsOfCells(t *testing.T) {
	r := sweep.Seeded(t)
	release := randomRelease(r, 4000)
	table, err := disclosure.NewTable(release)
	if err != nil {
		t.Fatal(err)
	}
	none := 0
	for range sweep.Size(500, 20_000) {
		q := randomQuestion(r)
		got, want := ask(t, table, q), naive(release, q)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("where %v by %v, in a boundary: %v\n got %v\nwant %v", q.Where, q.By, q.Within != nil, got, want)
		}
		if got.Cells == 0 {
			none++
		}
		for _, cell := range table.Inside(q.Within) {
			if q.Within != nil && !q.Within.Covers(release.Cells[cell].Point) {
				t.Fatal("a cell is shaded that is not added up")
			}
		}
		if n := len(table.Telling(q.Within, q.Where)); n != got.Cells {
			t.Fatalf("%d cells are shaded, %d were added up", n, got.Cells)
		}
	}
	if none == 0 {
		t.Error("no boundary was without a cell")
	}
}

// A table without a cell answers like any other.
func TestAnEmptyTable(t *testing.T) {
	table, err := disclosure.NewTable(disclosure.Release{Scheme: scheme})
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range []*within.Boundary{nil, randomBoundary(sweep.Seeded(t))} {
		a := ask(t, table, disclosure.Question{Within: b, By: []string{"tenure", "owner"}})
		if a.Cells != 0 || a.Total != (disclosure.Number{}) || len(a.By["tenure"]) != 12 || a.By["owner"] != nil || a.Total.Shown() {
			t.Errorf("%v", a)
		}
	}
}

func TestATableOfAnotherShapeIsRefused(t *testing.T) {
	for _, spoil := range []func(*disclosure.Entries){
		func(e *disclosure.Entries) { e.Ways = e.Ways[1:] },
		func(e *disclosure.Entries) { e.Ways[2] = append(e.Ways[2], 0) },
		func(e *disclosure.Entries) { e.Pair = e.Pair[1:] },
		func(e *disclosure.Entries) { e.Ways[wayOf("owner")] = []int{1, 2} },
	} {
		release := randomRelease(sweep.Seeded(t), 3)
		release.Cells[1].Authority = "E08000003"
		release.Cells[1].Entries.Ways[wayOf("owner")] = []int{0}
		spoil(&release.Cells[1].Entries)
		if _, err := disclosure.NewTable(release); err == nil {
			t.Error("was taken")
		}
	}
}
