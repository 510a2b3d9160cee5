package geopackage_test

import (
	"bytes"
	"io"
	"slices"
	"testing"
	"time"

	"terrier/data/ingest/geopackage"
	"terrier/scripts/sweep"
)

// Bytes are changed where they count most: in the headers of pages, the places and sizes of rows, and the definitions of tables.
func TestFilesWithBytesChanged(t *testing.T) {
	geopackage.SetPatience(t, 2*time.Second)
	random := sweep.Seeded(t)
	trees, _ := tree(t)
	kinds := [][]byte{trees,
		write(t, lists+sites+"CREATE VIEW v AS SELECT a.geom, b.name FROM sites a, sites b; "+listed("v", "geom", 27700)),
		write(t, lists+listed("t", "geom", 4326)+"CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, note TEXT); INSERT INTO t VALUES (1, "+hexed(gp(4326, box))+", CAST(zeroblob(9000) AS TEXT)), (2, NULL, 'x')"),
	}
	var slowest time.Duration
	ended := map[bool]int{}
	for range sweep.Size(500, 200_000) {
		content := slices.Clone(kinds[random.IntN(len(kinds))])
		for range 1 + random.IntN(6) {
			n := random.IntN(len(content) / pageSize)
			at := n*pageSize + random.IntN(40)
			switch random.IntN(4) {
			case 0:
				at = random.IntN(len(content))
			case 1:
				copy(content[n*pageSize:(n+1)*pageSize], page(content, 1+random.IntN(len(content)/pageSize)))
			}
			content[at] = []byte{0, 1, 2, 0x7f, 0x80, 0xff, byte(random.Int()), byte(random.IntN(len(content) / pageSize))}[random.IntN(8)]
		}
		begun := time.Now()
		ended[readAll(t, content)]++
		slowest = max(slowest, time.Since(begun))
	}
	if ended[true] == 0 || ended[false] == 0 {
		t.Errorf("%d files were read to their end, %d refused: nothing is tried so", ended[true], ended[false])
	}
	t.Logf("%v; the slowest took %v", ended, slowest)
	if slowest > 30*time.Second {
		t.Errorf("one file took %v", slowest)
	}
}

// readAll reads all layers of a file, and is true if all came to their end.
func readAll(t *testing.T, content []byte) (whole bool) {
	t.Helper()
	source, err := geopackage.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		wantTold(t, err)
		return false
	}
	whole = true
	for _, layer := range source.Layers {
		r, err := layer.Open()
		if err != nil {
			wantTold(t, err)
			whole = false
			continue
		}
		for n := 1; ; n++ {
			rec, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				wantTold(t, err)
				whole = false
				break
			}
			if rec.Line != n || n > 2*len(content)+1_000_000 {
				t.Fatalf("row %d: %+v", n, rec)
			}
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return whole
}
