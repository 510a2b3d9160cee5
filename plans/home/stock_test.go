package home_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"terrier/geo/column"
	"terrier/geo/shape"
	"terrier/geo/within"
	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

var names = home.Names{
	Owners:  map[int64]home.Owner{1: {Ref: "ashdale", Name: "Ashdale"}, 2: {Ref: "beck", Name: "Beck"}, 3: {Ref: "cragg", Name: "Cragg"}},
	Sources: map[int64]provenance.Source{1: {Publisher: "Return of Ashdale"}, 2: {Publisher: "Return of Beck"}},
}

// plain is a home as a test holds it, to be counted one by one.
type plain struct {
	home.Kind
	home.Lot
	at orb.Point
}

func anyHome(r *rand.Rand) plain {
	pick := func(values ...string) string { return values[r.IntN(len(values))] }
	return plain{
		home.Kind{Tenure: pick("social-rent", "affordable-rent", "shared-ownership"), Type: pick("house", "bungalow", ""), EPC: pick("A", "C", "none", ""),
			Needs: pick("general-needs", ""), Bedrooms: uint8(r.IntN(4))},
		home.Lot{Owner: 1 + r.Int64N(3), Source: 1 + r.Int64N(2), AsAt: time.Date(2024+r.IntN(3), 3, 31, 0, 0, 0, 0, time.UTC),
			Sensitivity: pick(home.Published, home.Open, home.Restricted, home.Withheld), Authority: pick("E08000035", "E08000032", "")},
		orb.Point{433000 + math.Round(r.Float64()*1e6)/1000, 433000 + math.Round(r.Float64()*1e6)/1000},
	}
}

// rowIn packs a home for a register.
func rowIn(r home.Register, id int64, h plain) column.Row {
	return column.Row{ID: id, Point: h.at, Kind: r.KindCode(h.Kind), Lot: r.LotCode(h.Lot)}
}

// counted is what a question says of homes when they are asked one by one.
func counted(homes []plain, q home.Question, sees func(plain) bool) home.Summary {
	s := home.Summary{By: map[string][]home.Count{}, Sources: []provenance.Source{}}
	value := func(key string, h plain) string {
		v := map[string]string{"tenure": h.Tenure, "home-type": h.Type, "epc": h.EPC, "needs": h.Needs, "owner": names.Owners[h.Owner].Ref, "bedrooms": fmt.Sprint(h.Bedrooms)}[key]
		if v == "" || v == "0" {
			return home.Unknown
		}
		return v
	}
	by := map[string]map[string]int{}
	for _, key := range q.By {
		by[key] = map[string]int{}
	}
	for _, h := range homes {
		wanted := sees(h) && (q.Within == nil || shape.Covers(q.Within, h.at))
		for key, values := range q.Where {
			wanted = wanted && slices.Contains(values, value(key, h))
		}
		if !wanted {
			continue
		}
		s.Total++
		for _, key := range q.By {
			by[key][value(key, h)]++
		}
		if s.AsAt.IsZero() || h.AsAt.Before(s.AsAt) {
			s.AsAt = h.AsAt
		}
		s.Sources = append(s.Sources, names.Sources[h.Source])
	}
	s.Sources = provenance.Once(s.Sources)
	for _, key := range q.By {
		g, _ := home.FindGrouping(key)
		s.By[key] = g.Ordered(by[key], map[string]string{"ashdale": "Ashdale", "beck": "Beck", "cragg": "Cragg"})
	}
	return s
}

func aQuestion(r *rand.Rand) home.Question {
	q := home.Question{By: []string{"tenure", "owner", "bedrooms", "needs"}}
	if r.IntN(3) > 0 {
		a, b := anyHome(r).at, anyHome(r).at
		q.Within = orb.MultiPolygon{{orb.Ring{{433000, 433000}, a, b, {433000, 433000}}}}
	}
	switch r.IntN(4) {
	case 0:
		q.Where = map[string][]string{"tenure": {"social-rent"}, "home-type": {"house", home.Unknown}}
	case 1:
		q.Where = map[string][]string{"owner": {"beck", "cragg"}, "bedrooms": {"1", "2", home.Unknown}}
	}
	return q
}

