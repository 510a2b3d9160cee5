package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/plans/audit"
)

// Audit writes, seals and reads the audit trail. Its pool works as terrier_write. Safe for several goroutines.
type Audit struct{ pool *pgxpool.Pool }

// NewAudit makes an Audit over a pool of the role terrier_write.
func NewAudit(pool *pgxpool.Pool) *Audit { return &Audit{pool} }

// Record notes an entry in a transaction of its own and returns it with its id and time. Where it cannot, the error is
// audit.Unwritten: an exact answer must not be given then. An entry that could never be kept is the caller's fault, and refused.
func (a *Audit) Record(ctx context.Context, e audit.Entry) (audit.Entry, error) {
	return writeEntry(ctx, a.pool, e)
}

// RecordAudit is Record inside a transaction of terrier_write, terrier_exact or terrier_load: the entry is there if and only if what it
// tells of is. After an error the transaction can only be rolled back.
func RecordAudit(ctx context.Context, tx pgx.Tx, e audit.Entry) (audit.Entry, error) {
	return writeEntry(ctx, tx, e)
}

func writeEntry(ctx context.Context, db queried, e audit.Entry) (audit.Entry, error) {
	if e.Detail == "" {
		e.Detail = "{}"
	}
	if err := e.Check(); err != nil {
		return audit.Entry{}, err
	}
	err := db.QueryRow(ctx, `
		INSERT INTO audit_entry (who, action, kind, ref, detail, request_id) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id, at`,
		string(e.Who), e.Action, e.Kind, e.Ref, string(e.Detail), e.Request).Scan(&e.ID, &e.At)
	if err != nil {
		return audit.Entry{}, fmt.Errorf("%w: note %s of %s: %w", audit.Unwritten(), e.Action, e.Kind, err)
	}
	e.At = e.At.UTC()
	return e, nil
}

// Writable fails as Record would, and leaves no entry behind: it is asked at the first step of a drag, which is noted at its end.
func (a *Audit) Writable(ctx context.Context) error {
	tx, err := a.pool.Begin(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", audit.Unwritten(), err)
	}
	defer func() { _ = tx.Rollback(ctx) }()
	_, err = writeEntry(ctx, tx, audit.Entry{Who: audit.Public, Action: "try", Kind: "audit"})
	return err
}
