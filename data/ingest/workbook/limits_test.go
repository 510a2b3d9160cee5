package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"terrier/data/ingest/workbook"
)

// packed is a workbook whose sheet (or another part) is written piece by piece, however long it is.
func packed(t testing.TB, part string, write func(w io.Writer)) []byte {
	t.Helper()
	return packedAs(t, zip.Deflate, part, write)
}

func packedAs(t testing.TB, method uint16, part string, write func(w io.Writer)) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range minimal("<row>"+text("name")+"</row>").with(part, "") {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: part, Method: method})
	if err != nil {
		t.Fatal(err)
	}
	write(w)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const theSheet = "xl/worksheets/sheet1.xml"

// within fails a test that takes more memory. One that takes for ever fails by itself.
func within(t *testing.T, megabytes uint64, do func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	if after.HeapSys > before.HeapSys+megabytes<<20 {
		t.Errorf("took %d MB", (after.HeapSys-before.HeapSys)>>20)
	}
}

func repeat(w io.Writer, piece string, times int) {
	for many := strings.Repeat(piece, 1000); times > 0; times -= 1000 {
		_, _ = io.WriteString(w, many[:len(piece)*min(times, 1000)])
	}
}

func TestBombs(t *testing.T) {
	for name, c := range map[string]struct {
		part, begin, piece string
		times              int
		code               string
	}{
		"a sheet of zeros":                       {theSheet, "", strings.Repeat("0", 1000), 70_000, "workbook-too-large"},
		"a sheet of empty rows beyond any ratio": {theSheet, "<worksheet><sheetData>", strings.Repeat("<row/>", 100), 120_000, "workbook-too-large"},
		"shared texts beyond any ratio":          {"xl/sharedStrings.xml", "<sst>", strings.Repeat("<si/>", 100), 150_000, "workbook-too-large"},
		"styles larger than any":                 {"xl/styles.xml", "<styleSheet><cellXfs>", `<xf numFmtId="0"/>`, 1_000_000, "workbook-too-large"},
	} {
		t.Run(name, func(t *testing.T) {
			file := packed(t, c.part, func(w io.Writer) {
				_, _ = io.WriteString(w, c.begin)
				repeat(w, c.piece, c.times)
			})
			within(t, 64, func() {
				_, err := open(t, file)
				refused(t, err, c.code)
			})
		})
	}
	t.Run("a table of contents without end", func(t *testing.T) {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for i := range 120_000 {
			if _, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("xl/%060d", i)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := open(t, out.Bytes())
		refused(t, err, "workbook-too-large", "more parts")
	})
	t.Run("one value without end", func(t *testing.T) {
		for name, begin := range map[string]string{"a cell": `<row><c t="str"><v>`, "a comment": `<!--`, "an attribute": `<row spans="`, "text between tags": "<row>"} {
			file := packedAs(t, zip.Store, theSheet, func(w io.Writer) {
				_, _ = io.WriteString(w, "<worksheet><sheetData>"+begin)
				repeat(w, "value ", 12<<20)
			})
			t.Run(name, func(t *testing.T) {
				within(t, 400, func() { refused(t, one(t, file).err, "row-too-long") })
			})
		}
	})
	t.Run("quotation marks and ends of tags without end", func(t *testing.T) {
		file := packed(t, theSheet, func(w io.Writer) {
			_, _ = io.WriteString(w, `<worksheet><sheetData><row a="`)
			repeat(w, strings.Repeat(">", 100), 50_000)
		})
		within(t, 400, func() { refused(t, one(t, file).err, "damaged-workbook") })
	})
	t.Run("a text that stands in every cell", func(t *testing.T) {
		long := strings.Repeat("long ", 1<<18)
		file := minimal(`<row>`+text("name")+`</row>`+strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 2000)+`</row>`, 20)).with("xl/sharedStrings.xml", "<sst><si><t>"+long+"</t></si></sst>")
		within(t, 400, func() {
			for _, rec := range one(t, file.zip(t)).records {
				refused(t, rec.Err, "row-too-long")
			}
		})
	})
}

// A sheet that is formatted to its last row and column is read like any other.
func TestFormattedToTheEnd(t *testing.T) {
	file := packed(t, theSheet, func(w io.Writer) {
		_, _ = io.WriteString(w, `<worksheet><dimension ref="A1:XFD1048576"/><cols><col min="1" max="16384" style="1"/></cols><sheetData><row r="1">`+text("name", "n")+`</row><row r="2">`+text("a", "1")+`</row>`)
		for i := 3; i <= 1048576; i += 7 {
			_, _ = fmt.Fprintf(w, `<row r="%d" spans="1:3" s="1" customFormat="1"><c r="A%d" s="1"/><c r="XFD%d" s="1"/></row>`, i, i, i)
		}
		_, _ = io.WriteString(w, `</sheetData></worksheet>`)
	})
	within(t, 64, func() {
		l := one(t, file)
		equal(t, "header", l.header, []string{"name", "n"})
		equal(t, "rows", l.lines(), []string{"2: a|1"})
	})
}

func TestSharedTextsOnDisk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	const count = 15_000
	var all strings.Builder
	want := func(i int) string {
		if i%7 == 0 {
			return ""
		}
		return fmt.Sprintf("text %d %s", i, strings.Repeat("x", i*i%2000))
	}
	all.WriteString("<sst>")
	for i := range count {
		all.WriteString("<si><t>" + want(i) + "</t></si>")
	}
	all.WriteString("</sst>")
	var numbers []int
	for i := range count {
		numbers = append(numbers, i, i*7919%count, i%10)
	}
	for _, inMemory := range []int64{0, 1 << 20, 1 << 30} {
		texts, onDisk, err := workbook.SharedTexts(strings.NewReader(all.String()), inMemory, append(numbers, count, -1))
		if err != nil {
			t.Fatal(err)
		}
		if onDisk != (inMemory < 1<<30) {
			t.Errorf("with %d in memory: on disk %t", inMemory, onDisk)
		}
		for i, n := range numbers {
			if texts[i] != want(n) {
				t.Fatalf("with %d in memory, text %d is %.40q", inMemory, n, texts[i])
			}
		}
		if texts[len(texts)-1] != "none" || texts[len(texts)-2] != "none" {
			t.Errorf("%q", texts[len(texts)-2:])
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
