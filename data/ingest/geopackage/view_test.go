package geopackage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/ingest/geopackage"
)

// many is a table of a thousand rows, and a tree of the highest numbers that takes the place of a list.
const many = `CREATE TABLE many (n INTEGER PRIMARY KEY, name TEXT); WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000) INSERT INTO many SELECT x, 'row ' || x FROM c;`

func TestViewsThatAreRead(t *testing.T) {
	owners := "CREATE TABLE owners (id INTEGER PRIMARY KEY, site INTEGER, owner TEXT); INSERT INTO owners VALUES (1, 7, 'Council'), (2, 7, 'Trust');"
	for name, c := range map[string]struct {
		view   string
		header []string
		values []string
	}{
		"a view of one table":             {"SELECT * FROM sites", []string{"name"}, []string{"a"}},
		"a view with a condition":         {"SELECT fid AS OGC_FID, geom, upper(name) AS loud FROM sites WHERE name LIKE 'A%'", []string{"loud"}, []string{"A"}},
		"a view of two tables":            {"SELECT s.geom, s.name, o.owner FROM sites s JOIN owners o ON o.site = s.fid ORDER BY o.owner DESC", []string{"name", "owner"}, nil},
		"a view with a sum":               {`SELECT geom, count(*) AS "how many" FROM sites, owners GROUP BY geom`, []string{"how many"}, []string{"2"}},
		"a view that names itself":        {"SELECT 'v' AS v, geom FROM sites -- with v\n", []string{"v"}, []string{"v"}},
		"a view that names a word within": {`SELECT geom, name AS "with care" /* with */ FROM [sites]`, []string{"with care"}, []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := read(t, write(t, lists+sites+owners+"CREATE VIEW v AS "+c.view+";"+listed("v", "geom", 27700)), "v")
			if o.err != nil || !slices.Equal(o.header, c.header) || c.values != nil && !slices.Equal(o.values(), c.values) || len(o.records) == 0 {
				t.Fatalf("%v: %q %q", o.err, o.header, o.values())
			}
			for i, rec := range o.records {
				if rec.Line != i+1 || rec.Geometry != (orb.Point{1, 2}) {
					t.Errorf("%+v", rec)
				}
			}
		})
	}
}

func TestViewsThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		view string
		word string
	}{
		"a view of another view":                   {"SELECT * FROM other", "another view (other)"},
		"a view of another, in brackets":           {"SELECT * FROM [other]", "another view (other)"},
		"a view of another, in quotes":             {"SELECT * FROM 'Other'", "another view (other)"},
		"a view of another, in backticks":          {"SELECT * FROM `other`", "another view (other)"},
		"a view without an end":                    {"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x, NULL AS geom FROM n", "WITH"},
		"a view of an index":                       {"SELECT * FROM rtree_t", "makes up (rtree_t)"},
		"a view without a row, and without an end": {"SELECT a.name, NULL AS geom FROM many a, many b, many c, many d, many e WHERE a.n + b.n + c.n + d.n + e.n < 0", "takes too long"},
		"a view that has to be sorted":             {"SELECT a.name, NULL AS geom FROM many a, many b ORDER BY a.name || b.name LIMIT 10000000", "too many rows"},
		"a view that fills the memory":             {"SELECT NULL AS geom, " + strings.Repeat("hex(zeroblob(33000000)), ", 9) + "1 FROM many", "memory"},
		"a view of a missing table":                {"SELECT * FROM gone", "no such table"},
		"a view of a function of GDAL":             {"SELECT ST_Buffer(geom, 1) AS geom FROM sites", "ST_Buffer"},
		"a view of a function that is not safe":    {"SELECT load_extension('x') AS geom", "load_extension"},
		"a view of the pages":                      {"SELECT data AS geom FROM sqlite_dbpage", "sqlite_dbpage"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.word == "takes too long" {
				geopackage.SetPatience(t, 300*time.Millisecond)
			}
			begun := time.Now()
			o := read(t, write(t, lists+sites+many+"CREATE VIRTUAL TABLE rtree_t USING rtree(id, minx, maxx); CREATE VIEW other AS SELECT * FROM sites; CREATE VIEW v AS "+c.view+";"+listed("v", "geom", 27700)), "v")
			wantRefusal(t, o.err, "unreadable-layer", `"v"`, c.word, "export the layer")
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
	t.Run("a view of more rows than there can be", func(t *testing.T) {
		o := read(t, write(t, lists+many+"CREATE VIEW v AS SELECT a.name FROM many a, many b, many c;"+listed("v", "", 0)), "v")
		wantRefusal(t, o.err, "unreadable-layer", "more rows")
		if len(o.records) > 2_000_000 {
			t.Errorf("%d rows came first", len(o.records))
		}
	})
	t.Run("views that double, twenty deep", func(t *testing.T) {
		views := "CREATE VIEW v0 AS SELECT a.n FROM many a, many b;"
		for i := range 20 {
			views += strings.NewReplacer("NEW", string(rune('a'+i)), "OLD", map[bool]string{true: "v0", false: string(rune('a' + i - 1))}[i == 0]).Replace("CREATE VIEW NEW AS SELECT x.n FROM OLD x, OLD y;")
		}
		begun := time.Now()
		wantRefusal(t, read(t, write(t, lists+many+views+listed("t", "", 0)), "t").err, "unreadable-layer", "another view")
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
	})
}
