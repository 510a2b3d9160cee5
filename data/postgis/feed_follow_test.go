package postgis_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"terrier/data/postgis"
)

func code(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code
	}
	return ""
}

// TestFollowLostConnection takes every connection away, again and again, while rows are written.
func TestFollowLostConnection(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	id := f.home(t, "1", "published")
	f.step(t)
	var mu sync.Mutex
	var told []postgis.Progress
	ctx, cancel := context.WithCancel(t.Context())
	var following sync.WaitGroup
	following.Go(func() {
		f.feed.Follow(ctx, 100*time.Millisecond, f.apply, func(p postgis.Progress) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, p)
		})
	})
	for n := range 5 {
		f.sql(t, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'terrier terrier_public'`)
		f.sql(t, `UPDATE home SET bedrooms = $2 WHERE id = $1`, id, n+2)
		f.within(t, 5*time.Second, func() bool { return f.homes[id] == "1 social-rent "+string(rune('2'+n))+" POINT(433000 435000)" })
	}
	// and is woken at once again
	f.within(t, 10*time.Second, func() bool { return f.feed.Progress().Deaf == nil && f.feed.Progress().Err == nil })
	cancel()
	following.Wait()
	mu.Lock()
	defer mu.Unlock()
	deaf := false
	for _, p := range told {
		deaf = deaf || p.Deaf != nil
	}
	if !deaf || len(told) < 5 {
		t.Errorf("told %v", told)
	}
}

// TestProjectorFollows has plain SQL write rows without derived columns: the commit wakes the projector, and the feed hears of it.
func TestProjectorFollows(t *testing.T) {
	f := follow(t, postgis.RolePublic)
	ctx, cancel := context.WithCancel(t.Context())
	var following sync.WaitGroup
	filled := make(chan int, 10)
	following.Go(func() {
		postgis.NewProjector(f.db.Pool(t, postgis.RoleLoad)).Follow(ctx, time.Hour, func(n int, err error) {
			if err != nil && !errors.Is(err, postgis.ErrOffGrid) {
				t.Error(err)
			}
			filled <- n
		})
	})
	t.Cleanup(func() { cancel(); following.Wait() })
	await := func(want int) {
		t.Helper()
		select {
		case n := <-filled:
			if n != want {
				t.Errorf("filled %d, want %d", n, want)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("nothing is filled")
		}
	}
	f.sql(t, manyHomes, 1, "published")
	await(1)
	f.sql(t, `UPDATE home SET geom = ST_Point(9000000, 9000000, 27700)`)
	await(0) // and it is told that the home lies outside the grid
	f.step(t)
	f.sql(t, manyHomes, 4_500, "published")
	await(4_500)
	var bare, noted int
	if err := f.admin.QueryRow(t.Context(), `SELECT count(*) FILTER (WHERE geom_3857 IS NULL OR geom_4326 IS NULL) FROM home`).Scan(&bare); err != nil || bare != 1 {
		t.Error(bare, "without projections", err)
	}
	if noted = len(f.step(t).Keys["home"]); noted != 4_500 {
		t.Error("the feed brings", noted)
	}
}
