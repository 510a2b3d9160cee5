package row_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"terrier/data/ingest/row"
)

// grid reads a little table: a line a row, cells between bars. A row "-" is blank.
func grid(text string) (rows [][]string) {
	for line := range strings.Lines(strings.Trim(text, "\n")) {
		line = strings.TrimRight(strings.TrimLeft(line, " \t"), "\n")
		if line == "-" {
			rows = append(rows, []string{""})
			continue
		}
		cells := strings.Split(line, "|")
		for i, c := range cells {
			cells[i] = strings.TrimSpace(c)
		}
		rows = append(rows, cells)
	}
	return rows
}

// wordsKnown are headings that some field goes by.
func wordsKnown(text string) bool {
	return slices.Contains([]string{"name", "address", "easting", "northing", "postcode", "reference", "type"}, strings.ToLower(text))
}

type headerCase struct {
	name, table string
	want        string // the names between bars; "" for a table without headings
	first       int
	passed      int
}

// An ordinary table is read by its first row, whatever may be odd about it.
var ordinary = []headerCase{
	{"words over numbers", "name|lon|lat\nHall|-2.35|53.38\nLibrary|-2.36|53.39", "name|lon|lat", 1, 0},
	{"words over words", "name|type\nHollin|parish council\nMoss|parish council", "name|type", 1, 0},
	{"headings alone", "name|lon|lat", "name|lon|lat", 1, 0},
	{"one column", "postcode\nWA14 1PF\nM1 1AE", "postcode", 1, 0},
	{"one column of words", "name\nHall\nLibrary", "name", 1, 0},
	{"one row of data", "name|lon|lat\nHall|-2.35|53.38", "name|lon|lat", 1, 0},
	{"one row of words", "name|type|owner\nHall|hall|Council", "name|type|owner", 1, 0},
	{"years for headings", "Ward|2019|2020|2021\nEast|120|130|140\nWest|20|30|40", "Ward|2019|2020|2021", 1, 0},
	{"years alone for headings", "2019|2020|2021\n120|130|140\n20|30|40", "2019|2020|2021", 1, 0},
	{"days for headings over counts", "Ward|2019-01-01|2020-01-01\nEast|120|130\nWest|20|30", "Ward|2019-01-01|2020-01-01", 1, 0},
	{"distances for headings", "Ward|10000|20000\nEast|12345|33456\nWest|2345|13456", "Ward|10000|20000", 1, 0},
	{"web addresses for headings", "http://a.uk/name|http://a.uk/lat\nHall|53.38\nLibrary|53.39", "http://a.uk/name|http://a.uk/lat", 1, 0},
	{"a heading that is blank", "id|name||lon|lat\n1|Hall|x|-2.35|53.38\n2|Library|y|-2.36|53.39", "id|name|column 3|lon|lat", 1, 0},
	{"a heading that lost its delimiter", "id|plan system||lon|lat\n1|http://a.uk/1|WGS84|-2.35|53.38\n2|http://a.uk/2|WGS84|-2.36|53.39", "id|plan system|column 3|lon|lat", 1, 0},
	{"the first heading blank, as pandas writes it", "|name|lon|lat\n0|Hall|-2.35|53.38\n1|Library|-2.36|53.39", "column 1|name|lon|lat", 1, 0},
	{"repeated headings", "name|name|lon|lat\nHall|Main|-2.35|53.38\nLibrary|Small|-2.36|53.39", "name|name (2)|lon|lat", 1, 0},
	{"the same heading all over", "name|name|lat\nHall|a|53.38\nLibrary|b|53.39", "name|name (2)|lat", 1, 0},
	{"columns of yes and no called as their values", "name|library|park\nHall|library|\nMoss||park\nLea|library|", "name|library|park", 1, 0},
	{"a first row that says unknown for numbers", "name|lon|lat\nHall|unknown|not known\nMoss|-2.35|53.38\nLea|-2.36|53.39", "name|lon|lat", 1, 0},
	{"a first row in small letters", "name|lon|lat\nhall|tbc|n/a\nmoss|-2.35|53.38\nlea|-2.36|53.39", "name|lon|lat", 1, 0},
	{"sparse rows", "id|name|a|b|c|d|e|f|g\n1|Hall\n2||||||x\n3|Lea", "id|name|a|b|c|d|e|f|g", 1, 0},
	{"headings with digits", "OA21CD|LSOA21CD|LAD22CD\nE00000001|E01000001|E09000001\nE00000002|E01000001|E09000001", "OA21CD|LSOA21CD|LAD22CD", 1, 0},
	{"headings with many digits", "Census2021|Pop_20210630\nE00000001|120\nE00000002|130", "Census2021|Pop_20210630", 1, 0},
	{"blank rows first", "-\n||\nname|lon|lat\nHall|-2.35|53.38", "name|lon|lat", 3, 0},
	{"headings far apart", "name||||lat\nHall|x|y|z|53.38\nMoss|x|y|z|53.39", "name|column 2|column 3|column 4|lat", 1, 0},
	{"one heading over a table of numbers", "name||\nHall|-2.35|53.38\nMoss|-2.36|53.39", "name|column 2|column 3", 1, 0},
	{"long headings", "Please give the full name of the site as it is known locally|Easting (6 figures)|Northing (6 figures)\nHall|376694|387928\nMoss|376695|387929", "Please give the full name of the site as it is known locally|Easting (6 figures)|Northing (6 figures)", 1, 0},
	{"outlines", "WKT|name\nPOLYGON ((1 2,3 4))|Field\nPOLYGON ((1 2,3 5))|Wood", "WKT|name", 1, 0},
	{"one heading over numbers, some of them unknown", "name||\nHall|-2.35|53.38\nLea|unknown|not known\nMoss|-2.36|53.39", "name|column 2|column 3", 1, 0},
	{"a first column of dates", "date|count\n2020-01-01|12\n2020-01-02|13", "date|count", 1, 0},
	{"a row of units", "name|length|area\n|(m)|(ha)\nHall|12.5|0.4\nMoss|13.5|0.6", "name|length|area", 1, 0},
	{"fewer headings than values", "name|lon\nHall|-2.35|53.38\nMoss|-2.36|53.39", "name|lon", 1, 0},
	{"fewer headings than values, and a first row of words", "name|lon\nHall|unknown|not known\nMoss|-2.36|53.39\nLea|-2.37|53.4", "name|lon", 1, 0},
	{"a hundred blank rows first", strings.Repeat("-\n", 100) + "name|lon|lat\nHall|-2.35|53.38", "name|lon|lat", 101, 0},
	{"an address that is the first word of a table of two columns", "Council|Fylde\nHall|Lytham\nMoss|Ansdell", "Council|Fylde", 1, 0},
}

