package web

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/disclosure"
	"terrier/plans/home"
	"terrier/plans/provenance"
	"terrier/tiles/serve"
)

// ReleaseLister lists the public releases, the newest first.
type ReleaseLister interface {
	Releases(ctx context.Context) ([]disclosure.Past, error)
}

// ReleaseMaker plans and builds public releases.
type ReleaseMaker interface {
	// Start has a release built and waits a moment for its end. While one is being built or planned it is a plans.Conflict error.
	Start(ctx context.Context, who audit.Who) error
	// StartPlan has it worked out what one built now would change, and waits in the same way.
	StartPlan(ctx context.Context) error
	// State is the task that is being done, or was last, and the last plan; nil for none.
	State(ctx context.Context) (disclosure.Task, *disclosure.Planned, error)
}

// releases are listed for everybody, and planned and built by administrators.
type releases struct{ *site }

const releasesPath = "/admin/releases"

func (a releases) routes(r chi.Router) {
	r.Get("/releases", a.handle(a.list))
	r.Get("/releases.{suffix}", a.handle(a.list))
}

func (a releases) guarded(g guarded) {
	g.on("GET", releasesPath, a.page)
	g.on("POST", releasesPath, a.build)
	g.on("POST", releasesPath+"/plan", a.plan)
}

type releasesView struct {
	Page
	Rows     []releaseRow
	Make     bool // the reader may build one
	Plan     *planView
	Since    string // one is being built or planned since then; "" for none
	Planning bool   // that, or the last one that came to nothing, is a plan
	Doing    string // what is done just now
	Failed   string // why the last one came to nothing
	Error    string
	Done     bool
}

type releaseRow struct {
	Name, Built, AsAt            string
	Cells                        int
	Same, Redrawn, Added, Joined int
	About                        provenance.Number
	Serving                      bool
}

// planView is what a release built now would change.
type planView struct {
	disclosure.Planned
	Time       string // of it
	Alone      []aloneRow
	Subtracted int
}

type aloneRow struct {
	Name  string
	Cells int
}

func (s *site) releaseRows(all []disclosure.Past) []releaseRow {
	rows := make([]releaseRow, len(all))
	for i, r := range all {
		c := r.Changes
		said := provenance.New(provenance.Figure{Question: provenance.Question{Of: "homes", Within: everywhere}, Rule: home.ProtectedRule, Policy: provenance.ProtectedHomes, Release: r.Name,
			Answer:  provenance.Answer{Total: r.Total.Value, Margin: r.Total.Error(), Parts: []provenance.Part{{Source: provenance.Protected, Count: r.Total.Value, Cells: c.Cells, Error: r.Total.Error()}}},
			Sources: []provenance.Source{home.ReleaseSource(r.Name, r.AsAt, r.BuiltAt)}, ComputedAt: r.BuiltAt})
		rows[i] = releaseRow{r.Name, longDate(r.BuiltAt.In(london)), longDate(r.AsAt), c.Cells, c.Same, c.Redrawn, c.Added, c.Joined, said.Total(), i == 0}
	}
	return rows
}

func (a releases) list(w http.ResponseWriter, r *http.Request) error {
	as, err := a.format(w, r, asPage, asJSON)
	if err != nil {
		return err
	}
	if _, err := readQuery(r); err != nil {
		return err
	}
	all, err := a.Releases.Releases(r.Context())
	if err != nil {
		return err
	}
	if as == asPage {
		page, _ := a.frame(r.Context(), "homes", "Public releases", "/releases")
		return a.show(w, r, "release/list.html", releasesView{Page: page, Rows: a.releaseRows(all)})
	}
	serve.Send(w, r, serve.Answer{Type: "application/json", Cache: serve.Fresh, Body: asJSONText(map[string]any{"releases": append([]disclosure.Past{}, all...)})})
	return nil
}

// page shows the releases to whoever may build one, and what the last plan says that one built now would change.
func (a releases) page(w http.ResponseWriter, r *http.Request, v visitor) error {
	q, err := readQuery(r, "done")
	if err != nil {
		return err
	}
	view, err := a.view(r, v)
	if err != nil {
		return err
	}
	view.Done = q.values.Get("done") != "" && view.Since == "" && view.Failed == ""
	return a.showPrivate(w, r, http.StatusOK, "release/list.html", view)
}

func (a releases) view(r *http.Request, v visitor) (releasesView, error) {
	if err := access.May(v.Who, access.MakeRelease, access.Subject{}, v.now); err != nil {
		return releasesView{}, err
	}
	all, err := a.Releases.Releases(r.Context())
	if err != nil {
		return releasesView{}, err
	}
	page, _ := a.frame(r.Context(), "account", "Public releases", "")
	view := releasesView{Page: page, Rows: a.releaseRows(all), Make: true}
	task, planned, err := a.Doors.Releases.State(r.Context())
	if err != nil {
		return releasesView{}, err
	}
	view.Planning, view.Doing = task.Planning, task.Doing
	if !task.Since.IsZero() {
		view.Since = clockTime(task.Since)
	}
	var refused *plans.Error
	switch {
	case asError(task.Failed, &refused):
		view.Failed = refused.Message
	case task.Failed != nil:
		view.Failed = "The log of the server says why. What the public is told is as it was."
	}
	if planned != nil {
		view.Plan, err = a.planView(r.Context(), *planned)
	}
	return view, err
}

// planView names the associations of a plan.
func (a releases) planView(ctx context.Context, p disclosure.Planned) (*planView, error) {
	view := planView{Planned: p, Time: clockTime(p.At), Subtracted: disclosure.Subtracted()}
	refs := slices.Concat(p.Arrived, p.Departed)
	for ref := range p.Alone {
		refs = append(refs, ref)
	}
	bodies, err := a.Doors.Roles.Bodies(ctx, nil, refs)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, b := range bodies {
		names[b.Ref] = b.Name
	}
	name := func(ref string) string {
		if names[ref] != "" {
			return names[ref]
		}
		return ref
	}
	named := func(refs []string) (list []string) {
		for _, ref := range refs {
			list = append(list, name(ref))
		}
		return list
	}
	view.Arrived, view.Departed = named(p.Arrived), named(p.Departed)
	for _, ref := range slices.Sorted(maps.Keys(p.Alone)) {
		view.Alone = append(view.Alone, aloneRow{name(ref), p.Alone[ref]})
	}
	return &view, nil
}

func (a releases) build(w http.ResponseWriter, r *http.Request, v visitor) error {
	return a.start(w, r, v, releasesPath+"?done=yes", func() error { return a.Doors.Releases.Start(r.Context(), audit.Account(v.Account)) })
}

func (a releases) plan(w http.ResponseWriter, r *http.Request, v visitor) error {
	return a.start(w, r, v, releasesPath, func() error { return a.Doors.Releases.StartPlan(r.Context()) })
}

// start starts a task and goes on to a page, or says on this one why it was not started.
func (a releases) start(w http.ResponseWriter, r *http.Request, v visitor, then string, do func() error) error {
	view, err := a.view(r, v) // before it: what is wrong with the task is said once
	if err != nil {
		return err
	}
	err = do()
	var refused *plans.Error
	if asError(err, &refused) {
		view.Error = refused.Message + " " + refused.Remedy
		return a.showPrivate(w, r, problemOf(err).Status, "release/list.html", view)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, then, http.StatusSeeOther)
	return nil
}
