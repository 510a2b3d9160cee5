package dump

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"terrier/data/cluster"
	"terrier/plans"
)

// clientsFor are the installed programs that can work with a server, the nearest version first: pg_dump refuses a server that is
// newer than itself.
func clientsFor(server int) ([]cluster.Client, error) {
	return usable(cluster.Clients(), server)
}

func usable(found []cluster.Client, server int) ([]cluster.Client, error) {
	for i, c := range found {
		if c.Major >= server {
			return found[i:], nil
		}
	}
	have := "none of PostgreSQL's programs pg_dump, pg_restore and psql"
	if len(found) > 0 {
		have = "those of PostgreSQL " + found[len(found)-1].Version
	}
	return nil, plans.Refuse("client-missing", "", fmt.Sprintf("The database is PostgreSQL %d, and installed here is %s.", server, have),
		"Install pg_dump of that version or a newer one: "+cluster.ClientLine(server)+".")
}

// program is one run of a program of PostgreSQL's.
type program struct {
	cmd  *exec.Cmd
	said tail
}

func newProgram(ctx context.Context, c cluster.Client, name string, env []string, args ...string) *program {
	p := &program{cmd: exec.CommandContext(ctx, filepath.Join(c.Bin, name), args...)}
	p.cmd.Env, p.cmd.Stderr = env, &p.said
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.WaitDelay = 5 * time.Second
	return p
}

// readBy runs the program and hands what it writes to read, all of it.
func (p *program) readBy(read func(io.Reader) error) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	p.cmd.Stdout = w
	err = p.cmd.Start()
	_ = w.Close()
	if err != nil {
		return err
	}
	failed := read(r)
	_ = r.Close() // a program whose reader has given up must not wait for it
	if err := p.cmd.Wait(); err != nil && failed == nil {
		return p.failure(err)
	}
	return failed
}

// failure is how the program ended, with its own words.
func (p *program) failure(err error) error {
	if err == nil {
		return nil
	}
	return &programError{name: filepath.Base(p.cmd.Path), said: p.said.String(), err: err}
}

type programError struct {
	name, said string
	err        error
}

func (e *programError) Error() string {
	if e.said == "" {
		return fmt.Sprintf("%s: %v", e.name, e.err)
	}
	return fmt.Sprintf("%s: %v; it said: %s", e.name, e.err, e.said)
}

func (e *programError) Unwrap() error { return e.err }

// tail keeps the end of what a program says.
type tail struct{ text []byte }

const tailBytes = 4 << 10

func (t *tail) Write(b []byte) (int, error) {
	t.text = append(t.text, b...)
	if over := len(t.text) - tailBytes; over > 0 {
		t.text = append(t.text[:0], t.text[over:]...)
	}
	return len(b), nil
}

func (t *tail) String() string { return strings.TrimSpace(string(t.text)) }
