package access_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"terrier/plans/access"
)

func TestExact(t *testing.T) {
	later := agreed(birch, hollin, hollinPlace)
	later.From = day("2026-07-02")
	revoked := agreed(birch, hollin, hollinPlace)
	revoked.Revoked = noon
	planning := holding(14, access.PlanningOfficer, hollin, hollinPlace)
	both := []access.Held{planning, holding(14, access.AssociationOfficer, birch, "")}
	park := []access.Held{planning, holding(14, access.PlanningOfficer, hollin, moorPlace)}
	for _, c := range []struct {
		sentence   string
		roles      []access.Held
		agreements []access.Agreement
		want       []access.Part
	}{
		{"nobody sees any", nil, nil, nil},
		{"an administrator sees none", admin.Roles, []access.Agreement{agreed(ashdale, hollin, hollinPlace)}, nil},
		{"an association sees its own, withheld ones too, anywhere", housing.Roles, nil, []access.Part{{Owners: []int64{ashdale}, Own: []int64{ashdale}}}},
		{"an agreement of the association gives it no more", housing.Roles, []access.Agreement{agreed(ashdale, hollin, hollinPlace)}, []access.Part{{Owners: []int64{ashdale}, Own: []int64{ashdale}}}},
		{"a planning officer without agreements sees none", []access.Held{planning}, nil, nil},
		{"with some: of those owners, there", []access.Held{planning}, []access.Agreement{agreed(birch, hollin, hollinPlace), agreed(ashdale, hollin, hollinPlace)},
			[]access.Part{{Owners: []int64{ashdale, birch}, Authorities: []string{hollinPlace}}}},
		{"not those of another authority", []access.Held{planning}, []access.Agreement{agreed(birch, moor, hollinPlace)}, nil},
		{"nor for another place", []access.Held{planning}, []access.Agreement{agreed(birch, hollin, moorPlace)}, nil},
		{"nor those to come, or revoked", []access.Held{planning}, []access.Agreement{later, revoked}, nil},
		{"tenures stay apart by owner", []access.Held{planning}, []access.Agreement{agreed(ashdale, hollin, hollinPlace), agreed(birch, hollin, hollinPlace, "social-rent")},
			[]access.Part{{Owners: []int64{ashdale}, Authorities: []string{hollinPlace}}, {Owners: []int64{birch}, Authorities: []string{hollinPlace}, Tenures: []string{"social-rent"}}}},
		{"two agreements of one owner add up", []access.Held{planning}, []access.Agreement{agreed(birch, hollin, hollinPlace, "social-rent"), agreed(birch, hollin, hollinPlace, "affordable-rent")},
			[]access.Part{{Owners: []int64{birch}, Authorities: []string{hollinPlace}, Tenures: []string{"affordable-rent", "social-rent"}}}},
		{"all of it and a tenure are all of it", []access.Held{planning}, []access.Agreement{agreed(birch, hollin, hollinPlace), agreed(birch, hollin, hollinPlace, "affordable-rent")},
			[]access.Part{{Owners: []int64{birch}, Authorities: []string{hollinPlace}}}},
		{"who is of both sees their own once", both, []access.Agreement{agreed(birch, hollin, hollinPlace), agreed(ashdale, hollin, hollinPlace)},
			[]access.Part{{Owners: []int64{birch}, Own: []int64{birch}}, {Owners: []int64{ashdale}, Authorities: []string{hollinPlace}}}},
		{"an officer in two places", park, []access.Agreement{agreed(ashdale, hollin, hollinPlace), agreed(ashdale, hollin, moorPlace)},
			[]access.Part{{Owners: []int64{ashdale}, Authorities: []string{hollinPlace}}, {Owners: []int64{ashdale}, Authorities: []string{moorPlace}}}},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			got := access.Exact(access.Who{Account: 14, Roles: c.roles, Agreements: c.agreements}, noon)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("ends with the day", func(t *testing.T) {
		for now, want := range map[time.Time]int{at("2026-10-31 23:59:59 +0000"): 1, at("2026-11-01 00:00:00 +0000"): 0} {
			if got := access.Exact(officer, now); len(got) != want {
				t.Errorf("%s: %v", now, got)
			}
		}
	})
	t.Run("by a token, only by one that is good for homes", func(t *testing.T) {
		for scope, want := range map[string]int{"homes": 1, "downloads": 1, "stock": 0, "": 0} {
			who := housing
			if who.ByToken = true; scope != "" {
				who.Scopes = []string{scope}
			}
			if got := access.Exact(who, noon); len(got) != want {
				t.Errorf("%s: %v", scope, got)
			}
		}
		if got := access.Exact(access.Who{Roles: housing.Roles}, noon); got != nil {
			t.Error("nobody sees", got)
		}
	})
	t.Run("as settings of the database", func(t *testing.T) {
		who := access.Who{Account: 14, Roles: both, Agreements: []access.Agreement{agreed(ashdale, hollin, hollinPlace)}}
		if owners, own := access.Settings(access.Exact(who, noon)); owners != "1,2" || own != "2" {
			t.Error(owners, own)
		}
		if owners, own := access.Settings(nil); owners != "" || own != "" {
			t.Error(owners, own)
		}
	})
}

func TestNarrow(t *testing.T) {
	social, whole := access.Part{Tenures: []string{"affordable-rent", "social-rent"}}, access.Part{}
	for _, c := range []struct {
		part  access.Part
		asked []string
		want  []string
		ok    bool
	}{
		{whole, nil, nil, true},
		{whole, []string{"social-rent"}, []string{"social-rent"}, true},
		{social, nil, social.Tenures, true},
		{social, []string{"social-rent", "market-rent"}, []string{"social-rent"}, true},
		{social, []string{"market-rent"}, nil, false},
	} {
		if got, ok := c.part.Narrow(c.asked); !slices.Equal(got, c.want) || ok != c.ok || (c.want == nil) != (got == nil) {
			t.Errorf("%v asked of %v: %v, %v", c.asked, c.part.Tenures, got, ok)
		}
	}
}

// Over random roles and agreements: a home is in at most one part, and in one exactly when May says so. (rapid prints its seed.)
func TestExactIsMay(t *testing.T) {
	places, tenures := []string{hollinPlace, moorPlace}, []string{"social-rent", "affordable-rent"}
	rapid.Check(t, func(t *rapid.T) {
		who := access.Who{Account: 1}
		for range rapid.IntRange(0, 4).Draw(t, "roles") {
			h := access.Held{Account: 1, Grant: access.Grant{Organisation: rapid.Int64Range(1, 4).Draw(t, "of"), Span: spring}}
			if h.Role = access.AssociationOfficer; rapid.Bool().Draw(t, "planning") {
				h.Role, h.Place = access.PlanningOfficer, rapid.SampledFrom(places).Draw(t, "in")
			}
			who.Roles = append(who.Roles, h)
		}
		for range rapid.IntRange(0, 6).Draw(t, "agreements") {
			a := agreed(rapid.Int64Range(1, 4).Draw(t, "association"), rapid.Int64Range(1, 4).Draw(t, "authority"), rapid.SampledFrom(places).Draw(t, "place"))
			if rapid.Bool().Draw(t, "some") {
				a.Tenures = rapid.SliceOfNDistinct(rapid.SampledFrom(tenures), 1, 2, rapid.ID[string]).Draw(t, "tenures")
			}
			who.Agreements = append(who.Agreements, a)
		}
		parts := access.Exact(who, noon)
		for owner := range int64(5) {
			for _, place := range places {
				in := map[string]int{}
				for _, p := range parts {
					if !slices.Contains(p.Owners, owner) || (p.Authorities != nil && !slices.Contains(p.Authorities, place)) {
						continue
					}
					for _, tenure := range tenures {
						if p.Tenures == nil || slices.Contains(p.Tenures, tenure) {
							in[tenure]++
						}
					}
					if own := slices.Contains(p.Own, owner); own != (access.May(who, access.SeeWithheldHomes, access.Subject{Organisation: owner, Authority: place}, noon) == nil) {
						t.Fatalf("withheld homes of %d: %v", owner, own)
					}
				}
				may := access.May(who, access.SeeExactHomes, access.Subject{Organisation: owner, Authority: place}, noon) == nil
				if may != (len(in) > 0) || in[tenures[0]] > 1 || in[tenures[1]] > 1 {
					t.Fatalf("owner %d in %s: may %v, in %v of %v", owner, place, may, in, parts)
				}
			}
		}
	})
}
