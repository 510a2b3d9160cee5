package web

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/within"
	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/provenance"
)

// comparedSide is one side of a comparison.
type comparedSide struct {
	key   string // "3", or "now"
	name  string // "Version 3"
	shape orb.MultiPolygon
	drawing
	homes  summary
	assets *provenance.Figure
}

// comparison is two shapes of a draft, with what is inside each and what the rules say of each.
type comparison struct {
	area.Comparison
	before, after comparedSide
	judged        bool // the rules were asked
}

// compare sets two versions of a draft beside each other; "now" is the draft as it stands.
func (d drafts) compare(w http.ResponseWriter, r *http.Request, v visitor) error {
	as, err := d.format(w, r, asPage, asJSON)
	if err != nil {
		return err
	}
	if err := d.spend(w, r, d.drawn); err != nil {
		return err
	}
	q, err := readQuery(r, "from", "to")
	if err != nil {
		return err
	}
	draft, _, err := d.seen(r.Context(), v, pathPart(r, "token"))
	if err != nil {
		return err
	}
	kept, err := d.Drafts.Versions.DraftVersions(r.Context(), draft.Token)
	if err != nil {
		return err
	}
	if len(kept) == 0 {
		return refuse(http.StatusNotFound, "no-version", "from", "No version of this draft has been kept yet, so there is nothing to compare.", "Keep a version, go on drawing, and compare then.")
	}
	from, err := q.one("from")
	if err == nil && from == "" {
		from = strconv.Itoa(kept[0].Number)
	}
	to, errTo := q.one("to")
	if to == "" {
		to = "now"
	}
	if err != nil || errTo != nil {
		return firstOf(err, errTo)
	}
	c, err := d.comparison(r.Context(), v, draft, from, to)
	if err != nil {
		return err
	}
	if as == asPage {
		return d.comparePage(w, r, draft, kept, c)
	}
	return d.sendComparison(w, r, c)
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (d drafts) comparison(ctx context.Context, v visitor, draft area.Draft, from, to string) (c comparison, err error) {
	if c.before, err = d.side(ctx, v, draft, "from", from); err != nil {
		return c, err
	}
	if c.after, err = d.side(ctx, v, draft, "to", to); err != nil {
		return c, err
	}
	return c, d.beside(ctx, &c, true)
}

// beside compares two sides. Where judged is false the rules are not asked.
func (d drafts) beside(ctx context.Context, c *comparison, judged bool) (err error) {
	verdicts := [2]area.Verdict{}
	for i, side := range []*comparedSide{&c.before, &c.after} {
		asked := side.drawing
		if !judged {
			asked.ground = area.Ground{}
		}
		if verdicts[i], err = d.judge(ctx, asked); err != nil {
			return err
		}
		if !verdicts[i].Valid {
			return refuse(http.StatusUnprocessableEntity, "shape-broken", "to", side.name+" cannot be compared: "+verdicts[i].Statements[0].Title+".", "Mend it first.")
		}
		if err := d.countSide(ctx, side); err != nil {
			return err
		}
	}
	err = d.work(ctx, func() (err error) {
		c.Comparison, err = area.Compare(c.before.shape, c.after.shape)
		return err
	})
	if err != nil || !judged {
		return err
	}
	c.Comparison, c.judged = c.WithEffect(verdicts[0], verdicts[1]), true
	return nil
}

// side is the draft as it stands, or one of its versions.
func (d drafts) side(ctx context.Context, v visitor, draft area.Draft, field, key string) (c comparedSide, err error) {
	c.key = key
	revises := draft.Revises
	if key == "now" {
		c.name, c.shape = "The draft now", draft.Shape
		c.Question = area.Question{Shape: draft.Shape, Approximate: draft.Approximate, BodyType: draft.BodyType, Parish: draft.Parish}
	} else {
		number, err := numberIn(key)
		if err != nil {
			return c, plans.Refuse("bad-version", field, fmt.Sprintf("%q is no version.", shorten(key)), `Give the number of a version, or "now".`)
		}
		kept, err := d.Drafts.Versions.DraftVersion(ctx, draft.Token, number)
		if err != nil {
			return c, err
		}
		c.name, c.shape, revises = fmt.Sprintf("Version %d", kept.Number), kept.Shape, kept.Revises
		c.Question = area.Question{Shape: kept.Shape, Approximate: kept.Approximate, BodyType: kept.BodyType, Parish: kept.Parish}
	}
	if len(c.shape) == 0 {
		return c, refuse(http.StatusUnprocessableEntity, "nothing-drawn", field, "Nothing is drawn in the draft.", "Draw the area first.")
	}
	revised, err := d.revisable(ctx, d.Doors.Roster.Who(draft.Owner), revises, v.now)
	if err != nil {
		return c, err
	}
	c.ground, err = d.groundOf(ctx, c.shape, revised, draft.Token, v)
	return c, err
}

// countSide counts what is inside.
func (d drafts) countSide(ctx context.Context, side *comparedSide) (err error) {
	b := measured(side.name, side.shape)
	if side.homes, err = d.countPrepared(ctx, b, within.Prepare(side.shape), []string{"tenure"}, nil); err != nil {
		return err
	}
	found, err := d.Assets.Assets(ctx, asset.Filter{Within: side.shape})
	side.assets = d.figureOfAssets(provenance.Question{Of: "assets", Within: b}, found)
	return err
}

type sideJSON struct {
	Version  string       `json:"version"`
	Name     string       `json:"name"`
	Level    string       `json:"level"`
	Measures measuresJSON `json:"measures"`
	Homes    homesJSON    `json:"homes"`
	Assets   int          `json:"assets"`
}

func sideOf(side comparedSide, level area.Level, m area.Measures) sideJSON {
	return sideJSON{side.key, side.name, level.String(), measuresOf(m),
		homesJSON{homesInWords(side.homes), side.homes.Total}, side.assets.Total().Int()}
}

func (d drafts) sendComparison(w http.ResponseWriter, r *http.Request, c comparison) error {
	body, err := d.comparisonText(r.Context(), c)
	if err == nil {
		send(w, r, http.StatusOK, "application/json", body)
	}
	return err
}

func (d drafts) comparisonText(ctx context.Context, c comparison) ([]byte, error) {
	gained, err := asDegrees(c.Gained)
	if err != nil {
		return nil, err
	}
	lost, err := asDegrees(c.Lost)
	if err != nil {
		return nil, err
	}
	rules, err := d.rules.get(ctx)
	if err != nil {
		return nil, err
	}
	said := func(statements []area.Statement) []saidJSON {
		all := []saidJSON{}
		for _, s := range statements {
			all = append(all, saidJSON{s.ID, s.Level.String(), s.Title, s.Text, lawOf(s.Rule, rules, d.Clock())})
		}
		return all
	}
	return asJSONText(map[string]any{
		"rows": c.rows(),
		"from": sideOf(c.before, c.LevelBefore, c.Before), "to": sideOf(c.after, c.LevelAfter, c.After), "sentence": c.Sentence(),
		"gained": gained, "lost": lost, "hectares": map[string]float64{"gained": plans.Round(c.GainedArea/10_000, 4), "lost": plans.Round(c.LostArea/10_000, 4)},
		"came": said(c.Came), "went": said(c.Went), "stayed": said(c.Stayed),
	}), nil
}

// saidJSON is a statement that came, went or stayed.
type saidJSON struct {
	ID    string   `json:"id"`
	Level string   `json:"level"`
	Title string   `json:"title"`
	Text  string   `json:"text"`
	Law   *lawJSON `json:"law"`
}

type compareRow struct {
	Name   string `json:"name"`
	From   string `json:"from"`
	To     string `json:"to"`
	Change string `json:"change"`
}

// rows are the figures of both in words, for a table.
func (c comparison) rows() []compareRow {
	numbers := func(name string, from, to float64, decimals int) compareRow {
		return compareRow{name, plans.Thousands(from, decimals), plans.Thousands(to, decimals), signed(to-from, decimals)}
	}
	whole := func(name string, from, to int) compareRow { return numbers(name, float64(from), float64(to), 0) }
	rows := []compareRow{numbers("Hectares", c.Before.Hectares, c.After.Hectares, 1), numbers("Kilometres around", c.Before.PerimeterKm, c.After.PerimeterKm, 2),
		whole("Corners", c.Before.Corners, c.After.Corners), whole("Parts", c.Before.Parts, c.After.Parts), whole("Holes", c.Before.Holes, c.After.Holes),
		{"Homes inside", homesInTable(c.before.homes), homesInTable(c.after.homes), ""}, whole("Community assets", c.before.assets.Total().Int(), c.after.assets.Total().Int())}
	if c.judged {
		rows = append(rows, compareRow{"What the rules say", levelSays[c.LevelBefore], levelSays[c.LevelAfter], ""})
	}
	if before, after := c.before.homes, c.after.homes; before.Total > 0 && after.Total > 0 && !before.Told.Shown() && !after.Told.Shown() {
		rows[5].Change = signed(float64(after.Total-before.Total), 0)
	}
	return rows
}

// homesInTable is a number of homes where there is no room for the sentence.
func homesInTable(s summary) string {
	if s.sentence() != "" {
		return "No figure"
	}
	return homesInWords(s)
}

// signed is a change: "+2.1", "−14", "0".
func signed(change float64, decimals int) string {
	switch text := plans.Thousands(math.Abs(change), decimals); {
	case strings.Trim(text, "0.") == "":
		return "0"
	case change < 0:
		return "−" + text
	default:
		return "+" + text
	}
}
