package cluster_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"terrier/data/cluster"
)

func TestKilledParent(t *testing.T) {
	dir := filepath.Join(open(t), "var")
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), holdEnv+"="+dir)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("%q, %v", line, err)
	}
	data := filepath.Join(dir, "cluster")
	if _, err := cluster.Join(dir); err != nil {
		t.Fatalf("join the running server: %v", err)
	}
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait()

	begun := time.Now()
	c := start(t, cluster.Options{Dir: dir}) // waits for the shutdown and goes on
	t.Logf("started again %s after the kill", time.Since(begun))
	log, err := os.ReadFile(filepath.Join(dir, "log", "postgresql.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"not properly shut down", "was interrupted"} {
		if strings.Contains(string(log), bad) {
			t.Errorf("the log says %q", bad)
		}
	}
	if !strings.Contains(string(log), "received fast shutdown request") || !strings.Contains(string(log), "database system is shut down") {
		t.Errorf("no clean shutdown in the log:\n%s", log)
	}
	stop(t, c)
	if state := controlState(t, data); state != "shut down" {
		t.Errorf("the data is %q", state)
	}
}

func TestHeld(t *testing.T) {
	dir := filepath.Join(open(t), "var")
	c := start(t, cluster.Options{Dir: dir, Throwaway: true})
	pid := postmasterPID(t, c.Data)

	t.Run("by another terrier", func(t *testing.T) {
		_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
		var held *cluster.HeldError
		if !errors.As(err, &held) || held.PID != pid || held.Holder != os.Getpid() {
			t.Fatalf("got %v", err)
		}
		if !strings.Contains(err.Error(), fmt.Sprintf("kill -INT %d", os.Getpid())) || !strings.Contains(err.Error(), "DATABASE_URL='postgres://") {
			t.Errorf("does not say what to do: %v", err)
		}
		connectAdmin(t, held.URL)
	})
	t.Run("by a PostgreSQL started by other means", func(t *testing.T) {
		if err := os.Remove(c.Data + ".lock"); err != nil { // as if no terrier ran it
			t.Fatal(err)
		}
		_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
		var held *cluster.HeldError
		if !errors.As(err, &held) || held.PID != pid || held.Holder != 0 {
			t.Fatalf("got %v", err)
		}
	})
	t.Run("no more once it has stopped", func(t *testing.T) {
		stop(t, c)
		if _, err := cluster.Join(dir); !errors.Is(err, cluster.ErrNotRunning) {
			t.Errorf("joined: %v", err)
		}
		start(t, cluster.Options{Dir: dir, Throwaway: true})
	})
}

func connectAdmin(t *testing.T, url string) {
	t.Helper()
	conn := connect(t, strings.Replace(url, "/"+cluster.Database+"?", "/postgres?", 1))
	if got := ask(t, conn, `SELECT current_user::text`); got != cluster.AdminRole {
		t.Errorf("came in as %s", got)
	}
}

