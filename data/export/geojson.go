package export

import (
	"bufio"
	"encoding/json"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// geoJSONWriter writes a FeatureCollection, one feature a line, and its bbox at the end, when it is known.
type geoJSONWriter struct {
	w            *bufio.Writer
	attributions []string
	extent       orb.Bound
	n            int
	line         []byte
}

func (g *geoJSONWriter) begin() error {
	_, err := g.w.WriteString(`{"type":"FeatureCollection","features":[`)
	return err
}

func (g *geoJSONWriter) row(r row, lonlat orb.Geometry) error {
	b := g.line[:0]
	if g.n > 0 {
		b = append(b, ',')
	}
	b = append(b, "\n{\"type\":\"Feature\",\"geometry\":"...)
	b = appendGeometry(b, lonlat)
	b = append(b, `,"properties":{`...)
	said := 0
	for _, v := range r.values {
		if v.Text == "" {
			continue
		}
		b = appendMember(b, said, v.Name)
		if said++; v.Bare {
			b = append(b, v.Text...)
			continue
		}
		b = appendString(b, v.Text)
	}
	if r.outline {
		pin, err := bng.ToWGS84(r.pin)
		if err != nil {
			return fmt.Errorf("the pin of feature %d: %w", g.n+1, err)
		}
		b = appendMember(b, said, "point")
		b = append(b, '"')
		b = appendWKT(b, pin)
		b = append(b, '"')
	}
	b = append(b, "}}"...)
	if g.line = b; g.n == 0 {
		g.extent = lonlat.Bound()
	}
	g.extent = g.extent.Union(lonlat.Bound())
	g.n++
	_, err := g.w.Write(b)
	return err
}

func (g *geoJSONWriter) end() error {
	b := append(g.line[:0], "\n]"...)
	if g.n > 0 {
		b = append(b, `,"bbox":[`...)
		for i, v := range []float64{g.extent.Min[0], g.extent.Min[1], g.extent.Max[0], g.extent.Max[1]} {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendDegrees(b, v)
		}
		b = append(b, ']')
	}
	if len(g.attributions) > 0 {
		lines, err := json.Marshal(g.attributions)
		if err != nil {
			return err
		}
		b = append(append(b, `,"attribution":`...), lines...)
	}
	_, err := g.w.Write(append(b, "}\n"...))
	return err
}

func appendMember(b []byte, before int, name string) []byte {
	if before > 0 {
		b = append(b, ',')
	}
	return append(appendString(b, name), ':')
}

func appendString(b []byte, text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil { // a string always can be
		panic(err)
	}
	return append(b, quoted...)
}
