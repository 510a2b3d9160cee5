package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"terrier": main}) }

// TestScripts runs the program from outside, each script on a database of its own.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			db := pgtest.New(t)
			testscript.Run(t, testscript.Params{
				Files: []string{file},
				Setup: func(env *testscript.Env) error {
					env.Setenv("DATABASE_URL", db.URL(""))
					env.Setenv("PORT", freePort(t))
					shared, err := filepath.Abs("../../../shared/data")
					env.Setenv("SHARED", shared)
					archives, _ := filepath.Abs("../../tiles/archive/testdata")
					env.Setenv("ARCHIVES", archives)
					return err
				},
				Condition: func(name string) (bool, error) {
					_, err := os.Stat("../../../shared/data")
					return name == "shared" && err == nil, nil
				},
				Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "get": get, "sql": sql, "seal": seal},
			})
		})
	}
}

// freePort is one that nothing listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// exits CODE terrier ARGS... runs terrier and expects this exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// sql WORDS... does it as the superuser.
func sql(ts *testscript.TestScript, _ bool, args []string) {
	conn, err := pgx.Connect(context.Background(), ts.Getenv("DATABASE_URL"))
	ts.Check(err)
	defer conn.Close(context.Background())
	_, err = conn.Exec(context.Background(), strings.Join(args, " "))
	ts.Check(err)
}

// seal seals the audit trail, as a server does each second.
func seal(ts *testscript.TestScript, _ bool, _ []string) {
	pool, err := postgis.Open(context.Background(), ts.Getenv("DATABASE_URL"), postgis.RoleWrite)
	ts.Check(err)
	defer pool.Close()
	_, err = postgis.NewAudit(pool).Seal(context.Background())
	ts.Check(err)
}

// get URL TEXT waits until the address answers 200 and expects the text in its body; "! get URL" expects no answer.
func get(ts *testscript.TestScript, neg bool, args []string) {
	deadline := time.Now().Add(20 * time.Second)
	for {
		resp, err := http.Get(args[0])
		if neg {
			if err == nil {
				ts.Fatalf("%s answers", args[0])
			}
			return
		}
		if err == nil {
			body, _ := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if resp.StatusCode == http.StatusOK && strings.Contains(string(body), args[1]) {
				return
			}
			if time.Now().After(deadline) {
				ts.Fatalf("%s: %s, without %q", args[0], resp.Status, args[1])
			}
		} else if time.Now().After(deadline) {
			ts.Fatalf("%s: %v", args[0], err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
