package web

import (
	"encoding/json"
	"net/http"

	"terrier/plans"
	"terrier/plans/area"
)

type namedJSON struct {
	Kind string `json:"kind"`
	Ref  string `json:"ref"`
	Name string `json:"name"`
}

type stretchJSON struct {
	Text      string          `json:"text"`
	From      string          `json:"from"`
	To        string          `json:"to"`
	Metres    float64         `json:"metres"`
	Direction string          `json:"direction"`
	Straight  bool            `json:"straight"`
	Curving   bool            `json:"curving"`
	Along     *namedJSON      `json:"along"`
	With      []namedJSON     `json:"with"`
	Also      []namedJSON     `json:"also"`
	Partly    []namedJSON     `json:"partly"`
	Geometry  json.RawMessage `json:"geometry"`
}

type roundJSON struct {
	Part      int           `json:"part"`
	Hole      int           `json:"hole"`
	Hectares  float64       `json:"hectares"`
	Metres    float64       `json:"metres"`
	Opening   string        `json:"opening"`
	Stretches []stretchJSON `json:"stretches"`
	Untold    int           `json:"untold"`
	UntoldFor float64       `json:"untold-metres"`
}

type courseJSON struct {
	Area   string            `json:"area"`
	Sides  map[string]string `json:"sides"`
	Rounds []roundJSON       `json:"rounds"`
	Untold int               `json:"untold"`
	Note   string            `json:"note"`
}

// edges tells the line of an area as data.
func (a areas) edges(w http.ResponseWriter, r *http.Request) error {
	if _, err := a.format(w, r, asJSON); err != nil {
		return err
	}
	if _, err := readQuery(r); err != nil {
		return err
	}
	one, err := a.named(r)
	if err != nil {
		return err
	}
	told, err := a.edgesInWords(r.Context(), one.Shape, one.Ref)
	if err != nil {
		return err
	}
	doc := courseJSON{Area: one.Ref, Sides: map[string]string{}, Rounds: []roundJSON{}, Untold: told.Untold, Note: told.Note}
	for _, side := range told.Sides {
		doc.Sides[shortSide[side.Side]] = side.Text
	}
	for _, round := range told.Rounds {
		said := roundJSON{round.Part, round.Hole, plans.Round(round.Hectares, 4), plans.Round(round.Metres, 1), round.Opening, []stretchJSON{}, round.Untold, plans.Round(round.UntoldFor, 1)}
		for _, s := range round.Stretches {
			one, err := stretchDocument(s)
			if err != nil {
				return err
			}
			said.Stretches = append(said.Stretches, one)
		}
		doc.Rounds = append(doc.Rounds, said)
	}
	sendFresh(w, r, "application/json", asJSONText(doc))
	return nil
}

var shortSide = map[string]string{"North": "north", "East": "east", "South": "south", "West": "west"}

func stretchDocument(s area.Stretch) (said stretchJSON, err error) {
	said = stretchJSON{Text: s.Text, From: s.Start, To: s.End, Metres: plans.Round(s.Metres, 1), Direction: s.Direction, Straight: s.Straight, Curving: s.Curving,
		With: namedDocuments(s.With), Also: namedDocuments(s.Also), Partly: namedDocuments(s.Partly)}
	if s.Along.Kind != "" {
		along := namedJSON(s.Along)
		said.Along = &along
	}
	said.Geometry, err = asDegrees(s.Line)
	return said, err
}

func namedDocuments(all []area.Named) []namedJSON {
	said := make([]namedJSON, len(all))
	for i, n := range all {
		said[i] = namedJSON(n)
	}
	return said
}
