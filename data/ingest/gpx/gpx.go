// Package gpx reads GPX (1.0 and 1.1): what somebody walked or drew with a phone. Waypoints, routes and tracks are layers of their own.
package gpx

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

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
		var read []string
		for _, l := range layers {
			if n := counts[l.element]; n == 1 {
				read = append(read, "1 "+strings.TrimSuffix(l.name, "s"))
			} else if n > 1 {
				read = append(read, fmt.Sprintf("%d %s", n, l.name))
			}
		}
		if read == nil {
			return "before its first waypoint, route or track"
		}
		return "after " + strings.Join(read, " and ")
	}
	for {
		e, err := next(dec)
		if err == io.EOF {
			return counts, nil
		}
		if err != nil {
			return nil, err
		}
		if err := dec.Skip(); err != nil {
			return nil, err
		}
		for _, l := range layers {
			if l.element == e.Name.Local {
				counts[l.element]++
			}
		}
	}
}

// next begins the next element within <gpx>.
func next(dec *markup.Decoder) (xml.StartElement, error) {
	for {
		dec.NextRow()
		t, err := dec.Token()
		if err != nil {
			return xml.StartElement{}, err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local != "gpx" {
			return e, nil
		}
	}
}

type reader struct {
	dec     *markup.Decoder
	size    int64
	element string
	columns markup.Values
	n       int
	between int // points that lie between those of routes
	pointed int // features whose points have times or other values of their own
}

func (r *reader) Header() []string { return r.columns.Header() }
func (r *reader) CRS() string      { return "" }
func (r *reader) Offset() int64    { return r.dec.Count() }
func (r *reader) Size() int64      { return r.size }
func (r *reader) Close() error     { return r.dec.Close() }
func (r *reader) where() string    { return fmt.Sprintf("after feature %d", r.n) }

// Notes tells of points, and of what is said of points, that were left out.
func (r *reader) Notes() (notes []string) {
	if r.between > 0 {
		notes = append(notes, fmt.Sprintf("Routes have %d more points between their own (gpxx:rpt, along the roads that they follow): left out. Export a track instead to have them.", r.between))
	}
	if r.pointed > 0 {
		notes = append(notes, fmt.Sprintf("Lines have times, names or other values for each of their points (%d features): they were left out.", r.pointed))
	}
	return notes
}

func (r *reader) Read() (row.Record, error) {
	for {
		e, err := next(r.dec)
		if err != nil {
			return row.Record{}, err
		}
		if e.Name.Local == r.element {
			return r.feature(e)
		}
		if err := r.dec.Skip(); err != nil {
			return row.Record{}, err
		}
	}
}
