package ingest_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
)

// nationalGridESRI is the .prj that Ordnance Survey's Shapefiles have.
const nationalGridESRI = `PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],PARAMETER["Scale_Factor",0.9996012717],PARAMETER["Latitude_Of_Origin",49.0],UNIT["Meter",1.0]]`

// shapefiles zips the map as Ordnance Survey does a square of 100 km: one Shapefile a layer, in a folder "data".
func (m *openMap) shapefiles(t testing.TB) []byte {
	t.Helper()
	files := map[string][]byte{}
	var order []string
	put := func(name string, content []byte) { order, files[name] = append(order, name), content }
	put("OS OpenMap Local (ESRI Shape File) SE/doc/licence.txt", []byte("Contains Ordnance Survey data"))
	for _, l := range m.layers {
		stem := "OS OpenMap Local (ESRI Shape File) SE/data/SE_" + l.name
		shp, shx := l.shp()
		put(stem+".dbf", l.dbf())
		put(stem+".prj", []byte(nationalGridESRI))
		put(stem+".shp", shp)
		put(stem+".shx", shx)
	}
	return zipOf(t, order, files)
}

func zipOf(t testing.TB, order []string, files map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range order {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// shapeTypes of the ESRI Shapefile Technical Description; those with heights are 10 more.
var shapeTypes = map[string]uint32{"POINT": 1, "LINESTRING": 3, "POLYGON": 5}

func (l openLayer) shp() (shp, shx []byte) {
	kind := shapeTypes[l.form]
	if l.z {
		kind += 10
	}
	for i, row := range l.rows {
		content := binary.LittleEndian.AppendUint32(nil, 0)
		if row.shape != nil {
			content = l.record(kind, row.shape)
		}
		at := (100 + len(shp)) / 2
		shx = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(shx, uint32(at)), uint32(len(content)/2))
		shp = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(shp, uint32(i+1)), uint32(len(content)/2))
		shp = append(shp, content...)
	}
	return append(l.header(kind, len(shp)), shp...), append(l.header(kind, len(shx)), shx...)
}

func (l openLayer) header(kind uint32, length int) []byte {
	h := binary.BigEndian.AppendUint32(nil, 9994)
	h = binary.BigEndian.AppendUint32(append(h, make([]byte, 20)...), uint32((100+length)/2))
	h = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(h, 1000), kind)
	box := orb.Bound{}
	for i, row := range l.rows {
		if row.shape != nil && (i == 0 || box.IsZero()) {
			box = row.shape.Bound()
		} else if row.shape != nil {
			box = box.Union(row.shape.Bound())
		}
	}
	h = appendFloats(h, box.Min[0], box.Min[1], box.Max[0], box.Max[1])
	return append(h, make([]byte, 32)...)
}

func (l openLayer) record(kind uint32, shape orb.Geometry) []byte {
	b := binary.LittleEndian.AppendUint32(nil, kind)
	if p, ok := shape.(orb.Point); ok {
		return appendFloats(b, p[0], p[1])
	}
	parts := partsOf(shape)
	total := 0
	for _, part := range parts {
		total += len(part)
	}
	box := shape.Bound()
	b = appendFloats(b, box.Min[0], box.Min[1], box.Max[0], box.Max[1])
	b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, uint32(len(parts))), uint32(total))
	at := 0
	for _, part := range parts {
		b = binary.LittleEndian.AppendUint32(b, uint32(at))
		at += len(part)
	}
	for _, part := range parts {
		for _, p := range part {
			b = appendFloats(b, p[0], p[1])
		}
	}
	if l.z {
		b = append(b, make([]byte, 16+8*total)...)
	}
	return b
}

// partsOf are the lines or rings of a shape; outlines run clockwise and holes against it, as a Shapefile wants them.
func partsOf(shape orb.Geometry) (parts []orb.LineString) {
	switch g := shape.(type) {
	case orb.LineString:
		return []orb.LineString{g}
	case orb.MultiLineString:
		return g
	case orb.Polygon:
		for i, r := range g {
			if (r.Orientation() == orb.CCW) == (i == 0) {
				r = reversed(r)
			}
			parts = append(parts, orb.LineString(r))
		}
	case orb.MultiPolygon:
		for _, p := range g {
			parts = append(parts, partsOf(p)...)
		}
	}
	return parts
}

func appendFloats(b []byte, values ...float64) []byte {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

// dbf writes the table, in plain ASCII as the published ones are.
func (l openLayer) dbf() []byte {
	widths := make([]int, len(l.fields))
	length := 1
	for i, f := range l.fields {
		widths[i] = 100
		if f.number {
			widths[i] = 9
		}
		length += widths[i]
	}
	b := []byte{3, 124, 4, 1}
	b = binary.LittleEndian.AppendUint32(b, uint32(len(l.rows)))
	b = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(b, uint16(33+32*len(l.fields))), uint16(length))
	b = append(b, make([]byte, 20)...)
	for i, f := range l.fields {
		field := make([]byte, 32)
		copy(field, f.short)
		field[11], field[16] = 'C', byte(widths[i])
		if f.number {
			field[11] = 'N'
		}
		b = append(b, field...)
	}
	b = append(b, 0x0d)
	for _, row := range l.rows {
		b = append(b, ' ')
		for i, f := range l.fields {
			layout := "%-*s"
			if f.number {
				layout = "%*s"
			}
			b = fmt.Appendf(b, layout, widths[i], row.values[i])
		}
	}
	return append(b, 0x1a)
}
