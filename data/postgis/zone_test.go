package postgis_test

import (
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans/asset"
	"terrier/plans/boundary"
)

// Zones are of the first kind that there is, and know what plan areas and assets they have.
func TestZones(t *testing.T) {
	w := newTown(t)
	if all, err := w.reader.Zones(t.Context(), boundary.Wards); err != nil || len(all) != 0 {
		t.Fatal(all, err)
	}
	w.boundaries(t, boundary.Boundary{Kind: "local-authority", Code: shire, Name: "The Shire", Shape: rectangle(433000, 435000, 437000, 436000)},
		boundary.Boundary{Kind: "ward", Code: "E05000001", Name: "West", Shape: rectangle(433000, 435000, 434000, 436000)},
		boundary.Boundary{Kind: "ward", Code: "E05000002", Name: "Middle", Shape: rectangle(434000, 435000, 435000, 436000)},
		boundary.Boundary{Kind: "ward", Code: "E05000003", Name: "East", Shape: rectangle(435000, 435000, 436000, 436000)})
	w.area(t, "Westerly", rectangle(433000, 435000, 434000, 435500)) // it touches Middle
	hall := asset.Asset{Reference: "H", Name: "Hall", Kind: "hall", Shape: orb.Point{435500, 435500}, Point: orb.Point{435500, 435500}, CostPence: -1, Position: "given", SourceCRS: "EPSG:27700"}
	if _, _, err := w.loader.Assets(t.Context(), anImport("assets"), rowsOf(hall), w.report); err != nil {
		t.Fatal(err)
	}
	all, err := w.reader.Zones(t.Context(), boundary.Places)
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	for i, want := range []struct {
		name string
		say  bool
	}{{"East", true}, {"Middle", false}, {"West", true}} {
		if z := all[i]; z.Name != want.name || z.HasSay() != want.say || z.Within != "The Shire" || z.Kind != "ward" || len(z.Shape) != 1 {
			t.Errorf("%+v", z)
		}
	}
}
