package postgis

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// copyOut reads the answer of a query by COPY in its binary format (PostgreSQL manual, COPY, "Binary Format"), which is the fastest
// way out: nothing is kept of a row but what each does with it. raw are its columns, nil for NULL, valid for the call only.
func copyOut(ctx context.Context, tx pgx.Tx, query string, each func(raw [][]byte) error) error {
	w := &copyReader{each: each}
	_, err := tx.Conn().PgConn().CopyTo(ctx, w, `COPY (`+query+`) TO STDOUT (FORMAT binary)`)
	switch {
	case w.err != nil:
		return w.err
	case err != nil:
		return err
	case !w.ended:
		return errors.New("the copied rows end in the middle")
	}
	return nil
}

// copyReader takes the copied bytes in pieces of any size.
type copyReader struct {
	each  func([][]byte) error
	rest  []byte // of a row that has not come whole
	raw   [][]byte
	begun bool
	ended bool
	err   error
}

var copySignature = []byte("PGCOPY\n\xff\r\n\x00")

func (c *copyReader) Write(b []byte) (int, error) {
	given := len(b)
	if len(c.rest) > 0 {
		c.rest = append(c.rest, b...)
		b = c.rest
	}
	left, err := c.read(b)
	if err != nil {
		c.err = err
		return 0, err
	}
	c.rest = append(c.rest[:0], left...)
	return given, nil
}

// read takes whole rows from b and returns what is left.
func (c *copyReader) read(b []byte) ([]byte, error) {
	if !c.begun {
		const flags = 4
		at := len(copySignature) + flags
		if len(b) < at+4 {
			return b, nil
		}
		if !bytes.HasPrefix(b, copySignature) {
			return nil, errors.New("this is not PostgreSQL's binary copy format")
		}
		at += 4 + int(binary.BigEndian.Uint32(b[at:]))
		if len(b) < at {
			return b, nil
		}
		c.begun, b = true, b[at:]
	}
	for len(b) >= 2 && !c.ended {
		columns := int(int16(binary.BigEndian.Uint16(b)))
		if columns < 0 {
			c.ended = true
			return nil, nil
		}
		rest, whole := c.columns(b[2:], columns)
		if !whole {
			return b, nil
		}
		if err := c.each(c.raw); err != nil {
			return nil, fmt.Errorf("read a copied row: %w", err)
		}
		b = rest
	}
	return b, nil
}

func (c *copyReader) columns(b []byte, n int) (rest []byte, whole bool) {
	c.raw = c.raw[:0]
	for range n {
		if len(b) < 4 {
			return nil, false
		}
		size := int(int32(binary.BigEndian.Uint32(b)))
		b = b[4:]
		if size < 0 {
			c.raw = append(c.raw, nil)
			continue
		}
		if len(b) < size {
			return nil, false
		}
		c.raw = append(c.raw, b[:size:size])
		b = b[size:]
	}
	return b, true
}
