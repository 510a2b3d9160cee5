package area

import (
	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// Parts and holes that are no more than these beside the whole are splinters, as come of joining and trimming along lines that two maps draw differently.
const (
	mostSmallPiece = 10_000.0 // square metres
	mostSmallShare = 0.01     // of the whole area
)

// smallPieces are the parts of a shape that are splinters, and the holes in the others that are.
func smallPieces(drawn orb.MultiPolygon) (parts, holes orb.MultiPolygon) {
	most := min(mostSmallPiece, mostSmallShare*shape.Area(drawn))
	for _, part := range drawn {
		if shape.Area(part) < most {
			parts = append(parts, part)
			continue
		}
		for _, hole := range part[1:] {
			if one := (orb.Polygon{hole}); shape.Area(one) < most {
				holes = append(holes, shape.Wind(orb.MultiPolygon{one}).(orb.MultiPolygon)...)
			}
		}
	}
	return parts, holes
}

// withoutSmallParts is a shape without the parts that are splinters.
func withoutSmallParts(drawn orb.MultiPolygon) (left orb.MultiPolygon) {
	most := min(mostSmallPiece, mostSmallShare*shape.Area(drawn))
	for _, part := range drawn {
		if shape.Area(part) >= most {
			left = append(left, part)
		}
	}
	return left
}
