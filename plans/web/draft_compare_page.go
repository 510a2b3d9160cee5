package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"terrier/plans/area"
	"terrier/plans/provenance"
)

type compareView struct {
	Page
	Base, Back       string
	Crumbs           []crumb
	Judged           bool // the rules were asked
	Before, After    sideView
	Sides            []optionView // that can be chosen as the earlier
	Laters           []optionView // and as the later
	Sentence         string
	Picture          pictureView
	Key              []keyView // of the picture
	Came, Went, Same []statementView
	JSON             string
}

// keyView is a row of the key to a picture.
type keyView struct{ Class, Name, Text string }

type sideView struct {
	Name, Hectares, PerimeterKm, Level string
	Corners, Parts, Holes              int
	Homes                              provenance.Number
	HomesSentence                      string
	Assets                             provenance.Number
}

var levelSays = map[area.Level]string{area.OK: "Nothing in the way", area.Note: "Nothing in the way", area.Look: "Something to look at", area.Stop: "Cannot be designated"}

func sideViewOf(side comparedSide, level area.Level, m area.Measures) sideView {
	view := sideView{Name: side.name, Hectares: hectares(m.Hectares), PerimeterKm: perimeterKm(m.PerimeterKm), Level: levelSays[level], Corners: m.Corners, Parts: m.Parts, Holes: m.Holes,
		Homes: side.homes.figure.Total(), Assets: side.assets.Total()}
	view.HomesSentence = side.homes.sentence()
	return view
}

func (d drafts) comparePage(w http.ResponseWriter, r *http.Request, draft area.Draft, kept []area.DraftVersion, c comparison) error {
	var choices []optionView
	for _, v := range kept {
		choices = append(choices, versionChoice(v.Number, v.Reason))
	}
	view, err := d.compareView(r, c, choices)
	if err != nil {
		return err
	}
	view.Base, view.Back, view.Crumbs = "/drafts/"+draft.Token, "Back to the drawing", draftCrumbs(draft, true)
	view.Laters = append([]optionView{{"now", "The draft now", c.after.key == "now"}}, view.Laters...)
	view.JSON = view.Base + "/compare?" + c.query()
	return d.showPrivate(w, r, http.StatusOK, "draft/compare.html", view)
}

func versionChoice(number int, reason string) optionView {
	return optionView{Value: strconv.Itoa(number), Name: fmt.Sprintf("Version %d: %s", number, reason)}
}

// query names both sides of a comparison.
func (c comparison) query() string {
	return url.Values{"from": {c.before.key}, "to": {c.after.key}}.Encode()
}

// compareView is a comparison as a page shows it, save where it stands. choices are the versions there are.
func (d drafts) compareView(r *http.Request, c comparison, choices []optionView) (compareView, error) {
	page, _ := d.frame(r.Context(), "areas", fmt.Sprintf("%s beside %s", c.after.name, strings.ToLower(c.before.name[:1])+c.before.name[1:]), "")
	view := compareView{Page: page, Before: sideViewOf(c.before, c.LevelBefore, c.Before), After: sideViewOf(c.after, c.LevelAfter, c.After), Sentence: c.Sentence(), Judged: c.judged,
		Picture: picture(drawnLayer{"lost", c.Lost}, drawnLayer{"gained", c.Gained}, drawnLayer{"before", c.before.shape}, drawnLayer{"drawn", c.after.shape})}
	gained, lost := "None", "None"
	if c.GainedArea > 0 {
		gained = area.InWords(c.GainedArea)
	}
	if c.LostArea > 0 {
		lost = area.InWords(c.LostArea)
	}
	view.Key = []keyView{{"before", view.Before.Name, "Line with gaps"}, {"drawn", view.After.Name, "Whole line"}, {"gained", "Gained", gained}, {"lost", "Lost", lost}}
	for _, choice := range choices {
		view.Sides = append(view.Sides, optionView{choice.Value, choice.Name, choice.Value == c.before.key})
		view.Laters = append(view.Laters, optionView{choice.Value, choice.Name, choice.Value == c.after.key})
	}
	for _, part := range []struct {
		into *[]statementView
		from []area.Statement
	}{{&view.Came, c.Came}, {&view.Went, c.Went}, {&view.Same, c.Stayed}} {
		var err error
		if *part.into, err = d.statementViews(r.Context(), part.from, visitor{now: d.Clock()}); err != nil {
			return view, err
		}
	}
	return view, nil
}
