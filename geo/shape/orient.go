package shape

import (
	"math"

	"github.com/paulmach/orb"
)

// Error bounds of the float64 evaluation of the orientation determinant, from
// J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust
// Geometric Predicates" (1997), section 4.3; epsilon is 2^-53.
const (
	epsilon     = 1.0 / (1 << 53)
	orientBound = (3 + 16*epsilon) * epsilon
	tailBound   = (2 + 12*epsilon) * epsilon
	fineBound   = (9 + 64*epsilon) * epsilon * epsilon
	sumBound    = (3 + 8*epsilon) * epsilon
)

// orient is positive if c lies to the left of the line from a to b, negative if
// to the right, and zero exactly if the three lie on one line.
//
//	      c
//	      ·        orient(a, b, c) > 0
//	a ───────▶ b
//
// The sign is exact for coordinates that are zero or have a magnitude from
// 1e-100 to 1e100 (see usable), where nothing below overflows or underflows.
func orient(a, b, c orb.Point) float64 {
	left := float64((a[0] - c[0]) * (b[1] - c[1]))
	right := float64((a[1] - c[1]) * (b[0] - c[0]))
	det := left - right
	bound := orientBound * (math.Abs(left) + math.Abs(right))
	if det > bound || -det > bound {
		return det
	}
	if left == 0 && right == 0 { // each product has an exact zero in it: axis-parallel
		return 0
	}
	return orientExact(a, b, c, math.Abs(left)+math.Abs(right))
}

// orientExact decides what plain float64 could not. It adds the rounding errors
// of the differences back step by step and stops as soon as the sign is sure.
func orientExact(a, b, c orb.Point, magnitude float64) float64 {
	acx, acxTail := diff(a[0], c[0])
	bcx, bcxTail := diff(b[0], c[0])
	acy, acyTail := diff(a[1], c[1])
	bcy, bcyTail := diff(b[1], c[1])

	var sum expansion
	sum.addProduct(acx, bcy)
	sum.addProduct(-acy, bcx)
	det := sum.estimate()
	if acxTail == 0 && bcxTail == 0 && acyTail == 0 && bcyTail == 0 {
		return sum.sign()
	}
	if bound := tailBound * magnitude; det >= bound || -det >= bound {
		return det
	}
	bound := fineBound*magnitude + sumBound*math.Abs(det)
	fine := det + ((acx*bcyTail + bcy*acxTail) - (acy*bcxTail + bcx*acyTail))
	if fine >= bound || -fine >= bound {
		return fine
	}
	sum.addProduct(acx, bcyTail)
	sum.addProduct(acxTail, bcy)
	sum.addProduct(acxTail, bcyTail)
	sum.addProduct(-acy, bcxTail)
	sum.addProduct(-acyTail, bcx)
	sum.addProduct(-acyTail, bcxTail)
	return sum.sign()
}

// diff is a-b as a rounded difference and its exact error (Knuth's two-sum).
func diff(a, b float64) (d, tail float64) {
	d = a - b
	bb := a - d
	aa := d + bb
	return d, (a - aa) + (bb - b)
}

// An expansion is an exact sum of float64, kept as non-overlapping terms in
// rising order of magnitude. Sixteen terms hold the eight products of orient.
type expansion struct {
	terms [16]float64
	n     int
}

// addProduct adds x*y exactly.
func (e *expansion) addProduct(x, y float64) {
	p := float64(x * y)
	if p == 0 {
		return
	}
	if tail := math.FMA(x, y, -p); tail != 0 {
		e.add(tail)
	}
	e.add(p)
}

// add is Shewchuk's GROW-EXPANSION with elimination of zeros.
func (e *expansion) add(v float64) {
	n := 0
	for _, t := range e.terms[:e.n] {
		s := v + t
		vv := s - t
		tail := (v - vv) + (t - (s - vv))
		if tail != 0 {
			e.terms[n] = tail
			n++
		}
		v = s
	}
	if v != 0 {
		e.terms[n] = v
		n++
	}
	e.n = n
}

// sign has the sign of the sum: that of its largest term.
func (e *expansion) sign() float64 {
	if e.n == 0 {
		return 0
	}
	return e.terms[e.n-1]
}

func (e *expansion) estimate() float64 {
	s := 0.0
	for _, t := range e.terms[:e.n] {
		s += t
	}
	return s
}
