package shapefile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest/shapefile"
)

func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "12.000": "12", "12.340": "12.34", "100": "100", "0": "0", "0.000": "0", "-0.00": "0", "-1.50": "-1.5", ".5": "0.5", "-.25": "-0.25",
		"+7": "7", "007": "007", "*****": "", "1.23400000000e+003": "1234", "-5.0E-01": "-0.5", "1e400": "1e400", "n/a": "n/a", "12,5": "12,5", "1.2.3": "1.2.3",
		"100012797623": "100012797623", "1.": "1", "-": "-", ".": ".",
	} {
		if got := shapefile.Number(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestValues(t *testing.T) {
	shp, _ := shapes(5, ward(0), ward(20))
	dbf := table{version: 0x30, fields: []string{
		"REF C 8", "AREA N 10 3", "COUNT N 9", "WHEN D 8", "LIVE L 1", "RATIO F 19 11", "NOTES M 10", "WHOLE I 4", "HALF B 8", "MOMENT T 8", "PRICE Y 8", "PAD C 5", "ODD X 3",
	}, rows: [][]string{
		{"00123 ", "   12.000", "*********", "20230131", "T", "1.23450000000e+003", "1", little(int32(-7)), little(0.5), little(int32(2460311), int32(3_600_000)), little(int64(12_3400)), "a\x00zz", " b "},
		{"  x", "", "  7", "00000000", "?", "", "", little(int32(0)), little(nan), little(int64(0)), little(int64(0)), "", ""},
	}}
	rows, header, notes, err := read(t, file{"a.shp", shp}, file{"a.dbf", dbf.bytes()})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"REF", "AREA", "COUNT", "WHEN", "LIVE", "RATIO", "NOTES", "WHOLE", "HALF", "MOMENT", "PRICE", "PAD", "ODD"}, header); diff != "" {
		t.Error(diff)
	}
	for i, want := range [][]string{
		{"00123", "12", "", "2023-01-31", "true", "1234.5", "", "-7", "0.5", "2024-01-01T01:00:00Z", "12.34", "a", "b"},
		{"x", "", "7", "", "", "", "", "0", "", "", "0", "", ""},
	} {
		if diff := cmp.Diff(want, rows[i].Values); diff != "" || rows[i].Err != nil {
			t.Error(diff, rows[i].Err)
		}
	}
	if notes != "Long texts that are kept in another file are not read: NOTES." {
		t.Error(notes)
	}
	for in, want := range map[string]string{"20231301": "20231301", "2023": "2023", "       ": "", "31/01/23": "31/01/23", "\xb6 1": "¶ 1"} {
		dbf := table{fields: []string{"WHEN D 8", "LIVE L 1", "N N 8"}, rows: [][]string{{in, "x", in}}}
		rows, _, _, err := read(t, file{"a.shp", shp}, file{"a.dbf", dbf.bytes()})
		if err != nil || rows[0].Value(0) != want || rows[0].Value(1) != "x" || rows[0].Value(2) != want {
			t.Error(rows, err)
		}
	}
}

func TestHeadings(t *testing.T) {
	shp, _ := shapes(5, ward(0))
	dbf := table{fields: []string{"Conservati C 1", "Conservati C 1", "_ C 1", "SITE_REF C 1"}, rows: [][]string{{"a", "b", "c", "d"}}}
	_, header, _, err := read(t, file{"a.shp", shp}, file{"a.dbf", dbf.bytes()})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Conservati", "Conservati (2)", "column 3", "SITE REF"}, header); diff != "" {
		t.Error(diff)
	}
}

