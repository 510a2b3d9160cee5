package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/ingest"
	"terrier/data/ingest/row"
	"terrier/plans"
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

func runFile(t *testing.T, r *register, kind string, file row.File, change ...func(*ingest.Request)) (ingest.Result, error) {
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

// wantCode expects the import as a whole to be refused so.
func wantCode(t *testing.T, err error, code string) *plans.Error {
	t.Helper()
	var e *plans.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("got %v, want %s", err, code)
	}
	if e.Message == "" || e.Remedy == "" || !strings.HasSuffix(e.Message, ".") || !strings.HasSuffix(e.Remedy, ".") {
		t.Errorf("not told in sentences: %+v", e)
	}
	return e
}