// Every view of the exact stock counts what the view may see, and nothing else, in each answer.
func TestExactStock(t *testing.T) {
	const seed = 20261126
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 3))
	stock := home.NewExactStock(nil)
	stock.Shared().Name(names)
	var homes []plain
	rows := map[int64][]column.Row{} // by owner of withheld homes; 0: the shared ones
	for id := range int64(3000) {
		h := anyHome(r)
		homes = append(homes, h)
		if h.Sensitivity == home.Withheld {
			rows[h.Owner] = append(rows[h.Owner], rowIn(stock.Withheld(h.Owner), id, h))
		} else {
			rows[0] = append(rows[0], rowIn(stock.Shared(), id, h))
		}
	}
	stock.Shared().Replace(rows[0])
	for owner := int64(1); owner <= 3; owner++ {
		stock.Withheld(owner).Replace(rows[owner])
	}
	for name, v := range map[string]home.View{
		"nobody":                      {},
		"an association":              {Owners: []int64{2}, Own: []int64{2}},
		"an agreement with two":       {Owners: []int64{1, 3}},
		"own homes of one authority":  {Owners: []int64{1}, Own: []int64{1}, Authorities: []string{"E08000035"}},
		"a planner, open homes alone": {Owners: []int64{1, 2, 3}, Sensitivities: []string{home.Open, home.Published}},
	} {
		t.Run(name, func(t *testing.T) {
			sees := func(h plain) bool {
				if h.Sensitivity == home.Withheld && !slices.Contains(v.Own, h.Owner) || !slices.Contains(v.Owners, h.Owner) {
					return false
				}
				return (v.Sensitivities == nil || slices.Contains(v.Sensitivities, h.Sensitivity)) && (v.Authorities == nil || slices.Contains(v.Authorities, h.Authority))
			}
			for range 40 {
				q := aQuestion(r)
				got, err := stock.Count([]home.Part{{View: v}}, q)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(counted(homes, q, sees), got); diff != "" {
					t.Fatalf("%+v:\n%s", q, diff)
				}
			}
		})
	}
}

type noAreas struct{}

func (noAreas) Boundary(ref string) (*within.Boundary, error) {
	return nil, plans.Missing("plan area", ref)
}

func TestPublicStock(t *testing.T) {
	ctx := context.Background()
	stock := home.NewPublicStock(noAreas{})
	if s, err := stock.CountHomes(ctx, home.Question{By: []string{"tenure", "owner"}}); err != nil || s.Total != 0 || s.By["owner"] == nil || s.Sources == nil {
		t.Errorf("an empty stock says %+v, %v", s, err)
	}
	if stock.Name(names) {
		t.Error("a name moved where there are no homes")
	}
	h := anyHome(rand.New(rand.NewPCG(1, 1)))
	h.Owner = 2
	stock.Replace([]column.Row{rowIn(stock.Register, 5, h)})
	other := home.Names{Owners: map[int64]home.Owner{1: {Ref: "ashdale", Name: "Ashdale Homes"}, 2: names.Owners[2], 3: names.Owners[3]}}
	if stock.Name(other) {
		t.Error("the name of an owner without homes moved something")
	}
	if !stock.Name(home.Names{Owners: map[int64]home.Owner{2: {Ref: "beck", Name: "Beck Homes"}}}) {
		t.Error("the name of an owner moved nothing")
	}
	if _, err := stock.CountHomes(ctx, home.Question{Area: "nowhere"}); err == nil {
		t.Error("counted in an area that is not there")
	}
	if _, _, err := stock.Homes(map[string][]string{"owner": {"zebra"}}); err == nil {
		t.Error("filtered by an owner that is not there")
	}
}
