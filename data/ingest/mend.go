package ingest

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/intake"
)

// Repairer makes unsound outlines sound. data/postgis has one.
type Repairer interface {
	// MakeValid repairs areas in EPSG:27700, in metres. An area that nothing is left of comes back empty.
	MakeValid(ctx context.Context, areas []orb.MultiPolygon) ([]intake.Mended, error)
}

// unsound is an outline in EPSG:27700, and what is wrong with it: see intake.Mendable.
type unsound struct {
	outline orb.Geometry
	why     error
}

// mended is what became of it.
type mended struct {
	area orb.MultiPolygon // nil where it could not be repaired
	was  *plans.Error     // what was wrong; if it could not be repaired, its remedy says why
	told string           // its area before and after
}

// mend has outlines repaired together. What it makes is judged like any other outline.
func mend(ctx context.Context, by Repairer, broken []unsound) ([]mended, error) {
	if len(broken) == 0 {
		return nil, nil
	}
	areas := make([]orb.MultiPolygon, len(broken))
	for i, b := range broken {
		areas[i] = intake.Closed(b.outline)
	}
	made, err := by.MakeValid(ctx, areas)
	if err != nil {
		return nil, fmt.Errorf("repair outlines: %w", err)
	}
	all := make([]mended, len(broken))
	for i, b := range broken {
		was := *refusalOf(b.why, "geometry")
		area, err := intake.Outline(intake.Located{Shape: made[i].Area, SourceCRS: intake.NationalGrid})
		if err != nil {
			was.Remedy = "It could not be repaired: " + err.Error() + " " + was.Remedy
			all[i] = mended{was: &was}
			continue
		}
		all[i] = mended{area, &was, fmt.Sprintf("It was repaired: %s before, %s after.", intake.SquareMetres(made[i].Before), intake.SquareMetres(shape.Area(area)))}
	}
	return all, nil
}
