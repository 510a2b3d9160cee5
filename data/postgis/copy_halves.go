package postgis

import (
	"context"
	"fmt"
	"sync"

	"github.com/jackc/pgx/v5"
)

// twice runs work on two connections at once, each for its half, in the very snapshot of tx: PostgreSQL writes a table out on one
// processor a connection, and takes longer over it than we over reading it. The first error ends both. Where there is no second
// connection to be had, both halves are done on tx, one after the other.
func twice(ctx context.Context, tx pgx.Tx, work func(ctx context.Context, tx pgx.Tx, half int) error) error {
	other, err := beside(ctx, tx)
	if err != nil {
		return err
	}
	if other == nil {
		for half := range 2 {
			if err := work(ctx, tx, half); err != nil {
				return err
			}
		}
		return nil
	}
	defer func() { _ = other.Conn().Close(context.WithoutCancel(ctx)) }() // it wrote nothing
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var second sync.WaitGroup
	second.Go(func() {
		if err := work(ctx, other, 1); err != nil {
			cancel(err)
		}
	})
	if err := work(ctx, tx, 0); err != nil {
		cancel(err)
	}
	second.Wait()
	return context.Cause(ctx)
}

// beside begins a transaction in the snapshot of tx, on a connection of its own; nil where there is none to be had.
func beside(ctx context.Context, tx pgx.Tx) (pgx.Tx, error) {
	var snapshot string
	err := tx.QueryRow(ctx, `SELECT CASE WHEN pg_is_in_recovery() THEN '' ELSE pg_export_snapshot() END`).Scan(&snapshot)
	if err != nil || snapshot == "" { // a standby exports none
		return nil, err
	}
	conn, err := pgx.ConnectConfig(ctx, tx.Conn().Config())
	if err != nil {
		return nil, ctx.Err() // as many connections as there may be are open already
	}
	other, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err == nil { // the name is made by the server, of digits and hyphens; no parameter may stand here
		_, err = other.Exec(ctx, `SET TRANSACTION SNAPSHOT '`+snapshot+`'`)
	}
	if err != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
		return nil, fmt.Errorf("read on a second connection: %w", err)
	}
	return other, nil
}
