package demo

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// route is a country road: from an end of a town street or a settlement, through settlements, perhaps off the paper.
type route struct {
	from string // "vale-west" for an end of a through road, or a settlement
	via  []string
	off  *uv // where it leaves the paper
	main bool
}

var routes = []route{
	{"Vale Road west", []string{"Withenby"}, &uv{-25900, -2000}, true},
	{"Northgate west", []string{"Skelbrough"}, &uv{-19100, -16600}, true},
	{"Hollin Street north", []string{"Overfold"}, &uv{3700, -22000}, true},
	{"Northgate east", []string{"Netherfold"}, &uv{20000, -14200}, true},
	{"Vale Road east", []string{"Cinderholme"}, &uv{26400, 1100}, true},
	{"Station Lane east", []string{"Thrawby"}, &uv{24100, 11300}, false},
	{"Prospect Road south", []string{"Ellerwick St John"}, &uv{12800, 20800}, true},
	{"Hollin Street south", []string{"Wagstow"}, &uv{-3500, 21500}, true},
	{"Station Lane west", []string{"Marl Green"}, &uv{-19100, 16700}, true},
	{"Kiln Road north", []string{"Great Pucklow"}, &uv{-5900, -20000}, false},
	{"Skelbrough", []string{"Great Pucklow"}, nil, false},
	{"Great Pucklow", []string{"Overfold"}, nil, false},
	{"Overfold", []string{"Netherfold"}, nil, false},
	{"Netherfold", []string{"Spout", "Cinderholme"}, nil, false},
	{"Prospect Road north", []string{"Spout"}, nil, false},
	{"Cinderholme", []string{"Cold Larder", "Thrawby"}, nil, false},
	{"Thrawby", []string{"Ellerwick St John"}, nil, false},
	{"Ellerwick St John", []string{"Wagstow"}, nil, false},
	{"Wagstow", []string{"Lane Ends", "Marl Green"}, nil, false},
	{"Marl Green", []string{"Withenby"}, nil, false},
	{"Withenby", []string{"Nab End", "Skelbrough"}, nil, false},
	{"Kiln Road south", []string{"Lane Ends"}, nil, false},
}

// countryRoads draws the roads between the settlements. They begin where the town's through roads end.
func (m *maker) countryRoads() {
	c := newChance(m.seed, "roads")
	for _, r := range routes {
		stops := []orb.Point{m.stop(r.from)}
		last := 0
		for _, v := range r.via {
			stops = append(stops, m.stop(v))
			last = settlementCalled(v)
		}
		if r.off != nil {
			stops = append(stops, placeUV(*r.off))
		}
		st := street{kind: "minor", minZoom: 11, settlement: last, points: whole(wander(c, stops))}
		if r.main {
			st.kind, st.minZoom = "main", 8
		}
		first, _, _ := strings.Cut(settlements[last].name, " ")
		if st.name = first + " Road"; !r.main {
			st.name = m.names.fresh(settlements[last].name, func() string { return pick(m.names.c, streetFirst) + " Lane" })
		}
		m.streets = append(m.streets, st)
		m.pinned = append(m.pinned, true)
	}
}

func settlementCalled(name string) int {
	for k, s := range settlements {
		if s.name == name {
			return k
		}
	}
	return 0
}

// stop is the place of a settlement or of an end of a through road.
func (m *maker) stop(name string) orb.Point {
	if k := settlementCalled(name); k > 0 {
		return bng.RoundPoint(placeUV(settlements[k].heart))
	}
	cut := strings.LastIndexByte(name, ' ')
	for _, s := range m.streets {
		if s.name != name[:cut] || s.kind != "main" {
			continue
		}
		if end := name[cut+1:]; end == "west" || end == "north" {
			return s.points[0]
		}
		return s.points[len(s.points)-1]
	}
	return middle
}

// wander is a road through all stops that bends softly (a Catmull-Rom spline) and strays a little in between.
func wander(c *chance, stops []orb.Point) line {
	points := line{stops[0]}
	for k := 1; k < len(stops); k++ {
		a, b := stops[k-1], stops[k]
		before, after := a, b
		if k > 1 {
			before = stops[k-2]
		}
		if k+1 < len(stops) {
			after = stops[k+1]
		}
		length := distance(a, b)
		before, after = within(before, a, length), within(after, b, length)
		nx, ny := -(b[1]-a[1])/length, (b[0]-a[0])/length
		waves, phase := c.between(1.5, 3)*max(1, length/3500), c.between(0, 6)
		stray := min(300, length*.045)
		steps := max(4, int(min(length/70, 60+length/300)))
		for s := 1; s <= steps; s++ {
			t := float64(s) / float64(steps)
			p := spline(before, a, b, after, t)
			off := stray * math.Sin(math.Pi*t) * (math.Sin(waves*math.Pi*t+phase) + .4*math.Sin(3.1*waves*math.Pi*t+2*phase))
			if s == steps {
				p, off = b, 0
			}
			points = append(points, orb.Point{p[0] + nx*off, p[1] + ny*off})
		}
	}
	return points
}

// within is the point itself, or the one on the way to it from a that is no further than reach: a far stop must not pull the
// curve off course.
func within(p, a orb.Point, reach float64) orb.Point {
	if d := distance(a, p); d > reach {
		return between(a, p, reach/d)
	}
	return p
}

func spline(p0, p1, p2, p3 orb.Point, t float64) orb.Point {
	var p orb.Point
	for k := range p {
		p[k] = p1[k] + .5*t*(p2[k]-p0[k]+t*(2*p0[k]-5*p1[k]+4*p2[k]-p3[k]+t*(3*(p1[k]-p2[k])+p3[k]-p0[k])))
	}
	return p
}
