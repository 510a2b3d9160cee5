package area

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans"
)

// An area that is less than so many metres around is told to the metre, others to ten.
const smallAround = 2000

// digitsFor is the number of digits of the grid references of an area.
func digitsFor(outline orb.MultiPolygon) int {
	if shape.Perimeter(outline) < smallAround {
		return 10
	}
	return 8
}

// gridRef is the reference of a point, or its coordinates where the grid has no letters.
func gridRef(p orb.Point, digits int) string {
	if ref, err := bng.GridRef(bng.RoundPoint(p), digits); err == nil {
		return ref
	}
	return fmt.Sprintf("%.0f E, %.0f N", p[0], p[1])
}

// Distance is a length in words: to the metre, from 100 metres to ten, from a kilometre to 100.
func Distance(metres float64) string {
	switch {
	case metres >= 995:
		return plans.Thousands(metres/1000, 1) + " km"
	case metres >= 100:
		return fmt.Sprintf("%.0f m", math.Round(metres/10)*10)
	case metres >= 0.5:
		return fmt.Sprintf("%.0f m", metres)
	}
	return "less than 1 m"
}

// Title is an area's name with what it is: "Hollin Vale plan area".
func Title(name string) string {
	lower := strings.ToLower(name)
	for _, said := range []string{"plan area", "neighbourhood area", "designated area"} {
		if strings.HasSuffix(lower, said) {
			return name
		}
	}
	return name + " plan area"
}

// opening is the first sentence about a ring.
func (r Round) opening(stretches []Stretch) string {
	var subject string
	switch {
	case r.Hole > 0:
		subject = fmt.Sprintf("It leaves out %s, the edge of which", InWords(r.Hectares*10_000))
	case r.Parts > 1:
		subject = fmt.Sprintf("Part %d of %d, of %s,", r.Part, r.Parts, InWords(r.Hectares*10_000))
	default:
		subject = "The boundary"
	}
	opening := fmt.Sprintf("%s starts at %s and goes clockwise for %s.", subject, stretches[0].Start, Distance(r.Metres))
	if whole := stretches[0].Along; len(stretches) > 1 && bounding[whole.Kind] && !slices.ContainsFunc(stretches, func(s Stretch) bool { return s.Along != whole }) {
		opening += " All of it is " + whole.thing(nil) + "."
	}
	return opening
}

// Closing says how many stretches are not told; "" where all are.
func (r Round) Closing() string {
	if r.Untold == 0 {
		return ""
	}
	return fmt.Sprintf("Then %s more, %s in all, back to the start.", counted(r.Untold, "stretch", "stretches"), Distance(r.UntoldFor))
}

// Closing says how many pieces and holes are not told; "" where all are.
func (c Course) Closing() string {
	if c.Untold == 0 {
		return ""
	}
	return fmt.Sprintf("There are %s, smaller than these, which are not told.", counted(c.Untold, "more piece or hole", "more pieces and holes"))
}

// sentence tells a stretch.
func (s Stretch) sentence(last, only bool) string {
	var how string
	switch {
	case only:
		how = "All the way round"
	case s.Direction == "":
		how = "Round and back"
	case s.Curving:
		how = "Curving " + s.Direction
	default:
		how = capital(s.Direction)
	}
	end := "to " + s.End
	if last {
		end = "back to the start"
	}
	return fmt.Sprintf("%s for %s %s %s.", how, Distance(s.Metres), s.Way(), end)
}

// Way is what a stretch follows, as it stands in a sentence: "along Alder Terrace", "in a straight line".
func (s Stretch) Way() string {
	switch {
	case s.Along.Kind == "" && s.Straight:
		return "in a straight line"
	case s.Along.Kind == "":
		return "along no named line"
	}
	var beside []string
	if len(s.Also) > 0 {
		beside = append(beside, "also "+Listed(things(s.Also)))
	}
	if len(s.Partly) > 0 {
		beside = append(beside, "in part "+Listed(things(s.Partly)))
	}
	if len(beside) == 0 {
		return "along " + s.Thing()
	}
	return "along " + s.Thing() + " (" + strings.Join(beside, "; ") + ")"
}

// Thing is what a stretch follows: "Alder Terrace", "the parish boundary between Ashby and Birch"; "" where that is nothing.
func (s Stretch) Thing() string {
	return s.Along.thing(s.With)
}

func things(all []Named) []string {
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = n.thing(nil)
	}
	return words
}

var boundaryWords = map[string]string{"local-authority": "local authority", "local-planning-authority": "planning authority", "parish": "parish", "ward": "ward"}

// roadNumber is how a road without a name is called.
var roadNumber = regexp.MustCompile(`^[ABM][0-9]`)

// short is a name without what Ordnance Survey's Boundary-Line puts behind it: the sentence says that it is a parish.
func (n Named) short() string {
	return strings.TrimSuffix(strings.TrimSuffix(n.Name, " CP"), " Ward")
}

func (n Named) thing(with []Named) string {
	if what, ok := boundaryWords[n.Kind]; ok {
		if len(with) == 0 {
			return "the " + what + " boundary of " + n.short()
		}
		names := []string{n.short()}
		for _, other := range with {
			names = append(names, other.short())
		}
		return "the " + what + " boundary between " + Listed(names)
	}
	switch {
	case n.Kind == areaKind:
		return "the boundary of " + Title(n.Name)
	case n.Kind == Railway && n.Name == "":
		return "the railway"
	case n.Kind == Railway:
		return "the railway (" + n.Name + ")"
	case n.Kind == Stream && n.Name == "":
		return "a stream"
	case roadNumber.MatchString(n.Name) || strings.HasPrefix(n.Name, "River "):
		return "the " + n.Name
	}
	return n.Name
}
