package shapefile_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/shapefile"
	"terrier/plans"
	"terrier/plans/intake"
)

// FuzzShapefile puts any bytes into the files of a layer: what comes are rows, or refusals that say why.
func FuzzShapefile(f *testing.F) {
	add := func(files map[string]string) {
		f.Add([]byte(files[".shp"]), []byte(files[".shx"]), []byte(files[".dbf"]), []byte(files[".prj"]), []byte(files[".cpg"]))
	}
	for _, kind := range []int32{3, 5, 13, 15, 23, 25} {
		record := parts(kind, square(0, 0, 9), hole(2, 2, 3), hole(50, 50, 3), square(20, 0, 1)) + little([44]float64{})
		shp, shx := shapes(kind, record, little(int32(0)), record)
		add(map[string]string{".shp": shp, ".shx": shx, ".dbf": named("Caf\xe9", "b", "c").bytes(), ".prj": wgs, ".cpg": "UTF-8"})
	}
	for _, record := range []string{pointRecord(1, 2), multiPoint(8, square(0, 0, 1)...), multiPoint(18, square(0, 0, 1)...) + little([14]float64{}), little(int32(31), [40]byte{})} {
		shp, shx := shapes(1, record, record, record)
		disordered := header(1, len(shx)) + shx[116:124] + shx[100:116]
		dbf := table{version: 0x30, fields: []string{"A N 8 2", "B D 8", "C L 1", "D F 9", "E M 10", "F I 4", "G B 8", "H T 8", "I Y 8", "J 0 1"}, rows: [][]string{{"1.50", "20240101", "T", "1e5", "", "abcd", "abcdefgh", "abcdefgh", "abcdefgh", ""}, {}, {}}}
		for i := 1; i < 3; i++ {
			dbf.rows[i] = dbf.rows[0]
		}
		dbf.deleted = map[int]bool{1: true}
		add(map[string]string{".shp": shp, ".shx": disordered, ".dbf": dbf.bytes(), ".prj": `PROJCS["x",` + osgb + "," + grid + metre + "]", ".cpg": "LDID/2"})
	}
	real, _ := filepath.Glob(sharedData + "/*/*.shp.zip")
	for _, name := range real {
		z, err := zip.OpenReader(name)
		if err != nil {
			continue
		}
		files := map[string]string{}
		for _, member := range z.File {
			if in, err := member.Open(); err == nil {
				content, _ := io.ReadAll(in)
				files[path.Ext(member.Name)] = string(content)
			}
		}
		if _ = z.Close(); len(files[".shp"]) < 30_000 {
			add(files)
		}
	}
	f.Fuzz(func(t *testing.T, shp, shx, dbf, prj, cpg []byte) {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		for ending, content := range map[string][]byte{".shp": shp, ".shx": shx, ".dbf": dbf, ".prj": prj, ".cpg": cpg} {
			if len(content) == 0 && ending != ".shp" {
				continue
			}
			to, err := w.CreateHeader(&zip.FileHeader{Name: "a" + ending}) // stored as it is
			if err == nil {
				_, err = to.Write(content)
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
			told(t, err)
			return
		}
		from := time.Now()
		readAll(t, z, len(shp)/8+len(dbf)+2)
		if took := time.Since(from); took > 10*time.Second {
			t.Fatalf("took %v", took)
		}
	})
}

func readAll(t *testing.T, z *archive.Archive, most int) {
	source, err := shapefile.Open(z, "")
	if err != nil {
		told(t, err)
		return
	}
	for _, note := range source.Notes {
		fit(t, note)
	}
	r, err := source.Layers[0].Open()
	if err != nil {
		told(t, err)
		return
	}
	defer func() {
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	fit(t, r.Header()...)
	fit(t, r.CRS())
	_, _ = intake.ParseCRS(r.CRS())
	last := 0
	for n := 0; ; n++ {
		rec, err := r.Read()
		if err != nil {
			if err != io.EOF {
				told(t, err)
			}
			break
		}
		if rec.Line <= last || n > most {
			t.Fatalf("feature %d after %d, %d in all", rec.Line, last, n)
		}
		last = rec.Line
		if fit(t, rec.Values...); len(rec.Values) > len(r.Header()) {
			t.Fatalf("%d values in %d columns", len(rec.Values), len(r.Header()))
		}
		if rec.Err != nil {
			told(t, rec.Err)
			if rec.Geometry != nil {
				t.Fatalf("%v with %v", rec.Geometry, rec.Err)
			}
		}
	}
	if r.Offset() < 0 || r.Offset() > 2*r.Size() {
		t.Fatalf("%d of %d bytes", r.Offset(), r.Size())
	}
}

func told(t *testing.T, err error) {
	t.Helper()
	var e *plans.Error
	if !errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Remedy == "" {
		t.Fatalf("not told: %v", err)
	}
	fit(t, e.Message, e.Remedy)
}

func fit(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !utf8.ValidString(text) || strings.Contains(text, "\x00") {
			t.Fatalf("unfit text %q", text)
		}
	}
}
