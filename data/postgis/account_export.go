package postgis

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/access"
	"terrier/plans/audit"
)

// Export is all that is kept of a person, as it stands at one moment; access.ErrGone where there is no such account.
func (w *Writer) Export(ctx context.Context, account int64) (x access.Export, err error) {
	err = pgx.BeginTxFunc(ctx, w.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		a, err := one(accounts(ctx, tx, `erased_at IS NULL AND id = $1`, account))
		if err != nil {
			return err
		}
		x = access.Export{Email: a.Email.Text, Made: a.Made, SignedInOn: dayText(&a.SignedIn)}
		for _, read := range []func() error{
			func() error { return export(ctx, tx, &x.Roles, exportRoles, account, exportedRole) },
			func() error { return export(ctx, tx, &x.Links, exportLinks, a.Email.Key, exportedLink) },
			func() error { return export(ctx, tx, &x.Sessions, exportSessions, account, exportedSession) },
			func() error { return export(ctx, tx, &x.Passkeys, exportPasskeys, account, exportedPasskey) },
			func() error { return export(ctx, tx, &x.Identities, exportIdentities, account, exportedIdentity) },
			func() error { return export(ctx, tx, &x.Tokens, exportTokens, account, exportedToken) },
			func() error { return export(ctx, tx, &x.Agreements, exportDeeds, account, exportedDeed) },
			func() error { return export(ctx, tx, &x.Figures, exportFigures, account, exportedFigure) },
			func() error { return export(ctx, tx, &x.Drafts, exportDrafts, account, exportedDraft) },
			func() error { return export(ctx, tx, &x.Versions, exportVersions, account, exportedVersion) },
			func() error { return export(ctx, tx, &x.Maps, exportMaps, account, exportedMap) },
			func() error {
				return export(ctx, tx, &x.Events, exportEvents, string(audit.Account(account)), exportedEvent)
			},
		} {
			if err := read(); err != nil {
				return err
			}
		}
		return nil
	})
	return x, err
}

const (
	exportRoles = `
		SELECT r.role, coalesce(o.name, ''), coalesce(r.place, ''), r.start_date, r.end_date, r.granted_at, r.revoked_at
		  FROM role_held r LEFT JOIN organisation o ON o.id = r.organisation_id WHERE r.account_id = $1 ORDER BY r.id`
	exportLinks      = `SELECT purpose, made_at, expires_at, used_at FROM sign_in_link WHERE email_key = $1 ORDER BY id`
	exportSessions   = `SELECT means, started_at, issued_at, ended_at FROM session WHERE account_id = $1 ORDER BY id`
	exportPasskeys   = `SELECT name, rp_id, made_at, used_on FROM passkey WHERE account_id = $1 ORDER BY id`
	exportIdentities = `SELECT issuer, subject, made_at, used_on FROM oidc_identity WHERE account_id = $1 ORDER BY id`
	exportTokens     = `SELECT name, prefix, scopes, made_at, expires_at, used_on, revoked_at FROM api_token WHERE account_id = $1 ORDER BY id`
	exportFigures    = `SELECT figure_id, min(kept_at) FROM exact_figure_keeper WHERE account_id = $1 GROUP BY figure_id ORDER BY 2, 1`
	exportDeeds      = `
		SELECT s.name, y.name, CASE WHEN a.granted_by = $1 THEN a.granted_at END, CASE WHEN a.revoked_by = $1 THEN a.revoked_at END
		  FROM agreement a JOIN organisation s ON s.id = a.association_id JOIN organisation y ON y.id = a.authority_id
		 WHERE $1 IN (a.granted_by, a.revoked_by) ORDER BY a.id`
	exportDrafts = `
		SELECT d.token, d.name, d.why, coalesce(d.body_type, ''), coalesce(d.parish, ''), coalesce(d.revises, ''), d.viewers, d.made_at, d.changed_at, coalesce(r.number, 0),
		       coalesce(ST_AsText(d.geom, 3), ''), coalesce(ST_AsText(d.approximate, 3), '')
		  FROM draft d LEFT JOIN draft_ready r ON r.token = d.token WHERE d.account_id = $1 ORDER BY d.made_at, d.token`
	exportVersions = `
		SELECT v.token, v.number, v.created_at, v.reason, v.name, v.why, coalesce(v.body_type, ''), coalesce(v.parish, ''), coalesce(v.revises, ''), ST_AsText(v.geom, 3)
		  FROM draft_version v JOIN draft d ON d.token = v.token WHERE d.account_id = $1 ORDER BY d.made_at, d.token, v.number`
	exportMaps = `
		SELECT ref, title, body, layers, areas, assets, filters, array_remove(ARRAY[lon, lat, zoom], NULL), theme, hosts, made_at, changed_at, published_at
		  FROM saved_map WHERE account_id = $1 ORDER BY id`
	exportEvents = `SELECT at, action, kind, ref, detail FROM audit_entry WHERE who = $1 ORDER BY id`
)

