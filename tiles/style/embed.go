package style

import (
	"fmt"
	"slices"
)

// Focus is what a map is about, as in addresses: areas/hollin-vale. Areas and assets are drawn above the others; what other things are
// about is drawn by the filter of their tiles.
type Focus struct{ Kind, Ref string }

// FocusKinds are what a map can be about.
var FocusKinds = []string{"areas", "assets", "associations", "figures", "maps"}

// EmbedLayers are what an embed can be chosen to show over its ground.
var EmbedLayers = []string{"homes", "areas", "assets"}

// embed makes the layers of an embed: no buildings and no boundaries, all from one source, what is in focus above the others.
func (p painter) embed(ground, names []Layer, o Options) ([]Layer, error) {
	shown, err := shownIn(o.Layers)
	if err != nil {
		return nil, err
	}
	if err := checkFocus(o.Focus); err != nil {
		return nil, err
	}
	ofAreas, ofAssets := refsOf("areas", o.Focus), refsOf("assets", o.Focus)
	var focus, focusNames []Layer
	if len(ofAreas) > 0 {
		focus, focusNames = p.focusAreas(ofAreas), p.focusAreaLabels(ofAreas)
	}
	if len(ofAssets) > 0 {
		focusNames = append(p.focusAssets(ofAssets), focusNames...)
	}
	areas, areaNames, assets := others("area", ofAreas, p.areas()), others("area_label", ofAreas, p.areaLabels()), others("asset", ofAssets, p.assets())
	var layers []Layer
	add := func(group string, some ...[]Layer) {
		if group == "" || shown[group] {
			layers = append(layers, slices.Concat(some...)...)
		}
	}
	add("", ground)
	add("homes", unshaded(p.protected()))
	add("areas", areas)
	add("", focus)
	add("homes", p.homes(), p.protectedLabels())
	add("", names)
	add("assets", assets)
	add("areas", areaNames)
	add("", focusNames)
	layers = slices.DeleteFunc(layers, func(l Layer) bool { return !inEmbed(l) })
	for i := range layers {
		layers[i].Source = "embed"
	}
	return layers, nil
}

// Ground are the layers of an embed that draw a basemap of a schema.
func Ground(base Schema) ([]Layer, error) {
	document, err := Document(Options{Embed: true, Basemap: base})
	return slices.DeleteFunc(document.Layers, func(l Layer) bool { return l.SourceLayer == "" || l.Metadata != nil }), err
}

// inEmbed is false of the layers that are too heavy for an embed: buildings, points of interest and pictures.
func inEmbed(l Layer) bool {
	return l.Type != "raster" && !slices.Contains([]string{"building", "buildings", "pois"}, l.SourceLayer)
}

func shownIn(chosen []string) (map[string]bool, error) {
	if len(chosen) == 0 {
		chosen = EmbedLayers
	}
	shown := map[string]bool{}
	for _, name := range chosen {
		if !slices.Contains(EmbedLayers, name) {
			return nil, fmt.Errorf("an embed has no layer %q; there are %v", name, EmbedLayers)
		}
		shown[name] = true
	}
	return shown, nil
}

// others leaves what is in focus out of the layers that draw a source layer, and those that are drawn beside it.
func others(sourceLayer string, refs []string, layers []Layer) []Layer {
	if len(refs) == 0 {
		return layers
	}
	other := not(is("ref", refs...))
	if len(refs) == 1 {
		other = expression{"!=", get("ref"), refs[0]}
	}
	for i, l := range layers {
		if l.SourceLayer != sourceLayer {
			continue
		}
		if l.Filter == nil {
			layers[i].Filter = other
		} else {
			layers[i].Filter = expression{"all", other, l.Filter}
		}
	}
	return layers
}

// unshaded draws cells as they are while none is marked: embeds mark none.
func unshaded(layers []Layer) []Layer {
	layers = slices.DeleteFunc(layers, func(l Layer) bool { return l.ID == "protected-cell-shaded" || l.ID == "protected-cell-shaded-line" })
	for _, l := range layers {
		for name, value := range l.Paint {
			if e, ok := value.(expression); ok && e[0] == "case" {
				l.Paint[name] = e[len(e)-1]
			}
		}
	}
	return layers
}

