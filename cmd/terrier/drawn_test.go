package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/plans/web"
	"terrier/tiles/layer"
)

// keptDemo is the invented town in memory, beside the reader that asks the database.
func keptDemo(t *testing.T) drawn {
	t.Helper()
	d, _ := keptDemoIn(t)
	return d
}

func keptDemoIn(t *testing.T) (drawn, *pgtest.DB) {
	t.Helper()
	db := pgtest.New(t)
	load := db.Pool(t, postgis.RoleLoad)
	if err := loadDemoIfEmpty(t.Context(), load, io.Discard); err != nil {
		t.Fatal(err)
	}
	if _, err := load.Exec(t.Context(), `UPDATE home SET sensitivity = 'published' WHERE sensitivity = 'open'`); err != nil { // so many that tiles merge them
		t.Fatal(err)
	}
	public := db.Pool(t, postgis.RolePublic)
	k, err := keep(t.Context(), public, web.Tilesets())
	if err != nil {
		t.Fatal(err)
	}
	return newDrawn(k, postgis.NewReader(public), ""), db
}

// shown is one of a tile, to be compared.
type shown struct {
	Layer, Geometry string
	Properties      map[string]any
}

func shownIn(t *testing.T, tile []byte) (all []shown) {
	t.Helper()
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range layers {
		if strings.HasPrefix(l.Name, "home_protected") { // protected_test.go
			continue
		}
		for _, f := range l.Features {
			geometry := fmt.Sprint(f.Geometry)
			if l.Name == "home_square" { // whichever corner comes first
				geometry = fmt.Sprint(f.Geometry.Bound())
			}
			all = append(all, shown{l.Name, geometry, f.Properties})
		}
	}
	sortFeatures(all)
	return all
}

func sortFeatures(all []shown) {
	slices.SortFunc(all, func(a, b shown) int {
		return cmp.Or(cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.Geometry, b.Geometry), cmp.Compare(fmt.Sprint(a.Properties), fmt.Sprint(b.Properties)))
	})
}

// tilesOver are the tiles of a zoom over the box.
func tilesOver(b orb.Bound, z uint8) (tiles []grid.Tile) {
	first, _ := grid.At(orb.Point{b.Min[0], b.Max[1]}, z)
	last, _ := grid.At(orb.Point{b.Max[0], b.Min[1]}, z)
	for x := first.X; x <= last.X; x++ {
		for y := first.Y; y <= last.Y; y++ {
			tiles = append(tiles, grid.Tile{Z: z, X: x, Y: y})
		}
	}
	return tiles
}

func homesIn(features []shown) (n float64) {
	for _, f := range features {
		n += f.Properties["count"].(float64)
	}
	return n
}

// nearly is wanted, each point of it moved by one unit where that is how it was drawn: places are kept to a centimetre, and one that
// lies in the middle between two units may be rounded to the other.
func nearly(drawn, wanted []shown) []shown {
	left := map[string][]string{} // layer and properties → where
	for _, d := range drawn {
		key := fmt.Sprint(d.Layer, d.Properties)
		left[key] = append(left[key], d.Geometry)
	}
	out := slices.Clone(wanted)
	take := func(i int, fits func(a, b string) bool) {
		key := fmt.Sprint(out[i].Layer, out[i].Properties)
		for j, at := range left[key] {
			if fits(at, out[i].Geometry) {
				out[i].Geometry, left[key] = at, slices.Delete(left[key], j, j+1)
				return
			}
		}
	}
	var others []int
	for i := range out {
		if before := len(left[fmt.Sprint(out[i].Layer, out[i].Properties)]); before > 0 {
			take(i, func(a, b string) bool { return a == b })
			if len(left[fmt.Sprint(out[i].Layer, out[i].Properties)]) == before {
				others = append(others, i)
			}
		}
	}
	for _, i := range others {
		take(i, besides)
	}
	sortFeatures(out)
	return out
}

func besides(a, b string) bool {
	var ax, ay, bx, by int
	if _, err := fmt.Sscanf(a, "[%d %d]", &ax, &ay); err != nil {
		return a == b
	}
	if _, err := fmt.Sscanf(b, "[%d %d]", &bx, &by); err != nil {
		return false
	}
	return max(ax-bx, bx-ax, ay-by, by-ay) <= 1
}

// TestHomesAreDrawnAsBySQL compares every tile of the invented town with what the database draws.
func TestHomesAreDrawnAsBySQL(t *testing.T) {
	ctx := context.Background()
	d := keptDemo(t)
	extent, ok, err := d.registers.Reader.FirstView(ctx)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	town := orb.Bound{Min: bng.ToMercator(extent.Min), Max: bng.ToMercator(extent.Max)}
	compared, merged := map[string]int{}, 0
	for _, z := range []uint8{0, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16} {
		tiles := tilesOver(town, z)
		for _, at := range tiles[:min(len(tiles), 60)] {
			got, err := d.Tile(ctx, layer.Request{Tileset: "homes", At: at})
			if err != nil {
				t.Fatal(err)
			}
			want, err := d.registers.Reader.Tile(ctx, "homes", at.Z, at.X, at.Y)
			if err != nil {
				t.Fatal(err)
			}
			features, wanted := shownIn(t, got), shownIn(t, want)
			if len(wanted) > 2500 { // merged on a grid, which SQL does not
				if a, b := homesIn(features), homesIn(wanted); a != b || len(features) >= len(wanted) {
					t.Fatalf("%v holds %g homes in %d features, want %g of %d", at, a, len(features), b, len(wanted))
				}
				merged++
				continue
			}
			if diff := gocmp.Diff(nearly(features, wanted), features); diff != "" {
				t.Fatalf("%v:\n%s", at, diff)
			}
			for _, f := range features {
				compared[f.Layer]++
			}
		}
	}
	t.Log(compared, merged)
	if merged == 0 {
		t.Error("no tile was merged")
	}
	for _, layer := range slices.Collect(maps.Keys(compared)) {
		if compared[layer] < 500 {
			t.Errorf("only %d features of %s were compared", compared[layer], layer)
		}
	}
	if len(compared) != 2 {
		t.Errorf("compared the layers %v", compared)
	}
}
