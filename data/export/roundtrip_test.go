package export_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/data/export"
	"terrier/data/ingest"
	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// catcher takes what an import yields.
type catcher struct {
	ingest.Loader // the kinds that this test has no use for
	homes         []home.Home
	assets        []asset.Asset
	areas         []area.Area
	boundaries    []boundary.Boundary
}

func catch[T any](rows iter.Seq2[intake.Row[T], error], to *[]T) (c intake.Counts, id int64, err error) {
	for row, err := range rows {
		if err != nil {
			return c, 0, err
		}
		*to = append(*to, row.Value)
		c.Accepted++
	}
	return c, 1, nil
}

func (c *catcher) Homes(_ context.Context, _ intake.Import, rows iter.Seq2[intake.Row[home.Home], error], _ func(intake.Problem)) (intake.Counts, int64, error) {
	return catch(rows, &c.homes)
}
func (c *catcher) Assets(_ context.Context, _ intake.Import, rows iter.Seq2[intake.Row[asset.Asset], error], _ func(intake.Problem)) (intake.Counts, int64, error) {
	return catch(rows, &c.assets)
}
func (c *catcher) Areas(_ context.Context, _ intake.Import, rows iter.Seq2[intake.Row[area.Area], error], _ func(intake.Problem)) (intake.Counts, int64, error) {
	return catch(rows, &c.areas)
}
func (c *catcher) Boundaries(_ context.Context, _ intake.Import, rows iter.Seq2[intake.Row[boundary.Boundary], error], _ func(intake.Problem)) (intake.Counts, int64, error) {
	return catch(rows, &c.boundaries)
}

// text draws text as a register keeps it, with what troubles files in it.
func text(t *rapid.T, name string) string {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "Hollin Vale", `"quoted"`, "it's", "'", "'=x", "''+1", "=cmd()", "-1", "+44 1", "@home", "a,b", "semi;colon",
		"Tŷ Cŵn", "café", "<b>&", "\\", "1e5", "007", "日本", "\u2028"}), 0, 4).Draw(t, name)
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

func named(t *rapid.T, name string) string {
	return strings.TrimSpace(text(t, name) + " " + rapid.StringMatching(`[A-Z][a-z]{1,6}x`).Draw(t, name))
}

// lines draws text that may go over several lines.
func lines(t *rapid.T, name string) string {
	return strings.TrimSpace(text(t, name) + "\n\n" + text(t, name))
}

func slug(t *rapid.T, list plans.CodeList, empty bool) string {
	slugs := list.Slugs()
	if empty {
		slugs = append(slugs, "")
	}
	return rapid.SampledFrom(slugs).Draw(t, "slug")
}

func day(t *rapid.T) time.Time {
	n := rapid.IntRange(-1, 60_000).Draw(t, "day")
	if n < 0 {
		return time.Time{}
	}
	return time.Date(1900, 1, 1+n, 0, 0, 0, 0, time.UTC)
}

func uprn(t *rapid.T) string { return rapid.StringMatching(`([1-9][0-9]{0,11})?`).Draw(t, "uprn") }

func postcode(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "HV1 2AB", "M1 1AE", "EC1A 1BB"}).Draw(t, "postcode")
}

// somewhere draws a place on the mainland to the millimetre.
func somewhere(t *rapid.T) orb.Point {
	mm := func(name string, from, to int) float64 {
		return float64(rapid.IntRange(from*1000, to*1000).Draw(t, name)) / 1000
	}
	return orb.Point{mm("easting", 280_000, 600_000), mm("northing", 120_000, 480_000)}
}

// outline draws a sound area: one or two stars, the first perhaps with a hole.
func outline(t *rapid.T) orb.MultiPolygon {
	star := func(at orb.Point, radius float64) orb.Ring {
		n := rapid.IntRange(3, 12).Draw(t, "corners")
		ring := orb.Ring{}
		for i := range n {
			r := radius * rapid.Float64Range(0.6, 1).Draw(t, "radius")
			a := 2 * math.Pi * float64(i) / float64(n)
			ring = append(ring, bng.RoundPoint(orb.Point{at[0] + r*math.Cos(a), at[1] + r*math.Sin(a)}))
		}
		return append(ring, ring[0])
	}
	at := somewhere(t)
	polygon := orb.Polygon{star(at, 500)}
	if rapid.Bool().Draw(t, "hole") {
		polygon = append(polygon, star(at, 100))
	}
	parts := orb.MultiPolygon{polygon}
	if rapid.Bool().Draw(t, "second part") {
		parts = append(parts, orb.Polygon{star(orb.Point{at[0] + 2000, at[1]}, 300)})
	}
	parts = shape.Wind(parts).(orb.MultiPolygon)
	if shape.Check(parts, shape.Limits{}) != nil {
		t.Skip("not sound")
	}
	return parts
}

