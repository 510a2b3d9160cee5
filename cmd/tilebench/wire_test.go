package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

var long = strings.Repeat("0123456789", 20_000) // more than any buffer holds

// manyForms is a server whose answers take every form that a wire reads, each by its path. It counts connections and questions.
func manyForms(t *testing.T) (s *httptest.Server, connections, questions *atomic.Int64) {
	connections, questions = new(atomic.Int64), new(atomic.Int64)
	s = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		questions.Add(1)
		flushed := func(part string) {
			_, _ = io.WriteString(w, part)
			w.(http.Flusher).Flush()
		}
		switch r.URL.Path {
		case "/length":
			w.Header().Set("Content-Length", fmt.Sprint(len(long)))
			_, _ = io.WriteString(w, long)
		case "/chunked":
			w.Header().Set("Trailer", "Made-In")
			for part := long; part != ""; part = part[len(part)/2+1:] {
				flushed(part[:len(part)/2+1])
			}
			w.Header().Set("Made-In", "parts")
		case "/none":
			w.WriteHeader(http.StatusNoContent)
		case "/unchanged":
			w.Header().Set("ETag", `"a"`)
			w.WriteHeader(http.StatusNotModified)
		case "/last":
			w.Header().Set("Connection", "close")
			_, _ = io.WriteString(w, "last")
		case "/gzip":
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, long)
			_ = z.Close()
		case "/cut":
			w.Header().Set("Content-Length", "10")
			flushed("12345")
			panic(http.ErrAbortHandler)
		case "/cut-chunks":
			flushed("12345")
			panic(http.ErrAbortHandler)
		case "/silent":
			panic(http.ErrAbortHandler)
		case "/slow":
			<-r.Context().Done()
		case "/ends":
			raw(t, w, "HTTP/1.1 200 OK\r\n\r\nall up to the end")
		case "/old":
			raw(t, w, "HTTP/1.0 200 OK\r\ncontent-LENGTH:  3 \r\n\r\nold")
		case "/bare":
			raw(t, w, "HTTP/1.1 404\r\nConnection: Close\r\nTRANSFER-encoding: Chunked\r\n\r\n3;name=value\r\nno!\r\n0\r\n\r\n")
		case "/other":
			raw(t, w, "SSH-2.0-OpenSSH_9.6\r\n\r\n")
		case "/negative":
			raw(t, w, "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")
		default:
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			_, _ = w.Write(body)
		}
	}))
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	return s, connections, questions
}

// raw answers with these bytes and closes the connection.
func raw(t *testing.T, w http.ResponseWriter, answer string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	_, _ = io.WriteString(conn, answer)
	_ = conn.Close()
}

func asked(t *testing.T, w *wire, base string, q request) (int, error) {
	t.Helper()
	question, err := q.bytes(base)
	if err != nil {
		t.Fatal(err)
	}
	return w.ask(question)
}

func TestWireReadsEveryFormOfAnswer(t *testing.T) {
	s, connections, _ := manyForms(t)
	w := newWire(t.Context(), s.URL)
	defer w.close()
	for _, one := range []struct {
		path   string
		status int // 0 for an error
		body   string
		anew   bool // the next question needs a new connection
	}{
		{"/length", 200, long, false},
		{"/chunked", 200, long, false},
		{"/none", 204, "", false},
		{"/unchanged", 304, "", false},
		{"/", 200, "", false},
		{"/last", 200, "last", true},
		{"/ends", 200, "all up to the end", true},
		{"/old", 200, "old", true},
		{"/bare", 404, "no!", true},
		{"/cut", 0, "12345", true},
		{"/cut-chunks", 0, "12345", true},
		{"/other", 0, "", true},
		{"/negative", 0, "", true},
	} {
		t.Run(one.path, func(t *testing.T) {
			for range 2 {
				before := connections.Load()
				if w.conn == nil {
					before++
				}
				status, err := asked(t, w, s.URL, request{path: one.path})
				if status != one.status || (err != nil) != (one.status == 0) {
					t.Errorf("%d, %v", status, err)
				}
				if string(w.body) != one.body {
					t.Errorf("a body of %d bytes, want %d: %.30q", len(w.body), len(one.body), w.body)
				}
				if now := connections.Load(); now != before || (w.conn == nil) != one.anew {
					t.Errorf("%d connections, want %d; another is needed: %t", now, before, w.conn == nil)
				}
			}
		})
	}
}

func TestWireLeavesBodiesCompressed(t *testing.T) {
	s, _, _ := manyForms(t)
	w := newWire(t.Context(), s.URL)
	defer w.close()
	if status, err := asked(t, w, s.URL, request{path: "/gzip"}); status != 200 || err != nil {
		t.Fatal(status, err)
	}
	z, err := gzip.NewReader(bytes.NewReader(w.body))
	if err != nil {
		t.Fatal(err)
	}
	if unpacked, err := io.ReadAll(z); string(unpacked) != long || err != nil {
		t.Errorf("%d bytes, want %d: %v", len(unpacked), len(long), err)
	}
}

