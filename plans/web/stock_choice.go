package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/home"
	"terrier/plans/intake"
)

// choose says how a file is to be read, and has it checked again.
func (s stocks) choose(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.may(r, v, access.UploadStock)
	if err != nil {
		return err
	}
	c, err := s.chosen(r, v, up)
	if err != nil {
		return err
	}
	return s.ask(w, r, v, up, intake.Check, &c, "#columns")
}

// chosen are the choices of a form about a file's columns and what holds for all rows.
func (s stocks) chosen(r *http.Request, v visitor, up intake.Upload) (c intake.Choices, err error) {
	c = up.Choices
	given := func(name string, into *string) {
		if r.PostForm.Has(name) {
			*into = strings.TrimSpace(r.PostFormValue(name))
		}
	}
	given("as-at", &c.AsAt)
	given("layer", &c.Layer)
	given("encoding", &c.Encoding)
	if err := checkAsAt(c.AsAt, v.now); err != nil {
		return c, err
	}
	if len(c.Layer) > 200 || len(c.Encoding) > 40 {
		return c, plans.Refuse("bad-form", "layer", "The name of the sheet or layer is too long.", "Copy it from the file.")
	}
	if r.PostForm.Has("whole-said") {
		c.Whole, c.Release = r.PostFormValue("whole") == "yes", r.PostFormValue("release") == "yes"
	}
	if r.PostFormValue("forget") == "yes" {
		c.Map, c.Set, c.Forgetting = nil, nil, true
		return c, nil
	}
	if c.Set, err = chosenValues(r, c.Set); err != nil {
		return c, err
	}
	if up.Checked == nil || !r.PostForm.Has("columns") {
		return c, nil
	}
	c.Map, err = chosenColumns(r, up)
	return c, err
}

// chosenValues are what holds for rows that do not say.
func chosenValues(r *http.Request, had map[string]string) (map[string]string, error) {
	set := map[string]string{}
	for field, value := range had {
		set[field] = value
	}
	for field, codes := range map[string]plans.CodeList{"sensitivity": home.Sensitivities, "tenure": home.Tenures} {
		if !r.PostForm.Has("set-" + field) {
			continue
		}
		value := r.PostFormValue("set-" + field)
		if value == "" {
			set[field] = "" // whatever was said for an earlier file
			continue
		}
		if err := codes.Check(field, value); err != nil {
			return nil, err
		}
		set[field] = value
	}
	return set, nil
}

// chosenColumns are what the form says of each column where that is not what would be proposed: only that is remembered.
func chosenColumns(r *http.Request, up intake.Upload) (map[string]string, error) {
	header := up.Checked.Header
	chosen := map[string]string{}
	for i, column := range header {
		field := r.PostFormValue("column-" + strconv.Itoa(i))
		if field == "" {
			continue
		}
		if !slices.Contains(allFields(), field) {
			return nil, plans.Refuse("unknown-field", "columns", fmt.Sprintf("There is no field called %q.", shorten(field)), "Choose one from the list.")
		}
		if other, twice := chosen[field]; twice {
			return nil, plans.Refuse("column-twice", "columns", fmt.Sprintf("Both %s and %s are to be the %s.", other, column, fieldName(field)), "Choose one of the two.")
		}
		chosen[field] = column
	}
	proposed := meant(up)
	said := map[string]string{}
	for _, field := range allFields() {
		before, hadBefore := up.Choices.Map[field]
		switch {
		case chosen[field] != proposed[field]:
			said[field] = chosen[field]
		case hadBefore:
			said[field] = before
		}
	}
	return said, nil
}

// meant is which column each field is read from, as the page shows it: of a file that cannot be read, what was said of it.
func meant(up intake.Upload) map[string]string {
	if up.Stage == intake.Unfit {
		return up.Choices.Map
	}
	return up.Checked.Proposal.Mapping.Columns()
}

// allFields are those that a column of homes may be.
func allFields() []string {
	var names []string
	for _, f := range slices.Concat(home.Fields, intake.PlaceFields) {
		names = append(names, f.Name)
	}
	return names
}

// fieldNames are those that are told to people in other words than their own.
var fieldNames = map[string]string{"uprn": "UPRN", "epc": "EPC", "geometry": "position (WKT)", "point": "position (WKT point)", "coordinates": "position (two numbers)", "authority": "local authority (GSS code)"}

