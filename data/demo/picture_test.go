package demo

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// pictured is a view to draw: its middle, the metres that a pixel stands for, the zoom whose features are shown.
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
	m := layOut(1)
	for _, v := range []pictured{
		{"district", orb.Point{432840, 435610}, 14, 12},
		{"town", orb.Point{432640, 435710}, 4.2, 13},
		{"sketch", orb.Point{432840, 435610}, 2.05, 15},
		{"close", orb.Point{432900, 435800}, .6, 17},
		{"village", placeUV(settlements[1].heart), 1.0, 16},
	} {
		if err := os.WriteFile(dir+"/"+v.name+".svg", []byte(v.draw(m)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	count := map[string]int{}
	for _, b := range m.houses.all {
		count[b.kind]++
		count["dwellings"] += b.dwellings
	}
	t.Log(count, len(m.streets), len(m.greens))
}

const pictureWidth, pictureHeight = 1280, 900

func (v pictured) path(points []orb.Point, closed bool) string {
	var b strings.Builder
	for k, p := range points {
		fmt.Fprintf(&b, "%c%.1f %.1f", "ML"[min(k, 1)], (p[0]-v.middle[0])/v.scale+pictureWidth/2, pictureHeight/2-(p[1]-v.middle[1])/v.scale)
	}
	if closed {
		b.WriteByte('Z')
	}
	return b.String()
}

func (v pictured) draw(m *maker) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"><rect width="100%%" height="100%%" fill="#F5F2EA"/>`, pictureWidth, pictureHeight)
	for _, g := range m.greens {
		if g.minZoom <= v.zoom {
			fmt.Fprintf(&b, `<path d="%s" fill="#DCE7CC"/>`, v.path(g.outline, true))
		}
	}
	fmt.Fprintf(&b, `<path d="%s" fill="#BFD9E2"/>`, v.path(river()[0], true))
	for _, p := range m.ponds {
		fmt.Fprintf(&b, `<path d="%s" fill="#BFD9E2"/>`, v.path(p, true))
	}
	wide := map[string]float64{"main": 14.5, "minor": 9}
	for _, pass := range []struct{ extra, colour string }{{"2", "#DDD6C6"}, {"0", ""}} {
		for _, kind := range []string{"minor", "main"} {
			for _, s := range m.streets {
				if s.kind != kind || s.minZoom > v.zoom {
					continue
				}
				w := max(1.5, wide[kind]*min(2/v.scale, 1.6))
				if pass.extra == "2" {
					w += 2
				}
				colour := pass.colour
				if colour == "" {
					colour = map[string]string{"main": "#FFF9E6", "minor": "#FFFFFF"}[kind]
				}
				fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="%.1f" stroke-linecap="round" stroke-linejoin="round"/>`, v.path(s.points, false), colour, w)
			}
		}
	}
	fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="#9C9A93" stroke-width="3"/><path d="%[1]s" fill="none" stroke="#F5F2EA" stroke-width="1.4" stroke-dasharray="9 9"/>`, v.path(railway(), false))
	for _, h := range m.houses.all {
		if v.zoom < 14 {
			break
		}
		fmt.Fprintf(&b, `<path d="%s" fill="%s" stroke="#CFC7B6" stroke-width=".5"/>`, v.path(h.corners, true), map[string]string{"industrial": "#DFDCD9"}[h.kind]+map[bool]string{true: "#E4DED1"}[h.kind != "industrial"])
	}
	if v.zoom >= 14 {
		for k, s := range m.streets {
			if len(s.points) < 2 {
				continue
			}
			fmt.Fprintf(&b, `<path id="s%[1]d" d="%[2]s" fill="none"/><text font-family="sans-serif" font-size="10" fill="#5A5C55" dy="3.6"><textPath href="#s%[1]d" startOffset="35%%">%[3]s</textPath></text>`, k, v.path(s.points, false), s.name)
		}
	}
	return b.String() + "</svg>"
}
