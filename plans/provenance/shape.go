package provenance

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// mm is a corner in whole millimetres of EPSG:27700.
type mm [2]int64

func inMillimetres(p orb.Point) mm {
	return mm{int64(math.Round(p[0] * 1000)), int64(math.Round(p[1] * 1000))}
}

func (m mm) metres() orb.Point { return orb.Point{float64(m[0]) / 1000, float64(m[1]) / 1000} }

func (m mm) compare(n mm) int { return cmp.Or(cmp.Compare(m[0], n[0]), cmp.Compare(m[1], n[1])) }

// canonicalShape is the one way to write a shape down: each ring without repeated corners, begun and directed so that the list of its
// corners is the least of all there are, holes in order behind their outline, parts in order. A corner in the middle of a straight edge
// stays: coordinates are the floats nearest to whole millimetres, so it may bend the edge by less than can be seen, and a home may
// stand exactly there.
func canonicalShape(shape orb.MultiPolygon) orb.MultiPolygon {
	parts := make([][][]mm, len(shape))
	for i, polygon := range shape {
		rings := make([][]mm, len(polygon))
		for j, ring := range polygon {
			rings[j] = leastRing(ring)
		}
		if len(rings) > 1 {
			slices.SortFunc(rings[1:], compareRings)
		}
		parts[i] = rings
	}
	slices.SortFunc(parts, func(a, b [][]mm) int { return slices.CompareFunc(a, b, compareRings) })
	out := make(orb.MultiPolygon, len(parts))
	for i, rings := range parts {
		out[i] = make(orb.Polygon, len(rings))
		for j, corners := range rings {
			ring := make(orb.Ring, 0, len(corners)+1)
			for _, c := range corners {
				ring = append(ring, c.metres())
			}
			if len(ring) > 0 {
				ring = append(ring, ring[0])
			}
			out[i][j] = ring
		}
	}
	return out
}

func compareRings(a, b []mm) int { return slices.CompareFunc(a, b, mm.compare) }

// leastRing are the corners of a ring from its least rotation in its lesser direction, the first not repeated at the end.
func leastRing(ring orb.Ring) []mm {
	var corners []mm
	for _, p := range ring {
		if c := inMillimetres(p); len(corners) == 0 || corners[len(corners)-1] != c {
			corners = append(corners, c)
		}
	}
	for len(corners) > 1 && corners[0] == corners[len(corners)-1] {
		corners = corners[:len(corners)-1]
	}
	forward := leastRotation(corners)
	slices.Reverse(corners)
	backward := leastRotation(corners)
	if compareRings(backward, forward) < 0 {
		return backward
	}
	return forward
}

// leastRotation begins a cycle where the list that results is least, in linear time: of two candidates the one that is found to be
// greater gives way, with all beginnings that it was compared up to (Duval's and Shiloach's way).
func leastRotation(cycle []mm) []mm {
	n := len(cycle)
	i, j, same := 0, 1, 0
	for i < n && j < n && same < n {
		switch cycle[(i+same)%n].compare(cycle[(j+same)%n]) {
		case 0:
			same++
			continue
		case 1:
			i += same + 1
		default:
			j += same + 1
		}
		if i == j {
			j++
		}
		same = 0
	}
	at := min(i, j)
	if n == 0 {
		return nil
	}
	return append(append(make([]mm, 0, n), cycle[at:]...), cycle[:at]...)
}
