package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// buildVillages lays lanes about the heart of each village and hamlet and puts houses along them and the roads.
func (m *maker) buildVillages() {
	c := newChance(m.seed, "villages")
	for _, s := range m.streets {
		m.houses.addLane(s.points)
	}
	roads := len(m.streets)
	for k := range settlements {
		if settlements[k].kind == "town" {
			continue
		}
		v := village{m: m, c: c, k: k, heart: placeUV(settlements[k].heart), reach: 120 + 290*settlements[k].size}
		v.lay(roads)
	}
}

type village struct {
	m     *maker
	c     *chance
	k     int
	heart orb.Point
	reach float64
	green []line
}

func (v *village) lay(roads int) {
	var through []int
	for s := range roads {
		if distanceToLine(v.heart, v.m.streets[s].points) < 30 {
			through = append(through, s)
		}
	}
	size := settlements[v.k].size
	if size > .3 {
		v.placeGreen(through)
	}
	lanes := v.lanes(through, int(2+6*size))
	if size > .3 {
		v.church()
	}
	for n, s := range append(through, lanes...) {
		v.frontage(s, n < len(through))
	}
}

// placeGreen keeps a patch beside the crossing free, with a pond on it in some villages.
func (v *village) placeGreen(through []int) {
	for range 12 {
		turn, off := v.c.between(0, 2*math.Pi), v.c.between(38, 60)
		heart := orb.Point{v.heart[0] + off*math.Cos(turn), v.heart[1] + off*math.Sin(turn)}
		clear := true
		for _, s := range through {
			clear = clear && distanceToLine(heart, v.m.streets[s].points) > 32
		}
		if !clear {
			continue
		}
		outline := blob(v.c, heart, 27, 38, 14)
		v.green = append(v.green, outline)
		v.m.greens = append(v.m.greens, green{kind: "green", minZoom: 13, cell: -1, settlement: v.k, outline: outline,
			name: settlements[v.k].name + " Green"})
		if v.c.hit(.5) {
			v.m.ponds = append(v.m.ponds, blob(v.c, orb.Point{heart[0] + 6, heart[1] + 4}, 7, 11, 10))
		}
		return
	}
}

// blob is a rounded patch.
func blob(c *chance, heart orb.Point, least, most float64, corners int) line {
	var points line
	stretch, lean := c.between(.75, 1.25), c.between(0, math.Pi)
	for k := range corners {
		turn := 2 * math.Pi * float64(k) / float64(corners)
		r := c.between(least, most)
		x, y := r*stretch*math.Cos(turn), r/stretch*math.Sin(turn)
		points = append(points, orb.Point{heart[0] + x*math.Cos(lean) - y*math.Sin(lean), heart[1] + x*math.Sin(lean) + y*math.Cos(lean)})
	}
	return whole(soften(points))
}

// lanes leave the through roads to both sides.
func (v *village) lanes(through []int, wanted int) []int {
	var made []int
	var drawn []line
	for tries := 0; len(made) < wanted && tries < 60; tries++ {
		s := pick(v.c, through)
		points := v.m.streets[s].points
		k, at := v.pointNear(points)
		if k < 0 {
			continue
		}
		a, b := points[k], points[k+1]
		length := distance(a, b)
		side := v.c.pickFloat(-1, 1)
		dx, dy := -side*(b[1]-a[1])/length, side*(b[0]-a[0])/length
		bend, far := v.c.between(-.35, .35), v.c.between(90, 130+140*settlements[v.k].size)
		lane := line{at}
		for step := 25.0; step <= far; step += 25 {
			turn := bend * step / 110
			last := lane[len(lane)-1]
			lane = append(lane, orb.Point{last[0] + 25*(dx*math.Cos(turn)-dy*math.Sin(turn)), last[1] + 25*(dx*math.Sin(turn)+dy*math.Cos(turn))})
		}
		if !v.clear(lane, drawn) {
			continue
		}
		drawn = append(drawn, lane)
		v.m.streets = append(v.m.streets, street{name: v.m.names.lane(settlements[v.k].name), kind: "minor", minZoom: 13, points: whole(lane), settlement: v.k})
		v.m.pinned = append(v.m.pinned, false)
		v.m.houses.addLane(lane)
		made = append(made, len(v.m.streets)-1)
	}
	return made
}

