package shape

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"github.com/peterstace/simplefeatures/geom"
)

// LeastWidth is how wide, in metres, land must be somewhere before two areas share it. The law knows no tolerance; what is
// narrower comes from rounding corners to the millimetre, where one area has a corner on a slanting edge of the other.
const LeastWidth = 0.002

// Shared is the land, in metres, that two valid areas share and that is [LeastWidth] wide or more somewhere. It is empty where
// they only touch. The database's test for the same, which decides in the end, is that
// ST_Buffer(ST_Intersection(a, b), -0.001) is not empty. Both answer alike except where the widest place is LeastWidth to
// within a few thousandths of a millimetre.
func Shared(a, b orb.MultiPolygon) (orb.MultiPolygon, error) { return shared(nil, a, b) }

func shared(known *Memory, a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	if err := refused(a); err != nil {
		return nil, err
	}
	p := newPair(a, b)
	found, err := known.recall("shared", []orb.MultiPolygon{p.aroundA, p.aroundB}, nil, func() (answer, error) {
		common, err := p.intersection()
		if err != nil {
			return answer{}, err
		}
		kept := orb.MultiPolygon{}
		for _, piece := range common {
			wide, err := isWide(piece, LeastWidth)
			if err != nil {
				return answer{}, err
			}
			if wide {
				kept = append(kept, piece)
			}
		}
		return answer{land: kept}, nil
	})
	return found.land, err
}

// isWide reports whether a circle of that diameter fits into a polygon.
//
// Mostly the measures tell. Walking inwards from the outline, the line at distance t from it has at most the length
// P + 2πt(holes-1); so where no circle of radius r fits, the area is at most rP + πr²(holes-1). Only what is thin is
// shrunk to see what is left.
func isWide(p orb.Polygon, width float64) (bool, error) {
	r := width / 2
	if box := p.Bound(); math.Min(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]) < width {
		return false, nil
	}
	if Area(p) > 1.1*(r*Perimeter(p)+math.Pi*r*r*float64(len(p)-1)) {
		return true, nil
	}
	left, err := buffer(orb.MultiPolygon{p}, -r)
	return len(left) > 0, err
}

// buffer grows an area by a distance in metres, or shrinks it by a negative one. Outer corners become arcs.
func buffer(area orb.MultiPolygon, distance float64, options ...geom.BufferOption) (orb.MultiPolygon, error) {
	if len(area) == 0 {
		return orb.MultiPolygon{}, nil
	}
	if err := allFinite(area); err != nil {
		return nil, err
	}
	what := "grow"
	if distance < 0 {
		what = "shrink"
	}
	out, err := guarded(what, func() (geom.Geometry, error) { return geom.Buffer(toGeom(area).AsGeometry(), distance, options...) })
	if err != nil {
		return nil, fmt.Errorf("by %v m: %w", distance, err)
	}
	return out, nil
}
