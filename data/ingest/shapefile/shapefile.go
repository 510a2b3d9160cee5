// Package shapefile reads Shapefiles as they are published: several files of one name in a zip archive, of which .shp holds the
// shapes, .dbf the table, .prj the coordinate system and .cpg how letters are written (ESRI Shapefile Technical Description, 1998).
//
// github.com/twpayne/go-shapefile is not used: it refuses a whole file for one record out of order, knows neither deleted rows nor
// letters cut in the middle, and orders holes by their place in the record only.
package shapefile

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// tables and shapes in other formats that may lie beside a Shapefile.
var otherFormats = []string{".csv", ".tsv", ".tab", ".geojson", ".json", ".kml", ".kmz", ".gpx", ".gpkg", ".gml", ".xls", ".xlsx", ".xlsm", ".ods", ".zip"}

// Found is true of an archive that holds a Shapefile, or parts of one and nothing else that could be meant.
func Found(z *archive.Archive) bool {
	part, other := false, false
	for _, m := range z.Members() {
		switch ending := ending(m.Name); {
		case ending == ".shp":
			return true
		case ending == ".dbf", ending == ".shx":
			part = true
		case slices.Contains(otherFormats, ending):
			other = true
		}
	}
	return part && !other
}

// Open makes every .shp of the archive a layer, called by its name without ending. encoding says how the letters of the tables are
// written where the files do not, or say it wrongly; "" for none. A layer that cannot be read is told when it is opened.
func Open(z *archive.Archive, encoding string) (row.Source, error) {
	given, err := givenLetters(encoding)
	if err != nil {
		return row.Source{}, err
	}
	layers, notes := findLayers(z)
	if len(layers) == 0 {
		return row.Source{}, plans.Refuse("no-shp", "file", "The archive holds parts of a Shapefile, but not the one that ends in .shp and holds the shapes.",
			"Zip all files of that name together, or open the .dbf in Excel and save it as CSV UTF-8.")
	}
	source := row.Source{Format: "zipped Shapefile", Unit: "feature", Shaped: true, Notes: notes, Close: func() error { return nil }}
	for _, l := range layers {
		said, err := l.survey(given)
		if err != nil && !errors.As(err, new(*plans.Error)) {
			return row.Source{}, err
		}
		l.refused = err
		for _, note := range said {
			if len(layers) > 1 {
				note = l.name + ": " + note
			}
			source.Notes = append(source.Notes, note)
		}
		source.Layers = append(source.Layers, row.Layer{Name: l.name, Open: l.open})
	}
	return source, nil
}

// layer is the files of one name.
type layer struct {
	name, stem         string // stem: the path without its ending
	shp                archive.Member
	shx, dbf, prj, cpg *archive.Member
	table              *table
	letters            letters
	refused            error
}

func ending(name string) string { return strings.ToLower(path.Ext(name)) }

// findLayers puts together what belongs together. Names count as the same whatever their case, as they do where Shapefiles come
// from, unless another fits better.
func findLayers(z *archive.Archive) (layers []*layer, notes []string) {
	members := z.Members()
	for _, m := range members {
		if ending(m.Name) == ".shp" {
			layers = append(layers, &layer{stem: strings.TrimSuffix(m.Name, path.Ext(m.Name)), shp: m})
		}
	}
	var qpj []archive.Member
	var others []string
	for i, m := range members {
		e := ending(m.Name)
		l := owner(layers, strings.TrimSuffix(m.Name, path.Ext(m.Name)))
		switch {
		case slices.Contains(otherFormats, e), e == ".dbf" && l == nil:
			others = append(others, m.Name)
		case l == nil:
		case e == ".dbf":
			l.dbf = &members[i]
		case e == ".shx":
			l.shx = &members[i]
		case e == ".prj":
			l.prj = &members[i]
		case e == ".cpg":
			l.cpg = &members[i]
		case e == ".qpj":
			qpj = append(qpj, m)
		}
	}
	for i, m := range qpj { // what QGIS used to write beside the .prj
		if l := owner(layers, strings.TrimSuffix(m.Name, path.Ext(m.Name))); l.prj == nil {
			l.prj = &qpj[i]
		}
	}
	nameLayers(layers)
	if len(layers) > 0 && len(others) > 0 {
		notes = append(notes, fmt.Sprintf("Beside the Shapefile the archive holds %s: left alone.", strings.Join(others, ", ")))
	}
	return layers, notes
}

func owner(layers []*layer, stem string) (found *layer) {
	for _, l := range layers {
		if l.stem == stem {
			return l
		}
		if found == nil && strings.EqualFold(l.stem, stem) {
			found = l
		}
	}
	return found
}

// nameLayers calls a layer by its file, with the folders before it where two files are called the same.
func nameLayers(layers []*layer) {
	count := map[string]int{}
	for _, l := range layers {
		count[strings.ToLower(path.Base(l.stem))]++
	}
	taken := map[string]bool{}
	for _, l := range layers {
		base := path.Base(l.stem)
		if count[strings.ToLower(base)] > 1 {
			base = l.stem
		}
		l.name = base
		for n := 2; taken[strings.ToLower(l.name)]; n++ {
			l.name = fmt.Sprintf("%s (%d)", base, n)
		}
		taken[strings.ToLower(l.name)] = true
	}
}