func aHome(t *rapid.T) home.Home {
	h := home.Home{
		Owner: named(t, "owner"), Manager: text(t, "manager"), Reference: named(t, "reference"), UPRN: uprn(t), ParentUPRN: uprn(t),
		Address: text(t, "address"), Postcode: postcode(t), Needs: slug(t, home.Needs, true), Tenure: slug(t, home.Tenures, false),
		Type: slug(t, home.Types, true), Built: slug(t, home.Builts, true), Bedrooms: rapid.IntRange(0, 12).Draw(t, "bedrooms"),
		Bedspaces: rapid.IntRange(0, 100).Draw(t, "bedspaces"), BuildYearBand: slug(t, home.BuildYearBands, true), EPC: slug(t, home.EPCs, true),
		EPCScore: rapid.IntRange(0, 100).Draw(t, "score"), EPCLodgementDate: day(t), Ownership: slug(t, home.Ownerships, true),
		Occupancy: slug(t, home.Occupancies, true), AsAt: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), Sensitivity: slug(t, home.Sensitivities, false),
		Authority: rapid.SampledFrom([]string{"", "E08000009"}).Draw(t, "authority"), Position: rapid.SampledFrom([]string{"given", "postcode"}).Draw(t, "position"),
		Point: somewhere(t),
	}
	if rapid.Bool().Draw(t, "floor said") {
		floor := rapid.IntRange(-5, 120).Draw(t, "floor")
		h.Floor = &floor
	}
	if rapid.Bool().Draw(t, "wheelchair said") {
		wheelchair := rapid.Bool().Draw(t, "wheelchair")
		h.Wheelchair = &wheelchair
	}
	if h.Bedsit = h.Type == "bedsit"; h.Bedsit && h.Bedrooms == 0 {
		h.Bedrooms = 1
	}
	if h.Sensitivity == home.Withheld {
		h.Address = ""
	}
	return h
}

func anAsset(t *rapid.T) asset.Asset {
	a := asset.Asset{
		Organisation: named(t, "organisation"), Reference: named(t, "reference"), Name: named(t, "name"), Address: text(t, "address"),
		Postcode: postcode(t), Description: lines(t, "description"), Kind: slug(t, asset.Kinds, false), UPRN: uprn(t), TitleNumber: text(t, "title"),
		Owner: text(t, "owner"), OwnerKind: slug(t, asset.OwnerKinds, true), Occupier: text(t, "occupier"), PresentUse: text(t, "use"), Tenure: text(t, "tenure"),
		Website: rapid.SampledFrom([]string{"", "https://example.org/a?b=c,d"}).Draw(t, "website"), Acquired: day(t),
		CostPence: rapid.Int64Range(-1, 1e12).Draw(t, "cost"), StartDate: day(t), EndDate: day(t), EntryDate: day(t), Notes: lines(t, "notes"),
		Position: "given", Point: somewhere(t),
	}
	a.Shape = a.Point
	if rapid.Bool().Draw(t, "outline") {
		area := outline(t)
		a.Shape, a.Point = area, shape.PointOn(area)
		if rapid.Bool().Draw(t, "pin elsewhere") {
			a.Point = area[0][0][0]
		}
	}
	return a
}

func anArea(t *rapid.T) area.Area {
	a := area.Area{
		Reference: named(t, "reference"), Organisation: named(t, "organisation"), Name: named(t, "name"), NameCy: text(t, "welsh"),
		RelevantBody: text(t, "body"), RelevantBodyType: slug(t, area.RelevantBodyTypes, true), Kind: slug(t, area.Kinds, false), Stage: slug(t, area.Stages, false),
		ApplicationReceived: day(t), FirstPublicised: day(t), RepresentationsClose: day(t), Decision: slug(t, area.Decisions, true), DecisionDate: day(t), MadeDate: day(t),
		Reasons: lines(t, "reasons"), DocumentationURL: rapid.SampledFrom([]string{"", "http://example.org"}).Draw(t, "url"), Notes: lines(t, "notes"),
		StartDate: day(t), EndDate: day(t), EntryDate: day(t), Shape: outline(t),
	}
	if a.Stage == "made" {
		a.Decision = "designated"
	}
	return a
}

