package sheet_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/tiles/picture/pdf/pdftest"
	"terrier/tiles/picture/sheet"
)

// byWidth are the lines of that width and darkness on a page.
func byWidth(p pdftest.Page, width float64, red bool) (found []pdftest.Painted) {
	for _, l := range p.Lines {
		if isRed := l.RGB[0] > .5 && l.RGB[1] < .2; math.Abs(l.Width-width) < 1e-3 && isRed == red {
			found = append(found, l)
		}
	}
	return found
}

// On every paper, either way up, a kilometre at 1:10,000 measures 100 mm: between lines of the grid, along the scale bar, and between the corners of the outline.
func TestTrueScale(t *testing.T) {
	shape := orb.MultiPolygon{{{{441100, 222100}, {442100, 222100}, {442100, 223100}, {441100.004, 223100}, {441100, 222100}}}}
	for _, paper := range sheet.Papers {
		for _, orientation := range []string{sheet.Portrait, sheet.Landscape} {
			t.Run(paper.Name+" "+orientation, func(t *testing.T) {
				s := example(t, paper.Name, orientation, 10000, shape)
				p := pdftest.Read(t, s.Document().Bytes()).Pages[0]
				wide, high := paper.Short, paper.Long
				if orientation == sheet.Landscape {
					wide, high = high, wide
				}
				if math.Abs(p.Width-wide) > .01 || math.Abs(p.Height-high) > .01 {
					t.Fatalf("the page is %v by %v mm", p.Width, p.Height)
				}
				outline := byWidth(p, 2, true)
				if len(outline) == 0 || len(outline[0].Paths) != 1 {
					t.Fatalf("no outline of 2 mm: %d", len(outline))
				}
				corners := outline[0].Paths[0]
				for i, q := range corners[:4] {
					x, y := s.Plan.Frame.At(shape[0][0][i])
					if math.Hypot(q[0]-x, q[1]-y) > .01 {
						t.Errorf("corner %d stands at %v, not at %v %v", i, q, x, y)
					}
				}
				for i, side := range []float64{dist(corners[0], corners[1]), dist(corners[1], corners[2])} {
					if math.Abs(side-100) > .02 {
						t.Errorf("side %d of a kilometre measures %.3f mm", i, side)
					}
				}
				ticksAndLines(t, p, s.Plan.Frame)
			})
		}
	}
}

func dist(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }

// ticksAndLines measures the grid against the outline's own corner: tenths of a kilometre along both edges of the frame.
func ticksAndLines(t *testing.T, p pdftest.Page, f sheet.Frame) {
	t.Helper()
	var xs, ys []float64
	for _, l := range byWidth(p, .15, false) {
		for _, path := range l.Paths {
			if len(path) != 2 || path[0][1] > f.Box.Y1+.01 || path[0][0] > f.Box.X1+.01 {
				continue
			}
			if math.Abs(path[0][0]-path[1][0]) < 1e-6 && math.Abs(path[0][1]-f.Box.Y0) < .01 {
				xs = append(xs, path[0][0])
			}
			if math.Abs(path[0][1]-path[1][1]) < 1e-6 && math.Abs(path[0][0]-f.Box.X0) < .01 {
				ys = append(ys, path[0][1])
			}
		}
	}
	for _, axis := range [][]float64{xs, ys} {
		pairs := 0
		for _, a := range axis {
			for _, b := range axis {
				if d := b - a; d > 99 && d < 101 {
					pairs++
					if math.Abs(d-100) > .02 {
						t.Errorf("ten ticks of 100 m measure %.3f mm", d)
					}
				}
			}
		}
		if pairs == 0 {
			t.Error("no two marks of the grid are a kilometre apart")
		}
	}
	x, y := f.At(orb.Point{442000, 223000})
	if !near(xs, x) || !near(ys, y) {
		t.Errorf("no line of the grid goes through SP 42 23, at %v %v", x, y)
	}
}

func near(all []float64, want float64) bool {
	for _, v := range all {
		if math.Abs(v-want) < .01 {
			return true
		}
	}
	return false
}

