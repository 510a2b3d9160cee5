package demo

import (
	"math"

	"github.com/paulmach/orb"
)

// The river and the railway cross the paper from left to right; both are functions of x. In the town they run as in the first
// sketch, outside they swing more.

// smoothStep rises from 0 to 1 as x goes from low to high.
func smoothStep(low, high, x float64) float64 {
	t := max(0, min(1, (x-low)/(high-low)))
	return t * t * (3 - 2*t)
}

// outOfTown is 0 in the town and 1 well outside it.
func outOfTown(x float64) float64 { return smoothStep(900, 1900, math.Abs(x-650)) }

func riverY(x float64) float64 {
	y := 792 + 58*math.Sin(x/190+.4) - x*.10
	return y + outOfTown(x)*(150*math.Sin(x/410+1.3)+70*math.Sin(x/173+.2))
}

// riverHalfWidth is in units of paper; the river grows from west to east.
func riverHalfWidth(x float64) float64 {
	return 12 + 7*smoothStep(-3000, 2500, x) + 2*math.Sin(x/77)
}

func railY(x float64) float64 {
	in := 742 + 56*math.Sin(x/190+.4) - x*.10 + 6*math.Sin(x/260)
	out := 640 - x*.07 + 210*math.Sin(x/1150+2.1)
	t := outOfTown(x)
	return in + (out-in)*t
}

// riverDistance is how far a point lies from the bank, negative in the water, in metres; good to a tenth.
func riverDistance(p orb.Point) float64 {
	x, y := paper(p)
	return (acrossSlope(riverY, x, y) - riverHalfWidth(x)) * unit
}

// railDistance is how far a point lies from the railway, in metres.
func railDistance(p orb.Point) float64 {
	x, y := paper(p)
	return acrossSlope(railY, x, y) * unit
}

func acrossSlope(curve func(float64) float64, x, y float64) float64 {
	slope := (curve(x+5) - curve(x-5)) / 10
	return math.Abs(y-curve(x)) / math.Sqrt(1+slope*slope)
}

// How far river and railway go on beyond the district: some 45 km, so that they do not end in sight of it.
const frameWest, frameEast = -24000.0, 25000.0

// stride is from one point of the river to the next; far out nobody looks closely.
func stride(x float64) float64 {
	if math.Abs(x-650) > 4500 {
		return 60
	}
	return 20
}

// river is the outline of the water.
func river() orb.Polygon {
	var upper, lower line
	for x := frameWest; x <= frameEast; x += stride(x) {
		slope := (riverY(x+5) - riverY(x-5)) / 10
		k := riverHalfWidth(x) / math.Sqrt(1+slope*slope)
		upper = append(upper, ground(x+slope*k, riverY(x)-k))
		lower = append(lower, ground(x-slope*k, riverY(x)+k))
	}
	return orb.Polygon{ringOf(append(upper, reversed(lower)...))}
}

func railway() orb.LineString {
	var points line
	for x := frameWest; x <= frameEast; x += stride(x) {
		points = append(points, ground(x, railY(x)))
	}
	return orb.LineString(whole(points))
}

// becks run down to the river through the country: where they rise, and at which x of the river they end.
var becks = []struct {
	name  string
	from  uv
	mouth float64
}{
	{"Skel Beck", uv{-1950, -1250}, -2350},
	{"Marl Beck", uv{-1950, 1500}, -900},
	{"Cinder Beck", uv{3450, -700}, 3650},
	{"Eller Beck", uv{2300, 2150}, 2250},
	{"Wag Beck", uv{-150, 2350}, 60},
}

type beck struct {
	name   string
	points line
}

// drawBecks keeps houses off their banks.
func (m *maker) drawBecks() {
	c := newChance(m.seed, "becks")
	for _, b := range becks {
		mouth := ground(b.mouth, riverY(b.mouth))
		points := whole(wander(c, []orb.Point{placeUV(b.from), mouth}))
		m.becks = append(m.becks, beck{b.name, points})
		m.houses.addLane(points)
	}
}
