package shape

import (
	"math/big"

	"github.com/paulmach/orb"
)

// crossingPoint is where the lines a-b and c-d cross, computed exactly and then
// rounded once. The lines must not be parallel.
func crossingPoint(a, b, c, d orb.Point) orb.Point {
	ax, ay, cx, cy := rat(a[0]), rat(a[1]), rat(c[0]), rat(c[1])
	abx, aby := less(rat(b[0]), ax), less(rat(b[1]), ay)
	cdx, cdy := less(rat(d[0]), cx), less(rat(d[1]), cy)
	acx, acy := less(cx, ax), less(cy, ay)

	along := cross(acx, acy, cdx, cdy)
	whole := cross(abx, aby, cdx, cdy)
	if whole.Sign() == 0 {
		return a
	}
	along.Quo(along, whole)
	x, _ := ax.Add(ax, abx.Mul(abx, along)).Float64()
	y, _ := ay.Add(ay, aby.Mul(aby, along)).Float64()
	return orb.Point{x, y}
}

func rat(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }

func less(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }

func cross(ax, ay, bx, by *big.Rat) *big.Rat {
	return less(new(big.Rat).Mul(ax, by), new(big.Rat).Mul(ay, bx))
}
