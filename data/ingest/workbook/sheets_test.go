package workbook_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"terrier/data/ingest/workbook"
)

func text(values ...string) string {
	cells := ""
	for _, v := range values {
		if cells += `<c`; v == "" {
			cells += `/>`
			continue
		}
		cells += ` t="str"><v>` + v + `</v></c>`
	}
	return cells
}

func TestRows(t *testing.T) {
	for name, c := range map[string]struct {
		rows   string
		header []string
		lines  []string
	}{
		"rows are numbered as Excel shows them": {
			`<row r="1">` + text("name", "n") + `</row><row r="2"/><row r="7">` + text("a", "1") + `</row><row r="9">` + text("b", "2") + `</row>`,
			[]string{"name", "n"}, []string{"7: a|1", "9: b|2"},
		},
		"rows without a number are counted": {
			`<row>` + text("name", "n") + `</row><row/><row>` + text("a", "1") + `</row><row r="8">` + text("b", "2") + `</row><row>` + text("c", "3") + `</row>`,
			[]string{"name", "n"}, []string{"3: a|1", "8: b|2", "9: c|3"},
		},
		"columns that are formatted and empty are cut": {
			`<row r="1">` + text("name", "n", "", "", "") + `<c r="XFD1" s="1"/></row><row r="2">` + text("a", "1", " ", "") + `<c r="XFD2" s="1"/></row>`,
			[]string{"name", "n"}, []string{"2: a|1"},
		},
		"rows that are formatted and empty are cut": {
			`<row r="1">` + text("name", "n") + `</row><row r="2">` + text("a", "1") + `</row><row r="3">` + text("", " ") + `</row><row r="1048576"><c r="A1048576" s="1"/></row>`,
			[]string{"name", "n"}, []string{"2: a|1"},
		},
		"a title in merged cells stands above": {
			`<row r="1">` + text("Community assets of the borough", "", "") + `</row><row r="3">` + text("name", "easting", "northing") + `</row>` +
				`<row r="4"><c t="str"><v>Hall</v></c><c><v>376694</v></c><c><v>387928</v></c></row><row r="5"><c t="str"><v>Park</v></c><c><v>376695</v></c><c><v>387929</v></c></row>`,
			[]string{"name", "easting", "northing"}, []string{"4: Hall|376694|387928", "5: Park|376695|387929"},
		},
		"a note beside the table has a column of its own": {
			`<row r="1">` + text("name", "n") + `</row><row r="2">` + text("a", "1", "", "check this") + `</row>`,
			[]string{"name", "n", "column 3", "column 4"}, []string{"2: a|1||check this"},
		},
		"a note far down has one too": {
			`<row r="1">` + text("name", "column 3") + `</row>` + strings.Repeat(`<row>`+text("a", "1")+`</row>`, 60) + `<row>` + text("a", "1", "note") + `</row>`,
			[]string{"name", "column 3", "column 3 (2)"}, nil,
		},
		"headings that repeat, or are missing": {
			`<row>` + text("name", "", "name") + `</row><row>` + text("a", "b", "c") + `</row>`,
			[]string{"name", "column 2", "name (2)"}, []string{"2: a|b|c"},
		},
		"headings alone": {`<row>` + text("name", "n") + `</row>`, []string{"name", "n"}, nil},
		"headings printed again further down": {
			`<row>` + text("name", "n") + `</row><row>` + text("a", "1") + `</row><row>` + text("name", "n") + `</row><row>` + text("b", "2") + `</row>`,
			[]string{"name", "n"}, []string{"2: a|1", "4: b|2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := one(t, minimal(c.rows).zip(t))
			if l.err != nil {
				t.Fatal(l.err)
			}
			equal(t, "header", l.header, c.header)
			if c.lines != nil {
				equal(t, "rows", l.lines(), c.lines)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	for name, c := range map[string]struct {
		rows, book string
		want       string
	}{
		"a formula without a result":             {`<row r="2">` + text("a") + `<c r="B2"><f>1+1</f></c></row>`, "", "The formula in B2 has no result"},
		"formulas without a result":              {`<row r="2">` + text("a") + `<c r="B2"><f>1+1</f><v></v></c></row><row r="3">` + text("b") + `<c><f>2</f></c><c t="str"><f>2</f></c></row>`, "", "3 formulas have no result and were read as empty, the first of them in B2. Open the workbook in Excel, save it"},
		"an empty text is a result":              {`<row r="2">` + text("a") + `<c r="B2" t="str"><f>""</f><v></v></c></row>`, "", ""},
		"results that Excel did not work out":    {`<row r="2">` + text("a") + `<c r="B2"><f>1+1</f><v>0</v></c></row>`, `<calcPr calcId="1" fullCalcOnLoad="1"/>`, "the results of 1, the first of them in B2, may be wrong"},
		"no formulas in a book that asks for it": {`<row r="2">` + text("a") + `</row>`, `<calcPr fullCalcOnLoad="true"/>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			file := minimal(`<row r="1">` + text("name", "n") + `</row>` + c.rows)
			file["xl/workbook.xml"] = strings.Replace(file["xl/workbook.xml"], "</workbook>", c.book+"</workbook>", 1)
			notes := strings.Join(one(t, file.zip(t)).notes, " ")
			if c.want == "" && notes != "" || !strings.Contains(notes, c.want) {
				t.Errorf("%q", notes)
			}
		})
	}
	t.Run("a title above the headings", func(t *testing.T) {
		l := one(t, minimal(`<row r="1">`+text("Assets of the borough of Trafford")+`</row><row r="3">`+text("name", "n")+`</row><row r="4">`+text("a")+`<c><v>376694</v></c></row><row r="5">`+text("name", "n")+`</row>`).zip(t))
		if notes := strings.Join(l.notes, " "); !strings.Contains(notes, "row 3") || !strings.Contains(notes, "repeats the title or the headings") {
			t.Errorf("%q", notes)
		}
	})
	t.Run("headings that are known", func(t *testing.T) {
		known := func(heading string) bool { return heading == "ref" || heading == "postcode" }
		file := minimal(`<row>` + text("one", "two") + `</row><row>` + text("ref", "postcode") + `</row><row>` + text("a", "b") + `</row>`).zip(t)
		source, err := workbook.OpenKnown(strings.NewReader(string(file)), int64(len(file)), known)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "header", readLayer(t, source.Layers[0]).header, []string{"ref", "postcode"})
	})
}

// several is a workbook of sheets given as name, state and rows; a state may also be the kind of sheet.
func several(of ...string) parts {
	file := minimal("")
	list, rels := "", []string{}
	for i := 0; i < len(of); i += 3 {
		state, kind := of[i+1], "worksheet"
		if strings.HasSuffix(state, "sheet") {
			state, kind = "visible", state
		}
		list += fmt.Sprintf(`<sheet name="%s" sheetId="%d" state="%s" r:id="rId%d"/>`, of[i], i+1, state, i)
		rels = append(rels, fmt.Sprintf("rId%d", i), kind, fmt.Sprintf("/xl/worksheets/s%d.xml", i))
		file[fmt.Sprintf("xl/worksheets/s%d.xml", i)] = sheetOf(of[i+2])
	}
	return file.with("xl/workbook.xml", `<workbook><sheets>`+list+`</sheets></workbook>`, "xl/_rels/workbook.xml.rels", relations(rels...))
}

func TestSheets(t *testing.T) {
	filled := `<row>` + text("name") + `</row><row>` + text("a") + `</row>`
	formulas := `<row><c><f>[1]Sheet1!A1</f></c></row>`
	for name, c := range map[string]struct {
		file   parts
		layers []string
		notes  string
	}{
		"in their order, with their names": {several("B &amp; Q", "", filled, "A", "visible", filled), []string{"B & Q", "A"}, ""},
		"empty ones are left out":          {several("A", "", "", "B", "", `<row r="1"><c s="1"/></row>`, "C", "", filled), []string{"C"}, ""},
		"charts are left out":              {several("A", "chartsheet", filled, "B", "", filled), []string{"B"}, ""},
		"hidden ones are left out and told": {
			several("Lists", "hidden", filled, "B", "", filled, "Very", "veryHidden", filled, "Nothing", "hidden", ""),
			[]string{"B"},
			`The sheet "Lists" is hidden in Excel and was left out. Unhide it there if it is the one that you want. The sheet "Very" is hidden in Excel and was left out. Unhide it there if it is the one that you want.`,
		},
		"hidden ones are read where there is nothing else": {several("A", "hidden", filled, "B", "", ""), []string{"A"}, "All sheets with anything in them are hidden"},
		"formulas without results alone are told":          {several("A", "", formulas, "B", "", filled), []string{"B"}, `The sheet "A" holds nothing but formulas without a result and was left out.`},
		"a damaged one does not spoil the others":          {several("A", "", "<row><c", "B", "", filled), []string{"A!", "B"}, ""},
		"one that is named and not there":                  {several("A", "", filled, "B", "", filled).with("xl/worksheets/s0.xml", ""), []string{"A!", "B"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			layers, notes := read(t, c.file.zip(t))
			var names []string
			for _, l := range layers {
				if l.err != nil {
					refused(t, l.err, "damaged-workbook", `"`+l.name+`"`)
					l.name += "!"
				}
				names = append(names, l.name)
			}
			equal(t, "layers", names, c.layers)
			if got := strings.Join(notes, " "); !strings.HasPrefix(got, c.notes) || c.notes == "" && got != "" {
				t.Errorf("notes %q", got)
			}
		})
	}
}

func TestALayerIsReadSeveralTimes(t *testing.T) {
	source, err := open(t, minimal(`<row>`+text("name")+`</row><row>`+text("a")+`</row>`).zip(t))
	if err != nil {
		t.Fatal(err)
	}
	if source.Format != "Excel workbook" || source.Unit != "row" || source.Shaped || source.Lonlat {
		t.Errorf("%+v", source)
	}
	for range 3 {
		r, err := source.Layers[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		rec, err := r.Read()
		if err != nil || rec.Values[0] != "a" || rec.Shaped || r.CRS() != "" || r.Offset() == 0 || r.Offset() > r.Size() {
			t.Errorf("%+v %v, at %d of %d", rec, err, r.Offset(), r.Size())
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// faulty is a file of which a part cannot be read.
type faulty struct {
	*strings.Reader
	from int64
}

var errDisk = errors.New("the disk has gone")

func (f faulty) ReadAt(p []byte, off int64) (int, error) {
	if off < f.from && off+int64(len(p)) > 0 && f.from > 0 {
		return 0, errDisk
	}
	return f.Reader.ReadAt(p, off)
}

func TestErrorsOfReadingAreNotBlamedOnTheFile(t *testing.T) {
	content := string(minimal(`<row>` + text("name") + `</row>`).zip(t))
	_, err := workbook.Open(faulty{strings.NewReader(content), int64(len(content)) / 2}, int64(len(content)))
	if !errors.Is(err, errDisk) {
		t.Errorf("%v", err)
	}
}
