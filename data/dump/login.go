package dump

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"terrier/data/migrate"
	"terrier/plans"
)

// reach connects and tells the server's major version.
func reach(ctx context.Context, url string) (conn *pgx.Conn, server int, err error) {
	if conn, err = pgx.Connect(ctx, url); err != nil {
		return nil, 0, fmt.Errorf("reach the database: %w", err)
	}
	if err = conn.QueryRow(ctx, `SELECT current_setting('server_version_num')::int / 10000`).Scan(&server); err != nil {
		_ = conn.Close(ctx)
		return nil, 0, fmt.Errorf("ask the database for its version: %w", err)
	}
	return conn, server, nil
}

// readable refuses a database that holds nothing of terrier's, and a login that does not see every row: pg_dump would stop at the
// first such table, in words that do not say who can.
func readable(ctx context.Context, conn *pgx.Conn) error {
	have, err := migrate.VersionOf(ctx, conn)
	if err != nil && !strings.Contains(err.Error(), "42501") {
		return fmt.Errorf("ask the database how far it is migrated: %w", err)
	}
	if err == nil && have == 0 {
		return plans.Refuse("nothing-to-back-up", "", "The database holds nothing of terrier's.", "Check DATABASE_URL or --var.")
	}
	var closed []string
	var login string
	err = conn.QueryRow(ctx, `
		SELECT current_user, coalesce(array_agg(c.relname ORDER BY c.relkind, c.relname) FILTER (WHERE c.oid IS NOT NULL), '{}')
		  FROM pg_roles me
		  LEFT JOIN pg_class c
		         ON c.relkind IN ('r', 'p', 'S')
		        AND c.relnamespace NOT IN (SELECT oid FROM pg_namespace WHERE nspname LIKE 'pg\_%' OR nspname = 'information_schema')
		        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
		        AND NOT me.rolsuper
		        AND (CASE c.relkind WHEN 'S' THEN NOT has_sequence_privilege(c.oid, 'SELECT') ELSE NOT has_table_privilege(c.oid, 'SELECT') END
		             OR c.relrowsecurity AND NOT me.rolbypassrls AND (c.relforcerowsecurity OR NOT pg_has_role(c.relowner, 'USAGE')))
		 WHERE me.rolname = current_user
		 GROUP BY 1`).Scan(&login, &closed)
	if err != nil {
		return fmt.Errorf("ask what the login may read: %w", err)
	}
	if len(closed) == 0 {
		return nil
	}
	return plans.Refuse("login-sees-too-little", "", fmt.Sprintf("The login %s may not read every row, and a backup without some would be none (%s).",
		login, strings.Join(closed[:min(4, len(closed))], ", ")),
		"Back up as a superuser of the database, or as the login that ran terrier migrate and is a member of terrier_owner.")
}
