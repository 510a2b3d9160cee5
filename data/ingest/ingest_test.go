package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/intake"
	"terrier/plans/organisation"
	"terrier/plans/place"
)

// register stands in for the database where only the rules are asked about: it keeps what it is given and refuses what
// repeats a reference, as the real one does.
type register struct {
	imp           intake.Import
	homes         []home.Home
	assets        []asset.Asset
	areas         []area.Area
	boundaries    []boundary.Boundary
	organisations []organisation.Organisation
	places        []place.Place
	postcodes     map[string]orb.Point
}

func keep[T any](rows iter.Seq2[intake.Row[T], error], to *[]T, key func(T) string, report func(intake.Problem)) (c intake.Counts, id int64, err error) {
	seen := map[string]int{}
	for row, err := range rows {
		if err != nil {
			return c, 0, err
		}
		if first, again := seen[key(row.Value)]; again {
			c.Refused++
			report(intake.Problem{Line: row.Line, Field: "reference", Value: key(row.Value), Outcome: intake.Refused, Code: "repeated-reference", Reason: fmt.Sprintf("in line %d already", first)})
			continue
		}
		seen[key(row.Value)] = row.Line
		*to = append(*to, row.Value)
		c.Accepted++
		if row.Repaired {
			c.Repaired++
		}
	}
	return c, 1, nil
}

