package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/timetable"
)

// drawingQuestion is a shape that is asked about, as JSON.
type drawingQuestion struct {
	Geometry    json.RawMessage `json:"geometry"`
	Approximate json.RawMessage `json:"approximate"`
	BodyType    string          `json:"body-type"`
	Parish      string          `json:"parish"`
	Revises     string          `json:"revises"`
	Draft       string          `json:"draft"`
	Repair      *struct {
		Kind   string `json:"kind"`
		Target string `json:"target"`
	} `json:"repair"`
}

// drawing is a shape with the ground that it is drawn on.
type drawing struct {
	area.Question
	name   string // of the drawing: its draft, or none
	ground area.Ground
}

type lawJSON struct {
	Rule       string `json:"rule"`
	Instrument string `json:"instrument"`
	Provision  string `json:"provision"`
	URL        string `json:"url"`
	Verified   bool   `json:"verified"`
	From       string `json:"from,omitempty"`
	To         string `json:"to,omitempty"`
}

type statementJSON struct {
	ID       string          `json:"id"`
	Level    string          `json:"level"`
	Title    string          `json:"title"`
	Text     string          `json:"text"`
	Law      *lawJSON        `json:"law"`
	Where    json.RawMessage `json:"where"`
	Hectares float64         `json:"hectares,omitempty"`
	Homes    *homesJSON      `json:"homes,omitempty"`
	Repairs  []repairJSON    `json:"repairs"`
}

// homesJSON is how many homes a statement is about, as its reader may know.
type homesJSON struct {
	Text  string `json:"text"`
	Total int    `json:"total"`
}

type repairJSON struct {
	Kind   string `json:"kind"`
	Target string `json:"target"`
	Label  string `json:"label"`
}

type measuresJSON struct {
	Hectares    float64 `json:"hectares"`
	PerimeterKm float64 `json:"perimeter-km"`
	Corners     int     `json:"corners"`
	Parts       int     `json:"parts"`
	Holes       int     `json:"holes"`
}

func measuresOf(m area.Measures) measuresJSON {
	return measuresJSON{plans.Round(m.Hectares, 4), plans.Round(m.PerimeterKm, 3), m.Corners, m.Parts, m.Holes}
}

type verdictJSON struct {
	Level      string          `json:"level"`
	Summary    string          `json:"summary"`
	Measures   measuresJSON    `json:"measures"`
	Statements []statementJSON `json:"statements"`
	Homes      json.RawMessage `json:"homes"`
	Assets     []assetJSON     `json:"assets"`
}

type assetJSON struct {
	Ref      string    `json:"ref"`
	Name     string    `json:"name"`
	Kind     string    `json:"kind"`
	KindName string    `json:"kind-name"`
	At       orb.Point `json:"at"`
}

// verdict says what the rules say of a shape.
func (d drafts) verdict(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := d.spend(w, r, d.drawn); err != nil {
		return err
	}
	_, drawn, err := d.readQuestion(r, v)
	if err != nil {
		return err
	}
	doc, err := d.judged(r, v, drawn)
	if err != nil {
		return err
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(doc))
	return nil
}

// repair says what a repair would make of a shape, and what the rules would say then.
func (d drafts) repair(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := d.spend(w, r, d.drawn); err != nil {
		return err
	}
	asked, drawn, err := d.readQuestion(r, v)
	if err != nil {
		return err
	}
	if asked.Repair == nil {
		return plans.Refuse("repair", "repair", "It is not said what shall be repaired.", "Name a repair that the verdict offers.")
	}
	if len(drawn.Shape) == 0 {
		return plans.Refuse("nothing-drawn", "geometry", "Nothing is drawn yet.", "Draw a shape first.")
	}
	var mended orb.MultiPolygon
	var change area.Comparison
	err = d.work(r.Context(), func() (err error) {
		if mended, err = area.Mend(drawn.Question, drawn.ground, area.Repair{Kind: asked.Repair.Kind, Target: asked.Repair.Target}); err == nil {
			change, err = area.CompareLoosely(drawn.Shape, mended)
		}
		return err
	})
	if err != nil {
		return err
	}
	drawn.Shape = mended
	verdict, err := d.judged(r, v, drawn)
	if err != nil {
		return err
	}
	doc := struct {
		Geometry json.RawMessage    `json:"geometry"`
		Sentence string             `json:"sentence"`
		Gained   json.RawMessage    `json:"gained"`
		Lost     json.RawMessage    `json:"lost"`
		Hectares map[string]float64 `json:"hectares"`
		Verdict  verdictJSON        `json:"verdict"`
	}{Sentence: change.Sentence(), Hectares: map[string]float64{"gained": plans.Round(change.GainedArea/10_000, 4), "lost": plans.Round(change.LostArea/10_000, 4)}, Verdict: verdict}
	for _, member := range []struct {
		into *json.RawMessage
		from orb.MultiPolygon
	}{{&doc.Geometry, mended}, {&doc.Gained, change.Gained}, {&doc.Lost, change.Lost}} {
		if *member.into, err = asDegrees(member.from); err != nil {
			return err
		}
	}
	send(w, r, http.StatusOK, "application/json", asJSONText(doc))
	return nil
}

