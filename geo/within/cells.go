package within

import (
	"math"

	"github.com/paulmach/orb"
)

// cells are a grid over a boundary and what is around it. Every point of a cell that no
// edge comes near, by a margin, has one place, and so have all such cells that
// meet at a side. The others are parts of runs: those side by side in a row.
type cells struct {
	low           orb.Point // the south-west corner
	scale         orb.Point // cells to the metre, east and north
	columns, rows int
	what          []int32  // row after row, from the south-west: clearOutside, clearInside or the run
	sums          []uint32 // by grid corner: how many cells south-west of it are in runs
}

// What a cell is that is in no run.
const (
	clearOutside int32 = -1
	clearInside  int32 = -2
)

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

// size chooses how many cells there are.
func (c *cells) size(around orb.Bound, t *travel) {
	c.low = around.Min
	width, height := around.Max[0]-around.Min[0], around.Max[1]-around.Min[1]
	side := 3 * math.Sqrt(float64(t.edges))
	side = min(side, linesAcross*float64(t.edges)/(t.way[0]/width+t.way[1]/height))
	side = min(max(side, fewestCells), mostCells)
	c.columns = max(1, int(min(side, width/(leastCell*margin))))
	c.rows = max(1, int(min(side, height/(leastCell*margin))))
	c.scale = orb.Point{float64(c.columns) / width, float64(c.rows) / height}
}

// at is a point in cells from the south-west corner.
func (c *cells) at(p orb.Point) orb.Point {
	return orb.Point{(p[0] - c.low[0]) * c.scale[0], (p[1] - c.low[1]) * c.scale[1]}
}

func (c *cells) column(x float64) int { return min(max(int(x), 0), c.columns-1) }
func (c *cells) row(y float64) int    { return min(max(int(y), 0), c.rows-1) }

// index is the cell of a point within reach.
func (c *cells) index(p orb.Point) int {
	if len(c.what) == 1 {
		return 0
	}
	at := c.at(p)
	return c.row(at[1])*c.columns + c.column(at[0])
}

// eachRow gives the cells within a margin of an edge, row by row: from first to
// last in each.
func (c *cells) eachRow(from, to orb.Point, visit func(row, first, last int)) {
	near := orb.Point{margin * c.scale[0], margin * c.scale[1]}
	a, b := c.at(from), c.at(to)
	if a[1] > b[1] {
		a, b = b, a
	}
	west, east := min(a[0], b[0]), max(a[0], b[0])
	first, last := c.column(west-near[0]), c.column(east+near[0])
	bottom, top := c.row(a[1]-near[1]), c.row(b[1]+near[1])
	rise := b[1] - a[1]
	if rise <= near[1] || first == last || bottom == top {
		for row := bottom; row <= top; row++ {
			visit(row, first, last)
		}
		return
	}
	// The stretch of the edge is taken a margin longer than the row at both ends,
	// which is much more than rounding moves it.
	slope := (b[0] - a[0]) / rise
	for row := bottom; row <= top; row++ {
		low := max(a[1], float64(row)-near[1])
		high := max(low, min(b[1], float64(row+1)+near[1]))
		x0, x1 := a[0]+slope*(low-a[1]), a[0]+slope*(high-a[1])
		x0, x1 = max(west, min(x0, x1)), min(east, max(x0, x1))
		visit(row, c.column(x0-near[0]), c.column(x1+near[0]))
	}
}

// sum makes the sums.
func (c *cells) sum() {
	width := c.columns + 1
	c.sums = make([]uint32, width*(c.rows+1))
	for row := range c.rows {
		south, north := c.sums[row*width:][:width], c.sums[(row+1)*width:][:width]
		sum := uint32(0)
		for k, what := range c.what[row*c.columns:][:c.columns] {
			if what >= 0 {
				sum++
			}
			north[k+1] = south[k+1] + sum
		}
	}
}

// linesIn counts the cells in runs in a rectangle of them, all four sides
// included.
func (c *cells) linesIn(west, south, east, north int) uint32 {
	below, above := c.sums[south*(c.columns+1):], c.sums[(north+1)*(c.columns+1):]
	return above[east+1] - above[west] - below[east+1] + below[west]
}
