package within

import (
	"math"

	"github.com/paulmach/orb"
)

// cells are a grid over the reach of a boundary. The place of a cell is that of
// every point in it, or OnLine where some point may lie within a margin of an
// edge. Cells without such points that meet at a side have one place.
type cells struct {
	low           orb.Point // the south-west corner
	scale         orb.Point // cells to the metre, east and north
	columns, rows int
	places        []Place  // row after row, from the south-west
	sums          []uint32 // by grid corner: how many cells south-west of it are OnLine
}

const (
	fewestCells = 16  // in a row, for the simplest of shapes
	mostCells   = 512 // in a row, for any shape
	// leastCell is the least side of a cell in margins. Where cells are no larger
	// than margins every edge is near every cell.
	leastCell = 8
	// linesAcross bounds the cells that edges are drawn into, to some
	// 3*linesAcross an edge.
	linesAcross = 8
)

func (b *Boundary) fillCells(t *travel) {
	c := &b.cells
	c.low, c.columns, c.rows = b.reach.Min, 1, 1
	if b.plain {
		c.places = []Place{OnLine}
		return
	}
	width, height := b.reach.Max[0]-b.reach.Min[0], b.reach.Max[1]-b.reach.Min[1]
	side := 4 * math.Sqrt(float64(t.edges))
	side = min(side, linesAcross*float64(t.edges)/(t.way[0]/width+t.way[1]/height))
	side = min(max(side, fewestCells), mostCells)
	c.columns = max(1, int(min(side, width/(leastCell*margin))))
	c.rows = max(1, int(min(side, height/(leastCell*margin))))
	c.scale = orb.Point{float64(c.columns) / width, float64(c.rows) / height}
	c.places = make([]Place, c.columns*c.rows)
	for _, r := range b.rings {
		c.draw(b.points[r.first:r.end])
	}
	c.sums = make([]uint32, (c.columns+1)*(c.rows+1))
	for row := range c.rows {
		b.fillRow(row)
		c.sumRow(row)
	}
}

// at is a point in cells from the south-west corner.
func (c *cells) at(p orb.Point) orb.Point {
	return orb.Point{(p[0] - c.low[0]) * c.scale[0], (p[1] - c.low[1]) * c.scale[1]}
}

func (c *cells) column(x float64) int { return min(max(int(x), 0), c.columns-1) }
func (c *cells) row(y float64) int    { return min(max(int(y), 0), c.rows-1) }

// index is the cell of a point within reach.
func (c *cells) index(p orb.Point) int {
	if len(c.places) == 1 {
		return 0
	}
	at := c.at(p)
	return c.row(at[1])*c.columns + c.column(at[0])
}

// draw marks the cells within a margin of a ring's edges.
func (c *cells) draw(ring []orb.Point) {
	if len(ring) == 0 {
		return
	}
	near := orb.Point{margin * c.scale[0], margin * c.scale[1]}
	a := c.at(ring[0])
	for _, p := range ring[1:] {
		b := c.at(p)
		c.drawEdge(a, b, near)
		a = b
	}
}

// drawEdge marks the cells of one edge, in cells as near is.
func (c *cells) drawEdge(a, b, near orb.Point) {
	if a[1] > b[1] {
		a, b = b, a
	}
	west, east := min(a[0], b[0]), max(a[0], b[0])
	first, last := c.column(west-near[0]), c.column(east+near[0])
	bottom, top := c.row(a[1]-near[1]), c.row(b[1]+near[1])
	if rise := b[1] - a[1]; rise > near[1] && first != last && bottom != top {
		// Row by row. The stretch of the edge is taken a margin longer than the
		// row at both ends, which is much more than rounding moves it.
		slope := (b[0] - a[0]) / rise
		for row := bottom; row <= top; row++ {
			from := max(a[1], float64(row)-near[1])
			to := max(from, min(b[1], float64(row+1)+near[1]))
			x0, x1 := a[0]+slope*(from-a[1]), a[0]+slope*(to-a[1])
			x0, x1 = max(west, min(x0, x1)), min(east, max(x0, x1))
			c.mark(row, c.column(x0-near[0]), c.column(x1+near[0]))
		}
		return
	}
	for row := bottom; row <= top; row++ {
		c.mark(row, first, last)
	}
}

func (c *cells) mark(row, first, last int) {
	places := c.places[row*c.columns:][:c.columns]
	for k := first; k <= last; k++ {
		places[k] = OnLine
	}
}

// fillRow places the cells that no edge comes near. Cells side by side have one
// place, and so has the cell below; only where none of them is known yet the
// edges are asked, for the middle of one.
func (b *Boundary) fillRow(row int) {
	c := &b.cells
	places := c.places[row*c.columns:][:c.columns]
	var below []Place
	if row > 0 {
		below = c.places[(row-1)*c.columns:][:c.columns]
	}
	for from := 0; from < len(places); from++ {
		if places[from] == OnLine {
			continue
		}
		to, known := from, -1
		for ; to < len(places) && places[to] != OnLine; to++ {
			if below != nil && below[to] != OnLine {
				known = to
			}
		}
		var place Place
		if known >= 0 {
			place = below[known]
		} else {
			place = b.ask(orb.Point{c.low[0] + (float64(from)+0.5)/c.scale[0], c.low[1] + (float64(row)+0.5)/c.scale[1]})
		}
		for ; from < to; from++ {
			places[from] = place
		}
	}
}

func (c *cells) sumRow(row int) {
	width := c.columns + 1
	south, north := c.sums[row*width:][:width], c.sums[(row+1)*width:][:width]
	sum := uint32(0)
	for k, place := range c.places[row*c.columns:][:c.columns] {
		if place == OnLine {
			sum++
		}
		north[k+1] = south[k+1] + sum
	}
}
