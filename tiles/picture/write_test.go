package picture_test

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"terrier/tiles/picture"
	"terrier/tiles/style"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// golden are the pictures that are kept, by name. The name says what they are of.
func golden(t testing.TB) map[string]*picture.Scene {
	scenes := map[string]*picture.Scene{}
	for _, theme := range []style.Theme{style.Light, style.Dark} {
		for _, c := range []struct {
			name          string
			width, height float64
			zoom          float64
			o             picture.Options
		}{
			{"town", 640, 400, 14.35, picture.Options{}},
			{"town-without-names", 640, 400, 14.35, picture.Options{NoText: true}},
			{"near", 320, 240, 16.4, picture.Options{}},
		} {
			v := picture.At(placeOf(3300, 1900), c.zoom, c.width, c.height)
			furniture, keep := picture.LayOut(v, picture.Furniture{Theme: theme, Sources: []string{"Contains OS data © Crown copyright and database right 2026", "Invented place: demonstration data"},
				Figure: "About 962 homes in The Vale, give or take 19", Link: "https://terrier.example/figures/abc"})
			c.o.Keep = keep
			s := composed(t, town(t), document(t, theme), v, c.o)
			s.Marks = append(s.Marks, furniture...)
			s.Title, s.About = "The Vale plan area", "Map of The Vale.\nAbout 962 homes & more <here>."
			scenes[c.name+"-"+string(theme)] = s
		}
	}
	return scenes
}

// TestGolden keeps pictures as files. They are to be looked at when they change: go test ./tiles/picture -run Golden -update
func TestGolden(t *testing.T) {
	for name, scene := range golden(t) {
		for suffix, body := range map[string][]byte{".svg": picture.SVG(scene), ".png": picture.PNG(scene, 1)} {
			file := filepath.Join("testdata", name+suffix)
			if *update {
				if err := os.WriteFile(file, body, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			have, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(have, body) {
				t.Errorf("%s differs from what is drawn; if that is meant, run: go test ./tiles/picture -run Golden -update, and look at it", file)
			}
		}
	}
}

// TestSameBytes holds that the same scene is the same bytes when it is made again: tiles come in any order.
func TestSameBytes(t *testing.T) {
	first := golden(t)
	for name, scene := range golden(t) {
		if !bytes.Equal(picture.SVG(scene), picture.SVG(first[name])) || !bytes.Equal(picture.PNG(scene, 1), picture.PNG(first[name], 1)) {
			t.Errorf("%s is drawn otherwise the second time", name)
		}
	}
}

// TestSVG holds that a picture is well-formed, says what it is, and asks for nothing from elsewhere.
func TestSVG(t *testing.T) {
	for name, scene := range golden(t) {
		body := picture.SVG(scene)
		d := xml.NewDecoder(bytes.NewReader(body))
		ids, uses := map[string]bool{}, map[string]bool{}
		texts := map[string]string{}
		inside := ""
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(name, err)
			}
			switch x := token.(type) {
			case xml.StartElement:
				inside = x.Name.Local
				for _, a := range x.Attr {
					switch {
					case a.Name.Local == "id":
						if ids[a.Value] {
							t.Errorf("%s: two things are called %s", name, a.Value)
						}
						ids[a.Value] = true
					case a.Name.Local == "href":
						uses[strings.TrimPrefix(a.Value, "#")] = true
						if !strings.HasPrefix(a.Value, "#") {
							t.Errorf("%s: %s refers elsewhere", name, a.Value)
						}
					case a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on"):
						t.Errorf("%s: attribute %s", name, a.Name.Local)
					}
				}
				if slices.Contains([]string{"script", "image", "foreignObject", "style", "a", "text"}, inside) {
					t.Errorf("%s has a %s", name, inside)
				}
			case xml.CharData:
				texts[inside] += string(x)
			}
		}
		for use := range uses {
			if !ids[use] {
				t.Errorf("%s: there is no %s", name, use)
			}
		}
		if texts["title"] != scene.Title || texts["desc"] != scene.About {
			t.Errorf("%s says %q", name, texts)
		}
		if head := string(body[:bytes.IndexByte(body, '>')]); !strings.Contains(head, `role="img"`) || !strings.Contains(head, `lang="en-GB"`) {
			t.Errorf("%s begins %s", name, head)
		}
	}
}