func (r *register) Homes(_ context.Context, imp intake.Import, rows iter.Seq2[intake.Row[home.Home], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	r.imp = imp
	return keep(rows, &r.homes, func(h home.Home) string { return h.Owner + "/" + h.Reference }, report)
}
func (r *register) Assets(_ context.Context, imp intake.Import, rows iter.Seq2[intake.Row[asset.Asset], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	r.imp = imp
	return keep(rows, &r.assets, func(a asset.Asset) string { return a.Organisation + "/" + a.Reference }, report)
}
func (r *register) Areas(_ context.Context, imp intake.Import, rows iter.Seq2[intake.Row[area.Area], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	r.imp = imp
	return keep(rows, &r.areas, func(a area.Area) string { return a.Organisation + "/" + a.Reference }, report)
}
func (r *register) Boundaries(_ context.Context, imp intake.Import, rows iter.Seq2[intake.Row[boundary.Boundary], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	r.imp = imp
	return keep(rows, &r.boundaries, func(b boundary.Boundary) string { return b.Kind + "/" + b.Code }, report)
}
func (r *register) Organisations(_ context.Context, imp intake.Import, rows iter.Seq2[intake.Row[organisation.Organisation], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	r.imp = imp
	return keep(rows, &r.organisations, func(o organisation.Organisation) string { return o.Type + "/" + o.Reference }, report)
}
func (r *register) Places(_ context.Context, imp intake.Import, rows iter.Seq2[intake.Row[place.Place], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	r.imp = imp
	c, id, err := keep(rows, &r.places, func(p place.Place) string { return p.Kind + "/" + p.Reference }, report)
	for _, p := range r.places {
		if r.postcodes == nil {
			r.postcodes = map[string]orb.Point{}
		}
		r.postcodes[p.Name] = p.Point
	}
	return c, id, err
}

func (r *register) LocatePostcodes(_ context.Context, postcodes []string) (map[string]orb.Point, error) {
	found := map[string]orb.Point{}
	for _, p := range postcodes {
		if at, ok := r.postcodes[p]; ok {
			found[p] = at
		}
	}
	return found, nil
}

// run imports text as a file of this kind; change may fill in more of the request.
func run(t *testing.T, r *register, kind, text string, change ...func(*ingest.Request)) (ingest.Result, error) {
	t.Helper()
	return runFile(t, r, kind, strings.NewReader(text), change...)
}

func runFile(t *testing.T, r *register, kind string, file io.ReadSeeker, change ...func(*ingest.Request)) (ingest.Result, error) {
	t.Helper()
	req := ingest.Request{
		Kind: kind, FileName: "test", File: file, Who: "test", Loader: r, Postcodes: r,
		Today: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
	}
	for _, c := range change {
		c(&req)
	}
	return ingest.Run(t.Context(), req)
}

// shared opens a file of ../shared/data, or skips the test.
func shared(t *testing.T, name string) *bytes.Reader {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "data", name)
	content, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		t.Skipf("skipped: needs ../shared/data/%s", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return bytes.NewReader(content)
}

func byCode(res ingest.Result) map[string]int {
	codes := map[string]int{}
	for _, p := range res.Problems {
		codes[string(p.Outcome)+" "+p.Code]++
	}
	return codes
}

func TestSharedSmoke(t *testing.T) {
	reg := &register{}
	for _, f := range []struct{ kind, name string }{
		{"places", "stock/trafford_postcodes.csv"}, {"places", "stock/postcodes_HP.csv"}, {"assets", "stock/trafford_land_and_building_assets.csv"},
		{"organisations", "stock/registered_providers_2018.tsv"},
		{"assets", "assets/trafford_allotments.csv"}, {"assets", "assets/trafford_community_hubs.csv"}, {"assets", "assets/trafford_leisure_centres.csv"},
		{"assets", "assets/gm_libraries.csv"}, {"assets", "assets/gm_green_flags.csv"}, {"assets", "assets/trafford_libraries.geojson"},
		{"assets", "assets/trafford_leisure_polygons_styled.geojson"}, {"assets", "assets/trafford_greenspace_sites.geojson"},
		{"assets", "assets/banes_allotments.geojson"}, {"assets", "assets/banes_community_gardens.geojson"},
		{"boundaries", "boundaries/banes_os_parishes.geojson"}, {"boundaries", "boundaries/trafford_wards_2023_full.geojson"},
		{"boundaries", "boundaries/trafford_lsoa_2021.geojson"}, {"boundaries", "boundaries/gm_lad_2023_full.geojson"}, {"boundaries", "boundaries/trafford_parish.geojson"},
		{"boundaries", "boundaries/bristol_wards_2013.geojson"}, {"boundaries", "boundaries/north_somerset_msoa_2011.geojson"},
		{"boundaries", "derived/trafford_wards_27700_no_crs.geojson"}, {"boundaries", "derived/trafford_wards_27700_with_crs.geojson"},
		{"areas", "neighbourhood/trafford_localities_2023.geojson"}, {"areas", "derived/daws_hill_np_27700_wkt.csv"}, {"areas", "neighbourhood/bucks_neighbourhood_plan_areas.csv"},
		{"assets", "derived/trafford_leisure_centres_cp1252.csv"},
		{"assets", "dirty/brownfield_worcester.csv"}, {"assets", "dirty/brownfield_5ed5da3e.csv"}, {"assets", "dirty/brownfield_a6f17c3b.csv"}, {"assets", "dirty/brownfield_b6ac516b.csv"},
		{"assets", "dirty/brownfield_c0f874ac.csv"}, {"assets", "dirty/brownfield_dda69588.csv"}, {"assets", "dirty/brownfield_fylde.csv"}, {"assets", "dirty/brownfield_fylde_raw.txt"},
		{"boundaries", "boundaries/eng_lad_2013.topo.json"}, {"areas", "neighbourhood/bucks_daws_hill_np.shp.zip"}, {"areas", "derived/trafford_wards_27700.gpkg"}, {"areas", "derived/daws_hill_np_xyz.kml"},
	} {
		start := time.Now()
		res, err := runFile(t, reg, f.kind, shared(t, f.name))
		if err != nil {
			fmt.Println(f.name, "ERROR", err)
			continue
		}
		fmt.Println(f.kind, f.name, "acc", res.Accepted, "ref", res.Refused, "rep", res.Repaired, "noted", res.Noted, byCode(res), time.Since(start))
		fmt.Println("   ", res.Proposal.Coordinates)
		for _, c := range res.Proposal.Mapping.Choices {
			fmt.Print(" ", c.Field, "←", c.Column)
		}
		fmt.Print(" | unused")
		for _, c := range res.Proposal.Mapping.Unused {
			fmt.Print(" ", c.Name)
		}
		fmt.Println()
		fmt.Println("    notes", res.Notes)
		seen := map[string]bool{}
		for _, p := range res.Problems {
			if !seen[p.Code] {
				fmt.Printf("    %+v\n", p)
			}
			seen[p.Code] = true
		}
		_ = os.Stdout
	}
}
