package ingest_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// coreFile is a stock list with the headings of the government's lettings log.
const coreFile = `owning_organisation_name,managing_organisation_name,propcode,uprn,needstype,rent_type,unittype_gn,builtype,beds,wchair,la,postcode_full,address,sensitive,EASTING,NORTHING
Hollin Homes,,H1,0100012797623,1,0,7,1,3,2,E08000009,WA14 1PF,1 High Street,,376694.1,387928.6
Hollin Homes,Other Homes,H2,,2,6,1,1,1,1,E08000009,WA14 1PF,2 Secret Row,,376694.2,387928.6
Hollin Homes,,H3,,1,1,1,1,2,,E08000009,WA14 1PF,3 Secret Row,1,376694.3,387928.6
Hollin Homes,,H4,2.00012E+11,1,0,99,1,99,,E08000009,WA14 1PF,4 High Street,,376694.4,387928.6
Hollin Homes,,,,1,0,7,1,3,,E08000009,WA14 1PF,5 High Street,,376694.5,387928.6
Hollin Homes,,H6,,1,rent,7,1,3,,E08000009,WA14 1PF,6 High Street,,376694.6,387928.6
,,H7,,1,0,7,1,3,,E08000009,WA14 1PF,7 High Street,,376694.7,387928.6
Hollin Homes,,H1,,1,0,7,1,3,,E08000009,WA14 1PF,8 High Street,,376694.8,387928.6
`

func TestHomes(t *testing.T) {
	reg := &register{}
	var report bytes.Buffer
	res, err := run(t, reg, "homes", coreFile, func(r *ingest.Request) {
		r.Report, r.Source.AsAt = &report, time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)
	})
	if err != nil {
		t.Fatal(err)
	}
	if res.Accepted != 4 || res.Refused != 4 || len(res.Proposal.Mapping.Unused) != 0 {
		t.Errorf("%+v", res)
	}
	if len(res.Placed) != 1 || res.Placed[0].Rows != res.Accepted { // not the one whose reference is repeated
		t.Errorf("placed: %+v", res.Placed)
	}
	want := map[string]int{
		"refused missing-reference": 1, "refused unknown-tenure": 1, "refused missing-owner": 1, "refused repeated-reference": 1,
		"noted shortened-uprn": 1, "noted unknown-home-type": 1, "noted out-of-range": 1, "noted address-not-kept": 2,
	}
	if diff := cmp.Diff(want, byCode(res)); diff != "" {
		t.Error(diff)
	}
	h := reg.homes[0]
	if h.Reference != "H1" || h.UPRN != "100012797623" || h.Owner != "Hollin Homes" || h.Tenure != "social-rent" || h.Bedrooms != 3 || *h.Wheelchair || h.Sensitivity != "" ||
		h.Point != (orb.Point{376694.1, 387928.6}) || h.Position != "given" || h.SourceCRS != "EPSG:27700" || h.SourceX != 376694.1 || !h.AsAt.Equal(time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v", h)
	}
	for i, sensitivity := range []string{"", home.Withheld, home.Withheld, ""} {
		if reg.homes[i].Sensitivity != sensitivity || sensitivity == home.Withheld && reg.homes[i].Address != "" {
			t.Errorf("%+v", reg.homes[i])
		}
	}
	lines, err := csv.NewReader(&report).ReadAll()
	if err != nil || len(lines) != 1+len(res.Problems) {
		t.Fatalf("%d lines of report, %v", len(lines), err)
	}
	if diff := cmp.Diff([]string{"line", "field", "value", "reason", "remedy", "outcome", "code"}, lines[0]); diff != "" {
		t.Error(diff)
	}
	for i, p := range res.Problems {
		if lines[i+1][0] != fmt.Sprint(p.Line) || lines[i+1][6] != p.Code {
			t.Errorf("%v for %+v", lines[i+1], p)
		}
		if p.Code == "unknown-tenure" && (p.Line != 7 || p.Field != "rent_type" || p.Value != "rent") {
			t.Errorf("%+v", p)
		}
	}
}

