package ingest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/plans/intake"
)

const hall = "-2.3520922,53.3879587"

// wide is text in UTF-16, the low byte first.
func wide(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		b.Write([]byte{c, 0})
	}
	return b.String()
}

func TestCSVForms(t *testing.T) {
	for name, file := range map[string]string{
		"commas":                     "name,lon,lat\nTown Hall," + hall + "\n",
		"a byte order mark":          "\ufeffname,lon,lat\nTown Hall," + hall + "\n",
		"tabs":                       "name\tlon\tlat\nTown Hall\t-2.3520922\t53.3879587\n",
		"semicolons":                 "name;lon;lat\nTown Hall;-2.3520922;53.3879587\n",
		"semicolons, told to Excel":  "sep=;\nname;lon;lat\nTown Hall;-2.3520922;53.3879587\n",
		"semicolons, commas inside":  "name;lon;lat;a,b\nTown Hall;-2.3520922;53.3879587;1,5\n",
		"Windows line ends":          "name,lon,lat\r\nTown Hall," + hall + "\r\n",
		"old Macintosh line ends":    "name,lon,lat\rTown Hall," + hall + "\r",
		"no end of the last line":    "name,lon,lat\nTown Hall," + hall,
		"quotation marks":            "\"name\",\"lon\",\"lat\"\n\"Town Hall\",\"-2.3520922\",\"53.3879587\"\n",
		"empty lines and empty rows": "\n\nname,lon,lat\n\n,,\nTown Hall," + hall + "\n,,\n\n",
		"values beyond the headings": "name,lon,lat\nTown Hall," + hall + ",,\n",
		"vertical bars":              "name|lon|lat\nTown Hall|-2.3520922|53.3879587\n",
		"UTF-16, marked":             "\xff\xfe" + wide("name,lon,lat\r\nTown Hall,"+hall+"\r\n"),
		"UTF-16, unmarked":           wide("name,lon,lat\r\nTown Hall," + hall + "\r\n"),
		"titles above":               "Hall register,,\nLast updated 3 May 2026,,\n,,\nname,lon,lat\nTown Hall," + hall + "\n",
		"decimal commas":             "name;lon;lat\nTown Hall;-2,3520922;53,3879587\n",
		"points of the compass":      "name,lon,lat\nTown Hall,2.3520922W,53.3879587N\n",
		"both in one column":         "name,coordinates\nTown Hall,Latitude: 53.3879587 Longitude: -2.3520922\n",
		"capitals and spaces":        " NAME ,LON, Lat\n Town Hall ," + hall + "\n",
		"numbers with spaces":        "name,lon,lat\nTown Hall, -2.3520922 , 53.3879587 \n",
	} {
		t.Run(name, func(t *testing.T) {
			reg := &register{}
			res, err := run(t, reg, "assets", file)
			if err != nil || res.Accepted != 1 || res.Refused != 0 || len(res.Problems) != 0 {
				t.Fatalf("%+v, %v", res, err)
			}
			if a := reg.assets[0]; a.Name != "Town Hall" || a.Point != hallGrid {
				t.Errorf("%q at %v", a.Name, a.Point)
			}
		})
	}
}

