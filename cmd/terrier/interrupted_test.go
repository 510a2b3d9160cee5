package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/cluster"
	"terrier/scripts/sweep"
)

// reach makes a folder that the server's user can reach; t.TempDir is closed to all others.
func reach(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "terrier-cut-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// importer is terrier as a process of its own beside a private database that the test runs.
type importer struct {
	t       *testing.T
	program string
	dir     string
	file    string
	rows    int
	server  *cluster.Cluster
}

func newImporter(t *testing.T, rows int) *importer {
	t.Helper()
	i := &importer{t: t, dir: reach(t), rows: rows}
	i.program = filepath.Join(i.dir, "terrier")
	if out, err := exec.Command("go", "build", "-buildvcs=false", "-o", i.program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var file bytes.Buffer
	file.WriteString("reference,owner,tenure,easting,northing\n")
	for n := range rows {
		fmt.Fprintf(&file, "H%06d,Association %02d,social-rent,%d,%d\n", n, n%20, 350_000+n%1000*37, 380_000+n/1000*41)
	}
	i.file = filepath.Join(i.dir, "homes.csv")
	if err := os.WriteFile(i.file, file.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	i.start()
	t.Cleanup(func() { _ = i.server.Stop(context.Background()) })
	if out, err := i.command("migrate").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return i
}

func (i *importer) start() {
	i.t.Helper()
	var err error
	if i.server, err = cluster.Start(context.Background(), cluster.Options{Dir: filepath.Join(i.dir, "var"), Throwaway: true}); err == nil {
		err = i.server.Prepare(context.Background())
	}
	if err != nil {
		i.t.Fatal(err)
	}
}

func (i *importer) command(args ...string) *exec.Cmd {
	cmd := exec.Command(i.program, args...)
	cmd.Env = append(os.Environ(), "DATABASE_URL="+i.server.URL(cluster.AdminRole))
	return cmd
}

// finish runs an import to its end.
func (i *importer) finish() (output string, code int) {
	i.t.Helper()
	out, err := i.command("import", "homes", i.file).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		i.t.Fatal(err)
	}
	if exit != nil {
		code = exit.ExitCode()
	}
	return string(out), code
}

// number waits until nothing writes any more, and answers a query.
func (i *importer) number(sql string) (n int) {
	i.t.Helper()
	conn, err := pgx.Connect(i.t.Context(), i.server.URL(cluster.AdminRole))
	if err != nil {
		i.t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	for busy := 1; busy > 0; time.Sleep(20 * time.Millisecond) {
		if err := conn.QueryRow(i.t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'terrier %'`).Scan(&busy); err != nil {
			i.t.Fatal(err)
		}
	}
	if err := conn.QueryRow(i.t.Context(), sql).Scan(&n); err != nil {
		i.t.Fatal(err)
	}
	return n
}

// clean fails the test where anything of an import that did not end is left.
func (i *importer) clean(homes int) {
	i.t.Helper()
	for sql, want := range map[string]int{
		"SELECT count(*) FROM home": homes, "SELECT count(*) FROM home_version": 0, "SELECT count(*) FROM organisation": min(homes, 20),
		"SELECT count(*) FROM import": min(homes, 1), "SELECT count(*) FROM source": min(homes, 1),
	} {
		if got := i.number(sql); got != want {
			i.t.Fatalf("%s: %d, want %d", sql, got, want)
		}
	}
}

// An importer that is killed at any moment leaves nothing of its file, and the next one says so.
func TestKilledImportLeavesNothing(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	i := newImporter(t, 40_000)
	began := time.Now()
	if out, code := i.finish(); code != 0 {
		t.Fatal(out)
	}
	whole := time.Since(began)
	i.clean(i.rows)
	if out, err := i.command("import", "undo", "1").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	kills := sweep.Size(6, 60)
	cut := 0
	for range kills {
		before := i.number("SELECT count(*) FROM import WHERE undone_at IS NULL")
		cmd := i.command("import", "homes", i.file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Float64() * float64(whole)))
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		homes := i.number("SELECT count(*) FROM home")
		if homes != 0 && homes != i.rows {
			t.Fatalf("%d of %d homes", homes, i.rows)
		}
		stands := i.number("SELECT count(*) FROM import WHERE undone_at IS NULL")
		if (homes > 0) != (stands > 0) {
			t.Fatalf("%d homes, %d imports", homes, stands)
		}
		cut += 1 - stands
		if stands > before {
			if out, err := i.command("import", "undo", fmt.Sprint(i.number("SELECT max(id) FROM import"))).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
		}
	}
	t.Logf("%d of %d were cut off", cut, kills)
	// one that is surely cut off, and told
	cmd := i.command("import", "homes", i.file)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for i.attempts() == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	if n := i.number("SELECT count(*) FROM home"); n != 0 {
		t.Fatalf("%d homes", n)
	}
	out, code := i.finish()
	if code != 0 || !strings.Contains(out, "was interrupted") || !strings.Contains(out, "Nothing of it was kept") {
		t.Errorf("%d: %s", code, out)
	}
	if n := i.number("SELECT count(*) FROM home"); n != i.rows {
		t.Errorf("%d homes", n)
	}
}

// attempts counts those under way, without waiting for them.
func (i *importer) attempts() (n int) {
	conn, err := pgx.Connect(i.t.Context(), i.server.URL(cluster.AdminRole))
	if err != nil {
		i.t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if err := conn.QueryRow(i.t.Context(), `SELECT count(*) FROM import_attempt a WHERE ended_at IS NULL AND EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid::bigint = a.id)`).Scan(&n); err != nil {
		i.t.Fatal(err)
	}
	return n
}

// A database that stops in the middle is told in words, and keeps nothing.
func TestDatabaseStoppedDuringImport(t *testing.T) {
	i := newImporter(t, 100_000)
	var out bytes.Buffer
	cmd := i.command("import", "homes", i.file)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for i.attempts() == 0 {
		time.Sleep(5 * time.Millisecond)
	}
	if err := i.server.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	if err == nil || !strings.Contains(out.String(), "The database stopped before it was done. Nothing was kept.") || strings.Contains(out.String(), "panic") {
		t.Errorf("%v: %s", err, out.String())
	}
	i.start()
	i.clean(0)
	if out, code := i.finish(); code != 0 || !strings.Contains(out, "was interrupted") {
		t.Errorf("%d: %s", code, out)
	}
	i.clean(i.rows)
}

// A disk that runs full is told in words, and keeps nothing.
func TestDiskFullDuringImport(t *testing.T) {
	i := newImporter(t, 100_000)
	small := filepath.Join(i.dir, "small")
	if err := os.Mkdir(small, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=8m,mode=0777"); err != nil {
		t.Skipf("skipped: a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(small, syscall.MNT_DETACH) })
	t.Cleanup(func() { _ = i.server.Stop(context.Background()) }) // before its disk goes
	table := filepath.Join(small, "tables")
	if err := os.Mkdir(table, 0o777); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(i.server.Data); err == nil {
		owner := info.Sys().(*syscall.Stat_t)
		_ = os.Chown(table, int(owner.Uid), int(owner.Gid))
	}
	conn, err := pgx.Connect(t.Context(), i.server.URL(cluster.AdminRole))
	if err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{"CREATE TABLESPACE small LOCATION '" + table + "'", "ALTER TABLE home SET TABLESPACE small"} {
		if _, err := conn.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	_ = conn.Close(t.Context())
	out, code := i.finish()
	if code == 0 || !strings.Contains(out, "The database has no disk left") || !strings.Contains(out, "Nothing was kept. Make room") {
		t.Errorf("%d: %s", code, out)
	}
	i.clean(0)
}
