package within

import "github.com/paulmach/orb"

// Lines are the eastings and northings at which cells meet.
func (b *Boundary) Lines() (eastings, northings []float64) {
	c := &b.cells
	if b.plain || b.bound.IsEmpty() {
		return nil, nil
	}
	for k := range c.columns + 1 {
		eastings = append(eastings, c.low[0]+float64(k)/c.scale[0])
	}
	for k := range c.rows + 1 {
		northings = append(northings, c.low[1]+float64(k)/c.scale[1])
	}
	return eastings, northings
}

// Entries counts what the runs and the cells hold.
func (b *Boundary) Entries() (edges, cells int) { return len(b.runs.edges), len(b.cells.what) }

// Plain tells whether every edge is asked.
func (b *Boundary) Plain() bool { return b.plain }

// PlacesNear tells where places of a box lie, as rows of a leaf are asked.
func (b *Boundary) PlacesNear(box orb.Bound, points []orb.Point) []Place {
	n := near{b: b}
	n.come(box)
	places := make([]Place, len(points))
	for i, p := range points {
		places[i] = n.Place(p)
	}
	return places
}
