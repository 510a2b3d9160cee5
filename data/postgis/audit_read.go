package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/audit"
)

// entryColumns are those of an audit_entry e, sealColumns those of an audit_seal s, as readEntry and readSeal take them.
const (
	entryColumns = `e.id, e.who, e.action, e.kind, e.ref, e.detail, e.at, e.request_id`
	sealColumns  = `s.number, s.previous, s.entries, s.at, s.hash`
)

// readEntry takes a row of entryColumns; all of it is nil where an outer join found none.
type readEntry struct {
	id                                      *int64
	who, action, kind, ref, detail, request *string
	at                                      *time.Time
}

func (r *readEntry) into() []any {
	return []any{&r.id, &r.who, &r.action, &r.kind, &r.ref, &r.detail, &r.at, &r.request}
}

func (r *readEntry) entry() audit.Entry {
	return audit.Entry{ID: *r.id, Who: audit.Who(*r.who), Action: *r.action, Kind: *r.kind, Ref: *r.ref,
		Detail: audit.Detail(*r.detail), At: r.at.UTC(), Request: *r.request}
}

// readSeal takes a row of sealColumns.
type readSeal struct {
	s              audit.Seal
	previous, hash []byte
}

func (r *readSeal) into() []any {
	return []any{&r.s.Number, &r.previous, &r.s.Entries, &r.s.At, &r.hash}
}

func (r *readSeal) seal() audit.Seal {
	s := r.s
	s.At = s.At.UTC()
	copy(s.Previous[:], r.previous) // both are 32 bytes: the table says so
	copy(s.Hash[:], r.hash)
	return s
}

// List gives a page of entries, the newest first: at most limit of those with ids below before (0: from the newest on).
func (a *Audit) List(ctx context.Context, f audit.Filter, before int64, limit int) ([]audit.Listed, error) {
	rows, err := a.pool.Query(ctx, `
		SELECT clock_timestamp(), m.hash, `+entryColumns+` FROM audit_entry e LEFT JOIN audit_sealed m ON m.entry_id = e.id
		 WHERE ($1 = '' OR who = $1) AND ($2 = '' OR action = $2) AND ($3 = '' OR kind = $3) AND ($4 = '' OR ref = $4) AND ($5 = 0 OR id < $5)
		   AND ($6::bigint[] IS NULL OR audit_concerns(detail) && $6) AND ($7::timestamptz IS NULL OR at >= $7) AND ($8::timestamptz IS NULL OR at < $8)
		 ORDER BY id DESC LIMIT $9`, planned, string(f.Who), f.Action, f.Kind, f.Ref, before, f.Concerns, date(f.From), date(f.Until), limit)
	if err != nil {
		return nil, fmt.Errorf("list the audit trail: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (l audit.Listed, err error) {
		var now time.Time
		var hash []byte
		var r readEntry
		if err := row.Scan(append([]any{&now, &hash}, r.into()...)...); err != nil {
			return l, err
		}
		var noted *audit.Hash
		if hash != nil {
			noted = (*audit.Hash)(hash) // 32 bytes: the table says so
		}
		l.Entry = r.entry()
		l.Seal = audit.StandingOf(l.Entry, noted, now)
		return l, nil
	})
}
