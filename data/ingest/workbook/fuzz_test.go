package workbook_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"terrier/data/ingest/row"
	"terrier/data/ingest/workbook"
	"terrier/plans"
)

// readAll reads a file whatever it is. The answer is rows or a refusal that says why, and rows are fit to be kept.
func readAll(t *testing.T, content []byte) {
	source, err := workbook.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		told(t, err)
		return
	}
	defer func() {
		if err := source.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	if len(source.Layers) == 0 {
		t.Fatal("no layers, and no refusal")
	}
	for _, l := range source.Layers {
		r, err := l.Open()
		if err != nil {
			told(t, err)
			continue
		}
		for n := 0; ; n++ {
			rec, err := r.Read()
			if err != nil {
				told(t, err)
				break
			}
			if rec.Err != nil {
				told(t, rec.Err)
			}
			if rec.Line < 1 || len(rec.Values) > len(r.Header()) || len(r.Header()) > row.MostColumns || rec.Err == nil && row.IsBlank(rec.Values) {
				t.Fatalf("row %d: %q of %q", rec.Line, rec.Values, r.Header())
			}
			for _, v := range rec.Values {
				if !utf8.ValidString(v) || strings.Contains(v, "\x00") {
					t.Fatalf("row %d: unfit text %q", rec.Line, v)
				}
			}
			if n > len(content)*1100 {
				t.Fatal("more rows than bytes")
			}
		}
		if names := slices.Sorted(slices.Values(r.Header())); len(slices.Compact(names)) != len(r.Header()) || slices.Contains(names, "") {
			t.Fatalf("headings %q", r.Header())
		}
		_ = r.(row.Noter).Notes()
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func told(t *testing.T, err error) {
	t.Helper()
	var refused *plans.Error
	if err != io.EOF && (!errors.As(err, &refused) || refused.Code == "" || refused.Message == "" || refused.Remedy == "") {
		t.Fatalf("not told: %v", err)
	}
}

func FuzzWorkbook(f *testing.F) {
	f.Add(minimal(`<row>`+text("name", "n")+`</row><row r="5"><c r="A5" t="s"><v>0</v></c><c r="B5" s="1"><f>1</f><v>45352</v></c></row>`).
		with("xl/styles.xml", styled, "xl/sharedStrings.xml", `<sst><si><t>a</t></si></sst>`).zip(f))
	f.Add(several("A", "hidden", `<row>`+text("a")+`</row>`, "B", "chartsheet", "", "C", "", `<row>`+text("x")+`</row>`).zip(f))
	f.Add(compound("Workbook"))
	var out bytes.Buffer
	if err := excelize.NewFile().Write(&out); err != nil {
		f.Fatal(err)
	}
	f.Add(out.Bytes())
	f.Fuzz(readAll)
}

// The parts that a file of bytes would rarely reach, because they are packed.
func FuzzParts(f *testing.F) {
	seed := minimal("")
	texts := `<sst><si><t>name</t></si><si><r><t>a</t></r><rPh><t>x</t></rPh><r><t>_x000D_</t></r></si></sst>`
	for _, rows := range []string{
		`<row>` + text("name", "n") + `</row><row r="5"><c r="A5" t="s"><v>0</v></c><c r="B5" s="1"><f>1</f><v>45352.5</v></c></row>`,
		`<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2024-03-01T00:00:00</v></c></row>`,
		`<x:row><x:c t='inlineStr'><x:is><x:r><x:t><![CDATA[a]]>&#x41;&amp;</x:t></x:r></x:is></x:c><!-- --><?a?></x:row><row><c r="C2" t="b"><v>1</v></c></row>`,
		`<row r="1"><c><v>1e400</v></c></row><row r="1"><c s="2"><v>0.1</v></c><c s="-1"><v>0x1</v></c><c r="XFD1"><v>1</v></c></row>`,
	} {
		f.Add(sheetOf(rows), texts, styled, seed["xl/workbook.xml"])
	}
	f.Add("\xff\xfe<\x00a\x00/\x00>\x00", `<?xml version="1.0" encoding="windows-1252"?><sst/>`, "", "<workbook/>")
	f.Fuzz(func(t *testing.T, sheet, texts, styles, book string) {
		readAll(t, seed.with(theSheet, sheet, "xl/sharedStrings.xml", texts, "xl/styles.xml", styles, "xl/workbook.xml", book).zip(t))
	})
}
