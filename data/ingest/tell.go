package ingest

import (
	"bytes"
	"io"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// format is what a file's first bytes say it is.
type format int

const (
	delimitedText format = iota + 1
	geoJSON
	keyhole // KML
	gpsExchange
	geoPackage
	zipped
	compound // an OLE compound file: old Office, or an encrypted workbook
)

// headSize is how much of a file is looked at to tell its format.
const headSize = 64 << 10

// signatures of files that hold no table or shapes for us, or not in this wrapping.
var signatures = []struct{ magic, is, remedy string }{
	{"%PDF", "a PDF document", "Ask its author for the table or shapes that it was made from."},
	{"\x00\x00\x27\x0a", "one part of a Shapefile (.shp or .shx)", "Put the files of the same name that end in .shp, .shx, .dbf and .prj into one zip archive, and import that."},
	{"\x1f\x8b", "compressed by gzip", "Unpack it first: gunzip FILE."},
	{"BZh", "compressed by bzip2", "Unpack it first: bunzip2 FILE."},
	{"\xfd7zXZ", "compressed by xz", "Unpack it first: unxz FILE."},
	{"PAR1", "a Parquet file", row.ToGeoJSON},
	{"fgb\x03", "a FlatGeobuf file", row.ToGeoJSON},
	{"\x89PNG", "a picture", "Give the table or shapes that it was made from."},
	{"\xff\xd8\xff", "a picture", "Give the table or shapes that it was made from."},
	{"GIF8", "a picture", "Give the table or shapes that it was made from."},
	{"II*\x00", "a picture (TIFF)", "Give the table or shapes that it was made from."},
	{"MM\x00*", "a picture (TIFF)", "Give the table or shapes that it was made from."},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first."},
	{"Rar!", "a RAR archive", "Unpack it first."},
	{"{\\rtf", "a text document (RTF)", "Ask its author for the table that it was made from."},
	{"AC10", "an AutoCAD drawing (.dwg)", row.ToGeoJSON},
}

// tell finds out what a file is from its first bytes; what cannot be read is refused with what it is and what to do.
func tell(file row.File) (format, error) {
	head := make([]byte, headSize)
	n, err := file.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return 0, row.ReadError(err)
	}
	head = head[:n]
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.magic)) {
			return 0, row.OtherFormat(s.is, s.remedy)
		}
	}
	switch {
	case bytes.HasPrefix(head, []byte("SQLite format 3\x00")):
		return geoPackage, nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return compound, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipped, nil
	}
	return tellText(head)
}

func tellText(head []byte) (format, error) {
	wide := isUTF16(head)
	text := bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if wide {
		text = bytes.ReplaceAll(bytes.TrimLeft(head, "\xff\xfe"), []byte{0}, nil)
	}
	text = bytes.TrimSpace(text)
	switch {
	case len(text) == 0:
		return 0, plans.Refuse("empty-file", "file", "The file is empty.", "Choose another file.")
	case text[0] == '{' && !wide:
		return geoJSON, nil
	case text[0] == '{':
		return 0, plans.Refuse("not-utf8", "file", "The file is not UTF-8, as JSON has to be.", "Export it again as UTF-8.")
	case text[0] == '[':
		return 0, row.OtherFormat("a JSON list, not GeoJSON", "Save it as GeoJSON, whose outermost type is FeatureCollection, or as CSV.")
	case text[0] == '<':
		return tellXML(text)
	case !wide && bytes.IndexByte(head, 0) >= 0:
		return 0, row.OtherFormat("a binary file of a kind that is not known here", "Save the table as CSV UTF-8 or the shapes as GeoJSON.")
	}
	return delimitedText, nil
}

// isUTF16 knows text in units of two bytes by its mark, or by every other byte being zero.
func isUTF16(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	var zeros [2]int
	n := min(len(head), 1024) &^ 1
	for i, b := range head[:n] {
		if b == 0 {
			zeros[i&1]++
		}
	}
	most, least := max(zeros[0], zeros[1]), min(zeros[0], zeros[1])
	return n >= 4 && most > n*2/5 && least <= n/100
}

func tellXML(text []byte) (format, error) {
	lower := strings.ToLower(string(text[:min(len(text), 8192)]))
	if strings.Contains(lower, "<html") || strings.Contains(lower, "<!doctype html") {
		return 0, row.OtherFormat("a web page", "It may be the page about the file: download the file itself.")
	}
	for _, x := range []struct {
		element string
		format  format
	}{{"kml", keyhole}, {"gpx", gpsExchange}} {
		if strings.Contains(lower, "<"+x.element) || strings.Contains(lower, ":"+x.element+" ") || strings.Contains(lower, ":"+x.element+">") {
			return x.format, nil
		}
	}
	if strings.Contains(lower, "opengis.net/gml") {
		return 0, row.OtherFormat("GML", row.ToGeoJSON)
	}
	if strings.Contains(lower, "urn:schemas-microsoft-com:office:spreadsheet") {
		return 0, row.OtherFormat("an Excel workbook of 2003 saved as XML", row.ToCSV)
	}
	return 0, row.OtherFormat("XML", "Save the table as CSV UTF-8 or the shapes as GeoJSON.")
}
