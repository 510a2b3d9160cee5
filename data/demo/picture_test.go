package demo_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/data/demo"
	"terrier/plans/basemap"
	"terrier/plans/home"
)

// pictured is a view to draw: its middle, the metres that a pixel stands for, and the zoom whose features are shown.
type pictured struct {
	name   string
	middle orb.Point
	scale  float64
	zoom   int
}

// TestPicture draws the town for a person to look at: TERRIER_PICTURES names a directory.
func TestPicture(t *testing.T) {
	dir := os.Getenv("TERRIER_PICTURES")
	if dir == "" {
		t.Skip("skipped: set TERRIER_PICTURES to a directory to have the town drawn there")
	}
	for _, v := range []pictured{
		{"county", orb.Point{432840, 435610}, 45, 10},
		{"district", orb.Point{432840, 435610}, 14, 12},
		{"town", orb.Point{432640, 435710}, 4.2, 13},
		{"sketch", orb.Point{432840, 435610}, 2.05, 15},
		{"close", orb.Point{432900, 435800}, .6, 17},
		{"village", town().Boundaries[2].Shape.Bound().Center(), 1.6, 16},
	} {
		if err := os.WriteFile(dir+"/"+v.name+".svg", []byte(v.draw(town())), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

const pictureWidth, pictureHeight = 1280, 900

func (v pictured) at(p orb.Point) (x, y float64) {
	return (p[0]-v.middle[0])/v.scale + pictureWidth/2, pictureHeight/2 - (p[1]-v.middle[1])/v.scale
}

func (v pictured) path(g orb.Geometry) string {
	var b strings.Builder
	line := func(points []orb.Point) {
		for k, p := range points {
			x, y := v.at(p)
			fmt.Fprintf(&b, "%c%.1f %.1f", "ML"[min(k, 1)], x, y)
		}
	}
	switch g := g.(type) {
	case orb.LineString:
		line(g)
	case orb.Polygon:
		for _, r := range g {
			line(r)
			b.WriteByte('Z')
		}
	case orb.MultiPolygon:
		for _, p := range g {
			b.WriteString(v.path(p))
		}
	}
	return b.String()
}

func (v pictured) draw(w *demo.Town) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><rect width="100%%" height="100%%" fill="#F5F2EA"/>`, pictureWidth, pictureHeight)
	each := func(layer string, draw func(basemap.Feature)) {
		for _, f := range w.Basemap {
			if f.Layer == layer && f.MinZoom <= v.zoom {
				draw(f)
			}
		}
	}
	fill := func(colour string) func(basemap.Feature) {
		return func(f basemap.Feature) {
			if f.Shape.Dimensions() == 2 {
				fmt.Fprintf(&b, `<path d="%s" fill="%s"/>`, v.path(f.Shape), colour)
			}
		}
	}
	each("green", fill("#DCE7CC"))
	each("water", fill("#BFD9E2"))
	each("water", func(f basemap.Feature) {
		if f.Shape.Dimensions() == 1 {
			fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="#BFD9E2" stroke-width="2"/>`, v.path(f.Shape))
		}
	})
	each("building", fill("#E4DED1"))
	v.roads(&b, each)
	each("rail", func(f basemap.Feature) {
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="#9C9A93" stroke-width="3"/><path d="%[1]s" fill="none" stroke="#F5F2EA" stroke-width="1.4" stroke-dasharray="9 9"/>`, v.path(f.Shape))
	})
	v.registers(&b, w)
	each("label", func(f basemap.Feature) {
		x, y := v.at(f.Shape.(orb.Point))
		fmt.Fprintf(&b, `<text x="%.0f" y="%.0f" font-family="sans-serif" font-size="13" font-weight="700" text-anchor="middle" stroke="#fff" stroke-width="3" paint-order="stroke">%s</text>`, x, y, f.Name)
	})
	return b.String() + "</svg>"
}

func (v pictured) roads(b *strings.Builder, each func(string, func(basemap.Feature))) {
	wide := map[string]float64{"main": 13, "minor": 8}
	for _, extra := range []float64{2, 0} {
		each("road", func(f basemap.Feature) {
			colour := "#DDD6C6"
			if extra == 0 {
				colour = map[string]string{"main": "#FFF9E6", "minor": "#FFFFFF"}[f.Kind]
			}
			fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="%.1f" stroke-linecap="round" stroke-linejoin="round"/>`,
				v.path(f.Shape), colour, max(1.5, wide[f.Kind]*min(2/v.scale, 2.2))+extra)
		})
	}
	if v.zoom < 15 {
		return
	}
	n := 0
	each("road", func(f basemap.Feature) {
		n++
		fmt.Fprintf(b, `<path id="s%[1]d" d="%[2]s" fill="none"/><text font-family="sans-serif" font-size="10" fill="#5A5C55" dy="3.6"><textPath href="#s%[1]d" startOffset="35%%">%[3]s</textPath></text>`,
			n, v.path(f.Shape), f.Name)
	})
}

func (v pictured) registers(b *strings.Builder, w *demo.Town) {
	for _, p := range w.Boundaries {
		if p.Kind == "parish" && v.zoom < 15 || p.Kind == "oa" && v.zoom == 13 {
			fmt.Fprintf(b, `<path d="%s" fill="none" stroke="#777" stroke-dasharray="3 3"/>`, v.path(p.Shape))
		}
	}
	for _, a := range w.Areas {
		fmt.Fprintf(b, `<path d="%s" fill="#1E2A6B" fill-opacity=".08" stroke="#1E2A6B" stroke-width="2.6"/>`, v.path(a.Shape))
	}
	colour := map[string]string{"social-rent": "#0B5FA5", "affordable-rent": "#3A8FC4", "low-cost-home-ownership": "#B86E00", "intermediate-rent": "#D0508A", "leasehold-and-market": "#55585A"}
	for h := range w.Homes() {
		if v.zoom < 13 {
			break
		}
		t, _ := home.Tenures.Find(h.Tenure)
		x, y := v.at(h.Point)
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s" stroke="#fff" stroke-width=".8"/>`, x, y, min(3.5, 7/v.scale), colour[t.Group])
	}
	for _, a := range w.Assets {
		if x, y := v.at(a.Point); v.zoom > 13 {
			fmt.Fprintf(b, `<rect x="%.0f" y="%.0f" width="16" height="16" rx="5" fill="#16231F"/><text x="%[1]f" y="%[2]f" font-family="sans-serif" font-size="12" font-weight="700">%[3]s</text>`, x-8, y-8, a.Name)
		}
	}
}
