package ingest

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"terrier/plans"
)

// format is what a file's first bytes say it is.
type format int

const (
	delimited format = iota + 1 // CSV, TSV
	geoJSON
)

// headSize is how much of a file is looked at to tell its format and its delimiter.
const headSize = 64 << 10

// signatures of files that are something else. Where to is empty the file holds no table at all.
var signatures = []struct{ magic, is, remedy string }{
	{"SQLite format 3\x00", "a GeoPackage or another SQLite database", "It cannot be read yet. " + toGeoJSON},
	{"%PDF", "a PDF document", "Ask its author for the table or shapes that it was made from."},
	{"\x00\x00\x27\x0a", "part of a Shapefile (.shp)", "It cannot be read yet. " + toGeoJSON},
	{"\xd0\xcf\x11\xe0", "an old Excel workbook or another Office document", toCSV},
	{"\x1f\x8b", "compressed by gzip", "Unpack it first: gunzip FILE."},
	{"PAR1", "a Parquet file", toGeoJSON},
	{"fgb\x03", "a FlatGeobuf file", toGeoJSON},
	{"\x89PNG", "a picture", "Give the table or shapes that it was made from."},
	{"\xff\xd8\xff", "a picture", "Give the table or shapes that it was made from."},
	{"II*\x00", "a picture (TIFF)", "Give the table or shapes that it was made from."},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first."},
	{"Rar!", "a RAR archive", "Unpack it first."},
	{"\xff\xfe", "text in UTF-16", "Save it as CSV UTF-8."},
	{"\xfe\xff", "text in UTF-16", "Save it as CSV UTF-8."},
}

const (
	toGeoJSON = "Convert it first: ogr2ogr -f GeoJSON out.geojson FILE, or save it as GeoJSON in QGIS."
	toCSV     = "Open it and save the sheet as CSV UTF-8."
)

// tell finds out what a file is from its first bytes; what cannot be read is refused with what it is and what to do.
func tell(file io.ReadSeeker, size int64) (format, []byte, error) {
	head := make([]byte, headSize)
	n, err := io.ReadFull(file, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return 0, nil, err
	}
	head = head[:n]
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return 0, nil, otherFormat(s.is, s.remedy)
		}
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return 0, nil, tellZip(file, size)
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(head, bom))
	switch {
	case len(text) == 0:
		return 0, nil, plans.Refuse("empty-file", "file", "The file is empty.", "Choose another file.")
	case text[0] == '{':
		return geoJSON, head, nil
	case text[0] == '[':
		return 0, nil, otherFormat("a JSON list, not GeoJSON", "Save it as GeoJSON, whose outermost type is FeatureCollection, or as CSV.")
	case text[0] == '<':
		return 0, nil, tellXML(text)
	case bytes.IndexByte(head, 0) >= 0:
		return 0, nil, otherFormat("a binary file of a kind that is not known here", "Save the table as CSV UTF-8 or the shapes as GeoJSON.")
	}
	return delimited, head, nil
}

var bom = []byte("\xef\xbb\xbf")

func otherFormat(is, remedy string) error {
	return plans.Refuse("other-format", "file", fmt.Sprintf("The file is %s. CSV, TSV and GeoJSON can be read.", is), remedy)
}

// tellZip looks at the names inside.
func tellZip(file io.ReadSeeker, size int64) error {
	if at, ok := file.(io.ReaderAt); ok {
		if archive, err := zip.NewReader(at, size); err == nil {
			for _, f := range archive.File {
				switch ext := strings.ToLower(path.Ext(f.Name)); {
				case ext == ".shp":
					return otherFormat("a zipped Shapefile", "It cannot be read yet. "+toGeoJSON)
				case strings.HasPrefix(f.Name, "xl/"):
					return otherFormat("an Excel workbook (.xlsx)", "It cannot be read yet. "+toCSV)
				case ext == ".kml":
					return otherFormat("zipped KML (.kmz)", "It cannot be read yet. "+toGeoJSON)
				case f.Name == "content.xml":
					return otherFormat("an OpenDocument file", toCSV)
				}
			}
		}
	}
	return otherFormat("a zip archive", "Unpack it first, and import the file inside.")
}

func tellXML(text []byte) error {
	lower := strings.ToLower(string(text[:min(len(text), 4096)]))
	for _, x := range []struct{ mark, is, remedy string }{
		{"<kml", "KML", "It cannot be read yet. " + toGeoJSON},
		{"<gpx", "GPX", toGeoJSON},
		{"opengis.net/gml", "GML", toGeoJSON},
		{"<html", "a web page", "It may be the page about the file: download the file itself."},
		{"<!doctype html", "a web page", "It may be the page about the file: download the file itself."},
	} {
		if strings.Contains(lower, x.mark) {
			return otherFormat(x.is, x.remedy)
		}
	}
	return otherFormat("XML", "Save the table as CSV UTF-8 or the shapes as GeoJSON.")
}

// encoding checks a stream of bytes for being UTF-8, whatever pieces it comes in.
type encoding struct {
	rest    []byte // an unfinished character
	invalid bool
}

func (e *encoding) Write(p []byte) (int, error) {
	n := len(p)
	if e.invalid {
		return n, nil
	}
	if len(e.rest) > 0 {
		p = append(e.rest, p...)
	}
	end := len(p)
	for end > 0 && len(p)-end < utf8.UTFMax && !utf8.RuneStart(p[end-1]) {
		end--
	}
	if end > 0 && !utf8.FullRune(p[end-1:]) {
		end--
	} else {
		end = len(p)
	}
	e.invalid = !utf8.Valid(p[:end])
	e.rest = append([]byte(nil), p[end:]...)
	return n, nil
}

func (e *encoding) valid() bool { return !e.invalid && len(e.rest) == 0 }
