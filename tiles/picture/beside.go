package picture

import "math"

// beside is a line that runs along another at a distance, to the right of it as seen on the way. Corners stay corners unless they are so
// sharp that the line would leave by more than twice the distance; there they are cut.
func beside(line []point, distance float64) []point {
	n := len(line)
	if n < 2 {
		return line
	}
	closed := n > 3 && line[0] == line[n-1]
	normal := func(i int) point { // of the segment that begins at i, to the right with y downwards
		p, q := line[i], line[i+1]
		d := math.Hypot(q.x-p.x, q.y-p.y)
		return point{-(q.y - p.y) / d, (q.x - p.x) / d}
	}
	out := make([]point, 0, n+4)
	turn := func(p point, a, b point) {
		dot := a.x*b.x + a.y*b.y
		if dot < -.5 { // two edges, not one corner far away
			out = append(out, point{p.x + a.x*distance, p.y + a.y*distance}, point{p.x + b.x*distance, p.y + b.y*distance})
			return
		}
		k := distance / (1 + dot)
		out = append(out, point{p.x + (a.x+b.x)*k, p.y + (a.y+b.y)*k})
	}
	for i, p := range line {
		switch {
		case i > 0 && i < n-1:
			turn(p, normal(i-1), normal(i))
		case closed && i == 0:
			turn(p, normal(n-2), normal(0))
		case closed:
			out = append(out, out[0])
		case i == 0:
			a := normal(0)
			out = append(out, point{p.x + a.x*distance, p.y + a.y*distance})
		default:
			a := normal(n - 2)
			out = append(out, point{p.x + a.x*distance, p.y + a.y*distance})
		}
	}
	return out
}
