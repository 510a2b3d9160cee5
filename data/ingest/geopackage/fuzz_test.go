package geopackage_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/ingest/geopackage"
	"terrier/plans"
)

// wantTold expects an error that people are told of.
func wantTold(t *testing.T, err error) {
	t.Helper()
	var refused *plans.Error
	if !errors.As(err, &refused) || refused.Code == "" || refused.Message == "" || refused.Remedy == "" {
		t.Fatalf("not told: %v", err)
	}
}

// Whatever a file holds, it comes to an end, and what cannot be read is told.
func FuzzGeoPackage(f *testing.F) {
	small := strings.Replace(lists, "page_size = 1024", "page_size = 512", 1)
	f.Add(write(f, small+sites))
	f.Add(write(f, small+sites+"CREATE VIEW v AS SELECT a.geom, b.name FROM sites a, sites b WHERE a.name <> ''; "+listed("v", "geom", 27700)))
	f.Add(write(f, small+listed("t", "geom", 4326)+"CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, at DATETIME, live BOOLEAN, size FLOAT, loud TEXT AS (upper(at)));"+
		"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 60) INSERT INTO t (geom, at, live, size) SELECT "+hexed(gp(4326, box))+", '2026-03-31 09:30', x % 2, x / 7.0 FROM c"))
	f.Add(write(f, "PRAGMA encoding = 'UTF-16le';"+small+listed("t", "", 0)+"CREATE TABLE t (ref TEXT PRIMARY KEY, note) WITHOUT ROWID; INSERT INTO t VALUES ('é', CAST(zeroblob(3000) AS TEXT)), ('x', 5)"))
	f.Add(write(f, "CREATE TABLE geometry_columns (x); CREATE TABLE spatial_ref_sys (x)"))
	geopackage.SetPatience(f, time.Second)
	f.Fuzz(func(t *testing.T, content []byte) {
		begun := time.Now()
		source, err := geopackage.Open(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			wantTold(t, err)
			return
		}
		for i, layer := range source.Layers {
			if i == 5 {
				break
			}
			r, err := layer.Open()
			if err != nil {
				wantTold(t, err)
				continue
			}
			var last int64
			for n := 1; n <= 20_000; n++ {
				rec, err := r.Read()
				if r.Offset() < last || r.Offset() > r.Size() {
					t.Fatalf("progress from %d to %d of %d", last, r.Offset(), r.Size())
				}
				last = r.Offset()
				if err == io.EOF {
					break
				}
				if err != nil {
					wantTold(t, err)
					break
				}
				if rec.Line != n || rec.Err == nil && len(rec.Values) != len(r.Header()) {
					t.Fatalf("%+v", rec)
				}
				if rec.Err != nil {
					wantTold(t, rec.Err)
				}
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Fatalf("took %v", took)
		}
		if used := geopackage.MemoryUsed(); used > 1<<20 {
			t.Fatalf("SQLite still holds %d bytes", used)
		}
	})
}

// Whatever stands for a geometry, it has no more points than there are bytes for.
func FuzzGeometry(f *testing.F) {
	for _, blob := range [][]byte{
		gp(27700, pointAt(1, 2)), gp(27700, line), gp(27700, box), gp(0, wkb(6, 2, box, box)), gp(-1, wkb(5, 2, line, halves)), gp(27700, wkb(4, 1, pointAt(math.NaN(), 2))),
		gp(27700, wkb(12, 1, wkb(10, 1, wkb(9, 2, line, arc)))), gp(27700, wkb(7, 2, pointAt(1, 2), wkb(7, 1, box))), gp(27700, wkb(3001|1<<29, 27700, 1.0, 2.0, 3.0, 4.0)),
		gp(27700, wkb(16, 0)), []byte("GP\x00\x1b\x00\x00\x00\x00"),
	} {
		f.Add(blob, int64(27700))
	}
	f.Fuzz(func(t *testing.T, blob []byte, system int64) {
		given := bytes.Clone(blob)
		g, _, refused := geopackage.ReadGeometry(blob, system)
		if !bytes.Equal(given, blob) {
			t.Fatal("the bytes were changed")
		}
		if refused != nil {
			wantTold(t, refused)
			if g != nil {
				t.Fatalf("refused, and gave %v", g)
			}
			return
		}
		if n := points(g); n == 0 || n*16 > len(blob) {
			t.Fatalf("%d points of %d bytes", n, len(blob))
		}
	})
}

// points counts those of any geometry.
func points(g orb.Geometry) (n int) {
	switch g := g.(type) {
	case orb.Point:
		return 1
	case orb.MultiPoint:
		return len(g)
	case orb.LineString:
		return len(g)
	case orb.MultiLineString:
		for _, line := range g {
			n += len(line)
		}
	case orb.Collection:
		for _, part := range g {
			n += points(part)
		}
	default:
		return coords(g)
	}
	return n
}
