package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

func TestPassTellsEveryAnswer(t *testing.T) {
	var asked, under, most atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if n := under.Add(1); n > most.Load() {
			most.Store(n)
		}
		defer under.Add(-1)
		switch r.URL.Path {
		case "/empty":
			w.WriteHeader(http.StatusNoContent)
		case "/cut":
			panic(http.ErrAbortHandler)
		case "/broken":
			http.Error(w, "no", http.StatusInternalServerError)
		default:
			time.Sleep(time.Millisecond)
			fmt.Fprint(w, "12345678")
		}
	}))
	defer s.Close()
	list := []request{{path: "/"}, {path: "/"}, {path: "/empty"}, {path: "/cut"}, {path: "/broken"}, {path: "/", body: "{}"}}
	p, err := run(t.Context(), s.URL, list, 3)
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{"200": 3, "204": 1, "500": 1, "error": 1}; fmt.Sprint(p.answers) != fmt.Sprint(want) {
		t.Errorf("answers %v, want %v", p.answers, want)
	}
	if bad(p.answers) != 2 {
		t.Errorf("%d bad answers", bad(p.answers))
	}
	if p.largest != 8 || p.bytes != 3*8+3 {
		t.Errorf("%d bytes, the largest %d", p.bytes, p.largest)
	}
	if len(p.latencies) != len(list) || p.latencies[len(list)-1] < time.Millisecond || p.wall < p.latencies[len(list)-1] {
		t.Errorf("latencies %v in %v", p.latencies, p.wall)
	}
	if most.Load() > 3 {
		t.Errorf("%d at once", most.Load())
	}
}

func TestProcessIsLookedAt(t *testing.T) {
	if !exists("/proc/self/stat") {
		t.Skip("there is no /proc here")
	}
	before := cpu(os.Getpid())
	for begun := time.Now(); time.Since(begun) < 60*time.Millisecond; {
	}
	if used := cpu(os.Getpid()) - before; used < tick || used > 5*time.Second {
		t.Errorf("%v of processor time in 60 ms", used)
	}
	if mb := residentMB(os.Getpid()); mb < 1 || mb > memoryMB() {
		t.Errorf("%.1f MB resident", mb)
	}
}
