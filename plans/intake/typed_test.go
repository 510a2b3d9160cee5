package intake_test

import (
	"math"
	"strings"
	"testing"

	"terrier/geo/shape"
	"terrier/plans/intake"
)

func TestReadCorners(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		corners []int // of each part
		wrong   []int // lines
		says    string
	}{
		"grid references":         {"SE 32840 35610\nSE 32940 35610\nSE 32940 35710\n", []int{3}, nil, ""},
		"eastings and northings":  {"432840, 435610\n432940 435610\n432940;435710.5", []int{3}, nil, ""},
		"latitude and longitude":  {"53.8155, -1.5005\n53.8165, -1.5005\n53.8165, -1.4995", []int{3}, nil, ""},
		"mixed":                   {"SE 32840 35610\n432940 435610\n53.8165, -1.4995", []int{3}, nil, ""},
		"closed":                  {"432840 435610\n432940 435610\n432940 435710\n432840 435610", []int{3}, nil, ""},
		"the same corner twice":   {"432840 435610\n432840 435610\n432940 435610\n432940 435710", []int{3}, nil, ""},
		"two parts":               {"432840 435610\n432940 435610\n432940 435710\n\n433840 435610\n433940 435610\n433940 435710\n433840 435710", []int{3, 4}, nil, ""},
		"Windows line ends":       {"432840 435610\r\n432940 435610\r\n432940 435710\r\n", []int{3}, nil, ""},
		"nothing":                 {" \n ", nil, []int{1}, "no corners"},
		"too few":                 {"432840 435610\n432940 435610", nil, []int{1}, "2 of the three"},
		"words":                   {"432840 435610\nthe old oak\n432940 435610\n432940 435710", []int{3}, []int{2}, "No corner can be read"},
		"longitude first":         {"-1.5005, 53.8155", nil, []int{1}, ""},
		"in France":               {"48.85, 2.35\n53.8155, -1.5005\n53.8165, -1.5005\n53.8165, -1.4995", []int{3}, []int{1}, ""},
		"Web Mercator":            {"-167034, 7128000", nil, []int{1}, ""},
		"several lines are wrong": {"a\nb\nc", nil, []int{1, 2, 3}, ""},
		"not a number":            {"NaN, NaN", nil, []int{1}, ""},
	} {
		drawn, _, problems := intake.ReadCorners(c.text)
		var lines []int
		says := ""
		for _, p := range problems {
			lines, says = append(lines, p.Line), says+p.Reason
			if p.Reason == "" || p.Remedy == "" {
				t.Errorf("%s: %+v says too little", name, p)
			}
		}
		if !equal(lines, c.wrong) || !strings.Contains(says, c.says) {
			t.Errorf("%s: lines %v are wrong, want %v: %v", name, lines, c.wrong, problems)
		}
		var corners []int
		for _, part := range drawn {
			corners = append(corners, len(part[0])-1)
		}
		if !equal(corners, c.corners) {
			t.Errorf("%s: parts with %v corners, want %v", name, corners, c.corners)
		}
	}
}

// What is taken to be other than was asked for is said, in words for a page.
func TestReadCornersTellsHowItRead(t *testing.T) {
	for text, want := range map[string]string{
		"53.8155, -1.5005\n53.8165, -1.5005\n53.8165, -1.4995":                   "",
		"-1.5005, 53.8155\n-1.5005, 53.8165\n-1.4995, 53.8165":                   "Latitude and longitude are the other way round: 3 lines, from line 1 on, were read",
		"53.8155, -1.5005\n-1.5005, 53.8165\n53.8165, -1.4995":                   "Latitude and longitude are the other way round: Line 2 was read",
		"longitude -1.5005 latitude 53.8155\n53.8165, -1.5005\n53.8165, -1.4995": "",
		"-167034, 7128000\n-166000, 7128000\n-166000, 7129000":                   "These are Web Mercator metres: 3 lines, from line 1 on, were read",
		"432840 435610\n432840 435610\n432940 435610\n432940 435710":             "Two corners in one place: Line 2 was taken",
		"432840 435610\n432940 435610\n432940 435710\n432840 435610":             "",
		"SE 32840 35610\nSE 32940 35610\nSE 32940 35710":                         "",
	} {
		drawn, notes, problems := intake.ReadCorners(text)
		said := ""
		for _, n := range notes {
			said += n.Title + ": " + n.Text
		}
		if len(drawn) != 1 || len(problems) > 0 || (want == "") != (said == "") || !strings.HasPrefix(said, want) {
			t.Errorf("%q: %v %v, of which it says %q", text, drawn, problems, said)
		}
	}
	if _, _, problems := intake.ReadCorners("53.8, 1000"); len(problems) == 0 || strings.Contains(problems[0].Remedy, "--") {
		t.Errorf("%v", problems)
	}
}

func TestReadCornersStandWhereTheyAreWritten(t *testing.T) {
	drawn, _, problems := intake.ReadCorners("SE 32840 35610\nSE 32940 35610\nSE 32940 35710\nSE 32840 35710")
	if len(problems) > 0 || math.Abs(shape.Area(drawn)-10_000) > 1e-6 || drawn[0][0][0] != [2]float64{432840, 435610} {
		t.Errorf("%v, %v", drawn, problems)
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestReadPostcodes(t *testing.T) {
	for text, want := range map[string]string{
		"LS7 3QX, ls7 3qy\nLS73QZ":         "LS7 3QX,LS7 3QY,LS7 3QZ",
		"LS7 3QX LS7 3QX;LS7 3QY":          "LS7 3QX,LS7 3QY",
		"LS7 3QX\nfoo\nLS7\nLS7 3QY":       "LS7 3QX,LS7 3QY !2 !3",
		"":                                 " !1",
		"LS7 3QX LS7 3QY LS7 3QZ LS7 3RA,": "LS7 3QX,LS7 3QY,LS7 3QZ,LS7 3RA",
	} {
		codes, problems := intake.ReadPostcodes(text)
		got := strings.Join(codes, ",")
		for _, p := range problems {
			got += " !" + string(rune('0'+p.Line))
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
