package postgis

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// PruneChanges removes what the change feed notes of transactions that began longer ago than keep, and returns how many rows those
// were. A follower that has not seen them yet reads everything anew. The pool works as terrier_load.
func PruneChanges(ctx context.Context, pool *pgxpool.Pool, keep time.Duration) (pruned int64, err error) {
	err = pool.QueryRow(ctx, `SELECT prune_changes($1)`, keep).Scan(&pruned)
	return pruned, err
}
