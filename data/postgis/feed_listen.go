package postgis

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The channels on which commits are told of: those that write registers, and those that write accounts.
const (
	changeChannel = "terrier_change"
	accessChannel = "terrier_access"
)

const (
	askAlive    = 30 * time.Second // how long a silent connection is trusted
	answerAlive = 10 * time.Second
	listenAgain = time.Second // how soon after a connection was lost another one is tried
)

// listen waits on a channel for commits that write what is followed, on a connection of its own: it would hold one of the pool for
// good. woken has one element as soon as there were any since it was last emptied, and after each new connection, for some may have
// been missed. hear is told why it cannot listen, and nil when it can. stop ends it and waits until it has.
func listen(ctx context.Context, pool *pgxpool.Pool, channel string, hear func(error)) (woken <-chan struct{}, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	wake := make(chan struct{}, 1)
	var listening sync.WaitGroup
	listening.Go(func() {
		for ctx.Err() == nil {
			err := listenOnce(ctx, pool.Config().ConnConfig, channel, func() {
				select {
				case wake <- struct{}{}:
				default:
				}
			}, hear)
			if ctx.Err() == nil {
				hear(fmt.Errorf("listen for changes: %w", err))
				sleep(ctx, listenAgain)
			}
		}
	})
	return wake, func() {
		cancel()
		listening.Wait()
	}
}

func listenOnce(ctx context.Context, to *pgx.ConnConfig, channel string, wake func(), hear func(error)) error {
	conn, err := pgx.ConnectConfig(ctx, to)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, `LISTEN `+pgx.Identifier{channel}.Sanitize()); err != nil {
		return err
	}
	hear(nil)
	wake()
	for {
		silent, cancel := context.WithTimeout(ctx, askAlive)
		_, err := conn.WaitForNotification(silent)
		cancel()
		switch {
		case err == nil:
			wake()
		case ctx.Err() != nil || silent.Err() == nil:
			return err
		default: // a server that is gone without a word never ends the wait
			answer, cancel := context.WithTimeout(ctx, answerAlive)
			err := conn.Ping(answer)
			cancel()
			if err != nil {
				return err
			}
		}
	}
}
