package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/access"
)

// StartSession signs in to an account that is known otherwise: in the demonstration by a button. The session that the browser had, if any,
// ends. access.ErrGone where there is no such account.
func (w *Writer) StartSession(ctx context.Context, account int64, means string, had access.Secret, now time.Time) (in access.SignedIn, err error) {
	err = w.transact(ctx, func(tx pgx.Tx) error {
		in, err = signInAs(ctx, tx, account, means, had, now)
		return err
	})
	return in, err
}

// signInAs starts a session of an account and notes the day.
func signInAs(ctx context.Context, tx pgx.Tx, account int64, means string, had access.Secret, now time.Time) (in access.SignedIn, err error) {
	if _, err := tx.Exec(ctx, `UPDATE account SET signed_in_on = $2 WHERE id = $1 AND erased_at IS NULL`, account, access.Today(now)); err != nil {
		return in, err
	}
	in.Account = account
	in.Session, in.Token, err = startSession(ctx, tx, account, means, had, now)
	return in, err
}

func startSession(ctx context.Context, tx pgx.Tx, account int64, means string, had access.Secret, now time.Time) (s access.Session, token access.Secret, err error) {
	if err := stays(ctx, tx, account); err != nil {
		return s, token, err
	}
	old := had.Digest()
	if err := endSessions(ctx, tx, now, access.EndedBySignIn, `family = (SELECT family FROM session WHERE token_sha256 = $3)`, old[:]); err != nil {
		return s, token, fmt.Errorf("end the session from before: %w", err)
	}
	s, token = access.NewSession(account, means, now)
	err = tx.QueryRow(ctx, `SELECT gen_random_uuid()::text`).Scan(&s.Family)
	if err == nil {
		err = keepSession(ctx, tx, &s)
	}
	if err == nil {
		err = noted(ctx, tx, account, access.SignIn, "account", account, note{Means: means})
	}
	return s, token, err
}

func keepSession(ctx context.Context, tx pgx.Tx, s *access.Session) error {
	err := tx.QueryRow(ctx, `
		INSERT INTO session (family, token_sha256, account_id, means, started_at, issued_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
		s.Family, s.Key[:], s.Account, s.Means, s.Started, s.Issued).Scan(&s.ID)
	if err != nil {
		return fmt.Errorf("keep a session: %w", err)
	}
	return nil
}

// RotateSession gives a browser a new token for the one that it has. ok is false where another request was first, or the session has
// ended: the old token is then worth what access.Session.Standing says.
func (w *Writer) RotateSession(ctx context.Context, old access.Session, now time.Time) (next access.Session, token access.Secret, ok bool, err error) {
	err = w.transact(ctx, func(tx pgx.Tx) error {
		ok = false
		// the family as it stands, for the session may have been read a moment ago
		err := tx.QueryRow(ctx, `
			UPDATE session SET replaced_at = $2 WHERE id = $1 AND replaced_at IS NULL AND ended_at IS NULL
			RETURNING family::text, account_id, means, started_at`, old.ID, now).Scan(&old.Family, &old.Account, &old.Means, &old.Started)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("rotate session %d: %w", old.ID, err)
		}
		next, token = old.Next(now)
		ok = true
		return keepSession(ctx, tx, &next)
	})
	return next, token, ok && err == nil, err
}

// endFamily has the parameters when and why, and wants to be told which.
const endFamily = `UPDATE session SET ended_at = $1, end_reason = $2 WHERE ended_at IS NULL`

// endSessions ends the sessions of a condition, whose parameters begin at $3, and notes of each account that some have ended, and why.
func endSessions(ctx context.Context, tx pgx.Tx, now time.Time, reason, condition string, args ...any) error {
	rows, err := tx.Query(ctx, `
		WITH ended AS (`+endFamily+` AND `+condition+` RETURNING account_id)
		SELECT DISTINCT account_id FROM ended`, append([]any{now, reason}, args...)...)
	if err != nil {
		return err
	}
	accounts, err := pgx.CollectRows(rows, pgx.RowTo[int64])
	for _, account := range accounts {
		if err == nil {
			err = noted(ctx, tx, account, access.SignOut, "account", account, note{Means: reason})
		}
	}
	return err
}

// EndSession ends all tokens of a sign-in. One that has ended stays as it is.
func (w *Writer) EndSession(ctx context.Context, family, reason string, now time.Time) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		return endSessions(ctx, tx, now, reason, `family = $3`, family)
	})
}

// EndSessions ends every sign-in of an account, save one; "" for none.
func (w *Writer) EndSessions(ctx context.Context, account int64, save, reason string, now time.Time) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		return endSessions(ctx, tx, now, reason, `account_id = $3 AND family IS DISTINCT FROM $4`, account, text(save))
	})
}

// Sessions lists where an account is signed in at a moment: the newest token of each sign-in that has not ended, the last used first.
func (w *Writer) Sessions(ctx context.Context, account int64, now time.Time) ([]access.Session, error) {
	return sessions(ctx, w.pool, `account_id = $1 AND ended_at IS NULL AND replaced_at IS NULL AND started_at > $2 AND issued_at > $3 ORDER BY issued_at DESC`,
		account, now.Add(-access.SessionLife), now.Add(-access.SessionIdle))
}

func sessions(ctx context.Context, from queried, where string, args ...any) ([]access.Session, error) {
	rows, err := from.Query(ctx, `
		SELECT id, family::text, token_sha256, account_id, means, started_at, issued_at, replaced_at, ended_at FROM session WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (s access.Session, err error) {
		var digest []byte
		var replaced, ended *time.Time
		err = row.Scan(&s.ID, &s.Family, &digest, &s.Account, &s.Means, &s.Started, &s.Issued, &replaced, &ended)
		copy(s.Key[:], digest)
		s.Started, s.Issued, s.Replaced, s.Ended = s.Started.UTC(), s.Issued.UTC(), day(replaced), day(ended)
		return s, err
	})
}
