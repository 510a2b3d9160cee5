package main

import (
	"bufio"
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"time"
)

// patience is how long an answer may take.
const patience = 2 * time.Minute

// wire is a connection to a server on which one question follows the other: HTTP/1.1 as far as a load generator needs it. net/http's
// client is not used, for it hands each question to two more goroutines and allocates for it: on the cores that both run on, that took
// more processor time a request than the servers that are measured, and held the fastest of them down.
type wire struct {
	ctx      context.Context // its end closes the connection, and with that ends what waits for an answer
	address  string
	patience time.Duration
	body     []byte // of the last answer, as sent

	conn    net.Conn // nil before the first question, and after an answer that was the last of its connection
	in      *bufio.Reader
	unwatch func() bool
}

func newWire(ctx context.Context, base string) *wire {
	return &wire{ctx: ctx, address: strings.TrimPrefix(base, "http://"), patience: patience, in: bufio.NewReaderSize(nil, 32<<10)}
}

// errNothingCame is how a connection fails that the server had closed before it saw the question.
var errNothingCame = errors.New("nothing of an answer came")

// ask sends the bytes of a question and reads its answer whole. A server may close a connection while it is idle: then the question
// goes out once more, on a new one.
func (w *wire) ask(question []byte) (status int, err error) {
	kept := w.conn != nil
	if status, err = w.once(question); kept && errors.Is(err, errNothingCame) {
		status, err = w.once(question)
	}
	return status, err
}

func (w *wire) once(question []byte) (status int, err error) {
	w.body = w.body[:0]
	if w.conn == nil {
		if err := w.dial(); err != nil {
			return 0, err
		}
	}
	h, err := w.converse(question)
	if err != nil || h.last {
		w.close()
	}
	if err != nil {
		return 0, err
	}
	return h.status, nil
}

// converse needs a connection. Where it fails, what comes on that connection next has no meaning.
func (w *wire) converse(question []byte) (h head, err error) {
	_ = w.conn.SetDeadline(time.Now().Add(w.patience)) // on a closed connection this fails, and so does reading
	_, _ = w.conn.Write(question)                      // a server may answer and close before it has read all: reading tells
	if _, err := w.in.Peek(1); errors.Is(err, os.ErrDeadlineExceeded) {
		return h, err
	} else if err != nil {
		return h, errNothingCame
	}
	if h, err = readHead(w.in); err != nil {
		return h, err
	}
	w.body, err = h.readBody(w.in, w.body)
	return h, err
}

func (w *wire) dial() error {
	conn, err := (&net.Dialer{Timeout: w.patience}).DialContext(w.ctx, "tcp", w.address)
	if err != nil {
		return err
	}
	w.conn, w.unwatch = conn, context.AfterFunc(w.ctx, func() { _ = conn.Close() })
	w.in.Reset(conn)
	return nil
}

func (w *wire) close() {
	if w.conn != nil {
		w.unwatch()
		_ = w.conn.Close()
		w.conn = nil
	}
}
