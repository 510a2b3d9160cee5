package picture

import (
	"fmt"
	"image/color"
	"math"
	"net/url"
	"path"
	"strconv"
	"strings"

	"terrier/tiles/layer"
	"terrier/tiles/style"
	"terrier/tiles/style/evaluate"
)

// sheetStyle is one layer of a style document, compiled, as it is at one zoom.
type sheetStyle struct {
	id, kind    string
	source      string
	sourceLayer string
	zoom        float64
	filter      evaluate.Expression // may be zero
	properties  map[string]evaluate.Expression
}

// compile reads the layers that show at a zoom, in their order. Layers of pictures are left out.
func compile(document style.Style, zoom float64, labels bool) ([]*sheetStyle, error) {
	var layers []*sheetStyle
	for _, l := range document.Layers {
		if l.Type == "raster" || zoom < l.MinZoom || l.MaxZoom > 0 && zoom >= l.MaxZoom || l.Layout["visibility"] == "none" {
			continue
		}
		one := &sheetStyle{id: l.ID, kind: l.Type, source: l.Source, sourceLayer: l.SourceLayer, zoom: zoom, properties: map[string]evaluate.Expression{}}
		if l.Filter != nil {
			filter, err := evaluate.Compile(l.Filter)
			if err != nil {
				return nil, fmt.Errorf("layer %s: filter: %w", l.ID, err)
			}
			one.filter = filter
		}
		for _, some := range []map[string]any{l.Layout, l.Paint} {
			for name, source := range some {
				if !labels && name == "text-field" {
					continue
				}
				e, err := evaluate.Compile(source)
				if err != nil {
					return nil, fmt.Errorf("layer %s: %s: %w", l.ID, name, err)
				}
				one.properties[name] = e
			}
		}
		if l.Type == "symbol" && one.properties["text-field"].Zero() && one.properties["icon-image"].Zero() {
			continue
		}
		layers = append(layers, one)
	}
	return layers, nil
}

// shows is whether the layer draws a feature.
func (l *sheetStyle) shows(f *feature) bool {
	if l.filter.Zero() {
		return true
	}
	v := l.filter.For(f, l.zoom)
	return v.Kind == evaluate.Bool && v.Bool
}

// has is whether the document says anything of a property.
func (l *sheetStyle) has(name string) bool { return !l.properties[name].Zero() }

func (l *sheetStyle) value(name string, f *feature) evaluate.Value {
	e := l.properties[name]
	if e.Zero() {
		return evaluate.Value{}
	}
	if f == nil {
		return e.For(nil, l.zoom)
	}
	return e.For(f, l.zoom)
}

func (l *sheetStyle) number(name string, f *feature, otherwise float64) float64 {
	if v := l.value(name, f); v.Kind == evaluate.Number && !math.IsNaN(v.Number) {
		return v.Number
	}
	return otherwise
}

func (l *sheetStyle) text(name string, f *feature, otherwise string) string {
	if v := l.value(name, f); v.Kind == evaluate.Text {
		return v.Text
	}
	return otherwise
}

func (l *sheetStyle) yes(name string, f *feature) bool {
	v := l.value(name, f)
	return v.Kind == evaluate.Bool && v.Bool
}

// list is a property that is a list of numbers.
func (l *sheetStyle) list(name string, f *feature) []float64 {
	v := l.value(name, f)
	var numbers []float64
	for _, one := range v.List {
		numbers = append(numbers, one.Number)
	}
	return numbers
}

// colour is a property that is a colour, #RRGGBB, with the opacity. What cannot be read is transparent.
func (l *sheetStyle) colour(name string, f *feature, opacity float64) color.NRGBA {
	return colourOf(l.text(name, f, ""), opacity)
}

func colourOf(text string, opacity float64) color.NRGBA {
	hex, ok := strings.CutPrefix(text, "#")
	n, err := strconv.ParseUint(hex, 16, 32)
	if !ok || len(hex) != 6 || err != nil {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), uint8(math.Round(min(max(opacity, 0), 1) * 255))}
}

// requestOf is what is asked of a source of a document: its tileset, and the filter that its address has.
func requestOf(s style.Source) (layer.Request, error) {
	at, err := url.Parse(s.URL)
	if err != nil {
		return layer.Request{}, err
	}
	name, ok := strings.CutSuffix(path.Base(at.Path), ".json")
	if !ok {
		return layer.Request{}, fmt.Errorf("the source at %q is no tileset of ours", s.URL)
	}
	return layer.Request{Tileset: name, Filter: layer.NewFilter(at.Query())}, nil
}
