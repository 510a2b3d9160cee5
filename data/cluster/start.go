package cluster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"syscall"
	"time"
)

// Options say which cluster to start. The zero value of each field is usable.
type Options struct {
	Dir     string // the folder that holds everything; "./var" if empty
	Shelter string // where the data lies if a folder above Dir is closed to the server's user; "/var/lib/terrier" if empty

	StartLimit time.Duration // for the server to accept connections; a minute if 0
	StopLimit  time.Duration // for a clean stop; half a minute if 0

	// Throwaway is for tests: nothing is flushed to the disk, and a power cut may cost the data. Many may be connected.
	Throwaway bool
	Log       *slog.Logger // slog.Default() if nil
}

func (o Options) withDefaults() Options {
	o.Dir = cmp.Or(o.Dir, "./var")
	o.Shelter = cmp.Or(o.Shelter, "/var/lib/terrier")
	o.StartLimit = cmp.Or(o.StartLimit, time.Minute)
	o.StopLimit = cmp.Or(o.StopLimit, 30*time.Second)
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return o
}

// Cluster is a PostgreSQL server that this process runs. Its methods may be called from several goroutines.
type Cluster struct {
	Socket
	Install Install
	Data    string // the data directory

	options Options
	server  *child
	logFile *os.File
	logFrom int64 // how long the log was before this start
	lock    *os.File
	stop    sync.Once
	stopped error
}

// Start runs the server on the data under o.Dir, made first where there is none, and returns when it accepts connections.
// Cancelling ctx gives up the start; afterwards it has no effect. Besides what the system refuses, the errors are
// *MissingError, *HeldError, *HalfMadeError, *VersionError and *OwnerError; each says what to do.
func Start(ctx context.Context, o Options) (*Cluster, error) {
	o = o.withDefaults()
	begun := time.Now()
	c, who, err := prepareToRun(ctx, o)
	if err != nil {
		return nil, err
	}
	if err := c.launch(ctx, who); err != nil {
		c.release()
		return nil, err
	}
	o.Log.Debug("private PostgreSQL runs", "install", c.Install.String(), "data", c.Data, "socket", c.Dir, "took", time.Since(begun))
	return c, nil
}

// prepareToRun makes everything ready: the account, the places, the lock, the data and its settings.
func prepareToRun(ctx context.Context, o Options) (*Cluster, account, error) {
	p, err := locate(o.Dir)
	if err != nil {
		return nil, account{}, err
	}
	who, err := serverAccount(p.data)
	if err != nil {
		return nil, who, err
	}
	found := installs(candidates())
	newest, err := newestGood(found)
	if err != nil {
		return nil, who, err
	}
	p, err = p.settle(newest, who, o.Shelter)
	if err != nil {
		return nil, who, err
	}
	lock, err := hold(p)
	if err != nil {
		return nil, who, err
	}
	c := &Cluster{Socket: Socket{Dir: p.run, Port: port}, Data: p.data, options: o, lock: lock}
	if c.Install, err = readyData(ctx, o, p, who, found); err == nil {
		c.logFile, err = openLog(p.log)
	}
	if err != nil {
		c.release()
		return nil, who, err
	}
	return c, who, nil
}

// readyData sees that a whole data directory of a version we can run lies in its place and that nobody else runs on it.
func readyData(ctx context.Context, o Options, p place, who account, found []Install) (Install, error) {
	major, err := majorOf(p.data)
	if err != nil {
		return Install{}, err
	}
	in, err := installFor(p.data, major, found)
	if err != nil {
		return Install{}, err
	}
	if major == 0 {
		o.Log.Info("making a private database", "folder", p.data, "with", in.String())
		if err := create(ctx, in, who, p, o.Throwaway); err != nil {
			return Install{}, err
		}
	}
	if err := awaitPredecessor(ctx, p, o.StopLimit); err != nil {
		return Install{}, err
	}
	return in, configure(p.data, who)
}

// launch starts the server process and waits until it is ready.
func (c *Cluster) launch(ctx context.Context, who account) error {
	info, err := c.logFile.Stat()
	if err != nil {
		return fmt.Errorf("open the server's log: %w", err)
	}
	c.logFrom = info.Size()
	p := place{data: c.Data, run: c.Dir}
	c.server, err = run(c.Install, who, guards(p, c.options.Throwaway), c.Data, c.logFile)
	if err != nil {
		return fmt.Errorf("start %s: %w", c.Install, err)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.options.StartLimit,
		fmt.Errorf("it was not ready within %s", c.options.StartLimit))
	defer cancel()
	if err := c.awaitReady(ctx); err != nil {
		said := tail(c.logFile, c.logFrom)
		err = fmt.Errorf("start %s on %s: %w; its log (%s) ends:\n%s", c.Install, c.Data, err, c.logFile.Name(), said)
		return errors.Join(err, c.shutDown(context.WithoutCancel(ctx)))
	}
	return nil
}

func (c *Cluster) awaitReady(ctx context.Context) error {
	for {
		if pm, ok := readPostmaster(c.Data); ok && pm.ready && pm.pid == c.server.process.Pid {
			return nil
		}
		if c.server.ended() {
			return fmt.Errorf("it ended at once (%w)", c.server.err)
		}
		if err := pause(ctx); err != nil {
			return err
		}
	}
}

// Done is closed when the server has ended, by Stop or by itself.
func (c *Cluster) Done() <-chan struct{} { return c.server.gone }

// Stop shuts the server down cleanly, its connections cut, and returns when it has ended. It waits until ctx ends or
// Options.StopLimit has passed; then the server is ended hard, which costs no data but time at the next start, and the
// error says so. Stopping again returns what the first stop returned.
func (c *Cluster) Stop(ctx context.Context) error {
	c.stop.Do(func() {
		c.stopped = c.shutDown(ctx)
		c.release()
	})
	return c.stopped
}

func (c *Cluster) shutDown(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, c.options.StopLimit)
	defer cancel()
	c.server.signal(syscall.SIGINT)
	select {
	case <-c.server.gone:
		return nil
	case <-ctx.Done():
	}
	c.server.signal(syscall.SIGQUIT)
	select {
	case <-c.server.gone:
	case <-time.After(5 * time.Second):
		c.server.signal(syscall.SIGKILL)
		<-c.server.gone
	}
	return fmt.Errorf("PostgreSQL did not stop in time and was ended hard (it repairs itself at the next start); its log ends:\n%s",
		tail(c.logFile, c.logFrom))
}

// release gives back what the cluster holds besides the server.
func (c *Cluster) release() {
	if c.logFile != nil {
		_ = c.logFile.Close()
	}
	_ = c.lock.Close()
}
