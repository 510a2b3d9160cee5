package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/audit"
)

const (
	sealLock   = 0x7e441e5 // the advisory lock that who seals holds
	mostInSeal = 10_000    // entries; more are sealed in several batches
)

// Seal closes every entry that has been committed and is not sealed yet, and returns how many those were. Any number of servers may
// seal at once: they take turns by an advisory lock, and each sees what the one before it committed. An entry whose transaction
// commits late is seen, and sealed, after that.
func (a *Audit) Seal(ctx context.Context) (sealed int, err error) {
	for {
		n, err := a.sealBatch(ctx)
		sealed += n
		if err != nil {
			return sealed, fmt.Errorf("seal the audit trail: %w", err)
		}
		if n < mostInSeal {
			return sealed, nil
		}
	}
}

func (a *Audit) sealBatch(ctx context.Context) (sealed int, err error) {
	var any bool
	if err := a.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM audit_waiting)`).Scan(&any); err != nil || !any {
		return 0, err
	}
	// Read committed: each statement sees what was committed before it, and so all of the seal that the lock was waited for.
	err = pgx.BeginTxFunc(ctx, a.pool, pgx.TxOptions{IsoLevel: pgx.ReadCommitted}, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, sealLock); err != nil {
			return err
		}
		last, err := lastSeal(ctx, tx)
		if err != nil {
			return err
		}
		ids, hashes, err := takeWaiting(ctx, tx)
		if err != nil || len(ids) == 0 {
			return err
		}
		var now time.Time
		if err := tx.QueryRow(ctx, `SELECT clock_timestamp()`).Scan(&now); err != nil {
			return err
		}
		sealed = len(ids)
		return keepSeal(ctx, tx, audit.Close(last, hashes, now), ids, hashes)
	})
	if err != nil {
		return 0, err
	}
	return sealed, nil
}

// lastSeal is the newest seal; the zero Seal where there is none.
func lastSeal(ctx context.Context, tx pgx.Tx) (audit.Seal, error) {
	rows, err := tx.Query(ctx, `SELECT `+sealColumns+` FROM audit_seal s ORDER BY number DESC LIMIT 1`)
	if err != nil {
		return audit.Seal{}, err
	}
	seals, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (audit.Seal, error) {
		var s readSeal
		err := row.Scan(s.into()...)
		return s.seal(), err
	})
	if len(seals) == 0 {
		return audit.Seal{}, err
	}
	return seals[0], err
}

// takeWaiting takes out entries that are to be sealed, and gives their ids, ascending, and their hashes.
func takeWaiting(ctx context.Context, tx pgx.Tx) (ids []int64, hashes []audit.Hash, err error) {
	rows, err := tx.Query(ctx, `
		WITH taken AS (
			DELETE FROM audit_waiting WHERE entry_id IN (SELECT entry_id FROM audit_waiting ORDER BY entry_id LIMIT $1) RETURNING entry_id
		)
		SELECT `+entryColumns+` FROM taken JOIN audit_entry e ON e.id = taken.entry_id ORDER BY e.id`, mostInSeal)
	if err != nil {
		return nil, nil, err
	}
	var r readEntry
	_, err = pgx.ForEachRow(rows, r.into(), func() error {
		e := r.entry()
		ids, hashes = append(ids, e.ID), append(hashes, e.Hash())
		return nil
	})
	return ids, hashes, err
}

func keepSeal(ctx context.Context, tx pgx.Tx, s audit.Seal, ids []int64, hashes []audit.Hash) error {
	if _, err := tx.Exec(ctx, `INSERT INTO audit_seal (number, previous, entries, at, hash) VALUES ($1, $2, $3, $4, $5)`,
		s.Number, s.Previous[:], s.Entries, s.At, s.Hash[:]); err != nil {
		return err
	}
	noted := make([][]byte, len(hashes))
	for i := range hashes {
		noted[i] = hashes[i][:]
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO audit_sealed (entry_id, seal, hash) SELECT e.id, $1, e.hash FROM unnest($2::bigint[], $3::bytea[]) AS e (id, hash)`, s.Number, ids, noted)
	return err
}

// Follow seals every so often (each second, in a server) until the context ends, through lost connections. told hears, from this
// goroutine, why it cannot, once each time that changes, and nil when it can again.
func (a *Audit) Follow(ctx context.Context, every time.Duration, told func(error)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for was := ""; ; {
		_, err := a.Seal(ctx)
		if ctx.Err() != nil {
			return
		}
		if message(err) != was {
			told(err)
		}
		was = message(err)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
