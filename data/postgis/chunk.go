package postgis

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"terrier/plans/intake"
)

// A chunk is as many rows as are staged together: few enough to be held, enough that a statement over them is worth its while.
const (
	chunkRows  = 20_000
	chunkBytes = 16 << 20
)

// chunk is some rows of a file, ready for staging, or why there are no more.
type chunk struct {
	rows   []readyRow
	fields []byte // of all rows, in the binary form of COPY
	err    error
}

// readyRow is a row whose columns are encoded, save those that only the register can tell: the ids of its organisations.
type readyRow struct {
	line          int
	repaired      bool
	organisations []string // what the row calls them
	key           string   // its key, save organisations
	reference     string   // the last column of its key
	uprn          string
	from, to      int // its fields in the chunk
}

// chunks reads rows ahead and encodes them in a goroutine of its own, so that a file is read while the database writes what was read
// before. stop ends it and waits until it has.
func chunks[T any](ctx context.Context, reg register[T], rows iter.Seq2[intake.Row[T], error], imp intake.Import) (next func() (chunk, bool), stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	ready := make(chan chunk, 1)
	var reading sync.WaitGroup
	reading.Go(func() {
		defer close(ready)
		send := func(c chunk) bool {
			select {
			case ready <- c:
				return true
			case <-ctx.Done():
				return false
			}
		}
		var c chunk
		for row, err := range rows {
			if err == nil {
				err = c.add(reg.ready(row, imp), reg.fields(row.Value))
			}
			if err != nil {
				send(chunk{err: err})
				return
			}
			if len(c.rows) == reg.most() || len(c.fields) > chunkBytes {
				if !send(c) {
					return
				}
				c = chunk{rows: make([]readyRow, 0, len(c.rows)), fields: make([]byte, 0, len(c.fields))}
			}
		}
		if len(c.rows) > 0 {
			send(c)
		}
	})
	return func() (chunk, bool) {
			c, ok := <-ready
			return c, ok
		}, func() {
			cancel()
			reading.Wait()
		}
}

func (c *chunk) add(row readyRow, values iter.Seq[any]) (err error) {
	row.from = len(c.fields)
	for v := range values {
		if c.fields, err = appendValue(c.fields, v); err != nil {
			return fmt.Errorf("line %d: %w", row.line, err)
		}
	}
	row.to = len(c.fields)
	c.rows = append(c.rows, row)
	return nil
}
