package web

import (
	"context"
	"net/http"
	"time"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans/area"
	"terrier/plans/provenance"
)

type areasView struct {
	Page
	Rows    []areaRow
	Count   provenance.Number
	Stages  []optionView
	Stage   string
	Bounds  string
	MayDraw bool // areas are drawn here
}

// areaRow is an area in a list.
type areaRow struct {
	Ref, Name    string
	Status       string // applied, designated, made or ended: how its outline is drawn
	StageName    string
	Organisation string
	Hectares     string
	At           string // "lon,lat" of its middle
	Bounds       string // "w,s,e,n"
	Date         string // of the newest step that is known
}

func rowsOfAreas(found []area.Area) ([]areaRow, error) {
	rows := make([]areaRow, len(found))
	for i, a := range found {
		shape, err := lonLat(a.LonLat, a.Shape)
		if err != nil {
			return nil, err
		}
		stage, _ := area.Stages.Find(a.Stage)
		rows[i] = areaRow{Ref: a.Ref, Name: a.Name, Status: stage.Group, StageName: stage.Name, Organisation: a.OrganisationName,
			Hectares: hectares(a.Hectares), At: position(shape.Bound().Center()), Bounds: bounds(shape.Bound()), Date: longDate(newest(a))}
	}
	return rows, nil
}

func newest(a area.Area) time.Time {
	var day time.Time
	for _, d := range []time.Time{a.ApplicationReceived, a.FirstPublicised, a.DecisionDate, a.MadeDate} {
		if d.After(day) {
			day = d
		}
	}
	return day
}

func (a areas) listPage(w http.ResponseWriter, r *http.Request, found []area.Area, filter area.Filter, counted *provenance.Figure) error {
	page, about := a.frame(r.Context(), "areas", "Neighbourhood plan areas", "/areas")
	view := areasView{Page: page, Stage: filter.Stage, Count: counted.Total(), MayDraw: a.Drafts != nil}
	if about.hasView {
		view.Bounds = bounds(about.view)
	}
	for _, c := range area.Stages {
		view.Stages = append(view.Stages, optionView{c.Slug, c.Name, c.Slug == filter.Stage})
	}
	var err error
	if view.Rows, err = rowsOfAreas(found); err != nil {
		return err
	}
	return a.show(w, r, "area/list.html", view)
}

type areaView struct {
	Page
	Area         area.Area
	Heading      string
	StageName    string
	Status       string
	Kind         string
	BodyType     string
	Decision     string
	Steps        []step
	Hectares     string
	PerimeterKm  string
	Summary      summaryView
	Assets       []assetRow
	AssetsCount  provenance.Number
	Versions     int
	Corners      []corner
	Course       course
	Bounds       string
	HasDocuments bool
	Picture      pictureView // of the outline, with its neighbours
	Website      string      // of the authority
	MayDraw      bool        // areas are drawn here
}

// step is one stage in the life of an area.
type step struct {
	Name    string
	Date    string
	Done    bool
	Current bool
}

// corner is the outermost point of an area on one side, for those who cannot see the map.
type corner struct{ Side, GridRef string }

