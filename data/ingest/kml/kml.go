// Package kml reads KML (OGC 12-007r2): a row for each Placemark, whatever folder it lies in. Folders are no layers here but a column,
// "folder", by which a plan's area is told from its policies (--where "folder = Policies").
package kml

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"terrier/data/ingest/markup"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// Open makes a KML file, or the document of a KMZ, ready to be read.
func Open(s row.Stream) (row.Source, error) {
	open := func() (row.Reader, error) {
		in, err := s.Open()
		if err != nil {
			return nil, row.ReadError(err)
		}
		r := &reader{dec: markup.NewDecoder(in), size: s.Size, others: map[string]int{}}
		r.dec.Where = r.where
		return r, nil
	}
	return row.Source{Format: "KML", Unit: "feature", Shaped: true, Lonlat: true, Layers: []row.Layer{{Open: open}}, Close: func() error { return nil }}, nil
}

type reader struct {
	dec     *markup.Decoder
	size    int64
	columns row.Columns
	folders []folder // that the reader is within, documents too
	n       int      // Placemarks read
	others  map[string]int
}

type folder struct {
	element string // Folder or Document
	name    string
}

func (r *reader) Header() []string { return r.columns.Header() }
func (r *reader) CRS() string      { return "" }
func (r *reader) Offset() int64    { return r.dec.Count() }
func (r *reader) Size() int64      { return r.size }
func (r *reader) Close() error     { return r.dec.Close() }

func (r *reader) where() string {
	if r.n == 0 {
		return "before its first feature"
	}
	return fmt.Sprintf("after feature %d", r.n)
}

// unread are elements that could be taken for features, with what they are.
var unread = map[string]string{
	"GroundOverlay": "pictures laid over the ground", "ScreenOverlay": "pictures on the screen", "PhotoOverlay": "photographs", "NetworkLink": "links to other files on the web",
}

func (r *reader) Read() (row.Record, error) {
	for {
		r.dec.NextRow()
		t, err := r.dec.Token()
		if err == io.EOF {
			return row.Record{}, r.end()
		}
		if err != nil {
			return row.Record{}, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch name := t.Name.Local; {
			case name == "Placemark":
				return r.placemark(t)
			case name == "Folder" || name == "Document":
				r.folders = append(r.folders, folder{element: name})
			case name == "kml" || name == "Create" || name == "Update" || name == "NetworkLinkControl":
			case name == "name" && len(r.folders) > 0:
				if r.folders[len(r.folders)-1].name, err = r.dec.Text(); err != nil {
					return row.Record{}, err
				}
			default:
				if unread[name] != "" {
					r.others[name]++
				}
				if err := r.dec.Skip(); err != nil {
					return row.Record{}, err
				}
			}
		case xml.EndElement:
			if n := len(r.folders); n > 0 && r.folders[n-1].element == t.Name.Local {
				r.folders = r.folders[:n-1]
			}
		}
	}
}

// end refuses a file that only points elsewhere.
func (r *reader) end() error {
	if r.n == 0 && r.others["NetworkLink"] > 0 {
		return row.OtherFormat("KML that only points to another file on the web (a NetworkLink)", "Open it in Google Earth, save what it shows as KML, and import that; or download the file that it points to.")
	}
	return io.EOF
}

// Notes tells what was passed over.
func (r *reader) Notes() (notes []string) {
	for _, name := range []string{"GroundOverlay", "ScreenOverlay", "PhotoOverlay", "NetworkLink"} {
		if n := r.others[name]; n > 0 {
			notes = append(notes, fmt.Sprintf("The file also holds %s (%d %s): they are no features, and were passed over.", unread[name], n, name))
		}
	}
	return notes
}

// folderPath names the folders that hold a Placemark, from the outside in.
func (r *reader) folderPath() string {
	var names []string
	for _, f := range r.folders {
		if f.element == "Folder" && f.name != "" {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, " / ")
}

// placemark reads a Placemark to its end.
func (r *reader) placemark(e xml.StartElement) (row.Record, error) {
	rec := row.Record{Line: r.n + 1, Shaped: true}
	if path := r.folderPath(); path != "" {
		r.columns.Fill(&rec, "folder", path)
	}
	if id := markup.Attribute(e, "id"); id != "" {
		r.columns.Fill(&rec, "kml-id", id)
	}
	shapes := shapes{dec: r.dec}
	err := r.dec.Children(func(e xml.StartElement) error {
		switch name := e.Name.Local; name {
		case "name", "address", "phoneNumber", "Snippet", "snippet":
			text, err := r.dec.Text()
			r.columns.Fill(&rec, strings.ToLower(name[:1])+name[1:], text)
			return err
		case "description":
			text, err := r.dec.Text()
			r.describe(&rec, text)
			return err
		case "ExtendedData":
			return r.extended(&rec)
		case "TimeStamp", "TimeSpan":
			return r.dec.Children(func(e xml.StartElement) error {
				text, err := r.dec.Text()
				r.columns.Fill(&rec, e.Name.Local, text)
				return err
			})
		}
		return shapes.element(e)
	})
	if err != nil {
		return row.Record{}, r.cutOff(err)
	}
	r.n++
	g, refused := shapes.whole()
	rec.Geometry, rec.Flat = g, shapes.heights
	if rec.Err == nil && refused != nil {
		rec.Err, rec.Geometry = refused, nil
	}
	return rec, nil
}

// cutOff says after which feature a file breaks off that ends within one.
func (r *reader) cutOff(err error) error {
	if e, ok := err.(*plans.Error); ok && e.Code == "truncated-file" {
		return row.Truncated(r.where())
	}
	return err
}

// describe keeps a description as plain text. Programs write a Placemark's attributes there as an HTML table: those become columns.
func (r *reader) describe(rec *row.Record, text string) {
	plain, pairs := readHTML(text)
	if len(pairs) < 2 {
		r.columns.Fill(rec, "description", plain)
		return
	}
	for _, p := range pairs {
		r.columns.Fill(rec, p[0], p[1])
	}
}

// extended reads ExtendedData: Data, SchemaData, or elements of another namespace.
func (r *reader) extended(rec *row.Record) error {
	return r.dec.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Data":
			return r.dec.Children(func(inner xml.StartElement) error {
				text, err := r.dec.Text()
				if inner.Name.Local == "value" {
					r.columns.Fill(rec, markup.Attribute(e, "name"), text)
				}
				return err
			})
		case "SchemaData":
			return r.dec.Children(func(inner xml.StartElement) error {
				text, err := r.dec.Text()
				if inner.Name.Local == "SimpleData" {
					r.columns.Fill(rec, markup.Attribute(inner, "name"), text)
				}
				return err
			})
		}
		text, err := r.dec.Text()
		r.columns.Fill(rec, e.Name.Local, text)
		return err
	})
}
