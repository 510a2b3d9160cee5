package web

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"terrier/plans"
	"terrier/plans/area"
)

// version is one shape that an area has had.
func (a areas) version(w http.ResponseWriter, r *http.Request) error {
	name, as, err := suffixed(w, r, "number", asPage, asJSON, asGeoJSON)
	if err != nil {
		return err
	}
	if _, err := readQuery(r); err != nil {
		return err
	}
	one, err := a.named(r)
	if err != nil {
		return err
	}
	side, kept, err := a.sideOf(r.Context(), one, name)
	if err != nil {
		return err
	}
	d := drafts(a)
	switch as {
	case asGeoJSON:
		feature, err := d.feature(one.Ref+"-"+strconv.Itoa(kept.Number), one.Name, kept.Shape, map[string]any{"version": kept.Number, "status": kept.Status, "reason": kept.Reason,
			"created-at": moment(kept.CreatedAt), "sha256": kept.SHA256, "hectares": plans.Round(kept.Hectares, 4)})
		if err == nil {
			sendFresh(w, r, mediaTypes[asGeoJSON][0], feature)
		}
		return err
	case asJSON:
		sendFresh(w, r, "application/json", asJSONText(versionDocuments([]area.Version{kept})[0]))
		return nil
	}
	page, _ := a.frame(r.Context(), "areas", fmt.Sprintf("Version %d of %s", kept.Number, area.Title(one.Name)), "/areas/"+one.Ref+"/versions/"+strconv.Itoa(kept.Number))
	view := keptView{Page: page, Name: one.Name, Base: "/areas/" + one.Ref, Crumbs: areaCrumbs(one), Version: strconv.Itoa(kept.Number), Picture: picture(drawnLayer{"drawn", kept.Shape}),
		Hectares: hectares(kept.Hectares), Reason: kept.Reason, Day: longDate(kept.CreatedAt), Fingerprint: kept.SHA256}
	if err := d.countSide(r.Context(), &side); err != nil {
		return err
	}
	view.Homes = side.homes.view("")
	if view.Course, err = a.edgesInWords(r.Context(), kept.Shape, one.Ref); err != nil {
		return err
	}
	return a.show(w, r, "draft/version.html", view)
}

// areaCrumbs are the way to a page about the versions of an area.
func areaCrumbs(one area.Area) []crumb {
	return []crumb{{"/areas", "Areas"}, {"/areas/" + one.Ref, one.Name}, {"/areas/" + one.Ref + "/versions", "Versions"}}
}

// named is the area that a request names.
func (a areas) named(r *http.Request) (area.Area, error) {
	ref, err := refIn(r, "plan area")
	if err != nil {
		return area.Area{}, err
	}
	return a.Areas.Area(r.Context(), ref)
}

// sideOf is a version of an area, for its page and for comparing.
func (a areas) sideOf(ctx context.Context, one area.Area, number string) (side comparedSide, kept area.Version, err error) {
	n, err := numberIn(number)
	if err != nil {
		return side, kept, err
	}
	kept, err = a.Areas.AreaVersion(ctx, one.Ref, n)
	side = comparedSide{key: number, name: fmt.Sprintf("Version %d", kept.Number), shape: kept.Shape, drawing: drawing{Question: area.Question{Shape: kept.Shape, BodyType: one.RelevantBodyType}}}
	return side, kept, err
}

// compare sets two shapes that an area has had beside each other: what land came and went, and what is inside each. What the rules say of
// them now is not asked: they were judged when they were drawn.
func (a areas) compare(w http.ResponseWriter, r *http.Request) error {
	as, err := a.format(w, r, asPage, asJSON)
	if err != nil {
		return err
	}
	q, err := readQuery(r, "from", "to")
	if err != nil {
		return err
	}
	one, err := a.named(r)
	if err != nil {
		return err
	}
	kept, err := a.Areas.AreaVersions(r.Context(), one.Ref)
	if err != nil {
		return err
	}
	if len(kept) == 0 {
		return refuse(http.StatusNotFound, "no-version", "from", "No version of this area is kept, so there is nothing to compare.", "")
	}
	from, errFrom := q.one("from")
	to, errTo := q.one("to")
	if err := firstOf(errFrom, errTo); err != nil {
		return err
	}
	if to == "" {
		to = strconv.Itoa(kept[0].Number)
	}
	if from == "" {
		from = strconv.Itoa(kept[min(1, len(kept)-1)].Number)
	}
	var c comparison
	if c.before, _, err = a.sideOf(r.Context(), one, from); err != nil {
		return err
	}
	if c.after, _, err = a.sideOf(r.Context(), one, to); err != nil {
		return err
	}
	d := drafts(a)
	if err := d.beside(r.Context(), &c, false); err != nil {
		return err
	}
	if as == asJSON {
		body, err := d.comparisonText(r.Context(), c)
		if err == nil {
			sendFresh(w, r, "application/json", body)
		}
		return err
	}
	var choices []optionView
	for _, v := range kept {
		choices = append(choices, versionChoice(v.Number, v.Reason))
	}
	view, err := d.compareView(r, c, choices)
	if err != nil {
		return err
	}
	view.Base, view.Back, view.Crumbs, view.JSON = "/areas/"+one.Ref, "Back to the area", areaCrumbs(one), "/areas/"+one.Ref+"/compare?"+c.query()
	return a.show(w, r, "draft/compare.html", view)
}
