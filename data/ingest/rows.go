package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/paulmach/orb"

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

// condition is a condition with the index of its column.
type condition struct {
	intake.Condition
	column int
}

// rows reads the file and yields what each row becomes. build makes a noun of a draft and may refuse it.
func rows[T any](ctx context.Context, s *session, build func(*draft, *plans.FieldReader) T) iter.Seq2[intake.Row[T], error] {
	return func(yield func(intake.Row[T], error) bool) {
		reader, err := s.open()
		for err == nil {
			var batch []*draft
			if batch, err = s.nextBatch(ctx, reader); len(batch) == 0 {
				break
			}
			for _, d := range batch {
				fields := plans.ReadFields(d.text)
				value := build(d, fields)
				if !d.settle(fields) {
					continue
				}
				if !yield(intake.Row[T]{Line: d.Line, Value: value, Repaired: d.repaired()}, nil) {
					return
				}
			}
		}
		if err != nil && err != io.EOF {
			var none intake.Row[T]
			yield(none, err)
		}
	}
}

// batchRows are read together, so that their postcodes are looked up by one query; batchBytes bound what big outlines hold.
const (
	batchRows  = 500
	batchBytes = 8 << 20
)

// nextBatch reads rows and places them. The error may come with rows that were read before it.
func (s *session) nextBatch(ctx context.Context, reader Reader) ([]*draft, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var batch []*draft
	from := reader.Offset()
	var end error
	for len(batch) < batchRows && reader.Offset()-from < batchBytes {
		rec, err := reader.Read()
		if err != nil {
			end = err
			break
		}
		s.rowsRead++
		if !s.takes(rec) {
			s.leftOut++
			continue
		}
		batch = append(batch, &draft{Record: rec, s: s})
	}
	if end == io.EOF {
		end = s.atEnd(reader)
	}
	for _, d := range batch {
		d.locate()
	}
	if err := s.placeByPostcode(ctx, batch); err != nil {
		return nil, err
	}
	s.tellProgress(reader, end != nil)
	if len(batch) == 0 && end == nil {
		return s.nextBatch(ctx, reader) // every row of it was left out
	}
	if end == io.EOF && len(batch) > 0 {
		end = nil // the next call comes back empty
	}
	return batch, end
}

func (s *session) takes(rec Record) bool {
	for _, c := range s.conditions {
		if rec.Err == nil && !c.Holds(rec.value(c.column)) {
			return false
		}
	}
	return true
}

// atEnd makes sure that what the end of the file says of its coordinate system was known from the start.
func (s *session) atEnd(reader Reader) error {
	declared := reader.CRS()
	if declared == "" || s.source.given != intake.UnknownCRS || s.kind.want == noPlace {
		return io.EOF
	}
	if crs, ok := intake.ParseCRS(declared); !ok || crs != s.source.file {
		return plans.Refuse("late-crs", "file", fmt.Sprintf("Only after its features does the file say that it is in %s.", declared), "Give it with --crs, and import again.")
	}
	return io.EOF
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
	said, _ := d.s.source.said(found)
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
		d.others = append(d.others, intake.Problem{Line: d.Line, Field: found.field, Value: found.value, Reason: place.Reason, Remedy: place.Remedy, Outcome: intake.Repaired, Code: place.Code})
	}
}

// placeByPostcode places rows that have no position of their own but a whole postcode that is known.
func (s *session) placeByPostcode(ctx context.Context, batch []*draft) error {
	if s.kind.want != onePoint && s.kind.want != pointOrArea || s.Kind == "places" {
		return nil
	}
	var ask []string
	asked := map[string]bool{}
	for _, d := range batch {
		if d.placed || len(d.refusals) > 0 {
			continue
		}
		if postcode, ok := plans.Postcode(d.text("postcode")); ok {
			d.byPostcode = postcode
			if !asked[postcode] {
				asked[postcode] = true
				ask = append(ask, postcode)
			}
		}
	}
	var known map[string]orb.Point
	if len(ask) > 0 && s.Postcodes != nil {
		var err error
		if known, err = s.Postcodes.LocatePostcodes(ctx, ask); err != nil {
			return fmt.Errorf("look up postcodes: %w", err)
		}
	}
	for _, d := range batch {
		at, ok := known[d.byPostcode]
		if d.byPostcode == "" || !ok {
			d.byPostcode = ""
			continue
		}
		d.place, d.placed = intake.Located{Shape: at, Source: at, SourceCRS: intake.NationalGrid}, true
		d.others = append(d.others, intake.Problem{Line: d.Line, Field: s.fileName("postcode"), Value: d.text("postcode"), Outcome: intake.Noted, Code: "located-by-postcode",
			Reason: "There is no position of its own.", Remedy: "It was placed at the centre of its postcode."})
	}
	return nil
}

// requirePlace refuses a row that nothing places, and says what would.
func (d *draft) requirePlace() bool {
	if d.placed || len(d.refusals) > 0 {
		return d.placed
	}
	s := d.s
	postcode := strings.TrimSpace(d.text("postcode"))
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

// placeName is what the file calls the columns of its positions.
func (s *session) placeName() string {
	for _, pair := range pairs {
		if name := s.source.name[pair.x]; name != "" {
			return name + ", " + s.source.name[pair.y]
		}
	}
	return s.fileName("point")
}

// fileName is what the file calls a field, or its own name where it has no column.
func (s *session) fileName(field string) string {
	if name := s.source.name[field]; name != "" {
		return name
	}
	return field
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

// report takes a problem of this package or of the loader, which knows fields by the names of tables.
func (s *session) report(p intake.Problem) {
	if p.Field == "provider-ref" {
		p.Field = "reference"
	}
	p.Field = s.fileName(p.Field)
	s.problems.add(p)
}