// Homes that nobody may know of leave no trace in logs or in the record of the import, not even by an example.
func TestWithheldHomesLeaveNoTrace(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	reg := &register{}
	file := "reference,owner,tenure,confidential,uprn,address,easting,northing\nREF77,Hollin Homes,6,yes,99x,Secret Row,376694.1,387928.6\n"
	if _, err := run(t, reg, "homes", file); err != nil {
		t.Fatal(err)
	}
	if log.Len() > 0 {
		t.Errorf("logged: %s", log.String())
	}
	reg.imp.Refused = nil
	kept := fmt.Sprintf("%+v", reg.imp)
	for _, trace := range []string{"Secret", "376694", "387928", "SJ ", "REF77", "99x"} {
		if strings.Contains(kept, trace) {
			t.Errorf("the record of the import tells %q: %s", trace, kept)
		}
	}
}

func TestHomesByPostcodeAndDay(t *testing.T) {
	reg := &register{}
	if _, err := run(t, reg, "places", "postcode,lat,long\nWA14 1PF,53.388,-2.352\n"); err != nil {
		t.Fatal(err)
	}
	res, err := run(t, reg, "homes", "reference,owner,tenure,postcode\n1,Hollin Homes,social rent,wa141pf\n2,Hollin Homes,social rent,WA14\n")
	if err != nil || res.Accepted != 1 || res.Refused != 1 || res.Repaired != 0 || res.Noted != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	if h := reg.homes[0]; h.Position != "postcode" || h.Point != reg.postcodes["WA14 1PF"] || h.AsAt.Format(time.DateOnly) != "2026-11-23" {
		t.Errorf("%+v", h)
	}
	if !strings.Contains(strings.Join(res.Notes, "\n"), "as at today, 23 November 2026") {
		t.Error(res.Notes)
	}
}

