package postgis

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/jackc/pgx/v5"

	"terrier/plans/intake"
)

// TakeUpload takes a task that nobody is at work on, or nobody any more. ok is false where there is none.
func (u *Uploads) TakeUpload(ctx context.Context) (up intake.Upload, ok bool, err error) {
	err = pgx.BeginFunc(ctx, u.pool, func(tx pgx.Tx) error {
		var id string
		var organisation int64
		err := tx.QueryRow(ctx, `
			UPDATE upload SET attempt = attempt + 1, tries = tries + 1, beat_at = clock_timestamp(), rows_read = 0, bytes_read = 0, bytes_total = 0
			 WHERE id = (SELECT id FROM upload WHERE task IS NOT NULL AND (beat_at IS NULL OR beat_at < clock_timestamp() - make_interval(secs => $1))
			              ORDER BY stage_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
			RETURNING id, organisation_id`, lapsed.Seconds()).Scan(&id, &organisation)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		ok = true
		up, err = findUpload(ctx, tx, selectUpload, organisation, id, "")
		return err
	})
	return up, ok && err == nil, err
}

// BeatUpload says that a task is still being done, and how far it is. mine is false where another has taken it over, or it was removed:
// then nothing more may come of it.
func (u *Uploads) BeatUpload(ctx context.Context, up intake.Upload, rows, read, total int64) (mine bool, err error) {
	tag, err := u.pool.Exec(ctx, `
		UPDATE upload SET beat_at = clock_timestamp(), rows_read = $3, bytes_read = $4, bytes_total = $5
		 WHERE id = $1 AND attempt = $2 AND task IS NOT NULL`, up.ID, up.Attempt, rows, read, total)
	if err == nil && tag.RowsAffected() == 0 { // applied by this very attempt, which has only to keep what came of it
		err = u.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM upload WHERE id = $1 AND attempt = $2 AND stage = 'applied')`, up.ID, up.Attempt).Scan(&mine)
		return mine, err
	}
	return tag.RowsAffected() == 1, err
}

// RestUpload gives a task back that cannot be done just now. It is begun again in a moment.
func (u *Uploads) RestUpload(ctx context.Context, up intake.Upload) error {
	_, err := u.pool.Exec(ctx, `
		UPDATE upload SET beat_at = clock_timestamp() - make_interval(secs => $3) WHERE id = $1 AND attempt = $2 AND task IS NOT NULL`,
		up.ID, up.Attempt, lapsed.Seconds()-5)
	return err
}

// UploadParts are what a task made of a file, as they are to be kept; nil for one that stays as it is.
type UploadParts struct{ Problems, Points, Changes io.Reader }

// EndUpload keeps what came of a check (or, after EndsWith, of an apply), or why a task came to nothing. Where another has taken the
// task over nothing is kept.
func (u *Uploads) EndUpload(ctx context.Context, up intake.Upload, stage intake.Stage, checked *intake.Checked, against string, failure *intake.Failure, parts UploadParts) error {
	said, err := jsonOrNull(checked)
	if err != nil {
		return err
	}
	why, err := jsonOrNull(failure)
	if err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, u.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			UPDATE upload SET stage = $3, stage_at = clock_timestamp(), stage_by = coalesce(task_by, stage_by), task = NULL, task_by = NULL, beat_at = NULL, tries = 0,
			       checked = coalesce($4, checked), checked_against = coalesce($5, checked_against), failure = $6
			 WHERE id = $1 AND attempt = $2 AND (task IS NOT NULL OR stage = 'applied' AND $3 = 'applied')`, up.ID, up.Attempt, stage, said, text(against), why)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		for _, part := range []struct {
			kind string
			from io.Reader
		}{{"problems", parts.Problems}, {"points", parts.Points}, {"changes", parts.Changes}} {
			if part.from == nil {
				continue
			}
			if _, err := tx.Exec(ctx, `DELETE FROM upload_part WHERE upload_id = $1 AND kind = $2`, up.ID, part.kind); err != nil {
				return err
			}
			kept := &pieces{ctx: ctx, tx: tx, upload: up.ID, kind: part.kind}
			if _, err := io.Copy(kept, part.from); err != nil {
				return fmt.Errorf("keep what came of a file: %w", err)
			}
			if err := kept.Close(); err != nil {
				return err
			}
		}
		return nil
	})
}

func jsonOrNull[T any](v *T) (any, error) {
	if v == nil {
		return nil, nil
	}
	b, err := asJSON(v)
	return b, err
}