func (a areas) page(w http.ResponseWriter, r *http.Request, one area.Area) error {
	page, _ := a.frame(r.Context(), "areas", area.Title(one.Name), "/areas/"+one.Ref)
	page.shares(a.site, exhibit{Heading: page.Title, Path: "/areas/" + one.Ref})
	shape, err := lonLat(one.LonLat, one.Shape)
	if err != nil {
		return err
	}
	counted, err := a.countIn(r.Context(), one.Ref, "tenure", "owner")
	if err != nil {
		return err
	}
	inside, assetsInside, err := a.assetsInArea(r.Context(), one.Ref)
	if err != nil {
		return err
	}
	versions, err := a.Areas.AreaVersions(r.Context(), one.Ref)
	if err != nil {
		return err
	}
	stage, _ := area.Stages.Find(one.Stage)
	page.Shared = a.sharedPicture("areas", one.Ref, page.Title, area.Stages.Name(one.Stage)+". "+sharedFigure(counted.figure, ""))
	drawn, err := a.pictureOf(r.Context(), one)
	if err != nil {
		return err
	}
	told, err := a.edgesInWords(r.Context(), one.Shape, one.Ref)
	if err != nil {
		return err
	}
	return a.show(w, r, "area/page.html", areaView{
		Page: page, Area: one, Heading: area.Title(one.Name), StageName: stage.Name, Status: stage.Group,
		Kind: area.Kinds.Name(one.Kind), BodyType: area.RelevantBodyTypes.Name(one.RelevantBodyType), Decision: area.Decisions.Name(one.Decision),
		Steps: steps(one), Hectares: hectares(one.Hectares), PerimeterKm: perimeterKm(one.PerimeterKm),
		Summary: counted.view("/areas/" + one.Ref + "/homes"),
		Assets:  rowsOfAssets(inside), AssetsCount: assetsInside.Total(), Versions: len(versions), Corners: corners(one.Shape), Course: told, Bounds: bounds(shape.Bound()),
		HasDocuments: one.DocumentationURL != "", Picture: drawn, Website: one.OrganisationWebsite, MayDraw: a.Drafts != nil,
	})
}

// pictureOf draws the outline of an area, and those of its neighbours.
func (a areas) pictureOf(ctx context.Context, one area.Area) (pictureView, error) {
	box := one.Shape.Bound()
	side := max(box.Max[0]-box.Min[0], box.Max[1]-box.Min[1])
	around, err := a.Areas.Areas(ctx, area.Filter{Box: box.Pad(side / 10), HasBox: true})
	if err != nil {
		return pictureView{}, err
	}
	var layers []drawnLayer
	for _, other := range around {
		if stage, _ := area.Stages.Find(other.Stage); other.Ref != one.Ref && stage.Group != "ended" {
			layers = append(layers, drawnLayer{"before", other.Shape})
		}
	}
	return pictureIn(box.Pad(side/10), append(layers, drawnLayer{"drawn", one.Shape})...), nil
}

// steps are the stages up to now and those still to come. An area that was refused or withdrawn has no more to come.
func steps(a area.Area) []step {
	dates := map[string]time.Time{"applied": a.ApplicationReceived, "designated": a.DecisionDate, "made": a.MadeDate,
		"refused": a.DecisionDate, "withdrawn": a.DecisionDate}
	if a.ApplicationReceived.IsZero() {
		dates["applied"] = a.FirstPublicised
	}
	at := func(slug string) step {
		return step{Name: area.Stages.Name(slug), Date: longDate(dates[slug])}
	}
	if a.Stage == "refused" || a.Stage == "withdrawn" {
		first, last := at("applied"), at(a.Stage)
		first.Done, last.Current = true, true
		return []step{first, last}
	}
	var all []step
	reached := false
	for _, c := range area.Stages {
		if c.Group == "ended" {
			continue
		}
		s := at(c.Slug)
		s.Current = c.Slug == a.Stage
		s.Done = !reached && !s.Current
		reached = reached || s.Current
		all = append(all, s)
	}
	return all
}

// corners are the outermost points on the four sides as grid references to 10 metres.
func corners(shape orb.MultiPolygon) []corner {
	sides := []struct {
		name   string
		beyond func(p, q orb.Point) bool
	}{
		{"North", func(p, q orb.Point) bool { return p[1] > q[1] }},
		{"East", func(p, q orb.Point) bool { return p[0] > q[0] }},
		{"South", func(p, q orb.Point) bool { return p[1] < q[1] }},
		{"West", func(p, q orb.Point) bool { return p[0] < q[0] }},
	}
	var found []corner
	for _, side := range sides {
		var best orb.Point
		known := false
		for _, part := range shape {
			for _, p := range part[0] {
				if !known || side.beyond(p, best) {
					best, known = p, true
				}
			}
		}
		if ref, err := bng.GridRef(best, 8); known && err == nil {
			found = append(found, corner{side.name, ref})
		}
	}
	return found
}

// pointFilter narrows areas to those whose bounding box holds a point.
func pointFilter(at orb.Point) area.Filter {
	return area.Filter{Box: orb.Bound{Min: at, Max: orb.Point{at[0] + 0.001, at[1] + 0.001}}, HasBox: true}
}
