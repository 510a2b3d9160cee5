package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/provenance"
)

// ExactFigures keeps the figures of those who see homes exactly, each with what was in sight when it was counted.
type ExactFigures interface {
	// ExactFigure finds one, with what was in sight, for somebody who sees these parts now. One that counted more is as if it were not there:
	// plans.NotFound.
	ExactFigure(ctx context.Context, id string, now []access.Part) (f *provenance.Figure, sight []access.Part, err error)
	// KeepExactFigure keeps one for an account, until a moment; until further notice where that is zero.
	KeepExactFigure(ctx context.Context, f *provenance.Figure, sight []access.Part, account int64, until time.Time) error
}

// exactShelf is where exact figures are kept, as one visitor reaches it. Each that is found or worked out is noted in the audit trail
// before anything of it is told: an id tells the number to whoever tries some.
type exactShelf struct {
	exactHomes
	r    *http.Request
	v    visitor
	seen []access.Part // what is in sight: what the visitor sees, or what was in sight of a figure that was found
}

var _ shelf = (*exactShelf)(nil)

func shelfOf(e exactHomes, r *http.Request, v visitor) *exactShelf {
	return &exactShelf{e, r, v, access.Exact(v.Who, v.now)}
}

// opensFigure shows one. Asked again, its question is answered for the same sight, so that what differs has changed; opened by a link
// that carries the question it is answered for the visitor's own.
func (e exactHomes) opensFigure(w http.ResponseWriter, r *http.Request, v visitor) error {
	on := shelfOf(e, r, v)
	a, as, err := e.opened(w, r, on)
	if err != nil || a.figure == nil {
		return err
	}
	where := a.figure.Question.Where
	own, err := e.inSight(r.Context(), access.Exact(v.Who, v.now), where)
	if err != nil {
		return err
	}
	counted, err := e.inSight(r.Context(), on.seen, where)
	if err != nil {
		return err
	}
	a.another = access.WriteParts(own) != access.WriteParts(counted)
	if a.inSight, err = e.partsSaid(r.Context(), counted); err != nil {
		return err
	}
	body, kind, err := e.figureBody(r, a, as)
	if err == nil {
		send(w, r, http.StatusOK, kind, body)
	}
	return err
}

func (x *exactShelf) keys() []string {
	return append(exactKeys("area", "version", "bbox", "crs", "shape"), figureOnly...)
}

func (x *exactShelf) asked(ctx context.Context, given query) (question provenance.Question, carried bool, err error) {
	if !carries(given) {
		return question, false, nil
	}
	q, err := x.read(ctx, given, x.v)
	if err != nil {
		return question, true, err
	}
	b, err := x.linkedBoundary(ctx, given)
	if err != nil {
		return question, true, err
	}
	question = provenance.Question{Of: "homes", Within: b, Where: q.where, By: q.groupings(), AsAt: q.on}
	if len(q.cross) > 0 {
		question.By, question.Crossed = q.cross, true
	}
	return question, true, readVersion(given, &question)
}

func (x *exactShelf) find(ctx context.Context, id string) (*provenance.Figure, error) {
	if x.Entitled.Figures == nil {
		return nil, cannotOpen
	}
	f, sight, err := x.Entitled.Figures.ExactFigure(ctx, id, x.seen)
	if err != nil {
		return nil, err
	}
	x.seen = sight
	var refused *plans.Error
	if _, err := x.exactFilters(ctx, query{questionValues(f.Question)}, x.v); asError(err, &refused) && refused.Kind == plans.Invalid {
		return nil, x.missing(id) // it names an association that the visitor is not told of
	} else if err != nil {
		return nil, err
	}
	return f, x.noteFigure("open-figure", x.questionOf(f.Question), f)
}

