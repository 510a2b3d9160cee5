package demo

import "github.com/paulmach/orb"

// lattice divides the whole district into cells: blocks of houses in the town, fields around it. Every boundary is a union
// of cells, so neighbours share their edges vertex by vertex.
//
//	node(i,j) ──across(i,j)── node(i+1,j)
//	    │                         │
//	 down(i,j)    cell(i,j)       │
//	    │                         │
//	node(i,j+1) ───────────── node(i+1,j+1)
type lattice struct {
	columns, rows int    // of cells
	nodes         []uv   // (columns+1) x (rows+1)
	i0, j0        int    // the node at street 0 of the mock's streets
	across, down  []line // by node
}

type line = []orb.Point

// The streets of the town from west to east and from north to south, on the bent grid. Street (0, 0) is that of the first
// sketch of this town; streets before it were added later.
var (
	streetsEast  = []float64{-515, -418, -320, -215, -130, -28, 50, 142, 230, 332, 420, 512, 600, 695, 785, 890, 980, 1075, 1170, 1280, 1380, 1478, 1570}
	streetsSouth = []float64{-430, -345, -262, -170, -85, 0, 95, 180, 282, 360, 455, 530, 620, 715, 795, 890, 975, 1065, 1170, 1260}
)

const (
	streetsBeforeEast  = 2 // streetsEast[2] is street 0
	streetsBeforeSouth = 5
	townColumns        = 22
	townRows           = 19
)

func newLattice(seed uint64) *lattice {
	c := newChance(seed, "lattice")
	us, i0 := extend(c, streetsEast, -2900, 4050)
	vs, j0 := extend(c, streetsSouth, -2600, 3400)
	l := &lattice{columns: len(us) - 1, rows: len(vs) - 1, i0: i0 + streetsBeforeEast, j0: j0 + streetsBeforeSouth}
	l.nodes = make([]uv, len(us)*len(vs))
	for j, v := range vs {
		for i, u := range us {
			room := min(gapAround(us, i), gapAround(vs, j))
			sway := .27
			if l.inTownFrame(i, j) {
				sway = .05
			}
			l.nodes[l.node(i, j)] = uv{u + c.between(-sway, sway)*room, v + c.between(-sway, sway)*room}
		}
	}
	l.draw(c)
	return l
}

// extend adds lines on both sides of the town's, some 215 m apart, and says how many were put before.
func extend(c *chance, town []float64, low, high float64) (all []float64, before int) {
	var left []float64
	for at := town[0] - c.between(100, 130); at > low; at -= c.between(100, 138) {
		left = append(left, at)
	}
	for i := len(left) - 1; i >= 0; i-- {
		all = append(all, left[i])
	}
	all = append(all, town...)
	for at := town[len(town)-1] + c.between(100, 130); at < high; at += c.between(100, 138) {
		all = append(all, at)
	}
	return all, len(left)
}

func gapAround(lines []float64, i int) float64 {
	gap := 200.0
	if i > 0 {
		gap = min(gap, lines[i]-lines[i-1])
	}
	if i+1 < len(lines) {
		gap = min(gap, lines[i+1]-lines[i])
	}
	return gap
}

// inTownFrame says whether a node lies where streets run straight.
func (l *lattice) inTownFrame(i, j int) bool {
	i, j = i-l.i0+streetsBeforeEast, j-l.j0+streetsBeforeSouth
	return i >= 0 && i <= townColumns && j >= 0 && j <= townRows
}

// draw fixes the points of every edge once, so that whoever uses an edge has the same.
func (l *lattice) draw(c *chance) {
	l.across, l.down = make([]line, len(l.nodes)), make([]line, len(l.nodes))
	for j := 0; j <= l.rows; j++ {
		for i := 0; i <= l.columns; i++ {
			n := l.node(i, j)
			if i < l.columns {
				l.across[n] = l.edge(c, i, j, i+1, j)
			}
			if j < l.rows {
				l.down[n] = l.edge(c, i, j, i, j+1)
			}
		}
	}
}

func (l *lattice) edge(c *chance, i, j, i2, j2 int) line {
	a, b := l.nodes[l.node(i, j)], l.nodes[l.node(i2, j2)]
	if l.inTownFrame(i, j) && l.inTownFrame(i2, j2) {
		points := make(line, 0, 5)
		for k := range 5 {
			points = append(points, placeUV(a.towards(b, float64(k)/4)))
		}
		return whole(points)
	}
	m := a.towards(b, c.between(.4, .6)) // a hedge that is not quite straight
	m.u += c.between(-8, 8)
	m.v += c.between(-8, 8)
	return whole(line{placeUV(a), placeUV(m), placeUV(b)})
}

func (l *lattice) node(i, j int) int { return j*(l.columns+1) + i }
func (l *lattice) cell(i, j int) int { return j*l.columns + i }

// at is the column and row of a cell.
func (l *lattice) at(cell int) (i, j int) { return cell % l.columns, cell / l.columns }

func (l *lattice) cells() int { return l.columns * l.rows }

// street is the cell that lies east and south of two of the town's streets, numbered as in the first sketch.
func (l *lattice) street(i, j int) int { return l.cell(i+l.i0, j+l.j0) }

// heart is the middle of a cell on the bent grid.
func (l *lattice) heart(cell int) uv {
	i, j := l.at(cell)
	a, b := l.nodes[l.node(i, j)], l.nodes[l.node(i+1, j)]
	c, d := l.nodes[l.node(i, j+1)], l.nodes[l.node(i+1, j+1)]
	return uv{(a.u + b.u + c.u + d.u) / 4, (a.v + b.v + c.v + d.v) / 4}
}

// neighbours of a cell to the west, south, east and north; -1 at the edge.
func (l *lattice) neighbours(cell int) [4]int {
	i, j := l.at(cell)
	n := [4]int{-1, -1, -1, -1}
	if i > 0 {
		n[0] = cell - 1
	}
	if j+1 < l.rows {
		n[1] = cell + l.columns
	}
	if i+1 < l.columns {
		n[2] = cell + 1
	}
	if j > 0 {
		n[3] = cell - l.columns
	}
	return n
}
