package sheet_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/tiles/picture/sheet"
)

func square(side float64) orb.Bound {
	return orb.Bound{Min: orb.Point{400000, 300000}, Max: orb.Point{400000 + side, 300000 + side}}
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		side        float64
		paper       string
		orientation string
		asked       int
		ratio       int
		fault       string
	}{
		{100, "A4", sheet.Portrait, 0, 1250, ""},
		{1500, "A4", sheet.Portrait, 0, 10000, ""},
		{1500, "A3", sheet.Landscape, 0, 10000, ""},
		{1500, "A0", sheet.Landscape, 0, 2500, ""},
		{1500, "A4", sheet.Portrait, 20000, 20000, ""},
		{1500, "A4", sheet.Portrait, 5000, 0, "The area does not fit A4 portrait at 1:5,000. It fits A4 portrait at 1:10,000, or A2 portrait at 1:5,000."},
		{16000, "A4", sheet.Landscape, 0, 100000, ""},
		{30000, "A4", sheet.Landscape, 0, 0, "The area does not fit A4 landscape at any scale up to 1:100,000. It fits A2 landscape at 1:100,000."},
		{200000, "A0", sheet.Portrait, 0, 0, "The area does not fit A0 portrait at any scale up to 1:100,000. No paper up to A0 holds it at a scale up to 1:100,000."},
	} {
		paper, _ := sheet.PaperCalled(c.paper)
		plan, err := sheet.Fit(square(c.side), paper, c.orientation, c.asked)
		var tooLarge *sheet.TooLarge
		if said := ""; err != nil {
			if errors.As(err, &tooLarge) {
				said = tooLarge.Error() + " " + tooLarge.Remedy()
			}
			if said != c.fault {
				t.Errorf("%v m on %s %s at %d: %q", c.side, c.paper, c.orientation, c.asked, said)
			}
			continue
		}
		if c.fault != "" || plan.Frame.Ratio != c.ratio {
			t.Errorf("%v m on %s %s at %d: 1:%d", c.side, c.paper, c.orientation, c.asked, plan.Frame.Ratio)
		}
	}
}

// Whatever is asked for: the area is in the frame with air around it, or what is said to fit instead does.
func TestFitAlways(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 9))
	for range 2000 {
		west, south := 300000*r.Float64(), 500000*r.Float64()
		shown := orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{west + 50*1000*r.Float64()*r.Float64(), south + 50*1000*r.Float64()*r.Float64()}}
		paper, orientation, ratio := sheet.Papers[r.IntN(5)], []string{sheet.Portrait, sheet.Landscape}[r.IntN(2)], []int{0, 500, 1250, 7777, 50000, 100000}[r.IntN(6)]
		plan, err := sheet.Fit(shown, paper, orientation, ratio)
		var tooLarge *sheet.TooLarge
		if errors.As(err, &tooLarge) {
			for _, c := range tooLarge.Instead {
				other, ok := sheet.PaperCalled(c.Paper)
				if _, err := sheet.Fit(shown, other, c.Orientation, c.Ratio); err != nil || !ok || !strings.Contains(tooLarge.Remedy(), c.Paper) {
					t.Fatalf("seed %d: %v does not fit %v, which was said to", seed, shown, c)
				}
			}
			continue
		}
		x0, y1 := plan.Frame.At(shown.Min)
		x1, y0 := plan.Frame.At(shown.Max)
		if b := plan.Frame.Box; err != nil || x0 < b.X0+4.9 || x1 > b.X1-4.9 || y0 < b.Y0+4.9 || y1 > b.Y1-4.9 {
			t.Fatalf("seed %d: %v on %s %s at %d leaves its frame (%v)", seed, shown, paper.Name, orientation, ratio, err)
		}
	}
}
