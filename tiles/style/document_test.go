package style_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"terrier/tiles/style"
)

// TestDocument keeps one document of each kind as a file, which static/src/map/style.spec.ts holds against MapLibre's specification.
func TestDocument(t *testing.T) {
	for _, o := range []style.Options{
		{},
		{Theme: style.Dark},
		{Basemap: style.OpenMapTiles, Origin: "https://maps.example.org"},
		{Basemap: style.Protomaps, Theme: style.Dark},
		{Basemap: style.Raster},
		{Basemap: style.None},
	} {
		doc, err := style.Document(o)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.MarshalIndent(doc, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		name := strings.Trim(string(o.Basemap)+"-"+string(o.Theme), "-")
		if name == "" {
			name = "own"
		}
		file := filepath.Join("testdata", name+".json")
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

func TestDocumentRefuses(t *testing.T) {
	for _, o := range []style.Options{{Theme: "sepia"}, {Basemap: "mapbox"}} {
		if _, err := style.Document(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}

func TestDocumentOrigin(t *testing.T) {
	doc, err := style.Document(style.Options{Origin: "https://maps.example.org"})
	if err != nil {
		t.Fatal(err)
	}
	for name, source := range doc.Sources {
		if !strings.HasPrefix(source.URL, "https://maps.example.org/tiles/") {
			t.Errorf("source %s is at %s", name, source.URL)
		}
	}
}

// TestExactDocument holds that homes come from exact tiles where they are asked for, and nothing else does.
func TestExactDocument(t *testing.T) {
	for _, exact := range []bool{false, true} {
		doc, err := style.Document(style.Options{Exact: exact})
		if err != nil {
			t.Fatal(err)
		}
		if got := doc.Sources["exact"].URL; (got == "/tiles/exact/homes.json") != exact {
			t.Errorf("exact is %v, and its tiles are at %q", exact, got)
		}
		homes := 0
		for _, layer := range doc.Layers {
			ofHomes := strings.HasPrefix(layer.SourceLayer, "home")
			if ofHomes {
				homes++
			}
			if want := exact && ofHomes; (layer.Source == "exact") != want {
				t.Errorf("exact is %v, and layer %s comes from %s", exact, layer.ID, layer.Source)
			}
		}
		if homes < 4 {
			t.Errorf("%d layers of homes", homes)
		}
		blurred := slices.ContainsFunc(doc.Layers, func(l style.Layer) bool { return strings.HasPrefix(l.SourceLayer, "home_protected") })
		if blurred == exact {
			t.Errorf("exact is %v, and blurred figures are drawn: %v", exact, blurred)
		}
	}
}

// TestSwitches holds that each switch has layers, that each layer of a register has a switch, and that a switch says what is on.
func TestSwitches(t *testing.T) {
	for _, schema := range []style.Schema{style.Own, style.None} {
		doc, err := style.Document(style.Options{Basemap: schema})
		if err != nil {
			t.Fatal(err)
		}
		switches := doc.Metadata["terrier:switches"].([]style.Switch)
		for _, layer := range doc.Layers {
			group, _ := layer.Metadata["terrier:group"].(string)
			ofRegister := layer.Source == "overlay" || layer.Source == "boundaries" || layer.Source == "exact"
			at := slices.IndexFunc(switches, func(s style.Switch) bool { return s.Group == group })
			if ofRegister != (at >= 0) {
				t.Errorf("%s: layer %s of source %q has group %q", schema, layer.ID, layer.Source, group)
			}
			if at >= 0 && switches[at].On != (layer.Layout["visibility"] != "none") {
				t.Errorf("%s: layer %s is not drawn as its switch says", schema, layer.ID)
			}
		}
	}
}

// TestShapes holds that all that is drawn by shape is there, in the few commands that every painter reads.
func TestShapes(t *testing.T) {
	for _, s := range style.Symbols {
		if style.Shapes[s.Shape] == "" {
			t.Errorf("no shape for %s", s.Slug)
		}
	}
	if style.Glyphs[style.OtherGlyph] == "" {
		t.Error("no glyph for kinds that have none")
	}
	paths := []string{style.AssetPin.Path}
	paths = slices.AppendSeq(paths, maps.Values(style.Shapes))
	paths = slices.AppendSeq(paths, maps.Values(style.Glyphs))
	for _, path := range paths {
		if strings.Trim(path, "MLHVCAZ0123456789.- ") != "" || path[0] != 'M' {
			t.Errorf("%q is not in the commands that are agreed on", path)
		}
	}
}

// TestSymbolsHaveColours holds that each tenure group has a colour of its own name and a shape of its own.
func TestSymbolsHaveColours(t *testing.T) {
	shapes := map[string]bool{}
	for _, s := range style.Symbols {
		if !slices.ContainsFunc(style.Palette, func(c style.Colour) bool { return c.Name == s.Slug }) {
			t.Errorf("no colour for %s", s.Slug)
		}
		if shapes[s.Shape] {
			t.Errorf("%s is drawn twice", s.Shape)
		}
		shapes[s.Shape] = true
	}
}
