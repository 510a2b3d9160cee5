package within_test

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"terrier/geo/within"
)

// randomAreas are one or more areas of a kind that is hard in some way. Most lie
// on whole steps of a board; a step is a millimetre or more, and now and then
// the board is turned, so that nothing lies exactly on a line.
func randomAreas(r *rand.Rand) []orb.MultiPolygon {
	kinds := []func(*rand.Rand) orb.MultiPolygon{scribbles, pierced, cobbled, splinters, jagged, comb, coast}
	areas := make([]orb.MultiPolygon, 1+r.IntN(2)*r.IntN(3))
	step := []float64{0.001, 0.003, 0.025, 1, 117}[r.IntN(5)]
	origin := orb.Point{433_000 + float64(r.IntN(2000))/1000, 435_000 + float64(r.IntN(2000))/1000}
	turn := 0.0
	if r.IntN(5) == 0 {
		turn = r.Float64()
	}
	sin, cos := math.Sincos(turn)
	for i := range areas {
		areas[i] = kinds[r.IntN(len(kinds))](r)
		each(areas[i], func(p *orb.Point) {
			x, y := origin[0]+step*(cos*p[0]-sin*p[1]), origin[1]+step*(sin*p[0]+cos*p[1])
			if turn == 0 { // the float64 that stands for a whole millimetre
				x, y = math.Round(x*1000)/1000, math.Round(y*1000)/1000
			}
			*p = orb.Point{x, y}
		})
	}
	return areas
}

func each(area orb.MultiPolygon, do func(*orb.Point)) {
	for _, polygon := range area {
		for _, ring := range polygon {
			for k := range ring {
				do(&ring[k])
			}
		}
	}
}

func closed(ring orb.Ring) orb.Ring { return append(ring, ring[0]) }

func at(x, y int) orb.Point { return orb.Point{float64(x), float64(y)} }

// loop is a ring of n random places: it crosses and touches itself, repeats
// points, and runs back along its own line.
func loop(r *rand.Rand, n, size, x, y int) orb.Ring {
	var ring orb.Ring
	for range n {
		p := at(x+r.IntN(size+1), y+r.IntN(size+1))
		switch {
		case len(ring) > 0 && r.IntN(6) == 0:
			p = ring[r.IntN(len(ring))]
		case len(ring) > 1 && r.IntN(6) == 0: // further along the last edge, or back
			a, b := ring[len(ring)-2], ring[len(ring)-1]
			p = orb.Point{b[0] + (b[0] - a[0]), b[1] + (b[1] - a[1])}
		}
		ring = append(ring, p)
	}
	return closed(ring)
}

func scribbles(r *rand.Rand) (area orb.MultiPolygon) {
	size := 2 + r.IntN(12)
	for range 1 + r.IntN(3) {
		polygon := orb.Polygon{loop(r, 3+r.IntN(12), size, r.IntN(size), r.IntN(size))}
		for range r.IntN(3) {
			polygon = append(polygon, loop(r, 3+r.IntN(5), 1+size/2, r.IntN(size), r.IntN(size)))
		}
		area = append(area, polygon)
	}
	return area
}

func rectangle(x0, y0, x1, y1 int) orb.Ring {
	return orb.Ring{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)}
}

func diamond(x, y, w int) orb.Ring {
	return orb.Ring{at(x-w, y), at(x, y-w), at(x+w, y), at(x, y+w), at(x-w, y)}
}

// pierced is an outline with many holes that touch it and each other, lie in
// one another, on the outline or outside of it.
func pierced(r *rand.Rand) orb.MultiPolygon {
	polygon := orb.Polygon{rectangle(0, 0, 40, 40)}
	for range r.IntN(40) {
		x, y := 4*r.IntN(11), 4*r.IntN(11)
		hole := diamond(x, y, 1+r.IntN(4))
		if r.IntN(3) == 0 {
			hole = rectangle(x, y, x+1+r.IntN(6), y+1+r.IntN(6))
		}
		if r.IntN(2) == 0 {
			hole.Reverse()
		}
		polygon = append(polygon, hole)
	}
	return orb.MultiPolygon{polygon}
}

// cobbled are parts that share sides or corners, overlap, or lie in each
// other's holes.
func cobbled(r *rand.Rand) (area orb.MultiPolygon) {
	side := 3 + r.IntN(5)
	for x := 0; x < 5*side; x += side {
		for y := 0; y < 5*side; y += side {
			switch r.IntN(5) {
			case 0:
				area = append(area, orb.Polygon{rectangle(x, y, x+side, y+side)})
			case 1:
				area = append(area, orb.Polygon{rectangle(x, y, x+side, y+side), diamond(x+side/2, y+side/2, 1+r.IntN(side))},
					orb.Polygon{diamond(x+side/2, y+side/2, 1)})
			case 2:
				area = append(area, orb.Polygon{{at(x, y), at(x+side, y), at(x, y+side), at(x, y)}},
					orb.Polygon{{at(x+side, y+side), at(x+side, y), at(x, y+side), at(x+side, y+side)}})
			case 3:
				area = append(area, orb.Polygon{rectangle(x, y, x+2*side, y+1+r.IntN(2*side))})
			}
		}
	}
	return area
}

