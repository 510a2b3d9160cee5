package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"terrier/geo/shape"
	"terrier/plans"
	"terrier/tiles/serve"
)

// Problem is a problem document (RFC 9457). Its type is about:blank, so Title is that of the status; Code says which problem.
type Problem struct {
	Type     string    `json:"type"`
	Title    string    `json:"title"`
	Status   int       `json:"status"`
	Detail   string    `json:"detail"`
	Code     string    `json:"code"`               // stable, kebab-case
	Field    string    `json:"field,omitempty"`    // the parameter or member at fault
	Remedy   string    `json:"remedy,omitempty"`   // what to do
	Where    []float64 `json:"where,omitempty"`    // the place at fault, in the coordinates that were given
	Instance string    `json:"instance,omitempty"` // the path that was asked for
	Request  string    `json:"request-id,omitempty"`
}

// refusal is an error with a status of its own, where the kinds of package plans say too little.
type refusal struct {
	status int
	cause  *plans.Error
}

func (r *refusal) Error() string { return r.cause.Error() }
func (r *refusal) Unwrap() error { return r.cause }

func refuse(status int, code, field, message, remedy string) error {
	return &refusal{status, plans.Refuse(code, field, message, remedy)}
}

var statusOf = map[plans.Kind]int{
	plans.NotFound: http.StatusNotFound, plans.Invalid: http.StatusBadRequest, plans.Conflict: http.StatusConflict,
	plans.Forbidden: http.StatusForbidden, plans.Unavailable: http.StatusServiceUnavailable, plans.SignedOut: http.StatusUnauthorized,
}

// problemOf says what an error means to who asked. Whatever is not known here is internal and its words stay in the log.
func problemOf(err error) Problem {
	var refused *refusal
	var known *plans.Error
	var tile *serve.Error
	var tooLarge *http.MaxBytesError
	var tangled *shape.Problem
	switch {
	case errors.As(err, &refused):
		return describe(refused.status, refused.cause)
	case errors.As(err, &known) && statusOf[known.Kind] != 0:
		return describe(statusOf[known.Kind], known)
	case errors.As(err, &tile):
		return Problem{Status: tile.Status, Code: tile.Code(), Field: tile.Field, Detail: tile.Message, Remedy: tile.Remedy}
	case errors.As(err, &tooLarge):
		return Problem{Status: http.StatusRequestEntityTooLarge, Code: "body-too-large",
			Detail: fmt.Sprintf("The body is larger than %s bytes.", thousands(int(tooLarge.Limit))),
			Remedy: "Simplify the shape, or write its coordinates with 9 decimals and without spaces."}
	case errors.As(err, &tangled) && tangled.Kind == shape.Tangled:
		return Problem{Status: http.StatusUnprocessableEntity, Code: tangled.Code(), Field: "geometry", Detail: tangled.Message, Remedy: tangled.Remedy}
	case errors.Is(err, context.DeadlineExceeded):
		return Problem{Status: http.StatusServiceUnavailable, Code: "took-too-long",
			Detail: "The answer took too long to work out.", Remedy: "Ask again in a moment, or ask about a smaller area."}
	case unreachable(err):
		return Problem{Status: http.StatusServiceUnavailable, Code: "unavailable",
			Detail: "The registers cannot be reached at the moment.", Remedy: "Ask again in a moment."}
	}
	return Problem{Status: http.StatusInternalServerError, Code: "internal",
		Detail: "Something went wrong here. It is not your doing, and it has been written down.", Remedy: "Ask again in a moment."}
}

func describe(status int, e *plans.Error) Problem {
	return Problem{Status: status, Code: e.Code, Field: e.Field, Detail: e.Message, Remedy: e.Remedy, Where: e.Where}
}

// unreachable recognises a database that is away, going away, or has no connection left (SQLSTATE classes 08, 53 and 57).
func unreachable(err error) bool {
	var network *net.OpError
	if errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return true
	}
	var sql interface{ SQLState() string }
	if !errors.As(err, &sql) {
		return false
	}
	for _, class := range []string{"08", "53", "57"} {
		if strings.HasPrefix(sql.SQLState(), class) {
			return true
		}
	}
	return false
}

// fail answers with the problem that err is: as a page to a browser, else as application/problem+json.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // who asked has gone away
	}
	if isEmbed(r) && isMissing(err) && s.goneAway(w, r) == nil {
		return
	}
	p := problemOf(err)
	p.answers(r)
	// A request that is turned away because there are too many is no fault, and there are many of them.
	if p.Status >= http.StatusInternalServerError && p.Code != "busy" {
		s.Logger.ErrorContext(r.Context(), "request failed", "request", p.Request, "route", routeOf(r), "code", p.Code, "error", err.Error())
	}
	h := w.Header()
	var method *notAllowed
	if errors.As(err, &method) {
		h.Set("Allow", strings.Join(method.allowed, ", "))
	}
	for _, name := range []string{"ETag", "Content-Encoding", "Content-Disposition", "Content-Length"} {
		h.Del(name)
	}
	h.Set("Cache-Control", serve.Never)
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(r))
	}
	if p.Status == http.StatusServiceUnavailable && h.Get("Retry-After") == "" {
		h.Set("Retry-After", "10")
	}
	if wantsPage(r) {
		if body, err := s.problemPage(r, p); err == nil {
			send(w, r, p.Status, "text/html; charset=utf-8", body)
			return
		}
	}
	send(w, r, p.Status, "application/problem+json", asJSONText(p))
}

// answers says of a problem which request it answers.
func (p *Problem) answers(r *http.Request) {
	p.Type, p.Title, p.Instance, p.Request = "about:blank", http.StatusText(p.Status), r.URL.Path, requestID(r)
}

// challenge says how a program signs in (RFC 6750 section 3).
func challenge(r *http.Request) string {
	if r.Header.Get("Authorization") != "" {
		return `Bearer realm="terrier", error="invalid_token"`
	}
	return `Bearer realm="terrier"`
}

// send writes an answer that no cache keeps.
func send(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

func nothingHere(_ http.ResponseWriter, r *http.Request) error {
	return &plans.Error{Kind: plans.NotFound, Code: "not-found", Message: "There is no page at this address.",
		Remedy: "Begin at the map (/), or look through the areas, homes, assets and associations."}
}

// methodNotAllowed names the methods that the address takes.
func methodNotAllowed(routes chi.Routes, r *http.Request) error {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete} {
		if routes.Match(chi.NewRouteContext(), method, r.URL.Path) || method == http.MethodHead && len(allowed) > 0 {
			allowed = append(allowed, method)
		}
	}
	return &notAllowed{refusal{http.StatusMethodNotAllowed, plans.Refuse("method-not-allowed", "",
		fmt.Sprintf("This address does not take %s.", shorten(r.Method)), "Use "+strings.Join(allowed, " or ")+".")}, allowed}
}

type notAllowed struct {
	refusal
	allowed []string
}

func (n *notAllowed) Unwrap() error { return &n.refusal }
