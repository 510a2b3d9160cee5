package shape_test

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// randomShape makes polygons that are often valid, often just not, and mostly
// touch themselves or each other somewhere, because their corners lie on a
// small lattice.
func randomShape(r *rand.Rand) orb.Geometry {
	polygons := diamonds(r)
	switch r.IntN(6) {
	case 0, 1:
		polygons = jumble(r)
	case 2:
		polygons = crinkled(r)
	}
	switch r.IntN(4) {
	case 0: // on the millimetre grid of Britain, turned so that nothing is axis-parallel
		moved(polygons, func(p orb.Point) orb.Point {
			return orb.Point{(393201123 + 100*p[0] + 37*p[1]) / 1000, (398772457 - 37*p[0] + 100*p[1]) / 1000}
		})
	case 1: // in degrees, where touching becomes missing by a last bit, or crossing by one
		sin, cos := math.Sincos(r.Float64() * 7)
		moved(polygons, func(p orb.Point) orb.Point {
			return orb.Point{-2.1 + (cos*p[0]-sin*p[1])/1e4, 53.4 + (sin*p[0]+cos*p[1])/1e4}
		})
	}
	if len(polygons) == 1 && r.IntN(2) == 0 {
		return polygons[0]
	}
	return polygons
}

func moved(polygons orb.MultiPolygon, to func(orb.Point) orb.Point) {
	for _, polygon := range polygons {
		for _, ring := range polygon {
			for k, p := range ring {
				ring[k] = to(p)
			}
		}
	}
}

// diamonds are laid on a chequered board, where neighbours touch at their tips,
// as holes of one outline or as parts with holes with parts in them; now and
// then a corner is moved by one step.
//
//	┌────────┐
//	│ ◇◇  ◇  │
//	│  ◇◇◇◇◇ │
//	└────────┘
func diamonds(r *rand.Rand) orb.MultiPolygon {
	cells := 1 + r.IntN(5)
	fill := r.Float64()
	var shape orb.MultiPolygon
	if r.IntN(2) == 0 {
		margin := 5 - r.IntN(2) // 4: the outermost tips touch the outline
		shape = orb.MultiPolygon{{box(-margin, -margin, 8*cells-8+margin, 8*cells-8+margin)}}
	}
	holes := len(shape) > 0
	for i := range cells {
		for j := range cells {
			if r.Float64() > fill {
				continue
			}
			d := diamond(8*i, 8*j, 4)
			if !holes {
				shape = append(shape, nest(r, 8*i, 8*j, 4))
				continue
			}
			shape[0] = append(shape[0], d)
			if r.IntN(4) == 0 {
				shape = append(shape, nest(r, 8*i, 8*j, 4-r.IntN(2)))
			}
		}
	}
	if len(shape) == 0 {
		shape = orb.MultiPolygon{{diamond(0, 0, 4)}}
	}
	for range r.IntN(2) * r.IntN(3) {
		polygon := shape[r.IntN(len(shape))]
		ring := polygon[r.IntN(len(polygon))]
		k := r.IntN(len(ring) - 1)
		ring[k][r.IntN(2)] += float64(r.IntN(3) - 1)
		ring[len(ring)-1] = ring[0]
	}
	return shape
}

// nest is a diamond, perhaps with a hole that may touch it at one or two tips.
func nest(r *rand.Rand, x, y, w int) orb.Polygon {
	p := orb.Polygon{diamond(x, y, w)}
	if r.IntN(2) == 0 && w > 1 {
		h := 1 + r.IntN(w-1)
		p = append(p, diamond(x+r.IntN(w-h+1), y, h))
	}
	return p
}

// crinkled is a jagged outline of up to 300 corners with jagged holes, cut to a
// board so coarse that neighbours often touch.
func crinkled(r *rand.Rand) orb.MultiPolygon {
	size := 12 + r.IntN(200)
	p := orb.Polygon{starRing(r, size, 3+r.IntN(300), 0, 0)}
	for range r.IntN(4) {
		p = append(p, starRing(r, 3+size/10, 3+r.IntN(30), size/3+r.IntN(size/3), size/3+r.IntN(size/3)))
	}
	return orb.MultiPolygon{p}
}

