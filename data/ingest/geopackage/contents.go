package geopackage

import (
	"fmt"
	"slices"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// table is one of the file's, as its own list has it.
type table struct {
	name    string
	view    bool
	virtual bool   // its rows come from a program, such as those of a spatial index
	sql     string // that made it
}

// tables are those of a file by their names in small letters, as SQLite does not tell letters apart by size.
type tables map[string]table

// mostTables of a file that are looked at.
const mostTables = 20_000

func tooManyTables() *plans.Error {
	return plans.Refuse("too-many-layers", "file", fmt.Sprintf("The file lists more than %s tables or layers.", grouped(mostTables)), exportAgain)
}

// readTables reads the list of tables that every SQLite file has.
func readTables(d *database) (tables, error) {
	all := tables{}
	s, err := d.prepare(`SELECT name, type = 'view', rootpage, sql FROM sqlite_schema WHERE type IN ('table', 'view')`)
	if err != nil {
		return nil, err
	}
	defer s.close()
	for {
		more, err := s.next()
		if err != nil || !more {
			return all, err
		}
		if len(all) == mostTables {
			return nil, tooManyTables()
		}
		t := table{name: s.text(0), view: s.integer(1) == 1, sql: s.text(3)}
		t.virtual = !t.view && s.integer(2) == 0
		all[strings.ToLower(t.name)] = t
	}
}

// has is true of a table whose rows are in the file. The lists of a GeoPackage have to be such: a view in their place could be
// without an end.
func (all tables) has(name string) bool {
	t, ok := all[strings.ToLower(name)]
	return ok && !t.view && !t.virtual
}

// entry is a layer as gpkg_contents lists it.
type entry struct {
	name   string
	shaped bool
}

// kept for programs, and no council's rows: the styles and projects of QGIS.
var ofPrograms = []string{"layer_styles", "qgis_projects"}

// readContents lists the layers, in the order of the file. pictures is true if there are tables of pictures or heights too.
func readContents(d *database) (entries []entry, pictures bool, err error) {
	s, err := d.prepare(`SELECT table_name, lower(data_type) FROM main.gpkg_contents NOT INDEXED`)
	if err != nil {
		return nil, false, err
	}
	defer s.close()
	seen := map[string]bool{}
	for n := 0; ; n++ {
		more, err := s.next()
		if err != nil || !more {
			return entries, pictures, err
		}
		if n == mostTables {
			return nil, false, tooManyTables()
		}
		e := entry{name: s.text(0)}
		switch kind := s.text(1); kind {
		case "features":
			e.shaped = true
		case "attributes", "aspatial": // what GDAL wrote before the standard had a word for it
		default:
			pictures = true
			continue
		}
		if e.name != "" && !isOwn(e.name) && !seen[e.name] {
			seen[e.name] = true
			entries = append(entries, e)
		}
	}
}

// isOwn is true of tables that a GeoPackage, SQLite or QGIS has for itself.
func isOwn(name string) bool {
	name = strings.ToLower(name)
	for _, prefix := range []string{"gpkg_", "rtree_", "sqlite_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return slices.Contains(ofPrograms, name)
}

// otherDatabase refuses a SQLite file that is no GeoPackage, by what its tables are.
func (all tables) otherDatabase() *plans.Error {
	switch {
	case all.has("geometry_columns") && all.has("spatial_ref_sys"):
		return row.OtherFormat("a SpatiaLite database, not a GeoPackage", "Open it in QGIS, and export the layer to a GeoPackage: right-click it, Export, Save Features As.")
	case all.has("metadata") && (all.has("tiles") || all.has("map")), all["tiles"].view && all.has("metadata"):
		return row.OtherFormat("a set of map pictures (MBTiles)", "Ask for the layers that the map was drawn from.")
	case all.has("GDB_Items"):
		return row.OtherFormat("an ArcGIS mobile geodatabase", "Export the layer from ArcGIS as a GeoPackage or a Shapefile.")
	case len(all) == 0:
		return row.OtherFormat("a SQLite database without a table", "Choose another file.")
	}
	return row.OtherFormat("a SQLite database, but not a GeoPackage", "Save the table that you want as CSV, or open the file in QGIS, and export the layer to a GeoPackage.")
}

// noLayers refuses a GeoPackage without features and rows.
func noLayers(pictures bool) *plans.Error {
	if pictures {
		return plans.Refuse("no-layers", "file", "The GeoPackage holds only map pictures or heights (tiles), no features.", "Ask for the layers that the map was drawn from.")
	}
	return plans.Refuse("no-layers", "file", "The GeoPackage lists no layer.", "Open it in QGIS to see what it holds, and export the layer that you want to a new GeoPackage.")
}
