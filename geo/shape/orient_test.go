package shape_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

// TestOrientIsExact compares the sign with rational arithmetic on points that
// lie on one line, or miss it by the last bit.
func TestOrientIsExact(t *testing.T) {
	r := sweep.Seeded(t)
	cases := map[string]func() [3]orb.Point{
		"millimetres on a line": func() [3]orb.Point {
			x, y := float64(r.IntN(700_000_000)), float64(r.IntN(1_250_000_000))
			dx, dy := float64(r.IntN(2000)-1000), float64(r.IntN(2000)-1000)
			at := func(k float64) orb.Point { return orb.Point{(x + k*dx) / 1000, (y + k*dy) / 1000} }
			return [3]orb.Point{at(0), at(float64(r.IntN(1000))), at(float64(r.IntN(1000)))}
		},
		"a diagonal": func() [3]orb.Point {
			at := func() orb.Point { v := r.Float64(); return orb.Point{v, v} }
			return [3]orb.Point{at(), at(), at()}
		},
		"a line missed by some last bits": func() [3]orb.Point {
			a, b := orb.Point{r.NormFloat64(), r.NormFloat64()}, orb.Point{r.NormFloat64(), r.NormFloat64()}
			k := r.NormFloat64()
			return [3]orb.Point{a, b, {nudge(r, a[0]+k*(b[0]-a[0])), nudge(r, a[1]+k*(b[1]-a[1]))}}
		},
		"any magnitude": func() [3]orb.Point {
			any := func() float64 {
				return math.Copysign(math.Pow(10, 198*r.Float64()-99), r.Float64()-0.5) * float64(r.IntN(2))
			}
			return [3]orb.Point{{any(), any()}, {any(), any()}, {any(), any()}}
		},
		"anywhere": func() [3]orb.Point {
			return [3]orb.Point{{r.NormFloat64(), r.NormFloat64()}, {r.NormFloat64(), r.NormFloat64()}, {r.NormFloat64(), r.NormFloat64()}}
		},
	}
	for name, make := range cases {
		t.Run(name, func(t *testing.T) {
			onLine := 0
			for range sweep.Size(500, 200_000) * 4 {
				p := make()
				want := exactOrient(p[0], p[1], p[2])
				if want == 0 {
					onLine++
				}
				if got := shape.Orient(p[0], p[1], p[2]); got > 0 != (want > 0) || got < 0 != (want < 0) {
					t.Fatalf("%v: %v, want sign %d", p, got, want)
				}
			}
			t.Logf("%d of %d on one line", onLine, sweep.Size(500, 200_000)*4)
		})
	}
}

func nudge(r *rand.Rand, v float64) float64 {
	for range r.IntN(3) {
		v = math.Nextafter(v, math.Inf(r.IntN(2)*2-1))
	}
	return v
}

func exactOrient(a, b, c orb.Point) int {
	rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	less := func(a, b float64) *big.Rat { return new(big.Rat).Sub(rat(a), rat(b)) }
	left := new(big.Rat).Mul(less(a[0], c[0]), less(b[1], c[1]))
	right := new(big.Rat).Mul(less(a[1], c[1]), less(b[0], c[0]))
	return left.Cmp(right)
}

func BenchmarkOrient(b *testing.B) {
	for name, p := range map[string][3]orb.Point{
		"clear":                {{393201.123, 398772.457}, {393301.5, 398700.25}, {393250, 398800}},
		"on a line, rounded":   {{393201.1, 398772.1}, {393202.2, 398773.2}, {393203.3, 398774.3}},
		"on a line, unrounded": {{0.1, 0.1}, {0.2, 0.2}, {0.3, 0.3}},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				shape.Orient(p[0], p[1], p[2])
			}
		})
	}
}
