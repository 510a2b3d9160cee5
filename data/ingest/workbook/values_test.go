package workbook_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"testing/quick"

	"terrier/data/ingest/workbook"
)

// styled is a table of styles: 1 date, 2 time, 3 date and time of one's own, 4 two decimals, 5 zeros in front, 6 per cent, 7 hours
// beyond a day.
const styled = `<styleSheet ` + main + `><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="165" formatCode="000000000000"/></numFmts>` +
	`<cellStyleXfs><xf numFmtId="22"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="2"/>` +
	`<xf numFmtId="165"/><xf numFmtId="9"/><xf numFmtId="46"/></cellXfs></styleSheet>`

func TestCells(t *testing.T) {
	for name, c := range map[string]struct{ cell, want string }{
		"a number":                                    {`<c r="B2"><v>42</v></c>`, "42"},
		"a UPRN":                                      {`<c r="B2"><v>100012345678</v></c>`, "100012345678"},
		"a UPRN with an exponent":                     {`<c r="B2"><v>1.00012345678E+11</v></c>`, "100012345678"},
		"a UPRN shown with zeros in front":            {`<c r="B2" s="5"><v>12345678</v></c>`, "12345678"},
		"an easting shown with two decimals":          {`<c r="B2" s="4"><v>376694.1</v></c>`, "376694.1"},
		"a latitude as Excel stores it":               {`<c r="B2"><v>53.387958699999999</v></c>`, "53.3879587"},
		"a latitude that was worked out":              {`<c r="B2"><v>53.387958700000003</v></c>`, "53.3879587"},
		"all digits of a longitude":                   {`<c r="B2"><v>-2.273622538102039</v></c>`, "-2.273622538102039"},
		"18 digits that a float would change":         {`<c r="B2"><v>123456789012345678</v></c>`, "123456789012345678"},
		"a per cent as it is stored":                  {`<c r="B2" s="6"><v>0.25</v></c>`, "0.25"},
		"white space around a number":                 {"<c r=\"B2\"><v>\n 42 </v></c>", "42"},
		"a number that is none":                       {`<c r="B2"><v>12 flats</v></c>`, "12 flats"},
		"a date":                                      {`<c r="B2" s="1"><v>45352</v></c>`, "2024-03-01"},
		"a date with a time that is not shown":        {`<c r="B2" s="1"><v>45352.604166666664</v></c>`, "2024-03-01T14:30:00"},
		"a date and time":                             {`<c r="B2" s="3"><v>45352.604166666664</v></c>`, "2024-03-01T14:30:00"},
		"midnight":                                    {`<c r="B2" s="3"><v>45352</v></c>`, "2024-03-01"},
		"a time":                                      {`<c r="B2" s="2"><v>0.375</v></c>`, "09:00:00"},
		"hours beyond a day":                          {`<c r="B2" s="7"><v>1.25</v></c>`, "1.25"},
		"a blank behind a formula, shown as a date":   {`<c r="B2" s="1"><f>A9</f><v>0</v></c>`, "0"},
		"a date that is text":                         {`<c r="B2" s="1" t="str"><v>1 March 2024</v></c>`, "1 March 2024"},
		"an ISO date":                                 {`<c r="B2" t="d"><v>2024-03-01T00:00:00</v></c>`, "2024-03-01"},
		"an ISO date and time":                        {`<c r="B2" t="d"><v>2024-03-01T09:05:00</v></c>`, "2024-03-01T09:05:00"},
		"true":                                        {`<c r="B2" t="b"><v>1</v></c>`, "true"},
		"false":                                       {`<c r="B2" t="b"><v>0</v></c>`, "false"},
		"not available":                               {`<c r="B2" t="e"><v>#N/A</v></c>`, ""},
		"a lost reference":                            {`<c r="B2" t="e"><v>#REF!</v></c>`, "#REF!"},
		"a formula":                                   {`<c r="B2"><f>1+1</f><v>2</v></c>`, "2"},
		"a formula that is text":                      {`<c r="B2" t="str"><f>A1&amp;"x"</f><v>name x</v></c>`, "name x"},
		"a shared text":                               {`<c r="B2" t="s"><v>0</v></c>`, "Town Hall"},
		"a rich text":                                 {`<c r="B2" t="s"><v>1</v></c>`, "Old Town Hall"},
		"a text without how it is spoken":             {`<c r="B2" t="s"><v>2</v></c>`, "東京"},
		"white space in front, which says nothing":    {`<c r="B2" t="s"><v>3</v></c>`, ""},
		"letters that XML cannot hold":                {`<c r="B2" t="s"><v>4</v></c>`, "a\r\nb_x000D_"},
		"a character of two":                          {`<c r="B2" t="inlineStr"><is><t>_xD83D__xDE00_</t></is></c>`, "😀"},
		"an inline text":                              {`<c r="B2" t="inlineStr"><is><t>Town Hall</t></is></c>`, "Town Hall"},
		"an inline rich text":                         {`<c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>Town</t></r><r><t xml:space="preserve"> Hall</t></r><rPh><t>x</t></rPh></is></c>`, "Town Hall"},
		"references and CDATA":                        {`<c r="B2" t="str"><v>&lt;A&amp;B&gt; &#163;5 &#x2019;<![CDATA[<&>]]></v></c>`, "<A&B> £5 ’<&>"},
		"a comment in a value":                        {`<c r="B2"><v>4<!-- > -- -->2</v></c>`, "42"},
		"the apostrophe that keeps formulas at bay":   {`<c r="B2" t="str"><v>'=SUM(A1)</v></c>`, "=SUM(A1)"},
		"an apostrophe of a name":                     {`<c r="B2" t="str"><v>'t Hooft</v></c>`, "'t Hooft"},
		"a cell without a name":                       {`<c r="A2"/><c><v>42</v></c>`, "42"},
		"a name in small letters":                     {`<c r="b2"><v>42</v></c>`, "42"},
		"quotation marks and > in an attribute":       {`<c cm='">"' r="B2"><f ref="a>b"/><v>42</v></c>`, "42"},
		"a prefix":                                    {`<x:c r="B2"><x:v>42</x:v></x:c>`, "42"},
		"a style that is not there":                   {`<c r="B2" s="99"><v>45352</v></c>`, "45352"},
		"cells in another order":                      {`<c r="C2"><v>1</v></c><c r="B2"><v>42</v></c>`, "42"},
		"something unknown":                           {`<c r="B2"><ext><v2>7</v2></ext><v>42</v></c>`, "42"},
		"a value both ways":                           {`<c r="B2" t="inlineStr"><is><t>a</t></is><v>a</v></c>`, "a"},
		"a kind of cell that is not known is text":    {`<c r="B2" t="future"><v>007</v></c>`, "007"},
		"a line end in text":                          {"<c r=\"B2\" t=\"str\"><v>a\r\nb</v></c>", "a\nb"},
		"a text that only looks like a folded letter": {`<c r="B2" t="str"><v>_x00_ _xZZZZ_ a_x</v></c>`, "_x00_ _xZZZZ_ a_x"},
	} {
		t.Run(name, func(t *testing.T) {
			texts := `<sst><si><t>Town Hall</t></si><si><r><t>Old </t></r><r><t>Town Hall</t></r></si>` +
				`<si><t>東京</t><rPh sb="0" eb="2"><t>とうきょう</t></rPh><phoneticPr fontId="1"/></si><si><t xml:space="preserve">   </t></si><si><t>a_x000D_` + "\n" + `b_x005F_x000D_</t></si></sst>`
			file := minimal(`<row r="1"><c t="str"><v>name</v></c><c t="str"><v>value</v></c></row><row r="2">`+c.cell+`</row><row r="3"><c><v>9</v></c></row>`).
				with("xl/styles.xml", styled, "xl/sharedStrings.xml", texts)
			l := one(t, file.zip(t))
			if l.err != nil {
				t.Fatal(l.err)
			}
			rec := l.records[0]
			if rec.Line == 3 { // the cell was the only one of its row, and blank
				rec.Values = nil
			}
			if got := rec.Value(1); got != c.want || rec.Err != nil {
				t.Errorf("got %q %v, want %q", got, rec.Err, c.want)
			}
		})
	}
}

