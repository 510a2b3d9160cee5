package ingest

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans/intake"
)

// settleOutlines judges the outlines of a batch, and has those repaired that may be.
func (s *session) settleOutlines(ctx context.Context, batch []*draft) error {
	if s.kind.want == noPlace {
		return nil
	}
	var broken []*draft
	for _, d := range batch {
		if !d.placed {
			continue
		}
		if _, isPoint := d.place.Shape.(orb.Point); isPoint {
			continue
		}
		if d.area, d.areaErr = intake.Outline(d.place); d.areaErr != nil && s.Repair && s.Repairer != nil && intake.Mendable(d.areaErr) {
			broken = append(broken, d)
		}
	}
	if err := s.repair(ctx, broken); err != nil {
		return err
	}
	for _, d := range batch {
		if d.area != nil {
			d.slivers()
			d.sameShape()
		}
	}
	return nil
}

func (s *session) repair(ctx context.Context, broken []*draft) error {
	outlines := make([]unsound, len(broken))
	for i, d := range broken {
		outlines[i] = unsound{d.place.Shape, d.areaErr}
	}
	mended, err := mend(ctx, s.Repairer, outlines)
	if err != nil {
		return err
	}
	for i, d := range broken {
		m := mended[i]
		if m.area == nil {
			d.areaErr = m.was
			continue
		}
		d.area, d.areaErr = m.area, nil
		d.others = append(d.others, intake.Problem{Line: d.Line, Field: s.fileName("geometry"), Outcome: intake.Repaired, Code: m.was.Code, Reason: m.was.Message,
			Remedy: m.told + " Look at it on the map."})
	}
	return nil
}

// slivers tells of parts and holes that are too small to be meant, and takes them out where it may repair.
func (d *draft) slivers() {
	kept, small := shape.WithoutSlivers(d.area, intake.SliverArea)
	if small == 0 {
		return
	}
	p := intake.Problem{Line: d.Line, Field: d.s.fileName("geometry"), Outcome: intake.Noted, Code: "sliver",
		Reason: fmt.Sprintf("The outline has %s smaller than half a square metre.", counts(small, "part or hole", "parts or holes")),
		Remedy: "The outline came in as it is. Look whether these are leftovers; --repair takes them out."}
	if d.s.Repair {
		d.area = kept
		p.Outcome, p.Remedy = intake.Repaired, "What is so small was taken out."
	}
	d.others = append(d.others, p)
}

// sameShape tells of an outline that an earlier row of the file has too.
func (d *draft) sameShape() {
	mark := intake.Mark(d.area)
	first, again := d.s.outlines[mark]
	if !again {
		d.s.outlines[mark] = d.Line
		return
	}
	d.note("same-shape", "geometry", fmt.Sprintf("The outline is the same as that of %s %d.", d.s.file.Unit, first), "Both came in. Take one out if it is the same thing twice.")
}

func counts(n int, one, many string) string {
	if n == 1 {
		return "a " + one
	}
	return grouped(n) + " " + many
}
