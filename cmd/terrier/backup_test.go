package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// aside runs this program as a process of its own on a private database.
func aside(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := &exec.Cmd{Path: self, Args: append([]string{"terrier"}, args...), Dir: dir} // TestMain goes by the first
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "DATABASE_URL=") {
			cmd.Env = append(cmd.Env, e)
		}
	}
	return cmd
}

func ended(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, errs.String())
	}
	return out.String()
}

// serving starts a server on a private database, and stops it when the test ends.
func serving(t *testing.T, dir, folder string, more ...string) (address string) {
	t.Helper()
	port := freePort(t)
	address = "http://127.0.0.1:" + port
	cmd := aside(t, dir, append([]string{"serve", "--var", folder, "--listen", "127.0.0.1:" + port, "--public-url", address}, more...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGINT)
		if err := cmd.Wait(); err != nil {
			t.Errorf("%v\n%s", err, errs.String())
		}
	})
	for deadline := time.Now().Add(90 * time.Second); ; time.Sleep(100 * time.Millisecond) {
		if _, ok := page(address, "/readyz"); ok {
			return address
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not answer:\n%s", address, errs.String())
		}
	}
}

// page is what a server answers, without its own address.
func page(address, path string) (body string, ok bool) {
	resp, err := http.Get(address + path)
	if err != nil {
		return "", false
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	return strings.ReplaceAll(string(b), address, ""), err == nil && resp.StatusCode == http.StatusOK
}

// TestBackupPrivate takes a private database to another one while both are served.
func TestBackupPrivate(t *testing.T) {
	dir := reach(t)
	from := serving(t, dir, "one", "--demo")
	var backed struct{ Counts map[string]int64 }
	if err := json.Unmarshal([]byte(ended(t, aside(t, dir, "backup", "--var", "one", "-o", "json", "a.dump"))), &backed); err != nil || backed.Counts["homes"] < 1000 {
		t.Fatal(backed, err)
	}
	const question = "/homes/summary?area=hollin-vale&by=tenure"
	want, _ := page(from, question)
	if !strings.Contains(want, `"total"`) {
		t.Fatal(want)
	}
	t.Run("into a new one", func(t *testing.T) {
		said := ended(t, aside(t, dir, "restore", "--var", "two", "a.dump"))
		if !strings.Contains(said, fmt.Sprintf("homes %d,", backed.Counts["homes"])) {
			t.Error(said)
		}
		if got, _ := page(serving(t, dir, "two"), question); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	})
	t.Run("into an empty one that is being served", func(t *testing.T) {
		address := serving(t, dir, "three")
		if got, _ := page(address, question); got == want {
			t.Fatal("it is not empty")
		}
		ended(t, aside(t, dir, "restore", "--var", "three", "a.dump"))
		got := ""
		for until := time.Now().Add(30 * time.Second); got != want && time.Now().Before(until); time.Sleep(50 * time.Millisecond) {
			got, _ = page(address, question) // the server hears of it and reads everything anew
		}
		if got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	})
	t.Run("a backup without a server", func(t *testing.T) {
		said := ended(t, aside(t, dir, "backup", "--var", "two", "b.dump"))
		if info, err := os.Stat(filepath.Join(dir, "b.dump")); err != nil || info.Mode().Perm() != 0o600 || !strings.Contains(said, "withheld") {
			t.Error(said, err)
		}
	})
}