// What stands above the headings is passed over, and lines of headings are put together.
var below = []headerCase{
	{"a title", "Register||\nname|lon|lat\nHall|-2.35|53.38\nMoss|-2.36|53.39", "name|lon|lat", 2, 1},
	{"a title without delimiters", "Fylde Council: Brownfield Land Register\nname|lon|lat\nHall|-2.35|53.38\nMoss|-2.36|53.39", "name|lon|lat", 2, 1},
	{"a title over words", "List of parish councils||\nname|type|place\nHollin|parish council|Hollin\nMoss|parish council|Moss", "name|type|place", 2, 1},
	{"a title, a day and a blank row", "Community assets|||\nLast updated: 1 March 2020|||\n-\nname|address|lon|lat\nHall|High St|-2.35|53.38\nMoss|Low St|-2.36|53.39", "name|address|lon|lat", 4, 2},
	{"a title merged over all columns", "Register|Register|Register\nname|lon|lat\nHall|-2.35|53.38\nMoss|-2.36|53.39", "name|lon|lat", 2, 1},
	{"a title in the middle", "||Register||\nid|name|type|lon|lat\n1|Hall|a|-2.35|53.38\n2|Moss|b|-2.36|53.39", "id|name|type|lon|lat", 2, 1},
	{"a few things about the file", "Council|Fylde||||\nDay|01/03/2020||||\nid|name|address|postcode|easting|northing\n1|Hall|High St|M1 1AE|376694|387928\n2|Moss|Low St|M1 1AF|376695|387929", "id|name|address|postcode|easting|northing", 3, 2},
	{"notes as long as a paragraph", strings.Repeat("This list is kept under section 31 of the act. ", 9) + "\n-\nname|lon|lat\nHall|-2.35|53.38\nMoss|-2.36|53.39", "name|lon|lat", 3, 1},
	{"twenty lines of notes", strings.Repeat("A note of some words\n", 20) + "name|lon|lat\nHall|-2.35|53.38\nMoss|-2.36|53.39", "name|lon|lat", 21, 20},
	{"a title over one row of data", "Register||\nname|lon|lat\nHall|-2.35|53.38", "name|lon|lat", 2, 1},
	{"a title over headings of which some are blank", "Register of assets||||\nname||type|lon|lat\nHall|x|a|-2.35|53.38\nMoss|y|b|-2.36|53.39", "name|column 2|type|lon|lat", 2, 1},
	{"headings of which one is a day", "Register of homes|||\nname|lat|lon|01/04/2020\nHall|53.38|-2.35|12\nMoss|53.39|-2.36|13", "name|lat|lon|01/04/2020", 2, 1},
	{"a table of Nomis", "TS054 - Tenure of household\n[from Nomis on 1 May 2024]\n-\nPopulation :|All households|\nUnits :|Households|\ndate :|2021|\n-\narea|mnemonic|Total\nTrafford 001A|E01006074|653\nTrafford 001B|E01006075|711\nTrafford 001C|E01006076|590\nTrafford 001D|E01006077|590", "area|mnemonic|Total", 8, 5},
	{"things about the file in rows that end early", "Council|Fylde\nDay|01/03/2020\nid|name|lat\n1|Hall|53.38\n2|Moss|53.39", "id|name|lat", 3, 2},
	{"groups of columns", "Site||Location||Dates|\nid|name|easting|northing|entered|updated\n1|Hall|376694|387928|2020-01-01|2020-02-01\n2|Moss|376695|387929|2020-01-01|2020-02-01", "id|name|easting|northing|entered|updated", 2, 0},
	{"groups that repeat their name", "Site|Site|Location|Location\nid|name|easting|northing\n1|Hall|376694|387928\n2|Moss|376695|387929", "id|name|easting|northing", 2, 0},
	{"cells merged downwards", "id|name|Location||updated\n||easting|northing|\n1|Hall|376694|387928|2020-01-01\n2|Moss|376695|387929|2020-02-01", "id|name|easting|northing|updated", 2, 0},
	{"groups with the same columns", "Site|Minimum||Maximum|\nname|homes|area|homes|area\nHall|12|0.5|14|0.7\nMoss|13|0.6|15|0.8", "name|Minimum homes|Minimum area|Maximum homes|Maximum area", 2, 0},
	{"a title over groups", "Register of sites|||||\nSite||Location||Size|\nid|name|easting|northing|area|homes\n1|Hall|376694|387928|0.5|12\n2|Moss|376695|387929|0.6|13", "id|name|easting|northing|area|homes", 3, 2},
	{"a title over groups with the same columns", "Register of sites|||||\nSite|Minimum||Maximum||\nname|homes|area|homes|area|notes\nHall|12|0.5|14|0.7|x\nMoss|13|0.6|15|0.8|y", "name|Minimum homes|Minimum area|Maximum homes|Maximum area|notes", 3, 1},
	{"a title over cells merged downwards", "Register of sites||||\nid|name|Location||updated\n||easting|northing|\n1|Hall|376694|387928|2020-01-01\n2|Moss|376695|387929|2020-02-01", "id|name|easting|northing|updated", 3, 1},
	{"headings that go on in the next line, below a title", "Register of sites|||\nSite|Site name and|Grid reference|Grid reference\nreference|address|(easting)|(northing)\nA1|Hall|376694|387928\nA2|Moss|376695|387929",
		"Site reference|Site name and address|Grid reference (easting)|Grid reference (northing)", 3, 1},
	{"a merge that wrote the title into cells", "The Register|||\n(a) Reference|(b) name|(c) place|(c) place\nnumber|The Register|easting|northing\nThe Register|The Register|The Register|The Register\nA1|Hall|376694|387928\nA2|The Register|376695|387929",
		"(a) Reference number|(b) name|(c) place easting|(c) place northing", 4, 1},
	{"a title that is also a value", "Fylde Council|||\nname|owner|keeper|lat\nHall|Fylde Council|Fylde Council|53.38\nMoss|Fylde Council|Fylde Council|53.39", "name|owner|keeper|lat", 2, 1},
}

