package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/twpayne/go-geom"

	"terrier/plans"
	"terrier/plans/area"
)

const (
	selectDraftVersion       = versionWords + `v.geom, v.approximate` + fromVersion
	selectDraftVersionListed = versionWords + `NULL::geometry, NULL::geometry` + fromVersion // a draft may have a thousand versions of fifty thousand corners

	versionWords = `
	SELECT v.number, v.author, v.created_at, v.reason, coalesce(v.parent, 0), v.name, v.why, coalesce(v.body_type, ''), coalesce(v.parish, ''), coalesce(v.revises, ''),
	       v.sha256, ST_Area(v.geom) / 10000, r.number IS NOT NULL, `
	fromVersion = `
	  FROM draft_version v LEFT JOIN draft_ready r ON r.token = v.token AND r.number = v.number`
)

// KeepVersion keeps a draft as it stands, for good. had is the version of the draft that the person saw: *area.Overtaken where it has changed
// since. plans.Invalid where its shape is missing or crosses itself. Where the newest version has the same shape and words, that one is given.
func (w *Writer) KeepVersion(ctx context.Context, token string, had, author int64, reason string, parent int, now time.Time) (v area.DraftVersion, err error) {
	reason = storable(reason)
	if err := area.CheckReason(reason); err != nil {
		return v, err
	}
	err = w.transact(ctx, func(tx pgx.Tx) error {
		if err := stays(ctx, tx, author); err != nil {
			return err
		}
		if err := holdDraft(ctx, tx, token, had); err != nil {
			return err
		}
		if err := refuseUnsound(ctx, tx, token); err != nil {
			return err
		}
		if err := refuseVersions(ctx, tx, token, author, 1); err != nil {
			return err
		}
		v, err = keepVersion(ctx, tx, token, author, reason, parent, now)
		return err
	})
	return v, err
}

// DraftVersions lists the versions of a draft without their shapes, newest first. plans.NotFound where there is no such draft.
func (w *Writer) DraftVersions(ctx context.Context, token string) ([]area.DraftVersion, error) {
	rows, err := w.pool.Query(ctx, selectDraftVersionListed+` WHERE v.token = $1 ORDER BY v.number DESC`, token)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, scanDraftVersion)
	if err == nil && len(all) == 0 {
		err = w.pool.QueryRow(ctx, `SELECT FROM draft WHERE token = $1`, token).Scan()
		if errors.Is(err, pgx.ErrNoRows) {
			err = errNoDraft
		}
	}
	return all, err
}

// DraftVersion is one version of a draft, with its shape. plans.NotFound where there is no such version.
func (w *Writer) DraftVersion(ctx context.Context, token string, number int) (area.DraftVersion, error) {
	return oneDraftVersion(ctx, w.pool, token, number)
}

// RestoreVersion makes a draft what it was in a version, and keeps that as a new version. What stood before is kept as a version of its own,
// unless it was one already or cannot be kept. *area.Overtaken where the draft has changed since the version had of it.
func (w *Writer) RestoreVersion(ctx context.Context, token string, number int, had, author int64, now time.Time) (d area.Draft, v area.DraftVersion, err error) {
	err = w.transact(ctx, func(tx pgx.Tx) error {
		if err := stays(ctx, tx, author); err != nil {
			return err
		}
		if err := holdDraft(ctx, tx, token, had); err != nil {
			return err
		}
		if _, err := oneDraftVersion(ctx, tx, token, number); err != nil {
			return err
		}
		if err := refuseVersions(ctx, tx, token, author, 2); err != nil {
			return err
		}
		var unsound *plans.Error
		switch err := refuseUnsound(ctx, tx, token); {
		case err == nil:
			if _, err := keepVersion(ctx, tx, token, author, fmt.Sprintf("Before version %d was restored", number), 0, now); err != nil {
				return err
			}
		case !errors.As(err, &unsound):
			return err
		}
		_, err := tx.Exec(ctx, `
			UPDATE draft d SET version = d.version + 1, name = v.name, why = v.why, body_type = v.body_type, parish = v.parish, revises = v.revises, geom = v.geom,
			       approximate = v.approximate, board = NULL, changed_at = $3, last_edit = NULL
			  FROM draft_version v WHERE d.token = $1 AND v.token = $1 AND v.number = $2`, token, number, now)
		if err != nil {
			return err
		}
		if v, err = keepVersion(ctx, tx, token, author, fmt.Sprintf("Restored version %d", number), number, now); err != nil {
			return err
		}
		d, err = oneDraft(ctx, tx, `d.token = $1`, token)
		return err
	})
	return d, v, err
}

