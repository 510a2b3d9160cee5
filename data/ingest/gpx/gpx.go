// Package gpx reads GPX (1.0 and 1.1): what somebody walked or drew with a phone. Waypoints, routes and tracks are layers of their own.
package gpx

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/markup"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// layers are GPX's elements with the names that GDAL gives the layers of them.
var layers = []struct{ element, name string }{{"wpt", "waypoints"}, {"rte", "routes"}, {"trk", "tracks"}}

// Open reads the file once to learn which layers hold anything.
func Open(s row.Stream) (row.Source, error) {
	counts, err := count(s)
	if err != nil {
		return row.Source{}, err
	}
	source := row.Source{Format: "GPX", Unit: "feature", Shaped: true, Lonlat: true, Close: func() error { return nil }}
	for _, l := range layers {
		if counts[l.element] == 0 {
			continue
		}
		source.Layers = append(source.Layers, row.Layer{Name: l.name, Open: func() (row.Reader, error) {
			in, err := s.Open()
			if err != nil {
				return nil, row.ReadError(err)
			}
			r := &reader{dec: markup.NewDecoder(in), size: s.Size, element: l.element}
			r.dec.Where = r.where
			return r, nil
		}})
	}
	if source.Layers == nil {
		return row.Source{}, plans.Refuse("no-rows", "file", "The file has no waypoints, routes or tracks.", "Choose another file.")
	}
	return source, nil
}

func count(s row.Stream) (map[string]int, error) {
	in, err := s.Open()
	if err != nil {
		return nil, row.ReadError(err)
	}
	dec := markup.NewDecoder(in)
	defer func() { _ = dec.Close() }()
	counts := map[string]int{}
	dec.Where = func() string {
		return fmt.Sprintf("after %d waypoints, %d routes and %d tracks", counts["wpt"], counts["rte"], counts["trk"])
	}
	for {
		dec.NextRow()
		t, err := dec.Token()
		if err == io.EOF {
			return counts, nil
		}
		if err != nil {
			return nil, err
		}
		if e, ok := t.(xml.StartElement); ok {
			counts[e.Name.Local]++
			if len(counts) > 1000 { // names of no use here
				counts = map[string]int{"wpt": counts["wpt"], "rte": counts["rte"], "trk": counts["trk"]}
			}
		}
	}
}

type reader struct {
	dec     *markup.Decoder
	size    int64
	element string
	columns row.Columns
	n       int
}

func (r *reader) Header() []string { return r.columns.Header() }
func (r *reader) CRS() string      { return "" }
func (r *reader) Offset() int64    { return r.dec.Count() }
func (r *reader) Size() int64      { return r.size }
func (r *reader) Close() error     { return r.dec.Close() }
func (r *reader) where() string    { return fmt.Sprintf("after feature %d", r.n) }

func (r *reader) Read() (row.Record, error) {
	for {
		r.dec.NextRow()
		t, err := r.dec.Token()
		if err != nil {
			return row.Record{}, err
		}
		e, ok := t.(xml.StartElement)
		switch {
		case !ok || e.Name.Local == "gpx":
		case e.Name.Local == r.element:
			return r.feature(e)
		default:
			if err := r.dec.Skip(); err != nil {
				return row.Record{}, err
			}
		}
	}
}

// described are the elements that become columns.
var described = map[string]bool{"name": true, "cmt": true, "desc": true, "src": true, "number": true, "type": true, "sym": true, "time": true}

func (r *reader) feature(e xml.StartElement) (row.Record, error) {
	rec := row.Record{Line: r.n + 1, Shaped: true}
	var parts orb.MultiLineString
	if r.element == "wpt" {
		var p orb.Point
		p, rec.Err = position(e, 1)
		rec.Geometry = p
	}
	if r.element == "rte" {
		parts = orb.MultiLineString{nil}
	}
	err := r.dec.Children(func(e xml.StartElement) error {
		switch name := e.Name.Local; {
		case described[name], name == "ele" && r.element == "wpt":
			text, err := r.dec.Text()
			r.columns.Fill(&rec, name, text)
			rec.Flat = rec.Flat || name == "ele"
			return err
		case name == "link" || name == "url":
			text, err := r.dec.Text()
			if href := markup.Attribute(e, "href"); href != "" {
				text = href
			}
			r.columns.Fill(&rec, "link", text)
			return err
		case name == "rtept":
			return r.vertex(e, &parts[0], &rec)
		case name == "trkseg":
			parts = append(parts, nil)
			return r.dec.Children(func(e xml.StartElement) error {
				if e.Name.Local != "trkpt" {
					return r.dec.Skip()
				}
				return r.vertex(e, &parts[len(parts)-1], &rec)
			})
		}
		return r.dec.Skip()
	})
	if err != nil {
		if refused, ok := err.(*plans.Error); ok && refused.Code == "truncated-file" {
			err = row.Truncated(r.where())
		}
		return row.Record{}, err
	}
	r.n++
	r.shape(&rec, parts)
	return rec, nil
}

// shape makes one line of the parts that have points.
func (r *reader) shape(rec *row.Record, parts orb.MultiLineString) {
	if r.element == "wpt" {
		if rec.Err != nil {
			rec.Geometry = nil
		}
		return
	}
	var lines orb.MultiLineString
	for _, part := range parts {
		if len(part) > 0 {
			lines = append(lines, part)
		}
	}
	switch {
	case rec.Err != nil:
	case len(lines) == 0:
		rec.Err = plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Record it again, or take it out.")
	case len(lines) == 1:
		rec.Geometry = lines[0]
	default:
		rec.Geometry = lines
	}
}

// vertex reads a point of a line to its end.
func (r *reader) vertex(e xml.StartElement, line *orb.LineString, rec *row.Record) error {
	p, refused := position(e, len(*line)+1)
	if rec.Err == nil {
		rec.Err = refused
	}
	*line = append(*line, p)
	return r.dec.Children(func(e xml.StartElement) error {
		rec.Flat = rec.Flat || e.Name.Local == "ele"
		return r.dec.Skip()
	})
}

func position(e xml.StartElement, n int) (p orb.Point, refused *plans.Error) {
	for i, name := range []string{"lon", "lat"} {
		text := markup.Attribute(e, name)
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return p, plans.Refuse("bad-coordinates", "geometry", fmt.Sprintf("Point %d has no usable %s: %q.", n, name, strings.ToValidUTF8(text[:min(len(text), 40)], "")), "Correct it, or record it again.")
		}
		p[i] = v
	}
	return p, nil
}
