package web

import (
	"net/http"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/home"
	"terrier/plans/intake"
)

type stockListView struct {
	Page
	Associations []optionView
	Uploads      []uploadRow
	Several      bool // associations: rows say whose they are
	AsAt, Today  string
	Most         string // of a file
	Fields       []fieldHelp
	Error, Done  string
}

type uploadRow struct{ ID, FileName, Association, By, At, State string }

// fieldHelp says what a column may hold.
type fieldHelp struct {
	Name, Values string
	Needed       bool
}

var stockDone = map[string]string{"discarded": "The file is removed. Nothing of it was in the register."}

func (s stocks) listView(r *http.Request, v visitor) (view stockListView, err error) {
	page, _ := s.frame(r.Context(), "account", "Bring your homes", "")
	today := plans.FormatDate(access.Today(v.now))
	view = stockListView{Page: page, AsAt: today, Today: today, Most: plural(int(s.Stock.Most>>20), "MB", "MB"), Done: stockDone[r.URL.Query().Get("done")], Fields: fieldHelps()}
	bodies, err := s.associations(r.Context(), v, access.UploadStock)
	if err != nil {
		return view, err
	}
	view.Several = len(bodies) > 1
	for i, b := range bodies {
		view.Associations = append(view.Associations, optionView{b.Ref, b.Name, i == 0})
		uploads, err := s.Stock.Uploads.UploadsOf(r.Context(), b.ID)
		if err != nil {
			return view, err
		}
		for _, up := range uploads {
			view.Uploads = append(view.Uploads, uploadRow{ID: up.ID, FileName: up.FileName, Association: b.Name, By: whoDid(up.By, v), At: clockTime(up.At), State: stateOf(up)})
		}
	}
	return view, nil
}

// whoDid names somebody without naming them.
func whoDid(account int64, v visitor) string {
	if account == v.Account {
		return "you"
	}
	return "a colleague"
}

// stateOf is how far an upload is, in a few words.
func stateOf(up intake.Upload) string {
	switch {
	case up.Task != "":
		return map[intake.Task]string{intake.Check: "being checked", intake.Apply: "being brought in", intake.Undo: "being taken back"}[up.Task]
	case up.Stage == intake.IsChecked:
		return "checked, not in the register"
	case up.Stage == intake.Unfit:
		return "cannot be read yet"
	case up.Stage == intake.Applied:
		return "in the register"
	case up.Stage == intake.TakenBack:
		return "taken back out"
	}
	return "uploaded"
}

// fieldHelps say what a file may tell of a home.
func fieldHelps() (helps []fieldHelp) {
	for _, f := range home.Fields {
		helps = append(helps, fieldHelp{Name: fieldName(f.Name), Needed: f.Name == "reference" || f.Name == "tenure", Values: valuesOf(f.Name)})
	}
	return append(helps, fieldHelp{Name: "position", Needed: true,
		Values: "easting and northing, longitude and latitude, a grid reference or a point as WKT; a home without one lies at the centre of its postcode"})
}

// valuesOf lists the codes of a field, "" where it takes anything.
func valuesOf(field string) (values string) {
	codes := map[string]plans.CodeList{"tenure": home.Tenures, "needs-category": home.Needs, "home-type": home.Types, "built": home.Builts, "build-year-band": home.BuildYearBands,
		"epc": home.EPCs, "ownership": home.Ownerships, "occupancy": home.Occupancies, "sensitivity": home.Sensitivities}[field]
	for i, c := range codes {
		if i > 0 {
			values += ", "
		}
		values += c.Slug
	}
	return values
}
