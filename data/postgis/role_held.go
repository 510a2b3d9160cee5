package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/access"
)

// GrantRole gives an account a role; by is 0 from the command line. A role that cannot be held so is a plans.Invalid error, one that is
// held already on any of the days a plans.Conflict; access.ErrGone where there is no such account.
func (w *Writer) GrantRole(ctx context.Context, account int64, g access.Grant, by int64, now time.Time) (held access.Held, err error) {
	err = w.transact(ctx, func(tx pgx.Tx) error {
		if err := stays(ctx, tx, account); err != nil {
			return err
		}
		if err := checkGrant(ctx, tx, g); err != nil {
			return err
		}
		var ok bool
		if held, ok, err = grantRole(ctx, tx, account, g, by, now); err == nil && !ok {
			err = &plans.Error{Kind: plans.Conflict, Code: "role-held-already", Field: "role", Message: "This role is held already on some of these days.",
				Remedy: "Revoke it first, or choose other days."}
		}
		return err
	})
	return held, err
}

// Body finds an organisation by its ref. plans.NotFound where there is none.
func (w *Writer) Body(ctx context.Context, ref string) (b access.Body, err error) {
	err = w.pool.QueryRow(ctx, `SELECT id, ref, name, organisation_type, coalesce(gss_code, '') FROM organisation WHERE ref = $1`, ref).
		Scan(&b.ID, &b.Ref, &b.Name, &b.Type, &b.Place)
	if errors.Is(err, pgx.ErrNoRows) {
		err = plans.Missing("organisation", ref)
	}
	return b, err
}

// Bodies finds organisations by their ids and refs; those that are not there are left out.
func (w *Writer) Bodies(ctx context.Context, ids []int64, refs []string) ([]access.Body, error) {
	rows, err := w.pool.Query(ctx, `SELECT id, ref, name, organisation_type, coalesce(gss_code, '') FROM organisation WHERE id = ANY ($1) OR ref = ANY ($2) ORDER BY id`, ids, refs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (b access.Body, err error) {
		return b, row.Scan(&b.ID, &b.Ref, &b.Name, &b.Type, &b.Place)
	})
}

func checkGrant(ctx context.Context, tx pgx.Tx, g access.Grant) error {
	of, err := organisationType(ctx, tx, g.Organisation)
	if err != nil {
		return err
	}
	return g.Check(of)
}

// grantRole adds a role. ok is false where it is held already on any of the days.
func grantRole(ctx context.Context, tx pgx.Tx, account int64, g access.Grant, by int64, now time.Time) (held access.Held, ok bool, err error) {
	held = access.Held{Account: account, Grant: g}
	err = tx.QueryRow(ctx, `
		INSERT INTO role_held (account_id, role, organisation_id, place, start_date, end_date, granted_by, granted_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT ON CONSTRAINT role_held_once DO NOTHING RETURNING id`,
		account, g.Role, key(g.Organisation), text(g.Place), g.From, date(g.Until), key(by), now).Scan(&held.ID)
	if errors.Is(err, pgx.ErrNoRows) {
		return held, false, nil
	}
	if err != nil {
		return held, false, fmt.Errorf("grant %s: %w", g.Role, err)
	}
	return held, true, noted(ctx, tx, by, access.GrantRole(g.Role), "role", held.ID, noteOf(account, g))
}

// RevokeRole ends a role at once; by is 0 from the command line. plans.NotFound where it is not held, or no more.
func (w *Writer) RevokeRole(ctx context.Context, id, by int64, now time.Time) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		n, err := revoked(ctx, tx, by, `UPDATE role_held SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL`, id, now, key(by))
		if err == nil && n == 0 {
			err = &plans.Error{Kind: plans.NotFound, Code: "role-not-held", Message: "This role is not held any more."}
		}
		return err
	})
}

// RolesHeld lists the roles that were not revoked, of an account and of an organisation; 0 for any. Those that have ended by their day
// are among them, and those to come.
func (w *Writer) RolesHeld(ctx context.Context, account, organisation int64) ([]access.Held, error) {
	return rolesHeld(ctx, w.pool, `r.revoked_at IS NULL AND $1::bigint IN (0, r.account_id) AND $2::bigint IN (0, r.organisation_id)`, account, organisation)
}

// RoleHeld finds a role by its id, ended or not. plans.NotFound where there is none.
func (w *Writer) RoleHeld(ctx context.Context, id int64) (access.Held, error) {
	held, err := rolesHeld(ctx, w.pool, `r.id = $1`, id)
	if err == nil && len(held) == 0 {
		return access.Held{}, plans.Missing("role", fmt.Sprint(id))
	}
	if err != nil {
		return access.Held{}, err
	}
	return held[0], nil
}

func rolesHeld(ctx context.Context, from queried, where string, args ...any) ([]access.Held, error) {
	rows, err := from.Query(ctx, `
		SELECT r.id, r.account_id, r.role, coalesce(r.organisation_id, 0), coalesce(o.ref, ''), coalesce(r.place, ''), r.start_date, r.end_date, r.revoked_at
		  FROM role_held r LEFT JOIN organisation o ON o.id = r.organisation_id
		 WHERE `+where+` ORDER BY r.id`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (h access.Held, err error) {
		var until, revoked *time.Time
		err = row.Scan(&h.ID, &h.Account, &h.Role, &h.Organisation, &h.Ref, &h.Place, &h.From, &until, &revoked)
		h.From, h.Until, h.Revoked = h.From.UTC(), day(until), day(revoked)
		return h, err
	})
}
