package picture

import (
	"fmt"
	"math"
	"strconv"
)

// ParsePath reads SVG path data as tiles/style writes it: the commands M, L, H, V, C, A and Z, absolute.
func ParsePath(data string) (Path, error) {
	p := pathReader{rest: data}
	for p.err == nil {
		if !p.command() {
			break
		}
	}
	return p.path, p.err
}

type pathReader struct {
	rest   string
	op     byte
	path   Path
	x, y   float64 // where the pen is
	sx, sy float64 // where the subpath began
	err    error
}

// command reads one command; false is the end.
func (p *pathReader) command() bool {
	p.space()
	if p.rest == "" {
		return false
	}
	if c := p.rest[0]; c >= 'A' && c <= 'z' {
		p.op, p.rest = c, p.rest[1:]
	} else if p.op == 'M' {
		p.op = 'L'
	} else if p.op == 'Z' || p.op == 0 {
		p.err = fmt.Errorf("path data goes on with %q", p.rest)
		return false
	}
	switch p.op {
	case 'M':
		p.x, p.y = p.number(), p.number()
		p.sx, p.sy = p.x, p.y
		p.path = append(p.path, Step{Op: MoveTo, X: p.x, Y: p.y})
	case 'L':
		p.line(p.number(), p.number())
	case 'H':
		p.line(p.number(), p.y)
	case 'V':
		p.line(p.x, p.number())
	case 'C':
		s := Step{Op: CurveTo, X1: p.number(), Y1: p.number(), X2: p.number(), Y2: p.number(), X: p.number(), Y: p.number()}
		p.x, p.y = s.X, s.Y
		p.path = append(p.path, s)
	case 'A':
		rx, ry, turn := p.number(), p.number(), p.number()
		large, sweep := p.flag(), p.flag()
		p.arc(rx, ry, turn*math.Pi/180, large, sweep, p.number(), p.number())
	case 'Z':
		p.x, p.y = p.sx, p.sy
		p.path = append(p.path, Step{Op: Close, X: p.x, Y: p.y})
	default:
		p.err = fmt.Errorf("path data has the command %q", p.op)
	}
	return p.err == nil
}

func (p *pathReader) line(x, y float64) {
	p.x, p.y = x, y
	p.path = append(p.path, Step{Op: LineTo, X: x, Y: y})
}

func (p *pathReader) space() {
	for p.rest != "" && (p.rest[0] == ' ' || p.rest[0] == ',') {
		p.rest = p.rest[1:]
	}
}

// number reads a number, which ends where the next begins: at a sign or a second point, too.
func (p *pathReader) number() float64 {
	p.space()
	end, point := 0, false
	for end < len(p.rest) {
		c := p.rest[end]
		if c == '.' && !point {
			point = true
		} else if (c < '0' || c > '9') && (c != '-' || end > 0) {
			break
		}
		end++
	}
	n, err := strconv.ParseFloat(p.rest[:end], 64)
	if err != nil && p.err == nil {
		p.err = fmt.Errorf("path data has no number at %q", p.rest)
	}
	p.rest = p.rest[end:]
	return n
}

func (p *pathReader) flag() bool {
	p.space()
	if p.rest == "" || p.rest[0] != '0' && p.rest[0] != '1' {
		p.err = fmt.Errorf("path data has no flag at %q", p.rest)
		return false
	}
	set := p.rest[0] == '1'
	p.rest = p.rest[1:]
	return set
}

// arc draws an elliptic arc by curves of a quarter turn at most (SVG 1.1, appendix F.6.5).
func (p *pathReader) arc(rx, ry, turn float64, large, sweep bool, x, y float64) {
	rx, ry = math.Abs(rx), math.Abs(ry)
	if rx == 0 || ry == 0 || p.x == x && p.y == y {
		p.line(x, y)
		return
	}
	sin, cos := math.Sincos(turn)
	hx, hy := (p.x-x)/2, (p.y-y)/2
	ux, uy := cos*hx+sin*hy, cos*hy-sin*hx
	if over := ux*ux/(rx*rx) + uy*uy/(ry*ry); over > 1 {
		rx, ry = rx*math.Sqrt(over), ry*math.Sqrt(over)
	}
	k := math.Sqrt(max(0, (rx*rx*ry*ry-rx*rx*uy*uy-ry*ry*ux*ux)/(rx*rx*uy*uy+ry*ry*ux*ux)))
	if large == sweep {
		k = -k
	}
	cx, cy := k*rx*uy/ry, -k*ry*ux/rx
	from := math.Atan2((uy-cy)/ry, (ux-cx)/rx)
	by := math.Atan2((-uy-cy)/ry, (-ux-cx)/rx) - from
	if sweep && by < 0 {
		by += 2 * math.Pi
	} else if !sweep && by > 0 {
		by -= 2 * math.Pi
	}
	mx, my := cos*cx-sin*cy+(p.x+x)/2, sin*cx+cos*cy+(p.y+y)/2
	point := func(u, v float64) (float64, float64) { return mx + cos*rx*u - sin*ry*v, my + sin*rx*u + cos*ry*v }
	pieces := int(math.Ceil(math.Abs(by)/(math.Pi/2) - 1e-9))
	step := by / float64(pieces)
	reach := 4. / 3 * math.Tan(step/4)
	for i := range pieces {
		s0, c0 := math.Sincos(from + step*float64(i))
		s1, c1 := math.Sincos(from + step*float64(i+1))
		one := Step{Op: CurveTo}
		one.X1, one.Y1 = point(c0-reach*s0, s0+reach*c0)
		one.X2, one.Y2 = point(c1+reach*s1, s1-reach*c1)
		one.X, one.Y = point(c1, s1)
		if i == pieces-1 {
			one.X, one.Y = x, y
		}
		p.path = append(p.path, one)
	}
	p.x, p.y = x, y
}

// moved is the path scaled and then moved.
func (p Path) moved(scale, x, y float64) Path {
	out := make(Path, len(p))
	for i, s := range p {
		out[i] = Step{s.Op, s.X1*scale + x, s.Y1*scale + y, s.X2*scale + x, s.Y2*scale + y, s.X*scale + x, s.Y*scale + y}
	}
	return out
}

// touches is whether two boxes have any place in common; edges alone do not count.
func (r Rect) touches(o Rect) bool { return r.X0 < o.X1 && o.X0 < r.X1 && r.Y0 < o.Y1 && o.Y0 < r.Y1 }

// holds is whether another box lies in this one.
func (r Rect) holds(o Rect) bool { return r.X0 <= o.X0 && r.Y0 <= o.Y0 && r.X1 >= o.X1 && r.Y1 >= o.Y1 }

// grown is the box with a margin on each side.
func (r Rect) grown(by float64) Rect { return Rect{r.X0 - by, r.Y0 - by, r.X1 + by, r.Y1 + by} }
