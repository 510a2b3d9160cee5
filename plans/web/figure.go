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
)

// figures open: where a number comes from, and what the same question is answered now.
type figures struct{ *site }

func (f figures) routes(r chi.Router) { r.Get("/figures/{id}", f.handle(f.one)) }

// one shows a figure. The link may carry the question: then a figure that nobody has opened yet is worked out, kept and shown, if the
// answer is still the one that the id was made of. Where it is another now, the reader is sent on to that.
func (f figures) one(w http.ResponseWriter, r *http.Request) error {
	id, as, err := suffixed(w, r, "id", asPage, asJSON)
	if err != nil {
		return err
	}
	q, err := readQuery(r, figureKeys()...)
	if err != nil {
		return err
	}
	again, err := q.code("again", yesOrNo)
	if err != nil {
		return err
	}
	if !provenance.IsID(id) {
		return notKept(shorten(id))
	}
	found, err := f.open(w, r, id, q)
	if err != nil {
		return err
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
		return nil
	}
	view := figureAnswer{figure: found, insteadOf: q.values.Get("instead-of") != ""}
	if again == "yes" {
		if view.again, err = f.askAgain(r.Context(), found); err != nil {
			return err
		}
	}
	if found.Question.Within.Kind() == provenance.Drawn {
		w.Header().Set("X-Robots-Tag", "noindex")
	}
	if as == asJSON {
		f.sendFigure(w, r, view)
		return nil
	}
	return f.page(w, r, view)
}

// open finds a kept figure, or works out the one that the question in the link asks for. What it returns is kept, unless its id is
// another than the one that was asked for.
func (f figures) open(w http.ResponseWriter, r *http.Request, id string, q query) (*provenance.Figure, error) {
	ctx := r.Context()
	if f.Figures == nil {
		return nil, cannotOpen
	}
	question, carried, refused := f.questionIn(ctx, q)
	if carried && refused == nil && !question.Asks(id) {
		return nil, plans.Refuse("figure-mismatch", "", "The question in the link is not the one that the figure answers.", "Take the whole link, as it was given.")
	}
	found, err := f.Figures.Figure(ctx, id)
	if err == nil || !isMissing(err) {
		return found, orCannotOpen(err)
	}
	switch {
	case !carried:
		return nil, notKept(id)
	case refused != nil:
		return nil, orCannotOpen(refused)
	}
	if err := f.spend(w, r, f.figured); err != nil {
		return nil, err
	}
	if found, err = f.answer(ctx, question); err != nil {
		return nil, orCannotOpen(err)
	}
	if found.ID() == id {
		err = f.Figures.KeepFigure(ctx, found, found.Until(f.Clock()))
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

func notKept(id string) error {
	e := plans.Missing("figure", id)
	e.Remedy = "A figure is kept when somebody opens it by its link, or takes it away in a file; what was drawn is kept for a year. Take the whole link, with what is behind the question mark."
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

func (f figures) askAgain(ctx context.Context, then *provenance.Figure) (*askedAgain, error) {
	now, err := f.answer(ctx, then.Question)
	var e *plans.Error
	switch {
	case err == nil:
		return &askedAgain{now: now, changes: provenance.Compare(then, now)}, nil
	case asError(err, &e) && (e.Kind == plans.NotFound || e.Kind == plans.Invalid):
		return &askedAgain{gone: e.Message}, nil
	}
	return nil, err
}

// answer works out what a question is answered now. A stored area is counted in as it stands, whichever version was asked about.
func (s *site) answer(ctx context.Context, question provenance.Question) (*provenance.Figure, error) {
	q := query{questionValues(question)}
	switch question.Of {
	case "areas":
		asked, err := askedOfAreas(q)
		if err != nil {
			return nil, err
		}
		found, err := areas{s}.find(ctx, asked)
		return s.figureOfAreas(asked.question, found), err
	case "assets":
		asked, err := s.askedOfAssets(ctx, q)
		if err != nil {
			return nil, err
		}
		found, err := assets{s}.find(ctx, asked)
		return s.figureOfAssets(asked.question, found), err
	case "associations":
		all := len(question.Where["all"]) > 0
		found, err := s.listedAssociations(ctx, all)
		return s.figureOfAssociations(all, found), err
	}
	b := question.Within
	if b.Kind() != provenance.Drawn { // what was drawn is as it was
		var err error
		if b, err = s.boundaryIn(ctx, q); err != nil {
			return nil, err
		}
	}
	answer, err := s.count(ctx, q, b, false)
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
func (s *site) keepExported(ctx context.Context, f *provenance.Figure) bool {
	if f == nil || s.Figures == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := s.Figures.KeepFigure(ctx, f, f.Until(s.Clock()))
	if err != nil {
		s.Logger.WarnContext(ctx, "a figure that leaves in a file is not kept", "error", err.Error())
	}
	return err == nil
}
