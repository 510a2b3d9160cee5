package shapefile

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"terrier/plans"
)

// outline is one ring of a record, whatever it turns out to be.
type outline struct {
	points    orb.Ring
	box       orb.Bound
	area      float64 // without sign
	clockwise bool
	within    locator
}

// none is no ring's index.
const none = -1

// organise makes of a record's rings what they stand for, as GDAL reads them. Outlines run clockwise, and a ring that runs the
// other way is a hole of the smallest outline that contains it, or an outline itself where none does. Rings are left as they are:
//
//   - where all after the first run as holes do, but not all lie in it, the winding says nothing and what lies in what decides;
//   - where the winding makes outlines of holes throughout, as in GeoJSON, it is read the other way round. (GDAL would put the
//     outline into its hole.)
func organise(rings []orb.Ring) (orb.Geometry, *plans.Error) {
	if len(rings) == 1 {
		return orb.Polygon{rings[0]}, nil
	}
	if !finite(rings) {
		return build(rings, slices.Repeat([]int{none}, len(rings))), nil // refused by whoever asks for its place
	}
	s := sorter{outlines: make([]outline, len(rings)), work: mostWork}
	var clockwise, counter []int
	for i, points := range rings {
		s.outlines[i] = measure(points)
		if s.outlines[i].clockwise {
			clockwise = append(clockwise, i)
		} else {
			counter = append(counter, i)
		}
	}
	parents := s.parents(clockwise, counter)
	if unwound := len(clockwise) == 0 || len(clockwise) == 1 && clockwise[0] == 0; unwound && s.anyOutside(0) {
		parents = s.nest()
	} else if n := count(parents, none); n > len(clockwise) && len(clockwise) > 0 {
		if turned := s.parents(counter, clockwise); count(turned, none) == len(counter) {
			parents = turned
		}
	}
	if s.work < 0 {
		return nil, plans.Refuse("too-many-rings", "geometry", fmt.Sprintf("The outline has %d rings, too many within each other to say which lies in which.", len(rings)), "Draw it as several features.")
	}
	return build(rings, parents), nil
}

func count(in []int, what int) (n int) {
	for _, i := range in {
		if i == what {
			n++
		}
	}
	return n
}

func finite(rings []orb.Ring) bool {
	for _, r := range rings {
		for _, p := range r {
			if math.IsNaN(p[0]-p[0]) || math.IsNaN(p[1]-p[1]) { // infinite too
				return false
			}
		}
	}
	return true
}

// measure takes the area from the first point, so that small rings far from the origin keep their sign.
func measure(points orb.Ring) outline {
	var twice float64
	o := points[0]
	for i := range points {
		a, b := points[i], points[(i+1)%len(points)]
		twice += (a[0]-o[0])*(b[1]-o[1]) - (b[0]-o[0])*(a[1]-o[1])
	}
	if math.IsNaN(twice) {
		twice = 0
	}
	return outline{points: points, box: points.Bound(), area: math.Abs(twice), clockwise: twice < 0, within: locator{ring: points}}
}

// build puts holes to their outlines, all in the order of the file.
func build(rings []orb.Ring, parents []int) orb.Geometry {
	var parts orb.MultiPolygon
	part := make([]int, len(rings))
	for i, parent := range parents {
		if parent == none {
			part[i] = len(parts)
			parts = append(parts, orb.Polygon{rings[i]})
		}
	}
	for i, parent := range parents {
		if parent != none {
			parts[part[parent]] = append(parts[part[parent]], rings[i])
		}
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return parts
}

// mostWork is how many edges and boxes may be looked at for one record: a second, for rings that are drawn to make trouble. The
// ten thousand holes of an outline with 200,000 corners take a seventieth of it.
const mostWork = 50_000_000

// sorter finds which rings lie in which.
type sorter struct {
	outlines []outline
	work     int // left
}

// parents gives each of the holes the smallest of the shells that contains it. All others have none.
func (s *sorter) parents(shells, holes []int) []int {
	found := slices.Repeat([]int{none}, len(s.outlines))
	if len(shells) == 0 || len(holes) == 0 {
		return found
	}
	tree := s.index(shells)
	for _, hole := range holes {
		found[hole] = s.smallest(tree, hole, func(shell int) bool { return s.outlines[shell].area >= s.outlines[hole].area })
	}
	return found
}

func (s *sorter) index(of []int) *rtree.RTreeG[int] {
	tree := &rtree.RTreeG[int]{}
	for _, i := range of {
		tree.Insert(s.outlines[i].box.Min, s.outlines[i].box.Max, i)
	}
	return tree
}

// smallest of the rings that contain another.
func (s *sorter) smallest(tree *rtree.RTreeG[int], of int, may func(int) bool) int {
	box := s.outlines[of].box
	var near []int
	tree.Search(box.Min, box.Min, func(_, _ [2]float64, i int) bool {
		s.work -= 2
		if i != of && may(i) && s.outlines[i].box.Contains(box.Max) {
			near = append(near, i)
		}
		return s.work > 0
	})
	for len(near) > 0 && s.work > 0 { // the first that is tried is nearly always the one
		s.work -= len(near)
		next := 0
		for k, i := range near {
			if s.outlines[i].area < s.outlines[near[next]].area {
				next = k
			}
		}
		if s.contains(near[next], of) {
			return near[next]
		}
		near[next] = near[len(near)-1]
		near = near[:len(near)-1]
	}
	return none
}

// anyOutside is true where a ring does not lie in this one.
func (s *sorter) anyOutside(shell int) bool {
	for i := range s.outlines {
		if i != shell && !s.contains(shell, i) {
			return true
		}
	}
	return false
}

// nest makes a hole of each ring that lies in an outline, and an outline of each that lies in a hole or in nothing.
func (s *sorter) nest() []int {
	all := make([]int, len(s.outlines))
	for i := range all {
		all[i] = i
	}
	tree, found := s.index(all), slices.Repeat([]int{none}, len(all))
	before := func(a, b int) int {
		return cmp.Or(cmp.Compare(s.outlines[b].area, s.outlines[a].area), cmp.Compare(a, b))
	}
	slices.SortFunc(all, before)
	for _, i := range all {
		parent := s.smallest(tree, i, func(j int) bool { return before(j, i) < 0 })
		if parent != none && found[parent] == none {
			found[i] = parent
		}
	}
	return found
}