func TestRequests(t *testing.T) {
	const file = "Title,colour,Zone,lon,lat\nA,red,1," + hall + "\nB,blue,1," + hall + "\nC,red,2," + hall + "\n"
	change := func(f func(*ingest.Request)) func(*ingest.Request) { return f }
	t.Run("columns given", func(t *testing.T) {
		reg := &register{}
		var proposed ingest.Proposal
		res, err := run(t, reg, "assets", file, change(func(r *ingest.Request) {
			r.Map = map[string]string{"description": "colour", "reference": "title", "name": "Title"}
			r.Proposed = func(p ingest.Proposal) { proposed = p }
		}))
		if err != nil || res.Accepted != 3 || reg.assets[0].Description != "red" || reg.assets[0].Reference != "A" {
			t.Fatalf("%+v, %v", res, err)
		}
		if diff := cmp.Diff(res.Proposal, proposed); diff != "" {
			t.Error(diff)
		}
		if c := proposed.Mapping.Choices[0]; c != (intake.Choice{Field: "reference", Column: "Title", Example: "A", Given: true}) {
			t.Errorf("%+v", c)
		}
		if diff := cmp.Diff([]intake.Column{{Name: "Zone", Example: "1"}}, proposed.Mapping.Unused); diff != "" {
			t.Error(diff)
		}
		if reg.imp.Mapping["description"] != "colour" || reg.imp.Source.SHA256 == "" || reg.imp.Options["coordinates"] != "EPSG:4326" {
			t.Errorf("%+v", reg.imp)
		}
	})
	t.Run("a condition", func(t *testing.T) {
		reg := &register{}
		res, err := run(t, reg, "assets", file, change(func(r *ingest.Request) { r.Where = "colour=red and zone != 2" }))
		if err != nil || res.Accepted != 1 || res.LeftOut != 2 || res.Refused != 0 {
			t.Fatalf("%+v, %v", res, err)
		}
	})
	t.Run("a value set, a trial, a keeper", func(t *testing.T) {
		reg := &register{}
		res, err := run(t, reg, "assets", file, change(func(r *ingest.Request) {
			r.Set, r.DryRun, r.Organisation = map[string]string{"Asset Kind": "allotment"}, true, "Trafford Council"
		}))
		if err != nil || !res.DryRun || reg.imp.Options["dry-run"] != "yes" || reg.assets[0].Kind != "allotment" || reg.assets[0].Organisation != "Trafford Council" {
			t.Fatalf("%+v, %v", res, err)
		}
	})
	t.Run("a coordinate system given stands above the headings", func(t *testing.T) {
		reg := &register{}
		res, err := run(t, reg, "assets", "name,lon,lat\nHall,376694.1,387928.6\n", change(func(r *ingest.Request) { r.CRS = "British National Grid" }))
		if err != nil || res.Repaired != 0 || reg.assets[0].Point != (orb.Point{376694.1, 387928.6}) || !strings.Contains(res.Proposal.Coordinates, "as --crs says") {
			t.Fatalf("%+v, %v", res, err)
		}
	})
	for name, c := range map[string]struct {
		code   string
		change func(*ingest.Request)
	}{
		"an unknown kind":              {"unknown-kind", func(r *ingest.Request) { r.Kind = "dogs" }},
		"an unknown field":             {"unknown-field", func(r *ingest.Request) { r.Map = map[string]string{"colour": "Title"} }},
		"an unknown column":            {"unknown-column", func(r *ingest.Request) { r.Map = map[string]string{"name": "Nmae"} }},
		"an unknown field to set":      {"unknown-field", func(r *ingest.Request) { r.Set = map[string]string{"colour": "red"} }},
		"a condition on nothing":       {"unknown-column", func(r *ingest.Request) { r.Where = "size=3" }},
		"a condition that is none":     {"bad-condition", func(r *ingest.Request) { r.Where = "size" }},
		"an unknown coordinate system": {"unknown-crs", func(r *ingest.Request) { r.CRS = "EPSG:29902" }},
		"half a position given":        {"half-a-position", func(r *ingest.Request) { r.Map = map[string]string{"easting": "Zone"} }},
		"no tenure":                    {"no-column", func(r *ingest.Request) { r.Kind, r.Map = "homes", map[string]string{"reference": "Title"} }},
		"no owner": {"no-column", func(r *ingest.Request) {
			r.Kind, r.Map = "homes", map[string]string{"reference": "Title", "tenure": "colour"}
		}},
	} {
		t.Run("refuses "+name, func(t *testing.T) {
			_, err := run(t, &register{}, "assets", file, c.change)
			wantCode(t, err, c.code)
		})
	}
}

// failing is a register that breaks down.
type failing struct{ register }

var errBroken = errors.New("broken")

func (f *failing) Boundaries(context.Context, intake.Import, iter.Seq2[intake.Row[boundary.Boundary], error], func(intake.Problem)) (intake.Counts, int64, error) {
	return intake.Counts{}, 0, errBroken
}

func (f *failing) LocatePostcodes(context.Context, []string) (map[string]orb.Point, error) {
	return nil, errBroken
}

