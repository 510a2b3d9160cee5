package main

import (
	"net"
	"testing"
)

func TestDemoPeopleOnlyHere(t *testing.T) {
	for _, c := range []struct {
		listen, public string
		want           bool
	}{
		{"127.0.0.1:0", "http://localhost:8080", true},
		{"127.0.0.1:0", "http://127.0.0.1:8080", true},
		{"127.0.0.1:0", "http://[::1]:8080", true},
		{"127.0.0.1:0", "https://maps.example.org", false},
		{"127.0.0.1:0", "http://localhost.example.org", false},
		{"0.0.0.0:0", "http://localhost:8080", false},
		{":0", "http://localhost:8080", false},
	} {
		l, err := net.Listen("tcp", c.listen)
		if err != nil {
			t.Fatal(err)
		}
		local, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		if got := onlyHere([]net.Listener{local, l}, c.public); got != c.want {
			t.Errorf("%s as %s: %v", c.listen, c.public, got)
		}
		_, _ = l.Close(), local.Close()
	}
}
