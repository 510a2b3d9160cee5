package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/access"
)

// KeepToken keeps an API token that was just made; access.ErrGone where there is no such account.
func (w *Writer) KeepToken(ctx context.Context, t access.Token) (access.Token, error) {
	err := w.transact(ctx, func(tx pgx.Tx) error {
		if err := alone(ctx, tx, t.Account); err != nil {
			return err
		}
		var has int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM api_token WHERE account_id = $1 AND (revoked_at IS NULL AND expires_at > $2 OR made_at > $2 - interval '1 day')`,
			t.Account, t.Made).Scan(&has); err != nil {
			return err
		}
		if err := access.RoomForToken(has); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `
			INSERT INTO api_token (account_id, name, prefix, token_sha256, scopes, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
			t.Account, t.Name, t.Prefix, t.Key[:], t.Scopes, t.Made, t.Expires).Scan(&t.ID)
		if err != nil {
			return fmt.Errorf("keep an API token: %w", err)
		}
		return noted(ctx, tx, t.Account, "make-api-token", "api-token", t.ID, note{})
	})
	return t, err
}

// RevokeToken ends an account's token at once. plans.NotFound where it has none of that id, or none any more.
func (w *Writer) RevokeToken(ctx context.Context, account, id int64, now time.Time) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE api_token SET revoked_at = $3 WHERE id = $2 AND account_id = $1 AND revoked_at IS NULL`, account, id, now)
		if err == nil && tag.RowsAffected() == 0 {
			err = &plans.Error{Kind: plans.NotFound, Code: "no-token", Message: "There is no such API token, or none any more."}
		}
		if err != nil {
			return err
		}
		return noted(ctx, tx, account, "revoke-api-token", "api-token", id, note{})
	})
}

// UsedToken notes the day on which a token was used; more than once a day it writes nothing.
func (w *Writer) UsedToken(ctx context.Context, id int64, now time.Time) error {
	_, err := w.pool.Exec(ctx, `UPDATE api_token SET used_on = $2 WHERE id = $1 AND used_on IS DISTINCT FROM $2`, id, access.Today(now))
	return err
}

// Tokens lists those of an account, revoked ones too, the newest first.
func (w *Writer) Tokens(ctx context.Context, account int64) ([]access.Token, error) {
	return tokens(ctx, w.pool, `account_id = $1`, account)
}

func tokens(ctx context.Context, from queried, where string, args ...any) ([]access.Token, error) {
	rows, err := from.Query(ctx, `
		SELECT id, account_id, name, prefix, token_sha256, scopes, made_at, expires_at, used_on, revoked_at FROM api_token WHERE `+where+` ORDER BY id DESC`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (t access.Token, err error) {
		var digest []byte
		var used, revoked *time.Time
		err = row.Scan(&t.ID, &t.Account, &t.Name, &t.Prefix, &digest, &t.Scopes, &t.Made, &t.Expires, &used, &revoked)
		copy(t.Key[:], digest)
		t.Made, t.Expires, t.Used, t.Revoked = t.Made.UTC(), t.Expires.UTC(), day(used), day(revoked)
		return t, err
	})
}