func (x *exactShelf) answer(ctx context.Context, question provenance.Question) (f *provenance.Figure, err error) {
	q := x.questionOf(question)
	if question.Within.Kind() != provenance.Drawn { // what was drawn is as it was
		if q.areas[0], err = x.boundaryIn(ctx, query{questionValues(question)}); err != nil {
			return nil, err
		}
	}
	if question.Crossed {
		f, err = x.crossed(ctx, q, q.areas[0])
	} else {
		var answers []summary
		if answers, err = x.answers(ctx, q); err == nil {
			f = answers[0].figure
		}
	}
	if err != nil {
		return nil, err
	}
	return f, x.noteFigure("count-homes", q, f)
}

func (x *exactShelf) keep(ctx context.Context, f *provenance.Figure) error {
	if x.Entitled.Figures == nil {
		return cannotOpen
	}
	sight, err := x.inSight(ctx, x.seen, f.Question.Where)
	if err != nil {
		return err
	}
	return x.Entitled.Figures.KeepExactFigure(ctx, f, sight, x.v.Account, f.Until(x.v.now))
}

func (x *exactShelf) missing(id string) error {
	return notKept(id, "It opens for those who may see all homes that were in sight when it was counted. ")
}

// questionOf is a figure's question as it is answered and noted for what is in sight.
func (x *exactShelf) questionOf(of provenance.Question) exactQuestion {
	q := exactQuestion{areas: []boundary{of.Within}, by: of.By, where: of.Where, on: of.AsAt, asked: url.Values{}, seen: x.seen, now: x.v.now}
	if of.Crossed {
		q.cross = of.By
	}
	values := questionValues(of)
	for _, key := range []string{"area", "bbox", "crs", "as-at", "rows", "columns"} {
		if values.Has(key) {
			q.asked.Set(key, values.Get(key))
		}
	}
	return q
}

func (x *exactShelf) noteFigure(action string, q exactQuestion, f *provenance.Figure) error {
	detail, err := x.detail(x.r.Context(), q, f.Answer.Total)
	if err == nil {
		noted := entry(x.r, x.v, action, detail)
		noted.Ref = f.ID()
		_, err = x.Entitled.Trail.Record(x.r.Context(), noted)
	}
	return err
}

// figuresOf keeps the figures that count what leaves in a file, one for each boundary, and is what every row of it says of them.
func (e exactHomes) figuresOf(r *http.Request, v visitor, counted []summary) (values []plans.FieldValue) {
	cells := make([][]string, 3)
	for _, one := range counted {
		for i, cell := range e.figureCells(one.figure, e.keepExported(r.Context(), shelfOf(e, r, v), one.figure))[:len(cells)] {
			cells[i] = append(cells[i], cell)
		}
	}
	for i, column := range figureColumns[:len(cells)] {
		values = append(values, plans.FieldValue{Name: column, Text: listed(cells[i])})
	}
	return values
}

// sightPart is a part of what was in sight, with the names of its owners.
type sightPart struct {
	access.Part
	bodies bodies
}

// partsSaid finds the names of those whose homes are in sight.
func (s *site) partsSaid(ctx context.Context, parts []access.Part) ([]sightPart, error) {
	owners, _ := access.OwnersOf(parts)
	named, err := s.bodies(ctx, owners, nil)
	said := []sightPart{}
	for _, p := range parts {
		said = append(said, sightPart{p, named})
	}
	return said, err
}

// said is the part in words: "Ashdale Homes, withheld ones too", "Ashdale Homes, in E07000026; tenures: all".
func (p sightPart) said() string {
	var names []string
	for _, id := range p.Owners {
		names = append(names, p.bodies.id(id))
	}
	said := "Homes of " + strings.Join(names, ", ")
	if len(p.Own) > 0 {
		said += ", withheld ones too"
	}
	if p.Authorities != nil {
		said += ", in " + strings.Join(p.Authorities, ", ")
	}
	if p.Tenures != nil {
		said += "; tenures: " + tenureNames(p.Tenures)
	}
	return said
}

func (p sightPart) document() sightDocument {
	refs := func(ids []int64) (refs []string) {
		for _, id := range ids {
			refs = append(refs, p.bodies.byID[id].Ref)
		}
		slices.Sort(refs)
		return refs
	}
	return sightDocument{refs(p.Owners), refs(p.Own), p.Authorities, p.Tenures}
}
