package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

type contextKey int

const requestKey contextKey = iota

// requestID gives each request a name of its own, in the log and in X-Request-Id. One from outside is not taken over: it could
// carry anything into the log.
func (s *site) requestID(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b [8]byte
		_, _ = rand.Read(b[:]) // never fails
		id := hex.EncodeToString(b[:])
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestKey, id)))
	})
}

func requestID(r *http.Request) string {
	id, _ := r.Context().Value(requestKey).(string)
	return id
}

// observe logs and measures each request. Only the route's pattern is kept, never the address: a query may hold a postcode.
func (s *site) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		seen := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		next.ServeHTTP(seen, r)
		level, route := slog.LevelInfo, routeOf(r)
		if route == exactTileRoute && seen.Status() < http.StatusBadRequest {
			level = slog.LevelDebug // there are dozens of them
		}
		s.observed(r, requestID(r), level, route, seen.Status(), seen.BytesWritten(), time.Since(began))
	})
}

func (s *site) observed(r *http.Request, id string, level slog.Level, route string, status, bytes int, took time.Duration) {
	if status == 0 {
		status = 499 // who asked went away before there was an answer
	}
	s.metrics.observe(route, r.Method, status, took)
	if s.Logger.Enabled(r.Context(), level) {
		s.Logger.Log(r.Context(), level, "request", "request", id, "method", shorten(r.Method), "route", route,
			"status", status, "bytes", bytes, "ms", float64(took.Microseconds())/1000)
	}
}

// routeOf is the pattern under which a request was answered, such as /areas/{ref}.
func routeOf(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" {
		return c.RoutePattern()
	}
	return "none"
}

// recoverPanic turns what must never happen into a logged answer, so that one request cannot take the server down.
func (s *site) recoverPanic(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			switch {
			case cause == nil:
			case cause == http.ErrAbortHandler:
				panic(cause)
			default:
				s.Logger.ErrorContext(r.Context(), "panic", "request", requestID(r), "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
				s.fail(w, r, fmt.Errorf("panic: %v", cause))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// limitTime ends the work on a request that takes too long, and with it the question put to the database.
func (s *site) limitTime(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// limitBody refuses more than that many bytes with 413 (body-too-large).
func limitBody(bytes int64) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, bytes)
			next.ServeHTTP(w, r)
		})
	}
}
