package asset_test

import (
	"testing"

	"terrier/plans"
	"terrier/plans/asset"
)

func read(row map[string]string) (asset.Asset, *plans.FieldReader) {
	r := plans.ReadFields(func(field string) string { return row[field] })
	return asset.FromFields(r), r
}

func TestKind(t *testing.T) {
	for _, c := range []struct{ said, name, want string }{
		{"library", "", "library"}, {"Partnership run library", "x", "library"}, {"Public Park Or Garden", "x", "green"}, {"Allotments Or Community Growing Spaces", "x", "allotment"},
		{"Play Space", "x", "playing-field"}, {"Other Sports Facility", "x", "sports-ground"}, {"Cemetery", "Church Hall", "other"},
		{"", "Altrincham Town Hall", "hall"}, {"", "Sparkling Water", "other"}, {"", "Longford Park, Shelter", "green"}, {"", "Grosvenor Allotments", "allotment"},
	} {
		if a, _ := read(map[string]string{"asset-kind": c.said, "name": c.name}); a.Kind != c.want {
			t.Errorf("%q %q: %s", c.said, c.name, a.Kind)
		}
	}
}

func TestAssetWithoutAName(t *testing.T) {
	a, r := read(map[string]string{"asset-kind": "Tennis Court"})
	if a.Name != "Tennis Court" || len(r.Problems()) != 1 || r.Problems()[0].Refused {
		t.Errorf("%q %v", a.Name, r.Problems())
	}
	if a, _ = read(map[string]string{"street-number": "105", "street": "Mainwood Road", "town": "Altrincham"}); a.Name != "105 Mainwood Road, Altrincham" {
		t.Errorf("%q", a.Name)
	}
	if _, r = read(nil); len(r.Problems()) != 1 || !r.Problems()[0].Refused {
		t.Error(r.Problems())
	}
}
