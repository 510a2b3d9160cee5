package geopackage_test

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"terrier/data/ingest/geopackage"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// lists are the tables that a GeoPackage has for itself, with the systems that it has to list.
const lists = `
PRAGMA page_size = 1024;
PRAGMA application_id = 1196444487;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT, last_change DATETIME, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL);
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', ''), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', ''),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84"]', ''), ('OSGB36 / British National Grid', 27700, 'EPSG', 27700, 'PROJCS["OSGB 1936 / British National Grid"]', '');
`

// listed puts a layer of features into the lists; an attribute table has no geometry column.
func listed(name, geometry string, srs int) string {
	if geometry == "" {
		return fmt.Sprintf("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('%s', 'attributes');\n", name)
	}
	return fmt.Sprintf("INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('%[1]s', 'features', %[2]d);\nINSERT INTO gpkg_geometry_columns VALUES ('%[1]s', '%[3]s', 'GEOMETRY', %[2]d, 2, 2);\n", name, srs, geometry)
}

// sites is a layer with one point in it.
var sites = listed("sites", "geom", 27700) + "CREATE TABLE sites (fid INTEGER PRIMARY KEY AUTOINCREMENT, geom POINT, name TEXT);\nINSERT INTO sites VALUES (7, " + hexed(gp(27700, pointAt(1, 2))) + ", 'a');\n"

// write makes a SQLite file of SQL. then may go on with it while it is open.
func write(t testing.TB, statements string, then ...func(*sql.DB)) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "written.gpkg")
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=synchronous(OFF)&_pragma=journal_mode(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(statements); err != nil {
		t.Fatalf("%v\n%s", err, statements)
	}
	for _, do := range then {
		do(db)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func hexed(b []byte) string { return fmt.Sprintf("x'%x'", b) }

// gp puts the header of a GeoPackage before well-known binary: little-endian, without a box.
func gp(srs int32, wkb []byte) []byte {
	return append(binary.LittleEndian.AppendUint32([]byte{'G', 'P', 0, 1}, uint32(srs)), wkb...)
}

// wkb is a geometry in little-endian well-known binary: its code, and numbers (int: a count, float64: an ordinate) or parts.
func wkb(code uint32, parts ...any) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{1}, code)
	for _, p := range parts {
		switch p := p.(type) {
		case int:
			b = binary.LittleEndian.AppendUint32(b, uint32(p))
		case uint32:
			b = binary.LittleEndian.AppendUint32(b, p)
		case float64:
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p))
		case []float64:
			for _, v := range p {
				b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
			}
		case []byte:
			b = append(b, p...)
		}
	}
	return b
}

func pointAt(x, y float64) []byte { return wkb(1, x, y) }

var square = []float64{0, 0, 9, 0, 9, 9, 0, 9, 0, 0}

// outcome is all that a layer gave.
type outcome struct {
	header  []string
	crs     string
	records []row.Record
	notes   []string
	err     error // that ended it, nil at its end
}

func (o outcome) values() (all []string) {
	for _, rec := range o.records {
		all = append(all, strings.Join(rec.Values, "|"))
	}
	return all
}

func open(t testing.TB, content []byte) row.Source {
	t.Helper()
	source, err := geopackage.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// read reads the layer of this name to its end.
func read(t testing.TB, content []byte, name string) (o outcome) {
	t.Helper()
	source := open(t, content)
	i := slices.IndexFunc(source.Layers, func(l row.Layer) bool { return l.Name == name })
	if i < 0 {
		t.Fatalf("no layer %s", name)
	}
	r, err := source.Layers[i].Open()
	if err != nil {
		return outcome{err: err}
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	o.header, o.crs = r.Header(), r.CRS()
	var last int64
	for {
		rec, err := r.Read()
		if offset := r.Offset(); offset < last || offset > r.Size() {
			t.Fatalf("progress from %d to %d of %d", last, offset, r.Size())
		} else {
			last = offset
		}
		if err != nil {
			if err != io.EOF {
				o.err = err
			}
			o.notes = r.(interface{ Notes() []string }).Notes()
			return o
		}
		o.records = append(o.records, rec)
	}
}

// wantRefusal expects a refusal with this code, whose words contain all of these.
func wantRefusal(t testing.TB, err error, code string, words ...string) {
	t.Helper()
	var refused *plans.Error
	if !errors.As(err, &refused) || refused.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if !strings.HasSuffix(refused.Message, ".") || !strings.HasSuffix(refused.Remedy, ".") {
		t.Errorf("not told in sentences: %s %s", refused.Message, refused.Remedy)
	}
	for _, w := range words {
		if !strings.Contains(refused.Message+" "+refused.Remedy, w) {
			t.Errorf("%q is not in: %s %s", w, refused.Message, refused.Remedy)
		}
	}
}
