package ingest

import (
	"errors"
	"fmt"
	"math"

	"terrier/plans"
	"terrier/plans/intake"
)

// locate places the row by the best of its own positions that can be used, and checks that one by the others.
func (d *draft) locate() {
	if d.Err != nil {
		d.refuse(d.Err, d.Err.Field, "")
		return
	}
	if d.s.kind.want == noPlace {
		return
	}
	var tried []attempt
	best := -1
	for _, f := range d.src.find(d.Record) {
		a := d.try(f)
		if a.zero && d.mayGoByPostcode() {
			d.note("zero-position", a.field, "The position is 0, 0, which is no place in Britain.", "It was taken for a missing one.")
			continue
		}
		tried = append(tried, a)
		if a.err == nil && (best < 0 || tried[best].place.Repaired && !a.place.Repaired) {
			best = len(tried) - 1
		}
	}
	if best < 0 {
		if len(tried) > 0 {
			d.refuseError(tried[0].err, tried[0].field, tried[0].value)
		}
		return
	}
	d.take(tried[best])
	for i, other := range tried {
		if i != best {
			d.check(tried[best], other)
		}
	}
}

// attempt is a position of the row, placed or not.
type attempt struct {
	found
	place intake.Located
	err   error
	why   string     // it is said to be in its system
	said  intake.CRS // that system
	zero  bool       // it is 0, 0
	form  intake.Form
}

func (d *draft) try(f found) (a attempt) {
	a = attempt{found: f}
	refused := f.refused
	if refused == nil {
		refused = d.src.unreadableCRS(f)
	}
	if refused != nil {
		a.err = refused
		return a
	}
	a.said, a.why = d.src.said(f)
	if a.form, a.err = intake.Shape(f.geometry, d.s.kind.want == anArea || d.s.kind.want == pointOrArea, d.s.Repair); a.err != nil {
		return a
	}
	a.place, a.err = intake.Locate(a.form.Shape, a.said)
	var e *plans.Error
	a.zero = errors.As(a.err, &e) && e.Code == "zero-position"
	return a
}

// take makes an attempt the row's place and tells what is to be told of it.
func (d *draft) take(a attempt) {
	s := d.s
	if a.rowCRS != "" {
		if _, known := intake.ParseCRS(a.rowCRS); !known && d.src.given == intake.UnknownCRS {
			s.notes.add(fmt.Sprintf("%q is not a coordinate system that is known here: rows that say it were read by their numbers.", shorten(a.rowCRS)))
		}
	}
	if a.flat {
		s.notes.add("Positions in the file have heights or a third number, which were left out.")
	}
	d.place, d.placed, d.taken, d.why = a.place, true, a.found, a.why
	if a.form.Code != "" {
		d.others = append(d.others, intake.Problem{Line: d.Line, Field: a.field, Reason: a.form.Reason, Remedy: a.form.Remedy, Outcome: a.form.Outcome, Code: a.form.Code})
	}
	if a.place.Repaired {
		if a.why == guessed && a.place.SourceCRS != a.said {
			d.place.Reason = fmt.Sprintf("The numbers are not %s, as those of the other rows, but %s.", a.said.Name(), a.place.SourceCRS.Name())
		}
		d.others = append(d.others, intake.Problem{Line: d.Line, Field: a.field, Value: a.value, Reason: d.place.Reason, Remedy: d.place.Remedy, Outcome: intake.Repaired, Code: d.place.Code})
	}
}

// farApart is how many metres two positions of one row may differ before it is told: more than a careless conversion does.
const farApart = 10

// check tells where another position of the row is unusable or lies elsewhere.
func (d *draft) check(best, other attempt) {
	told := intake.Problem{Line: d.Line, Field: other.field, Value: other.value, Outcome: intake.Noted}
	taken := "The row was placed by " + best.field + "."
	if other.err != nil {
		var e *plans.Error
		if !errors.As(other.err, &e) {
			return
		}
		told.Code, told.Reason, told.Remedy = "other-position-unusable", e.Message, taken
		d.others = append(d.others, told)
		return
	}
	at, ok := intake.At(best.place)
	also, alsoOK := intake.At(other.place)
	if !ok || !alsoOK { // an outline and its pin
		return
	}
	apart := math.Hypot(at[0]-also[0], at[1]-also[1])
	if apart <= farApart+d.src.resolution[other.way.x]+d.src.resolution[best.way.x] {
		d.checked = true
		return
	}
	told.Code = "positions-disagree"
	told.Reason = fmt.Sprintf("%s and %s lie %s m apart.", best.field, other.field, metres(apart))
	told.Remedy = taken + " Find out which of the two is right, and correct the other."
	d.others = append(d.others, told)
}

func metres(v float64) string { return grouped(int(math.Round(v))) }

// mayGoByPostcode reports whether the row could be placed by a postcode instead.
func (d *draft) mayGoByPostcode() bool {
	_, whole := plans.Postcode(d.text("postcode"))
	return whole && d.s.goesByPostcode()
}
