package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"terrier/plans"
	"terrier/plans/area"
	"terrier/plans/asset"
	"terrier/plans/organisation"
	"terrier/plans/provenance"
	"terrier/tiles/serve"
)

// shelf is where figures are kept, as somebody reaches it: the public's is everybody's, that of exact figures is each reader's own.
type shelf interface {
	// keys are those of the links that open figures here.
	keys() []string
	// asked is the question that such a link carries. carried is false where there is none.
	asked(ctx context.Context, q query) (question provenance.Question, carried bool, err error)
	// find finds a figure that is kept, and that whoever asks may see. To them any other is missing.
	find(ctx context.Context, id string) (*provenance.Figure, error)
	// answer works out what a question is answered now. A stored area is counted in as it stands, whichever version was asked about.
	answer(ctx context.Context, question provenance.Question) (*provenance.Figure, error)
	keep(ctx context.Context, f *provenance.Figure) error
	missing(id string) error
}

// figures open: where a number comes from, and what the same question is answered now. They are the shelf of the public's.
type figures struct{ *site }

var _ shelf = figures{}

func (f figures) routes(r chi.Router) { r.Get("/figures/{id}", f.handle(f.one)) }

func (f figures) one(w http.ResponseWriter, r *http.Request) error {
	a, as, err := f.opened(w, r, f)
	if err != nil || a.figure == nil {
		return err
	}
	body, kind, err := f.figureBody(r, a, as)
	if err == nil {
		serve.Send(w, r, serve.Answer{Type: kind, Cache: serve.Fresh, Body: body})
	}
	return err
}

// opened is a figure that is to be shown. The link may carry the question: then a figure that nobody has opened yet is worked out, kept and
// shown, if the answer is still the one that the id was made of. Where it is another now, the reader is sent on to that, and there is no
// figure here.
func (s *site) opened(w http.ResponseWriter, r *http.Request, on shelf) (a figureAnswer, as format, err error) {
	id, as, err := suffixed(w, r, "id", asPage, asJSON)
	if err != nil {
		return a, as, err
	}
	q, err := readQuery(r, on.keys()...)
	if err != nil {
		return a, as, err
	}
	again, err := q.code("again", yesOrNo)
	if err != nil {
		return a, as, err
	}
	if !provenance.IsID(id) {
		return a, as, on.missing(shorten(id))
	}
	found, err := s.open(w, r, on, id, q)
	if err != nil {
		return a, as, err
	}
	if found.ID() != id {
		w.Header().Set("Cache-Control", "no-store")
		suffix := ""
		if as == asJSON {
			suffix = ".json"
		}
		to := figureAddress(found, suffix)
		join := "?"
		if strings.Contains(to, "?") {
			join = "&"
		}
		http.Redirect(w, r, to+join+"instead-of="+id, http.StatusSeeOther)
		return a, as, nil
	}
	a = figureAnswer{figure: found, insteadOf: q.values.Get("instead-of") != ""}
	if again == "yes" {
		if a.again, err = askAgain(r.Context(), on, found); err != nil {
			return figureAnswer{}, as, err
		}
	}
	if found.Question.Within.Kind() == provenance.Drawn {
		w.Header().Set("X-Robots-Tag", "noindex")
	}
	return a, as, nil
}

// open finds a kept figure, or works out the one that the question in the link asks for. What it returns is kept, unless its id is
// another than the one that was asked for.
func (s *site) open(w http.ResponseWriter, r *http.Request, on shelf, id string, q query) (*provenance.Figure, error) {
	ctx := r.Context()
	question, carried, refused := on.asked(ctx, q)
	if carried && refused == nil && !question.Asks(id) {
		return nil, plans.Refuse("figure-mismatch", "", "The question in the link is not the one that the figure answers.", "Take the whole link, as it was given.")
	}
	found, err := on.find(ctx, id)
	if err == nil || !isMissing(err) {
		return found, orCannotOpen(err)
	}
	switch {
	case !carried:
		return nil, on.missing(id)
	case refused != nil:
		return nil, orCannotOpen(refused)
	}
	if err := s.spend(w, r, s.figured); err != nil {
		return nil, err
	}
	if found, err = on.answer(ctx, question); err != nil {
		return nil, orCannotOpen(err)
	}
	if found.ID() == id {
		err = on.keep(ctx, found)
	}
	return found, orCannotOpen(err)
}

// cannotOpen is told while figures cannot be read or kept. Counts go on from memory.
var cannotOpen error = &plans.Error{Kind: plans.Unavailable, Code: "figure-unavailable", Message: "Figures cannot be opened at the moment: what is kept of them cannot be reached.",
	Remedy: "Open it again in a moment. Maps and counts go on meanwhile."}

func orCannotOpen(err error) error {
	if err != nil && unreachable(err) {
		return errors.Join(cannotOpen, err)
	}
	return err
}

func (f figures) keys() []string { return figureKeys() }

