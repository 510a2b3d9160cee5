package dump_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"terrier/data/postgis/pgtest"
)

// first is the backup of the first landed version, unpacked.
func first(t *testing.T) string {
	t.Helper()
	packed, err := os.Open("testdata/first.dump.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "first.dump")
	out, err := os.Create(file)
	if err == nil {
		_, err = io.Copy(out, unpacked)
	}
	if err != nil || out.Close() != nil {
		t.Fatal(err)
	}
	return file
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func text(t *testing.T, conn *pgx.Conn, sql string) (s string) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), sql).Scan(&s); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return s
}

func run(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

// contents is the content of every table, its rows in order, and the state of every sequence. The change feed is not backed up.
func contents(t *testing.T, conn *pgx.Conn) map[string]string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `
		SELECT relname, relkind::text FROM pg_class c
		 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') AND relname NOT IN ('change', 'feed')
		   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`)
	if err != nil {
		t.Fatal(err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Name, Kind string }])
	if err != nil || len(tables) < 25 {
		t.Fatal(len(tables), err)
	}
	all := map[string]string{}
	for _, r := range tables {
		sql := fmt.Sprintf(`SELECT count(*) || ' ' || coalesce(md5(string_agg(x::text, E'\n' ORDER BY x::text COLLATE "C")), '') FROM public.%s x`, r.Name)
		if r.Kind == "S" {
			sql = fmt.Sprintf(`SELECT last_value || ' ' || is_called FROM public.%s`, r.Name)
		}
		all[r.Name] = text(t, conn, sql)
	}
	return all
}

// structure is the schema as pg_dump would tell it, by the server's own words.
func structure(t *testing.T, conn *pgx.Conn) string {
	return text(t, conn, `
		SELECT string_agg(line, E'\n' ORDER BY line) FROM (
		    SELECT format('%s %s %s %s', relname, relkind, CASE WHEN relname LIKE 'goose%' THEN '' ELSE pg_get_userbyid(relowner) END, relacl) AS line
		      FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'goose%'
		     UNION ALL SELECT format('%s %s %s %s', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull) FROM pg_attribute
		      WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v'))
		     UNION ALL SELECT format('%s %s', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
		     UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
		     UNION ALL SELECT format('%s %s %s %s', polrelid::regclass, polname, polroles::regrole[], pg_get_expr(polqual, polrelid)) FROM pg_policy
		     UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
		     UNION ALL SELECT format('%s %s %s %s', p.oid::regprocedure, md5(prosrc), proacl, proconfig) FROM pg_proc p WHERE proowner = 'terrier_owner'::regrole
		     UNION ALL SELECT format('%s %s %s', objoid::regclass, objsubid, description) FROM pg_description
		      WHERE classoid = 'pg_class'::regclass AND objoid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)) all_of_it`)
}

func same(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d tables and sequences, want %d", what, len(got), len(want))
	}
	for name, w := range want {
		if got[name] != w {
			t.Errorf("%s: %s is %q, want %q", what, name, got[name], w)
		}
	}
}

func sameText(t *testing.T, what, got, want string) {
	t.Helper()
	have := map[string]bool{}
	for line := range strings.Lines(got) {
		have[strings.TrimSpace(line)] = true
	}
	for line := range strings.Lines(want) {
		if !have[strings.TrimSpace(line)] {
			t.Errorf("%s lacks %s", what, line)
		}
		delete(have, strings.TrimSpace(line))
	}
	for line := range have {
		t.Errorf("%s has %s", what, line)
	}
}

// bare makes a database without anything, as createdb does.
func bare(t *testing.T) string {
	t.Helper()
	db := pgtest.New(t)
	name := "terrier_bare_" + strings.ToLower(filepath.Base(t.TempDir())) + fmt.Sprint(os.Getpid()) + "_" + fmt.Sprint(nth())
	admin := connect(t, db.URL(""))
	run(t, admin, "CREATE DATABASE "+name)
	t.Cleanup(func() { _, _ = admin.Exec(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)") })
	return strings.Replace(db.URL(""), "dbname="+text(t, admin, "SELECT current_database()"), "dbname="+name, 1)
}

var made int

func nth() int { made++; return made }
