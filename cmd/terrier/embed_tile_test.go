package main

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
	"terrier/scripts/sweep"
	"terrier/tiles/archive"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
	"terrier/tiles/style"
	"terrier/tiles/thin"
)

// TestEmbedTiles holds the budgets of embeds (UX.md section 2) over the tiles of the demonstration, of zooms 15 and 16 over a fifth of them in the gate: at most 10 KB of ground, and of what
// lies over it 8 KB in the middle, 15 KB at the 95th percentile and 60 KB at most. The ground lies under everything, and is the overlay's
// tile otherwise.
func TestEmbedTiles(t *testing.T) {
	d := keptDemo(t)
	embed, _ := layer.Find(d.tilesets, "embed")
	overlay, _ := layer.Find(d.tilesets, "overlay")
	var over []int
	grounds, most := 0, 0
	var look func(at grid.Tile)
	look = func(at grid.Tile) {
		if !d.touches(embed, at) {
			return
		}
		if at.Z >= 6 && (at.Z < 15 || (7*at.X+at.Y)%5 == 0 || sweep.Long()) {
			ground, err := d.ground(embed, at)
			if err != nil {
				t.Fatal(err)
			}
			registers := d.must(t, "overlay", at, nil)
			if whole := d.must(t, "embed", at, nil); !slices.Equal(whole, append(slices.Clone(ground), registers...)) {
				t.Fatalf("%v is not the ground under the overlay", at)
			}
			if n := len(archive.Compress(ground, archive.Kept)); len(ground) > 0 {
				grounds, most = grounds+1, max(most, n)
				if n > thin.MostBytes || len(ground) > thin.MostPlain {
					t.Errorf("the ground of %v has %d bytes, %d compressed", at, len(ground), n)
				}
			}
			if len(registers) > 0 {
				over = append(over, len(archive.Compress(registers, archive.Kept)))
			}
		}
		if at.Z < layer.DataMaxZoom {
			for _, child := range at.Children() {
				look(child)
			}
		}
	}
	look(grid.Tile{})
	if ground, _ := d.ground(overlay, grid.Tile{}); ground != nil {
		t.Error("the overlay has a ground")
	}
	slices.Sort(over)
	middle, high, highest := over[len(over)/2], over[len(over)*95/100], over[len(over)-1]
	t.Logf("%d tiles have a ground of at most %d bytes; %d have things over it of %d bytes in the middle, %d at p95, %d at most", grounds, most, len(over), middle, high, highest)
	if middle > 8000 || high > 15000 || highest > 60000 {
		t.Error("the overlay is too large")
	}
	if grounds < 500 || len(over) < 100 {
		t.Error("so few are no demonstration")
	}
}

// TestEmbedOverArchives draws the ground of embeds from an operator's basemap: of its schema, and from its deepest tiles on.
func TestEmbedOverArchives(t *testing.T) {
	d := keptDemo(t)
	for name, want := range map[string][]string{
		"protomaps": {"landuse", "water", "roads", "places"}, "openmaptiles": {"park", "water", "transportation", "place"}, "raster": nil,
	} {
		g, err := operatorsGround("../../tiles/archive/testdata/" + name + ".pmtiles")
		if err != nil {
			t.Fatal(err)
		}
		if err := d.lay(g); err != nil {
			t.Fatal(err)
		}
		embed, _ := layer.Find(d.tilesets, "embed")
		found := map[string]bool{}
		for z := range uint8(layer.DataMaxZoom + 1) {
			for _, place := range []orb.Point{{1997, 2102}, {2048, 1200}} { // where street and track cross, and the name of a town
				ground, err := d.ground(embed, within(z, place))
				if err != nil {
					t.Fatal(err)
				}
				layers, err := mvt.Read(ground)
				if err != nil {
					t.Fatal(err)
				}
				for _, l := range layers {
					found[l.Name] = true
				}
			}
		}
		t.Log(name, found)
		for _, l := range want {
			if !found[l] {
				t.Errorf("%s: no %s", name, l)
			}
		}
		drawn, _ := style.Ground(g.style.Basemap)
		for l := range found {
			if !slices.ContainsFunc(drawn, func(d style.Layer) bool { return d.SourceLayer == l }) {
				t.Errorf("%s: %s is not drawn", name, l)
			}
		}
		g.close()
	}
}

// within is the tile of a zoom that has a place of the archives' tile 4/7/5 in it.
func within(z uint8, place orb.Point) grid.Tile {
	if z <= 4 {
		return grid.Tile{Z: 4, X: 7, Y: 5}.Ancestor(z)
	}
	side := float64(uint32(1) << (z - 4))
	return grid.Tile{Z: z, X: uint32((7 + place[0]/4096) * side), Y: uint32((5 + place[1]/4096) * side)}
}
