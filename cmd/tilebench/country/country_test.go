package country_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"terrier/cmd/tilebench/country"
	"terrier/geo/bng"
	"terrier/geo/shape"
)

const few = 20_000

// digest is of everything that a country holds.
func digest(seed uint64) [32]byte {
	c := country.New(seed, few)
	h := sha256.New()
	for one := range c.Homes() {
		fmt.Fprintln(h, one)
	}
	areas := c.Areas()
	fmt.Fprintln(h, areas, c.Assets(), c.Boundaries(20, areas), c.StockTiles(200), c.CompositeTiles(200))
	return [32]byte(h.Sum(nil))
}

func TestSameSeedSameCountry(t *testing.T) {
	first, again := digest(1), digest(1)
	if first != again {
		t.Error("two countries of one seed differ")
	}
	if first == digest(2) {
		t.Error("two seeds give one country")
	}
}

func TestHomes(t *testing.T) {
	n, stacked := 0, 0
	owners, at := map[int]bool{}, map[orb.Point]int{}
	for h := range country.New(1, few).Homes() {
		n++
		at[h.Point]++
		if at[h.Point] == 2 {
			stacked++ // the first of the place
		}
		if at[h.Point] > 1 {
			stacked++
		}
		owners[h.Owner] = true
		if h.Owner < 1 || h.Owner > country.Owners {
			t.Fatalf("owner %d", h.Owner)
		}
		if h.Point != bng.RoundPoint(h.Point) {
			t.Fatalf("%v is not in whole millimetres", h.Point)
		}
		if _, err := bng.MercatorFromBNG(h.Point); err != nil {
			t.Fatal(err)
		}
	}
	if n != few {
		t.Errorf("%d homes of %d", n, few)
	}
	if share := float64(stacked) / few; share < 0.2 || share > 0.4 {
		t.Errorf("%.0f%% of the homes share their point", 100*share)
	}
	if len(owners) < 100 {
		t.Errorf("only %d owners", len(owners))
	}
}

func TestShapesAreSound(t *testing.T) {
	c := country.New(1, 200_000)
	areas := c.Areas()
	for i, p := range c.Boundaries(100, areas) {
		if err := shape.Check(p, shape.Limits{}); err != nil {
			t.Fatalf("boundary %d: %v", i, err)
		}
	}
}

func TestTilesAreBrowsedOnce(t *testing.T) {
	seen := map[any]bool{}
	byZoom := map[uint8]int{}
	for _, tile := range country.New(1, few).StockTiles(1500) {
		if seen[tile] {
			t.Fatalf("%v twice", tile)
		}
		seen[tile] = true
		byZoom[tile.Z]++
	}
	for z := uint8(6); z <= 16; z++ {
		if byZoom[z] == 0 {
			t.Errorf("nobody looks at zoom %d: %v", z, byZoom)
		}
	}
}
