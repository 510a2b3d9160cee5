package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

const exactPath = "/homes/exact"

// exactView is the page that answers planning officers and officers of associations.
type exactView struct {
	Page
	Heading   string
	On        string // "31 March 2026"; "" as homes stand
	OnValue   string
	Today     string
	Box       string
	Areas     []chosenArea
	Full      bool // no more can be set side by side
	Choices   []areaRow
	Answers   []summaryView
	Public    *summaryView   // what the public is told of the same; nil where it is not told, and of several areas
	Compared  []comparedView // tables of several boundaries side by side
	Crosses   []crossView
	Rows      []optionView // of a table of two groupings
	Columns   []optionView
	Filters   []filterView
	Chips     []chipView
	Clear     string
	Seen      []seenView
	Silent    []silentView
	List      string // addresses of the same homes, one by one
	Downloads []linkView
	Again     string // asks the same again
	Map       exactMapView
}

type chosenArea struct {
	Ref, Name, Remove     string
	Hectares, PerimeterKm float64
	Total                 provenance.Number
}

type linkView struct{ Name, Address string }

// comparedView is one grouping of several boundaries.
type comparedView struct {
	Key, Name string
	Columns   []string
	Rows      []comparedRow
}

type comparedRow struct {
	Name, Symbol string
	Cells        []provenance.Number
}

// crossView is a table of two groupings.
type crossView struct {
	Within, RowsName, ColumnsName string
	Columns                       []string
	Rows                          []comparedRow
	Sums                          []provenance.Number
	Total                         provenance.Number
}

// seenView is whose homes the reader sees, and why.
type seenView struct{ Name, Why string }

// silentView are those who have homes in an authority and let its officers see none of them exactly.
type silentView struct {
	Place  string
	Owners []home.Owner
}

func (e exactHomes) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	q, err := e.question(r, v)
	if err != nil {
		return err
	}
	if len(q.by) == 0 {
		q.by = q.everyGrouping()
	}
	answers, err := e.answers(r.Context(), q)
	if err != nil {
		return err
	}
	view, err := e.view(r, v, q, answers)
	if err != nil {
		return err
	}
	if err := e.note(r, v, "count-homes", q, together(answers)); err != nil {
		return err
	}
	return e.showPrivate(w, r, http.StatusOK, "home/exact.html", view)
}

// everyGrouping is what a page shows. The age of homes is asked of the database, so it is shown of a boundary or a day, and not of
// everything at once.
func (q exactQuestion) everyGrouping() (keys []string) {
	groupings := home.Groupings
	if !q.on.IsZero() || q.areas[0].Kind() != provenance.Everywhere {
		groupings = home.PastGroupings()
	}
	for _, g := range groupings {
		keys = append(keys, g.Key)
	}
	return keys
}

