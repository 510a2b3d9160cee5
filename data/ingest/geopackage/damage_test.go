package geopackage_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"terrier/data/ingest/geopackage"
	"terrier/data/ingest/row"
	"terrier/plans"
)

const pageSize = 1024

// tree is a layer of 400 rows whose root stands over leaves. It gives the file, and the number of the root page.
func tree(t testing.TB) (content []byte, root int) {
	t.Helper()
	content = write(t, lists+listed("t", "geom", 27700)+`CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);
		WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 400) INSERT INTO t SELECT x, NULL, 'a name of some length, number ' || x FROM c`)
	for n := 1; n <= len(content)/pageSize; n++ {
		if p := page(content, n); p[0] == 5 && len(children(content, n)) > 10 { // a page of a table's tree that is no leaf
			return content, n
		}
	}
	t.Fatal("no root found")
	return nil, 0
}

func page(content []byte, n int) []byte { return content[(n-1)*pageSize : n*pageSize] }

// children are where the numbers of the pages below a page stand in the file.
func children(content []byte, n int) (at []int) {
	p := page(content, n)
	for i := range int(binary.BigEndian.Uint16(p[3:])) {
		at = append(at, (n-1)*pageSize+int(binary.BigEndian.Uint16(p[12+2*i:])))
	}
	return append(at, (n-1)*pageSize+8)
}

func TestDamagedPages(t *testing.T) {
	whole, root := tree(t)
	below := children(whole, root)
	if o := read(t, whole, "t"); o.err != nil || len(o.records) != 400 {
		t.Fatalf("%d rows, %v", len(o.records), o.err)
	}
	leaf := func(i int) int { return int(binary.BigEndian.Uint32(whole[below[i]:])) }
	inFirst := int(binary.BigEndian.Uint16(page(whole, leaf(0))[3:])) // rows on the first leaf
	point := func(i, to int) func([]byte) {
		return func(b []byte) { binary.BigEndian.PutUint32(b[below[i]:], uint32(to)) }
	}
	for name, c := range map[string]struct {
		harm func([]byte)
		rows int // that come before
	}{
		"a page of zeros":             {func(b []byte) { clear(page(b, leaf(1))) }, inFirst},
		"a page of letters":           {func(b []byte) { copy(page(b, leaf(1)), bytes.Repeat([]byte("x"), pageSize)) }, inFirst},
		"a page that does not exist":  {point(1, 1_000_000), inFirst},
		"the number of no page":       {point(1, 0), inFirst},
		"a page that stands twice":    {point(1, leaf(0)), inFirst},
		"a page that is its own root": {point(1, root), inFirst},
		"pages in the wrong order":    {point(0, leaf(5)), -1},
		"a row that is too long for its page": {func(b []byte) {
			p := page(b, leaf(1))
			p[binary.BigEndian.Uint16(p[8:])] = 0x7f // the size of the first row
		}, -1},
	} {
		t.Run(name, func(t *testing.T) {
			content := slices.Clone(whole)
			c.harm(content)
			o := read(t, content, "t")
			wantRefusal(t, o.err, "damaged-file", "Fetch or copy it again")
			if c.rows >= 0 && len(o.records) != c.rows {
				t.Errorf("%d rows came before, want %d", len(o.records), c.rows)
			}
			if where := fmt.Sprintf("after feature %d of layer %q", len(o.records), "t"); len(o.records) > 0 {
				wantRefusal(t, o.err, "damaged-file", where)
			}
		})
	}
	t.Run("in the list of tables", func(t *testing.T) {
		content := slices.Clone(whole)
		clear(content[100:pageSize])
		_, err := geopackage.Open(bytes.NewReader(content), int64(len(content)))
		wantRefusal(t, err, "damaged-file", "list of its tables")
	})
}

// A small file can say that a small row goes on over the same few pages for megabytes, and that of every row.
func TestRowsThatGoOnInRings(t *testing.T) {
	content := write(t, lists+listed("t", "geom", 27700)+`CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT); INSERT INTO t VALUES (1, NULL, CAST(zeroblob(5000) AS TEXT)), (2, NULL, 'b')`)
	for n := 1; n <= len(content)/pageSize; n++ {
		if next := page(content, n)[:4]; binary.BigEndian.Uint32(next) == uint32(n+1) { // a page that a row goes on over
			binary.BigEndian.PutUint32(next, uint32(n))
		}
	}
	begun := time.Now()
	o := read(t, content, "t")
	if len(o.records) > 2 || time.Since(begun) > 10*time.Second {
		t.Errorf("%d rows in %v", len(o.records), time.Since(begun))
	}
}

// failing cannot be read beyond a place.
type failing struct {
	*bytes.Reader
	from int64
}

var errDisk = errors.New("disk is gone")

func (f failing) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > f.from {
		return 0, errDisk
	}
	return f.Reader.ReadAt(p, at)
}

func TestAFileThatCannotBeRead(t *testing.T) {
	content, root := tree(t)
	size := int64(len(content))
	for name, from := range map[string]int64{"at all": 50, "in its lists": pageSize, "in its rows": int64(binary.BigEndian.Uint32(content[children(content, root)[10]:])-1) * pageSize} {
		source, err := geopackage.Open(failing{bytes.NewReader(content), from}, size)
		if err == nil {
			var r row.Reader
			if r, err = source.Layers[0].Open(); err == nil {
				for err == nil {
					_, err = r.Read()
				}
				if _, again := r.Read(); again != err {
					t.Errorf("%s: then %v", name, again)
				}
				_ = r.Close()
			}
		}
		if refused := new(plans.Error); !errors.Is(err, errDisk) || errors.As(err, &refused) || !strings.HasPrefix(err.Error(), "read the file: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestReadersSideBySide(t *testing.T) {
	content, _ := tree(t)
	source := open(t, content)
	var readers []row.Reader
	for range 3 {
		r, err := source.Layers[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		readers = append(readers, r)
	}
	for n := 1; n <= 400; n++ {
		for _, r := range readers {
			rec, err := r.Read()
			if err != nil || rec.Line != n || rec.Values[0] != fmt.Sprintf("a name of some length, number %d", n) {
				t.Fatalf("%+v, %v", rec, err)
			}
		}
	}
	for _, r := range readers {
		if _, err := r.Read(); err != io.EOF {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Errorf("closed again: %v", err)
		}
		if _, err := r.Read(); err == nil {
			t.Error("reads on after its end")
		}
	}
	done := make(chan error)
	for range 4 {
		go func() {
			r, err := source.Layers[0].Open()
			for err == nil {
				_, err = r.Read()
			}
			_ = r.Close()
			done <- err
		}()
	}
	for range 4 {
		if err := <-done; err != io.EOF {
			t.Error(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	const rows = 20_000
	outline := []any{1, 33}
	for i := range 33 {
		outline = append(outline, 400_000+float64(i), 300_000+float64(i*i))
	}
	content := write(b, lists+listed("t", "geom", 27700)+fmt.Sprintf(`CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT, size REAL, at DATETIME);
		WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < %d) INSERT INTO t SELECT x, %s, 'site ' || x, x / 7.0, '2026-03-31T09:30:00Z' FROM c`, rows, hexed(gp(27700, wkb(3, outline...)))))
	b.SetBytes(int64(len(content)))
	for b.Loop() {
		if o := read(b, content, "t"); o.err != nil || len(o.records) != rows {
			b.Fatalf("%d rows, %v", len(o.records), o.err)
		}
	}
	b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
}
