package postgis

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/plans/access"
	"terrier/plans/audit"
	"terrier/plans/intake"
)

// Uploads keeps files of homes that were uploaded, what is to be done with them, and what came of it. Its pool works as terrier_load.
// Whose uploads a person may see is asked before (access.May); each question names the association. Safe for several goroutines.
type Uploads struct{ pool *pgxpool.Pool }

// NewUploads makes an Uploads over a pool of the role terrier_load.
func NewUploads(pool *pgxpool.Pool) *Uploads { return &Uploads{pool} }

// lapsed is how long whoever does a task may say nothing before another takes it over.
const lapsed = 30 * time.Second

// selectUpload reads uploads with what came of checking them; selectState without, which may be long.
const (
	selectUpload = selectOf + `checked FROM upload `
	selectState  = selectOf + `NULL::jsonb FROM upload `
	selectOf     = `
	SELECT id, organisation_id, file_name, bytes, sha256, made_by, made_at, choices, stage, stage_at, coalesce(stage_by, 0), coalesce(task, ''), coalesce(task_by, 0),
	       attempt, tries, extract(epoch FROM clock_timestamp() - beat_at)::float8, rows_read, bytes_read, bytes_total, failure, coalesce(import_id, 0), `
)

func scanUpload(row pgx.CollectableRow) (u intake.Upload, err error) {
	var choices, checked, failure []byte
	var silent *float64 // seconds since the last beat
	err = row.Scan(&u.ID, &u.Organisation, &u.FileName, &u.Bytes, &u.SHA256, &u.By, &u.At, &choices, &u.Stage, &u.StageAt, &u.StageBy,
		&u.Task, &u.TaskBy, &u.Attempt, &u.Tries, &silent, &u.Rows, &u.Read, &u.Total, &failure, &u.Import, &checked)
	if err != nil {
		return u, err
	}
	u.UnderWay = silent != nil && *silent < lapsed.Seconds()
	err = json.Unmarshal(choices, &u.Choices)
	if err == nil && checked != nil {
		err = json.Unmarshal(checked, &u.Checked)
	}
	if err == nil && failure != nil {
		err = json.Unmarshal(failure, &u.Failure)
	}
	return u, err
}

// Upload finds one of an association.
func (u *Uploads) Upload(ctx context.Context, organisation int64, id string) (intake.Upload, error) {
	return findUpload(ctx, u.pool, selectUpload, organisation, id, "")
}

// UploadState finds one of an association, without what came of checking it.
func (u *Uploads) UploadState(ctx context.Context, organisation int64, id string) (intake.Upload, error) {
	return findUpload(ctx, u.pool, selectState, organisation, id, "")
}

func findUpload(ctx context.Context, db queried, selected string, organisation int64, id, lock string) (intake.Upload, error) {
	rows, err := db.Query(ctx, selected+`WHERE id = $1 AND organisation_id = $2 `+lock, id, organisation)
	if err != nil {
		return intake.Upload{}, err
	}
	found, err := pgx.CollectExactlyOneRow(rows, scanUpload)
	if errors.Is(err, pgx.ErrNoRows) {
		err = intake.NoUpload()
	}
	return found, err
}

// Owner is whose an upload is.
func (u *Uploads) Owner(ctx context.Context, id string) (organisation int64, err error) {
	err = u.pool.QueryRow(ctx, `SELECT organisation_id FROM upload WHERE id = $1`, id).Scan(&organisation)
	if errors.Is(err, pgx.ErrNoRows) {
		err = intake.NoUpload()
	}
	return organisation, err
}

// UploadsOf lists those of an association, the newest first, without what came of checking them.
func (u *Uploads) UploadsOf(ctx context.Context, organisation int64) ([]intake.Upload, error) {
	rows, err := u.pool.Query(ctx, selectState+`WHERE organisation_id = $1 ORDER BY made_at DESC, id`, organisation)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanUpload)
}

