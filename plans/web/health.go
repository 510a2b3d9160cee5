package web

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
)

// health answers those who run the server.
type health struct{ *site }

func (h health) routes(r chi.Router) {
	r.Get("/healthz", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		send(w, r, http.StatusOK, "text/plain; charset=utf-8", []byte("ok\n"))
	})
	r.Get("/readyz", h.ready)
	r.Handle("/metrics", h.metrics.handler())
}

type readiness struct {
	Ready  bool            `json:"ready"`
	Checks map[string]bool `json:"checks"`
	Map    *mapReadiness   `json:"map,omitempty"`
}

// mapReadiness is how maps and counts, which are answered from memory, stand to the registers.
type mapReadiness struct {
	AsAt       string  `json:"as-at,omitempty"` // it was equal to them then
	AgeSeconds float64 `json:"age-seconds"`
	Following  bool    `json:"following"` // changes arrive
}

// ready is 200 when every check holds, else 503. Once maps and counts are in memory, registers that cannot be reached are told and
// do not make the server unready: it goes on answering. What exactly is wrong goes to the log: the answer is public.
func (h health) ready(w http.ResponseWriter, r *http.Request) {
	answer := readiness{Ready: true, Checks: map[string]bool{}}
	inMemory := false
	if h.Freshness != nil {
		f := h.Freshness()
		inMemory = !f.At.IsZero()
		answer.Map = &mapReadiness{Following: f.Trouble == nil}
		if inMemory {
			answer.Map.AsAt = f.At.UTC().Format(time.RFC3339Nano)
			answer.Map.AgeSeconds = h.Clock().Sub(f.At).Seconds()
		}
		answer.Checks["map"] = inMemory
		answer.Ready = inMemory
	}
	for _, check := range append([]Check{{Name: "database", Ask: h.Registers.Ping}}, h.Checks...) {
		err := check.Ask(r.Context())
		answer.Checks[check.Name] = err == nil
		if err == nil {
			continue
		}
		h.Logger.WarnContext(r.Context(), "not ready", "check", check.Name, "error", err.Error())
		if !inMemory || !unreachable(err) {
			answer.Ready = false
		}
	}
	status := http.StatusOK
	if !answer.Ready {
		status = http.StatusServiceUnavailable
	}
	body, _ := json.Marshal(answer) // plain fields
	w.Header().Set("Cache-Control", "no-store")
	send(w, r, status, "application/json", append(body, '\n'))
}

// staleAfter is how long the registers may be out of reach before pages say how old maps and counts are.
const staleAfter = 10 * time.Second

// stale says as at when maps and counts are, where that is worth saying.
func (s *site) stale() string {
	if s.Freshness == nil {
		return ""
	}
	f := s.Freshness()
	if f.Trouble == nil || f.At.IsZero() || s.Clock().Sub(f.At) < staleAfter {
		return ""
	}
	return clockTime(f.At)
}
