package workbook_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"terrier/data/ingest/workbook"
)

// What other programs than Excel write differently.
func TestProducers(t *testing.T) {
	rows := `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45352</v></c></row>`
	plain := minimal(rows).with("xl/styles.xml", styled, "xl/sharedStrings.xml", `<sst><si><t>name</t></si><si><t>added</t></si><si><t>Café</t></si></sst>`)
	utf16of := func(order binary.AppendByteOrder, text string) string {
		out := []byte(nil)
		for _, u := range utf16.Encode([]rune(text)) {
			out = order.AppendUint16(out, u)
		}
		return string(out)
	}
	sheet := "xl/worksheets/sheet1.xml"
	everywhere := func(change func(name, content string) (string, string)) parts {
		changed := parts{}
		for name, content := range plain {
			name, content = change(name, content)
			changed[name] = content
		}
		return changed
	}
	for name, file := range map[string]parts{
		"Excel": plain,
		"a prefix on every tag (Open XML SDK)": everywhere(func(name, content string) (string, string) {
			if strings.HasSuffix(name, ".rels") {
				return name, content
			}
			for _, mark := range []string{"<", "</"} {
				for _, letter := range "abcdefghijklmnopqrstuvwxyzT" {
					content = strings.ReplaceAll(content, mark+string(letter), mark+"x:"+string(letter))
				}
			}
			return name, strings.Replace(content, "xmlns=", "xmlns:x=", 1)
		}),
		"strict": everywhere(func(name, content string) (string, string) {
			content = strings.ReplaceAll(content, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
			return name, strings.ReplaceAll(content, relTypes, "http://purl.oclc.org/ooxml/officeDocument/relationships/")
		}),
		"names with backslashes":  everywhere(func(name, content string) (string, string) { return strings.ReplaceAll(name, "/", `\`), content }),
		"names in other letters":  everywhere(func(name, content string) (string, string) { return strings.ToUpper(name), content }),
		"targets from the root":   plain.with("xl/_rels/workbook.xml.rels", relations("rId1", "worksheet", "/xl/worksheets/sheet1.xml", "rId2", "sharedStrings", "/xl/sharedStrings.xml", "rId3", "styles", "/xl/styles.xml")),
		"targets with per cents":  plain.with("xl/_rels/workbook.xml.rels", relations("rId1", "worksheet", "worksheets/my%20sheet.xml", "rId2", "sharedStrings", "sharedStrings.xml", "rId3", "styles", "styles.xml"), "xl/worksheets/my sheet.xml", plain[sheet], sheet, ""),
		"no list of first parts":  plain.with("_rels/.rels", ""),
		"a workbook elsewhere":    plain.with("_rels/.rels", relations("a", "officeDocument", "book/main.xml"), "book/main.xml", plain["xl/workbook.xml"], "xl/workbook.xml", "", "book/_rels/main.xml.rels", strings.ReplaceAll(plain["xl/_rels/workbook.xml.rels"], `Target="`, `Target="../xl/`)),
		"a byte order mark":       plain.with(sheet, "\ufeff"+plain[sheet]),
		"UTF-16":                  plain.with(sheet, utf16of(binary.LittleEndian, "\ufeff"+plain[sheet])),
		"UTF-16, big end first":   plain.with("xl/sharedStrings.xml", utf16of(binary.BigEndian, plain["xl/sharedStrings.xml"])),
		"Windows-1252, and says":  plain.with("xl/sharedStrings.xml", `<?xml version="1.0" encoding="windows-1252"?>`+strings.ReplaceAll(plain["xl/sharedStrings.xml"], "é", "\xe9")),
		"white space everywhere":  plain.with(sheet, strings.NewReplacer(`="`, ` = "`, "><", ">\n\t<", `"/>`, `"  />`, "</row>", "</row\n>").Replace(plain[sheet][strings.Index(plain[sheet], "<worksheet"):])),
		"comments and processing": plain.with(sheet, strings.Replace(plain[sheet], "<sheetData>", `<?mso <sheetData>?><!-- <sheetData> -- --><dimension ref="A1:XFD1048576"/><sheetData>`, 1)),
		"another relation":        plain.with("xl/_rels/workbook.xml.rels", strings.Replace(plain["xl/_rels/workbook.xml.rels"], "><", `><Relationship Id="rId9" Type="x/styles" Target="http://example.org/" TargetMode="External"/><`, 1)),
	} {
		t.Run(name, func(t *testing.T) {
			l := one(t, file.zip(t))
			if l.err != nil {
				t.Fatal(l.err)
			}
			equal(t, "header", l.header, []string{"name", "added"})
			equal(t, "rows", l.lines(), []string{"2: Café|2024-03-01"})
		})
	}
	t.Run("no shared texts and no styles", func(t *testing.T) {
		l := one(t, minimal(`<row>`+text("name")+`</row><row>`+text("a")+`</row>`).zip(t))
		equal(t, "rows", l.lines(), []string{"2: a"})
	})
	t.Run("dates counted from 1904", func(t *testing.T) {
		for _, said := range []string{"1", "true"} {
			l := one(t, plain.with("xl/workbook.xml", strings.Replace(plain["xl/workbook.xml"], "<sheets>", `<workbookPr date1904="`+said+`"/><sheets>`, 1)).zip(t))
			equal(t, "rows", l.lines(), []string{"2: Café|2028-03-02"})
		}
	})
}

// What excelize writes, by its streaming writer or cell by cell, is read as it was meant.
func TestAgainstExcelize(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 1))
	for range 20 {
		f := excelize.NewFile()
		day, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		stamp, err := f.NewStyle(&excelize.Style{CustomNumFmt: new("dd/mm/yyyy hh:mm:ss")})
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		set := func(cell string, value any, style int) {
			if err := f.SetCellValue("Sheet1", cell, value); err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellStyle("Sheet1", cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
		for c, name := range []string{"name", "uprn", "x", "added", "at", "open"} {
			set(fmt.Sprintf("%c1", 'A'+c), name, 0)
		}
		for line := 2; line < 30; line++ {
			if dice.IntN(5) == 0 {
				continue // a blank row
			}
			name := strings.Repeat(string(rune('A'+dice.IntN(26))), 1+dice.IntN(9)) + []string{"", " & co", "<b>", "\nx", "é"}[dice.IntN(5)]
			uprn, x := dice.Int64N(1e12), float64(dice.IntN(1e8))/100
			when := time.Date(1900+dice.IntN(300), time.March, 1+dice.IntN(300), dice.IntN(24), dice.IntN(60), dice.IntN(60), 0, time.UTC)
			open := dice.IntN(2) == 0
			set(fmt.Sprintf("A%d", line), name, 0)
			set(fmt.Sprintf("B%d", line), uprn, 0)
			set(fmt.Sprintf("C%d", line), x, 0)
			set(fmt.Sprintf("D%d", line), when.Truncate(24*time.Hour), day)
			set(fmt.Sprintf("E%d", line), when, stamp)
			set(fmt.Sprintf("F%d", line), open, 0)
			at := when.Format("2006-01-02T15:04:05")
			want = append(want, fmt.Sprintf("%d: %s|%d|%s|%s|%s|%t", line, name, uprn, strconv.FormatFloat(x, 'f', -1, 64), when.Format(time.DateOnly), strings.TrimSuffix(at, "T00:00:00"), open))
		}
		var out bytes.Buffer
		if err := f.Write(&out); err != nil {
			t.Fatal(err)
		}
		equal(t, "rows", one(t, out.Bytes()).lines(), want)
	}
}

func TestIsWorkbook(t *testing.T) {
	for name, c := range map[string]struct {
		names []string
		want  bool
	}{
		"a workbook":                 {[]string{"[Content_Types].xml", "xl/workbook.xml"}, true},
		"a binary workbook":          {[]string{"xl/workbook.bin", "[Content_Types].xml"}, true},
		"names with backslashes":     {[]string{`\[content_types].xml`, `XL\workbook.xml`}, true},
		"a Word document":            {[]string{"[Content_Types].xml", "word/document.xml"}, false},
		"a folder that is called so": {[]string{"xl/assets.csv"}, false},
		"nothing":                    {nil, false},
	} {
		if got := workbook.IsWorkbook(c.names); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
