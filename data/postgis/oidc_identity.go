package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/access"
)

// SignInByIdentity signs in who an organisation's own sign-in vouches for: the account that the identity belongs to, or else that of
// the address, which is made where there is none. From then on the identity is its account's, whatever address it comes with. The
// session that the browser had, if any, ends. vouches refuses an account whose own address is of a domain for which the issuer may speak no
// more. Whoever calls has made sure that the address is verified and of a domain for which this
// issuer may speak: otherwise it could sign in as anybody.
func (w *Writer) SignInByIdentity(ctx context.Context, issuer, subject string, verified access.Address, vouches func(email string) error, had access.Secret, now time.Time) (in access.SignedIn, err error) {
	err = w.transact(ctx, func(tx pgx.Tx) error {
		in = access.SignedIn{}
		err := tx.QueryRow(ctx, `UPDATE oidc_identity SET used_on = $3 WHERE issuer = $1 AND subject = $2 RETURNING account_id`,
			issuer, subject, access.Today(now)).Scan(&in.Account)
		if err == nil {
			err = stillVouched(ctx, tx, in.Account, vouches, now)
		}
		if errors.Is(err, pgx.ErrNoRows) {
			if in.Account, in.Fresh, err = signInTo(ctx, tx, verified, now); err == nil {
				in.Account, err = bindIdentity(ctx, tx, access.Identity{Account: in.Account, Issuer: issuer, Subject: subject, Made: now})
			}
		}
		if err != nil {
			return err
		}
		in.Session, in.Token, err = startSession(ctx, tx, in.Account, "oidc", had, now)
		return err
	})
	if err != nil {
		err = fmt.Errorf("sign in by %s: %w", issuer, err)
	}
	return in, err
}

// stillVouched makes sure that an issuer may speak for an account that an identity was bound to earlier.
func stillVouched(ctx context.Context, tx pgx.Tx, account int64, vouches func(email string) error, now time.Time) error {
	var email *string
	err := tx.QueryRow(ctx, `UPDATE account SET signed_in_on = $2 WHERE id = $1 AND erased_at IS NULL RETURNING email`, account, access.Today(now)).Scan(&email)
	if errors.Is(err, pgx.ErrNoRows) {
		return access.ErrGone
	}
	if err != nil {
		return err
	}
	return vouches(*email)
}

// bindIdentity keeps whose an identity is, and notes it. Where another request was first it is that one's account's.
func bindIdentity(ctx context.Context, tx pgx.Tx, i access.Identity) (account int64, err error) {
	var fresh bool
	err = tx.QueryRow(ctx, `
		INSERT INTO oidc_identity (account_id, issuer, subject, made_at, used_on) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (issuer, subject) DO UPDATE SET used_on = excluded.used_on RETURNING id, account_id, xmax = 0`,
		i.Account, i.Issuer, i.Subject, i.Made, access.Today(i.Made)).Scan(&i.ID, &account, &fresh)
	if err == nil && fresh {
		err = noted(ctx, tx, account, "bind-identity", "identity", i.ID, note{})
	}
	return account, err
}

// Identities lists those of an account.
func (w *Writer) Identities(ctx context.Context, account int64) ([]access.Identity, error) {
	rows, err := w.pool.Query(ctx, `SELECT id, account_id, issuer, subject, made_at, used_on FROM oidc_identity WHERE account_id = $1 ORDER BY id`, account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (i access.Identity, err error) {
		var used *time.Time
		err = row.Scan(&i.ID, &i.Account, &i.Issuer, &i.Subject, &i.Made, &used)
		i.Made, i.Used = i.Made.UTC(), day(used)
		return i, err
	})
}
