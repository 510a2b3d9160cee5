package convert_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"
	pgxgeom "github.com/twpayne/pgx-geom"

	"terrier/data/postgis/pgtest"
	"terrier/geo/convert"
)

// TestThroughPostGIS sends each sample to a real PostGIS and reads it back, to
// the last bit and with its coordinate system.
func TestThroughPostGIS(t *testing.T) {
	ctx := context.Background()
	conn, err := pgtest.New(t).Pool(t, "").Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if err := pgxgeom.Register(ctx, conn.Conn()); err != nil {
		t.Fatal(err)
	}
	for name, text := range samples {
		t.Run(name, func(t *testing.T) {
			g := shapeOf(t, text)
			out, err := convert.ToGeom(g, convert.NationalGrid)
			if err != nil {
				t.Fatal(err)
			}
			var srid int
			var back geom.T
			var seen string
			if err := conn.QueryRow(ctx, `SELECT ST_SRID($1::geometry), $1::geometry, ST_AsText($1::geometry)`, out).Scan(&srid, &back, &seen); err != nil {
				t.Fatal(err)
			}
			if srid != convert.NationalGrid || back.SRID() != srid {
				t.Errorf("SRID %d there and %d back", srid, back.SRID())
			}
			if seen != text {
				t.Errorf("PostGIS sees %s", seen)
			}
			in, err := convert.FromGeom(back)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(g, in); diff != "" {
				t.Error(diff)
			}
		})
	}

	t.Run("NULL both ways", func(t *testing.T) {
		none, _ := convert.ToGeom(nil, convert.NationalGrid)
		var absent bool
		var back geom.T
		if err := conn.QueryRow(ctx, `SELECT $1::geometry IS NULL, NULL::geometry`, none).Scan(&absent, &back); err != nil {
			t.Fatal(err)
		}
		if g, err := convert.FromGeom(back); !absent || g != nil || err != nil {
			t.Errorf("NULL there %v, back %v, %v", absent, g, err)
		}
	})
	for text, want := range map[string]string{"POINT EMPTY": "", "MULTIPOLYGON EMPTY": "", "GEOMETRYCOLLECTION EMPTY": "",
		"POINT Z (1 2 3)": "has-height", "POLYGON M ((0 0 1,1 0 1,1 1 1,0 0 1))": "has-height", "MULTIPOINT(EMPTY,1 1)": "empty-part"} {
		t.Run(text, func(t *testing.T) {
			var in geom.T
			if err := conn.QueryRow(ctx, `SELECT ST_GeomFromText($1, 27700)`, text).Scan(&in); err != nil {
				t.Fatal(err)
			}
			g, err := convert.FromGeom(in)
			if want != "" {
				wantCode(t, err, want)
			} else if g != nil || err != nil {
				t.Errorf("%v, %v", g, err)
			}
		})
	}
	t.Run("empty shapes arrive as EMPTY", func(t *testing.T) {
		for want, g := range map[string]orb.Geometry{"MULTIPOINT EMPTY": orb.MultiPoint{}, "LINESTRING EMPTY": orb.LineString{},
			"POLYGON EMPTY": orb.Polygon{}, "MULTIPOLYGON EMPTY": orb.MultiPolygon{}, "GEOMETRYCOLLECTION EMPTY": orb.Collection{}} {
			out, err := convert.ToGeom(g, convert.WGS84)
			if err != nil {
				t.Fatal(err)
			}
			var seen string
			if err := conn.QueryRow(ctx, `SELECT ST_AsText($1::geometry)`, out).Scan(&seen); err != nil || seen != want {
				t.Errorf("%s, %v; want %s", seen, err, want)
			}
		}
	})
}
