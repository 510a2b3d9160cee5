package ingest

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/intake"
)

// fieldsOfPlace are where a row may say where its thing is. geometry and point are well-known text.
var fieldsOfPlace = []plans.Field{
	{Name: "geometry", Also: []string{"wkt", "geom", "the_geom", "wkt_geom", "geometry wkt", "shape", "outline", "polygon", "multipolygon"}},
	{Name: "point", Also: []string{"point wkt", "wkt point"}},
	{Name: "easting", Also: []string{"eastings", "east", "os easting", "osgb easting", "grid easting", "oseast1m", "oseast100m", "easting bng", "x bng", "bng x", "easting m"}},
	{Name: "northing", Also: []string{"northings", "north", "os northing", "osgb northing", "grid northing", "osnrth1m", "osnrth100m", "northing bng", "y bng", "bng y", "northing m"}},
	{Name: "longitude", Also: []string{"lon", "long", "lng", "longitude wgs84", "lon wgs84"}},
	{Name: "latitude", Also: []string{"lat", "latitude wgs84", "lat wgs84"}},
	{Name: "x", Also: []string{"GeoX", "x coordinate", "x coord", "xcoord", "coord x", "point x", "map x", "x coordinates"}},
	{Name: "y", Also: []string{"GeoY", "y coordinate", "y coord", "ycoord", "coord y", "point y", "map y", "y coordinates"}},
	{Name: "coordinate-reference-system", Also: []string{"CoordinateReferenceSystem", "CoordinateSystem", "crs", "System Reference", "SystemReference", "coordinate system", "srs", "epsg", "datum"}},
}

// pairs of fields that make a position, the best first, with the system that their names tell.
var pairs = []struct {
	x, y string
	crs  intake.CRS
}{
	{"easting", "northing", intake.NationalGrid},
	{"longitude", "latitude", intake.WGS84},
	{"x", "y", intake.UnknownCRS},
}

func placeFields(want wanted, shaped bool) []plans.Field {
	switch {
	case want == noPlace:
		return nil
	case shaped && want == pointOrArea:
		return fieldsOfPlace[1:2] // the pin of an outline
	case shaped:
		return nil
	case want == anArea:
		return []plans.Field{fieldsOfPlace[0], fieldsOfPlace[8]}
	}
	return fieldsOfPlace
}

// dropHalfPairs takes back a proposed column for one half of a position whose other half has none; a given one is refused.
func dropHalfPairs(m *intake.Mapping, columns []intake.Column) error {
	for _, p := range pairs {
		for _, half := range [][2]string{{p.x, p.y}, {p.y, p.x}} {
			i := slices.IndexFunc(m.Choices, func(c intake.Choice) bool { return c.Field == half[0] })
			if i < 0 || m.Column(half[1]) != "" {
				continue
			}
			if m.Choices[i].Given {
				return plans.Refuse("half-a-position", "map", fmt.Sprintf("A column is given for %s, but there is none for %s.", half[0], half[1]), "Give both: --map "+p.x+"=COLUMN --map "+p.y+"=COLUMN.")
			}
			m.Unused = append(m.Unused, columns[columnIndex(columns, m.Choices[i].Column)])
			m.Choices = slices.Delete(m.Choices, i, i+1)
		}
	}
	return nil
}

func hasPlace(m intake.Mapping) bool {
	for _, field := range []string{"geometry", "point", "easting", "longitude", "x"} {
		if m.Column(field) != "" {
			return true
		}
	}
	return false
}

// source says where in a row its position is, and what coordinate system it is taken to be in.
type source struct {
	index     map[string]int // field → column
	name      map[string]string
	given     intake.CRS // by --crs: above all else
	file      intake.CRS // declared by the file
	guess     intake.CRS // of positions that nothing else tells
	inFile    string     // the file's own words for its system
	rowColumn int        // column with each row's system, -1 for none
	pairWide  bool       // each row's system is said of every pair, because there is no x and y
	read      intake.CRS // what the first position was read as
	statement string
}

