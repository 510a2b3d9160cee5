package postgis_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/plans/area"
	"terrier/plans/home"
	"terrier/scripts/sweep"
)

// stocked is a town whose published homes and plan areas are kept in memory too.
type stocked struct {
	*town
	feed     *postgis.Feed
	outlines *area.Outlines
	stock    *home.PublicStock
	editing  *pgxpool.Pool
}

func newStocked(t testing.TB, w *town) *stocked {
	t.Helper()
	s := &stocked{town: w, feed: postgis.NewFeed(w.db.Pool(t, postgis.RolePublic)), outlines: area.NewOutlines(), editing: w.db.Pool(t, postgis.RoleLoad)}
	s.stock = home.NewPublicStock(s.outlines)
	return s
}

// follow takes in what was committed.
func (s *stocked) follow(t testing.TB) {
	t.Helper()
	_, err := s.feed.Step(context.Background(), func(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
		if err := postgis.FeedAreas(ctx, tx, b, s.outlines); err != nil {
			return err
		}
		_, _, err := postgis.FeedHomes(ctx, tx, b, s.stock)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// random makes homes, edits and questions from one seed. Places are few enough that homes stand on each other and on boundaries.
type random struct{ *rand.Rand }

func seeded(t testing.TB, seed uint64) random {
	t.Logf("seed %d", seed)
	return random{rand.New(rand.NewPCG(seed, 7))}
}

func (r random) of(values ...string) string { return values[r.IntN(len(values))] }

// place is a point of a grid of 25 m in a square of 2 km, or any in it to the millimetre.
func (r random) place() orb.Point {
	if r.IntN(3) == 0 {
		return orb.Point{math.Round(r.Float64()*2e6)/1000 + 433000, math.Round(r.Float64()*2e6)/1000 + 435000}
	}
	return orb.Point{433000 + 25*float64(r.IntN(81)), 435000 + 25*float64(r.IntN(81))}
}

func (r random) home(i int) home.Home {
	p := r.place()
	h := aHome(fmt.Sprintf("R%d", i), p[0], p[1], home.Tenures[r.IntN(len(home.Tenures))].Slug,
		r.of(home.Published, home.Published, home.Published, home.Open, home.Restricted, home.Withheld))
	h.Owner = r.of("Ashdale Homes", "Beck Homes", "Cragg Homes")
	h.Type = r.of("house", "flat-or-maisonette", "bungalow", "")
	h.Bedrooms, h.Bedsit = r.IntN(5), false
	h.EPC, h.Needs = r.of("A", "B", "C", "none", ""), r.of("general-needs", "supported-housing", "")
	h.AsAt = returned.AddDate(-r.IntN(3), 0, -r.IntN(9))
	return h
}

// ring is a star of random corners around a place, so that it does not cross itself; many of them on the grid where homes stand.
func (r random) ring() orb.Ring {
	at, corners := r.place(), 3+r.IntN(20)
	reach := 20 + 900*r.Float64()*r.Float64()
	var ring orb.Ring
	for i := range corners {
		angle := (float64(i) + 0.8*r.Float64()) / float64(corners) * 2 * math.Pi
		d := reach * (0.3 + 0.7*r.Float64())
		x, y := at[0]+d*math.Cos(angle), at[1]+d*math.Sin(angle)
		if r.IntN(2) == 0 {
			x, y = math.Round(x/25)*25, math.Round(y/25)*25
		}
		ring = append(ring, orb.Point{math.Round(x*1000) / 1000, math.Round(y*1000) / 1000})
	}
	return append(ring, ring[0])
}

func (r random) question(areas []string) (q home.Question) {
	switch r.IntN(6) {
	case 0:
	case 1:
		q.Area = r.of(areas...)
	case 2: // a box along the grid
		a, b := r.place(), r.place()
		q.Within = orb.MultiPolygon{{orb.Bound{Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])}, Max: orb.Point{max(a[0], b[0]) + 25, max(a[1], b[1]) + 25}}.ToRing()}}
	default:
		for range 1 + r.IntN(3) {
			q.Within = append(q.Within, orb.Polygon{r.ring()})
		}
	}
	for _, g := range home.Groupings {
		if r.IntN(2) == 0 {
			q.By = append(q.By, g.Key)
		}
		if r.IntN(5) > 0 {
			continue
		}
		if q.Where == nil {
			q.Where = map[string][]string{}
		}
		if g.Codes == nil {
			q.Where[g.Key] = []string{r.of("ashdale-homes", "beck-homes", "cragg-homes")}
			continue
		}
		for range 1 + r.IntN(3) {
			q.Where[g.Key] = append(q.Where[g.Key], r.of(append(g.Codes.Slugs(), home.Unknown)...))
		}
	}
	return q
}

