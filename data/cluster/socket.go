package cluster

import (
	"fmt"
	"net/url"
)

// Socket is where a running server listens.
type Socket struct {
	Dir  string
	Port int // a part of the socket's name
}

// URL is an address of the database terrier for pgx and libpq, as one of its roles. It holds no secret: the server knows
// its callers by the operating system.
func (s Socket) URL(role string) string { return s.url(role, Database) }

func (s Socket) url(role, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database}
	u.RawQuery = url.Values{"host": {s.Dir}, "port": {fmt.Sprint(s.Port)}}.Encode()
	return u.String()
}