func TestCellsThatCannotBeRead(t *testing.T) {
	for name, cell := range map[string]string{
		"a shared text that is not there":  `<c r="B2" t="s"><v>9</v></c>`,
		"a shared text below nothing":      `<c r="B2" t="s"><v>-1</v></c>`,
		"a shared text without a number":   `<c r="B2" t="s"><v>x</v></c>`,
		"bytes that are no letters":        "<c r=\"B2\" t=\"str\"><v>caf\xe9</v></c>",
		"the character that is none":       `<c r="B2" t="str"><v>a_x0000_</v></c>`,
		"a value far right":                `<c r="XFD2" t="str"><v>a</v></c>`,
		"a row too long to be held at all": strings.Repeat(`<c r="B2" t="s"><v>0</v></c>`, 70),
	} {
		t.Run(name, func(t *testing.T) {
			texts := `<sst><si><t>` + strings.Repeat("long ", 1<<18) + `</t></si></sst>`
			file := minimal(`<row r="1"><c t="str"><v>name</v></c></row><row r="2">`+cell+`</row><row r="3"><c><v>1</v></c></row>`).with("xl/sharedStrings.xml", texts)
			l := one(t, file.zip(t))
			if len(l.records) != 2 || l.records[0].Err == nil || l.records[1].Err != nil || l.err != nil {
				t.Fatalf("%q %v", l.lines(), l.err)
			}
			code := "unreadable-cell"
			switch {
			case strings.Contains(cell, "XFD"):
				code = "too-many-columns"
			case strings.Contains(cell, `><v>0<`):
				code = "row-too-long"
			}
			refused(t, l.records[0].Err, code)
			if code == "unreadable-cell" && !strings.Contains(l.records[0].Err.Message, "B2") {
				t.Errorf("%q does not say which", l.records[0].Err.Message)
			}
		})
	}
}

