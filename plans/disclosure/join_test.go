package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"terrier/plans/disclosure"
	"terrier/scripts/sweep"
)

// randomTown is a board of squares, or a partition of one, with few or many homes.
func randomTown(r *rand.Rand) *town {
	squares := 1
	if r.IntN(2) == 0 {
		squares = 2 + r.IntN(8)
	}
	t := newTown(r, 4+r.IntN(20), squares, 250)
	t.divide(r, 1+r.IntN(3), r.IntN(5))
	t.settle(r, r.IntN(12*len(t.units)))
	return t
}

// components are the units that hang together where two beside each other may; each as places, ascending.
func components(units []disclosure.Unit, some []int, may func(a, b int) bool) (parts [][]int) {
	wanted, met := map[int]bool{}, map[int]bool{}
	for _, u := range some {
		wanted[u] = true
	}
	for _, u := range some {
		if met[u] {
			continue
		}
		met[u] = true
		part := []int{u}
		for k := 0; k < len(part); k++ {
			for _, next := range units[part[k]].Beside {
				if wanted[next] && !met[next] && may(part[k], next) {
					met[next] = true
					part = append(part, next)
				}
			}
		}
		slices.Sort(part)
		parts = append(parts, part)
	}
	return parts
}

func anywhere(int, int) bool { return true }

func homesOf(units []disclosure.Unit, some []int) (n int) {
	for _, u := range some {
		n += units[u].Homes
	}
	return n
}

func places(units []disclosure.Unit) map[string]int {
	place := map[string]int{}
	for u, unit := range units {
		place[unit.Code] = u
	}
	return place
}

func unitsOf(place map[string]int, c disclosure.Cell) (units []int) {
	for _, code := range c.Units {
		units = append(units, place[code])
	}
	slices.Sort(units)
	return units
}

// sound fails where a cell is not what every cell is.
func sound(t *testing.T, units []disclosure.Unit, cells []disclosure.Cell) (in map[int]int) {
	t.Helper()
	place, ids := places(units), map[string]bool{}
	in = map[int]int{}
	first := -1
	for i, c := range cells {
		some := unitsOf(place, c)
		if ids[c.ID] || len(c.ID) != 16 || !slices.IsSorted(c.Units) {
			t.Errorf("cell %q of %v", c.ID, c.Units)
		}
		ids[c.ID] = true
		if some[0] <= first {
			t.Errorf("cell %d begins with unit %d, the one before with %d", i, some[0], first)
		}
		first = some[0]
		for _, u := range some {
			if _, twice := in[u]; twice {
				t.Errorf("unit %d is in two cells", u)
			}
			in[u] = i
			if units[u].Authority != c.Authority {
				t.Errorf("cell %s of %s has a unit in %s", c.ID, c.Authority, units[u].Authority)
			}
		}
		if parts := components(units, some, anywhere); len(parts) != 1 {
			t.Errorf("cell %s falls into %d parts", c.ID, len(parts))
		}
		if n := homesOf(units, some); n < disclosure.LeastHomes {
			t.Errorf("cell %s holds %d homes", c.ID, n)
		}
	}
	return in
}

func all(units []disclosure.Unit) []int {
	some := make([]int, len(units))
	for u := range some {
		some[u] = u
	}
	return some
}

func TestJoin(t *testing.T) {
	r := sweep.Seeded(t)
	cells, spanning := 0, 0
	for range sweep.Size(150, 3000) {
		units := randomTown(r).units
		joined := disclosure.Join(units, nil)
		in := sound(t, units, joined)
		cells += len(joined)
		sameZone := func(a, b int) bool { return units[a].Zone == units[b].Zone && units[a].Authority == units[b].Authority }
		zones := components(units, all(units), sameZone)
		enough := map[int]bool{} // units whose zone has enough homes
		for _, zone := range zones {
			for _, u := range zone {
				enough[u] = homesOf(units, zone) >= disclosure.LeastHomes
			}
		}
		for _, zone := range zones {
			if !enough[zone[0]] {
				continue
			}
			for _, u := range zone { // it has enough homes for a cell, so all of it is in cells that would do without what is added to them
				i, some := in[u]
				if !some {
					t.Fatalf("unit %d is in no cell, though its zone has enough homes", u)
				}
				own := 0
				for _, other := range unitsOf(places(units), joined[i]) {
					if slices.Contains(zone, other) {
						own += units[other].Homes
						continue
					}
					if enough[other] {
						t.Fatalf("a cell goes over the edge between two zones that have enough homes: %v", joined[i])
					}
				}
				if own < disclosure.LeastHomes {
					t.Fatalf("a cell has %d homes in a zone that has enough of them: %v", own, joined[i])
				}
			}
		}
		for _, c := range joined {
			if len(components(units, unitsOf(places(units), c), sameZone)) > 1 {
				spanning++
			}
		}
		// What is in no cell has too few homes around it.
		sameAuthority := func(a, b int) bool { return units[a].Authority == units[b].Authority }
		var out []int
		for u := range units {
			if _, some := in[u]; !some {
				out = append(out, u)
			}
		}
		for _, rest := range components(units, out, sameAuthority) {
			if n := homesOf(units, rest); n >= disclosure.LeastHomes {
				t.Fatalf("%d homes side by side in one authority are in no cell", n)
			}
		}
		if again := disclosure.Join(units, nil); fmt.Sprint(again) != fmt.Sprint(joined) {
			t.Fatal("the same units are joined in another way")
		}
		if kept := disclosure.Join(units, joined); fmt.Sprint(kept) != fmt.Sprint(joined) {
			t.Fatal("the next release of the same homes has other cells")
		}
	}
	t.Logf("%d cells, %d of them over the edge of a zone", cells, spanning)
	if spanning == 0 {
		t.Error("no cell went over the edge of a zone: nothing was seen of that")
	}
}

