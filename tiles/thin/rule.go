package thin

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"terrier/tiles/layer"
	"terrier/tiles/mvt"
	"terrier/tiles/style"
	"terrier/tiles/style/evaluate"
)

// Ground thins tiles by the layers of a style. It never changes, and is safe for several goroutines.
type Ground struct {
	sources []*source
}

// source is a layer of the basemap's tiles.
type source struct {
	name         string
	keys         []string // of properties that are read
	coarse, fine *mvt.Schema
	rules        []rule
	chosenBy     uint64 // places of the keys that filters ask for
}

// rule is what a layer of the style draws.
type rule struct {
	kind     string                         // fill, line, symbol
	along    bool                           // of symbols: along a line
	filter   evaluate.Expression            // zero: everything
	text     string                         // of symbols: the property that is written
	reads    uint64                         // places of keys
	min, max float64                        // zooms; max 0 is none
	width    [layer.DataMaxZoom + 1]float64 // of lines, in pixels, in the middle of each zoom
}

// New prepares the layers of a style that draw a basemap ([style.Ground]).
func New(layers []style.Layer) (*Ground, error) {
	text, err := json.Marshal(layers)
	if err != nil {
		return nil, fmt.Errorf("read the style: %w", err)
	}
	var plain []plainLayer
	if err := json.Unmarshal(text, &plain); err != nil {
		return nil, fmt.Errorf("read the style: %w", err)
	}
	g := &Ground{}
	for _, l := range plain {
		if err := g.add(l); err != nil {
			return nil, fmt.Errorf("layer %s: %w", l.ID, err)
		}
	}
	for _, s := range g.sources {
		s.coarse, s.fine = mvt.NewSchemaOf(coarse, s.name, s.keys...), mvt.NewSchema(s.name, s.keys...)
	}
	return g, nil
}

// plainLayer is a layer without types of Go in its expressions.
type plainLayer struct {
	ID          string
	Type        string
	SourceLayer string `json:"source-layer"`
	MinZoom     float64
	MaxZoom     float64
	Filter      any
	Layout      map[string]any
	Paint       map[string]any
}

func (g *Ground) add(l plainLayer) error {
	at := slices.IndexFunc(g.sources, func(s *source) bool { return s.name == l.SourceLayer })
	if at < 0 {
		at = len(g.sources)
		g.sources = append(g.sources, &source{name: l.SourceLayer})
	}
	s := g.sources[at]
	r := rule{kind: l.Type, along: l.Layout["symbol-placement"] == "line", min: l.MinZoom, max: l.MaxZoom}
	for _, v := range []any{l.Filter, l.Layout, l.Paint} {
		r.reads |= s.readBy(v)
	}
	s.chosenBy |= s.readBy(l.Filter)
	if len(s.keys) > 64 || len(s.rules) == 64 {
		return errors.New("it reads too many properties, or too many layers draw the same")
	}
	var err error
	if l.Filter != nil {
		if r.filter, err = evaluate.Compile(l.Filter); err != nil {
			return err
		}
	}
	if l.Type == "symbol" {
		text, _ := l.Layout["text-field"].([]any)
		if len(text) != 2 || text[0] != "get" {
			return fmt.Errorf("it writes %v, which is no property", l.Layout["text-field"])
		}
		r.text, _ = text[1].(string)
	}
	if l.Type == "line" {
		width, err := evaluate.Compile(l.Paint["line-width"])
		if err != nil {
			return err
		}
		for z := range r.width {
			r.width[z] = width.For(nil, float64(z)+.5).Number
		}
	}
	s.rules = append(s.rules, r)
	return nil
}

// readBy are the properties that an expression reads, or those in a map.
func (s *source) readBy(v any) (reads uint64) {
	switch v := v.(type) {
	case map[string]any:
		for _, one := range v {
			reads |= s.readBy(one)
		}
	case []any:
		if len(v) == 2 && (v[0] == "get" || v[0] == "has") {
			if name, ok := v[1].(string); ok {
				return 1 << s.key(name)
			}
		}
		for _, one := range v {
			reads |= s.readBy(one)
		}
	}
	return reads
}

func (s *source) key(name string) int {
	at := slices.Index(s.keys, name)
	if at < 0 {
		at = len(s.keys)
		s.keys = append(s.keys, name)
	}
	return at
}

// shows is true where the layer is drawn at any of the zooms that a tile of this one is shown at: the deepest tiles are shown at all that
// are deeper, too.
func (r *rule) shows(z uint8) bool {
	return (r.min < float64(z)+1 || z >= layer.DataMaxZoom) && (r.max == 0 || r.max > float64(z))
}

// takes is true where the layer draws geometry of that type.
func (r *rule) takes(kind int) bool {
	switch r.kind {
	case "fill":
		return kind == mvt.PolygonType
	case "line":
		return kind == mvt.LineType || kind == mvt.PolygonType
	}
	return !r.along || kind == mvt.LineType
}
