package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
)

// A half of a position in words is a number, or degrees with minutes and seconds; a label stands before it, or a point of the
// compass behind it.
const (
	label   = `\b(lat(?:itude)?|long?(?:gitude)?|lng|eastings?|northings?|[xyensw])\s*[:=]?\s*`
	degrees = `([+-]?\d+(?:\.\d+)?)\s*(?:(?:°|º|deg(?:rees)?\b)\s*(?:(\d+(?:\.\d+)?)\s*['′’]\s*(?:(\d+(?:\.\d+)?)\s*(?:["″”]|''))?)?)?`
)

var (
	labelled = regexp.MustCompile(`(?i)` + label + degrees + `()`)
	plain    = regexp.MustCompile(`(?i)()` + degrees + `\s*(?:([NSEW])\b)?`)
	fillers  = regexp.MustCompile(`(?i)\b(?:metres|m|and)\b|[\s,;:()\[\]/|&.]`)
)

// ParseCoordinates reads a position out of one text, as "Latitude: 50.7 Longitude: -3.5", "50.7, -3.5", "50°43′12″N 3°32′0″W",
// "E 331000 N 431000" or a grid reference. crs is what its words say, UnknownCRS where they say nothing.
func ParseCoordinates(text string) (p orb.Point, crs CRS, refused *plans.Error) {
	if corner, side, err := bng.ParseGridRef(text); err == nil && side <= 100 {
		return orb.Point{corner[0] + side/2, corner[1] + side/2}, NationalGrid, nil
	}
	unreadable := plans.Refuse("unreadable-coordinates", "coordinates", fmt.Sprintf("No position can be read out of %q.", clip(text)),
		"Write it as 50.72131, -3.53389 or as a grid reference, or use a column for each number.")
	var halves [][]string
	for _, half := range []*regexp.Regexp{labelled, plain} {
		found := half.FindAllStringSubmatch(text, -1)
		if len(found) == 2 && fillers.ReplaceAllString(half.ReplaceAllString(text, ""), "") == "" {
			halves = found
			break
		}
	}
	if halves == nil {
		return p, "", unreadable
	}
	var axis [2]int // 0 x, 1 y, -1 not said
	var v [2]float64
	for i, m := range halves {
		var ok bool
		if v[i], axis[i], ok = readHalf(m); !ok {
			return p, "", unreadable
		}
		if c := saidBy(m); c != UnknownCRS {
			crs = c
		}
	}
	switch {
	case axis[0] < 0 && axis[1] < 0:
		if shape.InBritain(orb.Point{v[1], v[0]}) {
			axis = [2]int{1, 0} // latitude first, as maps on the web write it
		} else {
			axis = [2]int{0, 1}
		}
	case axis[0] < 0:
		axis[0] = 1 - axis[1]
	case axis[1] < 0:
		axis[1] = 1 - axis[0]
	}
	if axis[0] == axis[1] {
		return p, "", unreadable
	}
	p[axis[0]], p[axis[1]] = v[0], v[1]
	return p, crs, nil
}

// ParseDegrees reads one number of a position: plain, with a point of the compass, or in degrees, minutes and seconds.
func ParseDegrees(text string) (v float64, ok bool) {
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return v, v == v && v < 1e12 && v > -1e12
	}
	m := plain.FindStringSubmatch(text)
	if m == nil || m[0] != text {
		return 0, false
	}
	v, _, ok = readHalf(m)
	return v, ok
}

func readHalf(m []string) (v float64, axis int, ok bool) {
	v, err := strconv.ParseFloat(m[2], 64)
	if err != nil || v > 1e12 || v < -1e12 {
		return 0, 0, false
	}
	part := 0.0
	for i, divisor := range []float64{60, 3600} {
		if text := m[3+i]; text != "" {
			n, err := strconv.ParseFloat(text, 64)
			if err != nil || n >= 60 {
				return 0, 0, false
			}
			part += n / divisor
		}
	}
	if strings.HasPrefix(m[2], "-") {
		part = -part
	}
	v += part
	axis = -1
	switch word := strings.ToLower(m[1] + m[5]); {
	case strings.HasPrefix(word, "lat"), strings.HasPrefix(word, "n"), word == "y", word == "s":
		axis = 1
	case word != "":
		axis = 0
	}
	if c := strings.ToLower(m[1] + m[5]); (c == "s" || c == "w") && v > 0 {
		v = -v
	}
	return v, axis, true
}

// saidBy is the system that the words of one half tell.
func saidBy(m []string) CRS {
	word := strings.ToLower(m[1])
	switch {
	case strings.HasPrefix(word, "la"), strings.HasPrefix(word, "lo"), word == "lng", m[3] != "":
		return WGS84
	case strings.HasPrefix(word, "easting"), strings.HasPrefix(word, "northing"):
		return NationalGrid
	}
	return UnknownCRS
}

func clip(text string) string {
	const most = 120
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