// AskUpload has a task done with an upload, by how it is to be read from now on where choices are given. What was checked before the
// association's homes changed is checked again instead of being applied, with the error intake.Stale. seen is the attempt whose outcome
// the person saw, 0 for any; who applies must have seen the last one.
func (u *Uploads) AskUpload(ctx context.Context, organisation int64, id string, task intake.Task, by int64, seen int, choices *intake.Choices) error {
	stale := false
	err := pgx.BeginFunc(ctx, u.pool, func(tx pgx.Tx) error {
		up, err := findUpload(ctx, tx, selectUpload, organisation, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		if err := up.Ask(task); err != nil {
			return err
		}
		if err := up.AsSeen(seen); err != nil {
			return err
		}
		if task == intake.Apply {
			if seen == 0 {
				return intake.Unseen()
			}
			now, err := homesStand(ctx, tx, organisation, 0)
			if err != nil {
				return err
			}
			var then string
			if err := tx.QueryRow(ctx, `SELECT checked_against FROM upload WHERE id = $1`, id).Scan(&then); err != nil {
				return err
			}
			if stale = now != then; stale {
				task = intake.Check
			}
		}
		failure := up.Failure // where it is checked again by itself: why
		switch {
		case stale:
			failure = intake.StaleFailure()
		case choices != nil || task != intake.Check:
			failure = nil
		}
		why, err := jsonOrNull(failure)
		if err != nil {
			return err
		}
		if choices == nil {
			choices = &up.Choices
		}
		said, err := asJSON(choices)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `
			UPDATE upload SET task = $2, task_by = $3, choices = $4, attempt = attempt + 1, tries = 0, beat_at = NULL, rows_read = 0, bytes_read = 0, bytes_total = 0, failure = $5, stage_at = clock_timestamp()
			 WHERE id = $1`, id, task, by, said, why); err != nil {
			return err
		}
		return notedUpload(ctx, tx, by, task, up)
	})
	if err == nil && stale {
		err = intake.Stale()
	}
	return err
}

// DiscardUpload removes an upload that is not in the register.
func (u *Uploads) DiscardUpload(ctx context.Context, organisation int64, id string, by int64) error {
	return pgx.BeginFunc(ctx, u.pool, func(tx pgx.Tx) error {
		up, err := findUpload(ctx, tx, selectUpload, organisation, id, "FOR UPDATE")
		if err == nil {
			err = up.Discard()
		}
		if err == nil {
			_, err = tx.Exec(ctx, `DELETE FROM upload WHERE id = $1`, id)
		}
		if err != nil {
			return err
		}
		return notedUpload(ctx, tx, by, "discard", up)
	})
}

// actions of the audit trail, by what is asked for.
var uploadActions = map[intake.Task]access.Action{intake.Check: access.UploadStock, intake.Apply: access.ApplyStock, intake.Undo: access.UndoStock, "discard": access.UploadStock}

// notedUpload notes what is asked of an upload. Its file's name is its person's words, and not part of it.
func notedUpload(ctx context.Context, tx pgx.Tx, by int64, task intake.Task, up intake.Upload) error {
	var ref string
	if err := tx.QueryRow(ctx, `SELECT ref FROM organisation WHERE id = $1`, up.Organisation).Scan(&ref); err != nil {
		return err
	}
	detail, err := audit.DetailOf(map[string]any{audit.Of: []int64{up.Organisation}, "organisation": ref, "task": string(task), "sha256": up.SHA256})
	if err != nil {
		return err
	}
	_, err = RecordAudit(ctx, tx, audit.Entry{Who: audit.Account(by), Action: string(uploadActions[task]), Kind: "upload", Ref: up.ID, Detail: detail})
	return err
}

// homesStand names how the homes of an association stood before an import, or stand now for import 0: another change gives another name,
// for each update and removal adds a version, and each gain a home.
func homesStand(ctx context.Context, db queried, organisation, before int64) (name string, err error) {
	err = db.QueryRow(ctx, `
		SELECT (SELECT count(*) FROM home WHERE owner_id = $1 AND import_id IS DISTINCT FROM $2)
		     + (SELECT count(*) FROM home_version WHERE owner_id = $1 AND replaced_by = $2 AND import_id IS DISTINCT FROM $2)
		    || ' homes, ' || (SELECT count(*) FROM home_version WHERE owner_id = $1 AND replaced_by IS DISTINCT FROM $2) || ' versions'`,
		organisation, before).Scan(&name)
	return name, err
}

// newUploadID is random: 128 bits, so that nobody finds one by trying.
func newUploadID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails (crypto/rand)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

// PruneUploads removes those that nobody has touched for a while, and returns how many. Imports that were made of them stay.
func (u *Uploads) PruneUploads(ctx context.Context, untouched time.Duration) (int64, error) {
	tag, err := u.pool.Exec(ctx, `DELETE FROM upload WHERE task IS NULL AND stage_at < clock_timestamp() - make_interval(secs => $1)`, untouched.Seconds())
	if err != nil {
		return 0, fmt.Errorf("remove old uploads: %w", err)
	}
	return tag.RowsAffected(), nil
}