func TestWhatFailsIsTold(t *testing.T) {
	f := &failing{}
	req := ingest.Request{Kind: "boundaries", FileName: "f", File: strings.NewReader(strings.Replace(collection(feature(polygon)), "name", "code", 1)), Loader: f}
	if _, err := ingest.Run(t.Context(), req); !errors.Is(err, errBroken) {
		t.Error(err)
	}
	req = ingest.Request{Kind: "assets", FileName: "f", File: strings.NewReader("name,postcode\na,M1 1AE\n"), Loader: f, Postcodes: f}
	if _, err := ingest.Run(t.Context(), req); !errors.Is(err, errBroken) {
		t.Error(err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := ingest.Run(stopped, req); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	req.Report = brokenWriter{}
	req.Postcodes = nil
	if _, err := ingest.Run(t.Context(), req); !errors.Is(err, errBroken) {
		t.Error("a report that cannot be written is told: ", err)
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errBroken }

func TestResultAsJSON(t *testing.T) {
	res, err := run(t, &register{}, "assets", "name,lon,lat\nHall,"+hall+"\nNowhere,0,0\n")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		ID, Accepted, Refused, Repaired, Unchanged *int
		Problems                                   []map[string]any
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if *got.ID != 1 || *got.Accepted != 1 || *got.Refused != 1 || *got.Repaired != 0 || *got.Unchanged != 0 {
		t.Errorf("%s", raw)
	}
	want := map[string]any{"line": 3.0, "field": "lon, lat", "value": "0, 0", "reason": "The position is 0, 0, which is no place in Britain.",
		"remedy": "Give the position, or leave it blank where there is a postcode.", "outcome": "refused", "code": "zero-position"}
	if diff := cmp.Diff([]map[string]any{want}, got.Problems); diff != "" {
		t.Error(diff)
	}
}

func TestKindFromTheFileName(t *testing.T) {
	reg := &register{}
	res, err := run(t, reg, "assets", "name,type,lon,lat\nEaton Road,,"+hall+"\nMoss Library,,"+hall+"\nMoss Lane,other,"+hall+"\n", func(r *ingest.Request) { r.FileName = "town_allotments.csv" })
	if err != nil {
		t.Fatal(err)
	}
	kinds := []string{reg.assets[0].Kind, reg.assets[1].Kind, reg.assets[2].Kind}
	if diff := cmp.Diff([]string{"allotment", "library", "other"}, kinds); diff != "" || len(res.Notes) != 4 {
		t.Error(diff, res.Notes)
	}
}

func TestSameRowsHaveTheSameReferences(t *testing.T) {
	a, b := &register{}, &register{}
	const one, two = "Hall," + hall + "\n", "Hall,-2.3520923,53.3879587\n"
	if _, err := run(t, a, "assets", "name,lon,lat\n"+one+two); err != nil {
		t.Fatal(err)
	}
	if _, err := run(t, b, "assets", "lon,lat,name,colour\n"+"-2.3520923,53.3879587,Hall,red\n"+hall+",Hall,blue\n"); err != nil {
		t.Fatal(err)
	}
	if len(a.assets) != 2 || len(b.assets) != 2 || a.assets[0].Reference != b.assets[1].Reference || a.assets[1].Reference != b.assets[0].Reference || !strings.HasPrefix(a.assets[0].Reference, "hall-") {
		t.Errorf("%s %s, %s %s", a.assets[0].Reference, a.assets[1].Reference, b.assets[0].Reference, b.assets[1].Reference)
	}
}

// endless is a file of n lines after a heading, made as it is read.
type endless struct {
	head, foot string
	line       func(i int) string // always of one length
	n, width   int
	at         int64
}

func newEndless(head string, n int, line func(int) string, foot string) *endless {
	return &endless{head: head, line: line, n: n, width: len(line(0)), foot: foot}
}

func (e *endless) size() int64 { return int64(len(e.head) + e.n*e.width + len(e.foot)) }

func (e *endless) Seek(offset int64, whence int) (int64, error) {
	e.at = offset + map[int]int64{io.SeekStart: 0, io.SeekCurrent: e.at, io.SeekEnd: e.size()}[whence]
	return e.at, nil
}

func (e *endless) Read(p []byte) (n int, err error) {
	n, err = e.ReadAt(p, e.at)
	e.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

func (e *endless) ReadAt(p []byte, from int64) (n int, err error) {
	for n < len(p) && from < e.size() {
		var copied int
		switch at := from - int64(len(e.head)); {
		case at < 0:
			copied = copy(p[n:], e.head[from:])
		case at >= int64(e.n*e.width):
			copied = copy(p[n:], e.foot[at-int64(e.n*e.width):])
		default:
			copied = copy(p[n:], e.line(int(at / int64(e.width)))[at%int64(e.width):])
		}
		n += copied
		from += int64(copied)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// passing counts rows and lets them go.
type passing struct {
	register
	rows    int
	highest uint64
}

func (p *passing) Assets(_ context.Context, _ intake.Import, rows iter.Seq2[intake.Row[asset.Asset], error], _ func(intake.Problem)) (intake.Counts, int64, error) {
	for _, err := range rows {
		if err != nil {
			return intake.Counts{}, 0, err
		}
		if p.rows++; p.rows%20_000 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			p.highest = max(p.highest, m.HeapAlloc)
		}
	}
	return intake.Counts{Accepted: p.rows}, 1, nil
}

// Files of any length pass through a few megabytes.
func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	const rows = 100_000
	for name, file := range map[string]*endless{
		"CSV": newEndless("reference,name,description,easting,northing\n", rows, func(i int) string {
			return fmt.Sprintf("R%07d,Hall,%0200d,%06d,387928\n", i, i, 376_000+i%1000)
		}, ""),
		"GeoJSON": newEndless(`{"type":"FeatureCollection","features":[`+feature(polygon), rows, func(i int) string {
			return fmt.Sprintf(",\n{\"type\":\"Feature\",\"properties\":{\"reference\":\"R%07d\",\"name\":\"Field %0200d\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[-2.3%03d,53.38]}}", i, i, i%1000)
		}, "]}"),
	} {
		t.Run(name, func(t *testing.T) {
			var before runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			p := &passing{}
			var last ingest.Progress
			started := time.Now()
			_, err := ingest.Run(t.Context(), ingest.Request{Kind: "assets", FileName: "f", File: file, Loader: p, Organisation: "x", Progress: func(p ingest.Progress) { last = p }})
			if err != nil || p.rows < rows {
				t.Fatal(p.rows, err)
			}
			if grown := int64(p.highest) - int64(before.HeapAlloc); grown > 24<<20 {
				t.Errorf("%d MB held after %d MB of file", grown>>20, file.size()>>20)
			}
			if last.Rows != p.rows || last.Bytes != file.size() || last.Total != file.size() || !last.Done {
				t.Errorf("%+v", last)
			}
			t.Logf("%d MB, %.0f rows a second", file.size()>>20, float64(p.rows)/time.Since(started).Seconds())
		})
	}
}

// One row without end is refused before it fills the memory.
func TestRowWithoutEnd(t *testing.T) {
	for name, file := range map[string]*endless{
		"CSV":     newEndless("name,lon,lat\na,"+hall+"\n\"", 70<<10, func(int) string { return strings.Repeat("x", 1023) + "\n" }, ""),
		"GeoJSON": newEndless(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"`, 70<<10, func(int) string { return strings.Repeat("x", 1024) }, ""),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ingest.Run(t.Context(), ingest.Request{Kind: "assets", FileName: "f", File: file, Loader: &register{}})
			wantCode(t, err, "row-too-long")
		})
	}
}

func TestProgressLine(t *testing.T) {
	start := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		p     ingest.Progress
		after time.Duration
		want  string
	}{
		{ingest.Progress{Rows: 1}, 0, "1 row"},
		{ingest.Progress{Rows: 500, Bytes: 1, Total: 100}, 100 * time.Millisecond, "500 rows · 1%"},
		{ingest.Progress{Rows: 12_400, Bytes: 34, Total: 100}, 4 * time.Second, "12,400 rows · 34% · 3,100 rows a second · about 8 s left"},
		{ingest.Progress{Rows: 3_000_000, Bytes: 10, Total: 100}, time.Minute, "3,000,000 rows · 10% · 50,000 rows a second · about 9 min left"},
		{ingest.Progress{Rows: 1000, Bytes: 2, Total: 100}, 10 * time.Minute, "1,000 rows · 2% · 1 row a second · about 8 h left"},
		{ingest.Progress{Rows: 1000, Bytes: 100, Total: 100, Done: true}, 2 * time.Second, "1,000 rows · 100% · 500 rows a second · writing"},
	} {
		c.p.Started = start
		if got := ingest.ProgressLine(c.p, start.Add(c.after)); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
