package access_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"terrier/plans/access"
)

// seenHome is a home as far as parts know it. The third owner, place and tenure stand for all that nobody names.
type seenHome struct {
	owner         int64
	place, tenure string
	withheld      bool
}

var (
	someOwners  = []int64{1, 2, 3}
	somePlaces  = []string{"A", "B", "elsewhere"}
	someTenures = []string{"let", "sold", "other"}
)

func everyHome() (all []seenHome) {
	for _, owner := range someOwners {
		for _, place := range somePlaces {
			for _, tenure := range someTenures {
				all = append(all, seenHome{owner, place, tenure, false}, seenHome{owner, place, tenure, true})
			}
		}
	}
	return all
}

func (h seenHome) in(parts []access.Part) bool {
	return slices.ContainsFunc(parts, func(p access.Part) bool {
		of := p.Owners
		if h.withheld {
			of = p.Own
		}
		return slices.Contains(of, h.owner) && (p.Authorities == nil || slices.Contains(p.Authorities, h.place)) && (p.Tenures == nil || slices.Contains(p.Tenures, h.tenure))
	})
}

var someParts = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) access.Part {
	some := func(name string, of []string) []string {
		if rapid.Bool().Draw(t, "any "+name) {
			return nil
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom(of), 1, 2, rapid.ID).Draw(t, name)
	}
	p := access.Part{Owners: rapid.SliceOfNDistinct(rapid.SampledFrom(someOwners[:2]), 0, 2, rapid.ID).Draw(t, "owners"), Authorities: some("place", somePlaces[:2]), Tenures: some("tenure", someTenures[:2])}
	if rapid.Bool().Draw(t, "own") {
		p.Own = p.Owners
	}
	return p
}), 0, 3)

// Covers is what looking at every home would come to.
func TestCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now, then := someParts.Draw(t, "now"), someParts.Draw(t, "then")
		want := true
		for _, h := range everyHome() {
			want = want && (!h.in(then) || h.in(now))
		}
		if got := access.Covers(now, then); got != want {
			t.Fatalf("%v", got)
		}
		read, err := access.ReadParts(access.WriteParts(then))
		if diff := cmp.Diff(access.WriteParts(then), access.WriteParts(read)); err != nil || diff != "" || !access.Covers(read, then) || !access.Covers(then, read) {
			t.Fatal(err, diff)
		}
	})
}

// About leaves of a person's homes those that a question can count.
func TestAbout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := someParts.Draw(t, "parts")
		var owners []int64
		var tenures []string
		if rapid.Bool().Draw(t, "names owners") {
			owners = rapid.SliceOfNDistinct(rapid.SampledFrom(someOwners), 1, 2, rapid.ID).Draw(t, "owners")
		}
		if rapid.Bool().Draw(t, "names tenures") {
			tenures = rapid.SliceOfNDistinct(rapid.SampledFrom(someTenures), 1, 2, rapid.ID).Draw(t, "tenures")
		}
		about := access.About(parts, owners, tenures)
		for _, h := range everyHome() {
			want := h.in(parts) && (owners == nil || slices.Contains(owners, h.owner)) && (tenures == nil || slices.Contains(tenures, h.tenure))
			if h.in(about) != want {
				t.Fatalf("%+v: %v", h, !want)
			}
		}
	})
	if got := access.WriteParts(access.About([]access.Part{{Owners: []int64{1, 2}, Authorities: []string{"A"}}}, []int64{2}, nil)); got != `[{"owners":[2],"own":null,"authorities":["A"],"tenures":null}]` {
		t.Error(got)
	}
	if got := access.WriteParts(nil); got != "[]" {
		t.Error(got)
	}
}
