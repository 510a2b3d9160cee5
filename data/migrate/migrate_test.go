package migrate_test

import (
	"context"
	"testing"

	"terrier/data/migrate"
	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
)

func TestUp(t *testing.T) {
	ctx := context.Background()
	db := pgtest.New(t)
	t.Run("applies nothing to a database that is up to date", func(t *testing.T) {
		n, err := migrate.Up(ctx, db.URL(""))
		if err != nil || n != 0 {
			t.Fatalf("applied %d, %v; want 0, nil", n, err)
		}
	})
	t.Run("tells the version to the roles that serve", func(t *testing.T) {
		have, err := migrate.Version(ctx, db.URL(postgis.RolePublic))
		if err != nil || have != migrate.Newest() || have < 4 {
			t.Fatalf("have %d of %d, %v", have, migrate.Newest(), err)
		}
	})
	t.Run("leaves every table to terrier_owner", func(t *testing.T) {
		rows, err := db.Pool(t, "").Query(ctx, `
			SELECT tablename FROM pg_tables
			 WHERE schemaname = 'public' AND tableowner <> 'terrier_owner' AND tablename NOT IN ('spatial_ref_sys', 'goose_db_version')`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var name string
			_ = rows.Scan(&name)
			t.Errorf("%s belongs to another role", name)
		}
	})
	t.Run("has no trigger that a restore without a search path cannot make", func(t *testing.T) {
		var conditional []string
		err := db.Pool(t, "").QueryRow(ctx, `
			SELECT coalesce(array_agg(tgrelid::regclass || '.' || tgname), '{}') FROM pg_trigger
			 WHERE NOT tgisinternal AND tgqual IS NOT NULL AND pg_get_triggerdef(oid) LIKE '%geom%'`).Scan(&conditional)
		if err != nil || len(conditional) > 0 {
			t.Fatalf("compare geometry in WHEN: %v, %v", conditional, err)
		}
	})
	t.Run("comments every table and every column", func(t *testing.T) {
		var bare []string
		err := db.Pool(t, "").QueryRow(ctx, `
			SELECT coalesce(array_agg(c.relname || coalesce('.' || a.attname, '') ORDER BY 1), '{}')
			  FROM pg_class c
			  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind = 'r'
			 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') AND pg_get_userbyid(c.relowner) = 'terrier_owner'
			   AND (obj_description(c.oid, 'pg_class') IS NULL OR (a.attnum IS NOT NULL AND col_description(c.oid, a.attnum) IS NULL))`).Scan(&bare)
		if err != nil || len(bare) > 0 {
			t.Fatalf("without a comment: %v, %v", bare, err)
		}
	})
}