// Tables that begin with data.
var headless = []headerCase{
	{"numbers", "1|-2.35|53.38\n2|-2.36|53.39", "", 0, 0},
	{"names and numbers", "Hall|-2.35|53.38\nMoss|-2.36|53.39", "", 0, 0},
	{"eastings", "Hall|376694|387928\nMoss|376695|387929", "", 0, 0},
	{"eastings in full hundreds", "Hall|376600|387900\nMoss|376700|388000\nLea|377700|388100", "", 0, 0},
	{"postcodes", "H1|WA14 1PF|social rent\nH2|WA14 1PG|social rent", "", 0, 0},
	{"days", "Hall|01/02/2020\nMoss|03/04/2020", "", 0, 0},
	{"codes", "E08000009|Trafford\nE08000003|Manchester", "", 0, 0},
	{"outlines", "Field|POLYGON ((1 2,3 4))\nWood|POLYGON ((1 2,3 5))", "", 0, 0},
	{"decimal commas", "Hall|-2,35|53,38\nMoss|-2,36|53,39", "", 0, 0},
	{"one row", "Hall|-2.35|53.38", "", 0, 0},
	{"a title", "Register of community assets\nHall|-2.35|53.38\nMoss|-2.36|53.39", "", 1, 1},
	{"a title in a wide table", "Register of community assets||||\nHall|a|b|-2.35|53.38\nMoss|a|b|-2.36|53.39", "", 1, 1},
	{"nothing", "-\n||", "", 2, 0},
}

