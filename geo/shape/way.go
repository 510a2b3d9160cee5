package shape

import (
	"math"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// Way is a ring as something to walk along: places on it are told in metres from its beginning, and go on beyond its length, where the
// second time round begins. It is never changed.
type Way struct {
	corners []orb.Point
	at      []float64 // of each corner, and of the first again
}

// RoundWay is the way round a ring in metres: clockwise, seen with north up, from its northernmost corner (of several the most westerly). It is the
// same way wherever the ring begins and whichever way it runs. ok is false for what encloses nothing.
//
//	   ●───▶──┐
//	   │      │
//	┌──┘      ▼
//	▲         │
//	└────◀────┘
func RoundWay(r orb.Ring) (w *Way, ok bool) {
	if runs := runsLeft(r); runs == 0 {
		return nil, false
	} else if runs > 0 {
		r = r.Clone()
		r.Reverse()
	}
	corners := cycle(r)
	first := 0
	for i, p := range corners {
		if q := corners[first]; p[1] > q[1] || p[1] == q[1] && p[0] < q[0] {
			first = i
		}
	}
	w = &Way{corners: slices.Concat(corners[first:], corners[:first])}
	w.at = make([]float64, len(corners)+1)
	for i := range corners {
		w.at[i+1] = w.at[i] + math.Sqrt(squared(w.corner(i), w.corner(i+1)))
	}
	return w, !math.IsInf(w.Length(), 0)
}

func (w *Way) corner(i int) orb.Point { return w.corners[i%len(w.corners)] }

// Length is how long one time round is, in metres.
func (w *Way) Length() float64 { return w.at[len(w.corners)] }

// once brings a place into the first time round, and says how many metres have been taken off.
func (w *Way) once(at float64) (place, off float64) {
	off = math.Floor(at/w.Length()) * w.Length()
	return min(max(at-off, 0), w.Length()), off
}

// before is the last corner that is at or before a place of the first time round.
func (w *Way) before(at float64) int {
	return max(sort.SearchFloat64s(w.at[:len(w.corners)], math.Nextafter(at, math.Inf(1)))-1, 0)
}

// Point is the point at a place, in metres from the beginning.
func (w *Way) Point(at float64) orb.Point {
	at, _ = w.once(at)
	i := w.before(at)
	a, b := w.corner(i), w.corner(i+1)
	if long := w.at[i+1] - w.at[i]; long > 0 {
		f := (at - w.at[i]) / long
		return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
	}
	return a
}

// Corner is the place of the corner that is nearest to a place.
func (w *Way) Corner(at float64) float64 {
	place, off := w.once(at)
	i := w.before(place)
	if next := w.at[i+1]; next-place < place-w.at[i] {
		return next + off
	}
	return w.at[i] + off
}

// Corners are the places of the corners between two places, in order and without those; to is not before from.
func (w *Way) Corners(from, to float64) []float64 {
	var all []float64
	place, off := w.once(from)
	for i := w.before(place); ; i++ {
		if i == len(w.corners) {
			i, off = 0, off+w.Length()
		}
		at := w.at[i] + off
		if at >= to {
			return all
		}
		if at > from {
			all = append(all, at)
		}
	}
}

// Between is the line from one place to another, which is not before it: its corners, and a point at each end.
func (w *Way) Between(from, to float64) orb.LineString {
	line := orb.LineString{w.Point(from)}
	for _, at := range append(w.Corners(from, to), to) {
		if p := w.Point(at); p != line[len(line)-1] || len(line) == 1 && at == to {
			line = append(line, p)
		}
	}
	return line
}
