package intake

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans"
)

// LineProblem is what is wrong with one line of a text that was typed.
type LineProblem struct {
	Line                  int // counted from 1
	Value, Reason, Remedy string
}

const (
	cornersWanted   = "Write one corner a line: a grid reference (SE 32840 35610), an easting and northing (432840, 435610), or a latitude and longitude (53.81550, -1.50050)."
	postcodesWanted = "Write whole postcodes, as LS7 3QX, with commas or line breaks between them."
)

// ReadCorners reads typed corners, one a line, as ParseCoordinates reads positions: grid references, eastings and northings, latitudes and
// longitudes, mixed as people like. What was read in another way than it asks for is noted. An empty line begins another part. A part whose last corner repeats its first is closed once, and two
// corners in one place are one. The rings are in EPSG:27700, whole millimetres, and may cross. Every line that cannot be read is told of.
func ReadCorners(text string) (drawn orb.MultiPolygon, notes []Note, problems []LineProblem) {
	var ring orb.Ring
	var turned, mercator, again []int // lines
	begun := 0
	end := func() {
		if len(ring) > 1 && ring[0] == ring[len(ring)-1] {
			ring = ring[:len(ring)-1]
		}
		switch {
		case len(ring) >= 3:
			drawn = append(drawn, orb.Polygon{append(ring, ring[0])})
		case len(ring) > 0:
			problems = append(problems, LineProblem{begun, "", fmt.Sprintf("The part that begins here has %d of the three corners that it needs.", len(ring)), "Add the others below it."})
		}
		ring = nil
	}
	for i, line := range lines(text) {
		if line == "" {
			end()
			continue
		}
		p, crs, err := readCorner(line)
		switch {
		case crs == Mercator:
			mercator = append(mercator, i+1)
		case crs == WGS84 && longitudeFirst(line):
			turned = append(turned, i+1)
		}
		if err != nil {
			problems = append(problems, problemOfLine(i+1, line, err))
			continue
		}
		if len(ring) == 0 {
			begun = i + 1
		}
		if len(ring) > 0 && ring[len(ring)-1] == p {
			again = append(again, i+1)
			continue
		}
		ring = append(ring, p)
	}
	end()
	if len(drawn) == 0 && len(problems) == 0 {
		problems = []LineProblem{{1, "", "There are no corners.", cornersWanted}}
	}
	if len(turned) > 0 {
		notes = append(notes, Note{"Latitude and longitude are the other way round", linesSay(turned) + " read as longitude first, then latitude. Look at the map: is it where you mean?"})
	}
	if len(mercator) > 0 {
		notes = append(notes, Note{"These are Web Mercator metres", linesSay(mercator) + " read as metres of maps on the web, and moved to the National Grid. Look at the map: is it where you mean?"})
	}
	if len(again) > 0 {
		notes = append(notes, Note{"Two corners in one place", linesSay(again) + " taken for one corner with the line before."})
	}
	return drawn, notes, problems
}

// Note is what there is to know about something that could be read.
type Note struct{ Title, Text string }

var aLetter = regexp.MustCompile(`\pL`)

// longitudeFirst says whether a line has two bare numbers of which the second is the latitude: no longitude of Britain is so large.
func longitudeFirst(line string) bool {
	halves := plain.FindStringSubmatch(line)
	if halves == nil || aLetter.MatchString(line) {
		return false
	}
	first, _, ok := readHalf(halves)
	return ok && first < 40
}

// linesSay is "Line 2 was" or "3 lines, from line 2 on, were".
func linesSay(lines []int) string {
	if len(lines) == 1 {
		return fmt.Sprintf("Line %d was", lines[0])
	}
	return fmt.Sprintf("%d lines, from line %d on, were", len(lines), lines[0])
}

func readCorner(line string) (orb.Point, CRS, error) {
	if corner, side, err := bng.ParseGridRef(line); err == nil && side <= 1 { // a corner to the metre stands at the corner of its square
		_, err := bng.ToWGS84(corner)
		return bng.RoundPoint(corner), NationalGrid, err
	}
	given, crs, refused := ParseCoordinates(line)
	if refused != nil {
		return given, crs, plans.Refuse(refused.Code, "text", "No corner can be read out of this line.", cornersWanted)
	}
	located, err := Locate(given, crs)
	if err != nil {
		return given, crs, err
	}
	if located.Repaired {
		return given, located.SourceCRS, plans.Refuse("swapped-axes", "text", located.Reason, "Write it the other way round, so that it is plain which is meant.")
	}
	p, _ := At(located)
	return p, located.SourceCRS, nil
}

func problemOfLine(line int, value string, err error) LineProblem {
	var known *plans.Error
	if errors.As(err, &known) {
		return LineProblem{line, clip(value), known.Message, InBrowser(known.Remedy)}
	}
	return LineProblem{line, clip(value), "This place is not in Great Britain.", cornersWanted}
}

// ReadPostcodes reads postcodes with commas, semicolons, blanks or line breaks between them, each once. What is none is told of.
func ReadPostcodes(text string) (postcodes []string, problems []LineProblem) {
	seen := map[string]bool{}
	separators := strings.NewReplacer(",", " ", ";", " ", "\t", " ")
	for i, line := range lines(text) {
		words := strings.Fields(separators.Replace(line))
		for len(words) > 0 {
			code, taken := firstPostcode(words)
			if taken == 0 {
				problems = append(problems, LineProblem{i + 1, clip(words[0]), "This is no whole postcode.", postcodesWanted})
				taken = 1
			} else if !seen[code] {
				seen[code] = true
				postcodes = append(postcodes, code)
			}
			words = words[taken:]
		}
	}
	if len(postcodes) == 0 && len(problems) == 0 {
		problems = []LineProblem{{1, "", "There are no postcodes.", postcodesWanted}}
	}
	return postcodes, problems
}

// firstPostcode is the postcode in the first word, or in the first two; taken is 0 where there is none.
func firstPostcode(words []string) (code string, taken int) {
	for n := 2; n > 0; n-- {
		if n > len(words) {
			continue
		}
		if code, ok := plans.Postcode(strings.Join(words[:n], " ")); ok {
			return code, n
		}
	}
	return "", 0
}

func lines(text string) []string {
	all := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	for i := range all {
		all[i] = strings.TrimSpace(all[i])
	}
	return all
}
