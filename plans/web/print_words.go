package web

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/plans/area"
	"terrier/tiles/picture/sheet"
)

// boundaryInWords is the line of an area as it stands on a printed map; besides as for edgesInWords.
func (p prints) boundaryInWords(ctx context.Context, outline orb.MultiPolygon, besides string) (sheet.Words, error) {
	told, err := p.edgesInWords(ctx, outline, besides)
	if err != nil {
		return sheet.Words{}, err
	}
	words := sheet.Words{Note: told.Note}
	for _, round := range told.Rounds {
		passage := sheet.Passage{Heading: roundName(round), Opening: round.Opening, Closing: round.Closing()}
		for _, s := range round.Stretches {
			passage.Lines = append(passage.Lines, s.Text)
		}
		words.Passages = append(words.Passages, passage)
	}
	words.Closing = told.Closing()
	return words, nil
}

// roundName is what a ring is called over its stretches: "The outer edge", "Part 2 of 3", "Hole 1 of part 2".
func roundName(r area.Round) string {
	switch {
	case r.Hole > 0 && r.Parts > 1:
		return fmt.Sprintf("Hole %d of part %d", r.Hole, r.Part)
	case r.Hole > 0:
		return fmt.Sprintf("Hole %d", r.Hole)
	case r.Parts > 1:
		return fmt.Sprintf("Part %d of %d", r.Part, r.Parts)
	}
	return "The outer edge"
}
