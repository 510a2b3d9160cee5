package dump_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"terrier/data/dump"
	"terrier/data/migrate"
	"terrier/data/postgis/pgtest"
	"terrier/plans"
)

// TestUpgrade restores what the first landed version wrote with the program of today.
func TestUpgrade(t *testing.T) {
	for name, url := range map[string]string{"into a new database": bare(t), "into a migrated one": pgtest.New(t).URL("")} {
		t.Run(name, func(t *testing.T) { upgraded(t, url) })
	}
}

func upgraded(t *testing.T, url string) {
	r, err := dump.Restore(t.Context(), url, first(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Version != 4 || r.Now != migrate.Newest() || r.Migrated != int(migrate.Newest()-4) || r.Rows("home") != 3 || r.Rows("home_version") != 2 || len(r.LeftOut) > 0 {
		t.Errorf("%+v", r)
	}
	conn := connect(t, url)
	t.Run("has every row and its history", func(t *testing.T) {
		for sql, want := range map[string]string{
			`SELECT string_agg(provider_ref || ' ' || sensitivity || ' ' || coalesce(address_text, '-') || ' ' || ST_AsText(geom), ', ' ORDER BY id) FROM home`: "T-2 withheld - POINT(300200 300200.5), H-1 open 2 High Street POINT(300300 300300), T-1 published 1 Ffordd y Môr POINT(300100.001 300100)",
			`SELECT string_agg(provider_ref || ' ' || coalesce(bedrooms::text, '-'), ', ' ORDER BY id) FROM home_version`:                                       "T-1 2, H-2 -",
			`SELECT string_agg(name || ' ' || ref || ' ' || search_key, ', ' ORDER BY id) FROM organisation`:                                                    "Tŷ Cŵn Cymdeithas Tai ty-cwn-cymdeithas-tai ty cwn cymdeithas tai, Hollin Homes hollin-homes hollin homes, Cyngor Dyffryn Collen cyngor-dyffryn-collen cyngor dyffryn collen",
			`SELECT string_agg(name || ' ' || coalesce(name_cy, '-'), ', ' ORDER BY id) FROM place`:                                                             "LL13 9XX -, Collen Collen Fawr ŵ ŷ",
			`SELECT name FROM boundary_version`:                                            "Collen",
			`SELECT string_agg(name, ', ' ORDER BY valid_to) FROM community_asset_version`: "Red Lion, Red Lion",
			`SELECT coalesce(notes, '-') FROM neighbourhood_plan_area_version`:             "-",
			`SELECT coalesce(website, '-') FROM organisation_version`:                      "-",
			`SELECT reason FROM area_version`:                                              "imported",
			`SELECT kind FROM organisation_succession`:                                     "merger",
			`SELECT string_agg(file_name || mapping, ', ' ORDER BY id) FROM import`:        `tai.csv{"reference": "Cyfeirnod"}, assets.csv{}`,
			`SELECT name FROM basemap WHERE replaced_by IS NULL`:                           "Ffordd y Môr",
			`SELECT value FROM setting WHERE name = 'note'`:                                "first",
			`SELECT count(*)::text FROM neighbourhood_plan_area_authority`:                 "1",
			`SELECT count(*)::text FROM licence`:                                           "8",
			`SELECT count(*)::text FROM ref WHERE kind = 'assets' AND ref = 'red-lion'`:    "1",
		} {
			if strings.Contains(sql, "FROM home") && strings.Contains(sql, "ORDER BY id") && strings.Contains(sql, "geom") {
				sql = strings.Replace(sql, "ORDER BY id", "ORDER BY id = 1, id", 1)
			}
			if got := text(t, conn, sql); got != want {
				t.Errorf("%s:\n got %s\nwant %s", sql, got, want)
			}
		}
	})
	t.Run("has the structure of a database that was always new", func(t *testing.T) {
		sameText(t, "the restored database", structure(t, conn), structure(t, connect(t, pgtest.New(t).URL(""))))
	})
	t.Run("keeps versions", func(t *testing.T) {
		run(t, conn, `UPDATE home SET bedrooms = 5 WHERE provider_ref = 'T-2'; UPDATE place SET name_cy = 'Collen Fach' WHERE reference = 'collen'`)
		if got := text(t, conn, `SELECT count(*) || ' ' || (SELECT count(*) FROM place_version) FROM home_version`); got != "3 1" {
			t.Error(got)
		}
	})
	t.Run("keeps its constraints", func(t *testing.T) {
		for sql, code := range map[string]string{
			`UPDATE home SET address_text = 'x' WHERE sensitivity = 'withheld'`: "23514",
			`UPDATE home SET owner_id = 99`:                                     "23503",
			`UPDATE home SET geom = ST_Point(0.00001, 0, 27700)`:                "23514",
			`DELETE FROM organisation WHERE id = 2`:                             "23503",
			`UPDATE area_version SET author = 'x'`:                              "23000",
		} {
			if _, err := conn.Exec(t.Context(), sql); err == nil || !strings.Contains(err.Error(), code) {
				t.Errorf("%s: %v, want %s", sql, err, code)
			}
		}
	})
	t.Run("never gives an address or a number twice", func(t *testing.T) {
		if got := text(t, conn, `SELECT give_ref('assets', 'Red Lion') || ' ' || give_ref('associations', 'Hollin Homes')`); got != "red-lion-2 hollin-homes-2" {
			t.Error(got)
		}
		if got := text(t, conn, `INSERT INTO home (owner_id, provider_ref, tenure, as_at_date, geom, source_crs, source_id)
			VALUES (1, 'T-9', 'social-rent', '2026-03-31', ST_Point(300000, 300000, 27700), 'EPSG:27700', 1) RETURNING id::text`); got != "5" {
			t.Error("the next home has the number", got)
		}
	})
	t.Run("hides homes from the public", func(t *testing.T) {
		run(t, conn, `SET ROLE terrier_public`)
		if got := text(t, conn, `SELECT count(*)::text FROM published_home`); got != "1" {
			t.Error(got, "published homes")
		}
		for _, table := range []string{"home", "home_version", "import"} {
			if _, err := conn.Exec(t.Context(), `SELECT FROM `+table); err == nil || !strings.Contains(err.Error(), "42501") {
				t.Errorf("terrier_public reads %s: %v", table, err)
			}
		}
		run(t, conn, `RESET ROLE; SET ROLE terrier_exact`)
		if got := text(t, conn, `SELECT count(*)::text FROM home`); got != "0" {
			t.Error("terrier_exact sees", got, "homes that are not its own")
		}
		run(t, conn, `RESET ROLE`)
	})
}

func TestRestoreRefuses(t *testing.T) {
	good := first(t)
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, content []byte) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	flipped := append([]byte(nil), whole...)
	for i := range 400 {
		flipped[len(flipped)-2000+i] ^= 0x5a
	}
	url := pgtest.New(t).URL("")
	conn := connect(t, url)
	before, shape := contents(t, conn), structure(t, conn)
	for _, c := range []struct{ name, file, code string }{
		{"a file that is not there", "/nowhere/x.dump", "backup-unreadable"},
		{"a folder", t.TempDir(), "not-a-backup"},
		{"an empty file", write("a", nil), "not-a-backup"},
		{"a script of SQL", write("a", []byte("--\n-- PostgreSQL database dump\n")), "not-a-backup"},
		{"a CSV", write("a", []byte("reference,owner\n1,2\n")), "not-a-backup"},
		{"a compressed file", "testdata/first.dump.gz", "not-a-backup"},
		{"one cut off in its table of contents", write("a", whole[:10_000]), "backup-damaged"},
		{"one cut off in its rows", write("a", whole[:len(whole)-3000]), "backup-damaged"},
		{"one cut off by a byte", write("a", whole[:len(whole)-1]), "backup-damaged"},
		{"one with changed bytes", write("a", flipped), "backup-damaged"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := dump.Restore(t.Context(), url, c.file, nil)
			refusal(t, err, c.code)
		})
	}
	t.Run("a backup of a newer terrier", func(t *testing.T) {
		newer := pgtest.New(t)
		run(t, connect(t, newer.URL("")), `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`)
		file := filepath.Join(t.TempDir(), "a")
		if _, err := dump.Write(t.Context(), newer.URL(""), file, dump.Options{}); err != nil {
			t.Fatal(err)
		}
		_, err := dump.Restore(t.Context(), url, file, nil)
		refusal(t, err, "backup-newer")
	})
	same(t, "the target", contents(t, conn), before)
	sameText(t, "the target", structure(t, conn), shape)

	t.Run("a database that holds rows", func(t *testing.T) {
		run(t, conn, `INSERT INTO setting VALUES ('demo', 'x')`)
		_, err := dump.Restore(t.Context(), url, good, nil)
		refusal(t, err, "database-not-empty")
	})
	t.Run("a database with tables of others", func(t *testing.T) {
		run(t, conn, `DELETE FROM setting; CREATE TABLE public.parcels (id int)`)
		_, err := dump.Restore(t.Context(), url, good, nil)
		refusal(t, err, "database-not-empty")
	})
}

