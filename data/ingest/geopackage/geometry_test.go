package geopackage_test

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
)

// geometries reads a layer in EPSG:27700 with one feature for each blob.
func geometries(t testing.TB, blobs ...[]byte) []row.Record {
	t.Helper()
	statements := lists + listed("sites", "geom", 27700) + "CREATE TABLE sites (fid INTEGER PRIMARY KEY, geom BLOB);"
	for _, b := range blobs {
		statements += "INSERT INTO sites (geom) VALUES (" + hexed(b) + ");"
	}
	o := read(t, write(t, statements), "sites")
	if o.err != nil || len(o.records) != len(blobs) {
		t.Fatalf("%d of %d features: %v", len(o.records), len(blobs), o.err)
	}
	return o.records
}

var (
	ring   = orb.Ring{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}
	line   = wkb(2, 2, 1.0, 2.0, 3.0, 4.0)
	box    = wkb(3, 1, 5, square)
	arc    = wkb(8, 3, 0.0, 0.0, 1.0, 1.0, 2.0, 0.0)
	halves = wkb(9, 2, wkb(2, 3, square[:6]), wkb(2, 3, square[4:])) // the square in two pieces
)

func TestGeometries(t *testing.T) {
	bigEndian := []byte{'G', 'P', 0, 0, 0, 0, 0x6c, 0x34, 0, 0, 0, 0, 1, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0}
	boxed := func(code byte, size int) []byte {
		return slices.Concat([]byte{'G', 'P', 0, 1 | code<<1, 0x34, 0x6c, 0, 0}, make([]byte, size), pointAt(1, 2))
	}
	for name, c := range map[string]struct {
		blob []byte
		want orb.Geometry
		flat bool
	}{
		"a point":                                  {gp(27700, pointAt(1, 2)), orb.Point{1, 2}, false},
		"a point, big end first":                   {bigEndian, orb.Point{1, 2}, false},
		"a point with a box":                       {boxed(1, 32), orb.Point{1, 2}, false},
		"a point with a box of heights":            {boxed(2, 48), orb.Point{1, 2}, false},
		"a point with a box of measures":           {boxed(3, 48), orb.Point{1, 2}, false},
		"a point with a box of both":               {boxed(4, 64), orb.Point{1, 2}, false},
		"a point in a system that is not said":     {gp(0, pointAt(1, 2)), orb.Point{1, 2}, false},
		"a point with height":                      {gp(27700, wkb(1001, 1.0, 2.0, 3.0)), orb.Point{1, 2}, true},
		"a point with a measure":                   {gp(27700, wkb(2001, 1.0, 2.0, 3.0)), orb.Point{1, 2}, true},
		"a point with both":                        {gp(27700, wkb(3001, 1.0, 2.0, 3.0, 4.0)), orb.Point{1, 2}, true},
		"a point with height, by a flag":           {gp(27700, wkb(1|1<<31, 1.0, 2.0, 3.0)), orb.Point{1, 2}, true},
		"a point with both, by flags":              {gp(27700, wkb(1|1<<31|1<<30, 1.0, 2.0, 3.0, 4.0)), orb.Point{1, 2}, true},
		"a point that names its system":            {gp(27700, wkb(1|1<<29, 27700, 1.0, 2.0)), orb.Point{1, 2}, false},
		"one of several points":                    {gp(27700, wkb(4, 1, pointAt(1, 2))), orb.Point{1, 2}, false},
		"points":                                   {gp(27700, wkb(4, 2, pointAt(1, 2), pointAt(3, 4))), orb.MultiPoint{{1, 2}, {3, 4}}, false},
		"a line":                                   {gp(27700, line), orb.LineString{{1, 2}, {3, 4}}, false},
		"lines":                                    {gp(27700, wkb(5, 2, line, line)), orb.MultiLineString{{{1, 2}, {3, 4}}, {{1, 2}, {3, 4}}}, false},
		"an area with a hole":                      {gp(27700, wkb(3, 2, 5, square, 4, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 1.0, 1.0)), orb.Polygon{ring, {{1, 1}, {1, 2}, {2, 2}, {1, 1}}}, false},
		"areas":                                    {gp(27700, wkb(6, 2, box, box)), orb.MultiPolygon{{ring}, {ring}}, false},
		"areas of which one is empty":              {gp(27700, wkb(6, 2, box, wkb(3, 0))), orb.MultiPolygon{{ring}, {}}, false},
		"areas with height":                        {gp(27700, wkb(1006, 1, wkb(1003, 1, 3, 0.0, 0.0, 5.0, 1.0, 0.0, 5.0, 0.0, 0.0, 5.0))), orb.MultiPolygon{{{{0, 0}, {1, 0}, {0, 0}}}}, true},
		"a collection":                             {gp(27700, wkb(7, 2, pointAt(1, 2), wkb(7, 1, box))), orb.Collection{orb.Point{1, 2}, orb.Collection{orb.Polygon{ring}}}, false},
		"an area with room for curves":             {gp(27700, wkb(10, 1, wkb(2, 5, square))), orb.Polygon{ring}, false},
		"an area of straight pieces":               {gp(27700, wkb(10, 1, halves)), orb.Polygon{ring}, false},
		"areas with room for curves":               {gp(27700, wkb(12, 2, box, wkb(10, 1, wkb(2, 5, square)))), orb.MultiPolygon{{ring}, {ring}}, false},
		"lines with room for curves":               {gp(27700, wkb(11, 2, line, halves)), orb.MultiLineString{{{1, 2}, {3, 4}}, orb.LineString(ring)}, false},
		"an area that is not closed":               {gp(27700, wkb(3, 1, 2, 0.0, 0.0, 1.0, 1.0)), orb.Polygon{{{0, 0}, {1, 1}}}, false},
		"an infinite point":                        {gp(27700, pointAt(math.Inf(1), 2)), orb.Point{math.Inf(1), 2}, false},
		"a point that is wrongly said to be empty": {[]byte("GP\x00\x11\x34\x6c\x00\x00" + string(pointAt(1, 2))), orb.Point{1, 2}, false},
	} {
		t.Run(name, func(t *testing.T) {
			rec := geometries(t, c.blob)[0]
			if rec.Err != nil || !reflect.DeepEqual(rec.Geometry, c.want) || rec.Flat != c.flat || !rec.Shaped {
				t.Errorf("got %v, flat %v, %v", rec.Geometry, rec.Flat, rec.Err)
			}
		})
	}
}

