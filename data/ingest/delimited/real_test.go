package delimited_test

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest/delimited"
	"terrier/data/ingest/row"
)

// shared reads a file of ../shared/data, or skips the test.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", filepath.FromSlash(name)))
	if os.IsNotExist(err) {
		t.Skipf("skipped: needs ../shared/data/%s", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Every delimited file comes in with the headings and the rows that are written beside it; here is what differs, and why.
func TestRealFiles(t *testing.T) {
	blankLines := map[string]int{"ostn15/OSTN15_OSGM15_TestOutput_OSGBtoETRS.txt": 39} // counted as records there
	var facts map[string]struct {
		Records  int
		Header   []string
		Encoding string
	}
	if err := json.Unmarshal(shared(t, "expected.json"), &facts); err != nil {
		t.Fatal(err)
	}
	tested := 0
	for name, fact := range facts {
		ext := path.Ext(name)
		if ext != ".csv" && ext != ".tsv" && ext != ".txt" || strings.HasSuffix(name, "fylde_raw.txt") || strings.HasSuffix(name, "license.txt") {
			continue
		}
		tested++
		t.Run(name, func(t *testing.T) {
			res, err := read(t, string(shared(t, name)), delimited.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.Headings(fact.Header), res.header); diff != "" {
				t.Error(diff)
			}
			if len(res.rows) != fact.Records-blankLines[name] {
				t.Errorf("%d rows, want %d", len(res.rows), fact.Records-blankLines[name])
			}
			for line, v := range res.rows {
				if !strings.Contains(v, "|") {
					t.Errorf("line %d: %s", line, v)
				}
			}
			if format := map[string]string{".tsv": "TSV"}[ext]; format != "" && res.format != format || format == "" && res.format != "CSV" {
				t.Error(res.format)
			}
			if want := map[bool]int{true: 1}[fact.Encoding == "cp1252"]; len(res.notes) != want {
				t.Error(res.notes)
			}
		})
	}
	if tested < 20 {
		t.Errorf("only %d files", tested)
	}
}

// The register of Fylde as a converter of PDFs left it: the title in cells that a merge had left blank, headings over four lines,
// and both again on the second page. It comes out with the 47 sites of the version that was put right by hand.
func TestFyldeAsItCame(t *testing.T) {
	res, err := read(t, string(shared(t, "dirty/brownfield_fylde_raw.txt")), delimited.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"(a) Reference number", "(b) name and address", "(c) plan", "(d) location easting", "(d) location northing", "(e) co-ordinate system", "(f) area of land, Ha",
		"(g) name of Local Authority Local", "(h) URI of Authority", "(i) ownership status (j) deliverable?", "(k) planning status", "(l) permission status", "(m) no. of dwellings",
		"(n) minimum", "(o) non-housing development", "(p) date entered", "(q) date updated",
	}, res.header); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		"The headings were found in line 2: 1 line above them was passed over.",
		"The headings are split over lines 2 to 5: they were put together, without the title that a merge wrote into them.",
		"2 values of the rows below had slipped into the headings and were left out.",
		"6 lines only repeat the title or the headings and were left out: 86, 88, 89, 90, 91, 154.",
	}, res.notes); diff != "" {
		t.Error(diff)
	}
	right, err := read(t, string(shared(t, "dirty/brownfield_fylde.csv")), delimited.Options{})
	if err != nil {
		t.Fatal(err)
	}
	eastings := map[string]int{}
	for _, values := range right.rows {
		eastings[strings.Split(values, "|")[2]]++
	}
	for line, values := range res.rows {
		cells := strings.Split(values, "|")
		if eastings[cells[3]]--; eastings[cells[3]] < 0 {
			t.Errorf("line %d is no site: %s", line, values)
		}
	}
	if len(res.rows) != 47 {
		t.Errorf("%d rows", len(res.rows))
	}
}

func TestLicencesAreNoTables(t *testing.T) {
	for _, name := range []string{"ostn15/OSTN15_license.txt", "jts/LICENSE_EDLv1.txt", "SOURCES.md"} {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, string(shared(t, name)), delimited.Options{})
			wantCode(t, err, "no-table", "")
		})
	}
}
