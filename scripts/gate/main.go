// Command gate is `make test`: it runs every check of the project in one go, counts what passed, and says how long each took.
//
// It starts one throwaway PostgreSQL for all tests and names it in TERRIER_TEST_URL. A step that cannot run has failed; a
// test that skips itself is listed with its reason. The last line is "N passed, N failed". What is installed beforehand
// is the work of scripts/gate.sh.
//
//	gate          everything
//	gate long     the Go tests alone, with their sweeps at full length
//	gate bench    the Go benchmarks, for `make bench`
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"terrier/data/cluster"
)

// scratch keeps what the steps say of themselves, for reading afterwards.
const scratch = "var/gate"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	what := ""
	if len(os.Args) > 1 {
		what = os.Args[1]
	}
	ok, err := gate(ctx, what)
	if err != nil {
		fmt.Fprintln(os.Stderr, "the gate cannot run:", err)
		fmt.Println("0 passed, 1 failed")
	}
	if !ok {
		stop()
		os.Exit(1)
	}
}

func gate(ctx context.Context, what string) (ok bool, err error) {
	steps, known := plans[what]
	if !known {
		return false, fmt.Errorf("there is no %q: say gate, gate long or gate bench", what)
	}
	if what == "long" {
		fuzz, err := fuzzSteps(".")
		if err != nil {
			return false, err
		}
		steps = append(slices.Clone(steps), fuzz...)
	}
	if err := os.MkdirAll(scratch, 0o755); err != nil {
		return false, err
	}
	begun := time.Now()
	env, done, err := surroundings(ctx)
	if err != nil {
		return false, err
	}
	r := report{began: begun}
	r.add("private PostgreSQL", time.Since(begun), tally{})
	for _, s := range steps {
		r.run(ctx, s, env)
	}
	if err := done(); err != nil {
		r.add("stop PostgreSQL", 0, failure("%v", err))
	}
	return r.print(os.Stdout), nil
}

// surroundings starts the throwaway database and returns the environment for the steps. Nothing of the caller's own
// settings for databases or for terrier reaches them.
func surroundings(ctx context.Context) (env []string, done func() error, err error) {
	bin, err := filepath.Abs("bin/terrier")
	if err != nil {
		return nil, nil, err
	}
	env = append(clean(os.Environ()), "TERRIER_BIN="+bin, "CI=true")
	dir, err := os.MkdirTemp("/tmp", "terrier-gate-")
	if err != nil {
		return nil, nil, err
	}
	remove := func() error { return os.RemoveAll(dir) }
	if err := os.Chmod(dir, 0o755); err != nil { // the server's user walks through it
		return nil, nil, err
	}
	c, err := cluster.Start(ctx, cluster.Options{Dir: dir, Throwaway: true})
	if err != nil {
		_ = remove()
		return nil, nil, err
	}
	stop := func() error {
		if err := c.Stop(context.Background()); err != nil {
			return err
		}
		return remove()
	}
	if err := c.Prepare(ctx); err != nil {
		_ = stop()
		return nil, nil, err
	}
	return append(env, "TERRIER_TEST_URL="+c.URL(cluster.AdminRole)), stop, nil
}