func TestNumberText(t *testing.T) {
	for stored, want := range map[string]string{
		"0": "0", "-0": "0", "0.0": "0", "1.0": "1", "007": "7", "+5": "5", "1e3": "1000", "1E+20": "100000000000000000000", "1e21": "1e+21", "1E-7": "0.0000001",
		"1e-9": "1e-09", "0.30000000000000004": "0.3", "0.05": "0.05", "-2.5": "-2.5", "376694.10": "376694.1", "376694.10000000003": "376694.1",
		"371343.64244112396": "371343.64244112396", "inf": "inf", "NaN": "NaN", "0x1p2": "0x1p2", "1_000": "1_000", "": "", "1e999": "1e999", "-": "-",
		"999999999999999": "999999999999999", "0.1234567890123456": "0.1234567890123456", "123456789012345.6": "123456789012345.6",
	} {
		if got := workbook.NumberText(stored); got != want {
			t.Errorf("%s: got %s, want %s", stored, got, want)
		}
	}
}

// What is written down again stands for the same number, to the 15 digits that Excel shows.
func TestNumberTextKeepsTheNumber(t *testing.T) {
	same := func(v float64, decimals uint8) bool {
		for _, stored := range []string{strconv.FormatFloat(v, 'g', 17, 64), strconv.FormatFloat(math.Remainder(v, 1e6), 'f', int(decimals%12), 64)} {
			was, _ := strconv.ParseFloat(stored, 64)
			text := workbook.NumberText(stored)
			is, err := strconv.ParseFloat(text, 64)
			if err != nil || math.Abs(is-was) > 5.1e-15*math.Abs(was) || len(text) > 25 && math.Abs(was) < 1e21 {
				t.Logf("%s became %s", stored, text)
				return false
			}
		}
		return true
	}
	if err := quick.Check(same, &quick.Config{MaxCount: 5000}); err != nil {
		t.Error(err)
	}
}

func TestNumberFormats(t *testing.T) {
	for code, want := range map[string]string{
		"General": "number", "GENERAL": "number", "0.00": "number", "#,##0;[Red]-#,##0": "number", "@": "number", "": "number", ";;;": "number",
		"000000000000": "number", `00000 "day"`: "number", `0\d`: "number", "0.0m": "number", "0 d": "number", "0.00E+00": "number", "# ?/?": "number",
		"[$£-809]#,##0.00": "number", "_-£* #,##0.00_-": "number", "[Red]0": "number", "[h]:mm": "number", "[mm]:ss": "number", `"unclosed`: "number",
		"dd/mm/yyyy": "date", "DD/MM/YYYY": "date", "d-mmm": "date", "mmm-yy": "date", "mmmm": "date", "mm": "date", "yyyy": "date",
		`[$-F800]dddd\,\ mmmm\ dd\,\ yyyy`: "date", `yyyy\-mm\-dd;@`: "date", "[>=100]dd/mm/yy;0": "date", "m/d/yy h:mm": "date", "dd/mm/yyyy\\ hh:mm:ss.000": "date",
		"[$-411]ggge年m月d日": "date", "B2dd": "date", "yyyy-mm-ddThh:mm:ss": "date",
		"h:mm": "time", "hh:mm:ss": "time", "h:mm AM/PM": "time", "mm:ss.0": "time", "[$-409]h:mm:ss AM/PM;@": "time",
		strings.Repeat("yyyy", 100): "number",
	} {
		if got := workbook.FormatKind(code); got != want {
			t.Errorf("%q: got %s, want %s", code, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for _, c := range []struct {
		stored          string
		clock, from1904 bool
		want            string
	}{
		{"1", false, false, "1900-01-01"},
		{"59", false, false, "1900-02-28"},
		{"60", false, false, "1900-02-29"}, // Excel's own
		{"61", false, false, "1900-03-01"},
		{"36526", false, false, "2000-01-01"},
		{"2958465", false, false, "9999-12-31"},
		{"2958465.5", false, false, "9999-12-31T12:00:00"},
		{"2958466", false, false, "2958466"},
		{"-1", false, false, "-1"},
		{"45352.9999999999", false, false, "2024-03-02"},
		{"45352.00000001", false, false, "2024-03-01T00:00:00.001"},
		{"0.5", false, false, "12:00:00"},
		{"0", true, false, "00:00:00"},
		{"0", false, true, "1904-01-01"},
		{"0.5", true, true, "12:00:00"},
		{"0.5", false, true, "1904-01-01T12:00:00"},
		{"43890", false, true, "2024-03-01"},
		{"2957003", false, true, "9999-12-31"},
		{"2957004", false, true, "2957004"},
		{"1.5", true, false, "1900-01-01T12:00:00"},
		{"1e300", false, false, "1e+300"},
		{"soon", false, false, "soon"},
	} {
		if got := workbook.DateText(c.stored, c.clock, c.from1904); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}

func TestColumnNames(t *testing.T) {
	for column, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := workbook.ColumnName(column); got != want {
			t.Errorf("%d: got %s, want %s", column, got, want)
		}
	}
}
