package place_test

import (
	"testing"

	"terrier/plans"
	"terrier/plans/place"
)

func TestFromFields(t *testing.T) {
	for _, c := range []struct {
		name string
		row  map[string]string
		want place.Place
		code string
	}{
		{"a postcode is its own reference", map[string]string{"name": "m154ab", "context": "Trafford", "reference": "7"}, place.Place{Kind: "postcode", Reference: "M15 4AB", Name: "M15 4AB", Context: "Trafford"}, ""},
		{"a street", map[string]string{"name": "Market Street", "kind": "road"}, place.Place{Kind: "street", Name: "Market Street"}, ""},
		{"neither postcode nor said to be anything", map[string]string{"name": "Market Street"}, place.Place{Name: "Market Street"}, "missing-kind"},
		{"half a postcode said to be one", map[string]string{"name": "M15", "kind": "postcode"}, place.Place{Kind: "postcode"}, "not-a-postcode"},
		{"nothing", nil, place.Place{}, "missing-name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := plans.ReadFields(func(field string) string { return c.row[field] })
			got, code := place.FromFields(r), ""
			if p := r.Problems(); len(p) > 0 {
				code = p[0].Code
			}
			if got != c.want || code != c.code {
				t.Errorf("%+v %v", got, r.Problems())
			}
		})
	}
}
