package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"terrier/plans"
	"terrier/plans/home"
)

// markFindView is where homes are looked for, and those that were found.
type markFindView struct {
	Page
	Associations []optionView
	Several      bool
	Kept         markKept
	Needs        []optionView
	Who          []optionView // who may know of a home
	Reasons      []optionView
	Error        string

	Asked          bool // homes were looked for
	Found          string
	Some           bool
	Homes          []markRow
	Here           string // which of them are on this page
	Earlier, Later string // numbers of pages
	Unknown        markUnknown

	Marks []markListed
}

// markKept is what a form said, to be sent again.
type markKept struct {
	Association, Listed, Words, Postcode, Needs, Sensitivity string
	Ticked                                                   []string
}

type markRow struct{ Reference, UPRN, Address, Needs, Tenure, Symbol, Who string }

// markUnknown are references that no home has, or too many to be shown.
type markUnknown struct {
	Says string // "" for none
	List []string
	More string
}

type markListed struct{ ID, At, By, What, Reason, State string }

// mostUnknown is how many unknown references a page shows.
const mostUnknown = 100

type foundPage struct {
	home.Found
	page int
}

func options(codes plans.CodeList, chosen string) (options []optionView) {
	for _, c := range codes {
		options = append(options, optionView{c.Slug, c.Name, c.Slug == chosen})
	}
	return options
}

func keptOf(f markForm) markKept {
	c := f.asked
	return markKept{f.of.Ref, strings.Join(c.Listed, "\n"), c.Words, c.Postcode, c.Needs, c.Sensitivity, f.marking.Ticked}
}

// refused shows what is wrong with a form above the form.
func (m marks) refused(w http.ResponseWriter, r *http.Request, v visitor, f markForm, err error) error {
	var known *plans.Error
	if !errors.As(err, &known) || !wantsPage(r) {
		return err
	}
	return m.showFind(w, r, v, problemOf(err).Status, f, nil, known.Message+" "+known.Remedy)
}

func (m marks) showFind(w http.ResponseWriter, r *http.Request, v visitor, status int, f markForm, found *foundPage, wrong ...string) error {
	page, _ := m.frame(r.Context(), "account", "Withhold homes", "")
	view := markFindView{Page: page, Several: len(f.several) > 1, Kept: keptOf(f), Needs: options(home.Needs, f.asked.Needs), Who: options(home.Sensitivities, f.asked.Sensitivity),
		Reasons: options(home.MarkReasons, f.marking.Reason), Error: strings.Join(wrong, " ")}
	if view.Kept.Listed == "" && view.Error != "" && len(f.listed) < mostOfForm {
		view.Kept.Listed = f.listed // as it was pasted
	}
	for _, b := range f.several {
		view.Associations = append(view.Associations, optionView{b.Ref, b.Name, b.ID == f.of.ID})
		done, err := m.Stock.Marks.Marks(r.Context(), b.ID)
		if err != nil {
			return err
		}
		for _, one := range done {
			view.Marks = append(view.Marks, markListed{one.ID, clockTime(one.At), whoDid(one.By, v), whatMarked(one), home.MarkReasons.Name(one.Reason), markState(one)})
		}
	}
	if found != nil {
		view.tellFound(*found)
	}
	return m.showPrivate(w, r, status, "stock/homes.html", view)
}

func (view *markFindView) tellFound(f foundPage) {
	view.Asked, view.Some = true, len(f.Homes) > 0
	if view.Found = plural(f.Total, "home", "homes"); f.Total == 0 {
		view.Found = "No homes"
	}
	view.Unknown = unknownOf(f.Unknown)
	for _, h := range f.Homes {
		view.Homes = append(view.Homes, markRow{h.Reference, h.UPRN, strings.TrimSpace(h.Address + " " + h.Postcode), home.Needs.Name(h.Needs), home.Tenures.Name(h.Tenure), tenureGroup(h.Tenure),
			home.Sensitivities.Name(h.Sensitivity)})
	}
	from := (f.page - 1) * homesOnPage
	if f.Total > homesOnPage {
		view.Here = thousands(from+1) + " to " + thousands(from+len(f.Homes)) + " of " + thousands(f.Total)
	}
	if f.page > 1 {
		view.Earlier = strconv.Itoa(f.page - 1)
	}
	if from+len(f.Homes) < f.Total && view.Some {
		view.Later = strconv.Itoa(f.page + 1)
	}
}

