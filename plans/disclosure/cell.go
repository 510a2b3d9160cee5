package disclosure

import (
	"crypto/sha256"
	"slices"
	"strings"

	"terrier/plans"
)

// LeastHomes is how many homes a cell holds at the least when it is built (DOMAIN section 6.2).
const LeastHomes = 10

// Unit is a piece of land that cells are made of and that is never cut: a census output area, or a square of 250 metres of the National
// Grid where none is loaded. Where it lies goes by its reference point, not by its homes.
type Unit struct {
	Code      string // of the output area, or the grid reference of the square: "SE3247NE"
	Authority string // code of the local authority that its reference point is in; "" where none is known
	Zone      string // code of the parish that its reference point is in; where there is none, whatever else keeps places apart
	Beside    []int  // the units that it has an edge in common with, as places in the list of all units, ascending
	Homes     int    // that the table is made of
}

// Cell is some units side by side whose homes are protected together.
type Cell struct {
	ID        string   // hash of the codes of its units: 16 letters
	Units     []string // codes, ascending
	Authority string
}

func newCell(codes []string, authority string) Cell {
	codes = slices.Sorted(slices.Values(codes))
	sum := sha256.Sum256([]byte("terrier cell 1\n" + strings.Join(codes, "\n")))
	return Cell{plans.Letters(sum[:10]), codes, authority}
}

// Join makes cells of units. The units stand in the order in which they are taken, which is published: along the Hilbert curve by their
// reference points. Nothing but that order, who is beside whom, and whether LeastHomes is reached decides on an outline, and units
// without a home are joined like all others, so that no outline tells where homes stand.
//
//  1. Cells of the last release that still hold enough stay as they are.
//  2. One that falls short is joined whole with what is beside it: first with land that is in no cell, then with another cell.
//  3. Land in no cell makes new cells: from the first unit on, the first of those beside it is taken until there are enough homes,
//     within a zone. What is left over in a zone goes to the first new cell beside it there.
//  4. What zones are left with, having too few homes for a cell, makes cells across their edges, within an authority, in the same way.
//
// What remains has too few homes around it and is in no cell: its homes are in no public figure. Units of kept that are not there any more
// are left out of their cells, which then are others. Cells come in the order of their first units.
func Join(units []Unit, kept []Cell) []Cell {
	j := newJoining(units, kept)
	j.mend()
	for _, sameZone := range []bool{true, false} {
		j.grow(sameZone)
	}
	return j.result()
}

// joining is units on their way into regions.
type joining struct {
	units []Unit
	in    []int     // region of each unit; free where it is in none
	parts []*region // nil for one that was joined to another
}

// region is some units together, enough for a cell or not.
type region struct {
	units []int // ascending
	homes int
}

const free = -1

func newJoining(units []Unit, kept []Cell) *joining {
	j := &joining{units: units, in: make([]int, len(units))}
	place := make(map[string]int, len(units))
	for i, u := range units {
		place[u.Code], j.in[i] = i, free
	}
	for _, c := range kept {
		r := &region{}
		for _, code := range c.Units {
			if i, there := place[code]; there {
				j.put(len(j.parts), r, i)
			}
		}
		if len(r.units) > 0 {
			slices.Sort(r.units)
			j.parts = append(j.parts, r)
		}
	}
	return j
}

func (j *joining) put(number int, r *region, unit int) {
	r.units, r.homes = append(r.units, unit), r.homes+j.units[unit].Homes
	j.in[unit] = number
}

// mend joins the kept cells that fall short with what is beside them.
func (j *joining) mend() {
	for number, r := range j.parts {
		if r == nil || r.homes >= LeastHomes {
			continue
		}
		for _, sameZone := range []bool{true, false} {
			j.fill(number, sameZone)
			for r.homes < LeastHomes && j.joinFirst(number, sameZone, func(int) bool { return true }) {
			}
		}
		if r.homes < LeastHomes {
			j.release(number)
		}
	}
}

// grow makes regions of free land, and gives what is left over to the new ones beside it.
func (j *joining) grow(sameZone bool) {
	first := len(j.parts)
	for unit := range j.units {
		if j.in[unit] == free {
			r := &region{}
			j.put(len(j.parts), r, unit)
			j.parts = append(j.parts, r)
			j.fill(len(j.parts)-1, sameZone)
		}
	}
	for changed := true; changed; { // what is left over may be beside another left over only
		changed = false
		for number := first; number < len(j.parts); number++ {
			if r := j.parts[number]; r != nil && r.homes < LeastHomes {
				changed = j.joinFirst(number, sameZone, func(to int) bool { return to >= first && j.parts[to].homes >= LeastHomes }) || changed
			}
		}
	}
	for number := first; number < len(j.parts); number++ {
		if r := j.parts[number]; r != nil && r.homes < LeastHomes {
			j.release(number)
		}
	}
}

// fill takes free units beside a region, the first of them first, until it has enough.
func (j *joining) fill(number int, sameZone bool) {
	r := j.parts[number]
	beside := newQueue()
	for _, u := range r.units {
		beside.add(j.units[u].Beside)
	}
	for r.homes < LeastHomes {
		unit, some := beside.first()
		if !some {
			break
		}
		if j.in[unit] == free && j.together(r.units[0], unit, sameZone) {
			j.put(number, r, unit)
			beside.add(j.units[unit].Beside)
		}
	}
	slices.Sort(r.units)
}

// together says whether two units may be in one cell.
func (j *joining) together(a, b int, sameZone bool) bool {
	u, v := &j.units[a], &j.units[b]
	return u.Authority == v.Authority && (!sameZone || u.Zone == v.Zone)
}

// joinFirst puts a region to the first of those beside it that will do; false where there is none.
func (j *joining) joinFirst(number int, sameZone bool, wanted func(number int) bool) bool {
	r := j.parts[number]
	to := free
	for _, u := range r.units {
		for _, beside := range j.units[u].Beside {
			other := j.in[beside]
			if other == free || other == number || !wanted(other) || !j.together(u, beside, sameZone) {
				continue
			}
			if to == free || j.parts[other].units[0] < j.parts[to].units[0] {
				to = other
			}
		}
	}
	if to == free {
		return false
	}
	// The region goes on under its own number: mend holds on to it.
	taken := j.parts[to]
	j.parts[to] = nil
	for _, u := range taken.units {
		j.put(number, r, u)
	}
	slices.Sort(r.units)
	return true
}

// release makes the units of a region free again.
func (j *joining) release(number int) {
	for _, u := range j.parts[number].units {
		j.in[u] = free
	}
	j.parts[number] = nil
}

func (j *joining) result() []Cell {
	regions := slices.DeleteFunc(slices.Clone(j.parts), func(r *region) bool { return r == nil })
	slices.SortFunc(regions, func(a, b *region) int { return a.units[0] - b.units[0] })
	cells := make([]Cell, len(regions))
	for i, r := range regions {
		codes := make([]string, len(r.units))
		for k, u := range r.units {
			codes[k] = j.units[u].Code
		}
		cells[i] = newCell(codes, j.units[r.units[0]].Authority)
	}
	return cells
}
