package shape

import "github.com/paulmach/orb"

// mostOver is in how many places the lines of two areas may cross that are laid over each other. Two drawings of one winding line cross some
// thousand times; combs that are made to keep a server busy do so millions of times, and the overlay of them runs for hours.
const mostOver = 20_000

// mostLooks is how many pairs of edges, one of each area, are looked at to find that out.
const mostLooks = 5_000_000

// tangledWith refuses two areas whose lines cross in too many places, with a [*Problem] of kind [Tangled].
func tangledWith(a, b orb.MultiPolygon) error {
	if len(a) == 0 || len(b) == 0 || Vertices(a)*Vertices(b) <= mostOver {
		return nil
	}
	if Vertices(a) > Vertices(b) {
		a, b = b, a
	}
	lines := newNearby(a.Bound(), b)
	crossed, looked := 0, 0
	for _, part := range a {
		for _, r := range part {
			for i := 1; i < len(r); i++ {
				one := inOrder(r[i-1], r[i])
				stopped := lines.while(r[i-1], r[i], 0, func(c, d orb.Point) bool {
					looked++
					if other := inOrder(c, d); crossInside(&one, &other) {
						crossed++
					}
					return crossed <= mostOver && looked <= mostLooks
				})
				if stopped {
					return problemAt(Tangled, r[i], "The lines of two areas cross in more places than can be worked with.")
				}
			}
		}
	}
	return nil
}

func inOrder(a, b orb.Point) edge {
	if before(b, a) {
		a, b = b, a
	}
	return edge{lo: a, hi: b}
}
