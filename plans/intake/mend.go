package intake

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans"
)

// Mended is an outline that was made sound.
type Mended struct {
	Area   orb.MultiPolygon // EPSG:27700; nil where nothing was left of it
	Before float64          // area in square metres as it was drawn: of its outlines without its holes, overlaps counted twice
}

// Mendable reports whether what is wrong with an outline is such that its author's meaning can be guessed: rings that are not closed,
// cross, touch or overlap. An outline without points, or with too many, is not.
func Mendable(err error) bool {
	var e *plans.Error
	if !errors.As(err, &e) {
		return false
	}
	switch shape.Kind(e.Code) {
	case shape.RingNotClosed, shape.TooFewPoints, shape.SelfCrossing, shape.SelfTouching, shape.RingsCross, shape.RingsShareEdge,
		shape.HoleOutside, shape.HolesOverlap, shape.PartsOverlap, shape.InteriorDisconnected:
		return true
	}
	return false
}

// Closed is an area (Polygon or MultiPolygon) whose rings end where they begin. Rings of fewer than three corners, which enclose
// nothing, are left out, and so is a part without an outline.
func Closed(g orb.Geometry) (closed orb.MultiPolygon) {
	parts, _ := g.(orb.MultiPolygon)
	if one, ok := g.(orb.Polygon); ok {
		parts = orb.MultiPolygon{one}
	}
	for _, part := range parts {
		var rings orb.Polygon
		for i, ring := range part {
			if len(ring) > 0 && ring[0] != ring[len(ring)-1] {
				ring = append(append(orb.Ring{}, ring...), ring[0])
			}
			if len(ring) >= 4 {
				rings = append(rings, ring)
			} else if i == 0 {
				break
			}
		}
		if len(rings) > 0 {
			closed = append(closed, rings)
		}
	}
	return closed
}

// SquareMetres writes an area for people: square metres up to a hectare, then hectares.
func SquareMetres(area float64) string {
	if area < 10_000 {
		return fmt.Sprintf("%.1f m²", area)
	}
	return fmt.Sprintf("%.3f ha", area/10_000)
}

// Mark is the same for areas that are the same in every coordinate and in the order of their rings.
func Mark(area orb.MultiPolygon) (mark [16]byte) {
	sum := sha256.New()
	var buffer [16]byte
	for _, part := range area {
		for _, ring := range part {
			for _, p := range ring {
				binary.LittleEndian.PutUint64(buffer[:8], math.Float64bits(p[0]))
				binary.LittleEndian.PutUint64(buffer[8:], math.Float64bits(p[1]))
				sum.Write(buffer[:])
			}
			sum.Write([]byte{1})
		}
		sum.Write([]byte{2})
	}
	copy(mark[:], sum.Sum(nil))
	return mark
}
