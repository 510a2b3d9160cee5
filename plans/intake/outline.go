package intake

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
)

// mostVertices that one outline may have: more than the most detailed authority has, less than would fill the memory.
const mostVertices = 1_000_000

// At is the position of a located point to the millimetre.
func At(l Located) (p orb.Point, ok bool) {
	p, ok = l.Shape.(orb.Point)
	return bng.RoundPoint(p), ok
}

// Outline is the area of a located polygon to the millimetre, its rings wound as RFC 7946 has them. It is judged after rounding;
// one that is not sound is a *plans.Error that says why and where, in the numbers of the file if it is as bad there.
func Outline(l Located) (orb.MultiPolygon, error) {
	rounded, err := shape.Round(l.Shape)
	if err == nil {
		err = shape.Check(rounded, shape.Limits{Vertices: mostVertices})
	}
	if err != nil {
		return nil, unsound(l, err)
	}
	switch wound := shape.Wind(rounded).(type) {
	case orb.Polygon:
		return orb.MultiPolygon{wound}, nil
	case orb.MultiPolygon:
		return wound, nil
	}
	return nil, plans.Refuse("wrong-geometry", "geometry", "An area is wanted.", "Send a polygon or a multipolygon.")
}

func unsound(l Located, err error) error {
	var problem, before *shape.Problem
	if !errors.As(err, &problem) {
		return err
	}
	message := problem.Message
	switch {
	case l.SourceCRS == NationalGrid && !l.Repaired:
	case errors.As(shape.Check(l.Source, shape.Limits{Vertices: mostVertices}), &before):
		message = before.Message
		if problem.Placed && before.Placed {
			if ref, err := bng.GridRef(problem.Where, 10); err == nil {
				message += fmt.Sprintf(" On the National Grid that is %s.", ref)
			}
		}
	case problem.Placed:
		message += " The place is told as easting and northing; it comes of rounding to the millimetre."
	}
	e := plans.Refuse(problem.Code(), "geometry", message, problem.Remedy)
	if problem.Placed {
		e.Where = []float64{problem.Where[0], problem.Where[1]}
	}
	return e
}
