package workbook_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

const (
	benchRows = 300_000
	benchFill = 20 // columns
)

// large is a workbook of 300,000 rows and 20 columns as Excel would write it: shared texts, decimals, dates.
func large(b *testing.B) []byte {
	file := minimal("").with(theSheet, "", "xl/styles.xml", styled)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part := func(name string, write func(w io.Writer)) {
		w, err := z.Create(name)
		if err != nil {
			b.Fatal(err)
		}
		write(w)
	}
	for name, content := range file {
		part(name, func(w io.Writer) { _, _ = io.WriteString(w, content) })
	}
	part("xl/sharedStrings.xml", func(w io.Writer) {
		_, _ = io.WriteString(w, "<sst "+main+">")
		for i := range 2*benchRows + benchFill {
			_, _ = fmt.Fprintf(w, "<si><t>%d High Street, Altrincham, Greater Manchester</t></si>", i)
		}
		_, _ = io.WriteString(w, "</sst>")
	})
	part(theSheet, func(w io.Writer) {
		_, _ = io.WriteString(w, `<worksheet `+main+`><sheetData>`)
		for i := 1; i <= benchRows+1; i++ {
			_, _ = fmt.Fprintf(w, `<row r="%d" spans="1:20">`, i)
			for c := range benchFill {
				name := string(rune('A'+c)) + fmt.Sprint(i)
				switch {
				case i == 1:
					_, _ = fmt.Fprintf(w, `<c r="%s" t="s"><v>%d</v></c>`, name, c)
				case c < 2:
					_, _ = fmt.Fprintf(w, `<c r="%s" t="s"><v>%d</v></c>`, name, benchFill+2*(i-2)+c)
				case c < 6:
					_, _ = fmt.Fprintf(w, `<c r="%s" t="s"><v>%d</v></c>`, name, (i*c)%5000)
				case c < 8:
					_, _ = fmt.Fprintf(w, `<c r="%s" s="1"><v>%d</v></c>`, name, 40000+i%5000)
				case c < 12:
					_, _ = fmt.Fprintf(w, `<c r="%s" s="4"><v>%.17g</v></c>`, name, 370000+float64(i*c)/7)
				default:
					_, _ = fmt.Fprintf(w, `<c r="%s"><v>%d</v></c>`, name, 100012000000+i*c)
				}
			}
			_, _ = io.WriteString(w, "</row>")
		}
		_, _ = io.WriteString(w, "</sheetData></worksheet>")
	})
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// BenchmarkRead reads it beside excelize, which gives neither dates nor kinds of value.
func BenchmarkRead(b *testing.B) {
	file := large(b)
	name := filepath.Join(b.TempDir(), "large.xlsx")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		b.Fatal(err)
	}
	check := func(b *testing.B, rows int) {
		if rows != benchRows {
			b.Fatalf("%d rows", rows)
		}
		b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	}
	b.Run("terrier", func(b *testing.B) {
		rows := 0
		for b.Loop() {
			source, err := open(b, file)
			if err != nil {
				b.Fatal(err)
			}
			r, err := source.Layers[0].Open()
			if err != nil {
				b.Fatal(err)
			}
			for rows = 0; ; rows++ {
				if _, err := r.Read(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
			}
		}
		check(b, rows)
	})
	b.Run("excelize", func(b *testing.B) {
		rows := 0
		for b.Loop() {
			f, err := excelize.OpenFile(name)
			if err != nil {
				b.Fatal(err)
			}
			all, err := f.Rows("Assets")
			if err != nil {
				b.Fatal(err)
			}
			for rows = -1; all.Next(); rows++ {
				if _, err := all.Columns(excelize.Options{RawCellValue: true}); err != nil {
					b.Fatal(err)
				}
			}
			if err := f.Close(); err != nil {
				b.Fatal(err)
			}
		}
		check(b, rows)
	})
}