// edit changes what is in the register as plain SQL may.
func (s *stocked) edit(t testing.TB, r random) {
	t.Helper()
	do := func(sql string, args ...any) {
		if _, err := s.editing.Exec(context.Background(), sql, args...); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	p := r.place()
	some := r.IntN(1 << 20)
	for range 1 + r.IntN(4) {
		switch r.IntN(7) {
		case 0:
			do(`UPDATE home SET geom = ST_Point($1, $2, 27700) WHERE id % 97 = $3 % 97`, p[0], p[1], some)
		case 1:
			do(`UPDATE home SET sensitivity = $1, address_text = NULL WHERE id % 53 = $2 % 53`, r.of(home.Published, home.Open, home.Withheld), some)
		case 2:
			do(`UPDATE home SET tenure = $1, bedrooms = $2 WHERE id % 31 = $3 % 31`, home.Tenures[some%len(home.Tenures)].Slug, 1+some%4, some)
		case 3:
			do(`DELETE FROM home WHERE id % 101 = $1 % 101`, some)
		case 4:
			do(`UPDATE home SET owner_id = (SELECT min(owner_id) FROM home) WHERE id % 61 = $1 % 61`, some)
		case 5:
			do(`UPDATE organisation SET name = name || '.' WHERE id = (SELECT max(owner_id) FROM home)`)
		case 6:
			do(`UPDATE neighbourhood_plan_area SET geom = ST_Multi(ST_Translate(geom, 25, -25)) WHERE id % 2 = $1 % 2`, some)
		}
	}
}

// Every answer from memory is that of the database, whatever is asked and whatever was edited.
func TestStockAnswersAsTheDatabase(t *testing.T) {
	ctx := context.Background()
	questions := sweep.Size(200, 10_000)
	r := seeded(t, 20261126)
	s := newStocked(t, newTown(t))
	var homes []home.Home
	for i := range 3000 {
		homes = append(homes, r.home(i))
	}
	s.homes(t, homes...)
	s.area(t, "Hollin Vale", vale)
	s.area(t, "Beck Side", orb.MultiPolygon{{r.ring()}, {{{436000, 436000}, {436500, 436000}, {436000, 436500}, {436000, 436000}}}})
	s.follow(t)
	for i := range questions {
		if i%20 == 19 {
			s.edit(t, r)
			s.follow(t)
		}
		q := r.question([]string{"hollin-vale", "beck-side"})
		want, err := s.reader.CountHomes(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.stock.CountHomes(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("question %d, %+v:\n%s", i, q, diff)
		}
	}
}

func TestStockRefusesAsTheDatabase(t *testing.T) {
	ctx := context.Background()
	s := newStocked(t, newTown(t))
	s.homes(t, fourHomes()...)
	s.follow(t)
	for _, q := range []home.Question{{Area: "no-such-area"}, {Where: map[string][]string{"owner": {"zebra-homes", "no-such-homes", "ashdale-homes"}}}} {
		_, want := s.reader.CountHomes(ctx, q)
		_, got := s.stock.CountHomes(ctx, q)
		if diff := cmp.Diff(want, got); diff != "" || want == nil {
			t.Errorf("%+v:\n%s", q, diff)
		}
	}
}
