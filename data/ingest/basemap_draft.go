package ingest

import (
	"context"
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/data/ingest/row"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/basemap"
	"terrier/plans/intake"
)

// groundDraft is one feature on its way to being drawn.
type groundDraft struct {
	row.Record
	g      *ground
	layer  *groundLayer
	said   basemap.Row
	shape  orb.Geometry // EPSG:27700, to the millimetre
	broken orb.Geometry // an outline that is not sound
	mended bool
	err    error // why it is not drawn
}

// readBatch reads features until there are enough to be repaired together. An error may come with features that were read before it.
func (g *ground) readBatch(layer groundLayer, reader row.Reader, fields [len(basemap.Fields)]int) (batch []*groundDraft, err error) {
	from := reader.Offset()
	for len(batch) < batchRows && reader.Offset()-from < batchBytes {
		rec, err := reader.Read()
		if err != nil {
			return batch, err
		}
		g.rowsRead++
		d := &groundDraft{Record: rec, g: g, layer: &layer}
		var values [len(basemap.Fields)]string
		for i, column := range fields {
			values[i] = rec.Value(column)
		}
		d.said = basemap.RowOf(values)
		d.place()
		batch = append(batch, d)
	}
	return batch, nil
}

// place brings the feature's shape to the National Grid and to the millimetre.
func (d *groundDraft) place() {
	if d.Err != nil {
		d.err = d.Err
		return
	}
	if d.Geometry == nil {
		d.err = plans.Refuse("null-geometry", "geometry", "The feature has no geometry.", "Draw it, or take the feature out.")
		return
	}
	if d.Flat {
		d.g.notes.add("Positions in the file have heights or a third number, which were left out.")
	}
	given := d.Geometry
	if d.layer.Form != basemap.Lines {
		if form, err := intake.Shape(given, false, false); err == nil {
			given = form.Shape
		}
	}
	if !hasForm(given, d.layer.Form) {
		d.err = wrongGround(given, d.layer.Form)
		return
	}
	at, err := intake.Locate(given, d.layer.crs)
	if err != nil {
		d.err = err
		return
	}
	if at.Repaired {
		d.tellRepaired(at.Code, at.Reason, at.Remedy)
	}
	d.settle(at)
}

// settle rounds the shape and judges an outline.
func (d *groundDraft) settle(at intake.Located) {
	if d.layer.Form != basemap.Areas {
		d.shape, d.err = shape.Round(at.Shape)
		return
	}
	area, err := intake.Outline(at)
	if err == nil {
		d.shape = whole(area)
		return
	}
	if d.err = err; d.g.Repairer != nil && intake.Mendable(err) {
		d.broken = at.Shape
	}
}

// whole is an area of one part as that part.
func whole(area orb.MultiPolygon) orb.Geometry {
	if len(area) == 1 {
		return area[0]
	}
	return area
}

// hasForm is true of shapes of a layer's form that can be kept: a line has two ends.
func hasForm(g orb.Geometry, form basemap.Form) bool {
	switch g := g.(type) {
	case orb.Point:
		return form == basemap.Points
	case orb.LineString:
		return form == basemap.Lines && len(g) > 1
	case orb.MultiLineString:
		for _, part := range g {
			if len(part) < 2 {
				return false
			}
		}
		return form == basemap.Lines && len(g) > 0
	case orb.Polygon, orb.MultiPolygon:
		return form == basemap.Areas
	}
	return false
}

func wrongGround(g orb.Geometry, form basemap.Form) *plans.Error {
	wanted := map[basemap.Form]string{basemap.Points: "a point", basemap.Lines: "a line", basemap.Areas: "an area"}[form]
	return plans.Refuse("wrong-geometry", "geometry", fmt.Sprintf("The geometry is a %s; this layer has %s.", g.GeoJSONType(), wanted), "Look whether the layer is the one that its name says.")
}

// repair makes those outlines of a batch sound that are not: a wood or building that is a little off does no harm on a map.
func (g *ground) repair(ctx context.Context, batch []*groundDraft) error {
	var broken []*groundDraft
	var outlines []unsound
	for _, d := range batch {
		if d.broken != nil {
			broken, outlines = append(broken, d), append(outlines, unsound{d.broken, d.err})
		}
	}
	mended, err := mend(ctx, g.Repairer, outlines)
	if err != nil {
		return err
	}
	for i, d := range broken {
		m := mended[i]
		if m.area == nil {
			d.err = m.was
			continue
		}
		d.shape, d.err = whole(m.area), nil
		d.tellRepaired(m.was.Code, m.was.Message, m.told)
	}
	return nil
}

// draw makes a feature of the draft, or reports why it does not.
func (d *groundDraft) draw(t *tally) (f basemap.Feature, ok bool) {
	known := true
	if d.err == nil {
		f, known, d.err = d.layer.Draw(d.said, d.shape)
	}
	if d.err != nil {
		why := refusalOf(d.err, "geometry")
		d.g.refused++
		t.refused++
		d.tell(why.Field, why.Code, why.Message, why.Remedy, intake.Refused)
		return f, false
	}
	if !known {
		t.unknown(d.said.Class, f.Kind)
	}
	if d.mended {
		t.repaired++
	}
	return f, true
}

func (d *groundDraft) tellRepaired(code, reason, remedy string) {
	d.mended = true
	d.tell("geometry", code, reason, remedy, intake.Repaired)
}

// tell reports a problem; its field is that of a layer, since lines are counted in each.
func (d *groundDraft) tell(field, code, reason, remedy string, outcome intake.Outcome) {
	value := ""
	if field == "name" {
		value = shorten(d.said.Name)
	}
	d.g.problems.add(intake.Problem{Line: d.Line, Field: d.layer.Layer.Name + " " + field, Value: value, Reason: reason, Remedy: remedy, Outcome: outcome, Code: code})
}

// refusalOf is an error as a refusal.
func refusalOf(err error, field string) *plans.Error {
	var e *plans.Error
	if errors.As(err, &e) {
		if e.Field == "" || e.Field == "position" {
			told := *e
			told.Field = field
			return &told
		}
		return e
	}
	var problem *shape.Problem
	if errors.As(err, &problem) {
		return plans.Refuse(problem.Code(), field, problem.Message, problem.Remedy)
	}
	return plans.Refuse("unusable-shape", field, "The shape cannot be used: "+err.Error()+".", "Correct it, or take the feature out.")
}
