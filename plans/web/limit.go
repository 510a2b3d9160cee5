package web

import (
	"errors"
	"math"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"terrier/plans"
	"terrier/plans/access"
)

// mostAttempts are remembered at once, of each kind: some ten megabytes.
const mostAttempts = 100_000

// spend counts an attempt of a client, or refuses it with 429. Who that is, X-Forwarded-For says where a trusted proxy wrote it.
func (s *site) spend(w http.ResponseWriter, r *http.Request, attempts *access.Attempts) error {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return nil // it came through a socket that knows no addresses
	}
	client := access.ClientBehind(from.Addr(), r.Header.Values("X-Forwarded-For"), s.TrustedProxies)
	if wait, err := attempts.Take(access.Client(client), s.Clock()); err != nil {
		return tooMany(w, wait, err)
	}
	return nil
}

func tooMany(w http.ResponseWriter, wait time.Duration, err error) error {
	w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
	return refusedForNow(err)
}

// refusedForNow is an error of Attempts with its status.
func refusedForNow(err error) error {
	var known *plans.Error
	if errors.As(err, &known) {
		return &refusal{http.StatusTooManyRequests, known}
	}
	return err
}