// Holes and parts are outlined like the rest, and other areas thin and dashed.
func TestOutline(t *testing.T) {
	s := draw(t, "A3", sheet.Landscape, 10000)
	p := pdftest.Read(t, s.Document().Bytes()).Pages[0]
	if outline := byWidth(p, 2, true)[0]; len(outline.Paths) != 3 || outline.Dashed {
		t.Errorf("the outline has %d rings", len(outline.Paths))
	}
	if others := byWidth(p, .6, false); len(others) == 0 || !others[0].Dashed {
		t.Error("other areas are not dashed")
	}
}

// In grey the outline stands out from every ground it may lie on by 3 to 1 (WCAG 1.4.11), thanks to its casing, and from other outlines by being unbroken and three times as wide.
func TestGrey(t *testing.T) {
	p := pdftest.Read(t, draw(t, "A4", sheet.Portrait, 0).Document().Bytes()).Pages[0]
	light := func(rgb [3]float64) float64 {
		l := 0.0
		for i, v := range rgb {
			if v = v / 12.92; rgb[i] > .04045 {
				v = math.Pow((rgb[i]+.055)/1.055, 2.4)
			}
			l += v * []float64{.2126, .7152, .0722}[i]
		}
		return l
	}
	outline := light(byWidth(p, 2, true)[0].RGB)
	grounds := map[string][3]float64{"paper": {1, 1, 1}, "land": {.961, .949, .918}, "green": {.863, .906, .8}, "water": {.749, .851, .886}, "buildings": {.894, .871, .820}}
	for name, ground := range grounds {
		if contrast := (light(ground) + .05) / (outline + .05); contrast < 3 {
			t.Errorf("on %s the outline stands out by %.2f to 1 only", name, contrast)
		}
	}
	if len(byWidth(p, 2.8, false)) == 0 {
		t.Error("the outline has no casing")
	}
}

// What is read comes in the order of the page: title, facts, the map's words, scale, key, sources, the boundary in words.
func TestOrder(t *testing.T) {
	f := pdftest.Read(t, draw(t, "A3", sheet.Landscape, 10000).Document().Bytes())
	var all strings.Builder
	for _, b := range f.Blocks {
		fmt.Fprintf(&all, "%s: %s %s\n", b.Role, b.Alt, strings.ReplaceAll(b.Text, "\n", " "))
	}
	text, at := all.String(), 0
	for _, next := range []string{"H1:  Hollin Vale plan area", "P:  Ardal gynllun Dyffryn Ŵyr a Llŷn", "regulation 5(1)(a)", "Planning authority:", "Applied for by:", "Version:", "9f86d081884c7d65", "Figure: Map of Hollin Vale plan area.", "SP 41", "42",
		"H2:  Scale 1:10,000", "Figure: Scale bar of 500 metres.", "grid north", "H2:  Key", "LBody:  Boundary of the area", "Prospect", "Figure: Where the area lies: Hollin District", "H2:  Licences", "Contains OS data", "H2:  The boundary in words",
		"H3:  Outer boundary", "LBody:  1. Starts at SP 41000 22000", "H2:  About this map", "as at 31 March 2026"} {
		i := strings.Index(text[at:], next)
		if i < 0 {
			t.Fatalf("%q does not come where it should, in\n%s", next, text)
		}
		at += i + len(next)
	}
	var marks []string
	for _, m := range f.Marks {
		marks = append(marks, fmt.Sprintf("%d %d %s", m.Depth, m.Page, m.Title))
	}
	if got, want := strings.Join(marks, "|"), "0 0 Hollin Vale plan area|1 0 Map|1 0 Scale|1 0 Key|1 0 Where it lies|1 0 Licences|0 1 The boundary in words|1 1 Outer boundary|0 1 About this map"; got != want {
		t.Errorf("bookmarks are %q", got)
	}
	if welsh := f.Blocks[1]; welsh.Language != "cy" {
		t.Errorf("the Welsh name is in %q", welsh.Language)
	}
}

