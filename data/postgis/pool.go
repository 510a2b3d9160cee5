// Package postgis holds all SQL: one file a noun. PostGIS is the only truth; every other store can be rebuilt from here.
//
// Methods that answer readers work over a pool of the role named in their comment and never see more than that role may.
// go-geom stands at the database's edge, orb inside (geo/convert). EPSG:27700 and WGS 84 are never transformed by PostGIS:
// geo/bng does that (docs/decisions/0003). Tables live in data/migrate.
package postgis

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxgeom "github.com/twpayne/pgx-geom"
)

// The roles that terrier works as (DESIGN section 6). Owner is for migrations only.
const (
	RoleOwner  = "terrier_owner"
	RoleLoad   = "terrier_load"
	RoleWrite  = "terrier_write"
	RoleExact  = "terrier_exact"
	RolePublic = "terrier_public"
)

// Open makes a pool whose connections work as role. Where the address names another login the role is taken on from the
// first byte, so that RESET ROLE comes back to it. Close the pool when done.
func Open(ctx context.Context, url, role string) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	if cfg.ConnConfig.User != role {
		cfg.ConnConfig.RuntimeParams["role"] = role
	}
	cfg.ConnConfig.RuntimeParams["application_name"] = "terrier " + role
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.RuntimeParams["jit"] = "off" // PostGIS says that its functions cost so much that each short question would be compiled first, for up to a second
	cfg.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error { return pgxgeom.Register(ctx, conn) }
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open the database as %s: %w", role, err)
	}
	return pool, nil
}

// queried is a pool, a connection or a transaction.
type queried interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}
