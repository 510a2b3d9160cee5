package postgis

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/plans"
	"terrier/plans/home"
)

// Exact answers those who are entitled to home rows. Its pool works as terrier_exact, which sees no home until a transaction says for
// whom it asks: the policies of the tables are a second lock, behind what the caller has decided. Which homes lie where is decided in
// memory (home.ExactStock); here they are fetched by id. Safe for several goroutines.
type Exact struct{ pool *pgxpool.Pool }

// NewExact makes an Exact over a pool of the role terrier_exact.
func NewExact(pool *pgxpool.Pool) *Exact { return &Exact{pool} }

// seeing does work in a transaction that sees what a view sees, and no longer than that transaction.
func (x *Exact) seeing(ctx context.Context, v home.View, work func(pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, x.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		published, authorities := "no", strings.Join(v.Authorities, ",")
		if v.Published {
			published = "yes"
		}
		if v.Authorities != nil && authorities == "" {
			authorities = "none" // unset would be any
		}
		if _, err := tx.Exec(ctx, `
			SELECT set_config('terrier.owners', $1, true), set_config('terrier.own', $2, true),
			       set_config('terrier.authorities', $3, true), set_config('terrier.published', $4, true)`,
			idList(v.Owners), idList(v.Own), authorities, published); err != nil {
			return fmt.Errorf("say for whom homes are read: %w", err)
		}
		return work(tx)
	})
}

func idList(ids []int64) string {
	var b []byte
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, id, 10)
	}
	return string(b)
}

// MostHomes is how many homes are fetched at once.
const MostHomes = 10_000

// Homes fetches homes by id, in the order of the ids, at most MostHomes. One that the view does not see, or that is not there any more,
// is left out: the two look the same. Of one that is seen only because it is published no more is told than the public knows.
func (x *Exact) Homes(ctx context.Context, v home.View, ids []int64) (records []home.Record, err error) {
	if err := fewEnough(ids); err != nil {
		return nil, err
	}
	err = x.seeing(ctx, v, func(tx pgx.Tx) error {
		records, err = fetchHomes(ctx, tx, v, `home h`, ids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("fetch %d homes: %w", len(ids), err)
	}
	return records, nil
}

func fewEnough(ids []int64) error {
	if len(ids) <= MostHomes {
		return nil
	}
	return plans.Refuse("too-many-homes", "ids", fmt.Sprintf("%d homes were asked for at once.", len(ids)), fmt.Sprintf("Ask for %d at a time.", MostHomes))
}

// EachHome is Homes for any number of ids, page by page: each page is as the rows stand then.
func (x *Exact) EachHome(ctx context.Context, v home.View, ids []int64, each func(home.Record) error) error {
	for page := range slices.Chunk(ids, 1000) {
		records, err := x.Homes(ctx, v, page)
		if err != nil {
			return err
		}
		for _, r := range records {
			if err := each(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// Totals are how many homes a view sees of each owner, by the owner's id: what the stock in memory must come to.
func (x *Exact) Totals(ctx context.Context, v home.View) (totals map[int64]int, err error) {
	totals = map[int64]int{}
	err = x.seeing(ctx, v, func(tx pgx.Tx) error {
		where, args := narrowed(v, nil)
		rows, err := tx.Query(ctx, `SELECT owner_id, count(*)::int FROM home h WHERE `+where+` GROUP BY owner_id`, args...)
		if err != nil {
			return err
		}
		var owner int64
		var n int
		_, err = pgx.ForEachRow(rows, []any{&owner, &n}, func() error { totals[owner] = n; return nil })
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count what is seen: %w", err)
	}
	return totals, nil
}

// narrowed is the condition on homes h that the policies do not hold: a view may ask for some sensitivities only. args are those before.
func narrowed(v home.View, args []any) (string, []any) {
	if v.Sensitivities == nil {
		return "true", args
	}
	args = append(args, v.Sensitivities)
	condition := fmt.Sprintf("h.sensitivity = ANY ($%d::text[])", len(args))
	if v.Published {
		condition = "(h.sensitivity = 'published' OR " + condition + ")"
	}
	return condition, args
}
