package postgis

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// FollowedTables are those whose changes are noted. Of licence and setting no keys are told: they are always read anew.
var FollowedTables = []string{"basemap", "boundary", "community_asset", "home", "licence", "neighbourhood_plan_area", "organisation", "public_release", "setting", "source"}

// AccessTables are those whose changes are noted for what is kept of accounts in memory.
var AccessTables = []string{"account", "agreement", "api_token", "role_held", "session"}

// Feed follows what is committed, by whomever: nothing is missed or waits for another's long transaction, and a rollback is never
// seen. Its pool works as the role of the store that is fed: terrier_public or terrier_exact for the registers, terrier_write for
// accounts. The public is told of no home that it may not read and never might, and terrier_write of none at all. Safe for several
// goroutines, but its steps are done one after another.
type Feed struct {
	pool    *pgxpool.Pool
	tables  []string // all that it follows
	view    string   // where it reads of changes; "" for what its role may read of the registers
	channel string   // on which it is woken

	stepping sync.Mutex
	epoch    string
	snapshot *string // what had been committed when the store was last equal to the database; nil before

	telling  sync.Mutex
	progress Progress
}

// NewFeed makes a Feed of the registers that has seen nothing yet.
func NewFeed(pool *pgxpool.Pool) *Feed {
	return &Feed{pool: pool, tables: FollowedTables, channel: changeChannel}
}

// NewAccessFeed makes one of accounts, for FeedRoster. Its pool works as terrier_write.
func NewAccessFeed(pool *pgxpool.Pool) *Feed {
	return &Feed{pool: pool, tables: AccessTables, view: "access_change", channel: accessChannel}
}

// Batch is what was committed between two looks at the database.
type Batch struct {
	Reload map[string]bool    // tables to be read anew
	Keys   map[string][]int64 // table → ids of rows that were written, ascending, each once; one that is not there any more was deleted
}

func (b Batch) empty() bool { return len(b.Reload) == 0 && len(b.Keys) == 0 }

// Apply brings a batch into a store. It reads the rows as they stand now by tx, which sees the database as it was when the batch was
// made (repeatable read, read only), and must not end it. A batch whose Apply failed comes again, with what was written since.
type Apply func(ctx context.Context, tx pgx.Tx, b Batch) error

// maxKeys is how many keys of a table a batch tells; above, the table is read anew.
const maxKeys = 50_000

// Step hands what was committed since the last step to apply, once, if there is anything; after it the store is equal to the database
// as it was at one moment of the step. The first step, one after the database was restored, and one that comes so late that changes
// have been removed (Prune), read every table anew.
func (f *Feed) Step(ctx context.Context, apply Apply) (changed bool, err error) {
	f.stepping.Lock()
	defer f.stepping.Unlock()
	began := time.Now()
	changed, err = f.step(ctx, apply)
	f.telling.Lock()
	defer f.telling.Unlock()
	f.progress.Err = err
	if err == nil {
		f.progress.At = began
	}
	return changed, err
}

func (f *Feed) step(ctx context.Context, apply Apply) (changed bool, err error) {
	tx, err := f.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return false, fmt.Errorf("follow changes: %w", err)
	}
	defer func() { _ = tx.Rollback(ctx) }() // it wrote nothing
	var exact bool
	if err = tx.QueryRow(ctx, `SELECT has_table_privilege('change', 'SELECT')`).Scan(&exact); err != nil {
		return false, fmt.Errorf("follow changes: %w", err)
	}
	now, behind, err := momentSince(ctx, tx, f.snapshot)
	if err != nil {
		return false, fmt.Errorf("follow changes: %w", err)
	}
	b := Batch{Reload: map[string]bool{}, Keys: map[string][]int64{}}
	if behind || now.epoch != f.epoch {
		for _, table := range f.tables {
			b.Reload[table] = true
		}
	} else if err := b.read(ctx, tx, f.from(exact), f.tables, *f.snapshot); err != nil {
		return false, fmt.Errorf("follow changes: %w", err)
	}
	if !b.empty() {
		if err := apply(ctx, tx, b); err != nil {
			return false, fmt.Errorf("apply changes: %w", err)
		}
	}
	f.snapshot, f.epoch = &now.snapshot, now.epoch
	return !b.empty(), nil
}

// Moment is what a transaction sees of the database, to be held against what a later one sees.
type Moment struct {
	snapshot string
	epoch    string // of the feed
}

// momentSince is the moment of a transaction. behind is whether the changes since an older one may not be known any more; of none, nil,
// they are not.
func momentSince(ctx context.Context, tx pgx.Tx, since *string) (now Moment, behind bool, err error) {
	// A snapshot that ends before the last one is that of a server that lost transactions: a standby that took over, say.
	err = tx.QueryRow(ctx, `
		SELECT pg_current_snapshot()::text, coalesce((SELECT epoch::text FROM feed), ''),
		       coalesce(coalesce((SELECT floor FROM feed) >= pg_snapshot_xmin($1::pg_snapshot), false)
		                OR pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmax($1::pg_snapshot), true)`, since).Scan(&now.snapshot, &now.epoch, &behind)
	return now, behind, err
}

// from is where changes are read; exact is whether all of them may be.
func (f *Feed) from(exact bool) string {
	switch {
	case f.view != "":
		return f.view
	case exact:
		return "change"
	}
	return "public_change"
}

// read takes in the changes of some tables that are visible now and were not in an older snapshot. The bounds are for the index: whatever lies below
// xmin was visible then, and nothing from xmax on is visible now. (Without the upper one, a planner without statistics reads the
// whole table.)
func (b *Batch) read(ctx context.Context, tx pgx.Tx, from string, tables []string, since string) error {
	rows, err := tx.Query(ctx, `
		SELECT table_name, row_id FROM `+from+`
		 WHERE xid >= pg_snapshot_xmin($1::pg_snapshot) AND xid < pg_snapshot_xmax(pg_current_snapshot())
		   AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot)
		   AND table_name = ANY ($2)`, since, tables)
	if err != nil {
		return err
	}
	var table string
	var id *int64
	_, err = pgx.ForEachRow(rows, []any{&table, &id}, func() error {
		b.add(table, id)
		return nil
	})
	for table := range b.Keys {
		b.bound(table)
	}
	return err
}

func (b *Batch) add(table string, id *int64) {
	switch {
	case b.Reload[table]:
	case id == nil:
		b.reload(table)
	default:
		b.Keys[table] = append(b.Keys[table], *id)
		if len(b.Keys[table]) > 2*maxKeys { // one row may have been written often
			b.bound(table)
		}
	}
}

func (b *Batch) reload(table string) {
	b.Reload[table] = true
	delete(b.Keys, table)
}

// bound leaves each key of a table once, or none where there are too many.
func (b *Batch) bound(table string) {
	slices.Sort(b.Keys[table])
	if b.Keys[table] = slices.Compact(b.Keys[table]); len(b.Keys[table]) > maxKeys {
		b.reload(table)
	}
}
