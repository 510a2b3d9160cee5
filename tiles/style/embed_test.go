package style_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"terrier/tiles/style"
)

var schemas = []style.Schema{style.Own, style.OpenMapTiles, style.Protomaps, style.Raster, style.None}

// embeds are documents of every kind that there is, by what they are.
func embeds(t *testing.T) map[string]style.Style {
	t.Helper()
	all := map[string]style.Style{}
	for _, schema := range schemas {
		for _, theme := range []style.Theme{style.Light, style.Dark} {
			for _, focus := range []style.Focus{{}, {"areas", "hollin-vale"}, {"assets", "the-shuttle"}, {"associations", "ashdale-homes"}, {"figures", "x"}, {"maps", "x"}} {
				about := []style.Focus{focus}
				if focus == (style.Focus{}) {
					about = nil
				}
				doc, err := style.Document(style.Options{Embed: true, Basemap: schema, Theme: theme, Focus: about})
				if err != nil {
					t.Fatal(err)
				}
				all[fmt.Sprintf("%s %s %s", schema, theme, focus.Kind)] = doc
			}
		}
	}
	return all
}

// TestEmbedDocument keeps two documents as files, which static/src/map/style.spec.ts holds against MapLibre's specification.
func TestEmbedDocument(t *testing.T) {
	docs := embeds(t)
	for file, name := range map[string]string{"embed-area.json": "own light areas", "embed-asset-dark.json": "own dark assets", "embed-protomaps.json": "protomaps light "} {
		text, err := json.MarshalIndent(docs[name], "", " ")
		if err != nil {
			t.Fatal(err)
		}
		file = filepath.Join("testdata", file)
		if *update {
			if err := os.WriteFile(file, append(text, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(have) != string(text)+"\n" {
			t.Errorf("%s differs from what Document makes; if that is meant, run: go test ./tiles/style -update", file)
		}
	}
}

// TestEmbedSource holds that an embed has one source, nothing heavy and nothing that only the explorer has.
func TestEmbedSource(t *testing.T) {
	for name, doc := range embeds(t) {
		if len(doc.Sources) != 1 || doc.Sources["embed"].URL != "/tiles/embed.json" {
			t.Errorf("%s: sources are %v", name, doc.Sources)
		}
		if doc.Layers[0].ID != "land" {
			t.Errorf("%s: begins with %s", name, doc.Layers[0].ID)
		}
		ground := 0
		for _, l := range doc.Layers[1:] {
			if l.Source != "embed" || slices.Contains([]string{"building", "buildings", "pois", "boundary"}, l.SourceLayer) {
				t.Errorf("%s: layer %s is of source %q, layer %q", name, l.ID, l.Source, l.SourceLayer)
			}
			if l.Metadata == nil {
				ground++
			}
		}
		if bare := strings.HasPrefix(name, "raster") || strings.HasPrefix(name, "none"); bare != (ground == 0) {
			t.Errorf("%s: %d layers of ground", name, ground)
		}
	}
}

// TestEmbedLayers holds that only what is chosen is drawn, and what is in focus always.
func TestEmbedLayers(t *testing.T) {
	groups := func(o style.Options) string {
		o.Embed, o.Basemap = true, style.None
		doc, err := style.Document(o)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, l := range doc.Layers[1:] {
			names = append(names, l.Metadata["terrier:group"].(string))
		}
		slices.Sort(names)
		return strings.Join(slices.Compact(names), " ")
	}
	for _, c := range []struct {
		o    style.Options
		want string
	}{
		{style.Options{}, "areas assets homes protected"},
		{style.Options{Layers: []string{"homes"}}, "homes protected"},
		{style.Options{Layers: []string{"assets", "areas"}}, "areas assets"},
		{style.Options{Layers: []string{"assets"}, Focus: []style.Focus{{Kind: "areas", Ref: "x"}}}, "areas assets"},
	} {
		if got := groups(c.o); got != c.want {
			t.Errorf("%v shows %q, not %q", c.o, got, c.want)
		}
	}
}

// TestFocus holds that a thing is drawn once: by the layers of what is in focus, which lie above the others of its kind.
func TestFocus(t *testing.T) {
	for _, focus := range []style.Focus{{"areas", "hollin-vale"}, {"assets", "the-shuttle"}} {
		doc, err := style.Document(style.Options{Embed: true, Focus: []style.Focus{focus}})
		if err != nil {
			t.Fatal(err)
		}
		last, first := -1, len(doc.Layers)
		for i, l := range doc.Layers {
			if l.SourceLayer != strings.TrimSuffix(focus.Kind, "s") {
				continue
			}
			filter, _ := json.Marshal(l.Filter)
			switch {
			case strings.Contains(l.ID, "-focus"):
				first = min(first, i)
				if !strings.Contains(string(filter), `["==",["get","ref"],"`+focus.Ref+`"]`) {
					t.Errorf("%s draws %s", l.ID, filter)
				}
			default:
				last = max(last, i)
				if !strings.Contains(string(filter), `["!=",["get","ref"],"`+focus.Ref+`"]`) {
					t.Errorf("%s draws %s", l.ID, filter)
				}
			}
		}
		if first <= last || last < 0 || first == len(doc.Layers) {
			t.Errorf("%v begins at layer %d, and the others end at %d", focus, first, last)
		}
	}
}

func TestEmbedRefuses(t *testing.T) {
	for _, o := range []style.Options{{Exact: true}, {Layers: []string{"boundaries"}}, {Focus: []style.Focus{{Kind: "homes", Ref: "x"}}}, {Focus: []style.Focus{{Kind: "areas"}}}} {
		o.Embed = true
		if _, err := style.Document(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}

// TestLanguage holds that embeds are written in the part of the language that all painters know, and that none of it is there in vain.
func TestLanguage(t *testing.T) {
	operators, properties := map[string]bool{}, map[string]map[string]bool{}
	var read func(v any)
	read = func(v any) {
		list, _ := v.([]any)
		if len(list) == 0 {
			return
		}
		operator, _ := list[0].(string)
		operators[operator] = true
		if operator == "literal" {
			return
		}
		for _, part := range list[1:] {
			if inner, ok := part.([]any); ok && len(inner) > 0 {
				if _, isText := inner[0].(string); isText {
					read(inner)
				}
			}
		}
	}
	for _, doc := range embeds(t) {
		text, _ := json.Marshal(doc)
		var plain struct {
			Layers []struct {
				Type                  string
				Filter, Layout, Paint any
			}
		}
		if err := json.Unmarshal(text, &plain); err != nil {
			t.Fatal(err)
		}
		for _, l := range plain.Layers {
			read(l.Filter)
			if properties[l.Type] == nil {
				properties[l.Type] = map[string]bool{}
			}
			for _, part := range []any{l.Layout, l.Paint} {
				of, _ := part.(map[string]any)
				for name, value := range of {
					properties[l.Type][name] = true
					if !slices.Contains(style.Lists, name) {
						read(value)
					}
				}
			}
		}
	}
	if got := slices.Sorted(maps.Keys(operators)); !slices.Equal(got, style.Operators) {
		t.Errorf("operators are\n%q, not\n%q", got, style.Operators)
	}
	if got, want := slices.Sorted(maps.Keys(properties)), slices.Sorted(maps.Keys(style.Properties)); !slices.Equal(got, want) {
		t.Errorf("layers are of %q, not %q", got, want)
	}
	for kind, names := range properties {
		if got := slices.Sorted(maps.Keys(names)); !slices.Equal(got, style.Properties[kind]) {
			t.Errorf("properties of %s are\n%q, not\n%q", kind, got, style.Properties[kind])
		}
	}
}

// TestFocusOfSeveral holds that a map about several things draws each of them above the others and once.
func TestFocusOfSeveral(t *testing.T) {
	doc, err := style.Document(style.Options{Embed: true, Focus: []style.Focus{{"areas", "a"}, {"assets", "c"}, {"areas", "b"}, {"figures", "f"}}})
	if err != nil {
		t.Fatal(err)
	}
	filters := map[string]string{}
	for _, l := range doc.Layers {
		text, err := json.Marshal(l.Filter)
		if err != nil {
			t.Fatal(err)
		}
		filters[l.ID] = string(text)
	}
	for id, want := range map[string]string{
		"area-focus-label": `["in",["get","ref"],["literal",["a","b"]]]`, "area-focus-band": `["all",["in",["get","ref"],["literal",["a","b"]]]]`, "asset-focus": `["==",["get","ref"],"c"]`,
		"asset": `["!=",["get","ref"],"c"]`, "area-line-made": `["all",["!",["in",["get","ref"],["literal",["a","b"]]]],["==",["get","status"],"made"]]`,
	} {
		if filters[id] != want {
			t.Errorf("%s: %s", id, filters[id])
		}
	}
}
