package dump_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/demo"
	"terrier/data/dump"
	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
)

// TestMain is also the program that killed starts: it ends itself hard in the middle of its work.
func TestMain(m *testing.M) {
	work, url, file := os.Getenv("DUMP_WORK"), os.Getenv("DUMP_URL"), os.Getenv("DUMP_FILE")
	die := func() { _ = syscall.Kill(os.Getpid(), syscall.SIGKILL) }
	switch work {
	case "restore":
		_, _ = dump.Restore(context.Background(), url, file, func(p dump.Progress) {
			if p.Doing == "restoring" && p.Table != "goose_db_version" {
				die()
			}
		})
	case "backup":
		_, _ = dump.Write(context.Background(), url, file, dump.Options{Replace: true, Seen: func(dump.Progress) { die() }})
	default:
		os.Exit(m.Run())
	}
	os.Exit(7) // it was not killed
}

func killed(t *testing.T, work, url, file string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "DUMP_WORK="+work, "DUMP_URL="+url, "DUMP_FILE="+file)
	err := cmd.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("%s was not killed in its middle: %v", work, err)
	}
}

func waitFor(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		var ok bool
		if err := conn.QueryRow(t.Context(), sql).Scan(&ok); err != nil || time.Now().After(deadline) {
			t.Fatal(sql, ok, err)
		} else if ok {
			return
		}
	}
}

// TestRoundTrip backs up a town with a history and restores it elsewhere.
func TestRoundTrip(t *testing.T) {
	db := pgtest.New(t)
	loader := postgis.NewLoader(db.Pool(t, postgis.RoleLoad))
	if err := demo.Load(t.Context(), loader, demo.Make(demo.Options{Homes: 1500, Seed: 7}), nil); err != nil {
		t.Fatal(err)
	}
	conn := connect(t, db.URL(""))
	run(t, conn, `UPDATE home SET bedrooms = 4 WHERE id % 7 = 0; DELETE FROM home WHERE id % 11 = 0; UPDATE organisation SET name = name || ' Cŵn'; SELECT give_ref('areas', 'gone')`)
	before, shape := contents(t, conn), structure(t, conn)
	file := filepath.Join(t.TempDir(), "a b.dump")
	archive, err := dump.Write(t.Context(), db.URL(""), file, dump.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 || info.Size() != archive.Bytes {
		t.Error(info.Mode(), archive.Bytes, err)
	}
	for _, url := range []string{bare(t), pgtest.New(t).URL("")} {
		var last dump.Progress
		restored, err := dump.Restore(t.Context(), url, file, func(p dump.Progress) {
			if p.Doing == "restoring" {
				last = p
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		if restored.Rows("home") != archive.Rows("home") || archive.Rows("home") < 1000 || restored.Migrated != 0 || last.Rows < last.Of-1000 {
			t.Errorf("%d homes of %d, %d migrations, progress %+v", restored.Rows("home"), archive.Rows("home"), restored.Migrated, last)
		}
		got := connect(t, url)
		same(t, "the restored database", contents(t, got), before)
		sameText(t, "the restored database", structure(t, got), shape)
		if n := text(t, got, `SELECT give_ref('areas', 'gone')`); n != "gone-2" {
			t.Error("a reference is given twice:", n)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	db := pgtest.New(t)
	file := filepath.Join(t.TempDir(), "a.dump")
	if err := os.WriteFile(file, []byte("older"), 0o644); err != nil {
		t.Fatal(err)
	}
	older := func(t *testing.T) {
		t.Helper()
		if b, err := os.ReadFile(file); err != nil || string(b) != "older" {
			t.Error("the older file has become", len(b), err)
		}
	}
	for _, c := range []struct{ name, url, file, code string }{
		{"a file that is there", db.URL(""), file, "file-exists"},
		{"a folder", db.URL(""), filepath.Dir(file), "file-exists"},
		{"a folder that is not there", db.URL(""), filepath.Join(filepath.Dir(file), "no", "a"), "file-not-writable"},
		{"a login that row security binds", db.URL(postgis.RoleLoad), file + "2", "login-sees-too-little"},
		{"the public login", db.URL(postgis.RolePublic), file + "2", "login-sees-too-little"},
		{"a database without anything", bare(t), file + "2", "nothing-to-back-up"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := dump.Write(t.Context(), c.url, c.file, dump.Options{})
			refusal(t, err, c.code)
			older(t)
		})
	}
	t.Run("a second backup to the same file", func(t *testing.T) {
		other, err := os.Create(file + ".part")
		if err == nil {
			err = syscall.Flock(int(other.Fd()), syscall.LOCK_EX)
		}
		if err != nil {
			t.Fatal(err)
		}
		_, err = dump.Write(t.Context(), db.URL(""), file, dump.Options{Replace: true})
		refusal(t, err, "file-busy")
		_ = other.Close()
		older(t)
	})
	t.Run("nothing but what was asked for is left", func(t *testing.T) {
		if _, err := dump.Write(t.Context(), db.URL(""), file, dump.Options{Replace: true}); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if left, _ := filepath.Glob(file + "*"); err != nil || len(left) != 1 || info.Mode().Perm() != 0o600 || info.Size() < 1000 {
			t.Error(left, info.Mode(), info.Size(), err)
		}
	})
}

// TestWriteInterrupted ends a backup in its middle: an older file stays.
func TestWriteInterrupted(t *testing.T) {
	db := pgtest.New(t)
	conn := connect(t, db.URL(""))
	file := filepath.Join(t.TempDir(), "a.dump")
	if err := os.WriteFile(file, []byte("older"), 0o600); err != nil {
		t.Fatal(err)
	}
	locker := connect(t, db.URL(""))
	hold := func() { run(t, locker, `BEGIN; LOCK TABLE home`) } // pg_dump waits here
	check := func(t *testing.T, parts int) {
		t.Helper()
		run(t, locker, `ROLLBACK`)
		waitFor(t, conn, `SELECT count(*) = 0 FROM pg_stat_activity WHERE application_name = 'terrier backup' AND datname = current_database()`)
		b, err := os.ReadFile(file)
		if left, _ := filepath.Glob(file + "?*"); err != nil || string(b) != "older" || len(left) != parts {
			t.Error(len(b), left, err)
		}
	}
	t.Run("by Ctrl-C", func(t *testing.T) {
		hold()
		ctx, cancel := context.WithCancel(t.Context())
		_, err := dump.Write(ctx, db.URL(""), file, dump.Options{Replace: true, Seen: func(dump.Progress) { cancel() }})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		check(t, 0)
	})
	t.Run("by a server that goes away", func(t *testing.T) {
		hold()
		_, err := dump.Write(t.Context(), db.URL(""), file, dump.Options{Replace: true, Seen: func(dump.Progress) {
			_, _ = conn.Exec(context.Background(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'terrier backup' AND datname = current_database()`)
		}})
		if err == nil || !strings.Contains(err.Error(), "pg_dump") {
			t.Error(err)
		}
		check(t, 0)
	})
	t.Run("by kill -9", func(t *testing.T) {
		hold()
		killed(t, "backup", db.URL(""), file)
		check(t, 1) // a part, which the next backup writes over
	})
	if _, err := dump.Write(t.Context(), db.URL(""), file, dump.Options{Replace: true}); err != nil {
		t.Error("the next backup:", err)
	}
	check2, _ := filepath.Glob(file + "*")
	if len(check2) != 1 {
		t.Error(check2)
	}
}