// fieldName is how a field is told to people.
func fieldName(field string) string {
	if name, other := fieldNames[field]; other {
		return name
	}
	return strings.NewReplacer("-", " ", "uprn", "UPRN", "epc", "EPC").Replace(field)
}

// withhold marks rows as withheld, or takes a mark away, and has the file checked again.
func (s stocks) withhold(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.may(r, v, access.MarkWithheld)
	if err != nil {
		return err
	}
	c := up.Choices
	switch form := r.PostForm; {
	case form.Has("rows"):
		c.Withhold.Rows, err = intake.ParseRows(form.Get("rows"))
	case form.Has("value"):
		column, value, ok := strings.Cut(form.Get("value"), "\x1f")
		if !ok {
			return plans.Refuse("bad-form", "value", "It is not said which rows are to be withheld.", "Choose what stands in a column.")
		}
		c.Withhold, err = c.Withhold.Add(intake.Value{Column: column, Value: value})
	case form.Has("drop"):
		column, value, _ := strings.Cut(form.Get("drop"), "\x1f")
		var dropped bool
		if c.Withhold, dropped = c.Withhold.Drop(intake.Value{Column: column, Value: value}); !dropped {
			return plans.Refuse("bad-form", "drop", "There is no such mark.", "Look at the page again: a colleague may have taken it away.")
		}
	default:
		err = plans.Refuse("bad-form", "rows", "It is not said which rows are to be withheld.", "Give their numbers, or what stands in a column.")
	}
	if err != nil {
		return err
	}
	return s.ask(w, r, v, up, intake.Check, &c, "#withheld")
}

// apply brings a checked file into the register. What must be agreed to is sent with it.
func (s stocks) apply(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.may(r, v, access.ApplyStock)
	if err != nil {
		return err
	}
	for _, code := range up.Confirm() {
		if !slices.Contains(r.PostForm["agree"], code) {
			return &plans.Error{Kind: plans.Conflict, Code: "not-agreed", Field: "agree", Message: confirmations[code].without, Remedy: "Tick the box beside it if that is what you want."}
		}
	}
	return s.ask(w, r, v, up, intake.Apply, nil, "")
}

// confirmations are what has to be agreed to, by code.
var confirmations = map[string]struct{ says, without string }{
	"lose-most":     {"More than half of the association's homes leave the register.", "This file would take more than half of the association's homes out of the register."},
	"open-withheld": {"Homes that are withheld will be withheld no longer.", "This file would open homes that are withheld."},
}

func (s stocks) undo(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.may(r, v, access.UndoStock)
	if err != nil {
		return err
	}
	return s.ask(w, r, v, up, intake.Undo, nil, "")
}

// ask has a task done and shows the file's page.
func (s stocks) ask(w http.ResponseWriter, r *http.Request, v visitor, up intake.Upload, task intake.Task, c *intake.Choices, at string) error {
	seen, err := seenOf(r)
	if err == nil {
		err = s.Stock.Uploads.AskUpload(r.Context(), up.Organisation, up.ID, task, v.Account, seen, c)
	}
	if err != nil {
		s.Stock.Uploads.Wake() // what is stale is checked again
		return err
	}
	s.Stock.Uploads.Wake()
	if !wantsPage(r) {
		now, err := s.Stock.Uploads.Upload(r.Context(), up.Organisation, up.ID)
		if err != nil {
			return err
		}
		return s.sendStatus(w, r, http.StatusAccepted, now)
	}
	http.Redirect(w, r, "/stock/"+up.ID+at, http.StatusSeeOther)
	return nil
}

// seenOf is the number of the check that was looked at; 0 where it is not said.
func seenOf(r *http.Request) (int, error) {
	text := r.PostFormValue("seen")
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, plans.Refuse("bad-form", "seen", "This is no number of a check.", "Send the one that is called seen in the file's state.")
	}
	return n, nil
}

func (s stocks) discard(w http.ResponseWriter, r *http.Request, v visitor) error {
	up, err := s.may(r, v, access.UploadStock)
	if err == nil {
		err = s.Stock.Uploads.DiscardUpload(r.Context(), up.Organisation, up.ID, v.Account)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/stock?done=discarded", http.StatusSeeOther)
	return nil
}
