package area

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// bends cuts a leg that follows nothing where its direction, over the next ShortStretch metres, has turned by SharpTurn from that in which it set out:
// at the corner there that sticks out most. No part is shorter than ShortStretch.
func (t *telling) bends(l leg) []leg {
	var all []leg
	set := t.heading(l.from, l.to)
	skip := l.from
	for _, at := range t.way.Corners(l.from, l.to) {
		if at < skip || at-l.from < ShortStretch || l.to-at < ShortStretch || between(set, t.heading(at, l.to)) <= SharpTurn {
			continue
		}
		elbow := t.elbow(l.from, at, l.to)
		all = append(all, leg{l.from, elbow, nothing})
		l.from, skip = elbow, elbow
		set = t.heading(elbow, l.to)
	}
	return append(all, l)
}

// heading is the direction in degrees, clockwise from north, in which the way goes on from a place.
func (t *telling) heading(at, end float64) float64 {
	return bearing(t.way.Point(at), t.way.Point(min(at+ShortStretch, end)))
}

// elbow is the corner at or just after a place that is farthest from the straight line past it.
func (t *telling) elbow(begin, at, end float64) float64 {
	a, b := t.way.Point(max(begin, at-ShortStretch)), t.way.Point(min(end, at+2*ShortStretch))
	elbow, most := at, -1.0
	for _, corner := range append([]float64{at}, t.way.Corners(at, at+ShortStretch)...) {
		if out := offLine(t.way.Point(corner), a, b); out > most && end-corner >= ShortStretch {
			elbow, most = corner, out
		}
	}
	return elbow
}

// offLine is how far a point is from the straight line through two others.
func offLine(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	if long := math.Hypot(dx, dy); long > 0 {
		return math.Abs((p[0]-a[0])*dy-(p[1]-a[1])*dx) / long
	}
	return math.Hypot(p[0]-a[0], p[1]-a[1])
}

// bearing is the direction from a point to another, in degrees clockwise from north.
func bearing(a, b orb.Point) float64 {
	degrees := math.Atan2(b[0]-a[0], b[1]-a[1]) * 180 / math.Pi
	if degrees < 0 {
		degrees += 360
	}
	return degrees
}

// between is the angle between two directions, up to 180 degrees.
func between(a, b float64) float64 {
	d := math.Mod(math.Abs(a-b), 360)
	return min(d, 360-d)
}

var eight = [...]string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}

// A line whose ends are nearer to each other than so much of its length comes back; one whose ends are nearer than so much curves.
const (
	comesBack = 0.1
	curves    = 0.75
)

// turns says in which direction a line goes, and how.
func turns(line orb.LineString, metres float64) (direction string, straight, curving bool) {
	a, b := line[0], line[len(line)-1]
	chord := shape.Length(orb.LineString{a, b})
	if chord < comesBack*metres || chord == 0 {
		return "", false, true
	}
	straight = true
	for _, p := range line {
		if offLine(p, a, b) > BesideDistance {
			straight = false
			break
		}
	}
	return eight[int(bearing(a, b)/45+0.5)%8], straight, chord < curves*metres
}
