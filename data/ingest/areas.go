package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/intake"
)

// AreasIn reads the areas of a file of any kind that is imported, none of which is kept: for somebody who chooses one to draw with. Outlines that are
// not sound are repaired, and that is told with them; what cannot be used is listed with its reason.
func AreasIn(ctx context.Context, name string, file row.File, repairer Repairer) ([]area.Feature, error) {
	title := strings.TrimSuffix(path.Base(name), path.Ext(name))
	if title == "" || title == "." {
		title = "Area"
	}
	into := &gathered{lines: map[int]int{}}
	result, err := Run(ctx, Request{Kind: "areas", FileName: name, File: file, Who: "a drawing", Set: map[string]string{"name": title}, DryRun: true, Repair: true, Repairer: repairer, Loader: into})
	if err != nil {
		return nil, onScreen(err)
	}
	for _, p := range result.Problems {
		i, taken := into.lines[p.Line]
		switch {
		case p.Outcome == intake.Refused:
			into.found = append(into.found, area.Feature{Name: fmt.Sprintf("%s %d", capitalised(result.Proposal.Unit), p.Line), Problem: plans.Refuse(p.Code, p.Field, p.Reason, remedyOnScreen(p.Remedy))})
		case taken:
			into.found[i].Notes = append(into.found[i].Notes, area.FeatureNote{Title: p.Reason, Text: p.Remedy})
		}
	}
	return into.found, nil
}

// onScreen takes what is said to those at a command line out of an error: somebody who draws has no options to give.
func onScreen(err error) error {
	var said *plans.Error
	if !errors.As(err, &said) {
		return err
	}
	plain := *said
	plain.Remedy = remedyOnScreen(said.Remedy)
	return &plain
}

func remedyOnScreen(remedy string) string {
	if strings.Contains(remedy, "--") || strings.Contains(remedy, "ogr2ogr") {
		return "Save it as GeoJSON in longitude and latitude, with QGIS for example, and choose that file; or set the area in another way."
	}
	return remedy
}

func capitalised(unit string) string {
	if unit == "" {
		return "Row"
	}
	return strings.ToUpper(unit[:1]) + unit[1:]
}

// gathered takes areas in instead of a register.
type gathered struct {
	Loader // of the other kinds: never asked
	found  []area.Feature
	lines  map[int]int // line → place in found
}

// Areas keeps what comes in.
func (g *gathered) Areas(_ context.Context, _ intake.Import, rows iter.Seq2[intake.Row[area.Area], error], _ func(intake.Problem)) (counts intake.Counts, id int64, err error) {
	for one, err := range rows {
		if err != nil {
			return counts, 0, err
		}
		g.lines[one.Line] = len(g.found)
		g.found = append(g.found, area.Feature{Name: one.Value.Name, Shape: one.Value.Shape, CRS: intake.CRS(one.Value.SourceCRS).Name()})
		counts.Accepted++
	}
	return counts, 0, nil
}
