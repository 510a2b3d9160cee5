package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// HeldError says that another process runs the server on this data already.
type HeldError struct {
	Dir    string
	PID    int    // of PostgreSQL; 0 while it has none yet
	Holder int    // of the terrier that runs it; 0 where PostgreSQL was started by other means
	URL    string // by which the running server can be used; empty while it is not ready
}

func (e *HeldError) Error() string {
	pid, what := e.PID, fmt.Sprintf("PostgreSQL, process %d", e.PID)
	if e.Holder != 0 {
		pid, what = e.Holder, fmt.Sprintf("another terrier, process %d", e.Holder)
	}
	text := fmt.Sprintf("the database in %s is in use by %s: stop that one first (kill -INT %d)", e.Dir, what, pid)
	if e.URL != "" {
		text += fmt.Sprintf(", or work beside it with DATABASE_URL='%s'", e.URL)
	}
	return text
}

// hold takes the lock of a data directory, which ends with the process whatever becomes of it.
func hold(p place) (*os.File, error) {
	lock, err := os.OpenFile(p.lock(), os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		defer lock.Close()
		return nil, heldBy(p, lock)
	}
	if err == nil {
		err = lock.Truncate(0)
	}
	if err == nil {
		_, err = lock.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		_ = lock.Close()
		return nil, fmt.Errorf("lock the database: %w", err)
	}
	return lock, nil
}

func heldBy(p place, lock *os.File) *HeldError {
	held := &HeldError{Dir: p.data}
	text := make([]byte, 32)
	n, _ := lock.ReadAt(text, 0)
	held.Holder, _ = strconv.Atoi(strings.TrimSpace(string(text[:n])))
	if pm, ok := readPostmaster(p.data); ok {
		held.PID = pm.pid
		if pm.ready {
			held.URL = Socket{Dir: pm.socket, Port: pm.port}.URL(AdminRole)
		}
	}
	return held
}

// postmaster is what postmaster.pid says (src/include/utils/pidfile.h of PostgreSQL).
type postmaster struct {
	pid      int
	port     int
	socket   string
	ready    bool
	stopping bool
}

// readPostmaster reads postmaster.pid of a data directory; ok is false where no live server wrote it.
func readPostmaster(data string) (pm postmaster, ok bool) {
	root, err := os.OpenRoot(data)
	if err != nil {
		return postmaster{}, false
	}
	defer root.Close()
	text, err := root.ReadFile("postmaster.pid")
	if err != nil {
		return postmaster{}, false
	}
	lines := strings.Split(string(text), "\n")
	for len(lines) < 8 { // a server that is just starting has not written them all
		lines = append(lines, "")
	}
	pm.pid, err = strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pm.pid <= 0 {
		return postmaster{}, false
	}
	pm.port, _ = strconv.Atoi(lines[3])
	pm.socket = lines[4]
	status := strings.TrimSpace(lines[7])
	pm.ready, pm.stopping = status == "ready", status == "stopping"
	return pm, alive(pm.pid, data)
}

// alive says whether a process is the server of a data directory. A server works inside its data directory, so where the
// system tells a process's working directory, a stranger that got the number of a dead server is not taken for it.
func alive(pid int, data string) bool {
	if err := syscall.Kill(pid, 0); err != nil && !errors.Is(err, syscall.EPERM) {
		return false
	}
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist) || !hasProc()
	}
	real, err := filepath.EvalSymlinks(data)
	return err != nil || cwd == real
}

func hasProc() bool {
	_, err := os.Stat("/proc/self/cwd")
	return err == nil
}

// awaitPredecessor waits for a server whose terrier was killed and that is just shutting down. Any other one is a HeldError.
func awaitPredecessor(ctx context.Context, p place, limit time.Duration) error {
	const grace = 2 * time.Second // for the signal to arrive and postmaster.pid to say "stopping"
	begun := time.Now()
	for {
		pm, ok := readPostmaster(p.data)
		if !ok {
			return nil
		}
		waited := time.Since(begun)
		if waited > limit || waited > grace && !pm.stopping {
			held := &HeldError{Dir: p.data, PID: pm.pid}
			if pm.ready {
				held.URL = Socket{Dir: pm.socket, Port: pm.port}.URL(AdminRole)
			}
			return held
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// pause waits for one tick of polling, or until the caller gives up.
func pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(10 * time.Millisecond):
		return nil
	}
}