func unknownOf(refs []string) (u markUnknown) {
	if len(refs) == 0 {
		return u
	}
	u.Says = plural(len(refs), "entry of the list is", "entries of the list are") + " no reference or UPRN of your homes"
	u.List = refs[:min(len(refs), mostUnknown)]
	if more := len(refs) - len(u.List); more > 0 {
		u.More = thousands(more)
	}
	return u
}

// markLookView is what a mark would do, to be confirmed.
type markLookView struct {
	Page
	Kept        markKept
	Withholds   bool
	To, Reason  string
	ReasonName  string
	Which       string
	Seen, ID    string
	Says        string
	Facts       []string
	Button      string // "" where there is nothing to do
	Unknown     markUnknown
	Association string
	Error       string
}

func (m marks) showLook(w http.ResponseWriter, r *http.Request, v visitor, status int, f markForm, id string, wrong *plans.Error) error {
	e, err := m.Stock.Marks.LookAtMark(r.Context(), f.of.ID, f.marking)
	if err == nil {
		err = m.note(r, v, f.of, "count-homes", e.Homes)
	}
	if err != nil {
		return err
	}
	if !wantsPage(r) {
		send(w, r, status, "application/json", asJSONText(lookDocument{Effect: e, Unknown: append([]string{}, e.Unknown...), Seen: e.Seen, Mark: id}))
		return nil
	}
	withholds := f.marking.To == home.Withheld
	view := markLookView{Kept: keptOf(f), Withholds: withholds, To: f.marking.To, Reason: f.marking.Reason, ReasonName: home.MarkReasons.Name(f.marking.Reason), Which: r.PostFormValue("which"),
		Seen: e.Seen, ID: id, Unknown: unknownOf(e.Unknown), Association: f.of.Name, Says: markSays(f.marking.To, e), Facts: markFacts(f.marking.To, e)}
	view.Page, _ = m.frame(r.Context(), "account", map[bool]string{true: "Withhold homes", false: "Withhold homes no longer"}[withholds], "")
	if n := e.Changes(); n > 0 {
		view.Button = map[bool]string{true: "Withhold " + plural(n, "home", "homes"), false: "Withhold " + plural(n, "home", "homes") + " no longer"}[withholds]
	}
	if wrong != nil {
		view.Error = wrong.Message + " " + wrong.Remedy
	}
	return m.showPrivate(w, r, status, "stock/look.html", view)
}

// markSays is what a mark does, in one sentence.
func markSays(to string, e home.Effect) string {
	n := e.Changes()
	switch {
	case e.Homes == 0:
		return "No home was found, so nothing would change."
	case n == 0 && to == home.Withheld:
		return "Nothing would change: " + plural(e.Homes, "home is", "homes are") + " withheld already."
	case n == 0:
		return "Nothing would change: " + plural(e.Homes, "home is", "homes are") + " not withheld."
	case to == home.Withheld:
		return plural(n, "home", "homes") + " will be withheld: " + they(n) + " the map, the counts and every list, for everyone but you and your association’s other officers."
	}
	return plural(n, "home", "homes") + " will be withheld no longer: others can learn of " + map[bool]string{true: "it", false: "them"}[n == 1] + " again, as said here."
}

func they(n int) string {
	if n == 1 {
		return "it leaves"
	}
	return "they leave"
}

// markFacts are what else there is to know of it beforehand.
func markFacts(to string, e home.Effect) (facts []string) {
	say := func(n int, one, many, rest string) {
		if n > 0 {
			facts = append(facts, plural(n, one, many)+rest)
		}
	}
	if to == home.Withheld {
		say(e.Were[home.Published], "is", "are", " published now. The server shows them to nobody else within a second; copies in browsers and caches go within a minute.")
		say(e.Were[home.Open], "is", "are", " open now. Public totals are not made anew for this, since the difference would show it: they fall out of them at the next release.")
		say(e.Were[home.Restricted], "is", "are", " restricted now: planning officers with an agreement no longer see them.")
		say(e.Addresses, "has", "have", " an address in the register, which is taken out. It comes back where the mark is taken back, and not where homes are withheld no longer.")
		say(e.Same(), "is withheld already and stays so.", "are withheld already and stay so.", "")
		return facts
	}
	say(e.Become[home.Restricted], "becomes", "become", " restricted, as before: planning officers with an agreement see them.")
	say(e.Become[home.Open], "becomes", "become", " open: counted in public totals from the next release on, and seen by planning officers with an agreement.")
	say(e.Published, "was published before, and becomes open and not more", "were published before, and become open and not more", ": to publish homes, bring a list that says so.")
	say(e.Same(), "is not withheld and stays as it is.", "are not withheld and stay as they are.", "")
	return facts
}

