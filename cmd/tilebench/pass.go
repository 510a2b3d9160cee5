package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// request is one question to a server: a path, and a body for POST.
type request struct {
	path, body string
	header     http.Header // more than Accept-Encoding
}

// pass is what one going over of a list of requests found.
type pass struct {
	wall           time.Duration
	latencies      []time.Duration // of all requests, sorted
	bytes, largest int64           // as sent
	answers        map[string]int  // how many of each status, or "error"
	complaint      string          // one answer that should not have been
}

// client keeps connections open and leaves bodies compressed.
func client(connections int) *http.Client {
	return &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}}
}

// run sends the requests by so many clients at once, each waiting for its answer before it sends the next.
func run(ctx context.Context, c *http.Client, base string, requests []request, clients int) pass {
	p := pass{latencies: make([]time.Duration, len(requests)), answers: map[string]int{}}
	var next atomic.Int64
	var mu sync.Mutex
	var all sync.WaitGroup
	begun := time.Now()
	for range clients {
		all.Go(func() {
			var body bytes.Buffer
			own := pass{answers: map[string]int{}}
			for {
				i := int(next.Add(1)) - 1
				if i >= len(requests) {
					break
				}
				sent := time.Now()
				status := send(ctx, c, base, requests[i], &body)
				p.latencies[i] = time.Since(sent)
				own.bytes += int64(body.Len())
				own.largest = max(own.largest, int64(body.Len()))
				own.answers[status]++
				if bad(map[string]int{status: 1}) > 0 {
					own.complaint = complaint(requests[i], status, &body)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			p.bytes += own.bytes
			p.largest = max(p.largest, own.largest)
			p.complaint = cmp.Or(p.complaint, own.complaint)
			for status, n := range own.answers {
				p.answers[status] += n
			}
		})
	}
	all.Wait()
	p.wall = time.Since(begun)
	slices.Sort(p.latencies)
	return p
}

// send asks once, reads the answer into body, and returns its status, or "error" for one that did not come whole.
func send(ctx context.Context, c *http.Client, base string, q request, body *bytes.Buffer) string {
	body.Reset()
	answer, err := ask(ctx, c, base, q)
	if err != nil {
		return "error"
	}
	defer answer.Body.Close()
	if _, err := body.ReadFrom(answer.Body); err != nil {
		return "error"
	}
	return strconv.Itoa(answer.StatusCode)
}

func ask(ctx context.Context, c *http.Client, base string, q request) (*http.Response, error) {
	method, content := http.MethodGet, io.Reader(nil)
	if q.body != "" {
		method, content = http.MethodPost, strings.NewReader(q.body)
	}
	r, err := http.NewRequestWithContext(ctx, method, base+q.path, content)
	if err != nil {
		return nil, err
	}
	maps.Copy(r.Header, q.header)
	r.Header.Set("Accept-Encoding", "gzip")
	if q.body != "" {
		r.Header.Set("Content-Type", "application/geo+json")
	}
	return c.Do(r)
}

func complaint(q request, status string, body *bytes.Buffer) string {
	return fmt.Sprintf("%s: %s %.300q", q.path, status, body.Bytes())
}

// bad are the answers that are neither a body, nor nothing to show, nor the same as before.
func bad(answers map[string]int) (n int) {
	for status, count := range answers {
		switch status {
		case "200", "204", "304":
		default:
			n += count
		}
	}
	return n
}