func TestCSVRows(t *testing.T) {
	for _, c := range []struct {
		name, rows string
		want       map[int]string // line → name or code
	}{
		{"line numbers count lines, not rows", "\"two\nlines\",,,\nb,x,\"c\nd\"," + "1\n", map[int]string{2: "missing-position", 4: "not-a-number"}},
		{"too few values", "a,n," + hall + "\nb,n\n", map[int]string{2: "a", 3: "ragged-row"}},
		{"too many values", "a,b,c," + hall + "\nd,n," + hall + "\n", map[int]string{2: "ragged-row", 3: "d"}},
		{"a mark inside a value stands for itself", "5\" pipe works,n," + hall + "\n", map[int]string{2: `5" pipe works`}},
		{"a mark written twice", "\"the \"\"Dog\"\"\",n," + hall + "\n", map[int]string{2: `the "Dog"`}},
		{"a mark after a closed value refuses its row only", "\"a\"x,n," + hall + "\nb,n," + hall + "\n", map[int]string{2: "stray-quotation-mark", 3: "b"}},
		{"a mark that swallows rows says which", "\"a,n," + hall + "\nb,n," + hall + "\n\"c\",n," + hall + "\nd,n," + hall + "\n", map[int]string{2: "stray-quotation-mark", 5: "d"}},
		{"formulas that an export made harmless", "'=SUM(A1),n," + hall + "\n''=x,n," + hall + "\n", map[int]string{2: "=SUM(A1)", 3: "'=x"}},
		{"text in other letters", "Tŷ Cŵn 日本,n," + hall + "\n", map[int]string{2: "Tŷ Cŵn 日本"}},
		{"characters that do not print", "a\x00b,n," + hall + "\n", map[int]string{2: "ab"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			reg := &register{}
			res, err := run(t, reg, "assets", "name,notes,lon,lat\nfirst,n,"+hall+"\n"+c.rows, func(r *ingest.Request) { r.Where = "name != first" })
			if err != nil {
				// a NUL makes the file binary where it stands in the first bytes
				if strings.Contains(c.rows, "\x00") && wantCode(t, err, "other-format") != nil {
					return
				}
				t.Fatal(err)
			}
			got := map[int]string{}
			for _, p := range res.Problems {
				got[p.Line-1] = p.Code
			}
			names := reg.assets
			for line := 2; line < 20; line++ {
				if want := c.want[line]; len(names) > 0 && want == names[0].Name {
					got[line] = names[0].Name
					names = names[1:]
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" || len(names) > 0 {
				t.Errorf("%s %+v", diff, res.Problems)
			}
		})
	}
}

func TestCSVFilesRefused(t *testing.T) {
	good := "name,lon,lat\nTown Hall," + hall + "\n"
	for _, c := range []struct{ name, file, code, says string }{
		{"nothing", "", "empty-file", ""},
		{"blank lines", "\n \n", "empty-file", ""},
		{"headings only", "name,lon,lat\n", "no-rows", ""},
		{"a mark never closed", good + "\"Hall," + hall + "\nb," + hall + "\n", "unclosed-quotation-mark", "opens in line 3"},
		{"a mark never closed in the headings", "\"name,lon,lat\nTown Hall," + hall + "\n", "unclosed-quotation-mark", "opens in line 1"},
		{"a stray mark in the headings", "\"name\"x,lon,lat\nTown Hall," + hall + "\n", "stray-quotation-mark", "headings"},
		{"no position", "name,colour\na,red\n", "no-column", "No column holds a position"},
		{"half a position", "name,lon\na,-2.3\n", "no-column", "No column holds a position"},
		{"a web page", "<!DOCTYPE html><html><body>404</body></html>", "other-format", "web page"},
		{"a PDF", "%PDF-1.7 ...", "other-format", "PDF"},
		{"a list", "[{\"name\":1}]", "other-format", "JSON list"},
		{"gzip", "\x1f\x8b\x08\x00", "other-format", "gzip"},
		{"a zip that breaks off", "PK\x03\x04 not really", "truncated-file", "zip archive"},
		{"xz", "\xfd7zXZ\x00", "other-format", "xz"},
		{"running text", strings.Repeat("The council met on Monday and talked about the hall. Nobody came\nto any decision, and so it was put off until the spring.\n", 10), "no-table", "running text"},
		{"no name", "colour,lon,lat\nred," + hall + "\n", "no-column", "No column holds the name"},
		{"bytes", "\x01\x02\x00\x03\x00", "other-format", "binary"},
	} {
		t.Run(c.name, func(t *testing.T) {
			reg := &register{}
			_, err := run(t, reg, "assets", c.file)
			if e := wantCode(t, err, c.code); !strings.Contains(e.Message, c.says) {
				t.Error(e.Message)
			}
		})
	}
}

// Every way in which a position can be wrong, row by row.
func TestPositions(t *testing.T) {
	const header = "name,GeoX,GeoY,CoordinateReferenceSystem,postcode\n"
	for _, c := range []struct {
		row, outcome, code, field, value string
	}{
		{"-2.3520922,53.3879587,WGS84,", "", "", "", ""},
		{"-2.3520922,53.3879587,,", "", "", "", ""},
		{"-2.3520922,53.3879587,ETRS89,", "", "", "", ""},
		{"376694.1,387928.6,OSGB36,", "", "", "", ""},
		{"376694.1,387928.6,,", "repaired", "wrong-crs", "GeoX, GeoY", "376694.1, 387928.6"}, // nothing said: the file as a whole is in degrees
		{`"376,694.1","387,928.6",British National Grid,`, "", "", "", ""},
		{"376694.1,387928.6,WGS84,", "repaired", "wrong-crs", "GeoX, GeoY", "376694.1, 387928.6"},
		{"-2.3520922,53.3879587,OSGB36,", "repaired", "wrong-crs", "GeoX, GeoY", "-2.3520922, 53.3879587"},
		{"53.3879587,-2.3520922,WGS84,", "repaired", "swapped-axes", "GeoX, GeoY", "53.3879587, -2.3520922"},
		{"0,0,WGS84,", "refused", "zero-position", "GeoX, GeoY", "0, 0"},
		{"2.35,48.85,WGS84,", "refused", "outside-britain", "GeoX, GeoY", "2.35, 48.85"},
		{"-5.93,54.6,WGS84,", "refused", "outside-britain", "GeoX, GeoY", "-5.93, 54.6"},
		{"NaN,53,WGS84,", "refused", "not-a-number", "GeoX", "NaN"},
		{"-2.35,north,WGS84,", "refused", "not-a-number", "GeoY", "north"},
		{"1e400,53,WGS84,", "refused", "not-a-number", "GeoX", "1e400"},
		{"-2.35,,WGS84,M1 1AE", "refused", "half-a-position", "GeoY", ""},
		{",53.38,WGS84,", "refused", "half-a-position", "GeoX", ""},
		{"300000,400000,EPSG:29902,", "refused", "unknown-crs", "GeoX, GeoY", "300000, 400000"},
		{"-2.3520922,53.3879587,as usual,", "", "", "", ""},
		{",,,M1 1AE", "noted", "located-by-postcode", "postcode", "M1 1AE"},
		{",,,m11ae", "noted", "located-by-postcode", "postcode", "m11ae"},
		{",,,M1 9ZZ", "refused", "unknown-postcode", "postcode", "M1 9ZZ"},
		{",,,M33", "refused", "part-postcode", "postcode", "M33"},
		{",,,", "refused", "missing-position", "GeoX, GeoY", ""},
	} {
		t.Run(c.row, func(t *testing.T) {
			reg := &register{}
			if _, err := run(t, reg, "places", "postcode,lon,lat\nM1 1AE,-2.23,53.478\n"); err != nil {
				t.Fatal(err)
			}
			res, err := run(t, reg, "assets", header+"a,"+hall+",WGS84,\nb,"+hall+",WGS84,\nc,"+c.row+"\n")
			if err != nil {
				t.Fatal(err)
			}
			refused := 0
			if c.outcome == "refused" {
				refused = 1
			}
			if res.Refused != refused || res.Accepted != 3-refused {
				t.Fatalf("%+v", res)
			}
			var p intake.Problem
			for _, found := range res.Problems {
				if found.Code != "not-a-postcode" {
					p = found
				}
			}
			if string(p.Outcome) != c.outcome || p.Code != c.code || p.Field != c.field || p.Value != c.value || c.code != "" && p.Line != 4 {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestGridReferences(t *testing.T) {
	reg := &register{}
	res, err := run(t, reg, "assets", "name,Grid Ref\na,SJ 76694 87928\nb,SJ766879\nc,SJ 76 87\nd,Altrincham\ne,\n")
	if err != nil || res.Accepted != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	if reg.assets[0].Point != (orb.Point{376694.5, 387928.5}) || reg.assets[1].Point != (orb.Point{376650, 387950}) {
		t.Errorf("%v, %v", reg.assets[0].Point, reg.assets[1].Point)
	}
	want := map[string]int{"refused coarse-grid-reference": 1, "refused bad-grid-reference": 1, "refused missing-position": 1}
	if diff := cmp.Diff(want, byCode(res)); diff != "" || !strings.HasSuffix(res.Proposal.Coordinates, "line 2 Grid Ref=SJ 76694 87928 → SJ 766 879.") {
		t.Error(diff, res.Proposal.Coordinates)
	}
}

// Lists of output areas tell in which larger areas they lie.
func TestOutputAreasAmongLargerAreas(t *testing.T) {
	reg := &register{}
	res, err := run(t, reg, "boundaries", "OA21CD,LSOA21CD,LSOA21NM,LAD22CD,geometry\nE00000001,E01000001,City of London 001A,E09000001,\"POLYGON ((-2.35 53.38,-2.34 53.38,-2.34 53.39,-2.35 53.38))\"\n")
	if err != nil || res.Accepted != 1 || len(res.Problems) != 0 {
		t.Fatalf("%+v, %v", res, err)
	}
	if b := reg.boundaries[0]; b.Kind != "oa" || b.Name != "E00000001" || b.ParentCode != "E01000001" || b.CodeYear != 2021 {
		t.Errorf("%+v", b)
	}
}

// What stands in a file may say where things are in many ways; the best is taken.
func TestWhereThePositionStands(t *testing.T) {
	for name, file := range map[string]string{
		"easting and northing":           "name,Easting,Northing\nTown Hall,%E,%N\n",
		"in capitals":                    "name,EASTING,NORTHING\nTown Hall,%E,%N\n",
		"before GeoX and GeoY":           "name,GeoX,GeoY,EASTING,NORTHING,CoordinateReferenceSystem\nTown Hall,-2.35,53.38,%E,%N,ETRS89\n",
		"a point as WKT":                 "name,point\nTown Hall,POINT (-2.3520922 53.3879587)\n",
		"a point as WKT in metres":       "name,point\nTown Hall,SRID=27700;POINT(%E %N)\n",
		"a point with a height":          "name,WKT\nTown Hall,POINT Z (-2.3520922 53.3879587 12)\n",
		"x and y":                        "name,x,y\nTown Hall,%E,%N\n",
		"latitude before longitude":      "name,latitude,longitude\nTown Hall,53.3879587,-2.3520922\n",
		"pairs beside an empty geometry": "name,geometry,lon,lat\nTown Hall,,-2.3520922,53.3879587\n",
	} {
		t.Run(name, func(t *testing.T) {
			reg := &register{}
			file = strings.NewReplacer("%E", fmt.Sprint(hallGrid[0]), "%N", fmt.Sprint(hallGrid[1])).Replace(file)
			res, err := run(t, reg, "assets", file)
			if err != nil || res.Accepted != 1 || res.Repaired != 0 {
				t.Fatalf("%+v, %v", res, err)
			}
			if reg.assets[0].Point != hallGrid {
				t.Errorf("at %v", reg.assets[0].Point)
			}
		})
	}
}