// The outline depends on how many homes are in which unit, and on nothing else of them.
func TestAnOutlineDoesNotDependOnWhereInAUnitHomesStandOrWhatTheyAre(t *testing.T) {
	r := sweep.Seeded(t)
	for range sweep.Size(12, 1000) {
		town := randomTown(r)
		secret := randomSecret(r)
		before, err := disclosure.Build(scheme, secret, town.stock(), disclosure.Standing{})
		if err != nil {
			t.Fatal(err)
		}
		r.Shuffle(len(town.homes), func(i, j int) { town.homes[i], town.homes[j] = town.homes[j], town.homes[i] })
		for i := range town.homes {
			town.homes[i].values = randomValues(r)
			town.homes[i].values[wayOf("owner")] = []string{"alder-homes", "birch-homes"}[r.IntN(2)]
			square := town.area[town.homes[i].unit][0]
			town.homes[i].point = town.reference([]int{square})
		}
		after, err := disclosure.Build(scheme, randomSecret(r), town.stock(), disclosure.Standing{})
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(before.Cells) != fmt.Sprint(after.Cells) {
			t.Fatal("outlines follow what homes are like")
		}
		releaseBefore, releaseAfter := town.released(before), town.released(after)
		for i := range releaseBefore.Cells {
			if releaseBefore.Cells[i].Point != releaseAfter.Cells[i].Point || releaseBefore.Cells[i].Hectares != releaseAfter.Cells[i].Hectares {
				t.Fatal("reference points follow homes")
			}
		}
	}
}

// While a cell grows, which unit is taken next depends on the order alone: moving homes about within a cell, so that it still needs all its
// units, leaves it as it is. A unit without a home is taken in its turn.
func TestUnitsWithoutHomesAreJoinedLikeOthers(t *testing.T) {
	units := make([]disclosure.Unit, 9) // three by three
	for u := range units {
		units[u] = disclosure.Unit{Code: fmt.Sprint("u", u)}
		for v := range units {
			dx, dy := u%3-v%3, u/3-v/3
			if dx*dx+dy*dy == 1 {
				units[u].Beside = append(units[u].Beside, v)
			}
		}
	}
	cellsWith := func(homes ...int) string {
		for u := range units {
			units[u].Homes = homes[u]
		}
		var list []string
		for _, c := range disclosure.Join(units, nil) {
			list = append(list, fmt.Sprint(c.Units))
		}
		return fmt.Sprint(list)
	}
	for _, c := range []struct {
		homes []int
		want  string
	}{
		{[]int{0, 0, 0, 0, 10, 0, 0, 0, 0}, "[[u0 u1 u2 u3 u4 u5 u6 u7 u8]]"},
		{[]int{10, 0, 0, 0, 10, 0, 0, 0, 0}, "[[u0 u3 u5 u6 u7 u8] [u1 u2 u4]]"},
		{[]int{0, 9, 0, 1, 0, 0, 0, 0, 20}, "[[u0 u1 u2 u3] [u4 u5 u6 u7 u8]]"},
		{[]int{5, 1, 1, 3, 0, 0, 0, 0, 20}, "[[u0 u1 u2 u3] [u4 u5 u6 u7 u8]]"}, // the same ten homes elsewhere in the cell
		{[]int{9, 0, 0, 0, 0, 0, 0, 0, 0}, "[]"},
	} {
		if got := cellsWith(c.homes...); got != c.want {
			t.Errorf("homes %v: cells %s, want %s", c.homes, got, c.want)
		}
	}
}

