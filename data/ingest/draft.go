package ingest

import (
	"errors"
	"fmt"
	"strings"

	"terrier/plans"
	"terrier/plans/intake"
)

// draft is one row on its way to being a noun.
type draft struct {
	Record
	s          *session
	place      intake.Located
	placed     bool
	byPostcode string // the postcode that placed it
	refusals   []intake.Problem
	others     []intake.Problem // repaired and noted
}

// text is what the row, or else the file as a whole, says in a field.
func (d *draft) text(field string) string {
	if i, ok := d.s.source.index[field]; ok {
		if text := d.value(i); strings.TrimSpace(text) != "" {
			return text
		}
	}
	return d.s.defaults[field]
}

// locate places the row by its own position, if it has one.
func (d *draft) locate() {
	if d.Err != nil || d.s.kind.want == noPlace {
		if d.Err != nil {
			d.refuse(d.Err, "", "")
		}
		return
	}
	found, ok, refused := d.s.source.find(d.Record)
	if refused == nil && ok {
		refused = d.s.source.unreadableCRS(found)
	}
	if refused != nil {
		d.refuse(refused, found.field, found.value)
		return
	}
	if !ok {
		return
	}
	said, why := d.s.source.said(found)
	if found.rowCRS != "" {
		if _, known := intake.ParseCRS(found.rowCRS); !known && d.s.source.given == intake.UnknownCRS {
			d.s.notes.add(fmt.Sprintf("%q is not a coordinate system that is known here: rows that say it were read by their numbers.", shorten(found.rowCRS)))
		}
	}
	if found.flat {
		d.s.notes.add("Positions in the file have heights or a third number, which were left out.")
	}
	place, err := intake.Locate(found.geometry, said)
	if err != nil {
		d.refuseError(err, found.field, found.value)
		return
	}
	d.place, d.placed = place, true
	if place.Repaired {
		if why == guessed && place.SourceCRS != said {
			place.Reason = fmt.Sprintf("The numbers are not %s, as those of the other rows, but %s.", said.Name(), place.SourceCRS.Name())
		}
		d.others = append(d.others, intake.Problem{Line: d.Line, Field: found.field, Value: found.value, Reason: place.Reason, Remedy: place.Remedy, Outcome: intake.Repaired, Code: place.Code})
	}
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
		d.s.report(together(d.refusals))
		return false
	}
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
