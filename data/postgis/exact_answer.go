package postgis

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"terrier/plans"
	"terrier/plans/home"
)

// ExactAnswers answers for those who see more than the public: as homes stand, from memory; as they stood, and what memory does not
// hold, from the database. Rows are fetched by id. Safe for several goroutines.
type ExactAnswers struct {
	stock *home.ExactStock
	exact *Exact
	read  atomic.Bool
}

// NewExactAnswers makes one. It refuses to answer until Ready is called.
func NewExactAnswers(stock *home.ExactStock, exact *Exact) *ExactAnswers {
	return &ExactAnswers{stock: stock, exact: exact}
}

// Ready says that the stock has been read. first is true the first time.
func (a *ExactAnswers) Ready() (first bool) { return a.read.CompareAndSwap(false, true) }

func (a *ExactAnswers) ready() error {
	if a.read.Load() {
		return nil
	}
	return &plans.Error{Kind: plans.Unavailable, Code: "homes-not-read", Message: "Exact figures cannot be given yet: the homes are still being read.", Remedy: "Ask again in a moment."}
}

// CountHomes counts what a reader sees. A question without a day is about now.
func (a *ExactAnswers) CountHomes(ctx context.Context, sight home.Sight, q home.PastQuestion) (home.Summary, error) {
	if err := a.ready(); err != nil {
		return home.Summary{}, err
	}
	if q.On.IsZero() {
		return a.stock.Count(sight.Parts(), q.Question)
	}
	var parts []home.Summary
	err := eachPart(sight, q, func(p home.Part, q home.PastQuestion) error {
		s, err := a.exact.CountPast(ctx, p.View, q)
		parts = append(parts, s)
		return err
	})
	return home.Together(q.By, parts...), err
}

// CrossHomes counts them by two groupings at once. The question must name a day.
func (a *ExactAnswers) CrossHomes(ctx context.Context, sight home.Sight, q home.PastQuestion, rowsBy, columnsBy string) (home.Crossed, error) {
	if err := a.ready(); err != nil {
		return home.Crossed{}, err
	}
	var parts []home.Crossed
	err := eachPart(sight, q, func(p home.Part, q home.PastQuestion) error {
		c, err := a.exact.CrossPast(ctx, p.View, q, rowsBy, columnsBy)
		parts = append(parts, c)
		return err
	})
	return home.CrossedTogether(rowsBy, columnsBy, parts...), err
}

// ListHomes lists the ids of the homes that CountHomes counts, ascending, and of those on the line of the boundary; which those were on
// a past day is not told.
func (a *ExactAnswers) ListHomes(ctx context.Context, sight home.Sight, q home.PastQuestion) (ids, onLine []int64, err error) {
	if err := a.ready(); err != nil {
		return nil, nil, err
	}
	if q.On.IsZero() {
		return a.stock.List(sight.Parts(), q.Question)
	}
	err = eachPart(sight, q, func(p home.Part, q home.PastQuestion) error {
		var after int64
		for {
			page, err := a.exact.ListPast(ctx, p.View, q, after, MostHomes)
			ids = append(ids, page...)
			if err != nil || len(page) < MostHomes {
				return err
			}
			after = page[len(page)-1]
		}
	})
	slices.Sort(ids)
	return slices.Compact(ids), nil, err
}

// Seen gives what a map of the homes that CountHomes counts is drawn from, as they stand.
func (a *ExactAnswers) Seen(sight home.Sight, where map[string][]string) ([]home.Seen, error) {
	if err := a.ready(); err != nil {
		return nil, err
	}
	return a.stock.Seen(sight.Parts(), where)
}

// Homes fetches homes by id, at most MostHomes, in the order of the ids, as they stand, or as they stood when a day ended. One that the
// reader does not see is left out, and of one that is seen only because it is published no more is told than the public knows.
func (a *ExactAnswers) Homes(ctx context.Context, sight home.Sight, on time.Time, ids []int64) ([]home.Record, error) {
	found := make(map[int64]home.Record, len(ids))
	fetch := func(v home.View, tenures []string) error {
		missing := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { _, there := found[id]; return there })
		if len(missing) == 0 {
			return nil
		}
		var records []home.Record
		var err error
		if on.IsZero() {
			records, err = a.exact.Homes(ctx, v, missing)
		} else {
			records, err = a.exact.HomesPast(ctx, v, on, missing)
		}
		for _, r := range records {
			if tenures == nil || slices.Contains(tenures, r.Tenure) {
				found[r.ID] = r
			}
		}
		return err
	}
	for _, p := range sight { // first with all that may be told
		p.Published = false
		if err := fetch(p.View, p.Tenures); err != nil {
			return nil, err
		}
	}
	if err := fetch(home.View{Published: true}, nil); err != nil {
		return nil, err
	}
	var records []home.Record
	for _, id := range ids {
		if r, there := found[id]; there {
			records = append(records, r)
		}
	}
	return records, nil
}

// OwnersIn are those who have homes in a local authority that are not withheld, by name.
func (a *ExactAnswers) OwnersIn(authority string) []home.Owner { return a.stock.OwnersIn(authority) }

func eachPart(sight home.Sight, q home.PastQuestion, ask func(home.Part, home.PastQuestion) error) error {
	if q.On.IsZero() {
		return fmt.Errorf("homes as they stood: no day")
	}
	for _, p := range sight.Parts() {
		narrowed := q
		var ok bool
		if narrowed.Where, ok = p.Narrow(q.Where); !ok {
			continue
		}
		if err := ask(p, narrowed); err != nil {
			return err
		}
	}
	return nil
}