// markView is a mark that was made.
type markView struct {
	Page
	ID, Said, Says string
	Facts          []string
	Withholds      bool
	Undone         bool
	Stand          string // how many homes stand as it left them, where not all do
	MayUndo        bool
	Agree          string // what has to be agreed to for that, and what it does
	Before         string
	Error          string
}

const openWithheld = "open-withheld" // in confirmations, of a file

func (m marks) showMark(w http.ResponseWriter, r *http.Request, v visitor, status int, one home.Mark, stand int, wrong string) error {
	page, _ := m.frame(r.Context(), "account", map[bool]string{true: "Homes that were withheld", false: "Homes that are withheld no longer"}[one.To == home.Withheld], "")
	n := one.Changes()
	view := markView{Page: page, ID: one.ID, Withholds: one.To == home.Withheld, Undone: !one.UndoneAt.IsZero(), Error: wrong, MayUndo: one.UndoneAt.IsZero() && stand > 0}
	view.Said = "Marked by " + whoDid(one.By, v) + " at " + clockTime(one.At) + ". Reason: " + home.MarkReasons.Name(one.Reason) + "."
	view.Says = upperFirst(whatMarked(one)) + "."
	for _, code := range home.Sensitivities {
		if k := one.Become[code.Slug]; k > 0 && !view.Withholds {
			view.Facts = append(view.Facts, plural(k, "home", "homes")+" became "+strings.ToLower(code.Name))
		}
	}
	if same := one.Same(); same > 0 {
		view.Facts = append(view.Facts, plural(same, "home", "homes")+" stood so already")
	}
	if !view.Undone && stand < n {
		view.Stand = plural(stand, "home stands", "homes stand") + " as this mark left " + map[bool]string{true: "it", false: "them"}[stand == 1] + ". The others were changed since, by a file, by hand or by another mark, and stay as they are."
	}
	var before []string
	for _, code := range home.Sensitivities {
		if k := one.Were[code.Slug]; k > 0 {
			before = append(before, thousands(k)+" "+strings.ToLower(code.Name))
		}
	}
	view.Before = "The homes stand then as they did before: " + strings.Join(before, ", ") + "."
	if one.Opens() {
		view.Agree = "They can be found by others again"
	}
	return m.showPrivate(w, r, status, "stock/mark.html", view)
}

// whatMarked is what a mark did, in a few words.
func whatMarked(one home.Mark) string {
	n := plural(one.Changes(), "home", "homes")
	if one.To == home.Withheld {
		return n + " withheld"
	}
	return n + " withheld no longer"
}

func markState(one home.Mark) string {
	if one.UndoneAt.IsZero() {
		return "stands"
	}
	return "taken back"
}

func upperFirst(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// foundDocument is what was found, as programs get it.
type foundDocument struct {
	Total   int         `json:"total"`
	Homes   []foundHome `json:"homes"`
	Unknown []string    `json:"unknown"`
}

type foundHome struct {
	Reference   string `json:"reference"`
	UPRN        string `json:"uprn,omitempty"`
	Sensitivity string `json:"sensitivity"`
}

func foundDocumentOf(f home.Found) foundDocument {
	d := foundDocument{Total: f.Total, Homes: []foundHome{}, Unknown: append([]string{}, f.Unknown...)}
	for _, h := range f.Homes {
		d.Homes = append(d.Homes, foundHome{h.Reference, h.UPRN, h.Sensitivity})
	}
	return d
}

// lookDocument is what a mark would do. Seen is sent with the mark, so that what is done is what was looked at.
type lookDocument struct {
	home.Effect
	Unknown []string `json:"unknown"`
	Seen    string   `json:"seen"`
	Mark    string   `json:"mark"`
}

// markDocument is a mark that was made.
type markDocument struct {
	ID     string `json:"id"`
	To     string `json:"to"`
	Reason string `json:"reason"`
	home.Effect
	Stand  int  `json:"stand"` // homes that stand as it left them
	Undone bool `json:"undone"`
}

func markDocumentOf(one home.Mark, stand int) markDocument {
	return markDocument{ID: one.ID, To: one.To, Reason: one.Reason, Effect: one.Effect, Stand: stand, Undone: !one.UndoneAt.IsZero()}
}