func aBoundary(t *rapid.T) boundary.Boundary {
	b := boundary.Boundary{
		Kind: slug(t, boundary.Kinds, false), Code: rapid.StringMatching(`X[0-9]{8}`).Draw(t, "code"), CodeYear: rapid.SampledFrom([]int{0, 1974, 2023}).Draw(t, "year"),
		Name: named(t, "name"), NameCy: text(t, "welsh"), ParentCode: text(t, "parent"), HasCouncil: "unknown", RelevantBody: text(t, "body"),
		StartDate: day(t), EndDate: day(t), EntryDate: day(t), Shape: outline(t),
	}
	if b.Kind == "parish" {
		b.HasCouncil = slug(t, boundary.HasCouncil, false)
	}
	return b
}

// Export, then import, gives the same nouns, to the millimetre.
func TestImportGivesBackWhatWasExported(t *testing.T) {
	for _, format := range []export.Format{export.CSV, export.GeoJSON} {
		t.Run(string(format)+" homes", rapid.MakeCheck(func(t *rapid.T) {
			want := several(t, aHome, func(h *home.Home, n string) { h.Reference += n })
			c := back(t, "homes", export.Homes, format, want)
			for i := range c.homes {
				c.homes[i].SourceCRS, c.homes[i].SourceX, c.homes[i].SourceY = "", 0, 0
			}
			same(t, want, c.homes)
		}))
		t.Run(string(format)+" assets", rapid.MakeCheck(func(t *rapid.T) {
			want := several(t, anAsset, func(a *asset.Asset, n string) { a.Reference += n })
			c := back(t, "assets", export.Assets, format, want)
			for i := range c.assets {
				c.assets[i].SourceCRS, c.assets[i].SourceShape = "", nil
			}
			same(t, want, c.assets)
		}))
		t.Run(string(format)+" areas", rapid.MakeCheck(func(t *rapid.T) {
			want := several(t, anArea, func(a *area.Area, n string) { a.Reference += n })
			c := back(t, "areas", export.Areas, format, want)
			for i := range c.areas {
				c.areas[i].SourceCRS, c.areas[i].SourceShape = "", nil
			}
			same(t, want, c.areas)
		}))
		t.Run(string(format)+" boundaries", rapid.MakeCheck(func(t *rapid.T) {
			want := several(t, aBoundary, func(b *boundary.Boundary, n string) { b.Code += n })
			c := back(t, "boundaries", export.Boundaries, format, want)
			for i := range c.boundaries {
				c.boundaries[i].SourceCRS, c.boundaries[i].SourceShape = "", nil
			}
			same(t, want, c.boundaries)
		}))
	}
}

func several[T any](t *rapid.T, one func(*rapid.T) T, number func(*T, string)) []T {
	nouns := make([]T, rapid.IntRange(1, 4).Draw(t, "rows"))
	for i := range nouns {
		nouns[i] = one(t)
		number(&nouns[i], fmt.Sprint(i))
	}
	return nouns
}

func seq[T any](nouns []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, n := range nouns {
			if !yield(n, nil) {
				return
			}
		}
	}
}

func back[T any](t *rapid.T, kind string, write func(io.Writer, export.Options, iter.Seq2[T, error]) (int, error), format export.Format, nouns []T) *catcher {
	t.Helper()
	var file bytes.Buffer
	o := export.Options{Format: format, BOM: rapid.Bool().Draw(t, "bom"), Attributions: []string{"© somebody"}}
	if n, err := write(&file, o, seq(nouns)); err != nil || n != len(nouns) {
		t.Fatalf("wrote %d: %v", n, err)
	}
	c := &catcher{}
	res, err := ingest.Run(t.Context(), ingest.Request{Kind: kind, FileName: "f", File: bytes.NewReader(file.Bytes()), Organisation: "another", Loader: c})
	if err != nil || len(res.Problems) > 0 || len(res.Proposal.Mapping.Unused) > 0 {
		t.Fatalf("%v %+v unused %v\n%s", err, res.Problems, res.Proposal.Mapping.Unused, file.String())
	}
	return c
}

func same[T any](t *rapid.T, want, got []T) {
	t.Helper()
	if diff := cmp.Diff(slices.Clip(want), got); diff != "" {
		t.Fatal(diff)
	}
}
