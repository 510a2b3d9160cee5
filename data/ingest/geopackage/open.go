// Package geopackage reads GeoPackages (OGC 12-128), the files of SQLite that councils and Ordnance Survey publish layers in.
package geopackage

import (
	"terrier/data/ingest/row"
)

// Open lists the layers of a GeoPackage, features and tables alike, in the order of the file. Its refusals say what else a
// SQLite file is, or where it breaks off. Nothing stays open between it and the layers.
//
// Views are read like tables; what they may cost is bounded (see viewRefused and patience), and they are refused when it is passed.
func Open(f row.File, size int64) (row.Source, error) {
	h, err := readHeader(f, size)
	if err != nil {
		return row.Source{}, err
	}
	if err := boundMemory(); err != nil {
		return row.Source{}, err
	}
	d, err := openDatabase(f, size)
	if err != nil {
		return row.Source{}, toldOfFile(err)
	}
	defer d.close()
	all, err := readTables(d)
	if err != nil {
		return row.Source{}, toldOfFile(err)
	}
	if !all.has("gpkg_contents") {
		if h.log && len(all) == 0 {
			return row.Source{}, onlyInLog()
		}
		return row.Source{}, all.otherDatabase()
	}
	entries, pictures, err := readContents(d)
	if err != nil {
		return row.Source{}, toldOfFile(err)
	}
	if len(entries) == 0 {
		return row.Source{}, noLayers(pictures)
	}
	source := row.Source{Format: "GeoPackage", Unit: "feature", Close: func() error { return nil }}
	for _, e := range entries {
		source.Shaped = source.Shaped || e.shaped
		source.Layers = append(source.Layers, row.Layer{Name: e.name, Open: func() (row.Reader, error) { return openLayer(f, size, e) }})
	}
	if h.log {
		source.Notes = append(source.Notes, copiedWhileOpen)
	}
	return source, nil
}
