package country

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"terrier/geo/bng"
)

// The ground that plan areas are drawn on, in the middle of the largest settlement: plan areas side by side in a square, with a parish in the
// middle that none of them reaches into, save by slips, and parishes and two planning authorities under them. All lines are bent by one warp, as
// those of Areas are, and each layer has corners of its own: where two lines are the same on the plan they are off each other by centimetres.
//
//	┌─┬─┬─┬─┬─┬─┬─┐
//	├─┼─┼─┼─┼─┼─┼─┤   plan areas, 800 m wide
//	├─┼─┏━━━━━┓─┼─┤
//	├─┼─┃     ┃─┼─┤   the parish in the middle, 4 km wide; its neighbours are as large
//	├─┼─┃     ┃─┼─┤
//	├─┼─┗━━━━━┛─┼─┤   the two authorities meet along its eastern side
//	├─┼─┼─┼─┼─┼─┼─┤
//	└─┴─┴─┴─┴─┴─┴─┘
const (
	groundCells  = 21    // plan areas from side to side
	parishCells  = 5     // of which so many to a parish
	groundCell   = 800.0 // metres
	authorityFar = 20_000.0
)

// Corners of outlines.
const (
	parishCorners    = 300
	authorityCorners = 20_000
)

// Ground is what a plan area is drawn on.
type Ground struct {
	Areas       []orb.Ring // plan areas: 100 to 500 corners each
	Parishes    []orb.Ring // the first is the one in the middle
	Authorities []orb.Ring
	middle      orb.Bound // the parish in the middle before it is bent
}

// Ground is the same each time. Of the plan areas every seventh laps over its neighbours by some metres, and every eleventh leaves a gap of three.
func (c *Country) Ground() Ground {
	r := c.chance(surveying)
	at := c.settlements[0].at
	half := groundCells / 2 * groundCell
	low := orb.Point{math.Round(at[0]) - half - groundCell/2, math.Round(at[1]) - half - groundCell/2}
	square := func(column, row, cells int) orb.Bound {
		from := orb.Point{low[0] + float64(column)*groundCell, low[1] + float64(row)*groundCell}
		return orb.Bound{Min: from, Max: orb.Point{from[0] + float64(cells)*groundCell, from[1] + float64(cells)*groundCell}}
	}
	const first = (groundCells - parishCells) / 2
	g := Ground{middle: square(first, first, parishCells)}
	for row := range groundCells {
		for column := range groundCells {
			if row >= first && row < first+parishCells && column >= first && column < first+parishCells {
				continue
			}
			box := square(column, row, 1)
			switch n := len(g.Areas); {
			case n%7 == 0:
				box = box.Pad(4)
			case n%11 == 0:
				box = box.Pad(-3)
			}
			g.Areas = append(g.Areas, warp(densify(open(box), 100+r.IntN(401))))
		}
	}
	g.Parishes = append(g.Parishes, warp(densify(open(g.middle), parishCorners)))
	for row := first - 2*parishCells; row < groundCells; row += parishCells {
		for column := first - 2*parishCells; column < groundCells; column += parishCells {
			if row != first || column != first {
				g.Parishes = append(g.Parishes, warp(densify(open(square(column, row, parishCells)), parishCorners)))
			}
		}
	}
	border, around := g.middle.Max[0], g.middle.Pad(authorityFar)
	for _, box := range []orb.Bound{
		{Min: around.Min, Max: orb.Point{border, around.Max[1]}}, {Min: orb.Point{border, around.Min[1]}, Max: around.Max},
	} {
		g.Authorities = append(g.Authorities, warp(densify(open(box), authorityCorners)))
	}
	return g
}

// Drawn is the outline of a plan area of so many corners that nearly follows the parish in the middle, as it is while its n-th corner is dragged
// in a circle: at one step of so many.
func (g Ground) Drawn(corners, n, step, steps int) orb.Ring {
	ring := warp(densify(open(g.middle), corners))
	return dragged(ring, n, step, steps)
}

// DrawnOver is the same of an area that reaches over all of the plan areas.
func (g Ground) DrawnOver(corners, n, step, steps int) orb.Ring {
	side := (groundCells - parishCells) / 2 * groundCell
	return dragged(warp(densify(open(g.middle.Pad(side-groundCell/2)), corners)), n, step, steps)
}

// dragged moves a corner of a closed ring on a circle through where it was, a third as wide as the way to its neighbours.
func dragged(ring orb.Ring, n, step, steps int) orb.Ring {
	last := len(ring) - 1
	n %= last
	p := ring[n]
	reach := min(planar.Distance(p, ring[(n+1)%last]), planar.Distance(p, ring[(n+last-1)%last])) / 6
	reach = min(reach, 100)
	turn := 2 * math.Pi * float64(step) / float64(steps)
	ring[n] = bng.RoundPoint(orb.Point{p[0] + reach*(math.Cos(turn)-1), p[1] + reach*math.Sin(turn)})
	ring[last] = ring[0]
	return ring
}

// open is the ring of a box without its last point.
func open(box orb.Bound) orb.Ring {
	r := box.ToRing()
	return r[:len(r)-1]
}

// ParishCode is the code of the n-th parish of a Ground, AuthorityCode that of an authority.
func ParishCode(n int) string { return fmt.Sprintf("E0499%04d", n) }

// AuthorityCode is the code of the n-th authority of a Ground.
func AuthorityCode(n int) string { return fmt.Sprintf("E6099%04d", n) }
