package geopackage_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/data/ingest/geopackage"
	"terrier/data/ingest/row"
)

func TestLayersAreThoseThatTheFileLists(t *testing.T) {
	content := write(t, lists+sites+
		listed("Owners", "", 0)+"CREATE TABLE owners (id INTEGER PRIMARY KEY, owner TEXT); INSERT INTO owners VALUES (1, 'Council');"+
		listed("layer_styles", "", 0)+"CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleQML TEXT);"+
		listed("gpkg_ogr_contents", "", 0)+
		"INSERT INTO gpkg_contents (table_name, data_type) VALUES ('old', 'aspatial'), ('heights', '2d-gridded-coverage'); CREATE TABLE old (note TEXT);"+
		"CREATE TABLE not_listed (x); CREATE VIRTUAL TABLE rtree_sites_geom USING rtree(id, minx, maxx, miny, maxy);")
	source := open(t, content)
	var names []string
	for _, l := range source.Layers {
		names = append(names, l.Name)
	}
	if want := []string{"sites", "Owners", "old"}; !slices.Equal(names, want) {
		t.Errorf("layers %q, want %q", names, want)
	}
	if !source.Shaped || source.Close() != nil {
		t.Errorf("%+v", source)
	}
	owners := read(t, content, "Owners")
	if !slices.Equal(owners.header, []string{"owner"}) || len(owners.records) != 1 || owners.records[0].Shaped || owners.records[0].Geometry != nil || owners.crs != "" {
		t.Errorf("%+v", owners)
	}
	if only := open(t, write(t, lists+listed("owners", "", 0)+"CREATE TABLE owners (x)")); only.Shaped {
		t.Error("a table is said to have shapes")
	}
}

func TestRows(t *testing.T) {
	t.Run("come in the order of their numbers, without these", func(t *testing.T) {
		o := read(t, write(t, lists+listed("Sites", "GEOM", 4326)+`CREATE TABLE sites (name TEXT, fid INTEGER PRIMARY KEY, geom GEOMETRY, "two  words" TEXT);
			CREATE INDEX by_name ON sites (name, "two  words", geom);
			INSERT INTO sites VALUES ('c', 30, NULL, ''), ('a', -5, NULL, NULL), ('b', 9223372036854775807, NULL, 'x');`), "Sites")
		if o.err != nil || !slices.Equal(o.values(), []string{"a|", "c|", "b|x"}) || !slices.Equal(o.header, []string{"name", "two words"}) || o.crs != "EPSG:4326" {
			t.Errorf("%+v", o)
		}
		for i, rec := range o.records {
			if rec.Line != i+1 || rec.Geometry != nil || rec.Err != nil || !rec.Shaped {
				t.Errorf("%+v", rec)
			}
		}
	})
	t.Run("of a table without numbers come as they stand", func(t *testing.T) {
		for _, how := range []string{"(ref TEXT PRIMARY KEY, n INTEGER) WITHOUT ROWID", "(ref TEXT, n INTEGER)", "(ref TEXT, n INTEGER, rowid TEXT, oid TEXT)", "(ref TEXT, n INTEGER, rowid TEXT, oid TEXT, _rowid_ TEXT)"} {
			o := read(t, write(t, lists+listed("t", "", 0)+"CREATE TABLE t "+how+"; INSERT INTO t (ref, n) VALUES ('a', 2), ('b', 1)"), "t")
			if o.err != nil || len(o.records) != 2 || o.records[0].Value(0) != "a" || o.records[1].Value(1) != "1" {
				t.Errorf("%s: %+v", how, o)
			}
		}
	})
	t.Run("of an empty layer are none", func(t *testing.T) {
		if o := read(t, write(t, lists+sites+"DELETE FROM sites"), "sites"); o.err != nil || len(o.records) != 0 || !slices.Equal(o.header, []string{"name"}) {
			t.Errorf("%+v", o)
		}
	})
	t.Run("are told of where the file counts others", func(t *testing.T) {
		counts := lists + sites + "CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER); INSERT INTO gpkg_ogr_contents VALUES ('sites', %s)"
		for count, notes := range map[string]int{"1": 0, "2": 1, "NULL": 0, "-4": 0, "9000000000": 0, "'x'": 0} {
			o := read(t, write(t, fmt.Sprintf(counts, count)), "sites")
			if o.err != nil || len(o.records) != 1 || len(o.notes) != notes || notes > 0 && !strings.Contains(o.notes[0], "has 2 features, and 1 were found") {
				t.Errorf("%s: %+v", count, o)
			}
		}
	})
	t.Run("have columns that were added, and computed, later", func(t *testing.T) {
		o := read(t, write(t, lists+sites+"ALTER TABLE sites ADD COLUMN listed TEXT DEFAULT 'no'; ALTER TABLE sites ADD COLUMN loud TEXT AS (upper(name))"), "sites")
		if !slices.Equal(o.values(), []string{"a|no|A"}) {
			t.Errorf("%+v", o)
		}
	})
	t.Run("may have a geometry column that only its type tells", func(t *testing.T) {
		o := read(t, write(t, lists+sites+"DELETE FROM gpkg_geometry_columns; UPDATE sites SET geom = "+hexed(gp(0, pointAt(1, 2)))), "sites")
		if len(o.records) != 1 || o.records[0].Geometry != (orb.Point{1, 2}) || o.crs != "" || !slices.Equal(o.header, []string{"name"}) {
			t.Errorf("%+v", o)
		}
	})
	t.Run("have as many columns as can be asked for", func(t *testing.T) {
		var names []string
		for i := range row.MostColumns - 1 {
			names = append(names, fmt.Sprintf("c%d", i))
		}
		table := func(n int) []byte {
			return write(t, fmt.Sprintf("%s%sCREATE TABLE t (geom, %s); INSERT INTO t (c0, c%d) VALUES ('first', 'last')", lists, listed("t", "geom", 0), strings.Join(names[:n], ", "), n-1))
		}
		o := read(t, table(row.MostColumns-2), "t")
		if o.err != nil || len(o.header) != row.MostColumns-2 || o.records[0].Value(0) != "first" || o.records[0].Value(row.MostColumns-3) != "last" {
			t.Errorf("%v, %d columns", o.err, len(o.header))
		}
		wantRefusal(t, read(t, table(row.MostColumns-1), "t").err, "too-many-columns")
	})
}

func TestLayersThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct {
		sql   string
		words []string
	}{
		"a layer without its table":                 {"DROP TABLE sites", []string{`"sites"`, "its table is not in the file"}},
		"a layer without its geometry column":       {"UPDATE gpkg_geometry_columns SET column_name = 'shape'", []string{`"sites"`, "no column for the geometry"}},
		"a layer made up by a program":              {"DROP TABLE sites; CREATE VIRTUAL TABLE sites USING rtree(id, minx, maxx)", []string{"virtual table"}},
		"a column of a function that only GDAL has": {"ALTER TABLE sites ADD COLUMN area REAL AS (ST_Area(geom))", []string{"ST_Area", "export the layer"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantRefusal(t, read(t, write(t, lists+sites+c.sql), "sites").err, "unreadable-layer", c.words...)
		})
	}
}

func TestFilesThatAreNoGeoPackage(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		code    string
		words   []string
	}{
		"a database of something else": {write(t, "CREATE TABLE contacts (name TEXT)"), "other-format", []string{"a SQLite database, but not a GeoPackage"}},
		"a database without a table":   {write(t, "PRAGMA user_version = 3"), "other-format", []string{"without a table"}},
		"a SpatiaLite database":        {write(t, "CREATE TABLE spatial_ref_sys (x); CREATE TABLE geometry_columns (x); CREATE TABLE sites (x)"), "other-format", []string{"SpatiaLite"}},
		"map pictures":                 {write(t, "CREATE TABLE metadata (x); CREATE TABLE map (x); CREATE VIEW tiles AS SELECT x FROM map"), "other-format", []string{"MBTiles"}},
		"an ArcGIS geodatabase":        {write(t, "CREATE TABLE GDB_Items (x)"), "other-format", []string{"ArcGIS"}},
		"a list that is a view":        {write(t, "CREATE VIEW gpkg_contents AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x FROM n) SELECT x AS table_name FROM n"), "other-format", nil},
		"only pictures":                {write(t, lists+"INSERT INTO gpkg_contents (table_name, data_type) VALUES ('map', 'tiles')"), "no-layers", []string{"pictures"}},
		"a GeoPackage without a layer": {write(t, lists), "no-layers", []string{"lists no layer"}},
		"no database at all":           {bytes.Repeat([]byte("x"), 500), "other-format", nil},
		"a few bytes":                  {[]byte("SQLite format 3\x00"), "truncated-file", []string{"byte 16"}},
		"an odd page size":             {slices.Replace(write(t, lists), 16, 18, 3, 3), "damaged-file", nil},
		"a log that did not come along": {func() []byte {
			b := write(t, "PRAGMA user_version = 3")
			b[18], b[19] = 2, 2
			return b
		}(), "copied-while-open", []string{"Close QGIS"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := geopackage.Open(bytes.NewReader(c.content), int64(len(c.content)))
			wantRefusal(t, err, c.code, c.words...)
		})
	}
}

func TestAFileThatBreaksOff(t *testing.T) {
	whole := write(t, lists+sites)
	for _, size := range []int{0, 50, 100, 1000, 1024, len(whole) / 2, len(whole) - 1024, len(whole) - 1} {
		_, err := geopackage.Open(bytes.NewReader(whole[:size]), int64(size))
		wantRefusal(t, err, "truncated-file", "breaks off", "fetch it again")
	}
	old := slices.Clone(whole)
	old[27]++ // the count of pages is then of an older state
	_, err := geopackage.Open(bytes.NewReader(old[:len(old)-7]), int64(len(old)-7))
	wantRefusal(t, err, "truncated-file", "within a page")
	if _, err := geopackage.Open(bytes.NewReader(old), int64(len(old))); err != nil {
		t.Error(err)
	}
}

func TestAFileThatWasOpenWhenItWasCopied(t *testing.T) {
	dir := t.TempDir()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "open.gpkg")+"?_pragma=journal_mode(WAL)")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(lists + sites + "PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO sites (name) VALUES ('in the log')"); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, "open.gpkg"))
	if err != nil {
		t.Fatal(err)
	}
	source := open(t, content)
	if len(source.Notes) != 1 || !strings.Contains(source.Notes[0], "rows saved last may be missing") {
		t.Errorf("notes %q", source.Notes)
	}
	if o := read(t, content, "sites"); o.err != nil || len(o.records) != 1 {
		t.Errorf("%+v", o)
	}
}
