package area

import (
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// judgeAuthorities tells which planning authorities decide, and how long they may take.
func judgeAuthorities(q Question, g Ground) (said []Statement, err error) {
	if len(g.Authorities) == 0 {
		return []Statement{{ID: "authority", Level: Look, Title: "We do not know which planning authority decides",
			Text: "No authority that is registered here reaches into the area. It may lie in the sea, or beyond what is registered here."}}, nil
	}
	var names []string
	var deciding []orb.MultiPolygon
	var welsh *Land
	for i := range g.Authorities {
		if err := g.ended(); err != nil {
			return nil, err
		}
		authority := &g.Authorities[i]
		shared, err := sharedWith(q.Shape, authority.Shape, authority.Prepared)
		if err != nil {
			return nil, err
		}
		slip, err := isSlip(shared)
		if err != nil {
			return nil, err
		}
		if slip {
			continue
		}
		deciding = append(deciding, authority.Shape)
		names = append(names, fmt.Sprintf("%s (%s)", authority.Name, InWords(shape.Area(shared))))
		if strings.HasPrefix(authority.Code, "W") {
			welsh = authority
		}
	}
	if welsh != nil {
		said = append(said, Statement{ID: "wales", Level: Stop, Rule: "england-only", Title: "Part of this lies in Wales",
			Text: fmt.Sprintf("%s is in Wales. Neighbourhood areas are designated in England only.", welsh.Name)})
	}
	switch len(names) {
	case 0:
		return append(said, Statement{ID: "authority", Level: Look, Title: "This lies in no planning authority",
			Text: "No authority that is registered here reaches into the area. It may lie in the sea, or its latitude and longitude may be the wrong way round."}), nil
	case 1:
		only, _, _ := strings.Cut(names[0], " (")
		said = append(said, Statement{ID: "authority", Level: OK, Rule: "area-decide", Title: "One planning authority decides",
			Text: fmt.Sprintf("The area lies in %s. It has 13 weeks to decide, from the day after the application is first publicised.", only)})
	default:
		said = append(said, Statement{ID: "authority", Level: Look, Rule: "area-decide-two-authorities", Title: fmt.Sprintf("%d planning authorities decide", len(names)),
			Text: fmt.Sprintf("The area lies in %s. Each has to designate its part, and they have 20 weeks instead of 13.", Listed(names))})
	}
	beyond, err := shape.Difference(q.Shape, deciding...)
	if err != nil {
		return nil, err
	}
	if slip, err := isSlip(beyond); err != nil || slip {
		return said, err
	}
	return append(said, Statement{ID: "beyond", Level: Look, Where: beyond, Title: InWords(shape.Area(beyond)) + " lies in no planning authority",
		Text: "It is in the sea, or beyond what is registered here."}), nil
}
