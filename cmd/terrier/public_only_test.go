package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans/web"
	"terrier/scripts/sweep"
)

// A server for the public only connects as the public, and as whoever keeps figures; it never opens what may read another home.
func TestPublicOnly(t *testing.T) {
	db := pgtest.New(t)
	address := "http://127.0.0.1:" + freePort(t)
	ctx, stop := context.WithCancel(context.Background())
	var log bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"serve", "--public-only", "--demo", "--database-url", db.URL(""), "--listen", strings.TrimPrefix(address, "http://"), "--public-url", address}, io.Discard, &log)
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("it ended with %d:\n%s", code, log.String())
		}
	})
	status := func(path string) int {
		resp, err := http.Get(address + path)
		if err != nil {
			return 0
		}
		_ = resp.Body.Close()
		return resp.StatusCode
	}
	for deadline := time.Now().Add(time.Minute); status("/readyz") != http.StatusOK; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it does not answer")
		}
	}
	for path, want := range map[string]int{"/": 200, "/homes": 200, "/homes/summary": 200, "/sign-in": 404, "/account": 404, "/homes/exact": 404, "/stock": 404, "/admin/releases": 404, "/tiles/exact/homes/10/507/330.mvt": 404} {
		if code := status(path); code != want {
			t.Errorf("%s is answered %d, want %d", path, code, want)
		}
	}
	var roles []string
	if err := db.Pool(t, "").QueryRow(t.Context(), `
		SELECT array_agg(DISTINCT application_name ORDER BY application_name) FROM pg_stat_activity
		 WHERE datname = current_database() AND application_name LIKE 'terrier %' AND pid <> pg_backend_pid()`).Scan(&roles); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(roles, ", "); got != "terrier "+postgis.RolePublic && got != "terrier "+postgis.RolePublic+", terrier "+postgis.RoleWrite {
		t.Errorf("it is connected as %s", got)
	}
}

// Ten thousand questions from one address are answered, or put off in words; none fails.
func TestManyQuestionsFromOneAddress(t *testing.T) {
	w := newReleasedTown(t)
	k, err := keep(t.Context(), w.db.Pool(t, postgis.RolePublic), web.Tilesets())
	if err != nil {
		t.Fatal(err)
	}
	config, closeArchives, err := (&serveCommand{PublicURL: "http://terrier.example", TileCache: 64}).site(w.db.Pool(t, postgis.RolePublic), w.db.Pool(t, postgis.RoleWrite), k)
	if err != nil {
		t.Fatal(err)
	}
	defer closeArchives()
	site := web.New(config)
	questions := sweep.Size(1000, 10_000)
	var next, failed atomic.Int64
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			for n := int(next.Add(1)); n <= questions; n = int(next.Add(1)) {
				e, north := 430000+float64(n%97)*60, 433000+float64(n%89)*60
				body := fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%[1]f,%[2]f],[%[3]f,%[2]f],[%[3]f,%[4]f],[%[1]f,%[2]f]]]}`, e, north, e+float64(100+n%3000), north+float64(100+n%3000))
				r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/homes/summary?crs=EPSG:27700&by=tenure,owner", strings.NewReader(body))
				r.Header.Set("Content-Type", "application/geo+json")
				answer := httptest.NewRecorder()
				site.ServeHTTP(answer, r)
				if answer.Code != http.StatusOK && (answer.Code != http.StatusTooManyRequests || answer.Header().Get("Retry-After") == "") {
					if failed.Add(1) == 1 {
						t.Errorf("question %d is answered %d: %.300s", n, answer.Code, answer.Body)
					}
				}
			}
		})
	}
	asking.Wait()
	if n := failed.Load(); n > 0 {
		t.Errorf("%d of %d questions failed", n, questions)
	}
}
