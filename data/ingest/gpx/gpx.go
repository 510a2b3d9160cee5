// Package gpx reads GPX (1.0 and 1.1): what somebody walked or drew with a phone. Waypoints, routes and tracks are layers of their own.
package gpx

import (
	"encoding/xml"
	"fmt"
	"io"

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
	columns markup.Values
	n       int
	between int // points that lie between those of routes
}

func (r *reader) Header() []string { return r.columns.Header() }
func (r *reader) CRS() string      { return "" }
func (r *reader) Offset() int64    { return r.dec.Count() }
func (r *reader) Size() int64      { return r.size }
func (r *reader) Close() error     { return r.dec.Close() }
func (r *reader) where() string    { return fmt.Sprintf("after feature %d", r.n) }

// Notes tells of points that were left out.
func (r *reader) Notes() []string {
	if r.between == 0 {
		return nil
	}
	return []string{fmt.Sprintf("Routes have %d more points between their own (gpxx:rpt, along the roads that they follow): left out. Export a track instead to have them.", r.between)}
}

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