// work does some work on a drawing when there is room for it: laying large shapes over each other takes a processor, and those who only read are
// not to wait for it. Nothing of a request is read or answered meanwhile: whoever is slow with that holds nobody up.
func (s *site) work(ctx context.Context, do func() error) error {
	select {
	case s.judging <- struct{}{}:
		defer func() { <-s.judging }()
		if err := ctx.Err(); err != nil {
			return err // both were so
		}
		return do()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// hands is an area.Hands: a goroutine more for some work, where nobody needs the room.
func (s *site) hands() (done func(), ok bool) {
	select {
	case s.judging <- struct{}{}:
		return func() { <-s.judging }, true
	default:
		return nil, false
	}
}

// judge is area.Judge, when there is room for it.
func (d drafts) judge(ctx context.Context, drawn drawing) (verdict area.Verdict, err error) {
	err = d.work(ctx, func() (err error) {
		verdict, err = area.Judge(drawn.Question, drawn.ground)
		return err
	})
	return verdict, err
}

// readQuestion reads a shape that is asked about, and looks at the ground around it.
func (d drafts) readQuestion(r *http.Request, v visitor) (asked drawingQuestion, drawn drawing, err error) {
	if err := readJSON(r, &asked); err != nil {
		return asked, drawn, err
	}
	drawn.BodyType, drawn.Parish, drawn.name = asked.BodyType, asked.Parish, asked.Draft
	if asked.BodyType != "" {
		if err := area.RelevantBodyTypes.Check("body-type", shorten(asked.BodyType)); err != nil {
			return asked, drawn, err
		}
	}
	if drawn.Shape, err = readDrawn(asked.Geometry); err != nil {
		return asked, drawn, err
	}
	if drawn.Approximate, err = readEdges(asked.Approximate); err != nil {
		return asked, drawn, err
	}
	if asked.Draft != "" && !draftToken.MatchString(asked.Draft) {
		return asked, drawn, noDraft
	}
	drafter := v.Who
	if asked.Draft != "" && asked.Revises != "" {
		if found, own, err := d.seen(r.Context(), v, asked.Draft); err == nil && !own { // whoever has the link is told what its drafter is
			drafter = d.Doors.Roster.Who(found.Owner)
		}
	}
	revised, err := d.revisable(r.Context(), drafter, asked.Revises, v.now)
	if err != nil {
		return asked, drawn, err
	}
	drawn.ground, err = d.groundOf(r.Context(), drawn.Shape, revised, asked.Draft, v)
	return asked, drawn, err
}

// revisable is the plan area whose place a drawing may take, of the one that it says: one that was applied for by a body for which its drafter acts.
// Empty where it is none: the two are then areas that may not overlap.
func (d drafts) revisable(ctx context.Context, drafter access.Who, revises string, now time.Time) (string, error) {
	if revises == "" || access.Might(drafter, access.ReviseArea, now) != nil {
		return "", nil
	}
	ref, err := checkRef(revises, "plan area")
	if err != nil {
		return "", nil
	}
	found, err := d.Areas.Area(ctx, ref)
	var known *plans.Error
	if errors.As(err, &known) && known.Kind == plans.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	bodies, err := d.bodiesOf(ctx, drafter.Roles, nil)
	if err != nil {
		return "", err
	}
	for id, body := range bodies.byID {
		if body.Name == found.RelevantBody && access.May(drafter, access.ReviseArea, access.Subject{Organisation: id}, now) == nil {
			return ref, nil
		}
	}
	return "", nil
}

// groundOf is what lies around a shape that may take the place of the area revised, with the drafts that its reader may know of.
func (d drafts) groundOf(ctx context.Context, drawn orb.MultiPolygon, revised, draft string, v visitor) (area.Ground, error) {
	if len(drawn) == 0 {
		return area.Ground{}, nil
	}
	ground, err := d.Drafts.Ground.Ground(ctx, drawn.Bound(), revised)
	if err != nil {
		return ground, err
	}
	others, err := d.Drafts.Keeper.NeighbourDrafts(ctx, drawn.Bound(), v.Account, draft)
	ground.Neighbours = append(ground.Neighbours, others...)
	ground.Known, ground.Hands, ground.Ended = &d.known, d.hands, ctx.Err
	return ground, err
}

// judged is the verdict with what is inside, as whoever asks may see it.
func (d drafts) judged(r *http.Request, v visitor, drawn drawing) (doc verdictJSON, err error) {
	ctx := r.Context()
	verdict, err := d.judge(ctx, drawn)
	if err != nil {
		return doc, err
	}
	rules, err := d.rules.get(ctx)
	if err != nil {
		return doc, err
	}
	doc = verdictJSON{Level: verdict.Level.String(), Summary: verdict.Summary, Statements: []statementJSON{}, Assets: []assetJSON{}, Homes: json.RawMessage("null"),
		Measures: measuresOf(verdict.Measures)}
	for _, s := range verdict.Statements {
		said, err := d.statement(r, v, drawn.name, s, rules)
		if err != nil {
			return doc, err
		}
		doc.Statements = append(doc.Statements, said)
	}
	if !verdict.Valid {
		return doc, nil
	}
	inside, err := d.inside(r, v, drawn.name, measured("The area you draw", drawn.Shape), []string{"tenure"})
	if err != nil {
		return doc, err
	}
	doc.Homes = d.document(inside)
	found, err := d.Assets.Assets(ctx, asset.Filter{Within: drawn.Shape})
	for _, a := range found {
		doc.Assets = append(doc.Assets, assetJSON{a.Ref, a.Name, a.Kind, asset.Kinds.Name(a.Kind), roundDegrees(a.PointLonLat).(orb.Point)})
	}
	return doc, err
}

func (d drafts) statement(r *http.Request, v visitor, drawing string, s area.Statement, rules timetable.Rules) (said statementJSON, err error) {
	said = statementJSON{ID: s.ID, Level: s.Level.String(), Title: s.Title, Text: s.Text, Law: lawOf(s.Rule, rules, v.now), Repairs: []repairJSON{}}
	if said.Where, err = asDegrees(s.Where); err != nil {
		return said, err
	}
	for _, repair := range s.Repairs {
		said.Repairs = append(said.Repairs, repairJSON(repair))
	}
	if len(s.Land) == 0 {
		return said, nil
	}
	said.Hectares = plans.Round(shape.Area(s.Land)/10_000, 4)
	inside, err := d.inside(r, v, drawing, measured("Land of the area you draw", s.Land), nil)
	if err == nil && inside.Total > 0 {
		said.Homes = &homesJSON{homesInWords(inside), inside.Total}
	}
	return said, err
}

// homesInWords is a total with its noun: "14 homes", "about 180 homes".
func homesInWords(s summary) string {
	words := plural(s.Total, "home", "homes")
	if s.Told.Shown() {
		return "about " + words
	}
	return words
}

// lawOf is the rule behind a statement as it stands on a day; nil where there is none, or none that is known here.
func lawOf(id string, rules timetable.Rules, now time.Time) *lawJSON {
	rule, ok := rules.At(id, now)
	if !ok {
		return nil
	}
	return &lawJSON{Rule: rule.ID, Instrument: rule.Instrument, Provision: rule.Provision, URL: rule.URL, Verified: rule.Verified(),
		From: plans.FormatDate(rule.EffectiveFrom), To: plans.FormatDate(rule.EffectiveTo)}
}
