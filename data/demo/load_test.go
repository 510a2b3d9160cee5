package demo_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/demo"
	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans/intake"
)

// TestLoad puts the town into real registers and asks PostGIS for the facts.
func TestLoad(t *testing.T) {
	ctx := context.Background()
	db := pgtest.New(t)
	w := town()
	loaded := map[string]int{}
	start := time.Now()
	err := demo.Load(ctx, postgis.NewLoader(db.Pool(t, "terrier_load")), w, func(kind string, c intake.Counts) { loaded[kind] = c.Accepted })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("loaded in %v", time.Since(start))
	want := map[string]int{"organisations": len(w.Organisations), "boundaries": len(w.Boundaries), "places": len(w.Places), "basemap": len(w.Basemap),
		"assets": len(w.Assets), "areas": len(w.Areas), "homes": w.HomeCount()}
	for kind, n := range want {
		if loaded[kind] != n {
			t.Errorf("%d %s went in, want %d", loaded[kind], kind, n)
		}
	}
	pool := db.Pool(t, "")
	if _, err := pool.Exec(ctx, `CREATE INDEX ON basemap USING gist (geom); ANALYZE`); err != nil { // for the questions below only
		t.Fatal(err)
	}
	for _, a := range w.Facts.Areas {
		n := ask(t, pool, `SELECT count(*) FROM home h JOIN neighbourhood_plan_area a ON ST_Covers(a.geom, h.geom)
			WHERE a.ref = $1 AND h.sensitivity = 'published'`, a.Ref)
		if n != a.Homes {
			t.Errorf("%s holds %d published homes, the facts say %d", a.Ref, n, a.Homes)
		}
	}
	for what, sql := range map[string]string{
		"areas that overlap": `SELECT count(*) FROM neighbourhood_plan_area a JOIN neighbourhood_plan_area b ON a.id < b.id
			WHERE ST_Area(ST_Intersection(a.geom, b.geom)) > 0`,
		"boundaries of a kind that overlap": `SELECT count(*) FROM boundary a JOIN boundary b ON a.kind = b.kind AND a.id < b.id AND a.geom && b.geom
			WHERE ST_Relate(a.geom, b.geom, '2********')`,
		"shapes that are not valid": `SELECT count(*) FROM basemap WHERE NOT ST_IsValid(geom)`,
		"homes outside every output area": `SELECT count(*) FROM home h WHERE NOT EXISTS (
			SELECT FROM boundary b WHERE b.kind = 'oa' AND ST_Covers(b.geom, h.geom))`,
		"homes outside a building": `SELECT count(*) FROM home h WHERE NOT EXISTS (
			SELECT FROM basemap b WHERE b.layer = 'building' AND ST_Covers(b.geom, h.geom))`,
		"homes without a projection":    `SELECT count(*) FROM home WHERE geom_3857 IS NULL`,
		"organisations made on the way": `SELECT count(*) - ` + itoa(len(w.Organisations)) + ` FROM organisation`,
	} {
		if n := ask(t, pool, sql); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
	if n := ask(t, pool, `SELECT count(*) FROM place WHERE name = $1`, w.Facts.Postcode); n != 1 {
		t.Errorf("the postcode %s is there %d times", w.Facts.Postcode, n)
	}
}

func ask(t *testing.T, pool *pgxpool.Pool, sql string, args ...any) int {
	t.Helper()
	rows, err := pool.Query(context.Background(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	n, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[int])
	if err != nil {
		t.Fatal(err)
	}
	return n
}
