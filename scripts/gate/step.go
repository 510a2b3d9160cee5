package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// step is one thing that the gate checks.
type step struct {
	name    string
	in      string // the folder to work in, if not the top
	command []string
	limit   time.Duration

	// empty says that output is failure: gofmt -l prints the files that are not formatted and ends with 0.
	empty bool
	// count finds out what passed and failed after the command has ended; without it the step itself counts as one.
	count func(out []byte) tally
	// leaves is a file that the command writes for count. It is removed before, so that an old one is not counted.
	leaves string
	// show is written to as the command talks; without it the output is shown only when the step fails.
	show func() io.Writer
}

// run does the step. Whatever keeps it from being done counts as a failure.
func (s step) run(ctx context.Context, env []string) tally {
	if s.leaves != "" {
		if err := os.Remove(s.leaves); err != nil && !errors.Is(err, os.ErrNotExist) {
			return failure("%v", err)
		}
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.limit, fmt.Errorf("not done within %s", s.limit))
	defer cancel()
	out, err := s.execute(ctx, env)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	t := tally{passed: 1}
	if s.count != nil {
		t = s.count(out)
	}
	if s.empty && len(bytes.TrimSpace(out)) > 0 {
		err = errors.New("it has something to say")
	}
	if err != nil && t.failed == 0 {
		if s.count == nil {
			t.passed = 0
		}
		t.fail("%s: %v", strings.Join(s.command, " "), err)
	}
	if t.failed > 0 && s.show == nil {
		_, _ = os.Stdout.Write(last(out, 16<<10))
	}
	return t
}

// execute runs the command in a process group, so that all it started ends with it.
func (s step) execute(ctx context.Context, env []string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, s.command[0], s.command[1:]...)
	cmd.Dir, cmd.Env = s.in, env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
	cmd.WaitDelay = 15 * time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if s.show != nil {
		cmd.Stdout, cmd.Stderr = io.MultiWriter(&out, s.show()), os.Stderr
	}
	err := cmd.Run()
	if werr := os.WriteFile(filepath.Join(scratch, strings.NewReplacer(" ", "-", "/", "-").Replace(s.name)+".log"), out.Bytes(), 0o644); werr != nil {
		err = errors.Join(err, werr)
	}
	return out.Bytes(), err
}

func last(out []byte, n int) []byte {
	if len(out) > n {
		return out[len(out)-n:]
	}
	return out
}

// clean leaves out of an environment what would lead tests to somebody's database or change how terrier runs.
func clean(env []string) []string {
	var kept []string
	for _, e := range env {
		name, _, _ := strings.Cut(e, "=")
		if name == "DATABASE_URL" || strings.HasPrefix(name, "PG") || strings.HasPrefix(name, "TERRIER_") {
			continue
		}
		kept = append(kept, e)
	}
	return kept
}
