package picture

import (
	"math"
	"strconv"
)

// pathData writes a path, scaled and then moved, to a tenth of a unit in as few bytes as it takes. Steps are relative and rounded so that
// errors do not add up; those that end where they begin are left out.
func pathData(p Path, scale, dx, dy float64) string {
	return string(appendPath(nil, p, func(x, y float64) (int, int) {
		return int(math.Round((x*scale + dx) * 10)), int(math.Round((y*scale + dy) * 10))
	}, 1))
}

// letterData writes the outline of a letter in whole units of emUnits, with the quadratic curves that it was made of.
func letterData(p Path) string {
	return string(appendPath(nil, p, func(x, y float64) (int, int) { return int(math.Round(x * emUnits)), int(math.Round(y * emUnits)) }, 0))
}

// appendPath writes what at rounds to whole numbers of the last digit; so many digits stand behind the point.
func appendPath(b []byte, p Path, at func(x, y float64) (int, int), digits int) []byte {
	var x, y int // where the pen is
	var sx, sy int
	op := byte(0)
	var from Step
	write := func(o byte, numbers ...int) {
		same := o == op && o != 'M'
		if !same {
			b = append(b, o)
		}
		op = o
		for i, n := range numbers {
			if n >= 0 && (same || i > 0) {
				b = append(b, ' ')
			}
			b = appendDigits(b, n, digits)
		}
	}
	for _, s := range p {
		nx, ny := at(s.X, s.Y)
		switch s.Op {
		case MoveTo:
			write('M', nx, ny)
			sx, sy = nx, ny
		case LineTo:
			switch {
			case nx == x && ny == y:
			case ny == y:
				write('h', nx-x)
			case nx == x:
				write('v', ny-y)
			default:
				write('l', nx-x, ny-y)
			}
		case CurveTo:
			if cx, cy, ok := quadratic(from, s); ok {
				cx, cy := at(cx, cy)
				write('q', cx-x, cy-y, nx-x, ny-y)
				break
			}
			x1, y1 := at(s.X1, s.Y1)
			x2, y2 := at(s.X2, s.Y2)
			write('c', x1-x, y1-y, x2-x, y2-y, nx-x, ny-y)
		case Close:
			b, op = append(b, 'z'), 'z'
			nx, ny = sx, sy
		}
		x, y = nx, ny
		from = s
	}
	return b
}

// quadratic is the one control point of a curve that could do with one.
func quadratic(from, s Step) (x, y float64, ok bool) {
	x, y = (3*s.X1-from.X)/2, (3*s.Y1-from.Y)/2
	const same = 1e-9
	return x, y, math.Abs((3*s.X2-s.X)/2-x) < same && math.Abs((3*s.Y2-s.Y)/2-y) < same
}

// appendDigits writes a number of tenths, say, without a nought before the point.
func appendDigits(b []byte, n, digits int) []byte {
	if digits == 0 {
		return strconv.AppendInt(b, int64(n), 10)
	}
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	if n/10 > 0 || n == 0 {
		b = strconv.AppendInt(b, int64(n/10), 10)
	}
	if n%10 > 0 {
		b = append(b, '.', byte('0'+n%10))
	}
	return b
}

// short writes a number with at most so many digits behind the point.
func short(v float64, digits int) string {
	text := strconv.FormatFloat(v, 'f', digits, 64)
	if digits > 0 {
		for text[len(text)-1] == '0' {
			text = text[:len(text)-1]
		}
		if text[len(text)-1] == '.' {
			text = text[:len(text)-1]
		}
	}
	if text == "-0" || text == "" {
		return "0"
	}
	return text
}
