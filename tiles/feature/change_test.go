package feature_test

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/geo/grid"
	"terrier/tiles/feature"
	own "terrier/tiles/mvt"
)

// TestChanges holds that a layer draws after any changes what one draws that was made of the same features at once, and that what
// changed lies within the boxes that are told.
func TestChanges(t *testing.T) {
	var words own.Words
	all := rapid.Custom(func(t *rapid.T) feature.Feature {
		f := feature.Feature{ID: rapid.Int64Range(0, 40).Draw(t, "id"), MinZoom: rapid.SampledFrom([]uint8{0, 9, 12}).Draw(t, "zoom"),
			Rank: rapid.Int32Range(0, 2).Draw(t, "rank"), Name: rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, "name")}
		f.Tags = []feature.Tag{{Key: 0, Word: words.Of(fmt.Sprint(f.ID, rapid.IntRange(0, 1).Draw(t, "tag")))}}
		r := rand.New(rand.NewPCG(rapid.Uint64Range(0, 20).Draw(t, "shape"), 1))
		x, y := 20000*r.Float64(), 20000*r.Float64()
		switch r.IntN(4) {
		case 0: // none
		case 1:
			f.Geometry = at(x, y)
		case 2:
			f.Geometry = orb.LineString{at(x, y), at(x+900*r.Float64(), y), at(x, y+900)}
		default:
			f.Geometry = orb.Polygon{star(r, x, y, 20+3000*r.Float64(), 4+r.IntN(20))}
		}
		return f
	})
	tiles := []grid.Tile{}
	for _, z := range []uint8{7, 9, 11, 12, 13} {
		tiles = append(tiles, over(orb.Bound{Min: at(-3000, -3000), Max: at(23000, 23000)}, z)...)
	}
	rapid.Check(t, func(t *rapid.T) {
		l := feature.NewLayer(schema, 64, 0)
		held := map[int64]feature.Feature{}
		for range rapid.IntRange(1, 4).Draw(t, "changes") {
			before := map[grid.Tile][]byte{}
			for _, tile := range tiles {
				before[tile] = draw(l, &words, tile)
			}
			put := rapid.SliceOfN(all, 0, 25).Draw(t, "put")
			drop := rapid.SliceOfN(rapid.Int64Range(0, 45), 0, 10).Draw(t, "drop")
			changed := l.Apply(put, drop)
			for _, id := range drop {
				delete(held, id)
			}
			for _, f := range put {
				held[f.ID] = f
			}
			fresh := feature.NewLayer(schema, 64, 0)
			fresh.Replace(slices.Collect(maps.Values(held)))
			if l.Len() != fresh.Len() {
				t.Fatalf("%d are kept of %d", l.Len(), fresh.Len())
			}
			for _, tile := range tiles {
				got := draw(l, &words, tile)
				if !bytes.Equal(got, draw(fresh, &words, tile)) {
					t.Fatalf("%v is drawn another way than at once", tile)
				}
				if bytes.Equal(got, before[tile]) {
					continue
				}
				b := tile.Bound()
				shown := b.Pad((l.Buffer() + feature.Snapped) * (b.Max[0] - b.Min[0]))
				if !slices.ContainsFunc(changed, shown.Intersects) {
					t.Fatalf("%v changed, outside %v", tile, changed)
				}
			}
			if again := l.Apply(slices.Collect(maps.Values(held)), nil); len(again) > 0 {
				t.Fatalf("the same features change %v", again)
			}
		}
	})
}
