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
	box    orb.Bound
	step   float64
	groups []*sideGroup
	by     map[sideKey]*sideGroup
}

// sideKey is what stretches have in common that are told as one.
type sideKey struct {
	along    Named
	also     string
	straight bool // where nothing is followed
}

type sideGroup struct {
	sideKey
	on [4]onSide
}

// onSide is what a group is on one side.
type onSide struct {
	metres    float64
	place     float64 // along the side, clockwise, by metres: for the order
	stretches int
	with      []string
	alone     bool // a stretch has nobody on the other side
}

var sideNames = [...]string{"North", "East", "South", "West"}

func newSides(outline orb.MultiPolygon) *sides {
	return &sides{box: outline.Bound(), step: max(shape.Perimeter(outline)/1000, 1), by: map[sideKey]*sideGroup{}}
}

func (s *sides) add(stretches []Stretch) {
	for _, one := range stretches {
		key := sideKey{along: one.Along, also: Listed(things(one.Also)), straight: one.Straight && one.Along.Kind == ""}
		g := s.by[key]
		if g == nil {
			g = &sideGroup{sideKey: key}
			s.by[key], s.groups = g, append(s.groups, g)
		}
		var metres, place [4]float64
		for i := 1; i < len(one.Line); i++ {
			s.edge(one.Line[i-1], one.Line[i], &metres, &place)
		}
		for i := range g.on {
			g.on[i].add(one, metres[i], place[i])
		}
	}
}

func (o *onSide) add(one Stretch, metres, place float64) {
	o.metres += metres
	o.place += place
	if metres <= one.Metres/10 {
		return
	}
	o.stretches++
	for _, n := range one.With {
		if !slices.Contains(o.with, n.short()) {
			o.with = append(o.with, n.short())
		}
	}
	o.alone = o.alone || len(one.With) == 0
}

// edge adds an edge piece by piece: a long one may lie on several sides.
func (s *sides) edge(a, b orb.Point, metres, place *[4]float64) {
	long := shape.Length(orb.LineString{a, b})
	n := max(math.Ceil(long/s.step), 1)
	for i := 0.5; i < n; i++ {
		side, at := s.side(orb.Point{a[0] + (b[0]-a[0])*i/n, a[1] + (b[1]-a[1])*i/n})
		metres[side] += long / n
		place[side] += at * long / n
	}
}

// side is the side of the box that a point is nearest to, the box taken as a square, and how far along that it lies, clockwise, from -1 to 1.
func (s *sides) side(p orb.Point) (side int, along float64) {
	middle := s.box.Center()
	x := (p[0] - middle[0]) * (s.box.Max[1] - s.box.Min[1])
	y := (p[1] - middle[1]) * (s.box.Max[0] - s.box.Min[0])
	switch {
	case x == 0 && y == 0:
		return 0, 0
	case math.Abs(y) >= math.Abs(x) && y >= 0:
		return 0, x / y
	case math.Abs(y) >= math.Abs(x):
		return 2, x / y
	case x > 0:
		return 1, -y / x
	}
	return 3, -y / x
}

// told says of each side what takes most of it, in the order of the way round.
func (s *sides) told() []Side {
	var all []Side
	for i, name := range sideNames {
		whole := 0.0
		for _, g := range s.groups {
			whole += g.on[i].metres
		}
		var groups []*sideGroup
		for _, g := range s.groups {
			if on := g.on[i]; on.metres > 0 && on.metres >= leastOfSide*whole {
				groups = append(groups, g)
			}
		}
		slices.SortStableFunc(groups, func(a, b *sideGroup) int { return -cmp.Compare(math.Round(a.on[i].metres), math.Round(b.on[i].metres)) })
		groups = groups[:min(len(groups), mostOfSide)]
		slices.SortStableFunc(groups, func(a, b *sideGroup) int {
			return cmp.Compare(math.Round(1e6*a.on[i].place/a.on[i].metres), math.Round(1e6*b.on[i].place/b.on[i].metres))
		})
		things := make([]string, len(groups))
		for k, g := range groups {
			things[k] = g.told(g.on[i])
		}
		if len(things) > 0 {
			all = append(all, Side{name, capital(Listed(things))})
		}
	}
	return all
}

// told is what is followed on a side: "the parish boundary of Ashby with Birch and Carr".
func (g *sideGroup) told(on onSide) string {
	switch {
	case g.along.Kind == "" && g.straight && on.stretches > 1:
		return "straight lines"
	case g.along.Kind == "" && g.straight:
		return "a straight line"
	case g.along.Kind == "":
		return "no named line"
	}
	thing := g.along.thing(nil)
	switch {
	case len(on.with) == 1 && !on.alone:
		thing = g.along.thing([]Named{{Name: on.with[0]}})
	case len(on.with) > 0 && !on.alone:
		thing += " with " + Listed(on.with)
	case len(on.with) > 0:
		thing += " (in part with " + Listed(on.with) + ")"
	}
	if g.also != "" {
		thing += " (also " + g.also + ")"
	}
	return thing
}