func check(t *testing.T, c headerCase, known func(string) bool) {
	t.Helper()
	rows := grid(c.table)
	h, ok := row.FindHeader(rows, known)
	if ok != (c.want != "") || h.First != c.first || h.Passed != c.passed || ok && strings.Join(h.Names, "|") != c.want {
		t.Errorf("%v %q, first row %d, passed %d; want %q, %d, %d", ok, strings.Join(h.Names, "|"), h.First, h.Passed, c.want, c.first, c.passed)
	}
	if ok && h.Top > h.First || !ok && h.Top != h.First {
		t.Errorf("headings from %d to %d", h.Top, h.First)
	}
	for i := h.First; i < len(rows); i++ {
		if h.Repeats(rows[i]) {
			t.Errorf("row %d is taken for the headings: %q", i, rows[i])
		}
	}
}

func TestFindHeader(t *testing.T) {
	for group, cases := range map[string][]headerCase{"ordinary": ordinary, "below": below, "headless": headless} {
		for _, c := range cases {
			t.Run(group+": "+c.name, func(t *testing.T) {
				check(t, c, nil)
				check(t, c, func(string) bool { return false })
			})
		}
	}
	for _, c := range ordinary {
		t.Run("ordinary, with known headings: "+c.name, func(t *testing.T) { check(t, c, wordsKnown) })
	}
}

func TestKnownHeadings(t *testing.T) {
	for _, c := range []headerCase{
		{"things about the file in a narrow table", "Council|Fylde\nContact|Planning\nName|Postcode\nHall|M1 1AE\nMoss|M1 1AF", "Name|Postcode", 3, 2},
		{"a title of one known word", "Name|||||\nreference|type|address|owner|easting|northing\n1|hall|High St|Us|376694|387928", "reference|type|address|owner|easting|northing", 2, 1},
		{"one column with a name", "Name|||\nHall|High Street|hall|open\nMoss|Low Street|library|open", "Name|column 2|column 3|column 4", 1, 0},
		{"groups over words", "Site||Place|\nReference|Name|Address|Owner\nA|Hall|High St|Us\nB|Moss|Low St|Us", "Reference|Name|Address|Owner", 2, 1},
		{"a column of numbers called by a number", "Name|12345\nHall|23456\nMoss|34567", "Name|12345", 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) { check(t, c, wordsKnown) })
	}
}

func TestNamesOfTablesWithoutHeadings(t *testing.T) {
	h, ok := row.FindHeader(grid("A title of words\nHall|-2.35|53.38\nMoss|-2.36|53.39\nLea|x|-2.36|53.39"), nil)
	if ok || strings.Join(h.Names, "|") != "column 1|column 2|column 3" {
		t.Errorf("%v %q", ok, h.Names)
	}
}