func (f figures) find(ctx context.Context, id string) (*provenance.Figure, error) {
	if f.Figures == nil {
		return nil, cannotOpen
	}
	return f.Figures.Figure(ctx, id)
}

func (f figures) keep(ctx context.Context, fig *provenance.Figure) error {
	if f.Figures == nil {
		return cannotOpen
	}
	return f.Figures.KeepFigure(ctx, fig, fig.Until(f.Clock()))
}

func (f figures) missing(id string) error { return notKept(id, "") }

// notKept is said of a figure that nobody has opened. only is what more is to be known.
func notKept(id, only string) error {
	e := plans.Missing("figure", id)
	e.Remedy = "A figure is kept when somebody opens it by its link, or takes it away in a file; what was drawn is kept for a year. " + only + "Take the whole link, with what is behind the question mark."
	return e
}

func isMissing(err error) bool {
	var e *plans.Error
	return asError(err, &e) && e.Kind == plans.NotFound
}

// asked again: what a figure's question is answered now.
type askedAgain struct {
	now     *provenance.Figure // nil where it cannot be answered any more
	gone    string             // why not
	changes []provenance.Difference
}

func askAgain(ctx context.Context, on shelf, then *provenance.Figure) (*askedAgain, error) {
	now, err := on.answer(ctx, then.Question)
	var e *plans.Error
	switch {
	case err == nil:
		return &askedAgain{now: now, changes: provenance.Compare(then, now)}, nil
	case asError(err, &e) && (e.Kind == plans.NotFound || e.Kind == plans.Invalid):
		return &askedAgain{gone: e.Message}, nil
	}
	return nil, err
}

func (f figures) answer(ctx context.Context, question provenance.Question) (*provenance.Figure, error) {
	q := query{questionValues(question)}
	switch question.Of {
	case "areas":
		asked, err := askedOfAreas(q)
		if err != nil {
			return nil, err
		}
		found, err := areas(f).find(ctx, asked)
		return f.figureOfAreas(asked.question, found), err
	case "assets":
		asked, err := f.askedOfAssets(ctx, q)
		if err != nil {
			return nil, err
		}
		found, err := assets(f).find(ctx, asked)
		return f.figureOfAssets(asked.question, found), err
	case "associations":
		all := len(question.Where["all"]) > 0
		found, err := f.listedAssociations(ctx, all)
		return f.figureOfAssociations(all, found), err
	}
	b := question.Within
	if b.Kind() != provenance.Drawn { // what was drawn is as it was
		var err error
		if b, err = f.boundaryIn(ctx, q); err != nil {
			return nil, err
		}
	}
	answer, err := f.count(ctx, q, b, false)
	return answer.figure, err
}

// figure seals an answer that was worked out just now.
func (s *site) figure(q provenance.Question, a provenance.Answer, rule provenance.Rule, policy provenance.Policy, sources []provenance.Source) *provenance.Figure {
	return provenance.New(provenance.Figure{Question: q, Answer: a, Rule: rule, Policy: policy, Sources: sources, ComputedAt: s.Clock()})
}

// figureOfRegister is how many things of an open register a question finds. Each thing has one source.
func (s *site) figureOfRegister(q provenance.Question, rule provenance.Rule, sources []provenance.Source) *provenance.Figure {
	if q.Within.Name == "" {
		q.Within = everywhere
	}
	return s.figure(q, provenance.Answer{Total: len(sources), AsAt: provenance.Oldest(sources)}, rule, provenance.OpenRegister, sources)
}

func (s *site) figureOfAreas(q provenance.Question, found []area.Area) *provenance.Figure {
	return s.figureOfRegister(q, area.CountingRule, sourcesOf(found, func(a area.Area) provenance.Source { return a.Source }))
}

func (s *site) figureOfAssets(q provenance.Question, found []asset.Asset) *provenance.Figure {
	return s.figureOfRegister(q, asset.CountingRule, sourcesOf(found, func(a asset.Asset) provenance.Source { return a.Source }))
}

func (s *site) figureOfAssociations(all bool, found []organisation.Holding) *provenance.Figure {
	return s.figureOfRegister(questionAboutAssociations(all), organisation.CountingRule, sourcesOf(found, func(h organisation.Holding) provenance.Source { return h.Source }))
}

func sourcesOf[T any](found []T, source func(T) provenance.Source) []provenance.Source {
	sources := make([]provenance.Source, len(found))
	for i, one := range found {
		sources[i] = source(one)
	}
	return sources
}

// patience is how long a file waits for its figure to be kept.
const patience = 2 * time.Second

// keepExported keeps a figure that leaves in a file, and says whether it could. The file goes out either way: its link carries the
// question, so that the figure opens as long as the answer stands.
func (s *site) keepExported(ctx context.Context, on shelf, f *provenance.Figure) bool {
	if f == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := on.keep(ctx, f)
	if err != nil {
		s.Logger.WarnContext(ctx, "a figure that leaves in a file is not kept", "error", err.Error())
	}
	return err == nil
}
