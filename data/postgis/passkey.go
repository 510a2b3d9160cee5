package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"terrier/plans"
	"terrier/plans/access"
)

// PasskeyHandle is the user handle by which authenticators know an account; access.ErrGone where there is none.
func (w *Writer) PasskeyHandle(ctx context.Context, account int64) (handle []byte, err error) {
	err = w.pool.QueryRow(ctx, `SELECT passkey_handle FROM account WHERE id = $1 AND erased_at IS NULL`, account).Scan(&handle)
	if errors.Is(err, pgx.ErrNoRows) {
		err = access.ErrGone
	}
	return handle, err
}

// AccountOfHandle finds the account of a user handle; access.ErrGone where there is none.
func (w *Writer) AccountOfHandle(ctx context.Context, handle []byte) (access.Account, error) {
	return one(accounts(ctx, w.pool, `erased_at IS NULL AND passkey_handle = $1`, handle))
}

// AddPasskey keeps a passkey that was just made. One that is kept already, or one too many, is a plans.Conflict; access.ErrGone where there
// is no account.
func (w *Writer) AddPasskey(ctx context.Context, p access.Passkey) (access.Passkey, error) {
	if err := p.Check(); err != nil {
		return p, err
	}
	err := w.transact(ctx, func(tx pgx.Tx) error {
		if err := alone(ctx, tx, p.Account); err != nil {
			return err
		}
		var has int
		if err := tx.QueryRow(ctx, `SELECT count(*) FROM passkey WHERE account_id = $1 AND rp_id = $2`, p.Account, p.RPID).Scan(&has); err != nil {
			return err
		}
		if err := access.RoomForPasskey(has); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `
			INSERT INTO passkey (account_id, name, rp_id, credential_id, public_key, attestation_type, attestation_format, transports, flags, aaguid,
			                     sign_count, clone_warning, attachment, client_data_json, client_data_hash, authenticator_data, public_key_algorithm,
			                     attestation_object, extensions, made_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8::text[], '{}'), $9, coalesce($10::bytea, ''), $11, $12, $13, coalesce($14::bytea, ''),
			        coalesce($15::bytea, ''), coalesce($16::bytea, ''), $17, coalesce($18::bytea, ''), coalesce($19::jsonb, '{}'), $20) RETURNING id`,
			p.Account, p.Name, p.RPID, p.CredentialID, p.PublicKey, p.AttestationType, p.AttestationFormat, p.Transports, int16(p.Flags), p.AAGUID,
			int64(p.SignCount), p.CloneWarning, p.Attachment, p.ClientDataJSON, p.ClientDataHash, p.AuthenticatorData, p.PublicKeyAlgorithm,
			p.AttestationObject, p.Extensions, p.Made).Scan(&p.ID)
		if err != nil {
			return err
		}
		return noted(ctx, tx, p.Account, "add-passkey", "passkey", p.ID, note{})
	})
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && pg.Code == "23505": // unique_violation
		err = &plans.Error{Kind: plans.Conflict, Code: "passkey-known", Message: "This passkey is known already.", Remedy: "Sign in with it."}
	case err != nil && !errors.Is(err, access.ErrGone):
		err = fmt.Errorf("add a passkey: %w", err)
	}
	return p, err
}

// SignInByPasskey signs in by a passkey that has just proved its key: with how often it has signed by then, and what it says of itself
// besides. The session that the browser had, if any, ends. Where the count went back that is kept and noted, and the error is
// access.ErrPasskeyCopied; access.ErrPasskey where the passkey was removed meanwhile.
func (w *Writer) SignInByPasskey(ctx context.Context, passkey int64, count uint32, flags byte, had access.Secret, now time.Time) (in access.SignedIn, err error) {
	var copied bool
	err = w.transact(ctx, func(tx pgx.Tx) error {
		p := access.Passkey{ID: passkey}
		var signed int64
		err := tx.QueryRow(ctx, `SELECT account_id, sign_count, clone_warning FROM passkey WHERE id = $1 FOR UPDATE`, p.ID).Scan(&p.Account, &signed, &p.CloneWarning)
		if errors.Is(err, pgx.ErrNoRows) {
			return access.ErrPasskey
		}
		if err != nil {
			return err
		}
		p.SignCount = uint32(signed)
		if copied = !p.Sign(count, flags); copied {
			if _, err := tx.Exec(ctx, `UPDATE passkey SET clone_warning = true WHERE id = $1`, p.ID); err != nil {
				return err
			}
			return noted(ctx, tx, p.Account, "refuse-passkey", "passkey", p.ID, note{})
		}
		if _, err := tx.Exec(ctx, `UPDATE passkey SET sign_count = $2, flags = $3, used_on = $4 WHERE id = $1`, p.ID, int64(p.SignCount), int16(p.Flags), access.Today(now)); err != nil {
			return err
		}
		in, err = signInAs(ctx, tx, p.Account, "passkey", had, now)
		return err
	})
	switch {
	case copied && err == nil:
		err = access.ErrPasskeyCopied
	case err != nil && !errors.Is(err, access.ErrPasskey):
		err = fmt.Errorf("sign in by a passkey: %w", err)
	}
	return in, err
}

// RemovePasskey removes a passkey of an account. plans.NotFound where it has none of that id.
func (w *Writer) RemovePasskey(ctx context.Context, account, id int64) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `DELETE FROM passkey WHERE id = $2 AND account_id = $1`, account, id)
		if err == nil && tag.RowsAffected() == 0 {
			err = &plans.Error{Kind: plans.NotFound, Code: "no-passkey", Message: "There is no such passkey, or none any more."}
		}
		if err != nil {
			return err
		}
		return noted(ctx, tx, account, "remove-passkey", "passkey", id, note{})
	})
}

// Passkeys lists those of an account that were made for a host, in the order in which they were added.
func (w *Writer) Passkeys(ctx context.Context, account int64, host string) ([]access.Passkey, error) {
	rows, err := w.pool.Query(ctx, `
		SELECT id, account_id, name, rp_id, credential_id, public_key, attestation_type, attestation_format, transports, flags, aaguid, sign_count,
		       clone_warning, attachment, client_data_json, client_data_hash, authenticator_data, public_key_algorithm, attestation_object, extensions, made_at, used_on
		  FROM passkey WHERE account_id = $1 AND rp_id = $2 ORDER BY id`, account, host)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p access.Passkey, err error) {
		var flags int16
		var count int64
		var used *time.Time
		err = row.Scan(&p.ID, &p.Account, &p.Name, &p.RPID, &p.CredentialID, &p.PublicKey, &p.AttestationType, &p.AttestationFormat, &p.Transports, &flags,
			&p.AAGUID, &count, &p.CloneWarning, &p.Attachment, &p.ClientDataJSON, &p.ClientDataHash, &p.AuthenticatorData, &p.PublicKeyAlgorithm,
			&p.AttestationObject, &p.Extensions, &p.Made, &used)
		p.Flags, p.SignCount, p.Made, p.Used = byte(flags), uint32(count), p.Made.UTC(), day(used)
		return p, err
	})
}