// export reads rows of one kind; none is an empty list, not null.
func export[T any](ctx context.Context, tx pgx.Tx, to *[]T, sql string, of any, scan func(pgx.CollectableRow) (T, error)) error {
	rows, err := tx.Query(ctx, sql, of)
	if err == nil {
		*to, err = pgx.CollectRows(rows, scan)
	}
	return err
}

func exportedRole(row pgx.CollectableRow) (r access.ExportedRole, err error) {
	var from, until *time.Time
	err = row.Scan(&r.Role, &r.Organisation, &r.Place, &from, &until, &r.Granted, &r.Revoked)
	r.From, r.Until = dayText(from), dayText(until)
	return r, err
}

func exportedLink(row pgx.CollectableRow) (l access.ExportedLink, err error) {
	return l, row.Scan(&l.Purpose, &l.Made, &l.Expires, &l.Used)
}

func exportedSession(row pgx.CollectableRow) (s access.ExportedSession, err error) {
	return s, row.Scan(&s.Means, &s.Started, &s.Issued, &s.Ended)
}

func exportedPasskey(row pgx.CollectableRow) (p access.ExportedPasskey, err error) {
	var used *time.Time
	err = row.Scan(&p.Name, &p.Host, &p.Made, &used)
	p.UsedOn = dayText(used)
	return p, err
}

func exportedIdentity(row pgx.CollectableRow) (i access.ExportedIdentity, err error) {
	var used *time.Time
	err = row.Scan(&i.Issuer, &i.Subject, &i.Made, &used)
	i.UsedOn = dayText(used)
	return i, err
}

func exportedToken(row pgx.CollectableRow) (t access.ExportedToken, err error) {
	var used *time.Time
	err = row.Scan(&t.Name, &t.Prefix, &t.Scopes, &t.Made, &t.Expires, &used, &t.Revoked)
	t.UsedOn = dayText(used)
	return t, err
}

func exportedDeed(row pgx.CollectableRow) (d access.ExportedDeed, err error) {
	return d, row.Scan(&d.Association, &d.Authority, &d.Made, &d.Revoked)
}

func exportedFigure(row pgx.CollectableRow) (f access.ExportedFigure, err error) {
	return f, row.Scan(&f.ID, &f.Kept)
}

func exportedDraft(row pgx.CollectableRow) (d access.ExportedDraft, err error) {
	return d, row.Scan(&d.Token, &d.Name, &d.Why, &d.BodyType, &d.Parish, &d.Revises, &d.Viewers, &d.Made, &d.Changed, &d.Ready, &d.Shape, &d.Approximate)
}

func exportedVersion(row pgx.CollectableRow) (v access.ExportedVersion, err error) {
	return v, row.Scan(&v.Draft, &v.Number, &v.Kept, &v.Reason, &v.Name, &v.Why, &v.BodyType, &v.Parish, &v.Revises, &v.Shape)
}

func exportedMap(row pgx.CollectableRow) (m access.ExportedMap, err error) {
	var filters []byte
	err = row.Scan(&m.Ref, &m.Title, &m.Text, &m.Layers, &m.Areas, &m.Assets, &filters, &m.View, &m.Theme, &m.Hosts, &m.Made, &m.Changed, &m.Published)
	if err == nil {
		err = json.Unmarshal(filters, &m.Filters)
	}
	return m, err
}

func exportedEvent(row pgx.CollectableRow) (e access.ExportedEvent, err error) {
	var detail string
	err = row.Scan(&e.At, &e.Action, &e.Kind, &e.Ref, &detail)
	e.At, e.Detail = e.At.UTC(), json.RawMessage(detail)
	return e, err
}

// dayText is a date as it is sent; "" where there is none.
func dayText(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
