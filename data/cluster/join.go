package cluster

import (
	"context"
	"errors"
	"fmt"
)

// ErrNotRunning is returned by Join where no server runs on the data.
var ErrNotRunning = errors.New("no terrier runs a database here")

// Join finds the server that another process runs on the data under dir ("./var" if empty). The error wraps ErrNotRunning
// where there is none, or where it is not ready yet or no more.
func Join(dir string) (Socket, error) {
	p, err := locate(Options{Dir: dir}.withDefaults().Dir)
	if err != nil {
		return Socket{}, err
	}
	pm, ok := readPostmaster(p.data)
	if !ok || !pm.ready {
		return Socket{}, fmt.Errorf("%w (%s)", ErrNotRunning, p.data)
	}
	return Socket{Dir: pm.socket, Port: pm.port}, nil
}

// Open joins the server that runs on the data under o.Dir, or starts one. The release function stops what was started and
// leaves alone what was joined.
func Open(ctx context.Context, o Options) (s Socket, release func(context.Context) error, err error) {
	s, err = Join(o.Dir)
	if err == nil {
		return s, func(context.Context) error { return nil }, nil
	}
	if !errors.Is(err, ErrNotRunning) {
		return Socket{}, nil, err
	}
	c, err := Start(ctx, o)
	if err != nil {
		return Socket{}, nil, err
	}
	if err := c.Prepare(ctx); err != nil {
		return Socket{}, nil, errors.Join(err, c.Stop(context.WithoutCancel(ctx)))
	}
	return c.Socket, c.Stop, nil
}
