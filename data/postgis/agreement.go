package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/access"
)

// MakeAgreement keeps an agreement that an association's officer (GrantedBy) makes. One that cannot be is a plans.Invalid error.
func (w *Writer) MakeAgreement(ctx context.Context, a access.Agreement, now time.Time) (access.Agreement, error) {
	err := w.transact(ctx, func(tx pgx.Tx) error {
		association, err := organisationType(ctx, tx, a.Association)
		if err != nil {
			return err
		}
		authority, err := organisationType(ctx, tx, a.Authority)
		if err != nil {
			return err
		}
		if err := a.Check(association, authority); err != nil {
			return err
		}
		if err := stays(ctx, tx, a.GrantedBy); err != nil {
			return err
		}
		err = tx.QueryRow(ctx, `
			INSERT INTO agreement (association_id, authority_id, place, tenures, start_date, end_date, granted_by, granted_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			RETURNING id, (SELECT ref FROM organisation WHERE id = $1), (SELECT ref FROM organisation WHERE id = $2)`,
			a.Association, a.Authority, a.Place, a.Tenures, a.From, a.Until, a.GrantedBy, now).Scan(&a.ID, &a.AssociationRef, &a.AuthorityRef)
		if err != nil {
			return fmt.Errorf("make an agreement: %w", err)
		}
		return noted(ctx, tx, a.GrantedBy, access.MakeAgreement, "agreement", a.ID, noteOfAgreement(a))
	})
	return a, err
}

// RevokeAgreement ends an agreement at once. plans.NotFound where there is none, or none any more.
func (w *Writer) RevokeAgreement(ctx context.Context, id, by int64, now time.Time) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE agreement SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL`, id, now, by)
		if err == nil && tag.RowsAffected() == 0 {
			err = &plans.Error{Kind: plans.NotFound, Code: "no-agreement", Message: "There is no such agreement, or none any more."}
		}
		if err != nil {
			return err
		}
		ended, err := agreements(ctx, tx, `a.id = $1`, id)
		if err != nil {
			return err
		}
		return noted(ctx, tx, by, access.RevokeAgreement, "agreement", id, noteOfAgreement(ended[0]))
	})
}

func noteOfAgreement(a access.Agreement) note {
	return note{Of: []int64{a.Association}, Organisation: a.AssociationRef, Authority: a.AuthorityRef, Place: a.Place, From: dayText(&a.From), Until: dayText(&a.Until)}
}

// Agreements lists those that an organisation made or has, revoked ones too, the newest first.
func (w *Writer) Agreements(ctx context.Context, organisation int64) ([]access.Agreement, error) {
	return agreements(ctx, w.pool, `$1 IN (a.association_id, a.authority_id)`, organisation)
}

// Agreement finds one, revoked or not. plans.NotFound where there is none.
func (w *Writer) Agreement(ctx context.Context, id int64) (access.Agreement, error) {
	found, err := agreements(ctx, w.pool, `a.id = $1`, id)
	if err == nil && len(found) == 0 {
		return access.Agreement{}, plans.Missing("agreement", fmt.Sprint(id))
	}
	if err != nil {
		return access.Agreement{}, err
	}
	return found[0], nil
}

func agreements(ctx context.Context, from queried, where string, args ...any) ([]access.Agreement, error) {
	rows, err := from.Query(ctx, `
		SELECT a.id, a.association_id, s.ref, a.authority_id, y.ref, a.place, a.tenures, a.start_date, a.end_date, a.granted_by, a.revoked_at
		  FROM agreement a JOIN organisation s ON s.id = a.association_id JOIN organisation y ON y.id = a.authority_id
		 WHERE `+where+` ORDER BY a.id DESC`, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (a access.Agreement, err error) {
		var revoked *time.Time
		err = row.Scan(&a.ID, &a.Association, &a.AssociationRef, &a.Authority, &a.AuthorityRef, &a.Place, &a.Tenures, &a.From, &a.Until, &a.GrantedBy, &revoked)
		a.From, a.Until, a.Revoked = a.From.UTC(), a.Until.UTC(), day(revoked)
		return a, err
	})
}
