package area

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// judgeParishes looks at the parishes that an area reaches into: a forum's may take in none that has a council; a council's must take in
// land of its own parish, and needs the consent of the others' councils.
func judgeParishes(q Question, g Ground) (said []Statement, err error) {
	inside := map[string]float64{} // square metres by code
	most, own := (*Land)(nil), (*Land)(nil)
	for i := range g.Parishes {
		if err := g.ended(); err != nil {
			return nil, err
		}
		parish := &g.Parishes[i]
		if parish.Code == q.Parish {
			own = parish
		}
		shared, err := g.sharedWith(q.Shape, parish.Shape, parish.Prepared)
		if err != nil {
			return nil, err
		}
		if len(shared) == 0 {
			continue
		}
		inside[parish.Code] = shape.Area(shared)
		if most == nil || inside[parish.Code] > inside[most.Code] {
			most = parish
		}
		slip, err := isSlip(shared)
		if err != nil {
			return nil, err
		}
		switch {
		case slip && !q.keepsOutOf(parish):
		case slip:
			said = append(said, Statement{ID: "parish-edge:" + parish.Code, Level: Note, Where: shared, Title: "The line runs along the edge of " + parishName(parish),
				Text:    fmt.Sprintf("It lies within %d centimetres of the edge, and is laid on it when a version is kept.", int(SnapDistance*100)),
				Repairs: []Repair{{Kind: "snap", Label: "Lay the line on the edge"}}})
			delete(inside, parish.Code)
		case q.IsForum():
			said = append(said, parishedLand(parish, shared).unlessAll(q.Shape))
		case q.BodyType == "parish-council" && q.Parish != "" && parish.Code != q.Parish:
			said = append(said, needsConsent(parish, shared).unlessAll(q.Shape))
		}
	}
	if q.IsForum() && len(inside) == 0 {
		return append(said, Statement{ID: "no-parish", Level: OK, Rule: "forum-no-parish", Title: "No part of a parish is inside",
			Text: "None that is registered here. Where parishes are not registered this cannot be told: ask the planning authority if you are not sure."}), nil
	}
	if q.BodyType != "parish-council" {
		return said, nil
	}
	switch {
	case q.Parish == "" && most != nil:
		said = append(said, Statement{ID: "own-parish", Level: Look, Rule: "parish-area-own-parish", Title: "Say which parish council draws this",
			Text: fmt.Sprintf("Most of the land lies in %s. The checks for councils need the parish.", parishName(most))})
	case q.Parish == "":
		said = append(said, Statement{ID: "own-parish", Level: Look, Rule: "parish-area-own-parish", Title: "Say which parish council draws this", Text: "The checks for councils need the parish."})
	case own == nil || inside[q.Parish] == 0:
		said = append(said, Statement{ID: "own-parish", Level: Stop, Rule: "parish-area-own-parish", Title: "None of the council's own parish is inside",
			Text: "A parish council's area must take in all or part of its own parish. It may reach beyond."})
	case own.HasCouncil == "no":
		said = append(said, Statement{ID: "own-parish", Level: Look, Rule: "parish-area-own-parish", Title: parishName(own) + " has no council",
			Text: "As far as is registered here this parish has no council that could apply for an area. Choose another parish, or say that a neighbourhood forum draws this."})
	default:
		share := inside[q.Parish] / shape.Area(own.Shape)
		s := Statement{ID: "own-parish", Level: OK, Rule: "parish-area-own-parish",
			Title: fmt.Sprintf("%s of %s is inside", capital(wholeOr(share)), parishName(own)),
			Text:  fmt.Sprintf("%s of its %s.", InWords(inside[q.Parish]), InWords(shape.Area(own.Shape)))}
		if own.HasCouncil == "unknown" {
			s.Level = Note
			s.Text += " We do not know whether this parish has a council."
		}
		said = append(said, s)
	}
	return said, nil
}

// keepsOutOf says whether land of a parish is not meant to be taken in by a slip: a forum's area takes in none of a parish with a council, and a council's
// needs consent for another's.
func (q Question) keepsOutOf(parish *Land) bool {
	if parish.HasCouncil == "no" {
		return false
	}
	return q.IsForum() || q.BodyType == "parish-council" && q.Parish != "" && parish.Code != q.Parish
}

func parishedLand(parish *Land, shared orb.MultiPolygon) Statement {
	s := Statement{ID: "parish:" + parish.Code, Level: Stop, Rule: "forum-no-parish", Where: shared, Land: shared,
		Title:   fmt.Sprintf("%s lies in %s", InWords(shape.Area(shared)), parishName(parish)),
		Text:    "A neighbourhood forum's area cannot take in any part of a parish that has a council. Trim it to the parish's edge, or let the parish council apply.",
		Repairs: []Repair{{Kind: "trim", Target: "parish:" + parish.Code, Label: "Trim to the parish edge"}}}
	switch parish.HasCouncil {
	case "unknown":
		s.Level = Look
		s.Text = "We do not know whether this parish has a council. If it has one, a neighbourhood forum's area cannot take in any part of it."
	case "no":
		s.Level, s.Land, s.Repairs = OK, nil, nil
		s.Text = "This parish has no council, so a neighbourhood forum's area may take it in."
	}
	return s
}

