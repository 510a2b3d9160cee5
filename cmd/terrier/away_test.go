package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/cluster"
)

// TestDatabaseAway stops the database under a server: maps and counts go on and say how old they are, and when it is there again the
// server catches up.
func TestDatabaseAway(t *testing.T) {
	w := newImporter(t, 0)
	const homes = "reference,owner,tenure,easting,northing,sensitivity\nH1,Ashdale,social-rent,433000,435000,published\nH2,Ashdale,social-rent,433010,435000,published\n"
	w.file = filepath.Join(w.dir, "published.csv")
	if err := os.WriteFile(w.file, []byte(homes), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, code := w.finish(); code != 0 {
		t.Fatal(out)
	}
	port := freePort(t)
	address := "http://127.0.0.1:" + port
	cmd := w.command("serve", "--listen", "127.0.0.1:"+port, "--public-url", address)
	var log bytes.Buffer
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v\n%s", err, log.String())
		}
	})
	ready := func() (r struct {
		Ready bool
		Map   struct {
			Following bool
			Age       float64 `json:"age-seconds"`
		}
	}) {
		body, _ := page(address, "/readyz")
		_ = json.Unmarshal([]byte(body), &r)
		return r
	}
	count := func() (s struct {
		Total  int
		Figure struct{ URL string }
	}) {
		body, ok := page(address, "/homes/summary")
		if err := json.Unmarshal([]byte(body), &s); err != nil || !ok {
			t.Fatalf("%v: %s", err, body)
		}
		return s
	}
	await(t, "the server is ready", func() bool { return ready().Ready })
	if _, ok := page(address, "/"); !ok || count().Total != 2 {
		t.Fatalf("%+v", count())
	}

	if err := w.server.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	await(t, "it is told that the database is away", func() bool { return !ready().Map.Following })
	if r := ready(); !r.Ready || count().Total != 2 {
		t.Errorf("%+v, %+v", r, count())
	}
	await(t, "the map page says how old it is", func() bool {
		body, ok := page(address, "/")
		return ok && strings.Contains(body, "The register cannot be reached")
	})
	if resp, err := http.Get(address + "/areas"); err != nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("%v, %v", resp, err)
	}
	figure := count().Figure.URL
	if resp, err := http.Get(address + figure); err != nil || resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("a figure is opened while it cannot be kept: %v, %v", resp, err)
	}
	if body, ok := page(address, "/homes/summary.csv"); !ok || !strings.Contains(body, "total,,Homes,2,") {
		t.Errorf("a file stops without the database: %s", body)
	}

	w.start()
	await(t, "the figure opens", func() bool { _, ok := page(address, figure); return ok })
	conn, err := pgx.Connect(t.Context(), w.server.URL(cluster.AdminRole))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if _, err := conn.Exec(t.Context(), `UPDATE home SET sensitivity = 'withheld', address_text = NULL WHERE provider_ref = 'H1'`); err != nil {
		t.Fatal(err)
	}
	await(t, "it has caught up", func() bool { return count().Total == 1 && ready().Map.Following })
	if body, _ := page(address, "/"); strings.Contains(body, "The register cannot be reached") {
		t.Error("the map page still says that it is old")
	}
}

func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}