// jumble throws rings of all kinds together.
func jumble(r *rand.Rand) orb.MultiPolygon {
	size := 3 + r.IntN(10)
	polygons := make(orb.MultiPolygon, 1+r.IntN(4))
	for i := range polygons {
		polygons[i] = randomPolygon(r, size, r.IntN(2)*r.IntN(size), r.IntN(2)*r.IntN(size))
	}
	return polygons
}

func randomPolygon(r *rand.Rand, size, dx, dy int) orb.Polygon {
	var p orb.Polygon
	switch r.IntN(4) {
	case 0:
		p = orb.Polygon{randomRing(r, size, 3+r.IntN(6), dx, dy)}
	case 1:
		p = orb.Polygon{starRing(r, size, 3+r.IntN(12), dx, dy)}
	default:
		p = orb.Polygon{box(dx, dy, dx+size, dy+size)}
	}
	for range r.IntN(5) {
		hx, hy := dx+r.IntN(size), dy+r.IntN(size)
		switch r.IntN(5) {
		case 0:
			w := 1 + r.IntN(3)
			p = append(p, box(hx, hy, hx+w, hy+w))
		case 1:
			p = append(p, starRing(r, 3+r.IntN(3), 3+r.IntN(4), hx-1, hy-1))
		case 2:
			p = append(p, diamond(hx, hy, 1+r.IntN(2)))
		default:
			p = append(p, randomRing(r, 3, 3, hx, hy))
		}
	}
	if r.IntN(2) == 0 {
		for _, ring := range p {
			if r.IntN(2) == 0 {
				ring.Reverse()
			}
		}
	}
	return p
}

func at(x, y int) orb.Point { return orb.Point{float64(x), float64(y)} }

func box(x0, y0, x1, y1 int) orb.Ring {
	return orb.Ring{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)}
}

func diamond(x, y, w int) orb.Ring {
	return orb.Ring{at(x-w, y), at(x, y-w), at(x+w, y), at(x, y+w), at(x-w, y)}
}

func randomRing(r *rand.Rand, size, n, dx, dy int) orb.Ring {
	ring := make(orb.Ring, n, n+1)
	for i := range ring {
		ring[i] = at(dx+r.IntN(size+1), dy+r.IntN(size+1))
	}
	return append(ring, ring[0])
}

// starRing goes once around a middle, so that it rarely crosses itself.
func starRing(r *rand.Rand, size, n, dx, dy int) orb.Ring {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		d := orb.Point{cosine(i, n), cosine(4*i-n, 4*n)}
		length := float64(size) / 2 * (0.3 + 0.7*r.Float64())
		x, y := float64(size)/2+length*d[0], float64(size)/2+length*d[1]
		ring = append(ring, at(dx+int(x+0.5), dy+int(y+0.5)))
	}
	return append(ring, ring[0])
}

// pointNear is a corner of a shape, a point on an edge as well as float64 can,
// a point with the same northing as a corner, or one about there.
func pointNear(r *rand.Rand, g orb.Geometry) orb.Point {
	polygon, ok := g.(orb.Polygon)
	if m, multi := g.(orb.MultiPolygon); multi {
		polygon, ok = m[r.IntN(len(m))], true
	}
	if !ok {
		return orb.Point{}
	}
	ring := polygon[r.IntN(len(polygon))]
	k := r.IntN(len(ring) - 1)
	a, b := ring[k], ring[k+1]
	switch r.IntN(4) {
	case 0:
		return a
	case 1:
		f := float64(r.IntN(9)) / 8
		return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
	case 2:
		box := g.Bound()
		return orb.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), a[1]}
	}
	return orb.Point{a[0] + r.NormFloat64()*(b[0]-a[0]), a[1] + r.NormFloat64()*(b[1]-a[1])}
}