func needsConsent(parish *Land, shared orb.MultiPolygon) Statement {
	s := Statement{ID: "consent:" + parish.Code, Level: Look, Rule: "parish-consent", Where: shared, Land: shared,
		Title:   fmt.Sprintf("%s lies in %s", InWords(shape.Area(shared)), parishName(parish)),
		Text:    "To act there the council needs the consent of " + councilName(parish) + ".",
		Repairs: []Repair{{Kind: "trim", Target: "parish:" + parish.Code, Label: "Trim to the parish edge"}}}
	switch parish.HasCouncil {
	case "unknown":
		s.Text = "We do not know whether this parish has a council. If it has one, its consent is needed to act there."
	case "no":
		s.Level, s.Land, s.Repairs = Note, nil, nil
		s.Text = "This parish has no council, so nobody's consent is needed there."
	}
	return s
}

func parishName(parish *Land) string { return parish.Name + " parish" }

func councilName(parish *Land) string {
	if parish.RelevantBody != "" {
		return parish.RelevantBody
	}
	return "the council of " + parishName(parish)
}

// judgeWholeParish tells a council that draws the whole of its parish that no clock will run, or why one will.
func judgeWholeParish(q Question, g Ground) ([]Statement, error) {
	own := g.parish(q.Parish)
	if q.BodyType != "parish-council" || own == nil || own.HasCouncil == "no" {
		return nil, nil
	}
	off, err := shape.Departure(q.Shape, own.Shape)
	if err != nil {
		return nil, err
	}
	whole, err := shape.Wider(off, SnapDistance)
	whole = !whole
	if err != nil || !whole {
		return nearlyWhole(q, own, off, err)
	}
	inside := ""
	for _, other := range slices.Concat(g.Neighbours, g.Revised) { // the rule looks at all that exist, also at that which is to be replaced
		if err := g.ended(); err != nil {
			return nil, err
		}
		if other.Status != "designated" {
			continue
		}
		within, err := shape.Shared(own.Shape, other.Shape)
		if err != nil {
			return nil, err
		}
		if slip, err := isSlip(within); err != nil || slip {
			if err != nil {
				return nil, err
			}
			continue
		}
		beyond, err := shape.Difference(other.Shape, own.Shape)
		if err != nil {
			return nil, err
		}
		if wide, err := shape.Wider(beyond, SnapDistance); err != nil || !wide {
			if err != nil {
				return nil, err
			}
			if !g.revises(other) {
				inside = other.Name
			}
			continue
		}
		return []Statement{{ID: "whole-parish", Level: Look, Rule: "whole-parish", Where: beyond, Title: "The whole parish, but not designated by itself",
			Text: fmt.Sprintf("%s lies partly in this parish and reaches beyond it, so the application is publicised and decided on like any other.", other.Name)}}, nil
	}
	if inside != "" {
		return []Statement{{ID: "whole-parish", Level: Look, Rule: "whole-parish", Title: "This is the whole of " + parishName(own) + ", and an area lies in it already",
			Text: fmt.Sprintf("The planning authority must designate the whole of a parish, but %s, which lies in it, would have to give way. Ask the authority how.", inside)}}, nil
	}
	return []Statement{{ID: "whole-parish", Level: OK, Rule: "whole-parish", Title: "This is the whole of " + parishName(own),
		Text: "The planning authority must designate it. The application is not publicised for comment, and no clock runs."}}, nil
}

// nearlyWhole offers the parish's edge to those who follow it nearly.
func nearlyWhole(q Question, own *Land, off orb.MultiPolygon, err error) ([]Statement, error) {
	if err != nil {
		return nil, err
	}
	slips, _, err := slipsAlong(q.Shape, own.Shape)
	if err != nil || len(slips) == 0 {
		return nil, err
	}
	return []Statement{{ID: "parish-line:" + own.Code, Level: Look, Rule: "area-regard", Where: slips, Title: "The line nearly follows the edge of " + parishName(own),
		Text:    fmt.Sprintf("It leaves the edge by less than %g metres, which leaves or takes %s.", MostGap, InWords(shape.Area(slips))),
		Repairs: []Repair{{Kind: "follow-parish", Target: "parish:" + own.Code, Label: "Follow the parish edge"}}}}, nil
}

func (g Ground) revises(other Neighbour) bool {
	return slices.ContainsFunc(g.Revised, func(r Neighbour) bool { return r.Ref == other.Ref })
}

func (g Ground) parish(code string) *Land {
	for i := range g.Parishes {
		if code != "" && g.Parishes[i].Code == code {
			return &g.Parishes[i]
		}
	}
	return nil
}
