package cluster

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
)

// child is the running server.
type child struct {
	process *os.Process
	gone    chan struct{} // closed when the server has ended
	err     error         // how it ended; to be read after gone
}

// run starts the server as a child process in a process group of its own, so that a terminal's Ctrl-C reaches terrier and
// not the server. Where the system can (Linux), the server is sent SIGINT, its clean and fast shutdown, when we die by
// whatever cause. That signal is tied to the thread that started the child, so a thread is kept for it as long as it runs.
func run(in Install, who account, args []string, dir string, log *os.File) (*child, error) {
	cmd := exec.Command(filepath.Join(in.Bin, "postgres"), args...)
	cmd.SysProcAttr = who.attributes()
	cmd.SysProcAttr.Setpgid = true
	endWithParent(cmd.SysProcAttr)
	cmd.Dir, cmd.Env = dir, environment()
	cmd.Stdout, cmd.Stderr = log, log

	c := &child{gone: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		c.process = cmd.Process
		started <- err
		if err != nil {
			return
		}
		c.err = cmd.Wait()
		close(c.gone)
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	return c, nil
}

func (c *child) signal(sig syscall.Signal) { _ = c.process.Signal(sig) } // the only error is that it has ended

func (c *child) ended() bool {
	select {
	case <-c.gone:
		return true
	default:
		return false
	}
}
