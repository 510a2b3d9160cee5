package export

import (
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/paulmach/orb"
	_ "modernc.org/sqlite" // a GeoPackage is an SQLite file

	"terrier/plans"
)

// geopackageWriter writes a GeoPackage (OGC 12-128r19) of one table of points in EPSG:27700. It is made in a folder of its own and
// copied out when it is whole.
type geopackageWriter struct {
	w       io.Writer
	table   string
	fields  []plans.FieldValue
	folder  string
	db      *sql.DB
	tx      *sql.Tx
	insert  *sql.Stmt
	extent  orb.Bound
	written int
}

func newGeoPackage(w io.Writer, table string, fields []plans.FieldValue) *geopackageWriter {
	return &geopackageWriter{w: w, table: table, fields: fields}
}

// nationalGridWKT describes EPSG:27700 as its registry does (OGC 01-009).
const nationalGridWKT = `PROJCS["OSGB36 / British National Grid",GEOGCS["OSGB36",DATUM["Ordnance_Survey_of_Great_Britain_1936",SPHEROID["Airy 1830",6377563.396,299.3249646,AUTHORITY["EPSG","7001"]],AUTHORITY["EPSG","6277"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4277"]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","27700"]]`

const wgs84WKT = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]`

// geopackageSchema makes the tables that every GeoPackage has (clauses 1.1.2, 1.1.3 and 2.1.5).
const geopackageSchema = `
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL REFERENCES gpkg_contents(table_name), column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL REFERENCES gpkg_spatial_ref_sys(srs_id), z TINYINT NOT NULL, m TINYINT NOT NULL, PRIMARY KEY (table_name, column_name));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined Cartesian', -1, 'NONE', -1, 'undefined', NULL), ('Undefined geographic', 0, 'NONE', 0, 'undefined', NULL);`

func (g *geopackageWriter) begin() (err error) {
	if g.folder, err = os.MkdirTemp("", "terrier-geopackage-"); err != nil {
		return fmt.Errorf("begin a GeoPackage: %w", err)
	}
	if g.db, err = sql.Open("sqlite", filepath.Join(g.folder, "out.gpkg")); err != nil {
		return fmt.Errorf("begin a GeoPackage: %w", err)
	}
	g.db.SetMaxOpenConns(1)
	columns, marks := []string{"fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL", "geom POINT"}, []string{"?"}
	for _, f := range g.fields {
		kind := "TEXT"
		if f.Bare {
			kind = "INTEGER"
		}
		columns, marks = append(columns, quoted(f.Name)+" "+kind), append(marks, "?")
	}
	for _, step := range []struct {
		sql  string
		args []any
	}{
		{geopackageSchema, nil},
		{`INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, ?, NULL), ('OSGB36 / British National Grid', 27700, 'EPSG', 27700, ?, NULL)`, []any{wgs84WKT, nationalGridWKT}},
		{`CREATE TABLE ` + quoted(g.table) + ` (` + strings.Join(columns, ", ") + `)`, nil},
		{`INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'features', ?, 27700)`, []any{g.table, g.table}},
		{`INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 27700, 0, 0)`, []any{g.table}},
	} {
		if _, err := g.db.Exec(step.sql, step.args...); err != nil {
			return fmt.Errorf("begin a GeoPackage: %w", err)
		}
	}
	names := []string{"geom"}
	for _, f := range g.fields {
		names = append(names, quoted(f.Name))
	}
	if g.tx, err = g.db.Begin(); err != nil {
		return fmt.Errorf("begin a GeoPackage: %w", err)
	}
	g.insert, err = g.tx.Prepare(`INSERT INTO ` + quoted(g.table) + ` (` + strings.Join(names, ", ") + `) VALUES (` + strings.Join(marks, ", ") + `)`)
	return err
}

// quoted is a name in SQL.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func (g *geopackageWriter) row(r row, _ orb.Geometry) error {
	p, ok := r.shape.(orb.Point)
	if !ok {
		return fmt.Errorf("a GeoPackage of points cannot hold a %T", r.shape)
	}
	cells := []any{blob(p)}
	for _, v := range r.values {
		switch {
		case v.Bare && v.Text == "true":
			cells = append(cells, 1)
		case v.Bare && v.Text == "false":
			cells = append(cells, 0)
		default:
			cells = append(cells, cellOf(v))
		}
	}
	if _, err := g.insert.Exec(cells...); err != nil {
		return fmt.Errorf("row %d of a GeoPackage: %w", g.written+1, err)
	}
	if g.written == 0 {
		g.extent = p.Bound()
	}
	g.extent = g.extent.Extend(p)
	g.written++
	return nil
}

// blob is a point in the binary form of clause 2.1.3: a header without an envelope, then WKB, little endian.
func blob(p orb.Point) []byte {
	b := []byte{'G', 'P', 0, 1}
	b = binary.LittleEndian.AppendUint32(b, 27700)
	b = append(b, 1)
	b = binary.LittleEndian.AppendUint32(b, 1)
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(p[0]))
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(p[1]))
}

func (g *geopackageWriter) end() error {
	if g.written > 0 {
		if _, err := g.tx.Exec(`UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ?`, g.extent.Min[0], g.extent.Min[1], g.extent.Max[0], g.extent.Max[1]); err != nil {
			return fmt.Errorf("end a GeoPackage: %w", err)
		}
	}
	if err := g.tx.Commit(); err != nil {
		return fmt.Errorf("end a GeoPackage: %w", err)
	}
	if err := g.db.Close(); err != nil {
		return fmt.Errorf("end a GeoPackage: %w", err)
	}
	file, err := os.Open(filepath.Join(g.folder, "out.gpkg"))
	if err != nil {
		return fmt.Errorf("end a GeoPackage: %w", err)
	}
	defer func() { _ = file.Close() }()
	_, err = io.Copy(g.w, file)
	return err
}

// drop removes what was made on the way.
func (g *geopackageWriter) drop() {
	if g.db != nil {
		_ = g.db.Close()
	}
	if g.folder != "" {
		_ = os.RemoveAll(g.folder)
	}
}
