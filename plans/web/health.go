package web

import (
	"encoding/json"
	"net/http"

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

// ready is 200 when every check holds, else 503. What exactly is wrong goes to the log: the answer is public.
func (h health) ready(w http.ResponseWriter, r *http.Request) {
	checks := append([]Check{{Name: "database", Ask: h.Registers.Ping}}, h.Checks...)
	answer := struct {
		Ready  bool            `json:"ready"`
		Checks map[string]bool `json:"checks"`
	}{true, map[string]bool{}}
	for _, check := range checks {
		err := check.Ask(r.Context())
		answer.Checks[check.Name] = err == nil
		if err != nil {
			answer.Ready = false
			h.Logger.WarnContext(r.Context(), "not ready", "check", check.Name, "error", err.Error())
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