// TestPNG holds that other readers of PNG see what was painted, and find the words.
func TestPNG(t *testing.T) {
	for name, scene := range golden(t) {
		body := picture.PNG(scene, 1)
		got, err := png.Decode(bytes.NewReader(body))
		if err != nil {
			t.Fatal(name, err)
		}
		want := picture.Raster(scene, 1)
		if got.Bounds() != want.Bounds() {
			t.Fatalf("%s is %v, want %v", name, got.Bounds(), want.Bounds())
		}
		if off := different(got, want, 40); off > .01 {
			t.Errorf("%s: %.2f%% of the pixels are far off", name, off*100)
		}
		if !bytes.Contains(body, []byte("iTXtDescription\x00\x00\x00en-GB\x00\x00"+scene.About)) || !bytes.Contains(body, []byte("iTXtTitle\x00\x00\x00en-GB\x00\x00"+scene.Title)) {
			t.Errorf("%s does not say what it shows", name)
		}
	}
	tiny := picture.PNG(&picture.Scene{Width: 3, Height: 2, Title: "nothing"}, 2) // four bits to a pixel
	if m, err := png.Decode(bytes.NewReader(tiny)); err != nil || m.Bounds() != image.Rect(0, 0, 6, 4) {
		t.Errorf("%v, %v", m, err)
	}
}

// TestPNGIsTrue holds what may be off in a PNG and what may not: what fills has one colour all over, and the colours of marks are their own,
// however little there is of one. Only pixels on edges may be a little off.
func TestPNGIsTrue(t *testing.T) {
	for name, scene := range golden(t) {
		back, err := png.Decode(bytes.NewReader(picture.PNG(scene, 1)))
		if err != nil {
			t.Fatal(name, err)
		}
		m := picture.Raster(scene, 1)
		marks, count := map[color.RGBA]bool{}, map[color.RGBA]int{}
		for _, mark := range scene.Marks {
			if c := mark.Colour; c.A == 255 {
				marks[color.RGBA(c)] = true
			}
		}
		filled := map[color.RGBA]color.RGBA{}
		for y := range m.Rect.Dy() {
			for x := range m.Rect.Dx() {
				was, is := m.RGBAAt(x, y), color.RGBAModel.Convert(back.At(x, y)).(color.RGBA)
				if count[was]++; marks[was] && count[was] == 8 && !about(was, is, 7) {
					t.Errorf("%s: at %d, %d a mark of %v is %v", name, x, y, was, is)
				}
				if x == 0 || y == 0 || x+1 == m.Rect.Dx() || y+1 == m.Rect.Dy() || m.RGBAAt(x+1, y-1) != was || m.RGBAAt(x-1, y+1) != was {
					continue
				}
				if all, known := filled[was]; known && all != is {
					t.Fatalf("%s: %v is %v here and %v there", name, was, all, is)
				}
				filled[was] = is
			}
		}
	}
}

// about is whether two colours are so near to one another.
func about(a, b color.RGBA, most int) bool {
	for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
		if d > most || d < -most {
			return false
		}
	}
	return true
}

// TestPNGIsLight holds that what repeats does so in the file. With edges as they come, the town of 640 by 400 is some 20% larger.
func TestPNGIsLight(t *testing.T) {
	for name, scene := range golden(t) {
		if n := len(picture.PNG(scene, 1)); strings.HasPrefix(name, "town") && n > 33_000 {
			t.Errorf("%s has %d bytes", name, n)
		}
	}
}

// different is the share of pixels of which a channel is further off than so much.
func different(a, b image.Image, than int) float64 {
	off, all := 0, 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			r0, g0, b0, _ := a.At(x, y).RGBA()
			r1, g1, b1, _ := b.At(x, y).RGBA()
			far := func(v, w uint32) bool { return int(v>>8)-int(w>>8) > than || int(w>>8)-int(v>>8) > than }
			if far(r0, r1) || far(g0, g1) || far(b0, b1) {
				off++
			}
			all++
		}
	}
	return float64(off) / float64(all)
}

