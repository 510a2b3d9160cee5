package bng_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/geo/bng"
)

func TestParseGridRef(t *testing.T) {
	for _, c := range []struct {
		text   string
		corner orb.Point
		side   float64
	}{
		{"SE 32840 35610", orb.Point{432840, 435610}, 1},
		{"se3284035610", orb.Point{432840, 435610}, 1},
		{"SE 328 356", orb.Point{432800, 435600}, 100},
		{" Se\u00a0328,356 ", orb.Point{432800, 435600}, 100},
		{"SE33", orb.Point{430000, 430000}, 10000},
		{"SE 3235", orb.Point{432000, 435000}, 1000},
		{"s e 3 3", orb.Point{430000, 430000}, 10000},
		{"SV 00000 00000", orb.Point{0, 0}, 1},
		// The Tower of London, Ben Nevis, Muckle Flugga.
		{"TQ 336 805", orb.Point{533600, 180500}, 100},
		{"NN 166 712", orb.Point{216600, 771200}, 100},
		{"HP 606 196", orb.Point{460600, 1219600}, 100},
		{"OV 0 0", orb.Point{500000, 500000}, 10000},
		{"JM 9 9", orb.Point{690000, 1290000}, 10000},
	} {
		corner, side, err := bng.ParseGridRef(c.text)
		if err != nil || corner != c.corner || side != c.side {
			t.Errorf("%q: got %v, %v, %v; want %v, %v", c.text, corner, side, err, c.corner, c.side)
		}
	}
}

func TestParseGridRefRefuses(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"", `"": has no letters; give two letters and 2, 4, 6, 8 or 10 digits`},
		{"SE", "has no digits"},
		{"S 328 356", "one letter is the Irish Grid"},
		{"J 338 740", "one letter is the Irish Grid"},
		{"SEE 328 356", "has 3 letters"},
		{"32840 35610", "has no letters"},
		{"IO 328 356", "IO is not a square of the National Grid"},
		{"AA 328 356", "AA is not a square of the National Grid"},
		{"SE 328 35", "has 3 digits of easting and 2 of northing"},
		{"SE 32835", "has 5 digits, which do not halve"},
		{"SE 328401 356101", "has 12 digits"},
		{"SE 32 84 35 61", "has 4 groups of digits"},
		{"SE 328 356 N", "character 12: 'N' does not belong here"},
		{"SE 328.4 356.1", "character 7: '.' does not belong here"},
		{"ŜE 328 356", "'Ŝ' does not belong here"},
		{"SE ３28 356", "character 4: '３' does not belong here"},
		{"SE \xff", "does not belong here"},
		{strings.Repeat("SE ", 1000), "is too long"},
	} {
		corner, side, err := bng.ParseGridRef(c.text)
		var refused *bng.GridRefError
		if !errors.As(err, &refused) {
			t.Errorf("%q: got %v, %v, %v; want a GridRefError", c.text, corner, side, err)
			continue
		}
		if refused.Code() != "bad-grid-reference" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %s: says %q, want %q in it", c.text, refused.Code(), err, c.says)
		}
	}
}

func TestGridRef(t *testing.T) {
	for _, c := range []struct {
		point  orb.Point
		digits int
		want   string
	}{
		{orb.Point{432840, 435610}, 10, "SE 32840 35610"},
		{orb.Point{432849.999, 435619.999}, 8, "SE 3284 3561"},
		{orb.Point{432840, 435610}, 6, "SE 328 356"},
		{orb.Point{400007, 300003}, 10, "SK 00007 00003"},
		{orb.Point{0, 0}, 2, "SV 0 0"},
		{orb.Point{699999.9, 1299999.9}, 10, "JM 99999 99999"},
	} {
		if got, err := bng.GridRef(c.point, c.digits); err != nil || got != c.want {
			t.Errorf("%v in %d digits: got %q, %v; want %q", c.point, c.digits, got, err, c.want)
		}
	}
	for _, c := range []struct {
		point  orb.Point
		digits int
		code   string
	}{
		{orb.Point{432840, 435610}, 0, "bad-grid-reference"},
		{orb.Point{432840, 435610}, 7, "bad-grid-reference"},
		{orb.Point{432840, 435610}, 12, "bad-grid-reference"},
		{orb.Point{-0.001, 435610}, 10, "outside-grid"},
		{orb.Point{700000, 435610}, 10, "outside-grid"},
		{orb.Point{432840, 1300000}, 10, "outside-grid"},
		{orb.Point{math.NaN(), 435610}, 10, "outside-grid"},
	} {
		got, err := bng.GridRef(c.point, c.digits)
		var coded interface{ Code() string }
		if !errors.As(err, &coded) || coded.Code() != c.code {
			t.Errorf("%v in %d digits: got %q, %v; want code %s", c.point, c.digits, got, err, c.code)
		}
	}
}

func TestGridRefComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{
			rapid.Float64Range(0, 699999.999).Draw(t, "easting"),
			rapid.Float64Range(0, 1299999.999).Draw(t, "northing"),
		}
		ref, err := bng.GridRef(p, 2*rapid.IntRange(1, 5).Draw(t, "half the digits"))
		if err != nil {
			t.Fatal(err)
		}
		if rapid.Bool().Draw(t, "without spaces") {
			ref = strings.ReplaceAll(ref, " ", "")
		}
		corner, side, err := bng.ParseGridRef(ref)
		if err != nil {
			t.Fatal(err)
		}
		for i := range p {
			if want := math.Floor(p[i]/side) * side; corner[i] != want {
				t.Fatalf("%v is %s, which is read as %v; want %v", p, ref, corner, want)
			}
		}
	})
}

func FuzzParseGridRef(f *testing.F) {
	f.Add("SE 32840 35610")
	f.Add("se3284035610")
	f.Add("SE 328,356")
	f.Add("J 338 740")
	f.Add("SE \xff\u00a0３")
	f.Fuzz(func(t *testing.T, text string) {
		corner, side, err := bng.ParseGridRef(text)
		if err != nil {
			if corner != (orb.Point{}) || side != 0 {
				t.Errorf("%q: %v, %v beside an error", text, corner, side)
			}
			if err.Error() == "" || len(err.Error()) > 500 {
				t.Errorf("%q: message of %d bytes", text, len(err.Error()))
			}
			return
		}
		digits := 10 - 2*int(math.Log10(side))
		written, err := bng.GridRef(corner, digits)
		if err != nil {
			t.Fatalf("%q: %v cannot be written: %v", text, corner, err)
		}
		again, againSide, err := bng.ParseGridRef(written)
		if err != nil || again != corner || againSide != side {
			t.Errorf("%q is %v; written %q it is %v, %v, %v", text, corner, written, again, againSide, err)
		}
	})
}
