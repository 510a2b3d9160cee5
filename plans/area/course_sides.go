package area

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// What is told of a side: so many things, each of which takes so much of it.
const (
	mostOfSide  = 4
	leastOfSide = 0.08
)

// sides gathers what outlines follow on each side of their middle.
//
//	 ╲ north ╱
//	  ╲     ╱
//	west ╳ east     the box of the area, cut from corner to corner
//	  ╱     ╲
//	 ╱ south ╲
type sides struct {
	box   orb.Bound
	step  float64
	order []string // what is followed, as it was come to
	on    map[string]*onSides
}

var sideNames = [...]string{"North", "East", "South", "West"}

func newSides(outline orb.MultiPolygon) *sides {
	return &sides{box: outline.Bound(), step: max(shape.Perimeter(outline)/1000, 1), on: map[string]*onSides{}}
}

func (s *sides) add(stretches []Stretch) {
	for _, one := range stretches {
		thing := one.Thing()
		switch {
		case thing == "" && one.Straight:
			thing = straight
		case thing == "":
			thing = ofItsOwn
		case len(one.Also) > 0:
			thing += " (also " + Listed(things(one.Also)) + ")"
		}
		if s.on[thing] == nil {
			s.on[thing] = &onSides{}
			s.order = append(s.order, thing)
		}
		var on [4]float64
		for i := 1; i < len(one.Line); i++ {
			s.edge(&on, one.Line[i-1], one.Line[i])
		}
		for side, metres := range on {
			s.on[thing].metres[side] += metres
			if metres > one.Metres/10 {
				s.on[thing].stretches[side]++
			}
		}
	}
}

const straight, ofItsOwn = "a straight line", "a line of its own"

var severalLines = map[string]string{straight: "straight lines", ofItsOwn: "lines of its own"}

// onSides is for how many metres something is followed on each side, and by how many stretches.
type onSides struct {
	metres    [4]float64
	stretches [4]int
}

// edge adds an edge piece by piece: a long one may lie on several sides.
func (s *sides) edge(on *[4]float64, a, b orb.Point) {
	long := shape.Length(orb.LineString{a, b})
	n := max(math.Ceil(long/s.step), 1)
	for i := 0.5; i < n; i++ {
		on[s.side(orb.Point{a[0] + (b[0]-a[0])*i/n, a[1] + (b[1]-a[1])*i/n})] += long / n
	}
}

// side is the side of the box that a point is nearest to, the box taken as a square.
func (s *sides) side(p orb.Point) int {
	middle := s.box.Center()
	x := (p[0] - middle[0]) * (s.box.Max[1] - s.box.Min[1])
	y := (p[1] - middle[1]) * (s.box.Max[0] - s.box.Min[0])
	switch {
	case math.Abs(y) >= math.Abs(x) && y >= 0:
		return 0
	case math.Abs(y) >= math.Abs(x):
		return 2
	case x > 0:
		return 1
	}
	return 3
}

// told says of each side what takes most of it, the most first.
func (s *sides) told() []Side {
	var all []Side
	for i, name := range sideNames {
		whole := 0.0
		for _, thing := range s.order {
			whole += s.on[thing].metres[i]
		}
		var things []string
		for _, thing := range s.order {
			if on := s.on[thing].metres[i]; on > 0 && on >= leastOfSide*whole {
				things = append(things, thing)
			}
		}
		slices.SortStableFunc(things, func(a, b string) int { return -cmp.Compare(s.on[a].metres[i], s.on[b].metres[i]) })
		things = things[:min(len(things), mostOfSide)]
		for k, thing := range things {
			if several := severalLines[thing]; several != "" && s.on[thing].stretches[i] > 1 {
				things[k] = several
			}
		}
		if len(things) > 0 {
			all = append(all, Side{name, capital(Listed(things))})
		}
	}
	return all
}
