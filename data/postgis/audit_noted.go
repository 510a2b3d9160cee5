package postgis

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/plans/access"
	"terrier/plans/audit"
)

// note is what the audit trail is told of a write about accounts, or about what they draw. Names and addresses are never part of it, nor is the token of
// a draft: whoever has that may open what is shared by it.
type note struct {
	Account      int64   `json:"account,omitempty"` // to whom it was done
	Of           []int64 `json:"of,omitempty"`      // audit.Of
	Organisation string  `json:"organisation,omitempty"`
	Authority    string  `json:"authority,omitempty"`
	Place        string  `json:"place,omitempty"`
	From         string  `json:"from,omitempty"`
	Until        string  `json:"until,omitempty"`
	Means        string  `json:"means,omitempty"`   // of signing in, or why it ended
	Version      int     `json:"version,omitempty"` // of a draft
	SHA256       string  `json:"sha256,omitempty"`  // its fingerprint
}

// noted notes what a transaction writes, in that transaction. by is the account that acts, 0 at the command line.
func noted(ctx context.Context, tx pgx.Tx, by int64, action access.Action, kind string, id int64, n note) error {
	detail, err := audit.DetailOf(n)
	if err != nil {
		return err
	}
	e := audit.Entry{Who: audit.CommandLine, Action: string(action), Kind: kind, Detail: detail}
	if by != 0 {
		e.Who = audit.Account(by)
	}
	if id != 0 {
		e.Ref = strconv.FormatInt(id, 10)
	}
	_, err = RecordAudit(ctx, tx, e)
	return err
}

// noteOf a role says for what it is, and when.
func noteOf(account int64, g access.Grant) note {
	n := note{Account: account, Organisation: g.Ref, Place: g.Place, From: dayText(&g.From), Until: dayText(&g.Until)}
	if g.Organisation != 0 {
		n.Of = []int64{g.Organisation}
	}
	return n
}

// revoked notes each role that a statement ended, which returns its id, account, role, organisation and its ref, place and days.
func revoked(ctx context.Context, tx pgx.Tx, by int64, sql string, args ...any) (n int64, err error) {
	rows, err := tx.Query(ctx, sql+` RETURNING id, account_id, role, coalesce(organisation_id, 0), coalesce((SELECT ref FROM organisation o WHERE o.id = organisation_id), ''),
		coalesce(place, ''), start_date, end_date`, args...)
	if err != nil {
		return 0, err
	}
	ended, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (h access.Held, err error) {
		var until *time.Time
		err = row.Scan(&h.ID, &h.Account, &h.Role, &h.Organisation, &h.Ref, &h.Place, &h.From, &until)
		h.Until = day(until)
		return h, err
	})
	for _, h := range ended {
		if err == nil {
			err = noted(ctx, tx, by, access.RevokeRole(h.Role), "role", h.ID, noteOf(h.Account, h.Grant))
		}
	}
	return int64(len(ended)), err
}
