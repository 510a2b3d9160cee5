package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"terrier/data/migrate"
)

// Least versions that terrier works with: row security and LATERAL plans as used from PostgreSQL 14, ST_AsMVT with clipping and
// ST_TileEnvelope's margin as in PostGIS 3.3.
const (
	leastPostgreSQL = 140000
	leastPostGIS    = "3.3"
)

func lookAtServer(ctx context.Context, d *diagnosis, db *database) {
	conn, err := pgx.Connect(ctx, db.admin)
	if err != nil {
		d.add("database", err.Error(), "Check DATABASE_URL, and that the server runs.", false)
		return
	}
	defer conn.Close(ctx)
	var number int
	err = conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_version')`).Scan(&number, &d.PostgreSQL)
	d.add("PostgreSQL", d.PostgreSQL, "Use PostgreSQL 14 or newer.", err == nil && number >= leastPostgreSQL)
	var good bool
	err = conn.QueryRow(ctx, `
		SELECT extversion, string_to_array(regexp_replace(extversion, '[^0-9.].*', ''), '.')::int[] >= string_to_array($1, '.')::int[]
		  FROM pg_extension WHERE extname = 'postgis'`, leastPostGIS).Scan(&d.PostGIS, &good)
	if err != nil {
		d.add("PostGIS", "not installed in this database", "Run terrier migrate as a superuser of the database, or: CREATE EXTENSION postgis", false)
		return
	}
	d.add("PostGIS", d.PostGIS, "Use PostGIS 3.3 or newer.", good)
}

func lookAtMigrations(ctx context.Context, d *diagnosis, db *database) {
	have, err := migrate.Version(ctx, db.admin)
	if err != nil {
		d.add("migrations", err.Error(), "Run terrier migrate.", false)
		return
	}
	d.add("migrations", fmt.Sprintf("version %d of %d", have, migrate.Newest()), "Run terrier migrate.", have == migrate.Newest())
}

// lookAtRole fails where the server would work as owner or superuser, or round the row policies.
func lookAtRole(ctx context.Context, d *diagnosis, db *database, role string) {
	pool, err := db.pool(ctx, role)
	if err != nil {
		d.add(role, err.Error(), "Run terrier migrate.", false)
		return
	}
	defer pool.Close()
	var current string
	var above, owns, superLogin bool
	err = pool.QueryRow(ctx, `
		SELECT current_user, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb,
		       EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace),
		       (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)
		  FROM pg_roles r WHERE r.rolname = current_user`).Scan(&current, &above, &owns, &superLogin)
	switch {
	case err != nil:
		d.add(role, err.Error(), "Run terrier migrate as a superuser of the database; it makes the roles.", false)
	case current != role:
		d.add(role, "connections work as "+current, "Let the login of DATABASE_URL take on the role: GRANT "+role+" TO that login.", false)
	case above:
		d.add(role, "has rights above its work", "ALTER ROLE "+role+" NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB", false)
	case owns:
		d.add(role, "owns tables", "Give them to terrier_owner: REASSIGN OWNED BY "+role+" TO terrier_owner", false)
	case superLogin:
		d.add(role, "works as "+role+", though the login is a superuser: give DATABASE_URL a plain login that is a member of the terrier roles", "", true)
	default:
		d.add(role, "works as "+role, "", true)
	}
}