func TestStalePIDFile(t *testing.T) {
	dir := filepath.Join(open(t), "var")
	c := start(t, cluster.Options{Dir: dir, Throwaway: true})
	text, err := os.ReadFile(filepath.Join(c.Data, "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	stop(t, c)
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n")
	stale := strconv.Itoa(dead.Process.Pid) + "\n" + rest
	path := filepath.Join(c.Data, "postmaster.pid")
	if err := os.WriteFile(path, []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	giveAway(t, path, c.Data)
	if _, err := cluster.Join(dir); !errors.Is(err, cluster.ErrNotRunning) {
		t.Errorf("joined a dead server: %v", err)
	}
	start(t, cluster.Options{Dir: dir, Throwaway: true})
}

// giveAway gives a file to the owner of another.
func giveAway(t *testing.T, path, like string) {
	t.Helper()
	info, err := os.Stat(like)
	if err != nil {
		t.Fatal(err)
	}
	owner := info.Sys().(*syscall.Stat_t)
	if err := os.Chown(path, int(owner.Uid), int(owner.Gid)); err != nil {
		t.Fatal(err)
	}
}

func TestHalfMade(t *testing.T) {
	t.Run("a leftover of a cut making is cleared away", func(t *testing.T) {
		dir := filepath.Join(open(t), "var")
		if err := os.MkdirAll(filepath.Join(dir, "cluster.making", "base"), 0o755); err != nil {
			t.Fatal(err)
		}
		start(t, cluster.Options{Dir: dir, Throwaway: true})
		if _, err := os.Lstat(filepath.Join(dir, "cluster.making")); !os.IsNotExist(err) {
			t.Errorf("it is still there: %v", err)
		}
	})
	t.Run("an empty folder is used", func(t *testing.T) {
		dir := filepath.Join(open(t), "var")
		if err := os.MkdirAll(filepath.Join(dir, "cluster"), 0o755); err != nil {
			t.Fatal(err)
		}
		if os.Geteuid() == 0 {
			postgres, err := user.Lookup("postgres")
			if err != nil {
				t.Fatal(err)
			}
			uid, _ := strconv.Atoi(postgres.Uid)
			if err := os.Chown(filepath.Join(dir, "cluster"), uid, -1); err != nil {
				t.Fatal(err)
			}
		}
		start(t, cluster.Options{Dir: dir, Throwaway: true})
	})

	dir := filepath.Join(open(t), "var")
	c := start(t, cluster.Options{Dir: dir, Throwaway: true})
	stop(t, c)
	for _, name := range []string{"terrier.marker", "PG_VERSION"} {
		t.Run("a folder without "+name+" is named, and left as it is", func(t *testing.T) {
			if err := os.Remove(filepath.Join(c.Data, name)); err != nil {
				t.Fatal(err)
			}
			_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
			var half *cluster.HalfMadeError
			if !errors.As(err, &half) || half.Lacks != name || !strings.Contains(err.Error(), "mv "+c.Data) {
				t.Errorf("got %v", err)
			}
			if _, err := os.Stat(filepath.Join(c.Data, "global", "pg_control")); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOtherMajor(t *testing.T) {
	dir := filepath.Join(open(t), "var")
	c := start(t, cluster.Options{Dir: dir, Throwaway: true})
	stop(t, c)
	if err := os.WriteFile(filepath.Join(c.Data, "PG_VERSION"), []byte("99\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir})
	var version *cluster.VersionError
	if !errors.As(err, &version) || version.Data != 99 {
		t.Fatalf("got %v", err)
	}
	for _, want := range []string{"made by PostgreSQL 99", "PostgreSQL " + c.Install.Version, "move the data away"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
}

func TestLongPath(t *testing.T) {
	for _, name := range []string{strings.Repeat("long-", 18), "a folder, with 'odd' signs"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(open(t), name, "var")
			c := start(t, cluster.Options{Dir: dir, Throwaway: true})
			t.Cleanup(func() { _ = os.RemoveAll(c.Dir) })
			if err := c.Prepare(t.Context()); err != nil {
				t.Fatal(err)
			}
			if socket := c.Dir + "/.s.PGSQL.5432"; len(socket) > 100 {
				t.Errorf("the socket is %d bytes long: %s", len(socket), socket)
			}
			connect(t, c.URL("terrier_public"))
			joined, err := cluster.Join(dir)
			if err != nil || joined != c.Socket {
				t.Errorf("joined %v, %v; want %v", joined, err, c.Socket)
			}
		})
	}
}

func TestClosedParent(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("skipped: only root runs the server as another user, to whom a folder can be closed")
	}
	closed := filepath.Join(open(t), "x")
	if err := os.Mkdir(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	o := cluster.Options{Dir: filepath.Join(closed, "terrier", "var"), Shelter: filepath.Join(open(t), "shelter"), Throwaway: true}
	c := start(t, o)
	if !strings.HasPrefix(c.Data, o.Shelter+"/terrier-") {
		t.Errorf("the data lies in %s", c.Data)
	}
	if target, err := os.Readlink(filepath.Join(o.Dir, "cluster")); err != nil || target != c.Data {
		t.Errorf("linked to %s, %v", target, err)
	}
	if info, err := os.Stat(closed); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the parent's mode became %v, %v", info.Mode(), err)
	}
	if joined, err := cluster.Join(o.Dir); err != nil || joined != c.Socket {
		t.Errorf("joined %v, %v", joined, err)
	}
	stop(t, c)

	t.Run("the link is followed the next time", func(t *testing.T) {
		again := start(t, o)
		if again.Data != c.Data {
			t.Errorf("the data lies in %s, was in %s", again.Data, c.Data)
		}
		stop(t, again)
	})
	t.Run("a parent that was closed later is told", func(t *testing.T) {
		dir := filepath.Join(open(t), "x", "var")
		stop(t, start(t, cluster.Options{Dir: dir, Shelter: o.Shelter, Throwaway: true}))
		if err := os.Chmod(filepath.Dir(dir), 0o700); err != nil {
			t.Fatal(err)
		}
		_, err := cluster.Start(t.Context(), cluster.Options{Dir: dir, Shelter: o.Shelter})
		if err == nil || !strings.Contains(err.Error(), "closed to the user") {
			t.Errorf("got %v", err)
		}
	})
}

// asNobody prepares this test program to run without root's powers.
func asNobody(t *testing.T, env string, args ...string) *exec.Cmd {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("skipped: only root can become another user")
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(nobody.Uid)
	gid, _ := strconv.Atoi(nobody.Gid)
	program := filepath.Join(open(t), "cluster.test") // the original lies in a folder closed to others
	text, err := os.ReadFile(os.Args[0])
	if err == nil {
		err = os.WriteFile(program, text, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir, cmd.Env = "/", []string{"PATH=" + os.Getenv("PATH"), env}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return cmd
}

func TestAsOrdinaryUser(t *testing.T) {
	t.Run("all goes as for root", func(t *testing.T) {
		cmd := asNobody(t, "HOME=/nonexistent", "-test.v", "-test.run", "TestStart$|TestKilledParent|TestHeld|TestHalfMade")
		out, err := cmd.CombinedOutput()
		if n := strings.Count("\n"+string(out), "\n--- PASS"); err != nil || n != 4 {
			t.Errorf("%v, %d tests passed\n%s", err, n, out)
		}
	})
	t.Run("another user's database is left alone", func(t *testing.T) {
		dir := filepath.Join(open(t), "var")
		cmd := asNobody(t, holdEnv+"="+dir)
		stop(t, start(t, cluster.Options{Dir: dir, Throwaway: true}))
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), "belongs to the user postgres") {
			t.Errorf("%v: %s", err, out)
		}
	})
}