func TestGeometriesThatAreRefused(t *testing.T) {
	nan := math.NaN()
	spatialite := slices.Concat([]byte{0, 1, 0x34, 0x6c, 0, 0}, make([]byte, 32), []byte{0x7c, 1, 0, 0, 0}, make([]byte, 16), []byte{0xfe})
	deep := pointAt(1, 2)
	for range 12 {
		deep = wkb(7, 1, deep)
	}
	for name, c := range map[string]struct {
		blob  []byte
		code  string
		words []string
	}{
		"an empty point":                     {gp(27700, pointAt(nan, nan)), "empty-geometry", nil},
		"an empty area":                      {gp(27700, wkb(3, 0)), "empty-geometry", nil},
		"an area of an empty ring":           {gp(27700, wkb(3, 1, 0)), "empty-geometry", nil},
		"empty areas":                        {gp(27700, wkb(6, 1, wkb(3, 0))), "empty-geometry", nil},
		"empty points":                       {gp(27700, wkb(4, 0)), "empty-geometry", nil},
		"an empty line":                      {gp(27700, wkb(2, 0)), "empty-geometry", nil},
		"empty lines":                        {gp(27700, wkb(5, 1, wkb(2, 0))), "empty-geometry", nil},
		"an empty collection":                {gp(27700, wkb(7, 1, wkb(7, 0))), "empty-geometry", nil},
		"an empty curve":                     {gp(27700, wkb(8, 0)), "empty-geometry", nil},
		"one that is only said to be empty":  {[]byte("GP\x00\x11\x34\x6c\x00\x00"), "empty-geometry", nil},
		"an arc":                             {gp(27700, arc), "wrong-geometry", []string{"a curve"}},
		"a line that ends in an arc":         {gp(27700, wkb(9, 2, line, arc)), "wrong-geometry", []string{"a curve"}},
		"an area with an arc":                {gp(27700, wkb(10, 1, arc)), "wrong-geometry", []string{"curved edges"}},
		"an area with an arc among lines":    {gp(27700, wkb(10, 1, wkb(9, 2, line, arc))), "wrong-geometry", []string{"curved edges"}},
		"lines and an arc":                   {gp(27700, wkb(11, 2, line, arc)), "wrong-geometry", []string{"set of curves"}},
		"areas of which one has an arc":      {gp(27700, wkb(12, 2, box, wkb(10, 1, arc))), "wrong-geometry", []string{"curved edges"}},
		"a collection with an arc":           {gp(27700, wkb(7, 1, arc)), "wrong-geometry", []string{"collection"}},
		"a triangle":                         {gp(27700, wkb(17, 0)), "wrong-geometry", []string{"triangle"}},
		"a net of triangles":                 {gp(27700, wkb(1016, 0)), "wrong-geometry", []string{"surface"}},
		"a body":                             {gp(27700, wkb(7, 1, wkb(15, 0))), "wrong-geometry", []string{"surface"}},
		"one in another coordinate system":   {gp(4326, pointAt(1, 2)), "other-crs", []string{"4326", "27700"}},
		"one whose point is in another":      {gp(27700, wkb(1|1<<29, 4326, 1.0, 2.0)), "bad-geometry", []string{"4326", "27700"}},
		"nothing":                            {nil, "bad-geometry", []string{"does not begin"}},
		"something else":                     {[]byte("PNG and more of it"), "bad-geometry", []string{"does not begin"}},
		"well-known binary without a header": {pointAt(1, 2), "bad-geometry", []string{"without the header"}},
		"one of SpatiaLite":                  {spatialite, "bad-geometry", []string{"SpatiaLite"}},
		"another version":                    {append([]byte("GP\x01\x01\x34\x6c\x00\x00"), pointAt(1, 2)...), "bad-geometry", []string{"version 2"}},
		"an extended one":                    {append([]byte("GP\x00\x21\x34\x6c\x00\x00"), pointAt(1, 2)...), "bad-geometry", []string{"ExtendedGeoPackageBinary"}},
		"a box of an unknown kind":           {append([]byte("GP\x00\x0b\x34\x6c\x00\x00"), make([]byte, 90)...), "bad-geometry", []string{"box"}},
		"a box that breaks off":              {[]byte("GP\x00\x03\x34\x6c\x00\x00 0123456789"), "bad-geometry", []string{"box"}},
		"a header alone":                     {gp(27700, nil), "bad-geometry", []string{"at byte 8", "breaks off"}},
		"a point that breaks off":            {gp(27700, pointAt(1, 2)[:20]), "bad-geometry", []string{"breaks off"}},
		"more after the end":                 {gp(27700, append(pointAt(1, 2), 0)), "bad-geometry", []string{"more after its end"}},
		"an unknown order of bytes":          {gp(27700, []byte{7, 1, 0, 0, 0}), "bad-geometry", []string{"byte order"}},
		"an unknown kind":                    {gp(27700, wkb(99)), "bad-geometry", []string{"99 is no kind"}},
		"no kind":                            {gp(27700, wkb(0)), "bad-geometry", []string{"no kind"}},
		"dimensions that there are not":      {gp(27700, wkb(4001)), "bad-geometry", []string{"no kind"}},
		"points beyond the bytes":            {gp(27700, wkb(2, uint32(1<<31), 1.0, 2.0)), "bad-geometry", []string{"2,147,483,648"}},
		"rings beyond the bytes":             {gp(27700, wkb(3, uint32(4_000_000_000))), "bad-geometry", []string{"4,000,000,000"}},
		"parts beyond the bytes":             {gp(27700, wkb(6, uint32(4_000_000_000), box)), "bad-geometry", []string{"4,000,000,000"}},
		"points beyond the bytes of a part":  {gp(27700, wkb(6, 1, wkb(3, 1, 900, square))), "bad-geometry", []string{"900"}},
		"a line among points":                {gp(27700, wkb(4, 1, line)), "bad-geometry", []string{"another kind"}},
		"a point among areas":                {gp(27700, wkb(6, 1, pointAt(1, 2))), "bad-geometry", []string{"another kind"}},
		"collections in one another":         {gp(27700, deep), "bad-geometry", []string{"too deep"}},
	} {
		t.Run(name, func(t *testing.T) {
			recs := geometries(t, c.blob, gp(27700, pointAt(5, 6)))
			if recs[0].Geometry != nil || recs[0].Err == nil || len(recs[0].Values) != 0 {
				t.Fatalf("%+v", recs[0])
			}
			wantRefusal(t, recs[0].Err, c.code, c.words...)
			if recs[1].Geometry != (orb.Point{5, 6}) {
				t.Error("reading does not go on after it")
			}
		})
	}
}

func TestValuesInPlaceOfAGeometry(t *testing.T) {
	o := read(t, write(t, lists+listed("sites", "geom", 27700)+"CREATE TABLE sites (geom, name TEXT); INSERT INTO sites VALUES ('POINT (1 2)', 'a'), (5, 'b'), (2.5, 'c'), (NULL, 'd')"), "sites")
	for i, word := range []string{"text", "number", "number"} {
		wantRefusal(t, o.records[i].Err, "bad-geometry", word)
	}
	if last := o.records[3]; last.Err != nil || last.Geometry != nil || !last.Shaped {
		t.Errorf("%+v", last)
	}
	if !slices.Equal(o.values(), []string{"a", "b", "c", "d"}) {
		t.Errorf("%q", o.values())
	}
}
