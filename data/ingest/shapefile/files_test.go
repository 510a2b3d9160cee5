package shapefile_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest/shapefile"
	"terrier/plans"
)

func TestLayers(t *testing.T) {
	a, _ := shapes(5, ward(0))
	b, _ := shapes(1, pointRecord(1, 2), pointRecord(3, 4))
	z := zipped(t,
		file{"Data/Conservation areas.SHP", a}, file{"Data/conservation AREAS.Dbf", named("Borough").bytes()}, file{"Data/Conservation areas.PRJ", "EPSG:27700"},
		file{"Data/Conservation areas.shp.xml", "<x/>"}, file{"Data/Conservation areas.sbn", "x"}, file{"__MACOSX/Data/._Conservation areas.SHP", "x"},
		file{"2022/trees.shp", b}, file{"2022/trees.dbf", named("oak", "ash").bytes()}, file{"2022/trees.cpg", "UTF-8"}, file{"2022/trees.qpj", `GEOGCS["x",AUTHORITY["EPSG","4326"]]`},
		file{"2023/Trees.shp", b},
		file{"TREES/a.shp", a}, file{"TREES/A.SHP", b}, file{"TREES/A.dbf", named("elm", "yew").bytes()},
		file{"old.dbf", named("x").bytes()}, file{"trees.csv", "x"})
	if !shapefile.Found(z) {
		t.Error("not found")
	}
	source, err := shapefile.Open(z, "")
	if err != nil {
		t.Fatal(err)
	}
	if source.Format != "zipped Shapefile" || source.Unit != "feature" || !source.Shaped || source.Lonlat || source.Close() != nil {
		t.Errorf("%+v", source)
	}
	type layer struct {
		name, crs, first string
		rows             int
	}
	var got []layer
	for _, l := range source.Layers {
		r, err := l.Open()
		if err != nil {
			t.Fatal(err)
		}
		found := layer{name: l.Name, crs: r.CRS()}
		for {
			rec, err := r.Read()
			if err != nil {
				break
			}
			if rec.Err != nil || rec.Line != found.rows+1 {
				t.Error(rec)
			}
			if found.rows++; found.rows == 1 {
				found.first = rec.Value(0)
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		got = append(got, found)
	}
	want := []layer{
		{"Conservation areas", "EPSG:27700", "Borough", 1}, {"2022/trees", "EPSG:4326", "oak", 2}, {"2023/Trees", "", "", 2},
		{"TREES/a", "", "", 1}, {"TREES/A (2)", "", "elm", 2},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(layer{})); diff != "" {
		t.Error(diff)
	}
	const without = ": It comes without its .dbf, so that its features have no names or other values."
	if diff := cmp.Diff([]string{"Beside the Shapefile the archive holds old.dbf, trees.csv: left alone.", "2023/Trees" + without, "TREES/a" + without}, source.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestFound(t *testing.T) {
	for name, test := range map[string]struct {
		files []file
		want  bool
	}{
		"a .shp among others":           {[]file{{"a.csv", ""}, {"b/a.SHP", ""}}, true},
		"parts without a .shp":          {[]file{{"a.dbf", ""}, {"a.shx", ""}, {"a.prj", ""}}, true},
		"a table beside one of a dBASE": {[]file{{"a.csv", ""}, {"a.dbf", ""}}, false},
		"a table":                       {[]file{{"a.csv", ""}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shapefile.Found(zipped(t, test.files...)); got != test.want {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestRefusedFiles(t *testing.T) {
	shp, shx := shapes(5, ward(0), ward(20), ward(40))
	dbf := named("a", "b", "c").bytes()
	long, _ := shapes(5, ward(0), "")
	longer := long[:len(long)-4] + string([]byte{0x70, 0, 0, 0}) + "and on it goes"
	for name, test := range map[string]struct {
		files []file
		rows  int
		code  string
		says  string
	}{
		"no .shp":                                 {[]file{{"a.dbf", dbf}, {"a.shx", shx}}, 0, "no-shp", "ends in .shp"},
		"a .shp that is none":                     {[]file{{"a.shp", strings.Repeat("x", 200)}}, 0, "broken-shapefile", "a.shp does not begin"},
		"an empty .shp":                           {[]file{{"a.shp", ""}}, 0, "truncated-file", "in a.shp"},
		"a .shp cut in its header":                {[]file{{"a.shp", shp[:60]}}, 0, "truncated-file", "in a.shp"},
		"a .shp cut in a shape":                   {[]file{{"a.shp", shp[:len(shp)-30]}, {"a.dbf", dbf}}, 2, "truncated-file", "in a.shp after feature 2, at byte"},
		"a .shp cut in a shape, with its .shx":    {[]file{{"a.shp", shp[:len(shp)-30]}, {"a.shx", shx}, {"a.dbf", dbf}}, 2, "truncated-file", "in a.shp after feature 2"},
		"a .shp cut in the head of a shape":       {[]file{{"a.shp", shp[:len(shp)-130]}, {"a.dbf", dbf}}, 2, "truncated-file", "in a.shp after feature 2"},
		"a .shp cut between shapes":               {[]file{{"a.shp", shp[:len(shp)-136]}, {"a.dbf", dbf}}, 2, "truncated-file", "in a.shp after feature 2"},
		"a .shp cut between shapes, no table":     {[]file{{"a.shp", shp[:len(shp)-136]}}, 2, "truncated-file", "in a.shp after feature 2"},
		"a .shp cut between shapes, with its shx": {[]file{{"a.shp", shp[:len(shp)-136]}, {"a.shx", shx}}, 2, "truncated-file", "in a.shp after feature 2"},
		"a .dbf cut in its header":                {[]file{{"a.shp", shp}, {"a.dbf", dbf[:50]}}, 0, "truncated-file", "in the header of a.dbf"},
		"a .dbf cut in a row":                     {[]file{{"a.shp", shp}, {"a.dbf", dbf[:len(dbf)-10]}}, 2, "truncated-file", "in a.dbf after feature 2, at byte"},
		"a .dbf cut between rows":                 {[]file{{"a.shp", shp}, {"a.dbf", dbf[:len(dbf)-22]}}, 2, "truncated-file", "in a.dbf after feature 2"},
		"a .dbf that is none":                     {[]file{{"a.shp", shp}, {"a.dbf", strings.Repeat("\x00", 100)}}, 0, "broken-shapefile", "a.dbf does not begin"},
		"an empty .dbf":                           {[]file{{"a.shp", shp}, {"a.dbf", ""}}, 0, "truncated-file", "in the header of a.dbf"},
		"a length that cannot be":                 {[]file{{"a.shp", shp[:236+4] + "\x00\x00\x00\x01" + shp[236+8:]}}, 1, "broken-shapefile", "feature 2 has a length that cannot be (byte 236)"},
		"a length beyond the end of a whole file": {[]file{{"a.shp", header(5, len(longer)) + longer[100:]}}, 1, "broken-shapefile", "feature 2 has a length that cannot be"},
		"more columns than any table has":         {[]file{{"a.shp", shp}, {"a.dbf", table{fields: slices.Repeat([]string{"A C 1"}, 2001)}.bytes()}}, 0, "too-many-columns", "2,000"},
	} {
		t.Run(name, func(t *testing.T) {
			rows, _, _, err := read(t, test.files...)
			if e := wantCode(t, err, test.code); !strings.Contains(e.Message, test.says) || e.Field != "file" {
				t.Errorf("%+v, want %q", e, test.says)
			}
			if len(rows) != test.rows {
				t.Errorf("%d rows came before", len(rows))
			}
		})
	}
}

func TestOddFiles(t *testing.T) {
	records := []string{ward(0), ward(20), ward(40)}
	shp, shx := shapes(5, records...)
	at := func(x float64) orb.Geometry { return orb.Polygon{square(x, 0, 10)} }
	names := func(n ...string) file { return file{"a.dbf", named(n...).bytes()} }
	length := 8 + len(records[0])
	// As a program leaves it that draws the second shape again with more points: the new one is put at the end, the old one stays.
	redrawn := parts(5, square(0, 50, 10), square(20, 50, 10))
	changed := header(5, len(shp)+8+len(redrawn)) + shp[100:] + entry(2, len(redrawn)) + redrawn
	changedIndex := header(5, len(shx)) + shx[100:108] + entry(len(shp)/2, len(redrawn)) + shx[116:]
	// And one whose first shape was taken out, its room left.
	gapIndex := header(5, 116) + shx[108:]
	countsHeads := header(5, len(shx)) + entry(50, length) + entry(50+length/2, length) + entry(50+length, length)
	wrongLength := shp[:100+length+4] + "\x00\x00\x00\x01" + shp[100+length+8:]
	redrawnWant := orb.MultiPolygon{{square(0, 50, 10)}, {square(20, 50, 10)}}
	type rows = []orb.Geometry
	for name, test := range map[string]struct {
		files []file
		want  rows
		codes string // of refused rows, by their numbers
		note  string
	}{
		"all as it should be":                              {[]file{{"a.shp", shp}, {"a.shx", shx}, names("1", "2", "3")}, rows{at(0), at(20), at(40)}, "", ""},
		"no .shx":                                          {[]file{{"a.shp", shp}, names("1", "2", "3")}, rows{at(0), at(20), at(40)}, "", ""},
		"no .dbf":                                          {[]file{{"a.shp", shp}, {"a.shx", shx}}, rows{at(0), at(20), at(40)}, "", "without its .dbf"},
		"no shapes":                                        {[]file{{"a.shp", header(5, 100)}, {"a.shx", header(5, 100)}, names()}, nil, "", ""},
		"more shapes than rows":                            {[]file{{"a.shp", shp}, names("1", "2")}, rows{at(0), at(20), nil}, "3 shapes-and-rows-differ", ""},
		"more rows than shapes":                            {[]file{{"a.shp", shp}, names("1", "2", "3", "4", "5")}, rows{at(0), at(20), at(40), nil, nil}, "4 shapes-and-rows-differ 5 shapes-and-rows-differ", ""},
		"a table that counts too many":                     {[]file{{"a.shp", shp}, {"a.dbf", table{fields: []string{"N C 9"}, rows: [][]string{{"1"}, {"2"}, {"3"}}, count: 9}.bytes()}}, rows{at(0), at(20), at(40)}, "", ""},
		"a table without its last byte":                    {[]file{{"a.shp", shp}, {"a.dbf", strings.TrimSuffix(names("1", "2", "3").content, "\x1a")}}, rows{at(0), at(20), at(40)}, "", ""},
		"a header that says nothing of its length":         {[]file{{"a.shp", header(5, 0) + shp[100:]}}, rows{at(0), at(20), at(40)}, "", ""},
		"a header that says too little":                    {[]file{{"a.shp", header(5, 100+length) + shp[100:]}}, rows{at(0), at(20), at(40)}, "", ""},
		"a header that says too much, and a table":         {[]file{{"a.shp", header(5, 9999) + shp[100:]}, names("1", "2", "3")}, rows{at(0), at(20), at(40)}, "", ""},
		"bytes behind the shapes":                          {[]file{{"a.shp", shp + strings.Repeat("\x00", 50)}}, rows{at(0), at(20), at(40)}, "", ""},
		"few bytes behind the shapes":                      {[]file{{"a.shp", shp + "\x00\x00"}}, rows{at(0), at(20), at(40)}, "", ""},
		"a length that cannot be, with an index":           {[]file{{"a.shp", wrongLength}, {"a.shx", shx}}, rows{at(0), at(20), at(40)}, "", ""},
		"a shape drawn again, with its index":              {[]file{{"a.shp", changed}, {"a.shx", changedIndex}, names("1", "2", "3")}, rows{at(0), redrawnWant, at(40)}, "", ""},
		"a gap, with its index":                            {[]file{{"a.shp", shp}, {"a.shx", gapIndex}}, rows{at(20), at(40)}, "", ""},
		"an index that counts heads":                       {[]file{{"a.shp", shp}, {"a.shx", countsHeads}}, rows{at(0), at(20), at(40)}, "", ""},
		"an index that lacks the last":                     {[]file{{"a.shp", shp}, {"a.shx", shx[:116]}}, rows{at(0), at(20), at(40)}, "", ""},
		"an index of another file":                         {[]file{{"a.shp", shp}, {"a.shx", header(5, 116) + entry(50, 20) + entry(64, 20)}}, rows{at(0), at(20), at(40)}, "", ""},
		"an index of nonsense":                             {[]file{{"a.shp", shp}, {"a.shx", strings.Repeat("x", 300)}}, rows{at(0), at(20), at(40)}, "", ""},
		"an index that puts all in one place":              {[]file{{"a.shp", shp}, {"a.shx", header(5, 124) + strings.Repeat(entry((100+2*length)/2, length), 3)}}, rows{at(0), at(20), at(40)}, "", ""},
		"an empty index":                                   {[]file{{"a.shp", shp}, {"a.shx", ""}}, rows{at(0), at(20), at(40)}, "", ""},
		"records that are not numbered":                    {[]file{{"a.shp", shp[:100] + "\x00\x00\x00\x00" + shp[104:]}}, rows{at(0), at(20), at(40)}, "", ""},
		"a shape that is too long is not read into memory": {[]file{{"a.shp", header(5, 100+8+65<<20+length) + entry(1, 65<<20) + strings.Repeat("\x00", 65<<20) + entry(2, length-8) + records[1]}}, rows{nil, at(20)}, "1 row-too-long", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, notes, err := read(t, test.files...)
			if err != nil {
				t.Fatal(err)
			}
			if test.note == "" && notes != "" && strings.HasSuffix(test.files[len(test.files)-1].name, ".dbf") || !strings.Contains(notes, test.note) {
				t.Errorf("noted %q", notes)
			}
			var geometries rows
			var codes []string
			for i, rec := range got {
				if rec.Line != i+1 {
					t.Errorf("feature %d is called %d", i+1, rec.Line)
				}
				geometries = append(geometries, rec.Geometry)
				if rec.Err != nil {
					wantCode(t, rec.Err, rec.Err.Code)
					codes = append(codes, string(rune('0'+rec.Line))+" "+rec.Err.Code)
				}
			}
			if diff := cmp.Diff(test.want, geometries); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.codes, strings.Join(codes, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeletedRows(t *testing.T) {
	shp, _ := shapes(5, ward(0), little(int32(99)), ward(40), ward(60))
	dbf := named("first", "second", "third", "fourth")
	dbf.deleted = map[int]bool{1: true, 3: true}
	rows, header, notes, err := read(t, file{"a.shp", shp}, file{"a.dbf", dbf.bytes()})
	if err != nil || len(rows) != 2 || rows[0].Line != 1 || rows[1].Line != 3 || rows[1].Value(0) != "third" || rows[1].Err != nil {
		t.Fatalf("%+v, %v", rows, err)
	}
	if !orb.Equal(rows[1].Geometry, orb.Polygon{square(40, 0, 10)}) {
		t.Error(rows[1].Geometry)
	}
	if diff := cmp.Diff([]string{"NAME"}, header); diff != "" {
		t.Error(diff)
	}
	if notes != "2 features are marked as deleted and left out." {
		t.Error(notes)
	}
	delete(dbf.deleted, 3)
	if _, _, notes, _ = read(t, file{"a.shp", shp}, file{"a.dbf", dbf.bytes()}); notes != "One feature is marked as deleted and left out." {
		t.Error(notes)
	}
}

func TestOneBrokenLayerLeavesTheOthers(t *testing.T) {
	shp, _ := shapes(5, ward(0))
	source, err := shapefile.Open(zipped(t, file{"a.shp", shp}, file{"a.dbf", "x"}, file{"b.shp", shp}, file{"b.dbf", named("B").bytes()}), "")
	if err != nil || len(source.Layers) != 2 {
		t.Fatal(source, err)
	}
	_, err = source.Layers[0].Open()
	wantCode(t, err, "truncated-file")
	r, err := source.Layers[1].Open()
	if err != nil {
		t.Fatal(err)
	}
	if rec, err := r.Read(); err != nil || rec.Value(0) != "B" || rec.Err != nil {
		t.Error(rec, err)
	}
}

func TestUnknownEncoding(t *testing.T) {
	shp, _ := shapes(5, ward(0))
	_, err := shapefile.Open(zipped(t, file{"a.shp", shp}), "klingon")
	var refused *plans.Error
	if !errors.As(err, &refused) || refused.Code != "unknown-encoding" || refused.Field != "encoding" || !strings.Contains(refused.Message, "klingon") {
		t.Error(err)
	}
}
