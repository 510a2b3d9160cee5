package shape

import "github.com/paulmach/orb"

// boundOf is the bound of a ring, as orb has it and several times as fast: outlines of authorities have tens of thousands of corners, and are looked at
// several times for each thing that is laid over them.
func boundOf(r orb.Ring) orb.Bound {
	if len(r) == 0 {
		return r.Bound()
	}
	b := orb.Bound{Min: r[0], Max: r[0]}
	for _, p := range r[1:] {
		for axis, v := range p {
			if v < b.Min[axis] {
				b.Min[axis] = v
			} else if v > b.Max[axis] {
				b.Max[axis] = v
			}
		}
	}
	return b
}

// boundOfArea is the bound of the outlines of an area, as orb has it.
func boundOfArea(area orb.MultiPolygon) orb.Bound {
	b := orb.MultiPolygon{}.Bound() // of nothing
	for _, part := range area {
		if len(part) > 0 {
			b = b.Union(boundOf(part[0]))
		}
	}
	return b
}
