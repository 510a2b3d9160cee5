package cluster_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/cluster"
)

// holdEnv makes the test binary a program that runs a cluster until it is killed.
const holdEnv = "TERRIER_TEST_HOLD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(holdEnv); dir != "" {
		if _, err := cluster.Start(context.Background(), cluster.Options{Dir: dir}); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		fmt.Println("ready")
		select {}
	}
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// open makes a folder that the server's user can reach; t.TempDir is closed to all others.
func open(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "terrier-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start starts a cluster that is stopped when the test ends.
func start(t *testing.T, o cluster.Options) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return c
}

func stop(t *testing.T, c *cluster.Cluster) {
	t.Helper()
	if err := c.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// ask returns one value as text.
func ask(t *testing.T, conn *pgx.Conn, sql string) (answer string) {
	t.Helper()
	if err := conn.QueryRow(t.Context(), sql).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return answer
}

// controlState is what PostgreSQL's own tool says of a data directory: "shut down", "in production"...
func controlState(t *testing.T, data string) string {
	t.Helper()
	in, err := cluster.Find()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(filepath.Join(in.Bin, "pg_controldata"), data).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if state, ok := strings.CutPrefix(line, "Database cluster state:"); ok {
			return strings.TrimSpace(state)
		}
	}
	t.Fatalf("no state in %s", out)
	return ""
}

func TestStart(t *testing.T) {
	dir := filepath.Join(open(t), "var")
	c := start(t, cluster.Options{Dir: dir})
	if err := c.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}

	t.Run("each role comes in and owns no more than it should", func(t *testing.T) {
		for _, role := range []string{"terrier_owner", "terrier_load", "terrier_write", "terrier_exact", "terrier_public"} {
			conn := connect(t, c.URL(role))
			got := ask(t, conn, `SELECT concat_ws(' ', current_user, current_database(), rolsuper, rolcreaterole, rolbypassrls, rolpassword IS NULL)
			                     FROM pg_roles WHERE rolname = current_user`)
			if want := role + " terrier f f f f"; got != want { // pg_roles shows ******** whether or not there is a password
				t.Errorf("got %q, want %q", got, want)
			}
		}
		admin := connect(t, c.URL(cluster.AdminRole))
		if n := ask(t, admin, `SELECT count(*)::text FROM pg_authid WHERE rolpassword IS NOT NULL`); n != "0" {
			t.Errorf("%s roles have a password", n)
		}
	})
	t.Run("the database belongs to terrier_owner and has its extensions", func(t *testing.T) {
		conn := connect(t, c.URL("terrier_public"))
		if got := ask(t, conn, `SELECT datdba::regrole::text FROM pg_database WHERE datname = 'terrier'`); got != "terrier_owner" {
			t.Errorf("owned by %s", got)
		}
		got := ask(t, conn, `SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension WHERE extname <> 'plpgsql'`)
		if got != "fuzzystrmatch pg_trgm postgis" {
			t.Errorf("extensions %s", got)
		}
	})
	t.Run("nobody else comes in", func(t *testing.T) {
		for _, role := range []string{"postgres", "nobody", "terrier_owner2"} {
			if conn, err := pgx.Connect(t.Context(), c.URL(role)); err == nil {
				_ = conn.Close(t.Context())
				t.Errorf("%s came in", role)
			}
		}
	})
	t.Run("it listens on a private socket alone and keeps what it is told", func(t *testing.T) {
		conn := connect(t, c.URL(cluster.AdminRole))
		want := map[string]string{
			"listen_addresses": "", "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "jit": "off",
			"TimeZone": "UTC", "shared_buffers": "256MB", "max_connections": "150", "data_checksums": "on", "server_encoding": "UTF8",
		}
		for name, value := range want {
			if got := ask(t, conn, "SELECT current_setting('"+name+"')"); got != value {
				t.Errorf("%s is %q, want %q", name, got, value)
			}
		}
		for _, folder := range []string{c.Data, c.Dir} {
			if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("%s: %v, %v", folder, info.Mode(), err)
			}
		}
		if got := ask(t, conn, `SELECT string_agg(concat_ws(' ', type, auth_method, options), ', ') FROM pg_hba_file_rules`); got != "local peer {map=terrier}" {
			t.Errorf("ways in: %s", got)
		}
	})
	t.Run("Welsh letters have lower case", func(t *testing.T) {
		if got := ask(t, connect(t, c.URL("terrier_public")), `SELECT lower('ŴŶ')`); got != "ŵŷ" {
			t.Errorf("got %s", got)
		}
	})
	t.Run("preparing again changes nothing", func(t *testing.T) {
		if err := c.Prepare(t.Context()); err != nil {
			t.Error(err)
		}
	})
	t.Run("it stops cleanly and is used again", func(t *testing.T) {
		if _, err := connect(t, c.URL("terrier_owner")).Exec(t.Context(), `CREATE TABLE kept AS SELECT 42 AS n`); err != nil {
			t.Fatal(err)
		}
		stop(t, c)
		select {
		case <-c.Done():
		default:
			t.Error("stopped, but not done")
		}
		if state := controlState(t, c.Data); state != "shut down" {
			t.Errorf("the data is %q", state)
		}
		begun := time.Now()
		again := start(t, cluster.Options{Dir: dir})
		took := time.Since(begun)
		t.Logf("second start: %s", took)
		if took > 5*time.Second { // well under a second on a free machine
			t.Errorf("the second start took %s", took)
		}
		if got := ask(t, connect(t, again.URL("terrier_owner")), `SELECT n::text FROM kept`); got != "42" {
			t.Errorf("kept %s", got)
		}
	})
}

