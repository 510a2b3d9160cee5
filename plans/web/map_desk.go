package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/atlas"
)

// mapDesk is where people compose maps. All of it works by plain forms.
type mapDesk struct{ *site }

func (d mapDesk) routes(g guarded) {
	g = g.forms(mostMapForm)
	g.on("GET", "/account/maps", d.list)
	g.on("GET", "/maps/new", d.blank)
	g.on("POST", "/maps/new", d.make)
	g.on("GET", "/maps/{ref}/edit", d.edit)
	g.on("POST", "/maps/{ref}/edit", d.save)
	g.on("POST", "/maps/{ref}/publish", d.publish)
	g.on("POST", "/maps/{ref}/withdraw", d.withdraw)
	g.on("POST", "/maps/{ref}/delete", d.remove)
}

// mostMapForm is the most bytes of the form of a map: its text may be 5,000 characters, each of up to 12 bytes as a form has them.
const mostMapForm = 256 << 10

type myMapsView struct {
	Page
	Rows []myMapRow
}

type myMapRow struct {
	Ref, Title, Changed string
	Published           bool
}

func (d mapDesk) list(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.SaveMap); err != nil {
		return err
	}
	found, err := d.MapKeeper.MapsOf(r.Context(), v.Account)
	if err != nil {
		return err
	}
	page, _ := d.frame(r.Context(), "account", "Your maps", "")
	view := myMapsView{Page: page}
	for _, one := range found {
		view.Rows = append(view.Rows, myMapRow{one.Ref, one.Title, longDate(one.ChangedAt.In(london)), one.Published()})
	}
	return d.showPrivate(w, r, http.StatusOK, "saved/mine.html", view)
}

func (d mapDesk) blank(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.SaveMap); err != nil {
		return err
	}
	q, err := readQuery(r, "area", "asset")
	if err != nil {
		return err
	}
	m := atlas.Map{Layers: mapLayers.Slugs(), Theme: "auto", Areas: q.list("area"), Assets: q.list("asset")} // "make a map of this"
	view, err := d.form(r.Context(), m, mapForm{edit: requestID(r)})
	if err != nil {
		return err
	}
	return d.showPrivate(w, r, http.StatusOK, "saved/edit.html", view)
}

func (d mapDesk) make(w http.ResponseWriter, r *http.Request, v visitor) error {
	if err := mine(v, access.SaveMap); err != nil {
		return err
	}
	m, form, err := readMapForm(r)
	m.Owner = v.Account
	if err == nil && form.do == "save" {
		var made atlas.Map
		if made, err = d.MapKeeper.MakeMap(r.Context(), m, form.edit, v.now); err == nil {
			http.Redirect(w, r, "/maps/"+made.Ref+"/edit?done=made", http.StatusSeeOther)
			return nil
		}
	}
	return d.again(w, r, m, form, err)
}

// own is a map of the account that asks; to everybody else it is not there.
func (d mapDesk) own(r *http.Request, v visitor, action access.Action) (atlas.Map, error) {
	if err := mine(v, action); err != nil {
		return atlas.Map{}, err
	}
	ref, err := refIn(r, "map")
	if err != nil {
		return atlas.Map{}, err
	}
	return d.MapKeeper.MapOf(r.Context(), v.Account, ref)
}

func (d mapDesk) edit(w http.ResponseWriter, r *http.Request, v visitor) error {
	m, err := d.own(r, v, access.SaveMap)
	if err != nil {
		return err
	}
	q, err := readQuery(r, "done")
	if err != nil {
		return err
	}
	done, _ := q.one("done")
	view, err := d.form(r.Context(), m, mapForm{version: m.Version, done: sayMapDone[done]})
	if err != nil {
		return err
	}
	w.Header().Set("ETag", versionTag(m.Version))
	return d.showPrivate(w, r, http.StatusOK, "saved/edit.html", view)
}

var sayMapDone = map[string]string{"made": "The map is kept. Only you see it.", "saved": "Your changes are kept.", "published": "The map is public. It can be shared and embedded.", "withdrawn": "The map is withdrawn. Only you see it."}

func versionTag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

func (d mapDesk) save(w http.ResponseWriter, r *http.Request, v visitor) error {
	stands, err := d.own(r, v, access.SaveMap)
	if err != nil {
		return err
	}
	m, form, err := readMapForm(r)
	m.Ref, m.Owner, m.PublishedAt = stands.Ref, v.Account, stands.PublishedAt
	if form.version == 0 && err == nil { // a program says it by a header
		if form.version, err = had(r); err != nil {
			return err
		}
	}
	if err == nil && form.do == "save" {
		_, err = d.MapKeeper.SaveMap(r.Context(), m, form.version, v.now)
		if err == nil {
			http.Redirect(w, r, "/maps/"+m.Ref+"/edit?done=saved", http.StatusSeeOther)
			return nil
		}
	}
	return d.again(w, r, m, form, err)
}

