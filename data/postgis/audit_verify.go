package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/audit"
)

// Verify walks the whole trail as it is at one moment, a seal at a time, and tells unsealed of every entry that no seal closes, by
// id. known are seals that somebody kept elsewhere, which must be there. Memory is bounded by the largest seal.
func (a *Audit) Verify(ctx context.Context, unsealed func(audit.Unsealed), known ...audit.Known) (r audit.Report, err error) {
	err = pgx.BeginTxFunc(ctx, a.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if r.Broken, err = walkSeals(ctx, tx, &r, known); err != nil {
			return err
		}
		return listUnsealed(ctx, tx, func(u audit.Unsealed) {
			r.Unsealed++
			if u.Overdue {
				r.Overdue++
			}
			unsealed(u)
		})
	})
	if err != nil {
		return audit.Report{}, fmt.Errorf("verify the audit trail: %w", err)
	}
	r.Whole = r.Broken == nil && r.Overdue == 0
	return r, nil
}

// walkSeals finds the first break, and counts what holds before it.
func walkSeals(ctx context.Context, tx pgx.Tx, r *audit.Report, known []audit.Known) (broken *audit.Break, err error) {
	var c audit.Chain
	held := map[int64]audit.Hash{} // of the seals that are known elsewhere
	for _, k := range known {
		held[k.Number] = audit.Hash{}
	}
	err = eachSeal(ctx, tx, func(s audit.Seal, entries []audit.Sealed) bool {
		if broken = c.Next(s, entries); broken != nil {
			return false
		}
		if _, asked := held[s.Number]; asked {
			held[s.Number] = s.Hash
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	r.Seals, r.Entries, r.Head = c.Last.Number, c.Entries, c.Last.Head()
	if broken != nil {
		return broken, nil
	}
	for _, k := range known {
		if held[k.Number] != k.Hash {
			return audit.Differs(k), nil
		}
	}
	// what is noted under a seal that is not there: all others have been met
	var seal, entry int64
	err = tx.QueryRow(ctx, `SELECT seal, entry_id FROM audit_sealed WHERE seal > $1 OR seal < 1 ORDER BY seal, entry_id LIMIT 1`, c.Last.Number).Scan(&seal, &entry)
	switch {
	case err == pgx.ErrNoRows:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return audit.Orphan(seal, entry), nil
}

// eachSeal gives each seal by number with its entries by id, until more says false.
func eachSeal(ctx context.Context, tx pgx.Tx, more func(audit.Seal, []audit.Sealed) bool) error {
	rows, err := tx.Query(ctx, `
		SELECT `+sealColumns+`, m.entry_id, m.hash, `+entryColumns+`
		  FROM audit_seal s
		  LEFT JOIN audit_sealed m ON m.seal = s.number
		  LEFT JOIN audit_entry e ON e.id = m.entry_id
		 ORDER BY s.number, m.entry_id`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var at audit.Seal
	var entries []audit.Sealed
	for rows.Next() {
		var s readSeal
		var e readEntry
		var id *int64
		var noted []byte
		if err := rows.Scan(append(append(s.into(), &id, &noted), e.into()...)...); err != nil {
			return err
		}
		next := s.seal()
		if next.Number != at.Number && at.Number != 0 {
			if !more(at, entries) {
				return nil
			}
			entries = entries[:0]
		}
		if at = next; id == nil {
			continue
		}
		sealed := audit.Sealed{ID: *id}
		copy(sealed.Noted[:], noted)
		if e.id != nil {
			entry := e.entry()
			sealed.Entry = &entry
		}
		entries = append(entries, sealed)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if at.Number != 0 {
		more(at, entries)
	}
	return nil
}

// listUnsealed tells of each entry that no seal closes. (That an entry waits is a hint to who seals, and nothing here relies on it.)
func listUnsealed(ctx context.Context, tx pgx.Tx, tell func(audit.Unsealed)) error {
	rows, err := tx.Query(ctx, `
		SELECT clock_timestamp(), `+entryColumns+`
		  FROM audit_entry e LEFT JOIN audit_sealed m ON m.entry_id = e.id
		 WHERE m.entry_id IS NULL ORDER BY e.id`)
	if err != nil {
		return err
	}
	var now time.Time
	var r readEntry
	_, err = pgx.ForEachRow(rows, append([]any{&now}, r.into()...), func() error {
		tell(audit.Wait(r.entry(), now))
		return nil
	})
	return err
}