// splinters are long and a step or two wide, or have no width at all.
func splinters(r *rand.Rand) (area orb.MultiPolygon) {
	for range 1 + r.IntN(4) {
		x, y := r.IntN(5000), r.IntN(5000)
		ring := orb.Ring{at(0, 0), at(x, y), at(x+r.IntN(3), y+r.IntN(3)), at(r.IntN(2), r.IntN(2))}
		if r.IntN(3) == 0 {
			ring = append(ring, at(x/2, y/2), at(x, y), at(x, y))
		}
		area = append(area, orb.Polygon{closed(ring)})
	}
	return area
}

// jagged goes round a middle, once or twice, with many corners.
func jagged(r *rand.Rand) orb.MultiPolygon {
	n, turns := 3+r.IntN(1500), 1+r.IntN(2)
	var polygon orb.Polygon
	for _, size := range []float64{1000, 300}[:1+r.IntN(2)] {
		var ring orb.Ring
		for i := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(i*turns) / float64(n))
			length := size * (0.4 + 0.6*r.Float64())
			ring = append(ring, at(int(length*cos), int(length*sin)))
		}
		polygon = append(polygon, closed(ring))
	}
	return orb.MultiPolygon{polygon}
}

// comb has teeth as tall as it is itself, so that every edge is in every slab.
func comb(r *rand.Rand) orb.MultiPolygon {
	teeth, height := 1+r.IntN(300), 1+r.IntN(400)
	var ring orb.Ring
	for i := range teeth {
		ring = append(ring, at(2*i, r.IntN(1+height/9)), at(2*i+r.IntN(3), height))
	}
	ring = append(ring, at(2*teeth, 0))
	if r.IntN(2) == 0 {
		for k, p := range ring {
			ring[k] = orb.Point{p[1], p[0]}
		}
	}
	return orb.MultiPolygon{{closed(ring)}}
}

// coast is as a real outline: each stretch is broken again and again.
func coast(r *rand.Rand) orb.MultiPolygon {
	const size = 100_000
	return orb.MultiPolygon{{fractal(r, size, 1+r.IntN(8))}}
}

// fractal is a ring of 4 * 2^depth edges on whole numbers.
func fractal(r *rand.Rand, size float64, depth int) orb.Ring {
	ring := orb.Ring{{0, 0}, {size, 0}, {size, size}, {0, size}, {0, 0}}
	for range depth {
		finer := ring[:1:1]
		for k := 1; k < len(ring); k++ {
			a, b := ring[k-1], ring[k]
			dx, dy, f := b[0]-a[0], b[1]-a[1], (r.Float64()-0.5)*0.6
			finer = append(finer, orb.Point{math.Round((a[0]+b[0])/2 - f*dy), math.Round((a[1]+b[1])/2 + f*dx)}, b)
		}
		ring = finer
	}
	return ring
}

// pointsNear are places where an answer could go wrong: corners, middles of
// edges, the same northing as a corner, the lines of the grid, all of these a
// hair or a millimetre to a side, and places anywhere.
func pointsNear(r *rand.Rand, b *within.Boundary, areas []orb.MultiPolygon, n int) []orb.Point {
	var corners []orb.Point
	for _, area := range areas {
		each(area, func(p *orb.Point) { corners = append(corners, *p) })
	}
	eastings, northings := b.Lines()
	if len(corners) == 0 {
		return []orb.Point{{}, {1, 1}}
	}
	box := b.Bound().Pad(0.003)
	anywhere := func(axis int) float64 { return box.Min[axis] + r.Float64()*(box.Max[axis]-box.Min[axis]) }
	points := make([]orb.Point, n)
	for i := range points {
		k := r.IntN(len(corners))
		p, next := corners[k], corners[(k+1)%len(corners)]
		switch r.IntN(6) {
		case 0:
			f := float64(r.IntN(9)) / 8
			p = orb.Point{p[0] + f*(next[0]-p[0]), p[1] + f*(next[1]-p[1])}
		case 1:
			p[1] = corners[r.IntN(len(corners))][1]
		case 2:
			p = orb.Point{anywhere(0), p[1]}
		case 3:
			p = orb.Point{anywhere(0), anywhere(1)}
		case 4:
			if len(eastings) > 0 {
				p = orb.Point{eastings[r.IntN(len(eastings))], northings[r.IntN(len(northings))]}
				if r.IntN(2) == 0 {
					p[1] = corners[k][1]
				}
			}
		}
		axis := r.IntN(2)
		switch r.IntN(6) {
		case 0:
			p[axis] = math.Nextafter(p[axis], math.Inf(1-2*r.IntN(2)))
		case 1:
			p[axis] += float64(r.IntN(5)-2) / 1000
		case 2:
			p = orb.Point{math.Round(p[0]*1000) / 1000, math.Round(p[1]*1000) / 1000}
		}
		points[i] = p
	}
	return points
}