// From one release to the next homes come and go: cells that hold enough stay, one that falls short is joined whole.
func TestKeptCells(t *testing.T) {
	r := sweep.Seeded(t)
	stayed, joined, added := 0, 0, 0
	for range sweep.Size(200, 10_000) {
		town := randomTown(r)
		units := slices.Clone(town.units)
		last := disclosure.Join(units, nil)
		for range 3 {
			for u := range units {
				switch r.IntN(6) {
				case 0:
					units[u].Homes = r.IntN(1 + units[u].Homes)
				case 1:
					units[u].Homes += r.IntN(4)
				}
			}
			next := disclosure.Join(units, last)
			in := sound(t, units, next)
			place := places(units)
			short := map[int]bool{}
			for i, c := range last {
				some := unitsOf(place, c)
				now, there := in[some[0]]
				switch {
				case homesOf(units, some) < disclosure.LeastHomes:
					short[i] = true
					if !there { // it stood alone with too few homes around it
						break
					}
					joined++
					for _, u := range some {
						if in[u] != now {
							t.Fatal("a cell that fell short was cut")
						}
					}
					if len(next[now].Units) <= len(some) {
						t.Fatal("a cell that fell short was not joined")
					}
				case next[now].ID == c.ID:
					stayed++
				default: // only because one that fell short was joined to it, and whole
					lent := false
					for k, other := range last {
						lent = lent || k != i && homesOf(units, unitsOf(place, other)) < disclosure.LeastHomes && in[unitsOf(place, other)[0]] == now
					}
					if !lent {
						t.Fatalf("cell %v holds enough and was changed to %v", c.Units, next[now].Units)
					}
					for _, u := range some {
						if in[u] != now {
							t.Fatal("a cell was cut")
						}
					}
				}
			}
			stood := map[int]bool{}
			for _, c := range last {
				for _, u := range unitsOf(place, c) {
					stood[u] = true
				}
			}
			for _, c := range next {
				if !slices.ContainsFunc(unitsOf(place, c), func(u int) bool { return stood[u] }) {
					added++
				}
			}
			last = next
		}
	}
	t.Logf("%d stayed, %d were joined, %d were added", stayed, joined, added)
	if stayed == 0 || joined == 0 || added == 0 {
		t.Error("something was not seen")
	}
}

// Homes of a second association move no outline: they add cells where none stood.
func TestASecondAssociationMovesNoOutline(t *testing.T) {
	r := sweep.Seeded(t)
	added := 0
	for range sweep.Size(100, 5000) {
		town := randomTown(r)
		units := slices.Clone(town.units)
		last := disclosure.Join(units, nil)
		more := slices.Clone(units)
		for range r.IntN(8 * len(more)) {
			more[r.IntN(len(more))].Homes++
		}
		next := disclosure.Join(more, last)
		sound(t, more, next)
		ids, stood := map[string]bool{}, map[string]bool{}
		for _, c := range next {
			ids[c.ID] = true
		}
		was := map[string]bool{}
		for _, c := range last {
			was[c.ID] = true
			for _, code := range c.Units {
				stood[code] = true
			}
			if !ids[c.ID] {
				t.Fatalf("cell %v is not there any more", c.Units)
			}
		}
		for _, c := range next {
			if was[c.ID] {
				continue
			}
			added++
			for _, code := range c.Units {
				if stood[code] {
					t.Fatalf("the new cell %v has land of an old one", c.Units)
				}
			}
		}
	}
	if added == 0 {
		t.Error("no cell was added: nothing was seen of that")
	}
}

// A unit that is not there any more is left out of its cell, which then is another.
func TestAUnitThatIsGone(t *testing.T) {
	units := []disclosure.Unit{{Code: "a", Beside: []int{1}, Homes: 6}, {Code: "b", Beside: []int{0}, Homes: 12}}
	last := disclosure.Join([]disclosure.Unit{{Code: "a", Beside: []int{1}, Homes: 6}, {Code: "b", Beside: []int{0, 2}, Homes: 2}, {Code: "c", Beside: []int{1}, Homes: 2}}, nil)
	next := disclosure.Join(units, last)
	if len(last) != 1 || len(next) != 1 || next[0].ID == last[0].ID || fmt.Sprint(next[0].Units) != "[a b]" {
		t.Errorf("%v, and before %v", next, last)
	}
}
