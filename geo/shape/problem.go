package shape

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// Kind is the stable name of what is wrong with a shape, in kebab-case. Programs
// compare it; people read [Problem.Message].
type Kind string

// The kinds of problem that [Check], [Round] and the overlays report.
const (
	WrongType            Kind = "wrong-type"            // not a polygon or multipolygon
	Empty                Kind = "empty"                 // no shape, or a part or ring without points
	TooManyVertices      Kind = "too-many-vertices"     // more than [Limits] allow
	NotFinite            Kind = "not-finite"            // NaN, infinite, or beyond 1e100
	RingNotClosed        Kind = "ring-not-closed"       // the last point is not the first
	TooFewPoints         Kind = "too-few-points"        // fewer than four points, or no area
	SelfCrossing         Kind = "self-crossing"         // a ring crosses itself or runs back along itself
	SelfTouching         Kind = "self-touching"         // a ring meets itself in one point
	RingsCross           Kind = "rings-cross"           // a hole crosses the outline
	RingsShareEdge       Kind = "rings-share-edge"      // two rings run along each other
	HoleOutside          Kind = "hole-outside"          // a hole lies outside its outline
	HolesOverlap         Kind = "holes-overlap"         // two holes of one part overlap
	PartsOverlap         Kind = "parts-overlap"         // two parts of one shape overlap
	InteriorDisconnected Kind = "interior-disconnected" // holes cut a part into pieces
	Tangled              Kind = "tangled"               // too many edges lie over each other to work with them
)

// A Problem is one reason why a shape cannot be kept, and the place of it.
type Problem struct {
	Kind    Kind
	Where   orb.Point // in the shape's own coordinates; see Placed
	Placed  bool      // whether Where says something: an empty shape has no place
	Message string    // what is wrong and where: a sentence for people
	Remedy  string    // what to do about it: a sentence for people
}

// Error is the kind with the sentence, for logs and terminals.
func (p *Problem) Error() string { return string(p.Kind) + ": " + p.Message }

// Code is the stable name of the problem, one of the [Kind] values.
func (p *Problem) Code() string { return string(p.Kind) }

// Place is where the problem lies, and whether it has a place at all.
func (p *Problem) Place() (where orb.Point, ok bool) { return p.Where, p.Placed }

var remedies = map[Kind]string{
	WrongType:            "Send a polygon or a multipolygon.",
	Empty:                "Draw an outline; leave out parts and holes that have no points.",
	TooManyVertices:      "Simplify the shape, or split it.",
	NotFinite:            "Correct the number, or leave the point out.",
	RingNotClosed:        "Repeat the first point of the ring as its last.",
	TooFewPoints:         "Give at least three different corners that do not lie on one line, and repeat the first as the last.",
	SelfCrossing:         "Move one of the two edges so that they no longer meet.",
	SelfTouching:         "Move one of the two corners a little, or split the shape there.",
	RingsCross:           "Draw the hole wholly inside the outline.",
	RingsShareEdge:       "Make one ring out of the two, or move one of the edges.",
	HoleOutside:          "Move the hole inside the outline, or remove it.",
	HolesOverlap:         "Join the two holes into one.",
	PartsOverlap:         "Join the two parts into one, or trim one of them.",
	Tangled:              "Draw it anew, or mend it in parts.",
	InteriorDisconnected: "Split the shape into separate parts, or move a hole so that it touches at one point only.",
}

func problemAt(k Kind, where orb.Point, format string, args ...any) *Problem {
	return &Problem{Kind: k, Where: where, Placed: true, Message: fmt.Sprintf(format, args...), Remedy: remedies[k]}
}

func problem(k Kind, format string, args ...any) *Problem {
	return &Problem{Kind: k, Message: fmt.Sprintf(format, args...), Remedy: remedies[k]}
}

// place writes a point for a sentence: degrees to about a centimetre, metres to
// the millimetre. Which of the two it is can only be guessed from the values,
// and here the guess changes no more than the number of decimals.
func place(p orb.Point) string {
	decimals := 3
	if p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90 {
		decimals = 7
	}
	return number(p[0], decimals) + ", " + number(p[1], decimals)
}

func number(v float64, decimals int) string {
	if v > 1e15 || v < -1e15 {
		return strconv.FormatFloat(v, 'g', -1, 64)
	}
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

// thousands writes a count for a sentence: 50,001.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
