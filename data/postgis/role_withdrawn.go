package postgis

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/access"
)

// Withdrawn says what an address had, and has no more.
type Withdrawn struct {
	Roles       int64 // that were held
	Invitations int64 // roles that it was invited to
	Sessions    int64
	Tokens      int64
	Ways        int64 // passkeys, and sign-ins of organisations
}

// Withdraw takes roles from the account of an address, and what invites the address to them, at once: those of a kind and of an
// organisation, "" and 0 for any. Where it is for all of them, sessions, API tokens and links end, and passkeys and bound identities go, too:
// somebody else may have added them. by is 0 from the command line.
func (w *Writer) Withdraw(ctx context.Context, from access.Address, role access.Role, organisation, by int64, now time.Time) (what Withdrawn, err error) {
	err = w.transact(ctx, func(tx pgx.Tx) error {
		do := func(count *int64, sql string, args ...any) error {
			tag, err := tx.Exec(ctx, sql, args...)
			*count = tag.RowsAffected()
			return err
		}
		const chosen = ` AND $2 IN ('', role) AND $3::bigint IN (0, organisation_id)`
		var err error
		what.Roles, err = revoked(ctx, tx, by, `
			UPDATE role_held SET revoked_at = $4, revoked_by = $5
			 WHERE account_id = (SELECT id FROM account WHERE email_key = $1) AND revoked_at IS NULL`+chosen, from.Key, role, organisation, now, key(by))
		if err == nil {
			err = do(&what.Invitations, `
				DELETE FROM sign_in_link_role
				 WHERE sign_in_link_id IN (SELECT id FROM sign_in_link WHERE email_key = $1 AND used_at IS NULL)`+chosen, from.Key, role, organisation)
		}
		if err != nil || role != "" || organisation != 0 {
			return err
		}
		var links int64
		if err := do(&links, `DELETE FROM sign_in_link WHERE email_key = $1 AND used_at IS NULL`, from.Key); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, `
			WITH ended AS (`+endFamily+` AND account_id = (SELECT id FROM account WHERE email_key = $3) RETURNING family)
			SELECT count(DISTINCT family) FROM ended`, now, access.EndedByOthers, from.Key).Scan(&what.Sessions); err != nil {
			return err
		}
		if err := do(&what.Tokens, `
			UPDATE api_token SET revoked_at = $2 WHERE revoked_at IS NULL AND account_id = (SELECT id FROM account WHERE email_key = $1)`, from.Key, now); err != nil {
			return err
		}
		for _, table := range []string{"passkey", "oidc_identity", "ceremony"} {
			var gone int64
			if err := do(&gone, `DELETE FROM `+table+` WHERE account_id = (SELECT id FROM account WHERE email_key = $1)`, from.Key); err != nil {
				return err
			}
			if table != "ceremony" {
				what.Ways += gone
			}
		}
		a, err := one(accounts(ctx, tx, `erased_at IS NULL AND email_key = $1`, from.Key))
		if errors.Is(err, access.ErrGone) {
			return nil // it was invited, and nobody has come yet
		}
		if err != nil {
			return err
		}
		return noted(ctx, tx, by, "end-sign-ins", "account", a.ID, note{})
	})
	return what, err
}
