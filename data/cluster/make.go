package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// makeLimit bounds initdb, which takes half a second on a fast disk and half a minute on a very slow one.
const makeLimit = 3 * time.Minute

// create makes a data directory beside its final place and renames it when it is finished, so that whatever stands in the
// final place is whole. The caller holds the lock, so a directory of that other name is nothing but the leftover of a
// making that was cut short.
func create(ctx context.Context, in Install, who account, p place, throwaway bool) (err error) {
	if err := os.RemoveAll(p.making()); err != nil {
		return fmt.Errorf("remove what a cut start left in %s: %w", p.making(), err)
	}
	if err := makePrivate(p.making(), who); err != nil {
		return fmt.Errorf("make the database's folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(p.making()))
		}
	}()
	if err := initdb(ctx, in, who, p.making(), throwaway); err != nil {
		return err
	}
	if err := finish(p.making(), who); err != nil {
		return err
	}
	return rename(p.making(), p.data)
}

func initdb(ctx context.Context, in Install, who account, dir string, throwaway bool) error {
	ctx, cancel := context.WithTimeout(ctx, makeLimit)
	defer cancel()
	args := []string{"-D", dir, "--username=" + AdminRole, "--auth=peer", "--auth-host=reject", "--encoding=UTF8", "--data-checksums", "--no-instructions"}
	args = append(args, localeArgs()...)
	if throwaway {
		args = append(args, "--no-sync")
	}
	cmd := exec.CommandContext(ctx, filepath.Join(in.Bin, "initdb"), args...)
	cmd.SysProcAttr, cmd.Dir, cmd.Env = who.attributes(), "/", environment()
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // initdb then removes what it wrote
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return fmt.Errorf("make the database with %s: %w; it said: %s", cmd.Path, err, lastLines(out))
}

// localeArgs choose UTF-8 with the order of code points: the same on every machine, and lower() knows ŵ and ŷ.
func localeArgs() []string {
	if runtime.GOOS == "linux" {
		return []string{"--locale=C.UTF-8"}
	}
	return []string{"--locale=en_GB.UTF-8", "--lc-collate=C", "--lc-messages=C"}
}

// environment is what the server's programs get of ours: nothing that could lead them elsewhere (PGDATA, PGHOST, TZ).
func environment() []string {
	return []string{"PATH=" + os.Getenv("PATH"), "LC_MESSAGES=C"}
}

// finish writes what a data directory needs to be known and used as terrier's.
func finish(dir string, who account) error {
	if err := configure(dir, who); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	conf, err := root.ReadFile("postgresql.conf")
	if err != nil {
		return err
	}
	conf = append(bytes.TrimRight(conf, "\n"), includeLine...)
	if err := write(root, "postgresql.conf", string(conf), who); err != nil {
		return err
	}
	return write(root, markerName, markerText, who)
}

// rename moves the finished directory to its place and has the disk know it.
func rename(from, to string) error {
	if err := os.Remove(to); err != nil && !os.IsNotExist(err) { // at most an empty folder is there
		return fmt.Errorf("put the database in its place: %w", err)
	}
	if err := os.Rename(from, to); err != nil {
		return fmt.Errorf("put the database in its place: %w", err)
	}
	parent, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	defer parent.Close()
	return parent.Sync()
}
