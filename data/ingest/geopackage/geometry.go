package geopackage

import (
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// readGeometry reads a geometry in the binary form of a GeoPackage (OGC 12-128r18, 2.1.3): a header, and well-known binary.
// system is the srs_id of the layer. flat is true where heights or measures were left out.
func readGeometry(b []byte, system int64) (g orb.Geometry, flat bool, refused *plans.Error) {
	body, srs, refused := cutHeader(b)
	if refused != nil {
		return nil, false, refused
	}
	if srs != system && srs > 0 { // -1 and 0 stand for a system that is not said
		return nil, false, plans.Refuse("other-crs", "geometry", fmt.Sprintf("The geometry is marked as being in coordinate system %d, its layer as being in %d.", srs, system),
			"Find out which of the two is right, and export the layer again in one coordinate system.")
	}
	w := wkb{bytes: body, whole: len(b), system: srs}
	var kind uint32
	g, kind = w.geometry(0)
	if len(w.bytes) > 0 {
		w.refuse("there is more after its end")
	}
	if w.err != nil && b[flagsAt]&emptyFlag == 0 { // the flag stands for what is there, and may stand beside points
		return nil, false, w.err
	}
	if w.curved {
		return nil, false, row.WrongGeometry(names[kind])
	}
	if w.err != nil || isEmpty(g) {
		return nil, false, plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Draw it again, or take the row out.")
	}
	if points, ok := g.(orb.MultiPoint); ok && len(points) == 1 {
		g = points[0]
	}
	return g, w.heights, nil
}

const (
	flagsAt      = 3 // after GP and the version
	fixedSize    = 8 // of the header, before the box
	littleEndian = 1
	emptyFlag    = 1 << 4
	extendedFlag = 1 << 5
)

// boxes are the sizes of the box that the header may have, by their code in the flags.
var boxes = []int{0, 32, 48, 48, 64}

// cutHeader takes the header off; srs is the coordinate system that it names.
func cutHeader(b []byte) (body []byte, srs int64, refused *plans.Error) {
	switch {
	case len(b) > 44 && b[0] == 0 && b[1] <= 1 && b[38] == 0x7c && b[len(b)-1] == 0xfe: // https://www.gaia-gis.it/gaia-sins/BLOB-Geometry.html
		return nil, 0, badGeometry("it is written as in a SpatiaLite database, not as in a GeoPackage")
	case len(b) >= 5 && (b[0] == 0 && b[1] == 0 || b[0] == 1):
		return nil, 0, badGeometry("it is bare well-known binary (WKB), without the header of a GeoPackage")
	case len(b) < fixedSize || b[0] != 'G' || b[1] != 'P':
		return nil, 0, badGeometry("it does not begin as one of a GeoPackage does")
	case b[2] != 0:
		return nil, 0, badGeometry(fmt.Sprintf("it is written in version %d of the format, which is not known here", int(b[2])+1))
	case b[flagsAt]&extendedFlag != 0:
		return nil, 0, badGeometry("it is of a kind that only the program that wrote it knows (ExtendedGeoPackageBinary)")
	}
	var order binary.ByteOrder = binary.BigEndian
	if b[flagsAt]&littleEndian != 0 {
		order = binary.LittleEndian
	}
	srs = int64(int32(order.Uint32(b[4:])))
	box := int(b[flagsAt] >> 1 & 7)
	if box >= len(boxes) || len(b) < fixedSize+boxes[box] {
		return nil, 0, badGeometry("the box in its header is not whole")
	}
	return b[fixedSize+boxes[box]:], srs, nil
}

// badGeometry refuses one geometry.
func badGeometry(why string) *plans.Error {
	return plans.Refuse("bad-geometry", "geometry", "The geometry cannot be read: "+why+".", exportAgain)
}

// isEmpty is true of a geometry without a single point.
func isEmpty(g orb.Geometry) bool {
	switch g := g.(type) {
	case nil:
		return true
	case orb.Point:
		return g[0] != g[0] && g[1] != g[1] // NaN is how binary says that a point is empty
	case orb.MultiPoint:
		return len(g) == 0 || len(g) == 1 && isEmpty(g[0])
	case orb.LineString:
		return len(g) == 0
	case orb.MultiLineString:
		return !slices.ContainsFunc(g, func(line orb.LineString) bool { return len(line) > 0 })
	case orb.Polygon:
		return !slices.ContainsFunc(g, func(ring orb.Ring) bool { return len(ring) > 0 })
	case orb.MultiPolygon:
		return !slices.ContainsFunc(g, func(part orb.Polygon) bool { return !isEmpty(part) })
	case orb.Collection:
		return !slices.ContainsFunc(g, func(part orb.Geometry) bool { return !isEmpty(part) })
	}
	return false
}
