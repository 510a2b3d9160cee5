package country

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// Asset is one community asset: a point, or for one in five an outline.
type Asset struct {
	Kind  string // slug of plans/asset
	Shape orb.Geometry
}

var kinds = []string{"pub", "hall", "allotment", "green", "playing-field", "library", "shop", "place-of-worship-hall"}

// Assets stand where people live.
func (c *Country) Assets() []Asset {
	r := c.chance(listing)
	homes := c.sample()
	assets := make([]Asset, c.perFull(60_000))
	for i := range assets {
		h := homes[r.IntN(len(homes))]
		at := orb.Point{h[0] + r.NormFloat64()*900, h[1] + r.NormFloat64()*900}
		assets[i] = Asset{kinds[r.IntN(len(kinds))], bng.RoundPoint(at)}
		if r.IntN(5) == 0 {
			assets[i].Shape = orb.Polygon{sketch(r, at, 20+r.ExpFloat64()*80, 5+r.IntN(36))}
		}
	}
	return assets
}

// sketch is a simple ring about a place that looks drawn by hand. Radius in metres.
func sketch(r *rand.Rand, at orb.Point, radius float64, corners int) orb.Ring {
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		turn := (float64(i) + 0.7*r.Float64()) / float64(corners) * 2 * math.Pi
		far := radius * (0.6 + 0.4*r.Float64())
		ring = append(ring, bng.RoundPoint(orb.Point{at[0] + far*math.Cos(turn), at[1] + far*math.Sin(turn)}))
	}
	return append(ring, ring[0])
}

// Boundaries are n shapes to count within: plan areas and sketches by turns. The sketches have a radius of 300 m and more.
func (c *Country) Boundaries(n int, areas []orb.Ring) []orb.Polygon {
	r := c.chance(drawing)
	homes := c.sample()
	shapes := make([]orb.Polygon, n)
	for i := range shapes {
		if i%2 == 0 {
			shapes[i] = orb.Polygon{areas[r.IntN(len(areas))]}
			continue
		}
		shapes[i] = orb.Polygon{sketch(r, homes[r.IntN(len(homes))], 300+r.ExpFloat64()*2500, 6+r.IntN(34))}
	}
	return shapes
}

// Sketch is the i-th outline drawn about a home, of 600 corners, the same but for its size at each radius (metres).
func (c *Country) Sketch(i int, radius float64) orb.Polygon {
	r := rand.New(rand.NewPCG(c.seed, drawing<<32+uint64(i)))
	homes := c.sample()
	return orb.Polygon{sketch(r, homes[r.IntN(len(homes))], radius, 600)}
}
