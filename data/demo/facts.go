package demo

import (
	"math"

	"github.com/paulmach/orb"

	"terrier/plans/home"
)

// The one home that nobody but its owner may ever learn of has values that can be searched for in any answer.
const (
	MarkedReference = "CW-QZX7741"
	MarkedUPRN      = "995550007741"
)

// Facts are what is true of a town, for tests that ask it. They are counted from the data, the homes beyond the town apart.
type Facts struct {
	Homes         int            // of the town
	BySensitivity map[string]int // slug of home.Sensitivities → homes
	Published     int
	Areas         []AreaFact
	Touching      [2]string // refs of two areas that share an edge exactly
	WholeParish   [2]string // ref of an area and code of the parish that it covers
	Postcode      string    // inside Hollin Vale
	PostcodeAt    orb.Point
	Block         BlockFact // the most published homes at one point
	Marked        MarkedFact
	Apostrophe    string // name of a street
	Welsh         string // another, and its name in Welsh
	WelshCy       string
}

// AreaFact counts the published homes of a plan area by tenure.
type AreaFact struct {
	Ref, Name, Stage string
	Homes            int
	ByTenure         map[string]int
}

// BlockFact is a place with several homes.
type BlockFact struct {
	Point orb.Point
	Homes int
}

// MarkedFact is the withheld home of which no trace may be seen.
type MarkedFact struct {
	Reference, UPRN, Owner string
	Point                  orb.Point
	Type                   string // no other home is of this type
	Bedrooms               int    // no other has so many
}

func (t *Town) facts(m *maker) Facts {
	f := Facts{Homes: len(t.homes), BySensitivity: map[string]int{}, WelshCy: "Lôn Tŷ Gwyn", Welsh: "Tŷ Gwyn Lane", Apostrophe: "St John's Road"}
	at := map[orb.Point]int{}
	for _, h := range t.homes {
		f.BySensitivity[h.Sensitivity]++
		if h.UPRN == MarkedUPRN {
			f.Marked = MarkedFact{h.Reference, h.UPRN, h.Owner, h.Point, h.Type, h.Bedrooms}
		}
		if h.Sensitivity != home.Published {
			continue
		}
		at[h.Point]++
		if n := at[h.Point]; n > f.Block.Homes {
			f.Block = BlockFact{h.Point, n}
		}
	}
	f.Published = f.BySensitivity[home.Published]
	for _, a := range t.Areas {
		f.Areas = append(f.Areas, t.areaFact(a.Ref, a.Name, a.Stage, a.Shape))
		switch a.Name {
		case "Hollin Vale":
			f.Touching[0] = a.Ref
			f.Postcode, f.PostcodeAt = m.postcodeIn(a.Shape)
		case "Prospect":
			f.Touching[1] = a.Ref
		case settlements[1].name:
			f.WholeParish = [2]string{a.Ref, gss("E04", 1)}
		}
	}
	return f
}

func (t *Town) areaFact(ref, name, stage string, shape orb.MultiPolygon) AreaFact {
	f := AreaFact{Ref: ref, Name: name, Stage: stage, ByTenure: map[string]int{}}
	bound := shape.Bound()
	for _, h := range t.homes {
		if h.Sensitivity == home.Published && bound.Contains(h.Point) && insideShape(h.Point, shape) {
			f.Homes++
			f.ByTenure[h.Tenure]++
		}
	}
	return f
}

// postcodeIn is the postcode nearest to the middle of a shape.
func (m *maker) postcodeIn(shape orb.MultiPolygon) (code string, at orb.Point) {
	least := math.Inf(1)
	for _, p := range m.postcodes {
		if d := distance(p.at, shape.Bound().Center()); d < least && insideShape(p.at, shape) {
			code, at, least = p.code, p.at, d
		}
	}
	return code, at
}