// again shows a form that was not kept, with all that was typed.
func (d mapDesk) again(w http.ResponseWriter, r *http.Request, m atlas.Map, form mapForm, refused error) error {
	status := http.StatusOK
	var known *plans.Error
	var overtaken *atlas.Overtaken
	switch {
	case errors.As(refused, &overtaken):
		status, form.version = http.StatusConflict, overtaken.Stands.Version
		form.problem, form.remedy = "The map was changed meanwhile, in another window or by a program. Nothing of yours is lost: it stands below.", "Save it to put yours in its place, or open the map again to see the other."
		refused = refuse(http.StatusConflict, "map-overtaken", "", form.problem, "Read it again, and send your change with the new version.")
	case refused != nil && (!errors.As(refused, &known) || known.Kind != plans.Invalid && known.Kind != plans.Conflict):
		return refused
	case refused != nil:
		status, form.problem, form.remedy, form.field = problemOf(refused).Status, known.Message, known.Remedy, known.Field
	}
	if refused != nil && !wantsPage(r) {
		return refused
	}
	view, err := d.form(r.Context(), m, form)
	if err != nil {
		return err
	}
	return d.showPrivate(w, r, status, "saved/edit.html", view)
}

func (d mapDesk) publish(w http.ResponseWriter, r *http.Request, v visitor) error {
	return d.change(w, r, v, access.PublishMap, "published", func(ctx context.Context, m atlas.Map) error {
		return d.MapKeeper.PublishMap(ctx, v.Account, m.Ref, v.now)
	})
}

func (d mapDesk) withdraw(w http.ResponseWriter, r *http.Request, v visitor) error {
	return d.change(w, r, v, access.WithdrawMap, "withdrawn", func(ctx context.Context, m atlas.Map) error {
		return d.MapKeeper.WithdrawMap(ctx, v.Account, m.Ref)
	})
}

func (d mapDesk) remove(w http.ResponseWriter, r *http.Request, v visitor) error {
	return d.change(w, r, v, access.DeleteMap, "", func(ctx context.Context, m atlas.Map) error {
		return d.MapKeeper.DeleteMap(ctx, v.Account, m.Ref)
	})
}

func (d mapDesk) change(w http.ResponseWriter, r *http.Request, v visitor, action access.Action, done string, work func(context.Context, atlas.Map) error) error {
	m, err := d.own(r, v, action)
	if err == nil {
		err = work(r.Context(), m)
	}
	if err != nil {
		return err
	}
	to := "/account/maps"
	if done != "" {
		to = "/maps/" + m.Ref + "/edit?done=" + done
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// mapForm is what a form says besides the map.
type mapForm struct {
	do      string // save, or find: look for what is typed there
	find    string
	look    string // the view as typed
	hosts   string // as typed
	version int64
	edit    string
	done    string // what has just been done
	problem string
	remedy  string
	field   string
}

// readMapForm reads the form of a map. Where something cannot be read the rest is there, to be shown again.
func readMapForm(r *http.Request) (m atlas.Map, form mapForm, err error) {
	f := r.PostForm
	form = mapForm{do: f.Get("do"), find: strings.TrimSpace(f.Get("find")), look: strings.TrimSpace(f.Get("view")), hosts: strings.TrimSpace(f.Get("hosts")), edit: f.Get("edit")}
	if form.do == "" {
		form.do = "save"
	}
	form.version, _ = strconv.ParseInt(f.Get("version"), 10, 64)
	m = atlas.Map{Title: f.Get("title"), Text: f.Get("text"), Layers: f["layers"], Areas: f["areas"], Assets: f["assets"], Theme: f.Get("theme"), Where: map[string][]string{}}
	for _, g := range mapFilters() {
		if list := f[g.Key]; len(list) > 0 {
			m.Where[g.Key] = list
		}
	}
	m = m.Tidied()
	if len(form.edit) > 100 {
		form.edit = ""
	}
	look, err := readLook(query{map[string][]string{"view": {form.look}}})
	if look != nil {
		m.Look = &atlas.Look{Lon: look.center[0], Lat: look.center[1], Zoom: look.zoom}
	}
	hosts, refused := atlas.ParseHosts(form.hosts)
	m.Hosts = hosts
	if err == nil {
		err = refused
	}
	if _, refused := filtersKnown(m.Where); refused != nil {
		m.Where = map[string][]string{}
		if err == nil {
			err = refused
		}
	}
	if err == nil && form.do == "save" {
		err = m.Check()
	}
	return m, form, err
}
