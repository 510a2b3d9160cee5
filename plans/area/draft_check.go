package area

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// How long what a draft says may be: characters of texts, bytes of the board. The table holds to the same.
const (
	longestName   = 200
	longestWhy    = 20_000
	longestRef    = 200
	longestParish = 100
	longestEdit   = 100
	longestReason = 1000
	largestBoard  = 4 << 20    // a ring of 50,000 corners that is not finished takes half of it
	farthest      = 10_000_000 // metres from the origin of the grid; no place on it is so far
)

// How many drafts an account has, how many versions a draft has, and how many bytes all of them take as they are kept, at most. A shape of 2,000 corners
// takes some 30 kB.
const (
	MostDrafts   = 200
	MostVersions = 1000
	MostBytes    = 100_000_000
)

// Check refuses a draft that cannot be kept: plans.Invalid, with the field at fault. A shape may cross itself; its rings are closed and its
// coordinates whole millimetres.
func (d Draft) Check() error {
	for _, one := range []struct {
		field, value string
		longest      int
	}{{"name", d.Name, longestName}, {"why", d.Why, longestWhy}, {"parish", d.Parish, longestParish}, {"revises", d.Revises, longestRef}} {
		if err := checkLength(one.field, one.value, one.longest); err != nil {
			return err
		}
	}
	if _, known := RelevantBodyTypes.Find(d.BodyType); !known && d.BodyType != "" {
		return plans.Refuse("unknown-code", "body-type", fmt.Sprintf("%q is no kind of body that draws areas.", head(d.BodyType)), "Give one of parish-council, neighbourhood-forum, prospective-forum, or none.")
	}
	if _, known := Viewers.Find(d.Viewers); !known {
		return plans.Refuse("unknown-code", "viewers", fmt.Sprintf("%q does not say who may see the draft.", head(d.Viewers)), "Give one of private, link-view.")
	}
	if d.Board != nil && !json.Valid(d.Board) {
		return plans.Refuse("bad-board", "board", "What the drawing page keeps is not JSON.", "Send null.")
	}
	if len(d.Board) > largestBoard {
		return plans.Refuse("bad-board", "board", "The ring that is not finished has too many corners to be saved.", "Finish it, or take corners back.")
	}
	return d.checkShape()
}

// Check refuses a change that cannot be kept: plans.Invalid.
func (s Saved) Check() error {
	if err := checkLength("edit", s.Edit, longestEdit); err != nil {
		return err
	}
	return s.Draft.Check()
}

// CheckEdit refuses a name of a change that cannot be kept: plans.Invalid.
func CheckEdit(edit string) error { return checkLength("edit", edit, longestEdit) }

// CheckReason refuses a reason for a version that cannot be kept: plans.Invalid.
func CheckReason(reason string) error { return checkLength("reason", reason, longestReason) }

// lengthSays are the fields that people write, in words.
var lengthSays = map[string]string{"name": "name of the area", "why": "statement why the area is appropriate", "reason": "reason"}

func checkLength(field, value string, longest int) error {
	if n := utf8.RuneCountInString(value); n > longest {
		return plans.Refuse("too-long", field, fmt.Sprintf("The %s has %d characters; up to %d can be kept.", cmp.Or(lengthSays[field], "text"), n, longest), "Make it shorter.")
	}
	if strings.ContainsRune(value, 0) || !utf8.ValidString(value) {
		return plans.Refuse("bad-text", field, "There is something in the text that is no letter (NUL, or broken UTF-8).", "Type it anew.")
	}
	return nil
}

func (d Draft) checkShape() error {
	for _, part := range d.Shape {
		if len(part) == 0 {
			return plans.Refuse("bad-shape", "geometry", "A part of the shape has no ring.", "Leave it out, or draw it.")
		}
		for _, ring := range part {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				return plans.Refuse("bad-shape", "geometry", "A ring of the shape has too few corners, or is not closed.", "End each ring where it begins, and give it three corners at least.")
			}
			if err := checkPoints("geometry", ring); err != nil {
				return err
			}
		}
	}
	for _, edge := range d.Approximate {
		if len(edge) != 2 {
			return plans.Refuse("bad-shape", "approximate", "An approximate edge has two points, no more and no fewer.", "Give each edge by itself.")
		}
		if err := checkPoints("approximate", edge); err != nil {
			return err
		}
	}
	return nil
}

func checkPoints(field string, points []orb.Point) error {
	for _, p := range points {
		for _, v := range p {
			if !(math.Abs(v) <= farthest) || math.Round(v*1000)/1000 != v { // what is no number, too
				return &plans.Error{Kind: plans.Invalid, Code: "bad-shape", Field: field, Message: "A corner is no place on the National Grid to the millimetre.",
					Remedy: "Round coordinates to three decimals of a metre in EPSG:27700."}
			}
		}
	}
	return nil
}

// head is the beginning of a text that may be long.
func head(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
