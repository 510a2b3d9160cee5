package web

import (
	"strings"
	"time"

	"terrier/plans"
	"terrier/plans/provenance"
)

// figureDocument is a figure as JSON. canonical is the text whose hash is the id, so that anyone can work it out again.
type figureDocument struct {
	ID        string                        `json:"id"`
	URL       string                        `json:"url"`
	Of        string                        `json:"of"`
	Total     int                           `json:"total"`
	Sentence  string                        `json:"sentence,omitempty"`
	Parts     []provenance.Part             `json:"parts,omitempty"`
	By        map[string][]provenance.Count `json:"by"`
	Filters   map[string][]string           `json:"filters,omitempty"`
	Boundary  figureBoundary                `json:"boundary"`
	Error     *figureError                  `json:"error,omitempty"` // none where it is exact
	Rule      ruleDocument                  `json:"rule"`
	Policy    ruleDocument                  `json:"policy"`
	InSight   []sightDocument               `json:"in-sight,omitempty"` // beside published homes, of an exact figure
	Release   string                        `json:"release,omitempty"`
	Sources   []sourceDocument              `json:"sources"`
	AsAt      string                        `json:"as-at,omitempty"`
	Computed  string                        `json:"computed-at"`
	Until     string                        `json:"kept-until,omitempty"`
	Canonical string                        `json:"canonical"`
	Again     string                        `json:"ask-again"`
	Now       *nowDocument                  `json:"now,omitempty"`
}

type figureBoundary struct {
	Kind        string  `json:"kind"`
	Area        string  `json:"area,omitempty"`
	Version     int     `json:"version,omitempty"`
	SHA256      string  `json:"sha256,omitempty"`
	Name        string  `json:"name"`
	Hectares    float64 `json:"hectares,omitempty"`
	PerimeterKm float64 `json:"perimeter-km,omitempty"`
}

type figureError struct {
	PlusMinus  int `json:"plus-minus"`
	Confidence int `json:"percent"`
}

type ruleDocument struct {
	Slug    string `json:"id"`
	Version int    `json:"version"`
	Text    string `json:"text"`
}

// sightDocument is a part of the homes that could be counted.
type sightDocument struct {
	Associations []string `json:"associations"`
	Withheld     []string `json:"withheld,omitempty"` // those of them whose withheld homes, too
	Places       []string `json:"places,omitempty"`   // GSS codes; none: anywhere
	Tenures      []string `json:"tenures,omitempty"`  // none: any
}

type sourceDocument struct {
	Publisher   string `json:"publisher"`
	Licence     string `json:"licence"`
	LicenceName string `json:"licence-name"`
	LicenceURL  string `json:"licence-url,omitempty"`
	Attribution string `json:"attribution,omitempty"`
	AsAt        string `json:"as-at,omitempty"`
	Retrieved   string `json:"retrieved"`
}

// nowDocument is what the question is answered now.
type nowDocument struct {
	Changed bool             `json:"changed"`
	Gone    string           `json:"gone,omitempty"` // why it cannot be answered any more
	Figure  *figureLink      `json:"figure,omitempty"`
	Total   *int             `json:"total,omitempty"`
	Changes []changeDocument `json:"changes"`
}

type changeDocument struct {
	By    string `json:"by"` // "total", or a grouping
	Value string `json:"value"`
	Name  string `json:"name"`
	Then  int    `json:"then"`
	Now   int    `json:"now"`
}

func (s *site) figureDocument(a figureAnswer) []byte {
	fig, b := a.figure, a.figure.Question.Within
	doc := figureDocument{ID: fig.ID(), URL: s.PublicURL + figurePath(fig, ""), Of: fig.Question.Of, Total: fig.Answer.Total, Parts: partsOf(fig), By: fig.Answer.By, Filters: fig.Question.Where,
		Boundary: figureBoundary{b.Kind(), b.Area, b.Version, b.SHA256, b.Name, plans.Round(b.Hectares, 1), plans.Round(b.PerimeterKm, 2)},
		Rule:     ruleDocument{fig.Rule.Slug, fig.Rule.Version, fig.Rule.Sentence}, Policy: ruleDocument{fig.Policy.Slug, fig.Policy.Version, fig.Policy.Sentence},
		Release: fig.Release, Sources: []sourceDocument{}, AsAt: plans.FormatDate(fig.Answer.AsAt), Computed: fig.ComputedAt.Format(time.RFC3339),
		Canonical: fig.Canonical(), Again: s.PublicURL + figurePath(fig, ".json") + "?again=yes"}
	if doc.Of == "homes" && doc.Total == 0 && !forEntitled(fig) {
		doc.Sentence = publicSentence
	}
	if fig.Answer.Margin > 0 {
		doc.Error = &figureError{fig.Answer.Margin, 99}
	}
	if until := fig.Until(fig.ComputedAt); !until.IsZero() {
		doc.Until = until.Format(time.RFC3339)
	}
	for _, one := range fig.Sources {
		doc.Sources = append(doc.Sources, sourceDocument{one.Publisher, one.Licence, one.LicenceName, one.LicenceURL, one.Attribution, plans.FormatDate(one.AsAt), plans.FormatDate(one.Retrieved.In(london))})
	}
	for _, part := range a.inSight {
		doc.InSight = append(doc.InSight, part.document())
	}
	if a.again != nil {
		doc.Now = s.nowDocument(fig, a.again)
		if a.another && doc.Now.Figure != nil {
			doc.Now.Figure.URL = "" // it would open as whoever asks is answered
		}
	}
	return asJSONText(doc)
}

// partsOf are what each source says; none where there is no figure at all.
func partsOf(f *provenance.Figure) []provenance.Part {
	if f.Answer.Total == 0 {
		return nil
	}
	return f.Answer.Parts
}

func (s *site) nowDocument(then *provenance.Figure, again *askedAgain) *nowDocument {
	if again.now == nil {
		return &nowDocument{Changed: true, Gone: again.gone, Changes: []changeDocument{}}
	}
	doc := &nowDocument{Changed: again.now.ID() != then.ID(), Figure: &figureLink{again.now.ID(), s.figureURL(again.now)}, Total: &again.now.Answer.Total, Changes: []changeDocument{}}
	for _, d := range again.changes {
		by := d.Key
		if by == "" {
			by = "total"
		}
		doc.Changes = append(doc.Changes, changeDocument{by, d.Value, d.Name, d.Then.Int(), d.Now.Int()})
	}
	return doc
}

// figureColumns are what a file says of where its counts come from, and figureCells is it.
var figureColumns = []string{"figure", "figure-url", "figure-kept", "as-at", "rule", "policy", "release", "publisher", "licence", "retrieved"}

func (s *site) figureCells(f *provenance.Figure, kept bool) []string {
	saidKept := "no: open it by its link while the answer stands"
	if kept {
		saidKept = "yes"
	}
	address := s.figureURL(f)
	if address == "" && kept {
		address = s.PublicURL + figurePath(f, "")
	}
	var publishers, licences, days []string
	for _, one := range f.Sources {
		publishers, licences, days = append(publishers, one.Publisher), append(licences, one.Licence), append(days, plans.FormatDate(one.Retrieved.In(london)))
	}
	return []string{f.ID(), address, saidKept, plans.FormatDate(f.Answer.AsAt), f.Rule.Slug, f.Policy.Slug, f.Release, listed(publishers), listed(licences), listed(days)}
}

// listed joins values as planning.data.gov.uk joins lists. All sources have their place in each list.
func listed(values []string) string { return strings.Join(values, ";") }
