package workbook_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"terrier/data/ingest/row"
	"terrier/data/ingest/workbook"
	"terrier/plans"
)

const (
	main      = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	inPackage = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	relTypes  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// parts of a workbook by name, as a test wants them.
type parts map[string]string

// minimal is a workbook with one sheet, "Assets"; rows is what stands in its sheetData.
func minimal(rows string) parts {
	return parts{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"_rels/.rels":                relations("r", "officeDocument", "xl/workbook.xml"),
		"xl/workbook.xml":            `<workbook ` + main + ` xmlns:r="` + strings.TrimSuffix(relTypes, "/") + `"><sheets><sheet name="Assets" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relations("rId1", "worksheet", "worksheets/sheet1.xml", "rId2", "sharedStrings", "sharedStrings.xml", "rId3", "styles", "styles.xml"),
		"xl/worksheets/sheet1.xml":   sheetOf(rows),
	}
}

func sheetOf(rows string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet ` + main + `><sheetData>` + rows + `</sheetData></worksheet>`
}

// relations are given as id, kind, target and so on.
func relations(of ...string) string {
	all := ""
	for r := range slices.Chunk(of, 3) {
		all += fmt.Sprintf(`<Relationship Id=%q Type=%q Target=%q/>`, r[0], relTypes+r[1], r[2])
	}
	return "<Relationships " + inPackage + ">" + all + "</Relationships>"
}

// with gives a workbook more parts, or others in place of its own; "" takes one out.
func (p parts) with(more ...string) parts {
	p = maps.Clone(p)
	for part := range slices.Chunk(more, 2) {
		if p[part[0]] = part[1]; part[1] == "" {
			delete(p, part[0])
		}
	}
	return p
}

func (p parts) zip(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, p[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func open(t testing.TB, content []byte) (row.Source, error) {
	t.Helper()
	source, err := workbook.Open(bytes.NewReader(content), int64(len(content)))
	if err == nil {
		t.Cleanup(func() { _ = source.Close() })
	}
	return source, err
}

// layer is a sheet read to its end.
type layer struct {
	name    string
	header  []string
	records []row.Record
	notes   []string
	err     error
}

// read reads every layer of a workbook that can be opened.
func read(t testing.TB, content []byte) (layers []layer, notes []string) {
	t.Helper()
	source, err := open(t, content)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range source.Layers {
		layers = append(layers, readLayer(t, l))
	}
	return layers, source.Notes
}

func readLayer(t testing.TB, from row.Layer) (l layer) {
	t.Helper()
	l.name = from.Name
	r, err := from.Open()
	if err != nil {
		l.err = err
		return l
	}
	defer func() { _ = r.Close() }()
	for {
		rec, err := r.Read()
		if err != nil {
			if err != io.EOF {
				l.err = err
			}
			l.header, l.notes = r.Header(), r.(row.Noter).Notes()
			return l
		}
		l.records = append(l.records, rec)
	}
}

// one reads a workbook with one layer.
func one(t testing.TB, content []byte) layer {
	t.Helper()
	layers, _ := read(t, content)
	if len(layers) != 1 {
		t.Fatalf("%d layers", len(layers))
	}
	return layers[0]
}

// lines are the rows as text, for comparing: number, values, and the code of what is wrong.
func (l layer) lines() (lines []string) {
	for _, rec := range l.records {
		line := fmt.Sprintf("%d: %s", rec.Line, strings.Join(rec.Values, "|"))
		if rec.Err != nil {
			line += " " + rec.Err.Code
		}
		lines = append(lines, line)
	}
	return lines
}

// refused asserts that an error is told to people, under the code, with the words.
func refused(t testing.TB, err error, code string, words ...string) {
	t.Helper()
	var told *plans.Error
	if !errors.As(err, &told) {
		t.Fatalf("want %s, got %v", code, err)
	}
	if told.Code != code || told.Remedy == "" {
		t.Errorf("want %s, got %s %q %q", code, told.Code, told.Message, told.Remedy)
	}
	for _, w := range words {
		if !strings.Contains(told.Message+" "+told.Remedy, w) {
			t.Errorf("%q does not say %q", told.Message+" "+told.Remedy, w)
		}
	}
}

// equal compares lists and shows the first items that differ.
func equal(t testing.TB, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("%s differ from number %d on:\ngot  %.5q\nwant %.5q", what, i+1, got[min(i, len(got)):], want[min(i, len(want)):])
			return
		}
	}
}
