package postgis_test

import (
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/plans/boundary"
	"terrier/plans/home"
	"terrier/plans/intake"
)

func rectangle(west, south, east, north float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}}}
}

func (w *town) authorities(t *testing.T, all ...boundary.Boundary) {
	t.Helper()
	for i := range all {
		all[i].Kind, all[i].SourceCRS, all[i].HasCouncil = "local-authority", "EPSG:27700", "unknown"
	}
	if counts, _, err := w.loader.Boundaries(t.Context(), anImport("boundaries"), rowsOf(all...), w.report); err != nil || counts.Accepted != len(all) {
		t.Fatalf("%+v, %v, %+v", counts, err, w.told)
	}
}

// A home that does not say its authority is given the one that it stands in.
func TestAuthorityByPosition(t *testing.T) {
	w := newTown(t)
	at := func(reference string, east, north float64, said string) home.Home {
		h := aHome(reference, east, north, "social-rent", home.Open)
		h.Authority = said
		return h
	}
	const west, east, old = "E08000001", "E08000002", "E08000003"
	file := []home.Home{
		at("west", 433500, 435500, ""), at("line", 434000, 435500, ""), at("both", 434900, 435500, ""), at("sea", 439000, 435500, ""), at("enclave", 433200, 435200, ""),
		at("says west", 433600, 435500, west), at("says east", 433600, 435500, east), at("says east at sea", 439000, 435500, east), at("says another", 433600, 435500, "E06000001"),
	}
	w.homes(t, file...)
	t.Run("where none is in the register, nothing is said", func(t *testing.T) {
		if got := w.references(t, "authority IS NOT NULL"); len(got) != 4 || len(w.told) != 1 { // the owner was made
			t.Errorf("%v %+v", got, w.told)
		}
	})
	// west has a hole; east overlaps with a third beyond 434800
	holed := rectangle(433000, 435000, 434000, 436000)
	holed[0] = append(holed[0], orb.Ring{{433100, 435100}, {433100, 435300}, {433300, 435300}, {433300, 435100}, {433100, 435100}})
	w.authorities(t, boundary.Boundary{Code: west, Name: "Westshire", Shape: holed}, boundary.Boundary{Code: east, Name: "Eastshire", Shape: rectangle(434000, 435000, 435000, 436000)},
		boundary.Boundary{Code: old, Name: "Oldshire", Shape: rectangle(433000, 435000, 435000, 436000), EndDate: time.Date(1974, 4, 1, 0, 0, 0, 0, time.UTC)},
		boundary.Boundary{Code: "E08000004", Name: "Thirdshire", Shape: rectangle(434800, 435000, 435000, 436000)},
		boundary.Boundary{Code: "parish-7", Name: "No authority", Shape: rectangle(433000, 435000, 435000, 436000)})
	w.told = nil
	if counts, _ := w.homes(t, file...); counts.Accepted != 9 || counts.Unchanged != 8 {
		t.Errorf("%+v", counts)
	}
	for reference, want := range map[string]string{"west": west, "line": "", "both": "", "sea": "", "enclave": "", "says west": west, "says east": east, "says east at sea": east, "says another": "E06000001"} {
		if got := w.stands(t, reference, "authority"); got != want {
			t.Errorf("%s: %s, want %s", reference, got, want)
		}
	}
	if len(w.told) != 2 {
		t.Fatalf("%+v", w.told)
	}
	for i, words := range []string{"does not lie in Eastshire, as the row says, but in Westshire (E08000001)", "does not lie in Eastshire, as the row says, nor in any other"} {
		p := w.told[i]
		if p.Code != "outside-authority" || p.Outcome != intake.Noted || p.Line != 8+i || p.Value != east || !strings.Contains(p.Reason, words) {
			t.Errorf("%+v", p)
		}
	}
	t.Run("and the same again changes nothing", func(t *testing.T) {
		if counts, id := w.homes(t, file...); counts.Unchanged != 9 || id != 0 {
			t.Errorf("%+v", counts)
		}
	})
}
