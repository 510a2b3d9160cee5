package delimited_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest/delimited"
)

func TestHeadings(t *testing.T) {
	const noHeadings = "The file has no headings: its columns were named column 1, column 2 and so on. Name them with --map."
	for _, c := range []struct {
		name, file string
		header     string
		rows       map[int]string
		notes      []string
	}{
		{"below a title", "Register,,\n\nname,lon,lat\nHall,-2.35,53.38\nMoss,-2.36,53.39\n", "name|lon|lat",
			map[int]string{4: "Hall|-2.35|53.38", 5: "Moss|-2.36|53.39"}, []string{"The headings were found in line 3: 1 line above them was passed over."}},
		{"below a title of two lines in one value", "\"Register of\nassets\",,\nname,lon,lat\nHall,-2.35,53.38\nMoss,-2.36,53.39\n", "name|lon|lat",
			map[int]string{4: "Hall|-2.35|53.38", 5: "Moss|-2.36|53.39"}, []string{"The headings were found in line 3: 1 line above them was passed over."}},
		{"below many blank lines", strings.Repeat("\n,,\n", 200) + "name,lon,lat\nHall,-2.35,53.38\n", "name|lon|lat", map[int]string{402: "Hall|-2.35|53.38"}, nil},
		{"none: the first row is data", "Hall,-2.35,53.38\nMoss,-2.36,53.39\n", "column 1|column 2|column 3",
			map[int]string{1: "Hall|-2.35|53.38", 2: "Moss|-2.36|53.39"}, []string{noHeadings}},
		{"none, told the delimiter", "sep=;\nHall;-2.35;53.38\nMoss;-2.36;53.39\n", "column 1|column 2|column 3",
			map[int]string{2: "Hall|-2.35|53.38", 3: "Moss|-2.36|53.39"}, []string{noHeadings}},
		{"none, below a title", "Register of assets\nHall,-2.35,53.38\nMoss,-2.36,53.39\n", "column 1|column 2|column 3",
			map[int]string{2: "Hall|-2.35|53.38", 3: "Moss|-2.36|53.39"}, []string{noHeadings, "1 line above the first row of data was passed over."}},
		{"none, and the first row cannot be read", "\"a\"x,1.5\nHall,-2.35\nMoss,-2.36\n", "", nil, nil},
		{"again on every page", "Register,,\nname,lon,lat\nHall,-2.35,53.38\nMoss,-2.36,53.39\n\f\nRegister,,\nname,lon,lat\nLea,-2.37,53.40\n", "name|lon|lat",
			map[int]string{3: "Hall|-2.35|53.38", 4: "Moss|-2.36|53.39", 8: "Lea|-2.37|53.40"},
			[]string{"The headings were found in line 2: 1 line above them was passed over.", "2 lines only repeat the title or the headings and were left out: 6, 7."}},
		{"files that were glued together", "\ufeff\"name\",\"lat\"\nHall,53.38\n\ufeff\"name\",\"lat\"\nMoss,53.39\n", "name|lat",
			map[int]string{2: "Hall|53.38", 4: "Moss|53.39"}, []string{"1 line only repeats the title or the headings and was left out: 3."}},
		{"a row that cannot be read among the first", "name,lat\nHall,53.38\n\"a\"x,1\nMoss,53.39\n", "name|lat",
			map[int]string{2: "Hall|53.38", 3: "stray-quotation-mark", 4: "Moss|53.39"}, nil},
		{"sums below", "name,homes\nHall,12\nMoss,13\n,\nTotal,25\nSource: the council,\n", "name|homes",
			map[int]string{2: "Hall|12", 3: "Moss|13", 5: "Total|25", 6: "Source: the council|"}, nil},
		{"with formulas made harmless", "'=name,lat\n'=Hall,53.38\n", "'=name|lat", map[int]string{2: "=Hall|53.38"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := read(t, c.file, delimited.Options{})
			if c.header == "" {
				wantCode(t, err, "stray-quotation-mark", "headings")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(res.header, "|"); got != c.header {
				t.Error(got)
			}
			if diff := cmp.Diff(c.rows, res.rows); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.notes, res.notes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKnownHeadings(t *testing.T) {
	known := func(text string) bool { return text == "Name" || text == "Postcode" }
	res, err := read(t, "Council,Fylde\nContact,Planning\nName,Postcode\nHall,M1 1AE\n", delimited.Options{Known: known})
	if err != nil || strings.Join(res.header, "|") != "Name|Postcode" || len(res.rows) != 1 {
		t.Errorf("%+v, %v", res, err)
	}
}

// Headings among rows that are each of a megabyte are found in the first few.
func TestHeadingsOverLongRows(t *testing.T) {
	long := strings.Repeat("1 2,", 300_000)
	var file strings.Builder
	file.WriteString("WKT;name\n")
	for i := range 30 {
		fmt.Fprintf(&file, "POLYGON ((%s1 2));Field %d\n", long, i)
	}
	res, err := read(t, file.String(), delimited.Options{})
	if err != nil || strings.Join(res.header, "|") != "WKT|name" || len(res.rows) != 30 || !strings.HasSuffix(res.rows[31], "|Field 29") {
		t.Errorf("%q, %d rows, %v", res.header, len(res.rows), err)
	}
}

// Excel stops rows before columns that are empty in sixteen rows together.
func TestRowsThatStopEarly(t *testing.T) {
	full := strings.Repeat("Hall,1,,\n", 15)
	for _, c := range []struct {
		name, rows string
		refused    int
		note       string
	}{
		{"as Excel writes them", full + strings.Repeat("Moss,2\n", 16) + "Lea,3,,x\n", 0, "16 lines stop early, the first of them line 17: the last columns, empty in most lines, count as empty."},
		{"one", full + "Moss,2\n", 0, "1 line stops early, line 17: its last columns, empty in most lines, count as empty."},
		{"short of a column that is filled", full + "Moss\n", 1, ""},
		{"with a delimiter lost before empty columns", full + "Moss 2,,\n", 1, ""},
		{"where the last column is mostly filled", strings.Repeat("Hall,1,,x\n", 15) + "Moss,2\n", 1, ""},
		{"in a file of few rows", "Hall,1,,\nMoss,2\n", 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := read(t, "name,homes,notes,more\n"+c.rows, delimited.Options{})
			if err != nil || strings.Join(res.notes, " ") != c.note {
				t.Errorf("%q, %v", res.notes, err)
			}
			refused := 0
			for _, v := range res.rows {
				if v == "ragged-row" {
					refused++
				}
			}
			if refused != c.refused {
				t.Errorf("%d refused", refused)
			}
		})
	}
}
