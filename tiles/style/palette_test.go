package style_test

import (
	"flag"
	"os"
	"testing"

	"terrier/tiles/style"
)

var update = flag.Bool("update", false, "write static/src/css/palette.css anew")

const paletteFile = "../../static/src/css/palette.css"

func TestPaletteIsTheStyleSheets(t *testing.T) {
	if *update {
		if err := os.WriteFile(paletteFile, []byte(style.CSS()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(paletteFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != style.CSS() {
		t.Errorf("%s differs from palette.go; run: go test ./tiles/style -run Palette -update", paletteFile)
	}
}

// TestPaletteContrast holds the ratios of WCAG 2.2: 4.5 for text (1.4.3), 3 for symbols and edges of controls (1.4.11).
func TestPaletteContrast(t *testing.T) {
	pairs := []struct {
		on    string
		least float64
		of    []string
	}{
		{"surface", 4.5, []string{"ink", "ink-2", "brand", "link", "warn", "ok", "draft", "made"}},
		{"paper", 4.5, []string{"ink", "ink-2", "brand", "link", "warn", "ok", "draft", "made"}},
		{"sunk", 4.5, []string{"ink", "ink-2", "link"}},
		{"brand-soft", 4.5, []string{"ink", "ink-2", "brand", "link"}},
		{"warn-soft", 4.5, []string{"ink", "warn", "link"}},
		{"ok-soft", 4.5, []string{"ink", "ok"}},
		{"brand", 4.5, []string{"on-brand"}},
		{"land", 4.5, []string{"label", "draft", "made", "ink"}},
		{"green", 4.5, []string{"label-green"}},
		{"water", 4.5, []string{"label-water"}},
		{"surface", 3, []string{"edge"}},
		{"land", 3, []string{"social-rent", "affordable-rent", "low-cost-home-ownership", "intermediate-rent", "leasehold-and-market", "asset", "boundary"}},
	}
	for _, theme := range []style.Theme{style.Light, style.Dark} {
		for _, pair := range pairs {
			for _, name := range pair.of {
				if got := style.Contrast(value(t, name, theme), value(t, pair.on, theme)); got < pair.least {
					t.Errorf("%s: %s on %s has %.2f:1, needs %.1f", theme, name, pair.on, got, pair.least)
				}
			}
		}
	}
}

func value(t *testing.T, name string, theme style.Theme) string {
	t.Helper()
	for _, c := range style.Palette {
		if c.Name == name && theme == style.Dark {
			return c.Dark
		}
		if c.Name == name {
			return c.Light
		}
	}
	t.Fatalf("no colour %q", name)
	return ""
}
