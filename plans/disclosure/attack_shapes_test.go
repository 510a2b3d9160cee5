package disclosure_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/within"
	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// The attack: thousands of shapes that differ by little, and what is said of one taken from what is said of the other.

// answers is a store that is asked about shapes: all that it says in a row, the total first.
type answers func(t *testing.T, b *within.Boundary) []int

// pairOfShapes are two shapes, the second of which holds little more than the first, or little else.
type pairOfShapes struct {
	kind string
	a, b *within.Boundary
}

func box(at orb.Point, width, height float64) orb.Ring {
	return orb.Ring{at, {at[0] + width, at[1]}, {at[0] + width, at[1] + height}, {at[0], at[1] + height}, at}
}

// adversarial makes shapes of a town, n pairs of them. Addresses are no secret: the attacker aims at places where homes are.
func adversarial(r *rand.Rand, town *town, n int) (pairs []pairOfShapes) {
	prepare := func(rings ...orb.Ring) *within.Boundary {
		var area orb.MultiPolygon
		for _, ring := range rings {
			area = append(area, orb.Polygon{ring})
		}
		return within.Prepare(area)
	}
	width := float64(town.across) * town.side
	anywhere := func() orb.Point {
		return orb.Point{town.origin[0] + r.Float64()*width*.8, town.origin[1] + r.Float64()*width*.8}
	}
	nested, slid := anywhere(), anywhere()
	size := 0.
	for len(pairs) < n {
		at := town.homes[r.IntN(len(town.homes))].point
		bite := box(orb.Point{at[0] - 1, at[1] - 1}, 2, 2)
		whole := box(anywhere(), 200+r.Float64()*1200, 200+r.Float64()*1200)
		switch len(pairs) % 5 {
		case 0: // each a little larger than the last
			if size += 2; size > 1500 {
				size, nested = 0, anywhere()
			}
			pairs = append(pairs, pairOfShapes{"nested", prepare(box(nested, size, size)), prepare(box(nested, size+2, size+2))})
		case 1: // slid eastwards by a metre
			if slid[0]++; slid[0] > town.origin[0]+width {
				slid = anywhere()
			}
			pairs = append(pairs, pairOfShapes{"slid", prepare(box(slid, 300, 300)), prepare(box(orb.Point{slid[0] + 1, slid[1]}, 300, 300))})
		case 2: // with a home's place, and without: two pieces
			pairs = append(pairs, pairOfShapes{"one home apart", prepare(whole), within.Prepare(orb.MultiPolygon{{whole}}, orb.MultiPolygon{{bite}})})
		case 3: // a hole around one home
			around := box(orb.Point{at[0] - 150, at[1] - 150}, 300, 300)
			slices.Reverse(bite)
			pairs = append(pairs, pairOfShapes{"one minus another", within.Prepare(orb.MultiPolygon{{around, bite}}), prepare(around)})
		case 4: // a place alone, against nowhere
			pairs = append(pairs, pairOfShapes{"alone", prepare(box(orb.Point{at[0] + 1000, at[1] + 1000}, .001, .001)), prepare(bite)})
		}
	}
	return pairs
}

// claim is a home that the attacker takes for found, with all that was said of it.
type claim struct {
	pair int
	says []int
}

// difference takes the answers of each pair from one another. Where one home is left over, and one in each table, a home is found.
func difference(t *testing.T, ask answers, tables []int, pairs []pairOfShapes) (differences [][]int, claims []claim) {
	t.Helper()
	for i, pair := range pairs {
		d := minus(ask(t, pair.b), ask(t, pair.a))
		differences = append(differences, d)
		for _, sign := range []int{1, -1} {
			says := slices.Clone(d)
			for k := range says {
				says[k] *= sign
			}
			if oneHome(says, tables) {
				claims = append(claims, claim{i, says})
			}
		}
	}
	return differences, claims
}

// oneHome says whether a row of tables, each of so many entries, holds one home: a one in each, and noughts.
func oneHome(says, tables []int) bool {
	for _, n := range tables {
		ones := 0
		for _, v := range says[:n] {
			if v != 0 && v != 1 {
				return false
			}
			ones += v
		}
		if ones != 1 {
			return false
		}
		says = says[n:]
	}
	return true
}

