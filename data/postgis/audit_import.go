package postgis

import (
	"context"
	"strconv"

	"github.com/jackc/pgx/v5"

	"terrier/plans/audit"
	"terrier/plans/intake"
)

// importNote is what the audit trail is told of an import, or of one that was taken back: never what its rows say.
type importNote struct {
	Register string  `json:"register"`
	For      string  `json:"for,omitempty"`  // the organisation as it was given
	File     string  `json:"file,omitempty"` // what a person who uploaded a file called it is their words, and not told
	SHA256   string  `json:"sha256,omitempty"`
	Of       []int64 `json:"of,omitempty"` // those whose homes were written

	Marked string `json:"marked,omitempty"` // where no file came and homes were marked: home.Withheld or home.Lifted
	Reason string `json:"reason,omitempty"` // and why, as a slug of home.MarkReasons

	Accepted  *int `json:"accepted,omitempty"` // rows
	Unchanged int  `json:"unchanged,omitempty"`
	Refused   int  `json:"refused,omitempty"` // or left, where an import was taken back
	Removed   *int `json:"removed,omitempty"`
	Restored  int  `json:"restored,omitempty"`
}

// notedImport notes an import in its own transaction.
func notedImport(ctx context.Context, tx pgx.Tx, imp intake.Import, id int64, counts intake.Counts) error {
	of, err := ownersWritten(ctx, tx, imp.Kind, id)
	if err != nil {
		return err
	}
	return noteImport(ctx, tx, imp.Who, "import", id, importNote{Register: imp.Kind, For: imp.Organisation, File: imp.FileName, SHA256: imp.Source.SHA256, Of: of,
		Accepted: &counts.Accepted, Unchanged: counts.Unchanged, Refused: refusedInAll(imp, counts)})
}

func noteImport(ctx context.Context, tx pgx.Tx, who, action string, id int64, n importNote) error {
	e := audit.Entry{Who: audit.Who(who), Action: action, Kind: "import", Ref: strconv.FormatInt(id, 10)}
	if e.Who.AccountID() != 0 {
		n.File = ""
	} else {
		e.Who = audit.CommandLine // whoever that is on the machine
	}
	var err error
	if e.Detail, err = audit.DetailOf(n); err != nil {
		return err
	}
	_, err = RecordAudit(ctx, tx, e)
	return err
}

// ownersWritten are those whose homes an import wrote.
func ownersWritten(ctx context.Context, tx pgx.Tx, kind string, id int64) (ids []int64, err error) {
	if kind != "homes" {
		return nil, nil
	}
	err = tx.QueryRow(ctx, `
		SELECT ARRAY(SELECT owner_id FROM home WHERE import_id = $1
			UNION SELECT owner_id FROM home_version WHERE import_id = $1 OR replaced_by = $1 ORDER BY 1)`, id).Scan(&ids)
	return ids, err
}
