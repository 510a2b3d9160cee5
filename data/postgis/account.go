package postgis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/access"
)

var errNoOrganisation = &plans.Error{Kind: plans.NotFound, Code: "not-found", Field: "organisation", Message: "There is no such organisation here.", Remedy: "Import it first, or check its ref."}

// handleBytes are the length that WebAuthn recommends for a user handle (level 3, section 14.6.1).
const handleBytes = 64

// Account finds an account; access.ErrGone where there is none, or none any more.
func (w *Writer) Account(ctx context.Context, id int64) (access.Account, error) {
	return one(accounts(ctx, w.pool, `erased_at IS NULL AND id = $1`, id))
}

// AccountOf finds the account of an e-mail address; access.ErrGone where there is none.
func (w *Writer) AccountOf(ctx context.Context, address access.Address) (access.Account, error) {
	return one(accounts(ctx, w.pool, `erased_at IS NULL AND email_key = $1`, address.Key))
}

// Accounts lists everybody who has one, by address.
func (w *Writer) Accounts(ctx context.Context) ([]access.Account, error) {
	return accounts(ctx, w.pool, `erased_at IS NULL`)
}

func accounts(ctx context.Context, from queried, where string, args ...any) ([]access.Account, error) {
	rows, err := from.Query(ctx, `SELECT id, email, email_key, made_at, signed_in_on FROM account WHERE `+where+` ORDER BY email_key`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a access.Account, err error) {
		var signedIn *time.Time
		err = row.Scan(&a.ID, &a.Email.Text, &a.Email.Key, &a.Made, &signedIn)
		a.Made, a.SignedIn = a.Made.UTC(), day(signedIn)
		return a, err
	})
}

// one is the only row there is.
func one[T any](rows []T, err error) (T, error) {
	var none T
	switch {
	case err != nil:
		return none, err
	case len(rows) != 1:
		return none, access.ErrGone
	}
	return rows[0], nil
}

// signInTo finds the account of an address, or makes one, and notes that it was signed in to.
func signInTo(ctx context.Context, tx pgx.Tx, address access.Address, now time.Time) (id int64, fresh bool, err error) {
	handle := make([]byte, handleBytes)
	_, _ = rand.Read(handle) // it never fails (crypto/rand)
	// xmax is 0 where the row was inserted and not updated
	err = tx.QueryRow(ctx, `
		INSERT INTO account (email, email_key, passkey_handle, made_at, signed_in_on) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (email_key) DO UPDATE SET signed_in_on = excluded.signed_in_on
		RETURNING id, xmax = 0`, address.Text, address.Key, handle, now, access.Today(now)).Scan(&id, &fresh)
	return id, fresh, err
}

// stays holds an account for the length of a transaction: it is not erased meanwhile. access.ErrGone where there is none.
func stays(ctx context.Context, tx pgx.Tx, account int64) error {
	return staysLocked(ctx, tx, account, "FOR KEY SHARE")
}

// alone is stays, and keeps others who count what an account has waiting.
func alone(ctx context.Context, tx pgx.Tx, account int64) error {
	return staysLocked(ctx, tx, account, "FOR NO KEY UPDATE")
}

func staysLocked(ctx context.Context, tx pgx.Tx, account int64, lock string) error {
	err := tx.QueryRow(ctx, `SELECT FROM account WHERE id = $1 AND erased_at IS NULL `+lock, account).Scan()
	if errors.Is(err, pgx.ErrNoRows) {
		return access.ErrGone
	}
	return err
}

// Erase removes all that is personal of an account, and whatever signs in to it. What is left is its id, with the roles that it held,
// now ended: the audit trail names it. Invitations that it sent, drafts and maps go, too. Exact figures that it had kept stay, and no longer say for whom.
func (w *Writer) Erase(ctx context.Context, account int64, now time.Time) error {
	err := w.transact(ctx, func(tx pgx.Tx) error {
		var address string
		err := tx.QueryRow(ctx, `SELECT email_key FROM account WHERE id = $1 AND erased_at IS NULL FOR UPDATE`, account).Scan(&address)
		if errors.Is(err, pgx.ErrNoRows) {
			return access.ErrGone
		}
		if err != nil {
			return err
		}
		// a draft that is ready goes, too
		if _, err := tx.Exec(ctx, `DELETE FROM draft_ready r USING draft d WHERE d.token = r.token AND d.account_id = $1`, account); err != nil {
			return err
		}
		for _, table := range []string{"session", "ceremony", "passkey", "oidc_identity", "api_token", "exact_figure_keeper", "draft", "saved_map"} {
			if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE account_id = $1`, account); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, `DELETE FROM sign_in_link WHERE account_id = $1 OR made_by = $1 OR email_key = $2`, account, address); err != nil {
			return err
		}
		if _, err := revoked(ctx, tx, account, `UPDATE role_held SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL`, account, now); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `
			UPDATE account SET email = NULL, email_key = NULL, passkey_handle = NULL, signed_in_on = NULL, erased_at = $2 WHERE id = $1`, account, now)
		if err != nil {
			return err
		}
		return noted(ctx, tx, account, access.EraseAccount, "account", account, note{})
	})
	if err != nil && !errors.Is(err, access.ErrGone) {
		return fmt.Errorf("erase account %d: %w", account, err)
	}
	return err
}
