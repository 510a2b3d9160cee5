package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"terrier/plans/access"
)

// FeedRoster brings what a batch of an access feed says into the roster, as one change. What cannot come back is left out: sessions
// that have ended, roles, agreements and tokens that were revoked, accounts that were erased.
func FeedRoster(ctx context.Context, tx pgx.Tx, b Batch, roster *access.Roster) error {
	var c access.Change
	for _, err := range []error{
		feedRows(ctx, tx, b, "account", &c.Accounts, accounts, `erased_at IS NULL`, `id`),
		feedRows(ctx, tx, b, "session", &c.Sessions, sessions, `ended_at IS NULL`, `id`),
		feedRows(ctx, tx, b, "role_held", &c.Roles, rolesHeld, `r.revoked_at IS NULL`, `r.id`),
		feedRows(ctx, tx, b, "agreement", &c.Agreements, agreements, `a.revoked_at IS NULL`, `a.id`),
		feedRows(ctx, tx, b, "api_token", &c.Tokens, tokens, `revoked_at IS NULL`, `id`),
	} {
		if err != nil {
			return err
		}
	}
	roster.Apply(c)
	return nil
}

// feedRows reads the rows of one table that a batch tells of, as far as they are of use.
func feedRows[T any](ctx context.Context, tx pgx.Tx, b Batch, table string, to *access.Rows[T],
	read func(context.Context, queried, string, ...any) ([]T, error), where, id string) (err error) {
	keys := b.Keys[table]
	switch {
	case b.Reload[table]:
		to.All = true
		to.Put, err = read(ctx, tx, where)
	case len(keys) > 0:
		to.Drop = keys
		to.Put, err = read(ctx, tx, where+` AND `+id+` = ANY ($1)`, keys)
	}
	if err != nil {
		return fmt.Errorf("read rows of %s: %w", table, err)
	}
	return nil
}