// address is that of the same question; change may change it.
func (q exactQuestion) address(path string, change func(url.Values)) string {
	values := url.Values{}
	for key, list := range q.asked {
		values[key] = slices.Clone(list)
	}
	for key, list := range q.where {
		values[key] = slices.Clone(list)
	}
	if change != nil {
		change(values)
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + readableQuery(values)
}

// publicly is what the public is told of the same homes from the release that is served, for one boundary and as homes stand.
func (e exactHomes) publicly(ctx context.Context, q exactQuestion) (view summaryView, ok bool) {
	if e.table() == nil || !q.on.IsZero() || len(q.areas) != 1 {
		return view, false
	}
	told, err := e.countHomes(ctx, q.areas[0], nil, q.where)
	if err != nil { // the release does not tell it: of these filters, or of somebody whom the public does not know
		return view, false
	}
	return told.view(""), true
}

func (e exactHomes) view(r *http.Request, v visitor, q exactQuestion, answers []summary) (exactView, error) {
	page, _ := e.frame(r.Context(), "homes", "Homes, exactly", "")
	view := exactView{Page: page, Heading: "Homes that you may see", On: longDate(q.on), OnValue: plans.FormatDate(q.on), Today: plans.FormatDate(home.Today(v.now)),
		Box: q.asked.Get("bbox"), Full: len(q.asked["area"]) >= mostCompared, Again: q.address(exactPath, nil), List: q.address(exactPath+"/list", nil)}
	if public, ok := e.publicly(r.Context(), q); ok {
		view.Public = &public
	}
	for i, b := range q.areas {
		answers[i].asked = q.asked
		shown := answers[i].view(exactPath)
		shown.CSV, shown.JSON = q.address(exactPath+".csv", nil), q.address(exactPath+".json", nil)
		view.Answers = append(view.Answers, shown)
		if b.Area != "" {
			view.Areas = append(view.Areas, chosenArea{b.Area, b.Name, q.address(exactPath, func(to url.Values) {
				to["area"] = slices.DeleteFunc(to["area"], func(ref string) bool { return ref == b.Area })
			}), b.Hectares, b.PerimeterKm, shown.Total})
		}
	}
	if len(q.areas) == 1 && q.areas[0].Area != "" {
		view.Heading = "Homes in " + q.areas[0].Name
	}
	if len(q.areas) > 1 {
		view.Heading, view.Compared = "Homes in areas side by side", compared(q.by, answers)
	}
	lists, err := e.lists.get(r.Context())
	if err != nil {
		return view, err
	}
	view.Choices = lists.areas
	for _, g := range home.PastGroupings() {
		view.Rows = append(view.Rows, optionView{g.Key, g.Name, len(q.cross) == 2 && q.cross[0] == g.Key})
		view.Columns = append(view.Columns, optionView{g.Key, g.Name, len(q.cross) == 2 && q.cross[1] == g.Key})
	}
	if view.Crosses, err = e.crosses(r.Context(), q); err != nil {
		return view, err
	}
	if view.Filters, err = e.filterViews(r, home.PastGroupings(), q.where); err != nil {
		return view, err
	}
	bodies, err := e.bodiesOf(r.Context(), v.Roles, v.Agreements)
	if err != nil {
		return view, err
	}
	view.Filters = withToldOwners(view.Filters, v, q.where, bodies)
	view.Chips = chips(view.Filters, q.where, exactPath, q.asked)
	view.Clear = exactQuestion{asked: q.asked}.address(exactPath, nil)
	view.Seen, view.Silent = e.seen(v, bodies)
	view.Downloads = downloads(v, q)
	view.Map, err = e.mapOf(v, q, lists.areas)
	return view, err
}

// withToldOwners adds the associations that the reader sees and the public does not know by a home.
func withToldOwners(filters []filterView, v visitor, where map[string][]string, bodies bodies) []filterView {
	for i, f := range filters {
		if f.Key != "owner" {
			continue
		}
		for _, a := range v.Agreements {
			filters[i].Options = withOption(filters[i].Options, bodies.byID[a.Association], where["owner"])
		}
		for _, h := range v.Roles {
			if h.Role == access.AssociationOfficer {
				filters[i].Options = withOption(filters[i].Options, bodies.byID[h.Organisation], where["owner"])
			}
		}
	}
	return filters
}

func withOption(options []optionView, of access.Body, chosen []string) []optionView {
	if slices.ContainsFunc(options, func(o optionView) bool { return o.Value == of.Ref }) {
		return options
	}
	return append(options, optionView{of.Ref, of.Name, slices.Contains(chosen, of.Ref)})
}

// compared sets the tables of several boundaries side by side.
func compared(by []string, answers []summary) (tables []comparedView) {
	for _, key := range by {
		g, _ := home.FindPastGrouping(key)
		t := comparedView{Key: key, Name: g.Name}
		sums, names := map[string]int{}, map[string]string{}
		for _, a := range answers {
			t.Columns = append(t.Columns, a.boundary.Name)
			for _, c := range a.By[key] {
				sums[c.Value] += c.Count
				names[c.Value] = c.Name
			}
		}
		for _, c := range g.Ordered(sums, names) {
			row := comparedRow{Name: c.Name}
			if key == "tenure" {
				row.Symbol = tenureGroup(c.Value)
			}
			for _, a := range answers {
				row.Cells = append(row.Cells, a.figure.Part(key, c.Value))
			}
			t.Rows = append(t.Rows, row)
		}
		if len(t.Rows) > 0 {
			tables = append(tables, t)
		}
	}
	return tables
}

// crosses are the tables of two groupings, one for each boundary.
func (e exactHomes) crosses(ctx context.Context, q exactQuestion) (tables []crossView, err error) {
	if len(q.cross) == 0 {
		return nil, nil
	}
	for _, b := range q.areas {
		f, err := e.crossed(ctx, q, b)
		if err != nil {
			return nil, err
		}
		tables = append(tables, crossOf(f, q.cross[0], q.cross[1]))
	}
	return tables, nil
}

// crossed counts by two groupings at once in a boundary.
func (e exactHomes) crossed(ctx context.Context, q exactQuestion, b boundary) (*provenance.Figure, error) {
	on := q.on
	if on.IsZero() {
		on = home.Today(q.now)
	}
	var c home.Crossed
	b, err := e.settled(ctx, b, func() (err error) {
		c, err = e.Entitled.Homes.CrossHomes(ctx, home.SightOf(q.seen), home.PastQuestion{Question: home.Question{Within: b.Shape, Area: b.Area, Where: q.where}, On: on}, q.cross[0], q.cross[1])
		return err
	})
	if err != nil {
		return nil, err
	}
	by := map[string][]provenance.Count{q.cross[0]: c.Rows, q.cross[1]: c.Columns}
	for i, row := range c.Rows {
		for j, column := range c.Columns {
			by[provenance.Cells] = append(by[provenance.Cells], provenance.Count{Value: cellOf(q.cross[0], row.Value, q.cross[1], column.Value), Name: row.Name + ", " + column.Name, Count: c.Cells[i][j]})
		}
	}
	return e.figure(provenance.Question{Of: "homes", Within: b, Where: q.where, By: q.cross, Crossed: true, AsAt: q.on},
		provenance.Answer{Total: c.Total, By: by, AsAt: c.AsAt}, home.EntitledRule, provenance.EntitledHomes, c.Sources), nil
}

// cellOf is what a cell stands under in its figure, whichever of its groupings is shown in rows.
func cellOf(rowsBy, row, columnsBy, column string) string {
	if rowsBy < columnsBy {
		return provenance.Cell(row, column)
	}
	return provenance.Cell(column, row)
}

// crossOf is a figure as a table of two groupings.
func crossOf(f *provenance.Figure, rowsBy, columnsBy string) crossView {
	rows, _ := home.FindPastGrouping(rowsBy)
	columns, _ := home.FindPastGrouping(columnsBy)
	t := crossView{Within: f.Question.Within.Name, RowsName: rows.Name, ColumnsName: columns.Name, Total: f.Total()}
	for _, column := range f.Answer.By[columnsBy] {
		t.Columns = append(t.Columns, column.Name)
		t.Sums = append(t.Sums, f.Part(columnsBy, column.Value))
	}
	t.Sums = append(t.Sums, f.Total())
	for _, row := range f.Answer.By[rowsBy] {
		r := comparedRow{Name: row.Name}
		for _, column := range f.Answer.By[columnsBy] {
			r.Cells = append(r.Cells, f.Part(provenance.Cells, cellOf(rowsBy, row.Value, columnsBy, column.Value)))
		}
		r.Cells = append(r.Cells, f.Part(rowsBy, row.Value))
		t.Rows = append(t.Rows, r)
	}
	return t
}

// seen says whose homes somebody sees beside published ones, and in the authorities of a planning officer who lets them see none.
func (e exactHomes) seen(v visitor, bodies bodies) (seen []seenView, silent []silentView) {
	for _, h := range v.Roles {
		if h.Role == access.AssociationOfficer && h.InForce(v.now) {
			seen = append(seen, seenView{bodies.id(h.Organisation), "your association: every home, withheld ones too"})
		}
	}
	for _, h := range v.Roles {
		if h.Role != access.PlanningOfficer || !h.InForce(v.now) || access.May(v.Who, access.SeeWhoAgreed, access.Subject{Authority: h.Place}, v.now) != nil {
			continue
		}
		agreed := map[string]bool{}
		for _, a := range v.Agreements {
			if a.Authority == h.Organisation && a.Place == h.Place && a.InForce(v.now) {
				agreed[a.AssociationRef] = true
				seen = append(seen, seenView{bodies.id(a.Association), "by agreement, in " + a.Place + " until " + untilText(a.Until) + "; tenures: " + tenureNames(a.Tenures)})
			}
		}
		s := silentView{Place: h.Place}
		for _, o := range e.Entitled.Homes.OwnersIn(h.Place) {
			if !agreed[o.Ref] {
				s.Owners = append(s.Owners, o)
			}
		}
		if len(s.Owners) > 0 {
			silent = append(silent, s)
		}
	}
	return seen, silent
}

func untilText(day time.Time) string {
	if day.IsZero() {
		return "further notice"
	}
	return longDate(day)
}
