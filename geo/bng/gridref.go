package bng

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"
)

// A GridRefError refuses a text that is not a grid reference, or a wish for
// one that cannot be written.
type GridRefError struct {
	// Text is what was given.
	Text string
	// Offset is the byte of Text where reading stopped; len(Text) at its end.
	Offset int
	// Reason says what is wrong and what is wanted instead.
	Reason string
}

// Error names the text, the place in it, and the reason.
func (e *GridRefError) Error() string {
	if e.Offset <= 0 || e.Offset >= len(e.Text) {
		return fmt.Sprintf("grid reference %q: %s", e.Text, e.Reason)
	}
	return fmt.Sprintf("grid reference %q, character %d: %s",
		e.Text, utf8.RuneCountInString(e.Text[:e.Offset])+1, e.Reason)
}

// Code returns "bad-grid-reference".
func (e *GridRefError) Code() string { return "bad-grid-reference" }

const (
	gridLetters    = "ABCDEFGHJKLMNOPQRSTUVWXYZ" // all but I, west to east, from the north
	hundredKM      = 100000
	letteredEast   = 7 // squares of 100 km from west to east
	letteredNorth  = 13
	maxGridRefText = 64 // bytes; more is not a grid reference
)

// ParseGridRef reads a National Grid reference of two letters and 2 to 10
// digits, as "SE 32840 35610", "se3284035610" or "SE 328 356". It returns the
// south-west corner of the square meant (EPSG:27700, metres) and the length of
// the square's side in metres: 10,000 for two digits, 1 for ten. Errors are
// of type [*GridRefError].
//
// The square may lie in the sea, where [ToWGS84] refuses it.
func ParseGridRef(s string) (corner orb.Point, sideMetres float64, err error) {
	refuse := func(offset int, reason string, args ...any) (orb.Point, float64, error) {
		return orb.Point{}, 0, &GridRefError{Text: s, Offset: offset, Reason: fmt.Sprintf(reason, args...)}
	}
	if len(s) > maxGridRefText {
		shown := strings.ToValidUTF8(s[:maxGridRefText], "") + "..."
		return orb.Point{}, 0, &GridRefError{Text: shown, Reason: "is too long; " + gridRefWanted}
	}
	letters, groups, stop := splitGridRef(s)
	if stop < len(s) {
		r, _ := utf8.DecodeRuneInString(s[stop:])
		return refuse(stop, "%q does not belong here; %s", r, gridRefWanted)
	}
	switch {
	case len(letters) == 1:
		return refuse(0, "one letter is the Irish Grid, which is not covered; "+gridRefWanted)
	case letters == "":
		return refuse(0, "has no letters; "+gridRefWanted)
	case len(letters) != 2:
		return refuse(0, "has %d letters; %s", len(letters), gridRefWanted)
	}
	origin, ok := squareOrigin(letters)
	if !ok {
		return refuse(0, "%s is not a square of the National Grid", letters)
	}
	east, north, reason := halves(groups)
	if reason != "" {
		return refuse(0, "%s; %s", reason, gridRefWanted)
	}
	side := math.Pow10(5 - len(east))
	e, _ := strconv.Atoi(east) // at most five digits
	n, _ := strconv.Atoi(north)
	return orb.Point{origin[0] + float64(e)*side, origin[1] + float64(n)*side}, side, nil
}

const gridRefWanted = "give two letters and 2, 4, 6, 8 or 10 digits, such as SE 32840 35610"

// splitGridRef takes a text apart into capital letters and groups of digits.
// Stop is the offset of the first character that fits neither, or len(s).
func splitGridRef(s string) (letters string, groups []string, stop int) {
	open := false // whether the last group of digits goes on
	for i, r := range s {
		switch {
		case unicode.IsSpace(r), r == ',' && len(groups) == 1:
			open = false
		case r < utf8.RuneSelf && unicode.IsLetter(r) && len(groups) == 0:
			letters += string(unicode.ToUpper(r))
		case r >= '0' && r <= '9':
			if !open {
				groups = append(groups, "")
				open = true
			}
			groups[len(groups)-1] += string(r)
		default:
			return letters, groups, i
		}
	}
	return letters, groups, len(s)
}

// halves finds easting and northing digits in one group of even length or two
// of the same length; otherwise it returns the reason why not.
func halves(groups []string) (east, north, reason string) {
	switch len(groups) {
	case 0:
		return "", "", "has no digits"
	case 1:
		all := groups[0]
		if len(all)%2 != 0 {
			return "", "", fmt.Sprintf("has %d digits, which do not halve", len(all))
		}
		east, north = all[:len(all)/2], all[len(all)/2:]
	case 2:
		east, north = groups[0], groups[1]
		if len(east) != len(north) {
			return "", "", fmt.Sprintf("has %d digits of easting and %d of northing", len(east), len(north))
		}
	default:
		return "", "", fmt.Sprintf("has %d groups of digits", len(groups))
	}
	if len(east) > 5 {
		return "", "", fmt.Sprintf("has %d digits", 2*len(east))
	}
	return east, north, ""
}

// squareOrigin returns the south-west corner of a 100 km square named by two
// capital letters. The first names a square of 500 km in a grid that begins
// two such squares west and one south of the false origin.
func squareOrigin(letters string) (orb.Point, bool) {
	big, small := strings.IndexByte(gridLetters, letters[0]), strings.IndexByte(gridLetters, letters[1])
	if big < 0 || small < 0 {
		return orb.Point{}, false
	}
	east := (big%5-2)*5 + small%5
	north := (3-big/5)*5 + 4 - small/5
	if east < 0 || east >= letteredEast || north < 0 || north >= letteredNorth {
		return orb.Point{}, false
	}
	return orb.Point{float64(east * hundredKM), float64(north * hundredKM)}, true
}

// squareLetters is the inverse of squareOrigin, counting squares of 100 km
// from the false origin.
func squareLetters(east, north int) string {
	big := (3-north/5)*5 + east/5 + 2
	small := (4-north%5)*5 + east%5
	return string([]byte{gridLetters[big], gridLetters[small]})
}

// GridRef writes the reference of the square in which p lies (EPSG:27700,
// metres), with 2, 4, 6, 8 or 10 digits, as "SE 32840 35610". As on paper it
// cuts off and does not round. A point outside the lettered squares gives an
// [*OutsideError], another number of digits a [*GridRefError].
func GridRef(p orb.Point, digits int) (string, error) {
	if digits < 2 || digits > 10 || digits%2 != 0 {
		return "", &GridRefError{
			Text:   placeName(p, false),
			Reason: fmt.Sprintf("cannot be written with %d digits; 2, 4, 6, 8 and 10 can", digits),
		}
	}
	if !(p[0] >= 0 && p[0] < letteredEast*hundredKM && p[1] >= 0 && p[1] < letteredNorth*hundredKM) {
		return "", outsideGrid(p, orb.Point{})
	}
	east, north := int(p[0]), int(p[1])
	side := 1
	for range 5 - digits/2 {
		side *= 10
	}
	return fmt.Sprintf("%s %0*d %0*d", squareLetters(east/hundredKM, north/hundredKM),
		digits/2, east%hundredKM/side, digits/2, north%hundredKM/side), nil
}
