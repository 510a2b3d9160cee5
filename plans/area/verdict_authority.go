package area

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// What a verdict says of the time that authorities have, unless none runs.
const (
	thirteenWeeks = " It has 13 weeks to decide, from the day after the application is first publicised."
	twentyWeeks   = " They have 20 weeks to decide instead of 13, from the day after the application is first publicised."
)

// elsewhere are the countries without neighbourhood areas, by the letter that the codes of their authorities begin with.
var elsewhere = map[string]struct{ id, name string }{"W": {"wales", "Wales"}, "S": {"scotland", "Scotland"}, "N": {"northern-ireland", "Northern Ireland"}}

// judgeAuthorities tells which planning authorities decide, and how long they may take.
func judgeAuthorities(q Question, g Ground) (said []Statement, err error) {
	if len(g.Authorities) == 0 {
		return []Statement{{ID: "authority", Level: Look, Title: "We do not know which planning authority decides",
			Text: "No authority that is registered here reaches into the area. It may lie in the sea, or beyond what is registered here."}}, nil
	}
	deciding, beyond, err := deciders(q.Shape, g)
	if err != nil {
		return nil, err
	}
	var names, parts []string
	var lesser orb.MultiPolygon // land of all but the authority with the most
	thin := false
	most := 0.0
	for _, d := range deciding {
		most = max(most, d.squareMetres)
	}
	for _, d := range deciding {
		if other, abroad := elsewhere[d.Code[:min(1, len(d.Code))]]; abroad {
			said = append(said, Statement{ID: other.id, Level: Stop, Rule: "england-only", Title: "Part of this lies in " + other.name,
				Text: fmt.Sprintf("%s is in %s. Neighbourhood areas are designated in England only.", d.Name, other.name)})
			continue
		}
		names, parts = append(names, d.Name), append(parts, fmt.Sprintf("%s (%s)", d.Name, InWords(d.squareMetres)))
		if d.squareMetres < most {
			lesser = append(lesser, d.land...)
			thin = thin || d.squareMetres < thinShare*shape.Area(q.Shape)
		}
	}
	switch len(names) {
	case 0:
		if len(said) > 0 {
			break
		}
		return []Statement{{ID: "authority", Level: Look, Title: "This lies in no planning authority",
			Text: "No authority that is registered here reaches into the area. It may lie in the sea, or its latitude and longitude may be the wrong way round."}}, nil
	case 1:
		said = append(said, Statement{ID: "authority", Level: OK, Rule: "area-decide", Title: "One planning authority decides",
			Text: fmt.Sprintf("The area lies in %s.%s", names[0], thirteenWeeks)})
	default:
		text := fmt.Sprintf("The area lies in %s. Each has to designate its part.", Listed(parts))
		if thin {
			text += " A thin strip along the edge may come of two maps that draw one line differently: look at it before you count on it."
		}
		several := Statement{ID: "authority", Level: Look, Rule: "area-decide-two-authorities", Title: fmt.Sprintf("%d planning authorities decide", len(names)), Text: text + twentyWeeks}
		if len(lesser) > 0 {
			several.Where = lesser
		}
		said = append(said, several)
	}
	if slip, err := isSlip(beyond); err != nil || slip {
		return said, err
	}
	return append(said, Statement{ID: "beyond", Level: Look, Where: beyond, Title: InWords(shape.Area(beyond)) + " lies in no planning authority",
		Text: "It is in the sea, or beyond what is registered here."}), nil
}

// thinShare is the share of a shape below which what lies in an authority may be no more than a difference between two maps.
const thinShare = 0.01

// decider is an authority with how much of a shape lies in it.
type decider struct {
	*Land
	land         orb.MultiPolygon
	squareMetres float64
}

// deciders are the authorities that a shape lies in, and its land beyond them. A local authority is one where no planning authority is known: a
// national park may be registered without the districts that it lies in.
func deciders(drawn orb.MultiPolygon, g Ground) (found []decider, beyond orb.MultiPolygon, err error) {
	beyond = drawn
	for _, planning := range []bool{true, false} {
		left, taken := beyond, []orb.MultiPolygon{}
		for i := range g.Authorities {
			authority := &g.Authorities[i]
			if (authority.Kind == "local-planning-authority") != planning {
				continue
			}
			if err := g.ended(); err != nil {
				return nil, nil, err
			}
			shared, err := g.inAuthority(drawn, left, authority)
			if err != nil {
				return nil, nil, err
			}
			if slip, err := isSlip(shared); err != nil || slip {
				if err != nil {
					return nil, nil, err
				}
				continue
			}
			found, taken = append(found, decider{authority, shared, shape.Area(shared)}), append(taken, authority.Shape)
		}
		if beyond, err = g.Known.Difference(left, taken...); err != nil {
			return nil, nil, err
		}
		if slip, err := isSlip(beyond); err != nil || slip {
			return found, beyond, err
		}
	}
	return found, beyond, nil
}

// inAuthority is what an authority has of the land of a shape that is left.
func (g Ground) inAuthority(drawn, left orb.MultiPolygon, authority *Land) (orb.MultiPolygon, error) {
	if authority.Kind == "local-planning-authority" {
		return g.sharedWith(drawn, authority.Shape, authority.Prepared)
	}
	return shape.Intersection(left, authority.Shape)
}

// withoutClock takes back what was said of weeks where the authority must designate the whole of a parish: no time runs then.
func withoutClock(said []Statement) {
	for _, s := range said {
		if s.ID != "whole-parish" || s.Level != OK {
			continue
		}
		for i := range said {
			for _, weeks := range []string{thirteenWeeks, twentyWeeks} {
				if text, cut := strings.CutSuffix(said[i].Text, weeks); cut {
					said[i].Text, said[i].Rule = text, s.Rule
				}
			}
		}
	}
}