func refusal(t *testing.T, err error, code string) {
	t.Helper()
	var p *plans.Error
	if !errors.As(err, &p) || p.Code != code || p.Message == "" || p.Remedy == "" {
		t.Errorf("got %v, want %s", err, code)
	}
}

// TestRestoreInterrupted ends a restore while rows go in.
func TestRestoreInterrupted(t *testing.T) {
	url := pgtest.New(t).URL("")
	conn := connect(t, url)
	before, shape := contents(t, conn), structure(t, conn)
	file := first(t)
	t.Run("by Ctrl-C", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := dump.Restore(ctx, url, file, func(p dump.Progress) {
			if p.Doing == "restoring" && p.Table != "goose_db_version" {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	t.Run("by kill -9", func(t *testing.T) {
		killed(t, "restore", url, file)
		waitFor(t, conn, `SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'terrier restore' AND datname = current_database()`)
	})
	same(t, "the target", contents(t, conn), before)
	sameText(t, "the target", structure(t, conn), shape)
	if _, err := dump.Restore(t.Context(), url, file, nil); err != nil {
		t.Error("the next restore:", err)
	}
}

func TestRestoreBesideOthers(t *testing.T) {
	file := first(t)
	t.Run("rows that come while the backup is read are kept", func(t *testing.T) {
		url := pgtest.New(t).URL("")
		conn := connect(t, url)
		came := false
		_, err := dump.Restore(t.Context(), url, file, func(p dump.Progress) {
			if p.Doing == "reading" && !came {
				came = true
				run(t, conn, `INSERT INTO setting VALUES ('came', 'meanwhile')`)
			}
		})
		refusal(t, err, "database-not-empty")
		if got := text(t, conn, `SELECT string_agg(value, ',') FROM setting`); got != "meanwhile" {
			t.Error(got)
		}
	})
	t.Run("what others keep in the database of the backup is told and left out", func(t *testing.T) {
		url := pgtest.New(t).URL("")
		run(t, connect(t, url), `CREATE SCHEMA gis; CREATE TABLE gis.parcels (id int); CREATE TABLE public.notes (id int); INSERT INTO notes VALUES (1)`)
		file := filepath.Join(t.TempDir(), "a")
		if _, err := dump.Write(t.Context(), url, file, dump.Options{}); err != nil {
			t.Fatal(err)
		}
		r, err := dump.Restore(t.Context(), bare(t), file, nil)
		told := strings.Join(r.LeftOut, ", ")
		if err != nil || !strings.Contains(told, "SCHEMA - gis") || !strings.Contains(told, "TABLE gis parcels") || !strings.Contains(told, "TABLE DATA public notes") || r.Rows("notes") != 0 {
			t.Error(told, err)
		}
	})
	t.Run("what others made of the empty tables is not dropped", func(t *testing.T) {
		url := pgtest.New(t).URL("")
		conn := connect(t, url)
		run(t, conn, `CREATE SCHEMA gis; CREATE VIEW gis.homes AS SELECT * FROM public.home`)
		if _, err := dump.Restore(t.Context(), url, file, nil); err == nil || !strings.Contains(err.Error(), "nothing was changed") || !strings.Contains(err.Error(), "gis.homes") {
			t.Error(err)
		}
		if got := text(t, conn, `SELECT count(*)::text FROM gis.homes`); got != "0" {
			t.Error(got)
		}
	})
}
