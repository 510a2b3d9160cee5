package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/plans"
	"terrier/plans/area"
)

const (
	selectDraft = draftWords + `d.geom, d.approximate, d.board, 0` + fromDraft
	// selectDraftListed leaves out what is large: an account may have two hundred drafts of fifty thousand corners.
	selectDraftListed = draftWords + `NULL::geometry, NULL::geometry, NULL, coalesce(ST_Area(d.geom) / 10000, 0)` + fromDraft

	draftWords = `
	SELECT d.token, d.account_id, d.version, d.name, d.why, coalesce(d.body_type, ''), coalesce(d.parish, ''), coalesce(d.revises, ''), d.viewers,
	       d.made_at, d.changed_at, coalesce(r.number, 0), `
	fromDraft = `
	  FROM draft d LEFT JOIN draft_ready r ON r.token = d.token`
)

// errNoDraft does not repeat the token: who has it may see the draft, and errors are logged.
var errNoDraft = plans.Missing("draft", "…")

// MakeDraft keeps a new draft of an account, under a new token. Sent again under the same edit it is not made twice: the draft of that edit is
// given as it stands. plans.Invalid where it cannot be kept; access.ErrGone where there is no account.
func (w *Writer) MakeDraft(ctx context.Context, d area.Draft, edit string, now time.Time) (made area.Draft, err error) {
	d, edit = storableDraft(d), storable(edit)
	if err := (area.Saved{Draft: d, Edit: edit}).Check(); err != nil {
		return area.Draft{}, err
	}
	err = w.transact(ctx, func(tx pgx.Tx) error {
		if err := alone(ctx, tx, d.Owner); err != nil { // two at once would both be the last that there is room for
			return err
		}
		if err := refuseMore(ctx, tx, `SELECT count(*) >= $2 FROM draft WHERE account_id = $1 AND NOT coalesce(made_by_edit = $3, false)`, area.MostDrafts, "drafts", d.Owner, text(edit)); err != nil {
			return err
		}
		if err := refuseFull(ctx, tx, d.Owner); err != nil {
			return err
		}
		token := area.NewToken()
		tag, err := tx.Exec(ctx, `
			INSERT INTO draft (token, account_id, version, name, why, body_type, parish, revises, viewers, geom, approximate, board, made_at, changed_at, made_by_edit, last_edit)
			VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, $13)
			ON CONFLICT (account_id, made_by_edit) DO NOTHING`, token, d.Owner, d.Name, d.Why, text(d.BodyType), text(d.Parish), text(d.Revises), d.Viewers,
			write(multi(d.Shape), nationalGrid), write(lines(d.Approximate), nationalGrid), []byte(d.Board), now, text(edit))
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			made, err = oneDraft(ctx, tx, `d.account_id = $1 AND d.made_by_edit = $2`, d.Owner, edit)
			return err
		}
		made, err = oneDraft(ctx, tx, `d.token = $1`, token)
		return err
	})
	return made, err
}

// refuseMore refuses one more of something of which there is the most that is kept.
func refuseMore(ctx context.Context, tx pgx.Tx, full string, most int, what string, of any, besides ...any) error {
	var is bool
	if err := tx.QueryRow(ctx, full, append([]any{of, most}, besides...)...).Scan(&is); err != nil || !is {
		return err
	}
	return &plans.Error{Kind: plans.Conflict, Code: "too-many-" + what, Message: fmt.Sprintf("There are %d %s already, the most that are kept.", most, what), Remedy: "Delete a draft that is not needed any more."}
}

// refuseFull refuses to keep one more draft or version of an account of whose drawings the most is kept. What is stored is weighed, not read.
func refuseFull(ctx context.Context, tx pgx.Tx, account int64) error {
	var full bool
	err := tx.QueryRow(ctx, `
		SELECT coalesce(sum(coalesce(pg_column_size(geom), 0) + coalesce(pg_column_size(approximate), 0) + pg_column_size(why)), 0) >= $2
		  FROM (SELECT geom, approximate, why FROM draft WHERE account_id = $1
		        UNION ALL SELECT v.geom, v.approximate, v.why FROM draft d JOIN draft_version v ON v.token = d.token WHERE d.account_id = $1) x`,
		account, int64(area.MostBytes)).Scan(&full)
	if err != nil || !full {
		return err
	}
	return &plans.Error{Kind: plans.Conflict, Code: "too-much-drawn", Message: fmt.Sprintf("The drafts of this account and their versions take %d MB, the most that is kept.", area.MostBytes/1_000_000),
		Remedy: "Delete a draft that is not needed any more."}
}

// Draft is one draft. plans.NotFound where there is none, or none any more.
func (w *Writer) Draft(ctx context.Context, token string) (area.Draft, error) {
	return oneDraft(ctx, w.pool, `d.token = $1`, token)
}

