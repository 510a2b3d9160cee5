package area

import (
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// Parts and holes that are no more than these beside the whole are splinters, as come of joining and trimming along lines that two maps draw differently.
const (
	mostSmallPiece = 10_000.0 // square metres
	mostSmallShare = 0.01     // of the whole area
)

// smallPieces are the parts of a shape that are splinters, the others, and the holes in those that are.
func smallPieces(drawn orb.MultiPolygon) (parts, others, holes orb.MultiPolygon) {
	most := min(mostSmallPiece, mostSmallShare*shape.Area(drawn))
	for _, part := range drawn {
		if shape.Area(part) < most {
			parts = append(parts, part)
			continue
		}
		others = append(others, part)
		for _, hole := range part[1:] {
			if one := (orb.Polygon{hole}); shape.Area(one) < most {
				holes = append(holes, shape.Wind(orb.MultiPolygon{one}).(orb.MultiPolygon)...)
			}
		}
	}
	return parts, others, holes
}

// pointingOut shows the splinters that a statement is about, where there are any, and offers what can be done about them.
func (s Statement) pointingOut(splinters orb.MultiPolygon, repair Repair) Statement {
	n := len(splinters)
	if n == 0 {
		return s
	}
	s.Text += fmt.Sprintf(" %s so small that it may be a splinter of joining or trimming: %s in all.", isAre(n, "One is", fmt.Sprintf("%d are", n)), InWords(shape.Area(splinters)))
	s.Where, s.Repairs = splinters, []Repair{repair}
	return s
}