// refuseVersions refuses so many more versions of a draft that is held, where the most is kept.
func refuseVersions(ctx context.Context, tx pgx.Tx, token string, owner int64, more int) error {
	if err := refuseMore(ctx, tx, `SELECT count(*) + $3 > $2 FROM draft_version WHERE token = $1`, area.MostVersions, "versions", token, more); err != nil {
		return err
	}
	return refuseFull(ctx, tx, owner)
}

// holdDraft keeps a draft from being changed for the length of a transaction. *area.Overtaken where it was since the version had.
func holdDraft(ctx context.Context, tx pgx.Tx, token string, had int64) error {
	var version int64
	err := tx.QueryRow(ctx, `SELECT version FROM draft WHERE token = $1 FOR UPDATE`, token).Scan(&version)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return errNoDraft
	case err != nil || version == had:
		return err
	}
	stands, err := oneDraft(ctx, tx, `d.token = $1`, token)
	if err != nil {
		return err
	}
	return &area.Overtaken{Stands: stands}
}

// refuseUnsound refuses a draft whose shape cannot be a version.
func refuseUnsound(ctx context.Context, tx pgx.Tx, token string) error {
	var drawn, sound bool
	var reason string
	var where geom.T
	err := tx.QueryRow(ctx, `
		SELECT geom IS NOT NULL, coalesce((d).valid, false), coalesce((d).reason, ''), (d).location FROM (SELECT geom, ST_IsValidDetail(geom) AS d FROM draft WHERE token = $1) x`, token).
		Scan(&drawn, &sound, &reason, &where)
	switch {
	case err != nil || sound:
		return err
	case !drawn:
		return plans.Refuse("no-shape", "geometry", "Nothing is drawn yet that could be kept as a version.", "Close the outline first.")
	}
	e := plans.Refuse("unsound-shape", "geometry", "The outline is not a sound polygon: "+reason+".", "Mend it at the place that is marked.")
	if where != nil {
		p := readPoint(where)
		e.Where = p[:]
	}
	return e
}

// keepVersion keeps a draft that is held and sound, or gives the newest version where that is the same.
func keepVersion(ctx context.Context, tx pgx.Tx, token string, author int64, reason string, parent int, now time.Time) (v area.DraftVersion, err error) {
	var number int
	err = tx.QueryRow(ctx, `
		SELECT v.number FROM draft a JOIN LATERAL (SELECT * FROM draft_version WHERE token = a.token ORDER BY number DESC LIMIT 1) v ON true
		 WHERE a.token = $1 AND v.sha256 = `+shapeHash+`
		   AND (a.name, a.why, a.body_type, a.parish, a.revises, a.approximate) IS NOT DISTINCT FROM (v.name, v.why, v.body_type, v.parish, v.revises, v.approximate)`, token).Scan(&number)
	if errors.Is(err, pgx.ErrNoRows) {
		err = tx.QueryRow(ctx, `
			INSERT INTO draft_version (token, number, author, created_at, reason, parent, name, why, body_type, parish, revises, geom, approximate, sha256)
			SELECT a.token, coalesce((SELECT max(number) FROM draft_version WHERE token = a.token), 0) + 1, $2, $3, $4, $5::integer,
			       a.name, a.why, a.body_type, a.parish, a.revises, a.geom, a.approximate, `+shapeHash+`
			  FROM draft a WHERE a.token = $1 RETURNING number`, token, author, now, reason, whole(parent)).Scan(&number)
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "23503" { // foreign_key_violation: of the parent
		return v, plans.Refuse("unknown-version", "parent", fmt.Sprintf("The draft has no version %d.", parent), "Name a version that is listed, or none.")
	}
	if err != nil {
		return v, err
	}
	return oneDraftVersion(ctx, tx, token, number)
}

func oneDraftVersion(ctx context.Context, from queried, token string, number int) (area.DraftVersion, error) {
	rows, err := from.Query(ctx, selectDraftVersion+` WHERE v.token = $1 AND v.number = $2`, token, number)
	if err != nil {
		return area.DraftVersion{}, err
	}
	v, err := pgx.CollectExactlyOneRow(rows, scanDraftVersion)
	if errors.Is(err, pgx.ErrNoRows) {
		err = plans.Missing("version of this draft", fmt.Sprint(number))
	}
	return v, err
}

func scanDraftVersion(row pgx.CollectableRow) (v area.DraftVersion, err error) {
	var shape, approximate geom.T
	err = row.Scan(&v.Number, &v.Author, &v.CreatedAt, &v.Reason, &v.Parent, &v.Name, &v.Why, &v.BodyType, &v.Parish, &v.Revises, &v.SHA256, &v.Hectares, &v.Ready, &shape, &approximate)
	v.CreatedAt, v.Shape, v.Approximate = v.CreatedAt.UTC(), readMulti(shape), readLines(approximate)
	return v, err
}
