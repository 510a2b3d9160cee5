package main

import (
	"fmt"
	"testing"
)

func TestTrustedProxies(t *testing.T) {
	got, err := trustedProxies([]string{" 127.0.0.1", "::1", "10.0.3.7/24", ""})
	if want := "[127.0.0.1/32 ::1/128 10.0.3.0/24]"; err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v, %v; want %s", got, err, want)
	}
	for _, text := range []string{"localhost", "10.0.0.0/33", "0.0.0.0/0", "::/0", "fe80::1%eth0", "::ffff:10.0.0.1", "*"} {
		if got, err := trustedProxies([]string{text}); err == nil {
			t.Errorf("%q is taken as %v", text, got)
		}
	}
}
