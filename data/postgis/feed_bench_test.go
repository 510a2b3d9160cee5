package postgis_test

import (
	"slices"
	"testing"
	"time"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
)

// BenchmarkFeed is one edit by plain SQL, from its commit until it is applied. p50 and p99 are in milliseconds.
func BenchmarkFeed(b *testing.B) {
	f := follow(b, postgis.RolePublic)
	f.sql(b, manyHomes, 1000, "published")
	id := f.home(b, "1", "published")
	run(b, f, time.Hour)
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		want := []string{"1 social-rent 2 POINT(433000 435000)", "1 social-rent 3 POINT(433000 435000)"}[n%2]
		f.sql(b, `UPDATE home SET bedrooms = $2 WHERE id = $1`, id, 2+n%2)
		committed := time.Now()
		for seen := false; !seen; {
			f.mu.Lock()
			seen = f.homes[id] == want
			f.mu.Unlock()
			time.Sleep(20 * time.Microsecond)
		}
		took = append(took, time.Since(committed))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkStepIdle looks at a database where nothing happened, with 100,000 changes noted.
func BenchmarkStepIdle(b *testing.B) {
	f := follow(b, postgis.RolePublic)
	f.sql(b, `INSERT INTO change (table_name, row_id, public) SELECT 'home', n, true FROM generate_series(1, 100000) n`)
	f.step(b)
	for b.Loop() {
		f.step(b)
	}
}

// BenchmarkLoadNoted is an import of homes that the change feed notes; its twin beside it is the same without the triggers that do.
func BenchmarkLoadNoted(b *testing.B) {
	load := func(b *testing.B, prepare func(*pgtest.DB)) {
		for b.Loop() {
			b.StopTimer()
			db := pgtest.New(b)
			prepare(db)
			b.StartTimer()
			loadHomes(b, db)
		}
		b.ReportMetric(float64(benchHomes*b.N)/b.Elapsed().Seconds(), "homes/s")
	}
	b.Run("with", func(b *testing.B) { load(b, func(*pgtest.DB) {}) })
	b.Run("without", func(b *testing.B) {
		load(b, func(db *pgtest.DB) {
			if _, err := db.Pool(b, "").Exec(b.Context(), `DO $$ DECLARE t record; BEGIN
				FOR t IN SELECT tgname, tgrelid::regclass AS of FROM pg_trigger WHERE tgfoid::regproc::text LIKE 'note_%' LOOP
					EXECUTE format('DROP TRIGGER %I ON %s', t.tgname, t.of);
				END LOOP;
			END $$`); err != nil {
				b.Fatal(err)
			}
		})
	})
}
