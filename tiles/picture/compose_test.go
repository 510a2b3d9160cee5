package picture_test

import (
	"context"
	"errors"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"terrier/tiles/mvt"
	"terrier/tiles/picture"
	"terrier/tiles/style"
)

func composed(t testing.TB, tiles picture.Tiles, d style.Style, v picture.View, o picture.Options) *picture.Scene {
	t.Helper()
	s, err := picture.Compose(context.Background(), tiles, d, v, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plain is a document of some layers over the town's tiles.
func plain(layers ...style.Layer) style.Style {
	for i := range layers {
		if layers[i].Type != "background" {
			layers[i].Source = "embed"
		}
	}
	return style.Style{Sources: map[string]style.Source{"embed": {Type: "vector", URL: "/tiles/embed.json"}}, Layers: layers}
}

type properties = map[string]any

func marksOf(s *picture.Scene, layer string) (marks []picture.Mark) {
	for _, m := range s.Marks {
		if m.Layer == layer {
			marks = append(marks, m)
		}
	}
	return marks
}

// TestTilesMeet looks at an area, a band and a dashed line that go over the corner where four tiles meet: nothing is painted twice there, and
// lines go on.
func TestTilesMeet(t *testing.T) {
	tiles := made{things: []thing{
		{layer: "area", rings: [][]mvt.Coord{{{X: -3000, Y: -3000}, {X: 9000, Y: -2900}, {X: 9100, Y: 9000}, {X: -2900, Y: 9100}}}},
		{layer: "road", lines: [][]mvt.Coord{{{X: 100, Y: 4096}, {X: 3000, Y: 3900}, {X: 5000, Y: 4500}, {X: 8000, Y: 4400}}}},
		{layer: "water", rings: [][]mvt.Coord{{{X: 3000, Y: 3000}, {X: 5000, Y: 3100}, {X: 5100, Y: 5100}, {X: 3050, Y: 5000}}}},
	}}
	d := plain(style.Layer{ID: "ground", Type: "background", Paint: properties{"background-color": "#FFFFFF"}},
		style.Layer{ID: "fill", Type: "fill", SourceLayer: "area", Paint: properties{"fill-color": "#000000", "fill-opacity": .3}},
		style.Layer{ID: "line", Type: "line", SourceLayer: "road", Paint: properties{"line-color": "#0000FF", "line-width": 3, "line-opacity": .5, "line-dasharray": []float64{4, 2}}},
		style.Layer{ID: "band", Type: "line", SourceLayer: "water", Paint: properties{"line-color": "#FF0000", "line-width": 7, "line-offset": 5, "line-opacity": .2}})
	for _, zoom := range []float64{13.4, 14, 14.3, 15.7, 17.2} {
		v := picture.At(placeOf(4096, 4096), zoom, 300, 200)
		s := composed(t, tiles, d, v, picture.Options{})
		if lines, bands := marksOf(s, "line"), marksOf(s, "band"); len(lines) != 1 || count(lines[0].Path, picture.MoveTo) != 1 {
			t.Errorf("zoom %g: the line is in pieces: %+v", zoom, lines)
		} else if zoom < 13.9 && count(bands[0].Path, picture.MoveTo) != 1 {
			t.Errorf("zoom %g: the ring is in %d pieces", zoom, count(bands[0].Path, picture.MoveTo))
		}
		m := picture.Raster(composed(t, tiles, plain(d.Layers[0], d.Layers[1]), v, picture.Options{}), 1)
		first := m.RGBAAt(0, 0)
		for i := range 300 * 200 {
			if got := m.RGBAAt(i%300, i/300); got != first {
				t.Fatalf("zoom %g: %d,%d is %v, and the rest of the area %v", zoom, i%300, i/300, got, first)
			}
		}
		if first == (color.RGBA{255, 255, 255, 255}) {
			t.Errorf("zoom %g: there is no area", zoom)
		}
	}
}

func count(p picture.Path, op picture.Op) (n int) {
	for _, s := range p {
		if s.Op == op {
			n++
		}
	}
	return n
}

// TestCutLinesAreJoined holds that lines go on where each tile rounded for itself what lies beyond its edge.
func TestCutLinesAreJoined(t *testing.T) {
	tiles := made{things: []thing{
		{layer: "road", lines: [][]mvt.Coord{{{X: 1000, Y: 1000}, {X: 4160, Y: 1063}}}},                                      // as the western tile has it, cut at its buffer
		{layer: "road", lines: [][]mvt.Coord{{{X: 4030, Y: 1058}, {X: 7000, Y: 1122}}}},                                      // as the eastern one has it
		{layer: "rail", lines: [][]mvt.Coord{{{X: 1000, Y: 2000}, {X: 4096, Y: 2000}}}},                                      // two that end at the edge, far from one another
		{layer: "rail", lines: [][]mvt.Coord{{{X: 4096, Y: 2100}, {X: 7000, Y: 2100}}}},                                      //
		{layer: "green", lines: [][]mvt.Coord{{{X: 4096, Y: 500}, {X: 4096, Y: 3000}}}},                                      // along the edge: drawn by one tile
		{layer: "water", lines: [][]mvt.Coord{{{X: 4000, Y: 500}, {X: 4200, Y: 600}, {X: 4000, Y: 700}, {X: 4200, Y: 800}}}}, // to and fro
	}}
	line := func(layer string) style.Layer {
		return style.Layer{ID: layer, Type: "line", SourceLayer: layer, Paint: properties{"line-color": "#000000", "line-width": 1}}
	}
	s := composed(t, tiles, plain(line("road"), line("rail"), line("green"), line("water")), picture.At(placeOf(4096, 1500), 14, 400, 300), picture.Options{})
	for layer, want := range map[string]int{"road": 2, "rail": 2, "green": 1, "water": 1} { // the synthetic tiles have both halves of the road whole
		pieces := 0
		for _, m := range marksOf(s, layer) {
			pieces += count(m.Path, picture.MoveTo)
		}
		if pieces > want {
			t.Errorf("%s is in %d pieces, want %d", layer, pieces, want)
		}
	}
}

// TestPointsOnEdges holds that what lies where tiles meet is drawn once, and that two at one place are both drawn.
func TestPointsOnEdges(t *testing.T) {
	tiles := made{things: []thing{
		{layer: "home", properties: said{"tenure": "social-rent", "count": 1}, points: []mvt.Coord{{X: 4096, Y: 4096}, {X: 4096, Y: 1000}, {X: 4090, Y: 4000}, {X: 4090, Y: 4000}, {X: 2000, Y: 4096}}},
	}}
	d := plain(style.Layer{ID: "home", Type: "symbol", SourceLayer: "home", Layout: properties{"icon-image": "light:home:social-rent", "icon-allow-overlap": true}},
		style.Layer{ID: "dot", Type: "circle", SourceLayer: "home", Paint: properties{"circle-color": "#FF0000", "circle-radius": 3, "circle-stroke-color": "#000000", "circle-stroke-width": 1}})
	s := composed(t, tiles, d, picture.At(placeOf(4096, 3000), 14, 600, 600), picture.Options{})
	if n := len(marksOf(s, "home")); n != 2*5 {
		t.Errorf("%d marks of 5 homes", n)
	}
	if n := len(marksOf(s, "dot")); n != 2*5 {
		t.Errorf("%d marks of 5 dots", n)
	}
}

// TestLabelsNeverOverlap looks at the town from everywhere.
func TestLabelsNeverOverlap(t *testing.T) {
	for _, theme := range []style.Theme{style.Light, style.Dark} {
		d := document(t, theme)
		for i := range 24 {
			zoom := 12.2 + float64(i)*.2
			keep := []picture.Rect{{X0: 0, Y0: 370, X1: 640, Y1: 400}}
			s := composed(t, town(t), d, picture.At(placeOf(1000+float64(i)*100, 1500), zoom, 640, 400), picture.Options{Keep: keep})
			var all []picture.Rect
			names := 0
			for _, l := range s.Labels {
				for _, b := range l.Boxes {
					for _, other := range append(slices.Clone(all), keep...) {
						if b.X0 < other.X1 && other.X0 < b.X1 && b.Y0 < other.Y1 && other.Y0 < b.Y1 {
							t.Fatalf("zoom %.1f: %s %q is in the way of another: %v, %v", zoom, l.Layer, l.Text, b, other)
						}
					}
				}
				all = append(all, l.Boxes...)
				if l.Text != "" {
					names++
				}
			}
			if zoom > 13 && zoom < 15 && names < 4 {
				t.Errorf("zoom %.1f: only %d names", zoom, names)
			}
		}
	}
}

// TestPriority holds that of two names for one place the one of the later layer stays, within a layer the one with the lesser key, and that
// a name gives way to a pin but not the other way round.
func TestPriority(t *testing.T) {
	point := func(layer, name string, rank int, x, y int32) thing {
		return thing{layer: layer, properties: said{"name": name, "rank": rank}, points: []mvt.Coord{{X: x, Y: y}}}
	}
	tiles := made{things: []thing{
		point("label", "early layer", 1, 2000, 2000), point("area_label", "late layer", 1, 2010, 2000),
		point("label", "greater key", 9, 2000, 3000), point("label", "lesser key", 2, 2010, 3000),
		point("label", "under a pin", 1, 3000, 2000), {layer: "asset", properties: said{"kind": "hall"}, points: []mvt.Coord{{X: 3000, Y: 2050}}},
		point("label", "at the edge of the picture", 1, 4070, 2400),
	}}
	text := func(id string) style.Layer {
		return style.Layer{ID: id, Type: "symbol", SourceLayer: id, Layout: properties{"text-field": []any{"get", "name"}, "text-size": 12, "symbol-sort-key": []any{"get", "rank"}},
			Paint: properties{"text-color": "#000000"}}
	}
	pin := style.Layer{ID: "asset", Type: "symbol", SourceLayer: "asset", Layout: properties{"icon-image": "dark:asset:hall", "icon-anchor": "bottom", "icon-allow-overlap": true}}
	d := plain(text("label"), text("area_label"), pin)
	v := picture.At(placeOf(2100, 2500), 14, 500, 400)
	s := composed(t, tiles, d, v, picture.Options{})
	var got []string
	for _, l := range s.Labels {
		got = append(got, l.Text)
	}
	if want := []string{"late layer", "lesser key"}; !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
	if n := len(marksOf(s, "asset")); n != 3 {
		t.Errorf("a pin has %d marks", n)
	}
	without := composed(t, tiles, d, v, picture.Options{NoText: true})
	for _, m := range without.Marks {
		if m.Kind == picture.Text {
			t.Errorf("%q stays", m.Text)
		}
	}
	if len(marksOf(without, "asset")) != 3 {
		t.Error("without names the pin is gone, too")
	}
}

// TestVariableAnchors holds that a name that finds its place taken goes to the other side.
func TestVariableAnchors(t *testing.T) {
	tiles := made{things: []thing{
		{layer: "asset", properties: said{"kind": "hall", "name": "West Hall", "rank": 1}, points: []mvt.Coord{{X: 2000, Y: 2000}}},
		{layer: "asset", properties: said{"kind": "pub", "name": "East Pub", "rank": 2}, points: []mvt.Coord{{X: 1800, Y: 2000}}},
	}}
	layout := properties{"icon-image": []any{"concat", "light:asset:", []any{"get", "kind"}}, "icon-anchor": "bottom", "icon-allow-overlap": true, "text-field": []any{"get", "name"}, "text-size": 12,
		"text-optional": true, "symbol-sort-key": []any{"get", "rank"}, "text-variable-anchor-offset": []any{"left", []float64{1.6, -1.3}, "right", []float64{-1.6, -1.3}}}
	s := composed(t, tiles, plain(style.Layer{ID: "asset", Type: "symbol", SourceLayer: "asset", Layout: layout, Paint: properties{"text-color": "#000000"}}), picture.At(placeOf(1900, 2000), 14, 400, 200), picture.Options{})
	if len(s.Labels) != 2 || s.Labels[0].Boxes[0].X0 < 212 || s.Labels[1].Boxes[0].X1 > 188 {
		t.Errorf("%+v", s.Labels)
	}
}

// TestNamesAlongLines holds that a street that goes on over tiles has its name once in each stretch, upright, and none where it turns too
// sharply.
func TestNamesAlongLines(t *testing.T) {
	street := func(name string, line ...mvt.Coord) thing {
		return thing{layer: "road", properties: said{"name": name}, lines: [][]mvt.Coord{line}}
	}
	tiles := made{things: []thing{
		street("Long Road", mvt.Coord{X: 8000, Y: 2000}, mvt.Coord{X: 5000, Y: 2000}), street("Long Road", mvt.Coord{X: 5000, Y: 2000}, mvt.Coord{X: -2000, Y: 2050}),
		street("Zig Zag Lane", mvt.Coord{X: 3000, Y: 3000}, mvt.Coord{X: 3150, Y: 3200}, mvt.Coord{X: 3300, Y: 3000}, mvt.Coord{X: 3450, Y: 3200}, mvt.Coord{X: 3600, Y: 3000}, mvt.Coord{X: 3750, Y: 3200}),
		street("Bow Street", mvt.Coord{X: 2000, Y: 1000}, mvt.Coord{X: 2400, Y: 900}, mvt.Coord{X: 2800, Y: 870}, mvt.Coord{X: 3200, Y: 900}, mvt.Coord{X: 3600, Y: 1000}),
	}}
	layout := properties{"symbol-placement": "line", "text-field": []any{"get", "name"}, "text-size": 11, "text-max-angle": 28, "symbol-spacing": 360, "text-padding": 4}
	s := composed(t, tiles, plain(style.Layer{ID: "road", Type: "symbol", SourceLayer: "road", Layout: layout, Paint: properties{"text-color": "#000000"}}), picture.At(placeOf(3000, 2000), 14, 760, 400), picture.Options{})
	names := map[string]int{}
	for _, l := range s.Labels {
		names[l.Text]++
	}
	if names["Long Road"] != 2 || names["Zig Zag Lane"] != 0 || names["Bow Street"] != 1 {
		t.Errorf("names are there so often: %v", names)
	}
	for _, m := range s.Marks {
		if m.Text == "Bow Street" && len(m.Runs) != len("Bow Street") {
			t.Errorf("along a bow there are %d runs", len(m.Runs))
		}
		for _, r := range m.Runs {
			if math.Abs(r.Angle) > math.Pi/2 {
				t.Errorf("%q stands on its head", m.Text)
			}
		}
	}
}

func TestComposeRefuses(t *testing.T) {
	ctx := context.Background()
	v := townView(640, 400)
	fails := func(name string, ctx context.Context, tiles picture.Tiles, d style.Style, v picture.View, says string) {
		t.Helper()
		if _, err := picture.Compose(ctx, tiles, d, v, picture.Options{}); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	fails("bytes that are no tile", ctx, made{bad: []byte{0x1a, 0xff}}, document(t, "light"), v, "ends in the middle")
	fails("tiles that do not come", ctx, made{err: errors.New("no tiles today")}, document(t, "light"), v, "no tiles today")
	fails("a symbol that is not known", ctx, town(t), plain(style.Layer{ID: "x", Type: "symbol", SourceLayer: "home", Layout: properties{"icon-image": "cat"}}), v, `no symbol "cat"`)
	fails("a layer that is not known", ctx, town(t), plain(style.Layer{ID: "x", Type: "heatmap", SourceLayer: "home"}), v, "no way to draw a heatmap")
	fails("an operator that is not known", ctx, town(t), plain(style.Layer{ID: "x", Type: "fill", SourceLayer: "home", Paint: properties{"fill-color": []any{"rgb", []any{"get", "x"}, 1}}}), v, "not known")
	far := picture.At(placeOf(0, 0), 16, 30_000, 30_000)
	fails("more ground than a picture has", ctx, town(t), document(t, "light"), far, "tiles of embed")
	ended, cancel := context.WithCancel(ctx)
	cancel()
	fails("nobody waits any more", ended, town(t), document(t, "light"), v, "canceled")
}

// TestDeep holds that what lies deeper than there are tiles is drawn from those there are.
func TestDeep(t *testing.T) {
	asked := 0
	tiles := town(t)
	tiles.asked = &asked
	s := composed(t, tiles, document(t, "light"), picture.At(placeOf(2300, 1300), 18, 640, 400), picture.Options{})
	if asked == 0 || asked > 4 || len(s.Marks) < 3 {
		t.Errorf("%d tiles asked for, %d marks", asked, len(s.Marks))
	}
}

func TestWrap(t *testing.T) {
	width := func(s string) float64 { return float64(len(s)) }
	for _, c := range []struct {
		text string
		most float64
		want string
	}{
		{"Hollinstow station", 12, "Hollinstow|station"}, {"one", 1, "one"}, {"", 5, ""}, {"a b c d e f", 5, "a b|c d|e f"}, {"no limit at all", 0, "no limit at all"}, {"  spaces   between ", 8, "spaces|between"},
	} {
		if got := strings.Join(picture.Wrap(c.text, c.most, width), "|"); got != c.want {
			t.Errorf("%q to %g is %q, want %q", c.text, c.most, got, c.want)
		}
	}
}