// pointNear is a random vertex of a road within the village that is not its last.
func (v *village) pointNear(points line) (k int, at orb.Point) {
	var near []int
	for k := range len(points) - 1 {
		if d := distance(points[k], v.heart); d < v.reach*.75 && d > 30 {
			near = append(near, k)
		}
	}
	if len(near) == 0 {
		return -1, orb.Point{}
	}
	k = pick(v.c, near)
	return k, points[k]
}

// clear says whether a lane keeps away from water, rails, the green, other lanes and roads.
func (v *village) clear(lane line, drawn []line) bool {
	for k, p := range lane {
		if riverDistance(p) < 25 || railDistance(p) < 30 {
			return false
		}
		for _, g := range v.green {
			if insideRing(p, g) {
				return false
			}
		}
		for _, other := range drawn {
			if distanceToLine(p, other) < 42 {
				return false
			}
		}
		if k < 2 {
			continue
		}
		for _, s := range v.m.streets {
			if distance(s.points[0], p) < 9000 && distanceToLine(p, s.points) < 40 {
				return false
			}
		}
	}
	return true
}

func (v *village) church() {
	for range 40 {
		turn, off := v.c.between(0, 2*math.Pi), v.c.between(40, 120)
		at := orb.Point{v.heart[0] + off*math.Cos(turn), v.heart[1] + off*math.Sin(turn)}
		nave := line{{at[0] - 15, at[1] - 5}, {at[0] + 13, at[1] - 3}, {at[0] + 13, at[1] + 6}, {at[0] - 15, at[1] + 4}}
		if !v.m.houses.free(nave, 17) || v.onGreen(at) {
			continue
		}
		v.m.houses.add(building{corners: nave, kind: "church", street: -1, settlement: v.k, cell: v.m.locate(at), estate: -1}, 1)
		v.m.greens = append(v.m.greens, green{kind: "cemetery", minZoom: 14, cell: -1, settlement: v.k, outline: blob(v.c, at, 24, 30, 9)})
		return
	}
}

func (v *village) onGreen(p orb.Point) bool {
	for _, g := range v.green {
		if insideRing(p, g) {
			return true
		}
	}
	return false
}

// frontage puts houses on both sides of a street, fewer as the village thins out.
func (v *village) frontage(s int, main bool) {
	points := v.m.streets[s].points
	era := v.c.weighted(4, 2, 2, 2, 1, 1, 1, 1)
	for side := range 2 {
		turn := 1.0 - 2*float64(side)
		next := v.c.between(8, 16)
		walked := 0.0
		for k := 1; k < len(points); k++ {
			a, b := points[k-1], points[k]
			length := distance(a, b)
			for ; next < walked+length; next += v.c.pickFloat(1.2, 1.2, 3, 4, 6, 11) {
				at := between(a, b, (next-walked)/length)
				w := v.c.pickFloat(7, 8, 9, 11, 13, 17)
				d := distance(at, v.heart)
				if d > v.reach || v.c.hit(d/v.reach*.55) {
					next += w
					continue
				}
				v.house(s, side+1, at, orb.Point{(b[0] - a[0]) / length, (b[1] - a[1]) / length}, turn, w, main, era)
				next += w
			}
			walked += length
		}
	}
}

func (v *village) house(s, odd int, at, along orb.Point, turn, w float64, main bool, era int) {
	back := v.c.between(9.5, 13)
	if main {
		back += 2
	}
	deep := v.c.between(7.5, 10)
	nx, ny := -along[1]*turn, along[0]*turn
	var corners line
	for _, q := range [4][2]float64{{-w / 2, back}, {w / 2, back}, {w / 2, back + deep}, {-w / 2, back + deep}} {
		corners = append(corners, orb.Point{at[0] + along[0]*q[0] + nx*q[1], at[1] + along[1]*q[0] + ny*q[1]})
	}
	heart := centreOf(corners)
	if v.onGreen(heart) || !v.m.houses.free(corners, back-1) {
		return
	}
	v.m.houses.add(building{corners: corners, kind: "house", dwellings: 1, street: s, settlement: v.k, cell: v.m.locate(heart), estate: -1,
		era: era, bungalow: v.c.hit(.15)}, odd)
}