// newSource decides it from what was given, what the file declares, and the numbers of the sample.
func newSource(s *session, columns []intake.Column, declared string, sample []Record) (source, error) {
	src := source{index: map[string]int{}, name: map[string]string{}, inFile: declared, rowColumn: -1}
	for _, c := range s.mapping.Choices {
		if i := columnIndex(columns, c.Column); i >= 0 {
			src.index[c.Field], src.name[c.Field] = i, c.Column
		}
	}
	if i, ok := src.index["coordinate-reference-system"]; ok {
		src.rowColumn = i
	}
	_, hasXY := src.index["x"]
	src.pairWide = !hasXY
	if s.CRS != "" {
		crs, ok := intake.ParseCRS(s.CRS)
		if !ok {
			return src, plans.Refuse("unknown-crs", "crs", fmt.Sprintf("%q is not a coordinate system that is known here.", s.CRS), "Use EPSG:4326, EPSG:27700 or EPSG:3857.")
		}
		src.given = crs
	} else if declared != "" {
		crs, ok := intake.ParseCRS(declared)
		if !ok {
			return src, plans.Refuse("unknown-crs", "file", fmt.Sprintf("The file is in %s, which cannot be read.", declared),
				"Convert it to EPSG:27700 or EPSG:4326 first, or say with --crs what it really is.")
		}
		src.file = crs
	}
	if s.kind.want != noPlace {
		src.state(s, sample)
	}
	return src, nil
}

// state guesses what nothing tells, and puts into words how positions are read, with the first row that has one.
func (src *source) state(s *session, sample []Record) {
	var guess intake.Guess
	for _, rec := range sample {
		if found, ok, err := src.find(rec); ok && err == nil {
			guess.Add(anyVertex(found.geometry))
		}
	}
	src.guess, _ = guess.CRS()
	for _, rec := range sample {
		found, ok, err := src.find(rec)
		if !ok || err != nil {
			continue
		}
		said, why := src.said(found)
		if l, err := intake.Locate(found.geometry, said); err == nil {
			src.read, src.statement = l.SourceCRS, src.words(l, why, found, s.rowName(rec))
			return
		}
	}
	src.statement = "No row of those looked at first has a position that can be read."
	if s.kind.want != anArea && s.mapping.Column("postcode") != "" {
		src.statement += " Rows with a postcode are placed by it."
	}
}

func (src *source) words(l intake.Located, why string, found found, row string) string {
	example := found.told
	if example == "" {
		p := anyVertex(found.geometry)
		example = "first corner " + intake.Number(p[0]) + ", " + intake.Number(p[1])
	}
	words := fmt.Sprintf("Read as %s, %s: %s %s", l.SourceCRS.Name(), why, row, example)
	if ref := intake.Where(anyVertex(l.Shape), intake.NationalGrid); ref != "" {
		words += " → " + ref
	}
	if l.Repaired {
		words += " (" + strings.TrimSuffix(l.Reason, ".") + ")"
	}
	return words + "."
}

func (s *session) rowName(rec Record) string {
	if rec.Shaped {
		return fmt.Sprintf("feature %d", rec.Line)
	}
	return fmt.Sprintf("line %d", rec.Line)
}

// found is the position of one row before it is placed.
type found struct {
	geometry orb.Geometry
	field    string // at fault if it cannot be used: the file's names
	value    string
	told     string // for the example: "GeoX=-2.35, GeoY=53.38"
	named    intake.CRS
	rowCRS   string // the row's own words for its system
	flat     bool
}

// find reads the position that a row gives. ok is false for a row that gives none.
func (src *source) find(rec Record) (f found, ok bool, refused *plans.Error) {
	if rec.Err != nil {
		return found{}, false, rec.Err
	}
	if rec.Shaped {
		return found{geometry: rec.Geometry, field: "geometry", flat: rec.Flat}, rec.Geometry != nil, nil
	}
	for _, field := range []string{"geometry", "point"} {
		if text := strings.TrimSpace(src.text(rec, field)); text != "" {
			return src.fromWKT(rec, field, text)
		}
	}
	for _, pair := range pairs {
		x, y := strings.TrimSpace(src.text(rec, pair.x)), strings.TrimSpace(src.text(rec, pair.y))
		if x == "" && y == "" {
			continue
		}
		f := found{field: src.name[pair.x], value: x, named: pair.crs}
		f.told = fmt.Sprintf("%s=%s, %s=%s", src.name[pair.x], x, src.name[pair.y], y)
		if pair.crs == intake.UnknownCRS || src.pairWide {
			f.rowCRS = src.textAt(rec, src.rowColumn)
		}
		p, refused := src.numbers(&f, pair.x, x, pair.y, y)
		f.geometry = p
		return f, true, refused
	}
	return found{}, false, nil
}

func (src *source) fromWKT(rec Record, field, text string) (found, bool, *plans.Error) {
	g, crs, flat, refused := readWKT(text)
	f := found{geometry: g, field: src.name[field], value: shorten(text), rowCRS: crs, flat: flat}
	if f.rowCRS == "" {
		f.rowCRS = src.textAt(rec, src.rowColumn)
	}
	if p, ok := g.(orb.Point); ok {
		f.told = fmt.Sprintf("%s=POINT (%s %s)", src.name[field], intake.Number(p[0]), intake.Number(p[1]))
	}
	return f, true, refused
}