// DraftsOf lists the drafts of an account without their shapes, the one that was changed last first.
func (w *Writer) DraftsOf(ctx context.Context, account int64) ([]area.Draft, error) {
	rows, err := w.pool.Query(ctx, selectDraftListed+` WHERE d.account_id = $1 ORDER BY d.changed_at DESC, d.token`, account)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDraft)
}

// SaveDraft makes a draft what it shall be, if nobody has changed it since the version that the change was made from; else the error is
// *area.Overtaken. The edit that was the last is not done again: the draft is given as it stands. plans.Invalid where it cannot be kept.
func (w *Writer) SaveDraft(ctx context.Context, s area.Saved, now time.Time) (area.Draft, error) {
	s.Draft, s.Edit = storableDraft(s.Draft), storable(s.Edit)
	if err := s.Check(); err != nil {
		return area.Draft{}, err
	}
	d := s.Draft
	if len(d.Shape) == 0 {
		d.Shape = nil
	}
	// One statement: whatever happens to the connection, all of the change is kept or none.
	err := w.pool.QueryRow(ctx, `
		UPDATE draft SET version = version + 1, name = $4, why = $5, body_type = $6, parish = $7, revises = $8, viewers = $9, geom = $10, approximate = $11,
		       board = $12, changed_at = $13, last_edit = $3
		 WHERE token = $1 AND version = $2 AND ($3::text IS NULL OR last_edit IS DISTINCT FROM $3)
		RETURNING account_id, version, made_at, changed_at, coalesce((SELECT number FROM draft_ready r WHERE r.token = draft.token), 0)`,
		d.Token, s.Had, text(s.Edit), d.Name, d.Why, text(d.BodyType), text(d.Parish), text(d.Revises), d.Viewers,
		write(multi(d.Shape), nationalGrid), write(lines(d.Approximate), nationalGrid), []byte(d.Board), now).
		Scan(&d.Owner, &d.Version, &d.MadeAt, &d.ChangedAt, &d.Ready)
	if !errors.Is(err, pgx.ErrNoRows) {
		d.MadeAt, d.ChangedAt = d.MadeAt.UTC(), d.ChangedAt.UTC()
		return d, err
	}
	var done bool
	if err := w.pool.QueryRow(ctx, `SELECT coalesce(last_edit = $2, false) FROM draft WHERE token = $1`, d.Token, text(s.Edit)).Scan(&done); err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return area.Draft{}, err
	}
	stands, err := w.Draft(ctx, d.Token)
	if err == nil && !done {
		err = &area.Overtaken{Stands: stands}
	}
	return stands, err
}

// DeleteDraft removes a draft with its versions. plans.Conflict while one of them is marked ready to submit.
func (w *Writer) DeleteDraft(ctx context.Context, token string) error {
	tag, err := w.pool.Exec(ctx, `DELETE FROM draft WHERE token = $1`, token)
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && pg.Code == "23503": // foreign_key_violation, from draft_ready
		return &plans.Error{Kind: plans.Conflict, Code: "draft-is-ready", Message: "This draft is marked ready to submit, so it is not deleted.", Remedy: "Take it back first."}
	case err != nil:
		return fmt.Errorf("delete a draft: %w", err)
	case tag.RowsAffected() == 0:
		return errNoDraft
	}
	return nil
}

func oneDraft(ctx context.Context, from queried, where string, args ...any) (area.Draft, error) {
	rows, err := from.Query(ctx, selectDraft+` WHERE `+where, args...)
	if err != nil {
		return area.Draft{}, err
	}
	d, err := pgx.CollectExactlyOneRow(rows, scanDraft)
	if errors.Is(err, pgx.ErrNoRows) {
		err = errNoDraft
	}
	return d, err
}

func scanDraft(row pgx.CollectableRow) (d area.Draft, err error) {
	var shape, approximate geom.T
	var board []byte
	err = row.Scan(&d.Token, &d.Owner, &d.Version, &d.Name, &d.Why, &d.BodyType, &d.Parish, &d.Revises, &d.Viewers,
		&d.MadeAt, &d.ChangedAt, &d.Ready, &shape, &approximate, &board, &d.Hectares)
	d.Shape, d.Approximate, d.Board = readMulti(shape), readLines(approximate), board
	d.MadeAt, d.ChangedAt = d.MadeAt.UTC(), d.ChangedAt.UTC()
	return d, err
}

// storableDraft is a draft whose texts can be kept.
func storableDraft(d area.Draft) area.Draft {
	for _, text := range []*string{&d.Name, &d.Why, &d.BodyType, &d.Parish, &d.Revises, &d.Viewers} {
		*text = storable(*text)
	}
	if d.Board != nil {
		d.Board = []byte(storable(string(d.Board)))
	}
	return d
}

func lines(m orb.MultiLineString) orb.Geometry {
	if len(m) == 0 {
		return nil
	}
	return m
}

func readLines(t geom.T) orb.MultiLineString {
	switch g := read(t).(type) {
	case orb.MultiLineString:
		return g
	case orb.LineString:
		return orb.MultiLineString{g}
	}
	return nil
}
