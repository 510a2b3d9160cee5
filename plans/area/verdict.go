package area

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// Level is how much a statement weighs. Levels are ordered.
type Level int

// The levels.
const (
	OK   Level = iota // as it should be
	Note              // worth knowing
	Look              // to be looked at, or asked about, before the area is applied for
	Stop              // the authority cannot designate it so
)

// String is the level as documents have it.
func (l Level) String() string { return [...]string{"ok", "note", "look", "stop"}[l] }

// Question is a shape, and who draws it.
type Question struct {
	Shape       orb.MultiPolygon    // EPSG:27700, whole millimetres; it may be broken, or nil
	Approximate orb.MultiLineString // edges of it that nobody has confirmed
	BodyType    string              // slug of RelevantBodyTypes; empty: not said
	Parish      string              // code of the parish whose council draws it; empty: not said
}

// IsForum says whether a neighbourhood forum, designated or not, draws the area.
func (q Question) IsForum() bool {
	return q.BodyType == "neighbourhood-forum" || q.BodyType == "prospective-forum"
}

// Statement is what one rule says of a shape.
type Statement struct {
	ID          string // names it from one shape to the next: "overlap:hollin-vale"
	Level       Level
	Title, Text string           // for people, whole sentences
	Rule        string           // id of a timetable.Rule; empty: no law stands behind it
	Where       orb.Geometry     // EPSG:27700: land, edges or points; nil: the whole shape
	Land        orb.MultiPolygon // whose homes belong to the statement; nil: none do
	Repairs     []Repair
}

// Repair is a button that mends what a statement is about.
type Repair struct {
	Kind   string // a name of Repairs
	Target string // what it is done against, as the statement's ID has it; empty where there is no choice
	Label  string // words of the button
}

// Measures of a shape.
type Measures struct {
	Hectares, PerimeterKm float64
	Corners, Parts, Holes int // a ring's repeated first point is no corner of its own
}

// Verdict is all that the rules say of a shape, the gravest first.
type Verdict struct {
	Level      Level
	Summary    string
	Measures   Measures
	Statements []Statement
	Valid      bool // the shape can be kept, and land can be counted in it
}

// judges each know some of the rules. Their statements stand in this order.
var judges = []func(Question, Ground) ([]Statement, error){
	judgePieces, judgeOverlaps, judgeRevised, judgeParishes, judgeAuthorities, judgeWholeParish, judgeGaps, judgeGuesses,
}

// Judge says what the rules have to say of a shape on its ground. It knows of no day: which law is in force when is the rule's business
// (timetable.Rules). The error is of geometry that cannot be worked with; no shape that people draw is known to give one.
func Judge(q Question, g Ground) (Verdict, error) {
	v := Verdict{Measures: measure(q.Shape)}
	if len(q.Shape) == 0 {
		v.Level, v.Summary = Look, "Nothing is drawn yet."
		return v, nil
	}
	if broken := judgeShape(q.Shape); broken != nil {
		v.Statements = []Statement{*broken}
		return v.settled(), nil
	}
	v.Valid = true
	if slip, err := isSlip(q.Shape); err == nil && slip {
		v.Statements = []Statement{{ID: "shape:no-land", Level: Stop, Title: "There is next to no land in this shape",
			Text: fmt.Sprintf("It is a line rather than an area: under half a square metre, or nowhere wider than %d centimetres. Its corners may lie on one line. Move one of them, or draw it anew.", int(SnapDistance*100))}}
		return v.settled(), nil
	}
	said := make([][]Statement, len(judges))
	err := g.Hands.each(len(judges), func(i int) (err error) {
		said[i], err = judges[i](q, g)
		return err
	})
	var problem *shape.Problem
	if errors.As(err, &problem) && problem.Kind == shape.Tangled {
		return Verdict{Measures: v.Measures, Statements: []Statement{tangled(problem)}}.settled(), nil
	}
	if err != nil {
		return v, err
	}
	v.Statements = slices.Concat(said...)
	withoutClock(v.Statements)
	v = v.settled()
	if q.BodyType == "" && v.Level < Look {
		v.Summary += " Say who draws it: then the rules for forums or for parish councils are asked, too."
	}
	return v, nil
}

// settled puts the gravest first and sums up.
func (v Verdict) settled() Verdict {
	slices.SortStableFunc(v.Statements, func(a, b Statement) int { return cmp.Compare(b.Level, a.Level) })
	for _, s := range v.Statements {
		v.Level = max(v.Level, s.Level)
	}
	switch v.Level {
	case Stop:
		v.Summary = "This area cannot be designated as it is drawn."
	case Look:
		v.Summary = "There is something to look at before this area is applied for."
	default:
		v.Summary = "We know of nothing that stands in the way of this area."
	}
	return v
}

func measure(drawn orb.MultiPolygon) Measures {
	m := Measures{Hectares: shape.Area(drawn) / 10_000, PerimeterKm: shape.Perimeter(drawn) / 1000, Parts: len(drawn)}
	for _, part := range drawn {
		m.Holes += max(len(part)-1, 0)
		for _, ring := range part {
			m.Corners += max(len(ring)-1, 0)
		}
	}
	return m
}
