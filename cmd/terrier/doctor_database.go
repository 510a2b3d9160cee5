package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

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
	var superLogin bool
	err = pool.QueryRow(ctx, `SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)`).Scan(&current, &superLogin)
	var too tooMuch
	if err == nil {
		too, err = rightsAbove(ctx, pool, current)
	}
	switch {
	case err != nil:
		d.add(role, err.Error(), "Run terrier migrate as a superuser of the database; it makes the roles.", false)
	case current != role:
		d.add(role, "connections work as "+current, "Let the login of DATABASE_URL take on the role: GRANT "+role+" TO that login.", false)
	case too.found != "":
		d.add(role, too.found, too.remedy, false)
	case superLogin:
		d.add(role, "works as "+role+", though the login is a superuser: give DATABASE_URL a plain login that is a member of the terrier roles", "", true)
	default:
		d.add(role, "works as "+role, "", true)
	}
}

// tooMuch is what a role of the server has and must not have; empty where there is nothing.
type tooMuch struct{ found, remedy string }

// rightsAbove looks for what would let a role of the server past the row policies: rights of its own, tables that it owns (an owner is
// held to no policy), and roles whose rights it can take on, however many memberships away and whether it inherits them or not.
func rightsAbove(ctx context.Context, db *pgxpool.Pool, role string) (too tooMuch, err error) {
	var attributes, ownsTables bool
	var through, because string
	err = db.QueryRow(ctx, `
		WITH above AS (
			SELECT a.oid, a.rolname, CASE
			           WHEN a.rolsuper THEN 'is a superuser'
			           WHEN a.rolbypassrls THEN 'has BYPASSRLS'
			           WHEN a.rolcreaterole THEN 'has CREATEROLE'
			           WHEN EXISTS (SELECT FROM pg_class c WHERE c.relowner = a.oid AND c.relnamespace = 'public'::regnamespace) THEN 'owns tables'
			           WHEN EXISTS (SELECT FROM pg_namespace n WHERE n.nspowner = a.oid AND n.nspname = 'public' AND a.rolname <> 'pg_database_owner')
			             OR EXISTS (SELECT FROM pg_database b WHERE b.datdba = a.oid AND b.datname = current_database()) THEN 'owns the database or its schema'
			           WHEN a.rolname IN ('pg_read_all_data', 'pg_write_all_data', 'pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program')
			                THEN 'reads or writes past what is granted' END AS why
			  FROM pg_roles a
		)
		SELECT r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb, coalesce(own.why LIKE 'owns%', false), coalesce(other.rolname, ''), coalesce(other.why, '')
		  FROM pg_roles r
		  JOIN above own ON own.oid = r.oid
		  LEFT JOIN LATERAL (
			SELECT a.rolname, a.why FROM above a
			 WHERE a.oid <> r.oid AND a.why IS NOT NULL AND NOT r.rolsuper AND pg_has_role(r.oid, a.oid, 'MEMBER')
			 ORDER BY a.why = 'is a superuser' DESC, a.rolname LIMIT 1) other ON true
		 WHERE r.rolname = $1`, role).Scan(&attributes, &ownsTables, &through, &because)
	switch {
	case err != nil:
		return too, err
	case attributes:
		return tooMuch{"has rights above its work", "ALTER ROLE " + role + " NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB"}, nil
	case ownsTables:
		return tooMuch{"owns tables", "Give them to terrier_owner: REASSIGN OWNED BY " + role + " TO terrier_owner"}, nil
	case through != "":
		return tooMuch{fmt.Sprintf("can take on the role %s, which %s", through, because),
			fmt.Sprintf("REVOKE %s FROM %s, or from the role through which it is a member", through, role)}, nil
	}
	return too, nil
}

// lookAtPolicies fails where the second lock on home rows, and on exact figures, is open: where the policies of a table that has some are not in force.
func lookAtPolicies(ctx context.Context, d *diagnosis, db *database) {
	conn, err := pgx.Connect(ctx, db.admin)
	if err != nil {
		return // said already
	}
	defer conn.Close(ctx)
	var open []string
	err = conn.QueryRow(ctx, `
		SELECT coalesce(array_agg(relname::text ORDER BY relname), '{}') FROM pg_class
		 WHERE relnamespace = 'public'::regnamespace AND relname IN ('home', 'home_version', 'organisation', 'exact_figure') AND NOT relrowsecurity`).Scan(&open)
	switch {
	case err != nil:
		d.add("row policies", err.Error(), "Run terrier migrate.", false)
	case len(open) > 0:
		d.add("row policies", "not in force on "+strings.Join(open, ", "), "ALTER TABLE "+open[0]+" ENABLE ROW LEVEL SECURITY, as terrier_owner; then find out who turned it off", false)
	default:
		d.add("row policies", "in force", "", true)
	}
}
