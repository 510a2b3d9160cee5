package ingest_test

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	_ "modernc.org/sqlite" // writes GeoPackages
)

// geoPackage writes the map as Ordnance Survey does for all of Great Britain, in a system by its EPSG number.
func (m *openMap) geoPackage(t testing.TB, srs int, change func(orb.Geometry) orb.Geometry) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "opmplc_gb.gpkg")
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	do := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.Exec(statement, args...); err != nil {
			t.Fatalf("%v\n%s", err, statement)
		}
	}
	do(`PRAGMA application_id = 1196444487; PRAGMA user_version = 10300;
		CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
		CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT '2026-04-01T00:00:00Z', min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
		CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
		INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', ''), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', '')`)
	do(`INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, 'EPSG', ?, 'undefined', '')`, fmt.Sprintf("EPSG:%d", srs), srs, srs)
	for _, l := range m.layers {
		z := 0
		if l.z {
			z = 1
		}
		do(`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, ?)`, l.table, l.table, srs)
		do(`INSERT INTO gpkg_geometry_columns VALUES (?, 'geometry', ?, ?, ?, 0)`, l.table, l.form, srs, z)
		columns, marks := "fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geometry "+l.form, "?, ?"
		for _, f := range l.fields {
			columns += ", " + f.long + map[bool]string{true: " MEDIUMINT", false: " TEXT(100)"}[f.number]
			marks += ", ?"
		}
		do("CREATE TABLE " + l.table + " (" + columns + ")")
		do("BEGIN")
		for i, row := range l.rows {
			args := []any{i + 1, nil}
			if row.shape != nil {
				shape := row.shape
				if change != nil {
					shape = change(shape)
				}
				args[1] = l.blob(shape, srs)
			}
			for _, v := range row.values {
				args = append(args, v)
			}
			do("INSERT INTO "+l.table+" VALUES ("+marks+")", args...)
		}
		do("COMMIT")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// blob is a geometry as a GeoPackage holds it.
func (l openLayer) blob(shape orb.Geometry, srs int) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{'G', 'P', 0, 1}, uint32(srs))
	return l.wkb(b, shape)
}

func (l openLayer) wkb(b []byte, shape orb.Geometry) []byte {
	code := map[string]uint32{"Point": 1, "LineString": 2, "Polygon": 3, "MultiLineString": 5, "MultiPolygon": 6}[shape.GeoJSONType()]
	if l.z {
		code += 1000
	}
	b = binary.LittleEndian.AppendUint32(append(b, 1), code)
	count := func(n int) { b = binary.LittleEndian.AppendUint32(b, uint32(n)) }
	points := func(line []orb.Point) {
		for _, p := range line {
			if b = appendFloats(b, p[0], p[1]); l.z {
				b = appendFloats(b, 0)
			}
		}
	}
	switch g := shape.(type) {
	case orb.Point:
		points([]orb.Point{g})
	case orb.LineString:
		count(len(g))
		points(g)
	case orb.Polygon:
		count(len(g))
		for _, r := range g {
			count(len(r))
			points(r)
		}
	case orb.MultiLineString:
		count(len(g))
		for _, part := range g {
			b = l.wkb(b, part)
		}
	case orb.MultiPolygon:
		count(len(g))
		for _, part := range g {
			b = l.wkb(b, part)
		}
	}
	return b
}

// zippedPackage is a GeoPackage in the archive that it is published in.
func zippedPackage(t testing.TB, gpkg []byte) []byte {
	t.Helper()
	return zipOf(t, []string{"Data/opmplc_gb.gpkg", "Doc/licence.txt"}, map[string][]byte{"Data/opmplc_gb.gpkg": gpkg, "Doc/licence.txt": []byte(strings.Repeat("licence ", 9))})
}
