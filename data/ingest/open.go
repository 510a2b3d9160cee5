package ingest

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/delimited"
	"terrier/data/ingest/geojson"
	"terrier/data/ingest/geopackage"
	"terrier/data/ingest/gpx"
	"terrier/data/ingest/kml"
	"terrier/data/ingest/row"
	"terrier/data/ingest/shapefile"
	"terrier/data/ingest/workbook"
	"terrier/plans"
)

// reading is what helps to read a file.
type reading struct {
	encoding string                 // given by hand, "" for none
	layer    string                 // given by hand, "" for none
	known    func(text string) bool // whether a text is a heading that some field goes by
}

// open finds out what a file is and makes it ready to be read.
func (r reading) open(file row.File, size int64) (row.Source, error) {
	f, err := tell(file)
	if err != nil {
		return row.Source{}, err
	}
	if r.encoding != "" && f != delimitedText && f != zipped {
		return row.Source{}, plans.Refuse("encoding-without-text", "encoding", "This kind of file says itself how its letters are written.", "Leave --encoding out.")
	}
	switch f {
	case geoPackage:
		return geopackage.Open(file, size)
	case compound:
		return row.Source{}, workbook.DescribeOLE(file, size)
	case zipped:
		return r.openZip(file, size)
	}
	return r.openStream(f, row.StreamOf(file, size))
}

func (r reading) openStream(f format, s row.Stream) (row.Source, error) {
	switch f {
	case geoJSON:
		return geojson.Open(s)
	case keyhole:
		return kml.Open(s)
	case gpsExchange:
		return gpx.Open(s)
	}
	return delimited.Open(s, delimited.Options{Encoding: r.encoding, Known: r.known})
}

// openZip looks what an archive holds: a workbook, a Shapefile, a KMZ, or a file that was zipped to make it smaller.
func (r reading) openZip(file row.File, size int64) (row.Source, error) {
	z, err := archive.Open(file, size)
	if err != nil {
		return row.Source{}, err
	}
	members := z.Members()
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.Name
	}
	switch {
	case workbook.IsWorkbook(names):
		return workbook.OpenKnown(file, size, r.known)
	case slices.Contains(names, "content.xml") && slices.Contains(names, "mimetype"):
		return row.Source{}, row.OtherFormat("an OpenDocument file", row.ToCSV)
	case shapefile.Found(z):
		return shapefile.Open(z, r.encoding)
	}
	return r.openMember(z)
}

// readable are the endings of files that are read when they lie in an archive.
var readable = map[string]bool{".csv": true, ".tsv": true, ".txt": true, ".tab": true, ".geojson": true, ".json": true, ".kml": true, ".gpx": true, ".gpkg": true, ".xlsx": true, ".xlsm": true}

// openMember opens the one file of an archive that can be read, or the one that is named.
func (r reading) openMember(z *archive.Archive) (row.Source, error) {
	var found []archive.Member
	for _, m := range z.Members() {
		if r.layer != "" && m.Name == r.layer {
			found = []archive.Member{m}
			break
		}
		if readable[strings.ToLower(path.Ext(m.Name))] {
			found = append(found, m)
		}
	}
	if doc := mainDocument(found); doc != nil {
		found = []archive.Member{*doc}
	}
	found, beside := withoutText(found)
	if len(found) == 0 {
		return row.Source{}, row.OtherFormat("a zip archive in which no file can be read", "Unpack it, and look what it holds.")
	}
	if len(found) > 1 {
		names := make([]string, len(found))
		for i, m := range found {
			names[i] = m.Name
		}
		return row.Source{}, plans.Refuse("choose-layer", "layer", fmt.Sprintf("The archive holds %d files that could be meant: %s.", len(found), strings.Join(names, ", ")),
			"Name one with --layer, or unpack the archive and import the one that you want.")
	}
	source, err := r.openPacked(found[0])
	if err != nil {
		return row.Source{}, err
	}
	if r.layer == found[0].Name && len(source.Layers) == 1 {
		source.Layers[0].Name = r.layer
	}
	if len(beside) > 0 {
		source.Notes = append(source.Notes, fmt.Sprintf("Beside %s the archive holds %s: left alone.", found[0].Name, strings.Join(beside, ", ")))
	}
	source.Format = "zipped " + source.Format
	if strings.HasSuffix(strings.ToLower(found[0].Name), ".kml") {
		source.Format = "KMZ"
	}
	return source, nil
}

// withoutText leaves out text files beside another kind of file: a licence, or what is to be known of it.
func withoutText(found []archive.Member) (kept []archive.Member, beside []string) {
	for _, m := range found {
		if strings.ToLower(path.Ext(m.Name)) == ".txt" {
			beside = append(beside, m.Name)
		} else {
			kept = append(kept, m)
		}
	}
	if len(kept) == 0 {
		return found, nil
	}
	return kept, beside
}

// mainDocument is the file of a KMZ that a program opens first (OGC 12-007r2, annex C): doc.kml.
func mainDocument(found []archive.Member) *archive.Member {
	for i, m := range found {
		if strings.ToLower(path.Ext(m.Name)) != ".kml" {
			return nil
		}
		if strings.EqualFold(path.Base(m.Name), "doc.kml") {
			return &found[i]
		}
	}
	return nil
}

// openPacked opens a member by its own first bytes. What has to be read from any place is unpacked for as long as it is open.
func (r reading) openPacked(m archive.Member) (row.Source, error) {
	head, err := firstBytes(m.Stream())
	if err != nil {
		return row.Source{}, err
	}
	f, err := tell(head)
	if err != nil {
		return row.Source{}, err
	}
	if f != zipped && f != geoPackage && f != compound {
		return r.openStream(f, m.Stream())
	}
	file, size, closer, err := m.File()
	if err != nil {
		return row.Source{}, err
	}
	source, err := r.openRandom(f, file, size)
	if err != nil {
		return row.Source{}, errors.Join(err, closer.Close())
	}
	inner := source.Close
	source.Close = func() error { return errors.Join(inner(), closer.Close()) }
	return source, nil
}

func (r reading) openRandom(f format, file row.File, size int64) (row.Source, error) {
	switch f {
	case geoPackage:
		return geopackage.Open(file, size)
	case compound:
		return row.Source{}, workbook.DescribeOLE(file, size)
	}
	return workbook.OpenKnown(file, size, r.known)
}

func firstBytes(s row.Stream) (row.File, error) {
	in, err := s.Open()
	if err != nil {
		return nil, row.ReadError(err)
	}
	defer func() { _ = in.Close() }()
	head, err := io.ReadAll(io.LimitReader(in, headSize))
	if err != nil {
		return nil, row.ReadError(err)
	}
	return strings.NewReader(string(head)), nil
}
