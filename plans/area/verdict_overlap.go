package area

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// SnapDistance is how near, in metres, a line may come to an edge without being meant to lie anywhere else than on it.
const SnapDistance = 0.05

// Standing are the words of a neighbour's status in a sentence.
var standing = map[string]string{"designated": "is designated", "applied": "has been applied for", "ready": "is a draft that is ready to be submitted", "draft": "is another draft of yours"}

// judgeOverlaps looks for land that another area has already. Touching is no overlap.
func judgeOverlaps(q Question, g Ground) (said []Statement, err error) {
	keys := g.keys()
	for i, other := range g.Neighbours {
		if err := g.ended(); err != nil {
			return nil, err
		}
		shared, err := g.sharedWith(q.Shape, other.Shape, other.Prepared)
		if err != nil {
			return nil, err
		}
		if len(shared) == 0 {
			continue
		}
		key := keys[i]
		s := Statement{ID: "overlap:" + key, Level: Stop, Rule: "area-overlap", Where: shared, Land: shared,
			Title:   fmt.Sprintf("%s is already in %s", InWords(shape.Area(shared)), other.Name),
			Text:    fmt.Sprintf("%s %s, and two neighbourhood areas cannot overlap. Trim this one to its edge, or ask the planning authority about one area for both.", other.Name, standing[other.Status]),
			Repairs: []Repair{{Kind: "trim", Target: key, Label: "Trim to their edge"}}}
		slip, err := isSlip(shared)
		if err != nil {
			return nil, err
		}
		switch {
		case other.Status == "draft":
			s.Level = Note
			s.Text = fmt.Sprintf("%s %s. Of two that overlap only one can be marked ready to submit.", other.Name, standing[other.Status])
		case slip:
			s.Level, s.Land = Note, nil
			s.Title = "A sliver lies over the edge of " + other.Name
			s.Text = "It is as thin as a slip of the hand, and is taken away when a version is kept."
			s.Repairs = []Repair{{Kind: "snap", Label: "Lay the line on the edge"}}
		}
		said = append(said, s.unlessAll(q.Shape))
	}
	return said, nil
}

// judgeRevised tells that land of another area is no overlap, since the shape is drawn to take its place.
func judgeRevised(q Question, g Ground) (said []Statement, err error) {
	for _, other := range g.Revised {
		shared, err := g.sharedWith(q.Shape, other.Shape, other.Prepared)
		if err != nil {
			return nil, err
		}
		if slip, err := isSlip(shared); err != nil || slip {
			if err != nil {
				return nil, err
			}
			continue
		}
		said = append(said, Statement{ID: "revises:" + other.Ref, Level: Note, Rule: "area-regard", Title: "This is drawn to take the place of " + other.Name,
			Text: fmt.Sprintf("What both have, %s, is no overlap then. The planning authority decides whether %s is changed, and has regard to keeping it as it is.", InWords(shape.Area(shared)), other.Name)})
	}
	return said, nil
}

// unlessAll offers to trim land away only where something would be left.
func (s Statement) unlessAll(drawn orb.MultiPolygon) Statement {
	if shape.Area(s.Land) > shape.Area(drawn)-LeastPiece {
		s.Repairs = slices.DeleteFunc(s.Repairs, func(r Repair) bool { return r.Kind == "trim" })
	}
	return s
}

// isSlip says whether land is less than anybody means: under half a square metre, or nowhere wider than the snap distance.
func isSlip(land orb.MultiPolygon) (bool, error) {
	if shape.Area(land) < LeastPiece {
		return true, nil
	}
	wide, err := shape.Wider(land, SnapDistance)
	return !wide, err
}

// judgeGaps looks for strips of land that would belong to nobody.
func judgeGaps(q Question, g Ground) (said []Statement, err error) {
	found := make([]orb.MultiPolygon, len(g.Neighbours))
	err = g.Hands.each(len(g.Neighbours), func(i int) error {
		other := g.Neighbours[i]
		if err := g.ended(); err != nil || other.Status == "draft" {
			return err
		}
		var err error
		found[i], err = g.Known.Gaps(q.Shape, other.Shape, MostGap)
		return err
	})
	if err != nil {
		return nil, err
	}
	keys := g.keys()
	for i, other := range g.Neighbours {
		gaps := found[i]
		if len(gaps) == 0 {
			continue
		}
		said = append(said, Statement{ID: "gap:" + keys[i], Level: Look, Rule: "area-regard", Where: gaps,
			Title:   fmt.Sprintf("A gap of %s to %s", InWords(shape.Area(gaps)), other.Name),
			Text:    fmt.Sprintf("A strip of land less than %g metres wide would lie in neither area. If the two are meant to meet, close it.", MostGap),
			Repairs: []Repair{{Kind: "close-gap", Target: keys[i], Label: "Close the gap"}}})
	}
	return said, nil
}

// MostGap is the width, in metres, under which a strip of land between two areas is taken for a slip.
const MostGap = 5.0
