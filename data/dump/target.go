package dump

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"terrier/plans"
)

// The states that the blocks below raise.
const (
	stateFilled   = "TR001" // a table holds rows
	stateStranger = "TR002" // a table is none of terrier's
)

// emptyBlock stops where a table holds rows. It runs as terrier_owner, whom no policy hides a row. Licences and rules come with the
// migrations, an attempt at an import that failed left no row but its own, and of rows that are gone the change feed may tell still.
const emptyBlock = `
DO $terrier$
DECLARE
    t      record;
    filled boolean;
BEGIN
    FOR t IN
        SELECT c.relname, c.relkind, pg_get_userbyid(c.relowner) AS owner FROM pg_catalog.pg_class c
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
         ORDER BY c.relname
    LOOP
        CONTINUE WHEN t.relname = 'goose_db_version';
        IF t.owner <> 'terrier_owner' THEN
            RAISE EXCEPTION 'the database holds % of the role %, which is not terrier''s', t.relname, t.owner USING ERRCODE = 'TR002';
        END IF;
        CONTINUE WHEN t.relkind <> 'r';
        IF current_setting('terrier.lock', true) = 'on' THEN
            EXECUTE format('LOCK TABLE public.%I IN ACCESS EXCLUSIVE MODE', t.relname);
        END IF;
        CONTINUE WHEN t.relname IN ('licence', 'rule', 'import_attempt', 'change', 'feed');
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', t.relname) INTO filled;
        IF filled THEN
            RAISE EXCEPTION 'the table % holds rows', t.relname USING ERRCODE = 'TR001';
        END IF;
    END LOOP;
END
$terrier$;
`

// clearBlock drops what terrier_owner has in the schema, and nothing that others made depend on it.
const clearBlock = `
DO $terrier$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT format('%I ON %s', polname, polrelid::regclass) FROM pg_catalog.pg_policy p JOIN pg_class c ON c.oid = polrelid
                 WHERE c.relnamespace = 'public'::regnamespace AND c.relowner = 'terrier_owner'::regrole LOOP
        EXECUTE 'DROP POLICY ' || name;
    END LOOP;
    SELECT string_agg(format('public.%I', relname), ', ') INTO name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relowner = 'terrier_owner'::regrole AND relkind = 'v';
    IF name IS NOT NULL THEN
        EXECUTE 'DROP VIEW ' || name;
    END IF;
    SELECT string_agg(format('public.%I', relname), ', ') INTO name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relowner = 'terrier_owner'::regrole AND relkind IN ('r', 'p');
    IF name IS NOT NULL THEN
        EXECUTE 'DROP TABLE ' || name;
    END IF;
    FOR name IN SELECT oid::regtype FROM pg_type
                 WHERE typnamespace = 'public'::regnamespace AND typowner = 'terrier_owner'::regrole AND typtype IN ('d', 'e', 'r') LOOP
        EXECUTE 'DROP TYPE ' || name; -- and the functions that came with it
    END LOOP;
    FOR name IN SELECT oid::regprocedure FROM pg_proc
                 WHERE pronamespace = 'public'::regnamespace AND proowner = 'terrier_owner'::regrole AND prokind = 'f' LOOP
        EXECUTE 'DROP FUNCTION ' || name;
    END LOOP;
END
$terrier$;
`

// countBlock stops where a table has other than the archive's number of rows.
func countBlock(tables []Table) string {
	var b strings.Builder
	b.WriteString("DO $terrier$\nDECLARE n bigint;\nBEGIN\n")
	for _, t := range tables {
		fmt.Fprintf(&b, "SELECT count(*) INTO n FROM public.%s; IF n <> %d THEN RAISE EXCEPTION 'the table %[1]s has %% rows, and the archive %[2]d', n; END IF;\n",
			pgx.Identifier{t.Name}.Sanitize(), t.Rows)
	}
	b.WriteString("END\n$terrier$;\n")
	return b.String()
}

// mustBeEmpty looks before anything is read or locked; the transaction that restores looks again.
func mustBeEmpty(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	var made bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)`, ownerRole).Scan(&made); err != nil {
		return fmt.Errorf("ask whether the database is empty: %w", err)
	}
	if made {
		if _, err := tx.Exec(ctx, `SET LOCAL ROLE `+ownerRole); err != nil {
			return fmt.Errorf("ask whether the database is empty: %w", err)
		}
	}
	_, err = tx.Exec(ctx, emptyBlock)
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && (pgErr.Code == stateFilled || pgErr.Code == stateStranger) {
		return notEmpty(pgErr.Message)
	}
	if err != nil {
		return fmt.Errorf("ask whether the database is empty: %w", err)
	}
	return nil
}

func notEmpty(why string) error {
	return plans.Refuse("database-not-empty", "", "A backup is restored only into an empty database, so that nothing is lost: "+why+".",
		"Stop terrier and remove the private database with make reset, name a new folder with --var, or make a database with createdb and name it in DATABASE_URL.")
}
