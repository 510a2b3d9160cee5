package shape

import (
	"math/big"

	"github.com/paulmach/orb"
)

// crossingPoint is where the lines a-b and c-d cross, computed exactly and then
// rounded once. The lines must not be parallel.
func crossingPoint(a, b, c, d orb.Point) orb.Point {
	x, y, ok := crossingOf(a, b, c, d)
	if !ok {
		return a
	}
	px, _ := x.Float64()
	py, _ := y.Float64()
	return orb.Point{px, py}
}

// crossingPixel is the whole numbers nearest to where the lines a-b and c-d cross; halves are rounded up.
func crossingPixel(a, b, c, d orb.Point) orb.Point {
	x, y, ok := crossingOf(a, b, c, d)
	if !ok {
		return a
	}
	return orb.Point{nearestWhole(x), nearestWhole(y)}
}

func nearestWhole(v *big.Rat) float64 {
	v.Add(v, big.NewRat(1, 2))
	whole, _ := new(big.Float).SetInt(new(big.Int).Div(v.Num(), v.Denom())).Float64() // Div rounds down, as denominators are positive
	return whole
}

// crossingOf is where the lines a-b and c-d cross, exactly; false if they are parallel.
func crossingOf(a, b, c, d orb.Point) (x, y *big.Rat, ok bool) {
	ax, ay, cx, cy := rat(a[0]), rat(a[1]), rat(c[0]), rat(c[1])
	abx, aby := less(rat(b[0]), ax), less(rat(b[1]), ay)
	cdx, cdy := less(rat(d[0]), cx), less(rat(d[1]), cy)
	acx, acy := less(cx, ax), less(cy, ay)

	along := cross(acx, acy, cdx, cdy)
	whole := cross(abx, aby, cdx, cdy)
	if whole.Sign() == 0 {
		return nil, nil, false
	}
	along.Quo(along, whole)
	return ax.Add(ax, abx.Mul(abx, along)), ay.Add(ay, aby.Mul(aby, along)), true
}

func rat(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }

func less(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

func cross(ax, ay, bx, by *big.Rat) *big.Rat {
	return less(new(big.Rat).Mul(ax, by), new(big.Rat).Mul(ay, bx))
}