func TestRepeats(t *testing.T) {
	h, _ := row.FindHeader(grid("Register of sites||\nname|lon|lat\nHall|-2.35|53.38\nMoss|-2.36|53.39"), nil)
	for text, want := range map[string]bool{
		"name|lon|lat": true, " name | lon|lat ||": true, "\ufeffname|lon|lat": true, "Register of sites||": true, "Register of sites": true,
		"name|lon": false, "name|lon|lat|x": false, "Name|lon|lat": false, "Hall|-2.35|53.38": false, "": false,
	} {
		if h.Repeats(strings.Split(text, "|")) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
	h, _ = row.FindHeader(grid("The Register||\nname|lon|lat\nThe Register|The Register|The Register\nHall|-2.35|53.38\nMoss|-2.36|53.39"), nil)
	for text, want := range map[string]bool{
		"The Register|The Register|x": true, "The Register|The Register|53.3": false, "The Register||": true, "The Register|x|y|z": false,
	} {
		if h.Repeats(strings.Split(text, "|")) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestHeaderNotes(t *testing.T) {
	line := func(i int) int { return 10 + i }
	for _, c := range []struct{ table, want string }{
		{"name|lon|lat\nHall|-2.35|53.38", ""},
		{"Register||\nname|lon|lat\nHall|-2.35|53.38\nMoss|-2.36|53.39", "The headings were found in line 11: 1 line above them was passed over."},
		{"Register||\n-\nof 2020\nname|lon|lat\nHall|-2.35|53.38\nMoss|-2.36|53.39", "The headings were found in line 13: 2 lines above them were passed over."},
		{"Hall|-2.35|53.38\nMoss|-2.36|53.39", "The file has no headings: its columns were named column 1, column 2 and so on. Name them with --map."},
		{"id|Place|\n|easting|northing\n1|376694|387928\n2|376695|387929", "The headings are split over lines 10 to 11: they were put together."},
		{"-", ""},
	} {
		h, _ := row.FindHeader(grid(c.table), nil)
		if got := strings.Join(h.Notes("line", line), " "); got != c.want {
			t.Errorf("%q\n%s\n%s", c.table, got, c.want)
		}
	}
}

func TestRepeatedRowsAreTold(t *testing.T) {
	var r row.Repeated
	if r.Notes("line") != nil {
		t.Error(r.Notes("line"))
	}
	for n, want := range map[int]string{
		1:  "1 line only repeats the title or the headings and was left out: 5.",
		3:  "3 lines only repeat the title or the headings and were left out: 5, 10, 15.",
		12: "12 lines only repeat the title or the headings and were left out: 5, 10, 15, 20, 25, 30, 35, 40, 45, 50 and 2 more.",
	} {
		r = row.Repeated{}
		for i := range n {
			r.Add(5 * (i + 1))
		}
		if got := r.Notes("line"); len(got) != 1 || got[0] != want {
			t.Error(got)
		}
	}
}

// FuzzHeader takes any table: the headings are unique and what is said of the rows adds up.
func FuzzHeader(f *testing.F) {
	for _, cases := range [][]headerCase{ordinary, below, headless} {
		for _, c := range cases {
			f.Add(c.table, false)
		}
	}
	f.Fuzz(func(t *testing.T, text string, known bool) {
		var rows [][]string
		for line := range strings.Lines(text) {
			rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "|"))
		}
		var knows func(string) bool
		if known {
			knows = wordsKnown
		}
		h, ok := row.FindHeader(rows, knows)
		if h.Top < 0 || h.Top > h.First || h.First > len(rows) || ok && h.Top == h.First || h.Passed > h.Top {
			t.Fatalf("%+v of %d rows", h, len(rows))
		}
		filled := slices.ContainsFunc(rows[:min(len(rows), row.HeaderRows)], func(r []string) bool {
			return strings.ReplaceAll(strings.Join(r, ""), "\ufeff", "") != "" && !row.IsBlank(r)
		})
		if filled && len(h.Names) == 0 {
			t.Fatal("no names")
		}
		seen := map[string]bool{}
		for _, name := range h.Names {
			if name == "" || seen[name] {
				t.Fatalf("%q", h.Names)
			}
			seen[name] = true
		}
		for i, r := range rows {
			if h.Repeats(r) && row.IsBlank(r) {
				t.Fatalf("blank row %d repeats", i)
			}
			if i < h.First && i < row.HeaderRows && !row.IsBlank(r) && !h.Repeats(r) {
				t.Fatalf("row %d is not known again: %q", i, r)
			}
		}
		_ = fmt.Sprint(h.Notes("line", func(i int) int { return i + 1 }))
	})
}
