package ingest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// draft is one row on its way to being a noun.
type draft struct {
	row.Record
	s          *session
	src        *source // of s, save while it is being made
	place      intake.Located
	placed     bool
	taken      found  // the position that placed it
	why        string // it was read in that coordinate system
	checked    bool   // by another position of the row that agrees
	byPostcode string // the postcode that placed it
	area       orb.MultiPolygon
	areaErr    error // why the outline is not sound
	refusals   []intake.Problem
	others     []intake.Problem // repaired and noted
}

// text is what the row, or else the file as a whole, says in a field.
func (d *draft) text(field string) string {
	if field == "sensitivity" && d.withheld() {
		return home.Withheld
	}
	if i, ok := d.src.index[field]; ok {
		if text := d.Value(i); strings.TrimSpace(text) != "" {
			return text
		}
	}
	return d.s.defaults[field]
}

// requirePlace refuses a row that nothing places, and says what would.
func (d *draft) requirePlace() bool {
	if d.placed || len(d.refusals) > 0 {
		return d.placed
	}
	s := d.s
	postcode := shorten(strings.TrimSpace(d.text("postcode")))
	_, whole := plans.Postcode(postcode)
	byPostcode := s.kind.want != anArea && s.Kind != "places"
	switch {
	case byPostcode && whole:
		d.refuse(plans.Refuse("unknown-postcode", "postcode", fmt.Sprintf("There is no position, and the postcode %s is not known here.", postcode),
			"Fill the position in, or import the postcodes of the district first (terrier import places)."), s.fileName("postcode"), postcode)
	case byPostcode && postcode != "":
		d.refuse(plans.Refuse("part-postcode", "postcode", fmt.Sprintf("There is no position, and %s is not a whole postcode.", postcode),
			"Fill in the position or the whole postcode."), s.fileName("postcode"), postcode)
	case d.Shaped:
		d.refuse(plans.Refuse("null-geometry", "geometry", "The feature has no geometry.", "Draw it, or take the feature out."), "geometry", "")
	case s.kind.want == anArea:
		d.refuse(plans.Refuse("missing-geometry", "geometry", "There is no outline.", "Fill it in, or take the row out."), s.fileName("geometry"), "")
	default:
		d.refuse(plans.Refuse("missing-position", "position", "There is no position and no postcode.", "Fill one in, or take the row out."), s.placeName(), "")
	}
	return false
}

func (d *draft) refuse(e *plans.Error, field, value string) {
	d.refusals = append(d.refusals, intake.Problem{Line: d.Line, Field: field, Value: value, Reason: e.Message, Remedy: e.Remedy, Outcome: intake.Refused, Code: e.Code})
}

func (d *draft) refuseError(err error, field, value string) {
	var e *plans.Error
	if !errors.As(err, &e) {
		e = plans.Refuse("unusable-position", field, "The position cannot be used: "+err.Error()+".", "Correct it, or take the row out.")
	}
	d.refuse(e, field, value)
}

func (d *draft) note(code, field, reason, remedy string) {
	d.others = append(d.others, intake.Problem{Line: d.Line, Field: d.s.fileName(field), Reason: reason, Remedy: remedy, Outcome: intake.Noted, Code: code})
}

// settle reports what was wrong with the row, and whether it can be used all the same.
func (d *draft) settle(fields *plans.FieldReader) bool {
	if d.Err == nil {
		for _, p := range fields.Problems() {
			problem := intake.Problem{Line: d.Line, Field: d.s.fileName(p.Field), Value: shorten(p.Value), Reason: p.Reason, Remedy: p.Remedy, Outcome: intake.Noted, Code: p.Code}
			if p.Refused {
				problem.Outcome = intake.Refused
				d.refusals = append(d.refusals, problem)
			} else {
				d.others = append(d.others, problem)
			}
		}
	}
	if len(d.refusals) > 0 {
		d.s.refused++
		if d.s.Return != nil && d.s.Return.Whole {
			d.s.named = append(d.s.named, home.ReferenceOf(plans.ReadFields(d.text)))
		}
		d.s.report(together(d.refusals))
		return false
	}
	d.s.placements.add(d)
	for _, p := range d.others {
		d.s.report(p)
	}
	for _, sentence := range fields.Remarks() {
		d.s.notes.add(sentence)
	}
	return true
}

// together makes one line of all that is wrong with a row.
func together(refusals []intake.Problem) intake.Problem {
	p := refusals[0]
	for _, also := range refusals[1:] {
		p.Reason += " Also, " + also.Field + ": " + also.Reason
	}
	return p
}

func (d *draft) repaired() bool {
	for _, p := range d.others {
		if p.Outcome == intake.Repaired {
			return true
		}
	}
	return false
}
