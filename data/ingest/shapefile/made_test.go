package shapefile_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/row"
	"terrier/data/ingest/shapefile"
	"terrier/plans"
)

// file is a member of an archive made for a test.
type file struct{ name, content string }

func zipped(t testing.TB, files ...file) *archive.Archive {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		to, err := w.Create(f.name)
		if err == nil {
			_, err = io.WriteString(to, f.content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	z, err := archive.Open(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// wards are the files of a sound layer of that name.
func wards(name string, records []string, t table) []file {
	shp, shx := shapes(5, records...)
	return []file{{name + ".shp", shp}, {name + ".shx", shx}, {name + ".dbf", t.bytes()}}
}

// read is all of the first layer: rows, refused ones among them, up to the refusal that ends it.
func read(t testing.TB, files ...file) (rows []row.Record, header []string, notes string, err error) {
	t.Helper()
	return readAs(t, "", files...)
}

func readAs(t testing.TB, encoding string, files ...file) (rows []row.Record, header []string, notes string, err error) {
	t.Helper()
	source, err := shapefile.Open(zipped(t, files...), encoding)
	if err != nil {
		return nil, nil, "", err
	}
	r, err := source.Layers[0].Open()
	if err != nil {
		return nil, nil, strings.Join(source.Notes, "\n"), err
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}()
	for {
		rec, err := r.Read()
		if err != nil {
			if _, again := r.Read(); again != err {
				t.Errorf("after %v came %v", err, again)
			}
			if err == io.EOF {
				err = nil
			}
			return rows, r.Header(), strings.Join(source.Notes, "\n"), err
		}
		if r.Offset() > r.Size() {
			t.Errorf("%d of %d bytes read", r.Offset(), r.Size())
		}
		if !rec.Shaped {
			t.Errorf("feature %d has no place for a shape", rec.Line)
		}
		rows = append(rows, rec)
	}
}

// wantCode expects a refusal told in sentences.
func wantCode(t *testing.T, err error, code string) *plans.Error {
	t.Helper()
	var e *plans.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if !strings.HasSuffix(e.Message, ".") || !strings.HasSuffix(e.Remedy, ".") {
		t.Errorf("not told in sentences: %+v", e)
	}
	return e
}

func little(v ...any) string {
	var b bytes.Buffer
	for _, x := range v {
		_ = binary.Write(&b, binary.LittleEndian, x)
	}
	return b.String()
}

func header(kind int32, length int) string {
	head := binary.BigEndian.AppendUint32(nil, 9994)
	head = append(head, make([]byte, 20)...)
	head = binary.BigEndian.AppendUint32(head, uint32(length/2))
	return string(head) + little(int32(1000), kind, make([]float64, 8))
}

// entry is the head of a record in a .shp, or a record of a .shx.
func entry(a, b int) string {
	return string(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(a)), uint32(b/2)))
}

// shapes makes a .shp of records, and its .shx.
func shapes(kind int32, records ...string) (shp, shx string) {
	for i, r := range records {
		shx += entry((100+len(shp))/2, len(r))
		shp += entry(i+1, len(r)) + r
	}
	return header(kind, 100+len(shp)) + shp, header(kind, 100+len(shx)) + shx
}

func pointRecord(x, y float64) string { return little(int32(1), x, y) }

// parts makes a record of lines or rings: 3, 5, 13, 15, 23 or 25. Heights and measures are to be put behind it.
func parts(kind int32, of ...[]orb.Point) string {
	var starts []int32
	var points []orb.Point
	for _, p := range of {
		starts = append(starts, int32(len(points)))
		points = append(points, p...)
	}
	return little(kind, [4]float64{}, int32(len(of)), int32(len(points)), starts, points)
}

func multiPoint(kind int32, points ...orb.Point) string {
	return little(kind, [4]float64{}, int32(len(points)), points)
}

// square is clockwise, as outlines are; hole runs the other way.
func square(x, y, size float64) []orb.Point {
	return []orb.Point{{x, y}, {x, y + size}, {x + size, y + size}, {x + size, y}, {x, y}}
}

func hole(x, y, size float64) []orb.Point { return turned(square(x, y, size)) }

func turned(r []orb.Point) (back []orb.Point) {
	for i := range r {
		back = append(back, r[len(r)-1-i])
	}
	return back
}

func ward(x float64) string { return parts(5, square(x, 0, 10)) }

// table is a .dbf to be made. Fields are written as "NAME C 20" or "AREA N 10 3", rows as bytes that are padded.
type table struct {
	fields   []string
	rows     [][]string
	deleted  map[int]bool
	version  byte
	language byte
	count    int // that the header says, where it is wrong
}

func (t table) bytes() string {
	var fields, rows strings.Builder
	var widths []int
	length := 1
	for _, f := range t.fields {
		var name string
		var kind rune
		var width, decimals int
		_, _ = fmt.Sscanf(f, "%s %c %d %d", &name, &kind, &width, &decimals)
		name = strings.NewReplacer("_", " ", `\xe9`, "\xe9").Replace(name)
		fields.WriteString(name + strings.Repeat("\x00", 11-len(name)))
		fields.WriteString(string([]byte{byte(kind), 0, 0, 0, 0, byte(width), byte(decimals)}) + strings.Repeat("\x00", 14))
		widths = append(widths, width)
		length += width
	}
	for i, r := range t.rows {
		mark := " "
		if t.deleted[i] {
			mark = "*"
		}
		rows.WriteString(mark)
		for j, v := range r {
			rows.WriteString(v + strings.Repeat(" ", widths[j]-len(v)))
		}
	}
	head := make([]byte, 32)
	if head[0] = t.version; t.version == 0 {
		head[0] = 3
	}
	if t.count == 0 {
		t.count = len(t.rows)
	}
	head[29] = t.language
	binary.LittleEndian.PutUint32(head[4:], uint32(t.count))
	binary.LittleEndian.PutUint16(head[8:], uint16(32+fields.Len()+1))
	binary.LittleEndian.PutUint16(head[10:], uint16(length))
	return string(head) + fields.String() + "\r" + rows.String() + "\x1a"
}

// named is a table of names.
func named(names ...string) table {
	t := table{fields: []string{"NAME C 20"}}
	for _, n := range names {
		t.rows = append(t.rows, []string{n})
	}
	return t
}

var nan = math.NaN()