func (src *source) numbers(f *found, xField, x, yField, y string) (p orb.Point, refused *plans.Error) {
	for i, half := range []struct{ field, text string }{{xField, x}, {yField, y}} {
		if half.text == "" {
			f.field, f.value = src.name[half.field], ""
			return p, plans.Refuse("half-a-position", "position", fmt.Sprintf("One half of the position is there, but %s is empty.", src.name[half.field]), "Fill it in, or leave both empty where there is a postcode.")
		}
		v, err := strconv.ParseFloat(plainNumber(half.text), 64)
		if err != nil || v != v || v > 1e12 || v < -1e12 {
			f.field, f.value = src.name[half.field], half.text
			return p, plans.Refuse("not-a-number", "position", fmt.Sprintf("%q in %s is not a number.", shorten(half.text), src.name[half.field]), "Correct it, or leave both halves empty where there is a postcode.")
		}
		p[i] = v
	}
	f.field, f.value = src.name[xField]+", "+src.name[yField], x+", "+y
	return p, nil
}

var thousandsForm = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d+)?$`)

// plainNumber takes out the commas between thousands.
func plainNumber(text string) string {
	if thousandsForm.MatchString(text) {
		return strings.ReplaceAll(text, ",", "")
	}
	return text
}

func (src *source) text(rec Record, field string) string {
	i, ok := src.index[field]
	if !ok {
		return ""
	}
	return rec.value(i)
}

func (src *source) textAt(rec Record, column int) string {
	return strings.TrimSpace(rec.value(column))
}

// said is the system that a position is said to be in, and by what.
func (src *source) said(f found) (crs intake.CRS, why string) {
	if src.given != intake.UnknownCRS {
		return src.given, "as --crs says"
	}
	if crs, ok := intake.ParseCRS(f.rowCRS); ok {
		return crs, fmt.Sprintf("as its row says (%s)", f.rowCRS)
	}
	if f.named != intake.UnknownCRS {
		return f.named, "as the headings say"
	}
	if src.file != intake.UnknownCRS {
		return src.file, fmt.Sprintf("as the file says (%s)", src.inFile)
	}
	return src.guess, "guessed from the values"
}

// unreadableCRS refuses a row whose own system is a code that is not ours: its numbers could look right and be elsewhere. Loose
// words, such as "British Coordinate Systems", are passed over and the numbers decide.
func (src *source) unreadableCRS(f found) *plans.Error {
	if f.rowCRS == "" || src.given != intake.UnknownCRS {
		return nil
	}
	folded := plans.Fold(f.rowCRS)
	if _, ok := intake.ParseCRS(f.rowCRS); ok || !strings.HasPrefix(folded, "epsg") && strings.Trim(folded, "0123456789") != "" {
		return nil
	}
	return plans.Refuse("unknown-crs", "coordinate-reference-system", fmt.Sprintf("The row is in %s, which cannot be read.", f.rowCRS), "Convert it to EPSG:27700 or EPSG:4326, or say with --crs what it really is.")
}

func anyVertex(g orb.Geometry) orb.Point {
	switch g := g.(type) {
	case orb.Point:
		return g
	case orb.MultiPoint:
		if len(g) > 0 {
			return g[0]
		}
	case orb.Polygon:
		if len(g) > 0 && len(g[0]) > 0 {
			return g[0][0]
		}
	case orb.MultiPolygon:
		if len(g) > 0 {
			return anyVertex(g[0])
		}
	}
	return orb.Point{}
}

// shorten keeps a value short enough for a report.
func shorten(text string) string {
	if runes := []rune(text); len(runes) > 120 {
		return string(runes[:120]) + "…"
	}
	return text
}

var crsMember = regexp.MustCompile(`"crs"\s*:\s*\{`)

// lateCRS finds a crs member behind the features, where the standard allows it though hardly anyone puts it.
func lateCRS(file io.ReadSeeker, size int64) string {
	tail := make([]byte, min(size, 64<<10))
	if _, err := file.Seek(-int64(len(tail)), io.SeekEnd); err != nil {
		return ""
	}
	if _, err := io.ReadFull(file, tail); err != nil {
		return ""
	}
	all := crsMember.FindAllIndex(tail, -1)
	if all == nil {
		return ""
	}
	var raw json.RawMessage
	if json.NewDecoder(strings.NewReader(string(tail[all[len(all)-1][1]-1:]))).Decode(&raw) != nil {
		return ""
	}
	return crsName(raw)
}
