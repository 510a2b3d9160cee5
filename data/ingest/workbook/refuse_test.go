package workbook_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
)

func TestRefusedFiles(t *testing.T) {
	filled := minimal(`<row>` + text("name") + `</row><row>` + text("a") + `</row>`)
	whole := filled.zip(t)
	locked := bytes.Clone(whole)
	for at := 0; ; { // the mark of encryption stands in the table of contents
		next := bytes.Index(locked[at:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		at += next + 4
		locked[at+4] |= 1
	}
	links := relations("rId1", "worksheet", "worksheets/sheet1.xml", "rId2", "externalLink", "externalLinks/externalLink1.xml")
	formulas := `<row><c><f>[1]Sheet1!A1</f></c><c><f>[1]Sheet1!B1</f></c></row>`
	for name, c := range map[string]struct {
		file  []byte
		code  string
		words []string
	}{
		"an empty file":               {nil, "other-format", []string{"no Excel workbook"}},
		"text":                        {[]byte("name,easting\nHall,376694\n"), "other-format", []string{"no Excel workbook"}},
		"a workbook that breaks off":  {whole[:len(whole)/2], "truncated-file", []string{"breaks off", "fetch it again"}},
		"a few bytes of one":          {whole[:3], "truncated-file", nil},
		"members with a password":     {locked, "encrypted-workbook", []string{"password"}},
		"a binary workbook":           {parts{"[Content_Types].xml": "x", "xl/workbook.bin": "x"}.zip(t), "other-format", []string{".xlsb", "save it as Excel Workbook (.xlsx)"}},
		"a Word document":             {parts{"[Content_Types].xml": "x", "word/document.xml": "x"}.zip(t), "other-format", []string{"a Word document"}},
		"a presentation":              {parts{"[Content_Types].xml": "x", "ppt/presentation.xml": "x"}.zip(t), "other-format", []string{"PowerPoint"}},
		"an archive of other things":  {parts{"a.csv": "x"}.zip(t), "other-format", []string{"no Excel workbook"}},
		"no list of sheets":           {filled.with("xl/workbook.xml", "").zip(t), "damaged-workbook", []string{"list of sheets is missing"}},
		"a list of sheets cut short":  {filled.with("xl/workbook.xml", filled["xl/workbook.xml"][:90]).zip(t), "damaged-workbook", []string{"list of sheets"}},
		"a list of parts cut short":   {filled.with("xl/_rels/workbook.xml.rels", "<Relationships><Rel").zip(t), "damaged-workbook", []string{"list of parts"}},
		"shared texts cut short":      {filled.with("xl/sharedStrings.xml", "<sst><si><t>a").zip(t), "damaged-workbook", []string{"texts"}},
		"styles cut short":            {filled.with("xl/styles.xml", "<styleSheet><cellXfs>").zip(t), "damaged-workbook", []string{"styles"}},
		"a document type":             {filled.with("xl/workbook.xml", `<!DOCTYPE workbook [<!ENTITY a "aaaa">]>`+filled["xl/workbook.xml"]).zip(t), "damaged-workbook", nil},
		"an encoding that is unknown": {filled.with("xl/workbook.xml", `<?xml version="1.0" encoding="klingon"?>`+filled["xl/workbook.xml"]).zip(t), "damaged-workbook", nil},
		"no sheets":                   {several().zip(t), "empty-file", []string{"No sheet of the workbook has anything in it."}},
		"nothing in its sheets":       {several("A", "", "", "B", "hidden", `<row r="1"><c r="A1" s="1"/></row>`).zip(t), "empty-file", nil},
		"spaces alone":                {minimal(`<row>` + text(" ", "\n") + `</row>`).zip(t), "empty-file", nil},
		"links to other workbooks":    {minimal("").with("xl/_rels/workbook.xml.rels", links).zip(t), "empty-file", []string{"only links to other workbooks"}},
		"formulas without results":    {minimal(formulas).zip(t), "no-results", []string{"nothing but formulas", "Open the workbook in Excel, save it"}},
		"linked without results":      {minimal(formulas).with("xl/_rels/workbook.xml.rels", links).zip(t), "no-results", []string{"links to other workbooks"}},
		"more sheets than any":        {several(strings.Split(strings.Repeat("A,,,", 1001), ",")[:3003]...).zip(t), "workbook-too-large", []string{"1000 sheets"}},
		"a part packed unknowably":    {packedBy(t, filled, 97), "damaged-workbook", []string{"packed in a way"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := open(t, c.file)
			refused(t, err, c.code, c.words...)
		})
	}
}

// packedBy says of all parts that they are packed by another method.
func packedBy(t *testing.T, p parts, method uint16) []byte {
	file := p.zip(t)
	for at := 0; ; {
		next := bytes.Index(file[at:], []byte("PK\x01\x02"))
		if next < 0 {
			return file
		}
		at += next + 4
		binary.LittleEndian.PutUint16(file[at+6:], method)
	}
}

func TestDamagedSheets(t *testing.T) {
	for name, rows := range map[string]string{
		"a row that never ends":      `<row r="9"><c`,
		"a cell that never ends":     `<row r="9"><c><v>1</v>`,
		"more ends than beginnings":  `</row></worksheet></x></y>`,
		"an unknown reference":       `<row r="9"><c t="str"><v>&nbsp;</v></c></row>`,
		"a reference to nothing":     `<row r="9"><c t="str"><v>&#0;</v></c></row>`,
		"a lone ampersand":           `<row r="9"><c t="str"><v>Marks & Spencer</v></c></row>`,
		"an attribute without quote": `<row r=9/>`,
		"an attribute without value": `<row r/>`,
		"a row called nothing":       `<row r="0"/>`,
		"a row called by a word":     `<row r="nine"/>`,
		"a row beyond all numbers":   `<row r="99999999999"/>`,
		"a cell called nothing":      `<row r="9"><c r="9"><v>1</v></c></row>`,
		"a cell beyond XFD":          `<row r="9"><c r="XFE9"><v>1</v></c></row>`,
		"more cells than columns":    `<row r="9">` + strings.Repeat("<c/>", 16385) + `</row>`,
		"a document type":            `<!DOCTYPE a>`,
		"a comment that never ends":  `<!-- <row/>`,
		"a tag without name":         `< r="9"/>`,
		"zeros":                      strings.Repeat("\x00", 1000) + `<`,
	} {
		t.Run(name, func(t *testing.T) {
			for _, before := range []int{3, 200} { // in the rows that are looked at for headings, and behind
				file := minimal("").with("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>"+text("name")+"</row>"+strings.Repeat("<row>"+text("a")+"</row>", before)+rows)
				source, err := open(t, file.zip(t))
				if err != nil {
					t.Fatal(err)
				}
				l := readLayer(t, source.Layers[0])
				refused(t, l.err, "damaged-workbook", `The sheet "Assets" is damaged, or breaks off, after row `)
				if before == 200 && len(l.records) != before {
					t.Errorf("%d rows before it", len(l.records))
				}
			}
		})
	}
	t.Run("bytes that changed on the way", func(t *testing.T) {
		content := strings.Repeat("<row>"+text("a")+"</row>", 500)
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		for name, content := range minimal("<row>" + text("name") + "</row>" + content) {
			w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
			if err == nil {
				_, err = io.WriteString(w, content)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		file := bytes.Replace(out.Bytes(), []byte("<v>a</v></c></row></sheetData>"), []byte("<v>b</v></c></row></sheetData>"), 1)
		l := one(t, file)
		refused(t, l.err, "damaged-workbook", "after row 501")
		if len(l.records) != 500 {
			t.Errorf("%d rows", len(l.records))
		}
	})
}

func TestHeadingsThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]struct{ cell, code, says string }{
		"a text that is not there": {`<c t="s"><v>5</v></c>`, "unreadable-cell", "The headings cannot be read. The cell A1 points at a text"},
		"too many":                 {`<c r="BXY1" t="str"><v>a</v></c>`, "too-many-columns", "BXY1"},
	} {
		t.Run(name, func(t *testing.T) {
			l := one(t, minimal(`<row>`+c.cell+text("a", "b")+`</row><row>`+text("1", "2", "3")+`</row>`).zip(t))
			refused(t, l.err, c.code, c.says)
		})
	}
}
