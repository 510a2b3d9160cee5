package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// deepest a collection may hold collections; no program writes more than one.
const deepest = 8

// readGeometry reads a GeoJSON geometry. flat is true where heights were left out. A null geometry comes back as nil.
func readGeometry(raw []byte) (g orb.Geometry, flat bool, refused *plans.Error) {
	return readNested(raw, 0)
}

func readNested(raw []byte, depth int) (g orb.Geometry, flat bool, refused *plans.Error) {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 || string(raw) == "null" {
		return nil, false, nil
	}
	var given struct {
		Type        string            `json:"type"`
		Coordinates json.RawMessage   `json:"coordinates"`
		Geometries  []json.RawMessage `json:"geometries"`
	}
	if err := json.Unmarshal(raw, &given); err != nil || given.Type == "" {
		return nil, false, plans.Refuse("not-a-geometry", "geometry", "The geometry is not a GeoJSON geometry.", `Give it a "type" and "coordinates".`)
	}
	if given.Type == "GeometryCollection" {
		return readCollection(given.Geometries, depth)
	}
	c := coordinates{text: given.Coordinates}
	defer func() {
		if refused == nil {
			flat = c.heights
		} else {
			g = nil
		}
	}()
	switch given.Type {
	case "Point":
		g = c.position("the point")
	case "MultiPoint":
		g = row.Points(list(&c, "", func(string) orb.Point { return c.position("the point") }))
	case "LineString":
		g = orb.LineString(list(&c, "", func(string) orb.Point { return c.position("the line") }))
	case "MultiLineString":
		g = orb.MultiLineString(list(&c, "line", func(at string) orb.LineString {
			return list(&c, "", func(string) orb.Point { return c.position(at) })
		}))
	case "Polygon":
		g = c.polygon("")
	case "MultiPolygon":
		g = orb.MultiPolygon(list(&c, "part", func(at string) orb.Polygon { return c.polygon(at + ", ") }))
	default:
		return nil, false, row.WrongGeometry(given.Type)
	}
	if c.err != nil {
		return nil, false, c.err
	}
	if c.skip(); c.at != len(c.text) {
		return nil, false, plans.Refuse("not-a-geometry", "geometry", "The coordinates are not nested as those of a "+given.Type+".", "Correct the type or the coordinates.")
	}
	return g, c.heights, nil
}

func readCollection(geometries []json.RawMessage, depth int) (g orb.Geometry, flat bool, refused *plans.Error) {
	if depth == deepest {
		return nil, false, plans.Refuse("not-a-geometry", "geometry", "The collection of shapes is nested too deeply.", "Export each shape as a feature of its own.")
	}
	collection := orb.Collection{}
	for _, raw := range geometries {
		one, heights, refused := readNested(raw, depth+1)
		if refused != nil {
			return nil, false, refused
		}
		flat = flat || heights
		if one != nil {
			collection = append(collection, one)
		}
	}
	return collection, flat, nil
}

// coordinates reads nested lists of numbers, which are sound JSON already. The first thing wrong stops it.
type coordinates struct {
	text    []byte
	at      int
	heights bool
	err     *plans.Error
}

func (c *coordinates) skip() {
	for c.at < len(c.text) && (c.text[c.at] == ' ' || c.text[c.at] == '\n' || c.text[c.at] == '\r' || c.text[c.at] == '\t') {
		c.at++
	}
}

// accept moves over b if it stands next.
func (c *coordinates) accept(b byte) bool {
	if c.skip(); c.at < len(c.text) && c.text[c.at] == b {
		c.at++
		return true
	}
	return false
}

func (c *coordinates) refuse(format string, args ...any) {
	if c.err == nil {
		c.err = plans.Refuse("bad-coordinates", "geometry", fmt.Sprintf(format, args...), "Give each point as [longitude, latitude].")
	}
}

// list reads a list of things, each named for messages by noun and number.
func list[T any](c *coordinates, noun string, one func(at string) T) []T {
	if c.err != nil {
		return nil
	}
	if !c.accept('[') {
		c.refuse("The coordinates are not nested as the type of geometry asks.")
		return nil
	}
	things := []T{}
	if c.accept(']') {
		return things
	}
	for c.err == nil {
		at := ""
		if noun != "" {
			at = noun + " " + strconv.Itoa(len(things)+1)
		}
		things = append(things, one(at))
		if c.accept(']') {
			break
		}
		if !c.accept(',') {
			c.refuse("The coordinates are not nested as the type of geometry asks.")
		}
	}
	return things
}

func (c *coordinates) polygon(in string) orb.Polygon {
	return list(c, "ring", func(ring string) orb.Ring {
		n := 0
		return list(c, "", func(string) orb.Point {
			n++
			return c.vertex(in, ring, n)
		})
	})
}

// vertex is position with its name put together only where it is needed.
func (c *coordinates) vertex(in, ring string, n int) orb.Point {
	p := c.position("")
	if c.err != nil && c.err.Where == nil {
		c.err.Message = fmt.Sprintf("Point %d of %s%s: %s", n, in, ring, c.err.Message)
		c.err.Where = []float64{}
	}
	return p
}

// position reads [x, y] or [x, y, z, ...], of which the first two are kept.
func (c *coordinates) position(name string) orb.Point {
	var p orb.Point
	if c.err != nil {
		return p
	}
	if !c.accept('[') {
		c.refuse("a position is not a list of numbers.")
		return p
	}
	n := 0
	for c.err == nil && !c.accept(']') {
		if n > 0 && !c.accept(',') {
			c.refuse("a position is not a list of numbers.")
			break
		}
		v := c.number()
		if n < 2 {
			p[n] = v
		}
		n++
	}
	c.heights = c.heights || n > 2
	if n < 2 && c.err == nil {
		c.refuse("a position has %d of the two numbers that it needs.", n)
	}
	if c.err != nil && name != "" {
		c.err.Message = "In " + name + " " + c.err.Message
	}
	return p
}

func (c *coordinates) number() float64 {
	c.skip()
	from := c.at
	for c.at < len(c.text) && bytes.IndexByte([]byte("+-.0123456789eE"), c.text[c.at]) >= 0 {
		c.at++
	}
	v, err := strconv.ParseFloat(string(c.text[from:c.at]), 64)
	if err != nil || math.IsInf(v, 0) {
		c.refuse("a coordinate is not a usable number.")
	}
	return v
}
