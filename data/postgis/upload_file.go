package postgis

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"

	"terrier/plans"
	"terrier/plans/intake"
)

// pieceBytes is how much of a file one row holds.
const pieceBytes = 1 << 20

// KeepUpload keeps a file of at most so many bytes as it comes in, whole or not at all, and asks for it to be checked. It is returned with
// its id. A file that is empty or larger is refused.
func (u *Uploads) KeepUpload(ctx context.Context, up intake.Upload, file io.Reader, most int64) (intake.Upload, error) {
	up.ID = newUploadID()
	up.Stage, up.Task, up.TaskBy = intake.Uploaded, intake.Check, up.By
	choices, err := asJSON(up.Choices)
	if err != nil {
		return up, err
	}
	err = pgx.BeginFunc(ctx, u.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `
			INSERT INTO upload (id, organisation_id, file_name, bytes, sha256, made_by, choices, stage, task, task_by)
			VALUES ($1, $2, $3, 0, $4, $5, $6, 'uploaded', 'check', $5)`,
			up.ID, up.Organisation, up.FileName, strings.Repeat("0", 64), up.By, choices); err != nil {
			return err
		}
		sum := sha256.New()
		kept := &pieces{ctx: ctx, tx: tx, upload: up.ID, kind: "file"}
		up.Bytes, err = io.Copy(io.MultiWriter(kept, sum), io.LimitReader(file, most+1))
		if err == nil {
			err = kept.Close()
		}
		switch {
		case err != nil:
			return err
		case up.Bytes > most:
			return TooLarge(most)
		case up.Bytes == 0:
			return plans.Refuse("empty-file", "file", "The file is empty.", "Choose another file.")
		}
		up.SHA256 = hex.EncodeToString(sum.Sum(nil))
		if err := tx.QueryRow(ctx, `UPDATE upload SET bytes = $2, sha256 = $3 WHERE id = $1 RETURNING made_at`, up.ID, up.Bytes, up.SHA256).Scan(&up.At); err != nil {
			return err
		}
		return notedUpload(ctx, tx, up.By, intake.Check, up)
	})
	return up, err
}

// TooLarge is the error for a file of more bytes than are taken.
func TooLarge(most int64) error {
	return plans.Refuse("file-too-large", "file", fmt.Sprintf("The file is larger than %d MB.", most>>20),
		"Save it as CSV or XLSX with the columns that are needed only, or ask whoever runs this server to import it.")
}

// pieces writes bytes into rows of upload_part. Close it to write the rest.
type pieces struct {
	ctx    context.Context
	tx     pgx.Tx
	upload string
	kind   string
	number int
	rest   []byte
}

func (p *pieces) Write(b []byte) (int, error) {
	p.rest = append(p.rest, b...)
	for len(p.rest) >= pieceBytes {
		if err := p.put(p.rest[:pieceBytes]); err != nil {
			return 0, err
		}
		p.rest = append(p.rest[:0], p.rest[pieceBytes:]...)
	}
	return len(b), nil
}

func (p *pieces) put(b []byte) error {
	_, err := p.tx.Exec(p.ctx, `INSERT INTO upload_part (upload_id, kind, number, content) VALUES ($1, $2, $3, $4)`, p.upload, p.kind, p.number, b)
	p.number++
	return err
}

func (p *pieces) Close() error {
	if len(p.rest) == 0 {
		return nil
	}
	defer func() { p.rest = nil }()
	return p.put(p.rest)
}

// UploadPart writes a part of an association's upload to w, as it stands at one moment: "file", "problems", "points" or "changes". Nothing is
// written where it has none. The database waits for w.
func (u *Uploads) UploadPart(ctx context.Context, organisation int64, id, kind string, w io.Writer) error {
	return pgx.BeginTxFunc(ctx, u.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		for number := 0; ; number++ {
			var content []byte
			err := tx.QueryRow(ctx, `
				SELECT content FROM upload_part
				 WHERE upload_id = $1 AND kind = $2 AND number = $3 AND EXISTS (SELECT FROM upload WHERE id = $1 AND organisation_id = $4)`,
				id, kind, number, organisation).Scan(&content)
			if errors.Is(err, pgx.ErrNoRows) {
				return nil
			}
			if err != nil {
				return fmt.Errorf("read an uploaded file: %w", err)
			}
			if _, err := w.Write(content); err != nil {
				return err
			}
		}
	})
}
