// Package kml reads KML (OGC 12-007r2): a row for each Placemark, whatever folder it lies in. Folders are no layers here but a column,
// "folder", by which a plan's area is told from its policies (--where "folder = Policies"). Documents within others count as folders:
// GDAL and QGIS write a layer as one.
package kml

import (
	"encoding/xml"
	"fmt"
	"io"

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
	dec       *markup.Decoder
	size      int64
	columns   markup.Values
	folders   []folder // that the reader is within, documents too
	n         int      // Placemarks read
	pointwise int      // of those, how many have values for each point of a track
	others    map[string]int
	href      string          // of the first NetworkLink
	schemas   map[string]bool // elements that a Schema of KML 2.1 declares to be Placemarks
	tabled    map[string]bool // columns that came out of tables in descriptions
}

type folder struct {
	element string // Folder or Document
	path    string // names of the folders from the outside in, without the Document around them all
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

// longestAddress, in bytes, that is told of a link.
const longestAddress = 200

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
				r.folders = append(r.folders, folder{name, r.folderPath()})
			case name == "kml" || name == "Create" || name == "Update" || name == "NetworkLinkControl":
			case name == "name" && len(r.folders) > 0:
				if err := r.nameFolder(); err != nil {
					return row.Record{}, err
				}
			case name == "NetworkLink":
				if err := r.networkLink(); err != nil {
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
		is := "KML that only points to another file on the web (a NetworkLink)"
		if r.href != "" {
			is = fmt.Sprintf("KML that only points to another file on the web (a NetworkLink to %q)", r.href)
		}
		return row.OtherFormat(is, "Download the file that it points to and import that; or open this one in Google Earth, and save what it shows as KML.")
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
	if n := r.pointwise; n > 0 {
		notes = append(notes, fmt.Sprintf("Tracks have times or other values for each of their points (%d features): they were left out.", n))
	}
	return notes
}

// folderPath names the folders that the reader is within, from the outside in.
func (r *reader) folderPath() string {
	if len(r.folders) == 0 {
		return ""
	}
	return r.folders[len(r.folders)-1].path
}

// nameFolder reads the name of the innermost folder or document.
func (r *reader) nameFolder() error {
	name, err := r.dec.Name()
	last := len(r.folders) - 1
	if err != nil || name == "" || last == 0 && r.folders[last].element == "Document" {
		return err
	}
	path := name
	if last > 0 && r.folders[last-1].path != "" {
		path = r.folders[last-1].path + " / " + name
	}
	if len(path) > markup.LongestName {
		return markup.NameTooLong()
	}
	r.folders[last].path = path
	return nil
}

// networkLink counts a link to another file, and keeps where the first one points to.
func (r *reader) networkLink() error {
	r.others["NetworkLink"]++
	return r.dec.Children(func(e xml.StartElement) error {
		r.dec.NextRow() // what is passed over may be of any length
		if e.Name.Local != "Link" && e.Name.Local != "Url" {
			return r.dec.Skip()
		}
		return r.dec.Children(func(e xml.StartElement) error {
			if e.Name.Local != "href" || r.href != "" {
				return r.dec.Skip()
			}
			text, err := r.dec.Text()
			r.href = clip(text, longestAddress)
			return err
		})
	})
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
