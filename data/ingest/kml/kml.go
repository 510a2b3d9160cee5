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
	columns markup.Values
	folders []folder // that the reader is within, documents too
	n       int      // Placemarks read
	others  map[string]int
	schemas map[string]bool // elements that a Schema of KML 2.1 declares to be Placemarks
	tabled  map[string]bool // columns that came out of tables in descriptions
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
	"Tour": "tours",
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
			case name == "Placemark" || r.schemas[name]:
				return r.placemark(t)
			case name == "Schema":
				r.schema(t)
				if err := r.dec.Skip(); err != nil {
					return row.Record{}, err
				}
			case name == "Folder" || name == "Document":
				r.folders = append(r.folders, folder{element: name})
			case name == "kml" || name == "Create" || name == "Update" || name == "NetworkLinkControl":
			case name == "name" && len(r.folders) > 0:
				if r.folders[len(r.folders)-1].name, err = r.dec.Name(); err != nil {
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
	for _, name := range []string{"GroundOverlay", "ScreenOverlay", "PhotoOverlay", "NetworkLink", "Tour"} {
		if n := r.others[name]; n > 0 {
			notes = append(notes, fmt.Sprintf("The file also holds %s (%d %s): they are no features, and were passed over.", unread[name], n, name))
		}
	}
	if r.others["SimpleArrayData"] > 0 {
		notes = append(notes, "Tracks have values for each of their points (SimpleArrayData), which were left out.")
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

// schema remembers what KML 2.0 and 2.1 call Placemarks of a kind: <Schema name="Plot" parent="Placemark"> lets <Plot> follow.
func (r *reader) schema(e xml.StartElement) {
	if name := markup.Attribute(e, "name"); name != "" && markup.Attribute(e, "parent") == "Placemark" && len(r.schemas) < row.MostColumns {
		if r.schemas == nil {
			r.schemas = map[string]bool{}
		}
		r.schemas[name] = true
	}
}