func TestLayOut(t *testing.T) {
	long := "Contains public sector information licensed under the Open Government Licence v3.0 and an-address-that-goes-on-and-on-without-any-space-in-it-at-all-for-longer-than-the-picture-is-wide"
	for _, size := range [][2]float64{{64, 64}, {200, 120}, {320, 240}, {640, 400}, {2000, 2000}} {
		v := picture.At(placeOf(3300, 1900), 14, size[0], size[1])
		marks, keep := picture.LayOut(v, picture.Furniture{Theme: style.Dark, Sources: []string{long, "© Somebody Else"}, Figure: "About 962 homes", Link: "https://terrier.example/figures/abc"})
		text := ""
		for _, m := range marks {
			if m.Kind == picture.Text {
				text += m.Text
				if end := m.Runs[0].X + picture.Width(m.Face, m.Text, 0)*m.Size; end > size[0] || m.Runs[0].X < 0 {
					t.Errorf("%v: %q ends at %.0f", size, m.Text, end)
				}
			}
		}
		squeezed := strings.NewReplacer(" ", "", "·", "").Replace(text)
		for _, word := range []string{long, "© Somebody Else"} {
			if !strings.Contains(squeezed, strings.ReplaceAll(word, " ", "")) {
				t.Errorf("%v: %q is not all there: %s", size, word, text)
			}
		}
		if (size[1] >= 200) != strings.Contains(text, "About 962 homes") || len(keep) == 0 {
			t.Errorf("%v: %s", size, text)
		}
	}
	for zoom, want := range map[float64]string{5: "100 km", 10: "2 km", 14: "200 m", 18: "10 m", 22: "1 m"} {
		label, pixels := picture.ScaleOf(picture.At(placeOf(0, 0), zoom, 640, 400))
		if label != want || pixels < 40 || pixels > 128 {
			t.Errorf("zoom %g: %s on %.0f pixels, want %s", zoom, label, pixels, want)
		}
	}
}

// TestLinkIsDrawn holds that the address of a figure stands on every picture that has room for it, whole, within the room of one row.
func TestLinkIsDrawn(t *testing.T) {
	const host = "neighbourhoods.example.gov.uk"
	link := "https://" + host + "/figures/h7nhzoimvgiy6446-qjtx7uhj6a5eufwt6bfvltlm4wqkewvn"
	figure := "About 685 homes in Hollin Vale plan area, give or take 14"
	for _, c := range []struct {
		width, height float64
		drawn         bool
	}{{640, 400, true}, {640, 180, false}, {480, 300, true}, {320, 240, false}, {1200, 630, true}} {
		marks, keep := picture.LayOut(picture.At(placeOf(3300, 1900), 14, c.width, c.height), picture.Furniture{Sources: []string{"© Somebody"}, Figure: figure, Link: link})
		drawn, over := false, 0.0
		for _, m := range marks {
			if m.Kind == picture.Text && strings.Contains(m.Text, "figures") {
				drawn = m.Text == strings.TrimPrefix(link, "https://")
				over = m.Runs[0].X + picture.Width(m.Face, m.Text, 0)*m.Size - c.width
			}
		}
		if drawn != c.drawn || over > 0 {
			t.Errorf("%g by %g: drawn %v, %.0f pixels over the edge", c.width, c.height, drawn, over)
		}
		if strip := keep[len(keep)-1]; c.drawn && strip.Y1 > 23 {
			t.Errorf("%g by %g: %g pixels of the map lie under it", c.width, c.height, strip.Y1)
		}
	}
}

func TestCode(t *testing.T) {
	s := picture.Code(21, func(x, y int) bool { return (x+y)%2 == 0 })
	m := picture.Raster(s, 1)
	for _, c := range []struct {
		x, y  int
		black bool
	}{{0, 0, false}, {4*8 + 3, 4*8 + 3, true}, {5*8 + 3, 4*8 + 3, false}, {24*8 + 7, 24*8 + 7, true}, {28 * 8, 28 * 8, false}} {
		if got := m.RGBAAt(c.x, c.y).R == 0; got != c.black {
			t.Errorf("%v", fmt.Sprint(c, m.RGBAAt(c.x, c.y)))
		}
	}
}

func TestNamesAreOnceAndNoNumbers(t *testing.T) {
	s := picture.Scene{Labels: []picture.Label{{Text: "Hollin Vale"}, {Text: "52"}, {}, {Text: "Vale Road"}, {Text: "Hollin Vale"}, {Text: "about 21"}}}
	if got, want := s.Names(), []string{"Hollin Vale", "Vale Road", "about 21"}; !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
}
