package demo

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// building is one outline on the map.
type building struct {
	corners    line // convex, not closed, whole millimetres
	heart      orb.Point
	kind       string // "house", "flats", "industrial", "shop", "public" ...
	dwellings  int
	street     int // index in street list; -1 where it has no address
	number     int
	cell       int
	settlement int
	estate     int // index in the estate list; -1 where it is in none
	postcode   string
	bungalow   bool
	era        int // index in home.BuildYearBands
}

// houses collects buildings and keeps them apart.
type houses struct {
	all    []building
	near   map[[2]int][]int // by 60 m square
	lanes  map[[2]int][][2]orb.Point
	number map[[2]int]int // last number given, by street and side
}

func newHouses() *houses {
	return &houses{near: map[[2]int][]int{}, lanes: map[[2]int][][2]orb.Point{}, number: map[[2]int]int{}}
}

const hashSquare = 60.0

func squareOf(p orb.Point) [2]int {
	return [2]int{int(math.Floor(p[0] / hashSquare)), int(math.Floor(p[1] / hashSquare))}
}

// add keeps a building and gives it the next number on its side of the street: 1 is the odd side, 2 the even. Its outline is
// rounded here.
func (h *houses) add(b building, sideOfStreet int) {
	b.corners = whole(b.corners)
	b.heart = bng.RoundPoint(centreOf(b.corners))
	if b.street >= 0 {
		key := [2]int{b.street, sideOfStreet}
		if _, begun := h.number[key]; !begun {
			h.number[key] = sideOfStreet - 2
		}
		h.number[key] += 2
		b.number = h.number[key]
	}
	h.near[squareOf(b.heart)] = append(h.near[squareOf(b.heart)], len(h.all))
	h.all = append(h.all, b)
}

func centreOf(corners line) orb.Point {
	var c orb.Point
	for _, p := range corners {
		c[0] += p[0] - corners[0][0]
		c[1] += p[1] - corners[0][1]
	}
	n := float64(len(corners))
	return orb.Point{corners[0][0] + c[0]/n, corners[0][1] + c[1]/n}
}

// addLane notes a road, so that no building is put on it.
func (h *houses) addLane(points line) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		steps := int(distance(a, b)/hashSquare) + 1
		last := [2]int{math.MinInt, 0}
		for k := range steps + 1 {
			sq := squareOf(between(a, b, float64(k)/float64(steps)))
			if sq != last {
				h.lanes[sq] = append(h.lanes[sq], [2]orb.Point{a, b})
			}
			last = sq
		}
	}
}

// free says whether an outline keeps its distance from other buildings, roads, the river and the railway.
func (h *houses) free(corners line, toRoad float64) bool {
	heart := centreOf(corners)
	if riverDistance(heart) < 16 || railDistance(heart) < 20 {
		return false
	}
	sq := squareOf(heart)
	for dx := -1; dx <= 1; dx++ {
		for dy := -1; dy <= 1; dy++ {
			key := [2]int{sq[0] + dx, sq[1] + dy}
			for _, k := range h.near[key] {
				if !apart(h.all[k].corners, corners, 1.5) {
					return false
				}
			}
			for _, s := range h.lanes[key] {
				if distanceToSegment(heart, s[0], s[1]) < toRoad {
					return false
				}
				for _, p := range corners {
					if distanceToSegment(p, s[0], s[1]) < toRoad*.6 {
						return false
					}
				}
			}
		}
	}
	return true
}

// apart finds a line between two convex outlines with a gap of so many metres (separating axes).
func apart(a, b line, gap float64) bool {
	return separates(a, b, gap) || separates(b, a, gap)
}

func separates(a, b line, gap float64) bool {
	inside := 1.0
	if turning(a) < 0 {
		inside = -1
	}
	for i, p := range a {
		q := a[(i+1)%len(a)]
		dx, dy := q[0]-p[0], q[1]-p[1]
		length := math.Hypot(dx, dy)
		beyond := true
		for _, c := range b {
			if inside*(dx*(c[1]-p[1])-dy*(c[0]-p[0]))/length > -gap {
				beyond = false
				break
			}
		}
		if beyond {
			return true
		}
	}
	return false
}