func TestWireSendsWhatTheClientSends(t *testing.T) {
	var came [][]byte
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		all, err := httputil.DumpRequest(r, true)
		if err != nil {
			t.Error(err)
		}
		came = append(came, all)
	}))
	defer s.Close()
	w := newWire(t.Context(), s.URL)
	defer w.close()
	for _, q := range []request{
		{path: "/tiles/homes/10/511/340.mvt?tenure=social-rent"},
		{path: "/stock,area/10/511/340", header: http.Header{"If-None-Match": {`"a"`}, "Cookie": {"a=b"}}},
		{path: "/homes/summary?by=tenure", body: long},
	} {
		came = nil
		answer, err := q.ask(t.Context(), s.URL)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if status, err := asked(t, w, s.URL, q); status != 200 || err != nil {
			t.Fatal(status, err)
		}
		if len(came) != 2 || !bytes.Equal(came[0], came[1]) {
			t.Errorf("%s: sent %.300q", q.path, came)
		}
		for key, values := range q.header {
			if line := key + ": " + values[0] + "\r\n"; !bytes.Contains(came[1], []byte(line)) {
				t.Errorf("%s: no %q", q.path, line)
			}
		}
		if !bytes.Contains(came[1], []byte("Accept-Encoding: gzip\r\n")) || !bytes.HasSuffix(came[1], []byte("\r\n\r\n"+q.body)) {
			t.Errorf("%s: sent %.300q", q.path, came[1])
		}
		if content := []byte("Content-Type: application/geo+json\r\n"); bytes.Contains(came[1], content) != (q.body != "") {
			t.Errorf("%s: sent %.300q", q.path, came[1])
		}
	}
}

func TestWireAsksAgainWhereAnIdleConnectionWasClosed(t *testing.T) {
	s, connections, questions := manyForms(t)
	w := newWire(t.Context(), s.URL)
	defer w.close()
	for n := range int64(3) {
		if status, err := asked(t, w, s.URL, request{path: "/", body: long}); status != 200 || err != nil || string(w.body) != long {
			t.Fatal(status, err, len(w.body))
		}
		if connections.Load() != n+1 || questions.Load() != n+1 {
			t.Errorf("%d connections, %d questions after %d", connections.Load(), questions.Load(), n+1)
		}
		s.CloseClientConnections()
	}
}

func TestWireAsksAgainOnceAndOnANewConnectionNever(t *testing.T) {
	s, _, questions := manyForms(t)
	w := newWire(t.Context(), s.URL)
	defer w.close()
	for n := range int64(2) {
		if status, err := asked(t, w, s.URL, request{path: "/silent"}); status != 0 || err == nil || questions.Load() != n+1 {
			t.Errorf("%d, %v after %d questions, want %d", status, err, questions.Load(), n+1)
		}
	}
	if _, err := asked(t, w, s.URL, request{path: "/"}); err != nil {
		t.Fatal(err)
	}
	questions.Store(0)
	if status, err := asked(t, w, s.URL, request{path: "/silent"}); status != 0 || err == nil || questions.Load() != 2 {
		t.Errorf("%d, %v after %d questions on a connection that was kept, want 2", status, err, questions.Load())
	}
}

func TestWireLosesPatience(t *testing.T) {
	s, _, questions := manyForms(t)
	w := newWire(t.Context(), s.URL)
	defer w.close()
	if _, err := asked(t, w, s.URL, request{path: "/"}); err != nil {
		t.Fatal(err)
	}
	w.patience = 50 * time.Millisecond
	if status, err := asked(t, w, s.URL, request{path: "/slow"}); status != 0 || !errors.Is(err, os.ErrDeadlineExceeded) || questions.Load() > 2 {
		t.Errorf("%d, %v after %d questions", status, err, questions.Load())
	}
}

func TestPassEndsWithItsContext(t *testing.T) {
	s, _, questions := manyForms(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for questions.Load() < 2 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	begun := time.Now()
	list := []request{{path: "/slow"}, {path: "/slow"}, {path: "/slow"}, {path: "/slow"}}
	if _, err := run(ctx, s.URL, list, 2); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if took := time.Since(begun); took > 10*time.Second || questions.Load() != 2 {
		t.Errorf("took %v for %d questions", took, questions.Load())
	}
}

// A server that allocates nothing itself, so that what is counted is the wire's.
func TestWireAllocatesNothing(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		question := make([]byte, 4<<10)
		whole, chunked := []byte("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nETag: \"a\"\r\n\r\nbody"), []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n")
		for {
			if _, err := conn.Read(question); err != nil {
				return
			}
			_, _ = conn.Write(whole)
			whole, chunked = chunked, whole
		}
	}()
	base := "http://" + listener.Addr().String()
	w := newWire(t.Context(), base)
	defer w.close()
	question, err := request{path: "/"}.bytes(base)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(200, func() {
		if status, err := w.ask(question); word(status) != "200" || err != nil || string(w.body) != "body" {
			t.Error(status, err)
		}
	}); n > 0 {
		t.Errorf("%.0f allocations a question", n)
	}
}
