package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/access"
)

// KeepLink keeps a link that is about to be sent, with the roles that it brings. A role that cannot be held so is a plans.Invalid error.
func (w *Writer) KeepLink(ctx context.Context, l access.Link) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		var id int64
		err := tx.QueryRow(ctx, `
			INSERT INTO sign_in_link (token_sha256, purpose, email, email_key, made_by, made_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`, l.Key[:], l.Purpose, l.To.Text, l.To.Key, key(l.By), l.Made, l.Expires).Scan(&id)
		if err != nil {
			return fmt.Errorf("keep a link: %w", err)
		}
		for _, g := range l.Grants {
			if err := checkGrant(ctx, tx, g); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `
				INSERT INTO sign_in_link_role (sign_in_link_id, role, organisation_id, place, start_date, end_date)
				VALUES ($1, $2, $3, $4, $5, $6)`, id, g.Role, key(g.Organisation), text(g.Place), g.From, date(g.Until))
			if err != nil {
				return fmt.Errorf("keep the roles of an invitation: %w", err)
			}
			if err := noted(ctx, tx, l.By, "invite-"+access.Action(g.Role), "invitation", id, noteOf(0, g)); err != nil {
				return err
			}
		}
		return nil
	})
}

// UseLink signs in by a link: once, whoever comes first. The account is made where the address has none; an invitation's roles are
// granted, save those that who invited may grant no longer; and the session that the browser had, if any, ends. Any link that does not
// work is access.ErrLink.
func (w *Writer) UseLink(ctx context.Context, link, had access.Secret, now time.Time) (in access.SignedIn, err error) {
	err = w.transact(ctx, func(tx pgx.Tx) error {
		in = access.SignedIn{}
		id, l, err := takeLink(ctx, tx, link, now)
		if err != nil {
			return err
		}
		if in.Account, in.Fresh, err = signInTo(ctx, tx, l.To, now); err != nil {
			return err
		}
		if in.Granted, in.Dropped, err = accept(ctx, tx, l, in.Account, now); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE sign_in_link SET used_at = $2, account_id = $3 WHERE id = $1`, id, now, in.Account); err != nil {
			return err
		}
		in.Session, in.Token, err = startSession(ctx, tx, in.Account, "link", had, now)
		return err
	})
	if err != nil && !errors.Is(err, access.ErrLink) {
		err = fmt.Errorf("sign in by a link: %w", err)
	}
	return in, err
}

// takeLink finds a link that works, and keeps everybody else from it until the transaction ends: who waited finds it used.
func takeLink(ctx context.Context, tx pgx.Tx, link access.Secret, now time.Time) (id int64, l access.Link, err error) {
	l.Key = link.Digest()
	var by *int64
	err = tx.QueryRow(ctx, `
		SELECT id, purpose, email, email_key, made_by, made_at, expires_at FROM sign_in_link
		 WHERE token_sha256 = $1 AND used_at IS NULL AND expires_at > $2
		   FOR UPDATE`, l.Key[:], now).Scan(&id, &l.Purpose, &l.To.Text, &l.To.Key, &by, &l.Made, &l.Expires)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, l, access.ErrLink
	}
	if err != nil {
		return 0, l, err
	}
	if by != nil {
		l.By = *by
	}
	rows, err := tx.Query(ctx, `
		SELECT r.role, coalesce(r.organisation_id, 0), coalesce(o.ref, ''), coalesce(r.place, ''), r.start_date, r.end_date
		  FROM sign_in_link_role r LEFT JOIN organisation o ON o.id = r.organisation_id
		 WHERE r.sign_in_link_id = $1 ORDER BY r.id`, id)
	if err != nil {
		return 0, l, err
	}
	l.Grants, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (g access.Grant, err error) {
		var until *time.Time
		err = row.Scan(&g.Role, &g.Organisation, &g.Ref, &g.Place, &g.From, &until)
		g.From, g.Until = g.From.UTC(), day(until)
		return g, err
	})
	return id, l, err
}

// accept grants the roles of an invitation. One that is held already is left as it is.
func accept(ctx context.Context, tx pgx.Tx, l access.Link, account int64, now time.Time) (granted []access.Held, dropped []access.Grant, err error) {
	if len(l.Grants) == 0 {
		return nil, nil, nil
	}
	inviter := access.Who{Account: l.By}
	if l.By != 0 {
		if inviter.Roles, err = rolesHeld(ctx, tx, `r.account_id = $1 AND r.revoked_at IS NULL`, l.By); err != nil {
			return nil, nil, err
		}
	}
	for _, g := range l.Grants {
		if l.By != 0 && access.May(inviter, access.GrantRole(g.Role), access.Subject{Account: account, Organisation: g.Organisation}, now) != nil {
			dropped = append(dropped, g)
			continue
		}
		held, ok, err := grantRole(ctx, tx, account, g, l.By, now)
		if err != nil {
			return nil, nil, err
		}
		if ok {
			granted = append(granted, held)
		}
	}
	return granted, dropped, nil
}
