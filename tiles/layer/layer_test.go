package layer_test

import (
	"slices"
	"testing"

	"terrier/tiles/layer"
)

var terms = layer.Terms{TenureGroups: []layer.Term{{Slug: "social-rent", Name: "Social rent"}, {Slug: "affordable-rent", Name: "Affordable rent"}}}

func TestRegisters(t *testing.T) {
	sets := layer.Registers(terms)

	t.Run("are the seven tilesets", func(t *testing.T) {
		want := []string{"homes", "areas", "assets", "boundaries", "overlay", "basemap", "embed"}
		if got := layer.Names(sets); !slices.Equal(got, want) {
			t.Errorf("tilesets are %v, want %v", got, want)
		}
	})
	t.Run("overlay holds what homes, areas and assets hold", func(t *testing.T) {
		var want []string
		for _, name := range []string{"homes", "areas", "assets"} {
			set, _ := layer.Find(sets, name)
			want = append(want, ids(set)...)
		}
		overlay, _ := layer.Find(sets, "overlay")
		if got := ids(overlay); !slices.Equal(got, want) {
			t.Errorf("overlay holds %v, want %v", got, want)
		}
	})
	t.Run("embed holds a ground without buildings and what overlay holds", func(t *testing.T) {
		embed, _ := layer.Find(sets, "embed")
		overlay, _ := layer.Find(sets, "overlay")
		want := append([]string{"green", "water", "road", "rail", "label"}, ids(overlay)...)
		if got := ids(embed); !slices.Equal(got, want) {
			t.Errorf("embed holds %v, want %v", got, want)
		}
		for i, l := range embed.Layers {
			if l.Thinned != (i < 5) {
				t.Errorf("%s is thinned: %v", l.ID, l.Thinned)
			}
		}
		if !slices.EqualFunc(embed.Filters, overlay.Filters, func(a, b layer.FilterKey) bool { return a.Name == b.Name }) {
			t.Error("embed is not filtered as overlay is")
		}
	})
	t.Run("show homes as squares or as points, never both", func(t *testing.T) {
		homes, _ := layer.Find(sets, "homes")
		point, square := homes.Layers[0], homes.Layers[1]
		if point.MinZoom != square.MaxZoom+1 {
			t.Errorf("points begin at zoom %d, squares end at %d", point.MinZoom, square.MaxZoom)
		}
		if homes.MinZoom() != 0 {
			t.Errorf("homes show from zoom %d, want 0", homes.MinZoom())
		}
	})
	t.Run("count homes by every tenure group", func(t *testing.T) {
		homes, _ := layer.Find(sets, "homes")
		for _, l := range homes.Layers {
			if l.PublicOnly { // a number by tenure has another error, which a map has no room for
				continue
			}
			for _, group := range terms.TenureGroups {
				if !slices.ContainsFunc(l.Fields, func(f layer.Field) bool { return f.Name == group.Slug && f.Type == layer.Number }) {
					t.Errorf("layer %s has no number %s", l.ID, group.Slug)
				}
			}
		}
	})
	t.Run("have no two layers of one name, and no two fields", func(t *testing.T) {
		for _, set := range sets {
			unique(t, set.Name, ids(set))
			for _, l := range set.Layers {
				var names []string
				for _, f := range l.Fields {
					names = append(names, f.Name)
				}
				unique(t, l.ID, names)
			}
		}
	})
}

func TestFind(t *testing.T) {
	if _, ok := layer.Find(layer.Registers(terms), "homez"); ok {
		t.Error("found a tileset that is not there")
	}
}

func ids(set layer.Tileset) []string {
	var ids []string
	for _, l := range set.Layers {
		ids = append(ids, l.ID)
	}
	return ids
}

func unique(t *testing.T, of string, names []string) {
	t.Helper()
	slices.Sort(names)
	if once := slices.Compact(slices.Clone(names)); len(once) != len(names) {
		t.Errorf("%s repeats a name: %v", of, names)
	}
}