// checkFocus refuses what a map cannot be about.
func checkFocus(all []Focus) error {
	for _, f := range all {
		if !slices.Contains(FocusKinds, f.Kind) || f.Ref == "" {
			return fmt.Errorf("a map cannot be about %q; it can be about %v", f.Kind+"/"+f.Ref, FocusKinds)
		}
	}
	return nil
}

func refsOf(kind string, all []Focus) (refs []string) {
	for _, f := range all {
		if f.Kind == kind {
			refs = append(refs, f.Ref)
		}
	}
	return refs
}

// focusAreas draws areas whatever they are, ended ones too, in the dashes that say what each is.
func (p painter) focusAreas(refs []string) []Layer {
	line := func(id, colour string, width float64, dash []float64, filter ...any) Layer {
		paint := properties{"line-color": p.colour[colour], "line-width": byZoom(1.4, 7, width*.4, 11, width*.7, 13.5, width)}
		if dash != nil {
			paint["line-dasharray"] = dash
		}
		return Layer{ID: id, Type: "line", SourceLayer: "area", Filter: append(expression{"all", is("ref", refs...)}, filter...),
			Layout: properties{"line-join": "round"}, Paint: paint}
	}
	band := line("area-focus-band", "made", 10, nil)
	band.Paint["line-color"] = p.statusColour()
	band.Paint["line-opacity"] = .2
	band.Paint["line-offset"] = byZoom(1.4, 7, 2.8, 11, 4.9, 13.5, 7)
	return group("areas", []Layer{
		band,
		line("area-focus-casing", "halo", 9, nil),
		line("area-focus-applied", "draft", 4.2, dashes(4.2, 8, 4), is("status", "applied")),
		line("area-focus-designated", "made", 4.2, dashes(4.2, 12, 3.5), is("status", "designated")),
		line("area-focus-line", "made", 4.2, nil, not(is("status", "applied", "designated"))),
	})
}

func (p painter) statusColour() expression {
	return match("status", "applied", p.colour["draft"], p.colour["made"])
}

func (p painter) focusAreaLabels(refs []string) []Layer {
	label := p.areaLabels()[0]
	label.ID, label.Filter = "area-focus-label", is("ref", refs...)
	label.Layout["text-size"] = byZoom(1, 9, 13, 12, 15, 14, 16)
	label.Paint["text-halo-width"] = 3
	return []Layer{label}
}

// focusAssets draws pins at their full size on every zoom, in rings, and their names.
func (p painter) focusAssets(refs []string) []Layer {
	one := is("ref", refs...)
	ring := func(id, colour string, width float64) Layer {
		return Layer{ID: id, Type: "circle", SourceLayer: "asset", Filter: one, Paint: properties{
			"circle-radius": 19, "circle-translate": []float64{0, -AssetPin.Foot}, "circle-opacity": 0,
			"circle-stroke-color": p.colour[colour], "circle-stroke-width": width,
		}}
	}
	return group("assets", []Layer{
		{
			ID: "asset-focus-outline", Type: "line", SourceLayer: "asset_outline", Filter: one,
			Layout: properties{"line-join": "round"}, Paint: properties{"line-color": p.colour["asset"], "line-width": 2.4},
		},
		ring("asset-focus-casing", "halo", 5),
		ring("asset-focus-ring", "asset", 2.6),
		{
			ID: "asset-focus", Type: "symbol", SourceLayer: "asset", Filter: one,
			Layout: properties{
				"icon-image": p.icon("asset", "kind"), "icon-anchor": "bottom", "icon-size": 1, "icon-allow-overlap": true, "icon-padding": 6,
				"text-field": get("name"), "text-font": bold, "text-size": 14, "text-optional": true, "text-max-width": 10, "text-padding": 4, "text-justify": "auto",
				"text-variable-anchor-offset": []any{"left", []float64{1.8, -1.5}, "right", []float64{-1.8, -1.5}},
			},
			Paint: properties{"text-color": p.colour["ink"], "text-halo-color": p.colour["halo"], "text-halo-width": 2.5},
		},
	})
}