func TestStartGivesUp(t *testing.T) {
	t.Run("quoting the log when the settings are wrong", func(t *testing.T) {
		dir := filepath.Join(open(t), "var")
		c := start(t, cluster.Options{Dir: dir, Throwaway: true})
		stop(t, c)
		appendTo(t, filepath.Join(c.Data, "postgresql.conf"), "no_such_setting = 1\n")
		_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir, Throwaway: true})
		if err == nil || !strings.Contains(err.Error(), "no_such_setting") || !strings.Contains(err.Error(), "postgresql.log") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("when the caller does", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		dir := filepath.Join(open(t), "var")
		if _, err := cluster.Start(ctx, cluster.Options{Dir: dir, Throwaway: true}); err == nil {
			t.Fatal("started in no time")
		}
		if _, err := os.Lstat(filepath.Join(dir, "cluster.making")); !os.IsNotExist(err) {
			t.Errorf("a half-made folder is left: %v", err)
		}
	})
}

func TestStopIsBounded(t *testing.T) {
	c := start(t, cluster.Options{Dir: filepath.Join(open(t), "var"), Throwaway: true})
	pid := postmasterPID(t, c.Data)
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err := c.Stop(ctx)
	if err == nil || !strings.Contains(err.Error(), "ended hard") {
		t.Errorf("got %v", err)
	}
	if err := syscall.Kill(pid, 0); err == nil {
		t.Error("the server still runs")
	}
	c.Forgive() // the clean-up stops again and would report the same
}

func TestOpen(t *testing.T) {
	dir := filepath.Join(open(t), "var")
	mine, release, err := cluster.Open(t.Context(), cluster.Options{Dir: dir, Throwaway: true})
	if err != nil {
		t.Fatal(err)
	}
	defer release(context.Background())
	joined, leave, err := cluster.Open(t.Context(), cluster.Options{Dir: dir})
	if err != nil || joined != mine {
		t.Fatalf("got %v, %v; want %v", joined, err, mine)
	}
	if err := leave(t.Context()); err != nil {
		t.Fatal(err)
	}
	connect(t, mine.URL("terrier_load")) // leaving did not stop it
}

func appendTo(t *testing.T, path, text string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(text)
		_ = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func postmasterPID(t *testing.T, data string) (pid int) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err == nil {
		_, err = fmt.Sscan(string(text), &pid)
	}
	if err != nil {
		t.Fatal(err)
	}
	return pid
}
