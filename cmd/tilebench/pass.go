package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// pass is what one going over of a list of requests found.
type pass struct {
	wall           time.Duration
	latencies      []time.Duration // of all requests, sorted
	bytes, largest int64           // as sent
	answers        map[string]int  // how many of each status, or "error"
	complaint      string          // one answer that should not have been
}

// run sends the requests by so many clients at once, each waiting for its answer before it sends the next. What is sent is made ready
// before the clock starts.
func run(ctx context.Context, base string, requests []request, clients int) (pass, error) {
	p := pass{latencies: make([]time.Duration, len(requests)), answers: map[string]int{}}
	questions := make([][]byte, len(requests))
	for i, q := range requests {
		var err error
		if questions[i], err = q.bytes(base); err != nil {
			return p, err
		}
	}
	var next atomic.Int64
	var mu sync.Mutex
	var all sync.WaitGroup
	begun := time.Now()
	for range clients {
		all.Go(func() {
			w := newWire(ctx, base)
			defer w.close()
			own := pass{answers: map[string]int{}}
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(requests) {
					break
				}
				sent := time.Now()
				status, err := w.ask(questions[i])
				p.latencies[i] = time.Since(sent)
				own.bytes += int64(len(w.body))
				own.largest = max(own.largest, int64(len(w.body)))
				own.answers[word(status)]++
				if !good(word(status)) {
					own.complaint = complaint(requests[i], w.body, status, err)
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
	return p, ctx.Err()
}

// word is what a status is counted under, "error" where no answer came whole. The usual ones allocate nothing.
func word(status int) string {
	switch status {
	case 0:
		return "error"
	case 200:
		return "200"
	case 204:
		return "204"
	case 304:
		return "304"
	}
	return strconv.Itoa(status)
}

func complaint(q request, body []byte, status int, err error) string {
	if err != nil {
		return fmt.Sprintf("%s: %v", q.path, err)
	}
	return fmt.Sprintf("%s: %d %.300q", q.path, status, body)
}

// good is a body, or nothing to show, or the same as before.
func good(status string) bool { return status == "200" || status == "204" || status == "304" }

// bad is how many answers are not good.
func bad(answers map[string]int) (n int) {
	for status, count := range answers {
		if !good(status) {
			n += count
		}
	}
	return n
}
