package area

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// LeastPiece is the land, in square metres, under which a part, a hole or an overlap of a draft is a slip of the hand, and is cleaned away.
const LeastPiece = 0.5

// mostHectares is more than any neighbourhood area has: it tells that the wrong thing was chosen. The largest parish of England
// (Stanhope, County Durham) has some 25,000 hectares.
const mostHectares = 50_000

// judgeShape says what keeps a shape from being an area at all; nil: nothing does.
func judgeShape(drawn orb.MultiPolygon) *Statement {
	err := shape.Check(drawn, shape.Limits{})
	if err == nil {
		return nil
	}
	s := Statement{ID: "shape:unknown", Level: Stop, Title: "This shape cannot be used yet", Text: err.Error()}
	var problem *shape.Problem
	if !errors.As(err, &problem) {
		return &s
	}
	s.ID, s.Text = "shape:"+problem.Code(), problem.Message+" "+problem.Remedy
	if title, ok := brokenTitles[problem.Kind]; ok {
		s.Title = title
	}
	if problem.Placed {
		s.Where = problem.Where
	}
	switch problem.Kind {
	case shape.SelfCrossing, shape.SelfTouching, shape.RingsCross, shape.RingsShareEdge, shape.HolesOverlap, shape.PartsOverlap, shape.InteriorDisconnected, shape.HoleOutside:
		if points := shape.Crossings(drawn); len(points) > 0 {
			s.Where = orb.MultiPoint(points)
		}
		s.Repairs = []Repair{{Kind: "fix-crossing", Label: "Fix crossing"}}
		if problem.Kind == shape.HoleOutside {
			s.Repairs[0].Label = "Mend the hole"
		}
	}
	return &s
}

// tangled says that the rules cannot be asked about a shape, which may be sound.
func tangled(problem *shape.Problem) Statement {
	return Statement{ID: "shape:tangled", Level: Stop, Title: brokenTitles[shape.Tangled], Text: problem.Message + " " + problem.Remedy}
}

var brokenTitles = map[shape.Kind]string{
	shape.SelfCrossing:         "The line crosses itself",
	shape.SelfTouching:         "The line touches itself",
	shape.RingsCross:           "A hole crosses the outline",
	shape.RingsShareEdge:       "Two lines of the shape run along each other",
	shape.HolesOverlap:         "Two holes overlap",
	shape.PartsOverlap:         "Two parts overlap",
	shape.HoleOutside:          "A hole lies outside the area",
	shape.InteriorDisconnected: "The holes cut the area in pieces",
	shape.TooFewPoints:         "The shape has no land in it",
	shape.TooManyVertices:      "The shape has too many corners",
	shape.Tangled:              "The shape is too tangled to be judged",
}

// judgePieces looks at parts, holes and size.
func judgePieces(q Question, _ Ground) (said []Statement, err error) {
	if _, slivers := shape.WithoutSlivers(q.Shape, LeastPiece); slivers > 0 {
		said = append(said, Statement{ID: "slivers", Level: Note, Title: counted(slivers, "tiny piece", "tiny pieces"),
			Text:    fmt.Sprintf("Parts and holes under half a square metre are slips of the hand. %s left out when a version is kept.", isAre(slivers, "It is", "They are")),
			Repairs: []Repair{{Kind: "drop-slivers", Label: "Drop " + isAre(slivers, "it", "them")}}})
	}
	if m := measure(q.Shape); m.Hectares > mostHectares {
		said = append(said, Statement{ID: "size", Level: Look, Title: "This is larger than a county town and its country round",
			Text: fmt.Sprintf("%s is more than any parish in England has. Check that this is the area that is meant.", InWords(m.Hectares*10_000))})
	} else {
		parts, _, holes := smallPieces(q.Shape)
		if m.Parts > 1 {
			said = append(said, Statement{ID: "parts", Level: Note, Title: fmt.Sprintf("The area is in %d parts", m.Parts), Rule: "area-application",
				Text: "Say in the application why land that does not hang together is one neighbourhood."}.
				pointingOut(parts, Repair{Kind: "drop-small-parts", Label: "Leave out the small " + isAre(len(parts), "part", "parts")}))
		}
		if m.Holes > 0 {
			said = append(said, Statement{ID: "holes", Level: Note, Title: counted(m.Holes, "hole", "holes") + " left out of the area", Rule: "area-application",
				Text: "Land inside a hole does not belong to the neighbourhood. Say in the application why it is left out."}.
				pointingOut(holes, Repair{Kind: "fill-small-holes", Label: "Take in the small " + isAre(len(holes), "hole", "holes")}))
		}
	}
	return said, nil
}

// judgeGuesses asks for edges that nobody has confirmed.
func judgeGuesses(q Question, _ Ground) ([]Statement, error) {
	if len(q.Approximate) == 0 {
		return nil, nil
	}
	return []Statement{{ID: "approximate", Level: Look, Title: counted(len(q.Approximate), "edge is", "edges are") + " approximate", Rule: "area-application", Where: q.Approximate,
		Text: "They run half way between postcodes, which is a guess. Move each to where it belongs, or confirm it, before the area is marked ready."}}, nil
}
