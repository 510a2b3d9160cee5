package main

import (
	"context"
	"fmt"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/planar"

	"terrier/geo/bng"
	"terrier/tiles/layer"
)

// TestLayersAreDrawnAsBySQL compares what is shown besides homes with what the database draws: the same things with the same
// properties and, where outlines are drawn as they are, the same size.
func TestLayersAreDrawnAsBySQL(t *testing.T) {
	ctx := context.Background()
	d := keptDemo(t)
	extent, ok, err := d.registers.Reader.FirstView(ctx)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	town := orb.Bound{Min: bng.ToMercator(extent.Min), Max: bng.ToMercator(extent.Max)}
	compared, differ := map[string]int{}, map[string]int{}
	for _, set := range []string{"areas", "assets", "boundaries", "basemap"} {
		for _, z := range []uint8{7, 9, 11, 12, 13, 14, 15, 16} {
			tiles := tilesOver(town, z)
			for i := 0; i < len(tiles); i += 1 + len(tiles)/12 {
				at := tiles[i]
				got, err := d.Tile(ctx, layer.Request{Tileset: set, At: at})
				if err != nil {
					t.Fatal(err)
				}
				want, err := d.registers.Reader.Tile(ctx, set, at.Z, at.X, at.Y)
				if err != nil {
					t.Fatal(err)
				}
				ours, theirs := formsIn(t, got, z), formsIn(t, want, z)
				for key, forms := range theirs {
					compared[key.layer] += len(forms)
					for _, f := range forms {
						if !hasNear(ours[key], f) {
							differ[fmt.Sprint(key.layer, " missing")]++
							if z >= 14 && f.large() {
								t.Errorf("%v of %s lacks %v at %v; there is %v", at, set, key, f, ours[key])
							}
						}
					}
				}
				for key, forms := range ours {
					for _, f := range forms {
						if !hasNear(theirs[key], f) {
							differ[fmt.Sprint(key.layer, " more")]++
							if z >= 14 && f.large() {
								t.Errorf("%v of %s has %v at %v; there is %v", at, set, key, f, theirs[key])
							}
						}
					}
				}
				if t.Failed() {
					return
				}
			}
		}
	}
	t.Log(compared, differ)
	for _, name := range []string{"area", "area_label", "asset", "asset_outline", "boundary", "green", "water", "building", "road", "label"} {
		if compared[name] < 10 {
			t.Errorf("only %d of %s were compared", compared[name], name)
		}
		if d := differ[name+" missing"] + differ[name+" more"]; d*10 > compared[name] {
			t.Errorf("%d of %d of %s differ", d, compared[name], name)
		}
	}
}

type thing struct{ layer, properties string }

// form is what is compared of a geometry: where a point is, how long a line is, how large an area, and how far it may be off. The box
// of an area says little: where a tile cuts it in two, its parts may be joined along the edge of the buffer, which nobody sees.
type form struct {
	at           orb.Point
	measure, off float64
}

func formOf(g orb.Geometry, z uint8) form {
	unit := 1.0
	if z < 14 {
		unit = 4
	}
	switch g.Dimensions() {
	case 0:
		return form{at: g.Bound().Min}
	case 1:
		return form{measure: planar.Length(g), off: unit * (4 + planar.Length(g)/100)}
	}
	return form{measure: planar.Area(g), off: unit * (4 + planar.Length(g))}
}

func (f form) large() bool { return f.off == 0 || f.measure > 2*f.off }

// formsIn are those of what a tile shows.
func formsIn(t *testing.T, tile []byte, z uint8) map[thing][]form {
	t.Helper()
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		t.Fatal(err)
	}
	all := map[thing][]form{}
	for _, l := range layers {
		for _, f := range l.Features {
			key, form := thing{l.Name, fmt.Sprint(f.Properties)}, formOf(f.Geometry, z)
			if l.Name == "area_label" { // anywhere on the area will do
				form.at = orb.Point{}
			}
			all[key] = append(all[key], form)
		}
	}
	return all
}

// hasNear is true where one of the forms is this one.
func hasNear(forms []form, f form) bool {
	for _, o := range forms {
		if d := o.measure - f.measure; max(d, -d) <= f.off && max(o.at[0]-f.at[0], f.at[0]-o.at[0], o.at[1]-f.at[1], f.at[1]-o.at[1]) <= 1 {
			return true
		}
	}
	return false
}
