package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"terrier/plans"
	"terrier/plans/intake"
)

// Imports lists every file that was brought in, the newest first.
func (l *Loader) Imports(ctx context.Context) ([]intake.Past, error) {
	rows, err := l.pool.Query(ctx, `
		SELECT i.id, i.kind, i.file_name, i.organisation, s.publisher, i.who, i.applied_at,
		       i.accepted, i.refused, i.repaired, i.unchanged, coalesce(i.changes, '{}'), i.undone_at, coalesce(i.undone_by, '')
		  FROM import i JOIN source s ON s.id = i.source_id
		 ORDER BY i.id DESC`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p intake.Past, err error) {
		err = row.Scan(&p.ID, &p.Kind, &p.FileName, &p.Organisation, &p.Publisher, &p.Who, &p.At,
			&p.Accepted, &p.Refused, &p.Repaired, &p.Unchanged, &p.Changes, &p.UndoneAt, &p.UndoneBy)
		return p, err
	})
}

// Remember finds what was said of the columns of the last file of this kind and organisation that had the same ones. ok is false
// where nothing was.
func (l *Loader) Remember(ctx context.Context, kind, organisation string, header []string) (r intake.Remembered, ok bool, err error) {
	var given []byte
	err = l.pool.QueryRow(ctx, `
		SELECT file_name, applied_at, given FROM import
		 WHERE kind = $1 AND organisation = $2 AND header = $3 AND undone_at IS NULL
		 ORDER BY id DESC LIMIT 1`, kind, organisation, allStorable(header)).Scan(&r.FileName, &r.At, &given)
	if err == pgx.ErrNoRows {
		return r, false, nil
	}
	if err == nil {
		err = json.Unmarshal(given, &r.Given)
	}
	return r, err == nil && len(r.Map)+len(r.Set) > 0, err
}

// attemptLock is the class of the advisory locks that attempts under way hold.
const attemptLock = 0x7e441e4

// Begin records that an import begins, and finds those of the same file or name that were cut off. end records how it ended; it must be
// called once.
func (l *Loader) Begin(ctx context.Context, imp intake.Import) (cutOff []intake.Interrupted, end func(failed bool) error, err error) {
	conn, err := l.pool.Acquire(ctx)
	if err != nil {
		return nil, nil, stopped(err)
	}
	var id int64
	var locked string
	// the lock is held before anyone can see the row
	err = conn.QueryRow(ctx, `
		WITH made AS (INSERT INTO import_attempt (kind, file_name, sha256, who) VALUES ($1, $2, $3, $4) RETURNING id)
		SELECT id, pg_advisory_lock($5, id::int)::text FROM made`, imp.Kind, imp.FileName, imp.Source.SHA256, imp.Who, attemptLock).Scan(&id, &locked)
	if err == nil {
		cutOff, err = findCutOff(ctx, conn.Conn(), imp, id)
	}
	if err != nil {
		conn.Release()
		return nil, nil, fmt.Errorf("record that an import begins: %w", stopped(err))
	}
	return cutOff, func(failed bool) error {
		defer conn.Release()
		outcome := "done"
		if failed {
			outcome = "failed"
		}
		ctx := context.WithoutCancel(ctx) // it is told even of one that was called off
		if _, err := conn.Exec(ctx, `UPDATE import_attempt SET ended_at = now(), outcome = $2 WHERE id = $1`, id, outcome); err != nil {
			return err
		}
		_, err := conn.Exec(ctx, `SELECT pg_advisory_unlock($1, $2)`, attemptLock, int32(id))
		return err
	}, nil
}

// findCutOff closes the attempts that nobody is at work on any more, and returns those of this file.
func findCutOff(ctx context.Context, conn *pgx.Conn, imp intake.Import, but int64) ([]intake.Interrupted, error) {
	rows, err := conn.Query(ctx, `
		WITH dead AS (
			UPDATE import_attempt a SET ended_at = now(), outcome = 'interrupted'
			 WHERE ended_at IS NULL AND id <> $1
			   AND NOT EXISTS (SELECT FROM pg_locks k WHERE k.locktype = 'advisory' AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database())
			                      AND k.classid = $2 AND k.objid::bigint = a.id)
			RETURNING kind, file_name, sha256, who, started_at
		)
		SELECT file_name, who, started_at FROM dead WHERE kind = $3 AND (file_name = $4 OR sha256 = $5) ORDER BY started_at`,
		but, attemptLock, imp.Kind, imp.FileName, imp.Source.SHA256)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (i intake.Interrupted, err error) {
		err = row.Scan(&i.FileName, &i.Who, &i.Started)
		return i, err
	})
}

// stopped puts into words what an import or its undoing is most often stopped by. Other errors are returned as they are.
func stopped(err error) error {
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &pg) && (pg.Code == "53100" || pg.Code == "53200"): // disk_full, out_of_memory
		what, remedy := "disk", "Make room on the disk that holds the database"
		if pg.Code == "53200" {
			what, remedy = "memory", "Give the database more memory"
		}
		return &plans.Error{Kind: plans.Unavailable, Code: "database-full", Message: fmt.Sprintf("The database has no %s left: %s. Nothing was kept.", what, pg.Message), Remedy: remedy + ", and do it again."}
	case errors.As(err, &pg) && pg.Code == "55P03": // lock_not_available
		return &plans.Error{Kind: plans.Unavailable, Code: "import-under-way", Message: "A file is just being brought into the register, and that takes longer than you can wait here. Nothing was changed.", Remedy: "Try again in a minute."}
	case errors.As(err, &pg) && (pg.Code == "57P01" || pg.Code == "57P02" || pg.Code == "57P03"): // admin_shutdown, crash_shutdown, cannot_connect_now
	case errors.As(err, &pg) || !lostConnection(err):
		return err
	}
	return &plans.Error{Kind: plans.Unavailable, Code: "database-stopped", Message: "The database stopped before it was done. Nothing was kept.", Remedy: "Start it again, and do it again."}
}

// lostConnection reports whether an error is that the server went away, as far as this end can tell.
func lostConnection(err error) bool {
	var refused *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &refused) || errors.As(err, &network) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}
