package picture_test

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"

	"terrier/tiles/picture"
)

var black, white = color.NRGBA{A: 255}, color.NRGBA{255, 255, 255, 255}

func path(t testing.TB, data string) picture.Path {
	t.Helper()
	p, err := picture.ParsePath(data)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// painted is a white square of 20 pixels with marks on it.
func painted(marks ...picture.Mark) *image.RGBA {
	ground := picture.Mark{Path: picture.Path{{Op: picture.MoveTo}, {Op: picture.LineTo, X: 20}, {Op: picture.LineTo, X: 20, Y: 20}, {Op: picture.LineTo, Y: 20}, {Op: picture.Close}}, Colour: white}
	return picture.Raster(&picture.Scene{Width: 20, Height: 20, Marks: append([]picture.Mark{ground}, marks...)}, 1)
}

// covers wants how dark pixels are, in parts of 255, by their places.
func covers(t *testing.T, m *image.RGBA, want map[image.Point]int) {
	t.Helper()
	for at, dark := range want {
		if got := 255 - int(m.RGBAAt(at.X, at.Y).R); got < dark-3 || got > dark+3 {
			t.Errorf("%v is %d dark, want %d", at, got, dark)
		}
	}
}

// ink is how many pixels of black there are in all.
func ink(m *image.RGBA) (sum float64) {
	for i := 0; i < len(m.Pix); i += 4 {
		sum += float64(255-m.Pix[i]) / 255
	}
	return sum
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if math.Abs(got-want) > within {
		t.Errorf("%s: %.3f, want %.3f within %g", what, got, want, within)
	}
}

func at(x, y int) image.Point { return image.Point{x, y} }

func TestAreas(t *testing.T) {
	m := painted(picture.Mark{Path: path(t, "M2.5 2H10V10H2.5Z"), Colour: black})
	covers(t, m, map[image.Point]int{at(2, 5): 128, at(3, 5): 255, at(9, 9): 255, at(10, 9): 0, at(5, 1): 0})
	hole := painted(picture.Mark{Path: path(t, "M2 2H18V18H2Z M6 6V14H14V6Z"), Colour: black})
	near(t, "a square with a hole", ink(hole), 16*16-8*8, .01)
	covers(t, hole, map[image.Point]int{at(10, 10): 0, at(4, 10): 255})
	twice := painted(picture.Mark{Path: path(t, "M2 2H12V12H2Z M8 8H18V18H8Z"), Colour: color.NRGBA{A: 128}})
	covers(t, twice, map[image.Point]int{at(10, 10): 128, at(4, 4): 128, at(15, 15): 128}) // what overlaps in one mark is painted once
	near(t, "a circle", ink(painted(picture.Mark{Path: path(t, "M4 10A6 6 0 1 1 16 10A6 6 0 1 1 4 10Z"), Colour: black})), math.Pi*36, .5)
	beyond := painted(picture.Mark{Path: path(t, "M-100-100H500V500H-100Z"), Colour: black})
	near(t, "an area around everything", ink(beyond), 400, .01)
	none := painted(picture.Mark{Path: picture.Path{{Op: picture.MoveTo, X: math.NaN()}, {Op: picture.LineTo, X: 10}, {Op: picture.LineTo, Y: 10}}, Colour: black})
	near(t, "what is no number", ink(none), 0, 0)
}

func TestLines(t *testing.T) {
	line := func(data string, width float64, change func(*picture.Mark)) *image.RGBA {
		m := picture.Mark{Kind: picture.Line, Path: path(t, data), Colour: black, Width: width}
		if change != nil {
			change(&m)
		}
		return painted(m)
	}
	round := func(m *picture.Mark) { m.Cap, m.Join = picture.RoundCap, picture.RoundJoin }
	near(t, "a line", ink(line("M2 10H18", 4, nil)), 64, .01)
	near(t, "with round ends", ink(line("M4 10H16", 4, round)), 48+math.Pi*4, .2)
	near(t, "a dot", ink(line("M10 10L10 10", 6, round)), math.Pi*9, .3)
	near(t, "a dot without ends", ink(line("M10 10L10 10", 6, nil)), 0, 0)
	near(t, "a mitred square", ink(line("M4 4H16V16H4Z", 2, nil)), 14*14-10*10, .01)
	near(t, "a round square", ink(line("M4 4H16V16H4Z", 2, func(m *picture.Mark) { m.Join = picture.RoundJoin })), 14*14-10*10-(4-math.Pi), .1)
	covers(t, line("M2 10H14L3 12", 2, nil), map[image.Point]int{at(16, 10): 0, at(12, 10): 255}) // a corner too sharp to stand out
	near(t, "a turn to the left and one to the right", ink(line("M3 3H10V10H17V17", 2, nil)), 7*2*4+1-1, .1)
	dashed := line("M0 10H20", 2, func(m *picture.Mark) { m.Dash = []float64{4, 2} })
	covers(t, dashed, map[image.Point]int{at(0, 10): 255, at(3, 9): 255, at(4, 10): 0, at(5, 10): 0, at(6, 10): 255, at(10, 10): 0, at(19, 10): 255})
	dots := line("M2 10H18", 4, func(m *picture.Mark) { round(m); m.Dash = []float64{0, 8} })
	near(t, "a line of dots", ink(dots), 2*math.Pi*4, .3) // the third would begin where the line ends
	corner := line("M2 4H10V16", 2, func(m *picture.Mark) { m.Dash = []float64{10, 4, 100, 1} })
	near(t, "dashes go round a corner", ink(corner), 2*(20-4), .1)
	ring := line("M4 4H16V16H4Z", 2, func(m *picture.Mark) { m.Dash = []float64{12, 12} })
	covers(t, ring, map[image.Point]int{at(10, 4): 255, at(15, 10): 0, at(10, 15): 255, at(4, 10): 0})
	clipped := line("M0 10H20", 4, func(m *picture.Mark) { m.Clip = &picture.Rect{X0: 5, Y0: 0, X1: 10, Y1: 20} })
	near(t, "a clipped line", ink(clipped), 20, .01)
}

func TestBeside(t *testing.T) {
	for _, c := range []struct {
		name string
		line [][2]float64
		by   float64
		want string
	}{
		{"east, to the south", [][2]float64{{0, 0}, {10, 0}}, 2, "[[0 2] [10 2]]"},
		{"round a corner, inside", [][2]float64{{0, 0}, {10, 0}, {10, 10}}, 2, "[[0 2] [8 2] [8 10]]"},
		{"round a corner, outside", [][2]float64{{0, 0}, {10, 0}, {10, 10}}, -2, "[[0 -2] [12 -2] [12 10]]"},
		{"a ring that runs clockwise, inside", [][2]float64{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, 1, "[[1 1] [9 1] [9 9] [1 9] [1 1]]"},
		{"there and back", [][2]float64{{0, 0}, {10, 0}, {0, 0}}, 1, "[[0 1] [10 1] [10 -1] [0 -1]]"},
	} {
		rounded := picture.Beside(c.line, c.by)
		for i := range rounded {
			rounded[i] = [2]float64{math.Round(rounded[i][0]*1e6) / 1e6, math.Round(rounded[i][1]*1e6)/1e6 + 0}
		}
		if got := fmt.Sprint(rounded); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestHatch(t *testing.T) {
	m := painted(picture.Mark{Path: path(t, "M0 0H16V16H0Z"), Colour: black, Hatch: 1.4})
	near(t, "a hatch of 1.4 in lines 8 apart", ink(m)/256, 1.4/(8/math.Sqrt2), .02)
	for _, p := range []image.Point{at(0, 7), at(3, 4), at(7, 8), at(10, 5)} {
		covers(t, m, map[image.Point]int{p: 255, p.Add(at(4, 0)): 0})
	}
}

func TestText(t *testing.T) {
	word := func(angle float64, halo bool) *image.RGBA {
		m := picture.Mark{Kind: picture.Text, Text: "Ŵl", Face: picture.Bold, Size: 14, Colour: black, Runs: []picture.Run{{Text: "Ŵl", X: 2, Y: 15, Angle: angle}}}
		if halo {
			m.Halo, m.Round = color.NRGBA{A: 128}, 2
		}
		return painted(m)
	}
	plain := ink(word(0, false))
	if plain < 20 || plain > 120 {
		t.Errorf("a word has %.0f pixels", plain)
	}
	if withHalo := ink(word(0, true)); withHalo < plain*1.4 {
		t.Errorf("with its halo a word has %.0f pixels, without %.0f", withHalo, plain)
	}
	if w, wide := picture.Width(picture.Bold, "Ŵ", 0), picture.Width(picture.Bold, "W", 0); w != wide || w < .6 {
		t.Errorf("Ŵ is %g wide, W %g", w, wide)
	}
	near(t, "spaced letters", picture.Width(picture.Medium, "ab", .5)-picture.Width(picture.Medium, "ab", 0), 1, 1e-9)
}

func TestParsePath(t *testing.T) {
	for _, bad := range []string{"M", "M1", "M1 x", "Q1 1 2 2", "1 2", "M0 0Z5 5", "M0 0A1 1 0 2 0 3 3", "m1 1", "M1 1 A 1"} {
		if p, err := picture.ParsePath(bad); err == nil {
			t.Errorf("%q is %v", bad, p)
		}
	}
	got := path(t, "M-6-5H6.5.5L1-2 3 4V7ZM0,0 C1 2 3 4 5 6")
	if len(got) != 9 || got[1].X != 6.5 || got[2].X != .5 || got[2].Y != -5 {
		t.Errorf("%v", got)
	}
	arc := path(t, "M0 0A5 5 0 0 1 10 0")
	if last := arc[len(arc)-1]; last.X != 10 || last.Y != 0 || math.Abs(arc[1].Y+5) > 1e-9 {
		t.Errorf("half a circle goes over the top: %v", arc)
	}
}

func TestIndexed(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		copy(m.Pix[4*i:], []uint8{uint8(i % 64 * 4), uint8(i / 64 * 4), 80, 255})
		if i%3 == 0 {
			copy(m.Pix[4*i:], []uint8{0xF5, 0xF2, 0xEA, 255})
		}
	}
	for _, most := range []int{1, 16, 32, 200} {
		n, back := picture.Indexed(m, most)
		if n > most {
			t.Errorf("%d colours, at most %d", n, most)
		}
		if back.RGBAAt(0, 0) != (color.RGBA{0xF5, 0xF2, 0xEA, 255}) {
			t.Errorf("with %d colours the commonest is %v", most, back.RGBAAt(0, 0))
		}
	}
}
