package within_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"terrier/data/postgis/pgtest"
	"terrier/geo/shape"
	"terrier/geo/within"
	"terrier/scripts/sweep"
)

// TestCoversAgreesWithPostGIS takes areas that are hard in some way, and places
// on and about their lines. Every answer must be that of ST_Covers.
//
// Where a hole reaches over its outline, which shape.Check refuses, PostGIS is
// of two minds (see inPolygon in geo/shape): of a polygon, though not of a
// multipolygon, it says one thing when it meets it for the first time and
// another once it has it prepared. So areas of one part go as either, each
// question is put in both ways, and only such polygons may get two answers,
// which are counted and left out.
func TestCoversAgreesWithPostGIS(t *testing.T) {
	const batch, each = 50, 200
	const first = 2 // questions about places in its box until PostGIS has a shape prepared
	pool := pgtest.New(t).Pool(t, "")
	r := sweep.Seeded(t)
	inside, asked, valid, left := 0, 0, 0, 0
	for done := 0; done < sweep.Size(500, 10_000); done += batch {
		shapes := make([]orb.MultiPolygon, batch)
		questions := make([][]orb.Point, batch)
		for i := range shapes {
			areas := randomAreas(r)
			shapes[i] = slices.Concat(areas...)
			questions[i] = pointsNear(r, within.Prepare(areas...), areas, each)
			if len(shapes[i]) > 0 {
				questions[i] = append(slices.Repeat([]orb.Point{shapes[i][0][0][0]}, first), questions[i]...)
			}
		}
		fresh := stCovers(t, pool, shapes, questions, "p, s") // another shape each time
		ready := stCovers(t, pool, shapes, questions, "s, p") // the same again and again
		for i, s := range shapes {
			b := within.Prepare(s)
			sound := shape.Check(s, shape.Limits{}) == nil
			if sound {
				valid++
			}
			for k, p := range questions[i] {
				if k < first { // the corner that was put first
					continue
				}
				asked++
				if fresh[i][k] != ready[i][k] {
					if left++; sound || len(s) > 1 || !holed(s) {
						t.Errorf("PostGIS is of two minds about %v of\n%s", p, text(shapes[i:i+1]))
					}
					continue
				}
				if ready[i][k] {
					inside++
				}
				if got := b.Covers(p); got != ready[i][k] {
					t.Errorf("%v of\n%s\n is %v, PostGIS %v", p, text(shapes[i:i+1]), got, ready[i][k])
				}
			}
		}
	}
	t.Logf("%d points, %d of them inside; %d areas were valid; of %d points PostGIS has two answers", asked, inside, valid, left)
	if valid == 0 || left > asked/100 {
		t.Error("too few were compared")
	}
}

func holed(area orb.MultiPolygon) bool {
	return slices.ContainsFunc(area, func(p orb.Polygon) bool { return len(p) > 1 })
}

// stCovers puts the questions in some order, and returns the answers by shape.
func stCovers(t *testing.T, pool *pgxpool.Pool, shapes []orb.MultiPolygon, questions [][]orb.Point, order string) [][]bool {
	t.Helper()
	raw := make([][]byte, len(shapes))
	var of, number []int32
	var x, y []float64
	answers := make([][]bool, len(shapes))
	for i, points := range questions {
		var g orb.Geometry = shapes[i]
		if len(shapes[i]) == 1 && i%2 == 0 {
			g = shapes[i][0]
		}
		var err error
		if raw[i], err = wkb.Marshal(g); err != nil {
			t.Fatal(err)
		}
		for k, p := range points {
			of, number, x, y = append(of, int32(i)), append(number, int32(k)), append(x, p[0]), append(y, p[1])
		}
		answers[i] = make([]bool, len(points))
	}
	rows, err := pool.Query(context.Background(), `
		WITH shape AS MATERIALIZED (SELECT i - 1 AS s, ST_GeomFromWKB(w) AS geom FROM unnest($1::bytea[]) WITH ORDINALITY AS u(w, i)),
		     question AS MATERIALIZED (
		         SELECT s, p, geom, ST_Point(x, y) AS at
		           FROM unnest($2::int[], $3::int[], $4::float8[], $5::float8[]) AS u(s, p, x, y) JOIN shape USING (s)
		          ORDER BY `+order+`)
		SELECT s, p, ST_Covers(geom, at) FROM question`, raw, of, number, x, y)
	if err != nil {
		t.Fatal(err)
	}
	var s, p int
	var covers bool
	tag, err := pgx.ForEachRow(rows, []any{&s, &p, &covers}, func() error {
		answers[s][p] = covers
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if int(tag.RowsAffected()) != len(of) {
		t.Fatalf("%d answers to %d questions", tag.RowsAffected(), len(of))
	}
	return answers
}