func TestShapesFindThePublishedTableAndNothingBeyond(t *testing.T) {
	r := sweep.Seeded(t)
	town := openTown(r, 3000)
	built, err := disclosure.Build(scheme, randomSecret(r), town.stock(), disclosure.Standing{})
	if err != nil {
		t.Fatal(err)
	}
	release := town.released(built)
	table, err := disclosure.NewTable(release)
	if err != nil {
		t.Fatal(err)
	}
	s := scheme.Of(release.Owners["E08000035"]...)
	tables, by := []int{1}, []string{}
	for _, way := range s.Ways {
		tables, by = append(tables, len(way.Values)), append(by, way.Key)
	}
	fromTable := func(t *testing.T, b *within.Boundary) []int {
		a := ask(t, table, disclosure.Question{Within: b, By: by})
		row := []int{a.Total.Value}
		for w, key := range by {
			for i := range s.Ways[w].Values {
				if key == "owner" && a.Cells == 0 {
					row = append(row, 0)
					continue
				}
				row = append(row, a.By[key][i].Value)
			}
		}
		return row
	}
	fromHomes := func(t *testing.T, b *within.Boundary) []int {
		var records []disclosure.Record
		bound := b.Bound()
		for _, h := range town.homes {
			if bound.Contains(h.point) && b.Covers(h.point) {
				records = append(records, disclosure.Record{Values: h.values, Count: 1})
			}
		}
		e, err := s.Counted(records)
		if err != nil {
			t.Fatal(err)
		}
		return flat(disclosure.Entries{Total: e.Total, Ways: e.Ways})
	}

	pairs := adversarial(r, town, 5000) // of two shapes each
	_, found := difference(t, fromHomes, tables, pairs)
	right, byKind, homes := 0, map[string]int{}, map[orb.Point]bool{}
	for _, c := range found {
		for _, h := range town.homes {
			p := pairs[c.pair]
			if (p.a.Covers(h.point) != p.b.Covers(h.point)) && slices.Equal(valuesOf(s, c.says), categories(s, h.values)) {
				right++
				byKind[p.kind]++
				homes[h.point] = true
				break
			}
		}
	}
	t.Logf("on exact counts %d homes are found, all attributes right: %v", len(homes), byKind)
	if right != len(found) || len(homes) < 1000 || len(byKind) < 5 {
		t.Errorf("the attack finds %d homes on exact counts, %d of %d claims are right: %v", len(homes), right, len(found), byKind)
	}

	entries := make([][]int, len(release.Cells)) // what is published
	for i, c := range release.Cells {
		entries[i] = flat(disclosure.Entries{Total: c.Entries.Total, Ways: c.Entries.Ways})
	}
	differences, found := difference(t, fromTable, tables, pairs)
	if len(found) > 0 {
		t.Errorf("the attack finds %d homes in the protected table", len(found))
	}
	none := 0
	for i, d := range differences {
		want := make([]int, len(d))
		for k, c := range release.Cells {
			in := 0
			if pairs[i].b.Covers(c.Point) {
				in++
			}
			if pairs[i].a.Covers(c.Point) {
				in--
			}
			for j, v := range entries[k] {
				want[j] += in * v
			}
		}
		if !slices.Equal(d, want) {
			t.Fatalf("%s: the difference is not one of published cells", pairs[i].kind)
		}
		if slices.Max(d) == 0 && slices.Min(d) == 0 {
			none++
		}
	}
	t.Logf("of %d differences on the protected table %d are nothing at all", len(differences), none)
	spanned(t, fromTable, release, entries, pairs)
}

// valuesOf are the categories that one home is said to be of.
func valuesOf(s disclosure.Scheme, says []int) (values []string) {
	says = says[1:]
	for _, way := range s.Ways {
		values = append(values, way.Values[slices.Index(says, 1)])
		says = says[len(way.Values):]
	}
	return values
}

// categories are those that a home's values count in.
func categories(s disclosure.Scheme, values []string) (list []string) {
	for w, v := range values {
		place, ok := s.Ways[w].Category(v)
		if !ok {
			place = len(s.Ways[w].Values) - 1
		}
		list = append(list, s.Ways[w].Values[place])
	}
	return list
}

// spanned solves all answers at once, for what the shapes tell apart. An unknown is a cell, or cells that no shape tells apart; each that can
// be solved for has the published entries, and no more unknowns than cells can be.
func spanned(t *testing.T, ask answers, release disclosure.Release, entries [][]int, pairs []pairOfShapes) {
	t.Helper()
	var rows [][]int
	for _, p := range pairs {
		for _, b := range []*within.Boundary{p.a, p.b} {
			row := make([]int, len(release.Cells))
			some := false
			for k, c := range release.Cells {
				if b.Covers(c.Point) {
					row[k], some = 1, true
				}
			}
			if some {
				rows = append(rows, append(row, ask(t, b)...))
			}
		}
	}
	rank, contradictions, solved := 0, 0, 0
	n := len(release.Cells)
	for column := range n {
		pivot := slices.IndexFunc(rows[rank:], func(row []int) bool { return row[column] != 0 })
		if pivot < 0 {
			continue
		}
		rows[rank], rows[rank+pivot] = rows[rank+pivot], rows[rank]
		scale(rows[rank], inverse(rows[rank][column]))
		for i, row := range rows {
			if i != rank && row[column] != 0 {
				addTimes(row, rows[rank], prime-row[column])
			}
		}
		if rank++; rank == len(rows) {
			break
		}
	}
	for _, row := range rows[rank:] {
		if slices.ContainsFunc(row, func(v int) bool { return v != 0 }) {
			contradictions++
		}
	}
	for _, row := range rows[:rank] { // each unknown that is left alone, or with what is never told apart from it
		want := make([]int, len(entries[0]))
		alone := 0
		for k, v := range row[:n] {
			if v != 0 {
				alone++
				addTimes(want, entries[k], v)
			}
		}
		if !slices.Equal(row[n:], want) {
			t.Fatal("something was solved for that is no sum of published entries")
		}
		if alone == 1 {
			solved++
		}
	}
	t.Logf("%d answers, solved together, tell %d sums apart in %d cells; %d of them are a cell's own figures, as published", len(rows), rank, n, solved)
	if contradictions > 0 {
		t.Errorf("%d answers are no sums of cells", contradictions)
	}
	if solved == 0 {
		t.Error("no cell was solved for: the attack is too weak to prove anything")
	}
}

// The equations are solved in the numbers modulo a prime, so that no fraction is rounded.
const prime = 1<<31 - 1

func addTimes(to, row []int, times int) {
	for i, v := range row {
		to[i] = ((to[i]+v%prime*times)%prime + prime) % prime
	}
}

func scale(row []int, times int) {
	for i, v := range row {
		row[i] = (v%prime*times%prime + prime) % prime
	}
}

// inverse is by Fermat: v^(prime-2).
func inverse(v int) int {
	result, power := 1, ((v%prime)+prime)%prime
	for e := prime - 2; e > 0; e /= 2 {
		if e%2 == 1 {
			result = result * power % prime
		}
		power = power * power % prime
	}
	return result
}