// What is read of the letters alone is what was written, word for word: where a line ends, a word does.
func TestWordsApart(t *testing.T) {
	for _, paper := range []string{"A4", "A3"} {
		s := draw(t, paper, sheet.Landscape, 0)
		s.Words.Passages[0].Opening = strings.Repeat("Edges follow the middle of Mill Lane and the bank of the River Hollin. ", 4) + "No more."
		want := []string{s.Title, s.TitleCy, s.Notice, s.Purpose, s.Words.Note, s.Words.Passages[0].Opening, "Where the area lies: Hollin District"}
		for _, fact := range append(s.Facts, s.Sources...) {
			want = append(want, fact.Name+": "+fact.Value)
		}
		for i, l := range s.Words.Passages[0].Lines {
			want = append(want, fmt.Sprintf("%d. %s", i+1, l))
		}
		f := pdftest.Read(t, s.Document().Bytes())
		read, lines := map[string]bool{}, 0
		for _, b := range f.Blocks {
			read[b.Read], lines = true, max(lines, strings.Count(b.Text, "\n"))
			if strings.HasPrefix(b.Alt, "Scale bar") && !strings.Contains(b.Read, " m ") {
				t.Errorf("%s: the scale bar is read %q", paper, b.Read)
			}
		}
		for _, paragraph := range append(want, s.Licences...) {
			if !read[paragraph] {
				t.Errorf("%s: %q is not read as it is", paper, paragraph)
			}
		}
		if lines < 3 {
			t.Errorf("%s: no paragraph has as many lines as this is about", paper)
		}
	}
}

func TestWithoutWords(t *testing.T) {
	s := draw(t, "A4", sheet.Portrait, 0)
	s.Words = sheet.Words{Note: "Not yet."}
	if f := pdftest.Read(t, s.Document().Bytes()); strings.Contains(f.Pages[1].Text, "in words") || strings.Contains(f.Pages[1].Text, "Not yet") {
		t.Error("there is a section about nothing")
	}
}

func TestSameBytes(t *testing.T) {
	s := draw(t, "A1", sheet.Landscape, 5000)
	if !bytes.Equal(s.Document().Bytes(), s.Document().Bytes()) {
		t.Error("the bytes differ from one time to the next")
	}
}

// However long the words are, nothing runs over the edge of the paper or into the map.
func TestRoom(t *testing.T) {
	long := strings.Repeat("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and its surroundings ", 2)
	for _, orientation := range []string{sheet.Portrait, sheet.Landscape} {
		s := draw(t, "A4", orientation, 0)
		s.Title = long
		s.Facts = append(s.Facts, sheet.Fact{Name: "Applied for by", Value: long}, sheet.Fact{Name: "Reference", Value: strings.Repeat("x", 200)})
		s.Licences = append(s.Licences, long, long)
		f := pdftest.Read(t, s.Document().Bytes())
		lowest := 0.0
		for _, l := range f.Pages[0].Areas {
			for _, path := range l.Paths {
				for _, p := range path {
					lowest = max(lowest, p[1])
				}
			}
		}
		for _, l := range f.Pages[0].Letters {
			lowest = max(lowest, l.Y)
		}
		if lowest > f.Pages[0].Height-7.9 {
			t.Errorf("%s: something is drawn %.1f mm from above", orientation, lowest)
		}
		if got := strings.ReplaceAll(f.Pages[0].Text, "\n", ""); strings.Count(got, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch") != 8 {
			t.Errorf("%s: not all of it is there", orientation)
		}
	}
}

// A boundary of many stretches goes over as many pages as it needs, and none of it is lost.
func TestManyPages(t *testing.T) {
	s := draw(t, "A4", sheet.Portrait, 0)
	s.Words.Passages[0].Lines = nil
	for i := range 300 {
		s.Words.Passages[0].Lines = append(s.Words.Passages[0].Lines, fmt.Sprintf("Stretch %d goes along Mill Lane and then along the edge of the parish of Upper Hollin for 120 metres, north-east.", i))
	}
	f := pdftest.Read(t, s.Document().Bytes())
	if len(f.Pages) < 8 {
		t.Errorf("%d pages", len(f.Pages))
	}
	for i := range 300 {
		found := 0
		for _, p := range f.Pages {
			found += strings.Count(p.Text, fmt.Sprintf("Stretch %d goes", i))
		}
		if found != 1 {
			t.Errorf("stretch %d is there %d times", i, found)
		}
	}
}
