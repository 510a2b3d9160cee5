package postgis_test

import (
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans/home"
	"terrier/plans/intake"
)

const benchHomes = 100_000

func inventedHomes() iter.Seq2[intake.Row[home.Home], error] {
	return func(yield func(intake.Row[home.Home], error) bool) {
		for i := range benchHomes {
			h := home.Home{
				Reference: fmt.Sprintf("H%07d", i), Owner: fmt.Sprintf("Association %02d", i%40), UPRN: fmt.Sprint(100_000_000_000 + i*7), Address: "1 High Street", Postcode: "M1 1AE",
				Needs: "general-needs", Tenure: "social-rent", Type: "house", Built: "purpose-built", Bedrooms: 1 + i%4, EPC: "C", EPCScore: 1 + i%100, AsAt: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC),
				Sensitivity: []string{"open", "open", "published"}[i%3], Position: "given", SourceCRS: "EPSG:27700",
				Point: orb.Point{350_000 + float64(i*7919%200_000), 180_000 + float64(i*104_729%250_000)},
			}
			if !yield(intake.Row[home.Home]{Line: i + 2, Value: h}, nil) {
				return
			}
		}
	}
}

// BenchmarkLoadHomes is an import of homes, from the values to the commit; BenchmarkCopyHomes is its naive twin, the least that could be
// done: a raw COPY of the same rows into a table without keys, and then the indexes.
func BenchmarkLoadHomes(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		db := pgtest.New(b)
		b.StartTimer()
		loadHomes(b, db)
	}
	b.ReportMetric(float64(benchHomes*b.N)/b.Elapsed().Seconds(), "homes/s")
}

func loadHomes(b *testing.B, db *pgtest.DB) {
	b.Helper()
	imp := intake.Import{Kind: "homes", FileName: "bench", Who: "bench", Unit: "line", Source: intake.Source{Publisher: "bench", Licence: "own", SHA256: strings.Repeat("a", 64)}}
	if _, _, err := postgis.NewLoader(db.Pool(b, postgis.RoleLoad)).Homes(b.Context(), imp, inventedHomes(), func(intake.Problem) {}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkReturnHomes is a trial of the next year's homes of one association over this year's: as a plain import, and as a whole return that
// tells each change.
func BenchmarkReturnHomes(b *testing.B) {
	next := func(year int, change func(i int, h *home.Home)) iter.Seq2[intake.Row[home.Home], error] {
		return func(yield func(intake.Row[home.Home], error) bool) {
			for row := range inventedHomes() {
				row.Value.Owner, row.Value.AsAt = "Association 00", row.Value.AsAt.AddDate(year, 0, 0)
				change(row.Line, &row.Value)
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	db := pgtest.New(b)
	loader := postgis.NewLoader(db.Pool(b, postgis.RoleLoad))
	imp := intake.Import{Kind: "homes", FileName: "bench", Who: "bench", Unit: "line", Organisation: "Association 00", Source: intake.Source{Publisher: "bench", Licence: "own", SHA256: strings.Repeat("a", 64)}}
	bring := func(imp intake.Import, rows iter.Seq2[intake.Row[home.Home], error]) intake.Counts {
		counts, _, err := loader.Homes(b.Context(), imp, rows, func(intake.Problem) {})
		if err != nil {
			b.Fatal(err)
		}
		return counts
	}
	bring(imp, next(0, func(int, *home.Home) {}))
	imp.Options = map[string]string{"dry-run": "yes"}
	for _, as := range []struct {
		name string
		is   *intake.Return
	}{{"plain", nil}, {"return", &intake.Return{Whole: true, Changed: func(intake.Change) {}}}} {
		b.Run(as.name, func(b *testing.B) {
			imp.Return = as.is
			for b.Loop() {
				counts := bring(imp, next(1, func(i int, h *home.Home) {
					switch i % 20 {
					case 0:
						h.Point[0] += 50
					case 1, 2:
						h.Bedrooms++
					case 3:
						h.Reference += "B" // one lost and one gained
					}
				}))
				if as.is != nil && (counts.Changes.Lost != benchHomes/20 || counts.Changes.Moved != benchHomes/20) {
					b.Fatalf("%+v", counts)
				}
			}
			b.ReportMetric(float64(benchHomes*b.N)/b.Elapsed().Seconds(), "homes/s")
		})
	}
}

func BenchmarkCopyHomes(b *testing.B) {
	db := pgtest.New(b)
	loadHomes(b, db)
	pool := db.Pool(b, "")
	ctx := b.Context()
	var out strings.Builder
	conn, err := pool.Acquire(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Release()
	raw := conn.Conn().PgConn()
	if _, err := raw.CopyTo(ctx, &out, "COPY home TO STDOUT BINARY"); err != nil {
		b.Fatal(err)
	}
	var indexes []string
	if err := pool.QueryRow(ctx, `SELECT array_agg(replace(regexp_replace(indexdef, 'INDEX \w+ ON', 'INDEX ON'), 'public.home ', 'twin ')) FROM pg_indexes WHERE tablename = 'home'`).Scan(&indexes); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := conn.Exec(ctx, `DROP TABLE IF EXISTS twin; CREATE TABLE twin (LIKE home INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`); err != nil {
			b.Fatal(err)
		}
		if _, err := raw.CopyFrom(ctx, strings.NewReader(out.String()), "COPY twin FROM STDIN BINARY"); err != nil {
			b.Fatal(err)
		}
		for _, index := range indexes {
			if _, err := conn.Exec(ctx, index); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(benchHomes*b.N)/b.Elapsed().Seconds(), "homes/s")
}
