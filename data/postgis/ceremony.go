package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/access"
)

// KeepCeremony keeps a ceremony that has just begun; access.ErrGone where its account is no more.
func (w *Writer) KeepCeremony(ctx context.Context, c access.Ceremony) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		if c.Account != 0 {
			if err := stays(ctx, tx, c.Account); err != nil {
				return err
			}
			// the one before is worth nothing any more: an account has one at a time
			if _, err := tx.Exec(ctx, `DELETE FROM ceremony WHERE account_id = $1 AND purpose = $2`, c.Account, c.Purpose); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO ceremony (token_sha256, purpose, account_id, made_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
			c.Key[:], c.Purpose, key(c.Account), c.Made, c.Expires)
		if err != nil {
			return fmt.Errorf("keep a ceremony: %w", err)
		}
		return nil
	})
}

// UseCeremony takes a ceremony that is to end now: once, whoever comes first, and whatever comes of it. account is whose it is, 0 for a
// sign-in. One that is over, of another purpose or another account's, or none is access.ErrCeremony.
func (w *Writer) UseCeremony(ctx context.Context, secret access.Secret, purpose string, account int64, now time.Time) error {
	digest := secret.Digest()
	tag, err := w.pool.Exec(ctx, `
		DELETE FROM ceremony WHERE token_sha256 = $1 AND purpose = $2 AND account_id IS NOT DISTINCT FROM $3 AND expires_at > $4`,
		digest[:], purpose, key(account), now)
	if err != nil {
		return fmt.Errorf("use a ceremony: %w", err)
	}
	if tag.RowsAffected() == 0 {
		return access.ErrCeremony
	}
	return nil
}