func TestLetters(t *testing.T) {
	const cafe1252, cafeUTF8, cafe850 = "Caf\xe9", "Café", "Caf\x82"
	const nothing, fits, say = "Nothing says how letters are written: they are read as ", ", which fits all of them", ". If names come out wrong, say --encoding."
	full := strings.Repeat("x", 19) + "\xc3" // twenty bytes, the last one the first of two
	for name, test := range map[string]struct {
		value, cpg string
		language   byte
		encoding   string
		want       string
		note       string
	}{
		"ASCII, nothing said":                    {value: "Cafe", want: "Cafe"},
		"ASCII, an unknown .cpg":                 {value: "Cafe", cpg: "klingon", want: "Cafe"},
		"Windows-1252, nothing said":             {value: cafe1252, want: "Café", note: nothing + "Windows-1252" + say},
		"UTF-8, nothing said":                    {value: cafeUTF8, want: "Café", note: nothing + "UTF-8" + fits + say},
		"UTF-8, by .cpg":                         {value: cafeUTF8, cpg: "UTF-8\r\n", want: "Café"},
		"UTF-8, by .cpg of a code page":          {value: cafeUTF8, cpg: "65001", want: "Café"},
		"Windows-1252, by .cpg":                  {value: cafe1252, cpg: "ANSI 1252", want: "Café"},
		"Windows-1252, by .cpg of a number":      {value: cafe1252, cpg: "1252", want: "Café"},
		"ISO-8859-1, by .cpg":                    {value: cafe1252, cpg: "ISO-8859-1", want: "Café"},
		"ISO-8859-1, as ESRI writes it":          {value: cafe1252, cpg: "88591", want: "Café"},
		"OEM 850, by .cpg":                       {value: cafe850, cpg: "OEM 850", want: "Café"},
		"LDID/2 in a .cpg":                       {value: cafe850, cpg: "LDID/2", want: "Café"},
		"a .cpg above the header":                {value: cafe1252, cpg: "1252", language: 2, want: "Café"},
		"850, by the header":                     {value: cafe850, language: 2, want: "Café"},
		"ANSI, by the header":                    {value: cafe1252, language: 87, want: "Café"},
		"UTF-8 in spite of the header":           {value: cafeUTF8, language: 87, want: "Café", note: "The .dbf says that letters are written in Windows-1252, but all are sound UTF-8: they are read as that" + say},
		"a language that nobody knows":           {value: cafe1252, language: 222, want: "Café", note: nothing + "Windows-1252" + say},
		"a .cpg that nobody knows":               {value: cafeUTF8, cpg: "System", want: "Café", note: `Its .cpg says that letters are written in "System", which is not known here: they are read as UTF-8` + fits + say},
		"a .cpg that says UTF-8 and is wrong":    {value: cafe1252, cpg: "UTF-8", want: "Café", note: "Its .cpg says that letters are written in UTF-8, and some are not: they are read as Windows-1252" + say},
		"by hand, above all else":                {value: cafe850, cpg: "UTF-8", language: 87, encoding: "cp850", want: "Café"},
		"by hand, windows-1252":                  {value: cafe1252, encoding: "windows-1252", want: "Café"},
		"by hand, Windows 1252":                  {value: cafe1252, encoding: "Windows 1252", want: "Café"},
		"by hand, latin1":                        {value: cafe1252, encoding: "latin1", want: "Café"},
		"by hand, iso-8859-15":                   {value: "\xa45", encoding: "iso-8859-15", want: "€5"},
		"by hand, utf8":                          {value: cafeUTF8, encoding: "utf8", want: "Café"},
		"by hand, macintosh":                     {value: "Caf\x8e", encoding: "macintosh", want: "Café"},
		"by hand, shift_jis":                     {value: "\x93\x8c", encoding: "shift_jis", want: "東"},
		"by hand, utf-16":                        {value: "C\x00a\x00f\x00\xe9\x00", encoding: "utf-16", want: "Café"},
		"Welsh in ISO-8859-14":                   {value: "T\xfe", encoding: "iso-8859-14", want: "Tŷ"},
		"half a letter at the end, said UTF-8":   {value: full, cpg: "UTF-8", want: full[:19]},
		"half a letter at the end, nothing said": {value: full, want: full[:19] + "Ã", note: nothing + "Windows-1252" + say},
		"half a letter at the end, others whole": {value: "é" + full[2:], want: "é" + full[2:19], note: nothing + "UTF-8" + fits + say},
		"half a letter, but room":                {value: "Caf\xc3", cpg: "UTF-8", want: "CafÃ", note: "Its .cpg says that letters are written in UTF-8, and some are not: they are read as Windows-1252" + say},
	} {
		t.Run(name, func(t *testing.T) {
			dbf := named(test.value)
			dbf.language = test.language
			files := wards("a", []string{ward(0)}, dbf)
			if test.cpg != "" {
				files = append(files, file{"a.cpg", test.cpg})
			}
			rows, _, notes, err := readAs(t, test.encoding, files...)
			if err != nil || rows[0].Err != nil || rows[0].Value(0) != test.want {
				t.Errorf("got %+v, %v", rows, err)
			}
			if diff := cmp.Diff(test.note, notes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLettersOfColumns(t *testing.T) {
	dbf := table{fields: []string{`Caf\xe9 C 5`}, rows: [][]string{{"x"}}}
	_, header, notes, err := read(t, wards("a", []string{ward(0)}, dbf)...)
	if err != nil || header[0] != "Café" || !strings.Contains(notes, "Windows-1252") {
		t.Error(header, notes, err)
	}
}

func TestLettersThatAreNotAsSaid(t *testing.T) {
	for encoding, value := range map[string]string{"utf-8": "Caf\xe9", "shift_jis": "\x81"} {
		files := wards("a", []string{ward(0), ward(20)}, named(value, "b"))
		rows, _, _, err := readAs(t, encoding, files...)
		if err != nil || len(rows) != 2 || rows[1].Err != nil {
			t.Fatal(rows, err)
		}
		if e := wantCode(t, rows[0].Err, "wrong-encoding"); !strings.Contains(e.Message, "NAME") {
			t.Error(e.Message)
		}
	}
}
