package serve_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"terrier/tiles/serve"
)

// BenchmarkKept sends a tile that is kept, and says that it is unchanged, beside the naive twin: a handler of net/http that sends a
// body of the same length and does nothing else.
func BenchmarkKept(b *testing.B) {
	c := &country{}
	var size atomic.Int64
	size.Store(14_600) // the mean of the trial's tiles
	_, h := site(sized{c, &size}, nil)
	first := get(h, path("homes", leeds))
	body := first.Body.Bytes()
	constant := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", serve.TileType)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})
	for _, one := range []struct {
		name    string
		handler http.Handler
		headers []string
		status  int
	}{
		{"constant", constant, nil, 200},
		{"tile", h, nil, 200},
		{"unchanged", h, []string{"If-None-Match", first.Header().Get("ETag")}, 304},
	} {
		headers := append(one.headers, "Accept-Encoding", "gzip")
		b.Run(one.name+"/handler", func(b *testing.B) {
			r := request(http.MethodGet, path("homes", leeds), headers...)
			w := &discard{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				clear(w.header)
				one.handler.ServeHTTP(w, r)
			}
			if w.status != one.status && w.status != 0 {
				b.Fatalf("%d", w.status)
			}
		})
		b.Run(one.name+"/connection", func(b *testing.B) { overConnection(b, one.handler, one.status, headers) })
	}
	if c.asked.Load() != 1 {
		b.Errorf("the tile was made %d times", c.asked.Load())
	}
}

// overConnection asks over one kept connection for each goroutine. All answers to a request are of one length, so they are read
// without a look at them, and the client costs little beside the server.
func overConnection(b *testing.B, h http.Handler, status int, headers []string) {
	server := httptest.NewServer(h)
	defer server.Close()
	b.RunParallel(func(pb *testing.PB) {
		c, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Error(err)
			return
		}
		defer c.Close()
		ask := "GET " + path("homes", leeds) + " HTTP/1.1\r\nHost: maps.example\r\n"
		for i := 0; i < len(headers); i += 2 {
			ask += headers[i] + ": " + headers[i+1] + "\r\n"
		}
		ask += "\r\n"
		buffer := make([]byte, 1<<20)
		_, _ = io.WriteString(c, ask)
		n, err := c.Read(buffer)
		for end := time.Now().Add(100 * time.Millisecond); err == nil && time.Now().Before(end); {
			_ = c.SetReadDeadline(end)
			more, _ := c.Read(buffer[n:])
			n += more
		}
		_ = c.SetReadDeadline(time.Time{})
		if !strings.HasPrefix(string(buffer[:n]), "HTTP/1.1 "+strconv.Itoa(status)) {
			b.Errorf("%.100q", buffer[:n])
			return
		}
		for pb.Next() {
			if _, err := io.WriteString(c, ask); err != nil {
				b.Error(err)
				return
			}
			if _, err := io.ReadFull(c, buffer[:n]); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// discard is a ResponseWriter that keeps nothing.
type discard struct {
	header http.Header
	status int
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(status int)      { d.status = status }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
