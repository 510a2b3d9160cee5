package geopackage

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"terrier/data/ingest/row"
)

// column of a layer that carries values.
type column struct {
	name string
	kind string // as it is declared, in capitals and without a length: "TEXT", "DATETIME"
}

// layer is what has to be known of a table before its rows are read.
type layer struct {
	name     string
	table    table
	shaped   bool
	geometry string // column of the geometry
	system   int64  // srs_id of the geometries
	crs      string
	columns  []column
	key      string // what rows are called by, and stand in the order of; "" where nothing is
	rows     int64  // about how many there are, 0 if that is not known
	counted  bool   // rows is a count that the file keeps
}

// readLayer finds out about a layer, and refuses one that has no rows to be read.
func readLayer(d *database, e entry) (l layer, err error) {
	all, err := readTables(d)
	if err != nil {
		return l, err
	}
	l = layer{name: e.name, shaped: e.shaped}
	var ok bool
	if l.table, ok = all[strings.ToLower(e.name)]; !ok {
		return l, unreadableLayer(e.name, "is listed, but its table is not in the file")
	}
	if l.table.virtual {
		return l, unreadableLayer(e.name, "is a table that a program makes up (a virtual table), which is not read")
	}
	if l.table.view {
		if why := viewRefused(l.table, all); why != "" {
			return l, unreadableLayer(e.name, why)
		}
	}
	if l.shaped {
		if err := l.findGeometry(d, all); err != nil {
			return l, err
		}
	}
	if err := l.findColumns(d); err != nil {
		return l, err
	}
	return l, l.countRows(d, all)
}

// findGeometry asks which column holds the geometry, and in which coordinate system.
func (l *layer) findGeometry(d *database, all tables) (err error) {
	if !all.has("gpkg_geometry_columns") {
		return nil
	}
	err = d.ask(func(s *statement) {
		l.geometry, l.system = s.text(0), s.integer(1)
	}, `SELECT column_name, srs_id FROM main.gpkg_geometry_columns NOT INDEXED WHERE table_name = ?1 COLLATE NOCASE LIMIT 1`, l.name)
	if err == nil {
		l.crs, err = readCRS(d, all, l.system)
	}
	return err
}

// The types that columns of geometries are declared with.
var geometryTypes = []string{"GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION",
	"CIRCULARSTRING", "COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE", "CURVE", "SURFACE"}

// viewKeys are what columns are called that give the rows of a view a number, which cannot be declared there.
var viewKeys = []string{"ogc_fid", "fid"}

// findColumns lists the columns that carry values: not the geometry, and not the number that the file has given each row, which
// says nothing of a thing but where it stands in the file.
func (l *layer) findColumns(d *database) error {
	var names []string
	var geometry, declared string
	err := d.ask(func(s *statement) { // cid, name, type, notnull, dflt_value, pk, hidden
		name, kind := s.text(1), declaredType(s.text(2))
		names = append(names, strings.ToLower(name))
		switch {
		case s.integer(6) == 1: // a hidden one of a virtual table
		case l.shaped && l.geometry != "" && strings.EqualFold(name, l.geometry):
			geometry = name
		case l.shaped && l.geometry == "" && declared == "" && slices.Contains(geometryTypes, kind):
			declared = name
		case s.integer(5) == 1 && strings.Contains(kind, "INT"), l.table.view && slices.Contains(viewKeys, strings.ToLower(name)):
		default:
			l.columns = append(l.columns, column{name, kind})
		}
	}, "PRAGMA main.table_xinfo("+quoted(l.table.name)+")")
	if err != nil {
		return err
	}
	if l.geometry = geometry + declared; l.shaped && l.geometry == "" {
		return unreadableLayer(l.name, "has no column for the geometry that the file lists for it")
	}
	if len(l.columns) > row.MostColumns-2 { // with number and geometry no more than SQLite gives
		return row.TooManyColumns()
	}
	for _, alias := range []string{"rowid", "_rowid_", "oid"} {
		if !l.table.view && !slices.Contains(names, alias) {
			return l.findKey(d, alias)
		}
	}
	return nil
}

// findKey tries if rows are called by a number, as they are in all tables that are not made WITHOUT ROWID.
func (l *layer) findKey(d *database, alias string) error {
	s, err := d.prepare("SELECT " + alias + " FROM main." + quoted(l.table.name))
	var f *failure
	if errors.As(err, &f) && strings.Contains(f.says, "no such column") {
		return nil
	}
	if err != nil {
		return err
	}
	s.close()
	l.key = alias
	return nil
}

// countRows takes the count that GDAL keeps, or the highest number of a row, without going through the rows.
func (l *layer) countRows(d *database, all tables) (err error) {
	if all.has("gpkg_ogr_contents") {
		err = d.ask(func(s *statement) { l.rows = s.integer(0) }, `SELECT feature_count FROM main.gpkg_ogr_contents NOT INDEXED WHERE table_name = ?1 COLLATE NOCASE LIMIT 1`, l.name)
		var f *failure
		if errors.As(err, &f) {
			err = nil // a list that only GDAL has, and that nothing hangs on
		}
	}
	if l.counted = l.rows > 0; err == nil && !l.counted && l.key != "" {
		err = d.ask(func(s *statement) { l.rows = s.integer(0) }, "SELECT max("+l.key+") FROM main."+quoted(l.table.name))
	}
	if l.rows < 0 || l.rows > d.pages.size/leastRow {
		l.rows, l.counted = 0, false
	}
	return err
}

// leastRow is the fewest bytes that a row takes in a file: two for its place in the page, and its size, number, and columns.
const leastRow = 6

// question asks for the rows, from the one with the number ?1 on where they have numbers: number, geometry, values.
func (l *layer) question() string {
	var q strings.Builder
	q.WriteString("SELECT " + cmp.Or(l.key, "0") + ", ")
	if l.shaped {
		q.WriteString(quoted(l.geometry))
	} else {
		q.WriteString("NULL")
	}
	for _, c := range l.columns {
		q.WriteString(", " + quoted(c.name))
	}
	q.WriteString(" FROM main." + quoted(l.table.name))
	if !l.table.view {
		q.WriteString(" NOT INDEXED") // an index may have the rows in another order
	}
	if l.key != "" {
		q.WriteString(" WHERE " + l.key + " >= ?1 ORDER BY " + l.key)
	}
	return q.String()
}

// quoted is a name as SQL has it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// declaredType is a type in capitals, without its length: TEXT of "text(20)".
func declaredType(declared string) string {
	kind, _, _ := strings.Cut(strings.ToUpper(declared), "(")
	return strings.TrimSpace(kind)
}
