package main

import (
	"math"
	"testing"
	"time"
)

func TestSeries(t *testing.T) {
	for _, c := range []struct {
		s    series
		q    float64
		want float64
	}{
		{series{3}, 0.5, 3},
		{series{3, 1, 2}, 0.5, 2},
		{series{4, 1, 3, 2}, 0.5, 2}, // one that was measured, not a mean
		{series{4, 1, 3, 2}, 0, 1},
		{series{4, 1, 3, 2}, 1, 4},
		{series{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.9, 9},
		{series{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0.91, 10},
	} {
		if got := c.s.at(c.q); got != c.want {
			t.Errorf("%v at %v is %v, want %v", c.s, c.q, got, c.want)
		}
	}
	if !math.IsNaN(series{}.median()) {
		t.Error("nothing has a median")
	}
	if quantile([]time.Duration{}, 0.5) != 0 {
		t.Error("no latency is one")
	}
}

func TestQuantileOfAHundred(t *testing.T) {
	all := make([]time.Duration, 100)
	for i := range all {
		all[i] = time.Duration(i + 1)
	}
	if p50, p99 := quantile(all, 0.5), quantile(all, 0.99); p50 != 50 || p99 != 99 {
		t.Errorf("p50 %d, p99 %d", p50, p99)
	}
}

func TestShort(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 5: "5", 1234.4: "1234", 27.64: "27.6", 1.345: "1.34", 0.0123: "0.012", math.NaN(): "-"} {
		if got := short(v); got != want {
			t.Errorf("%v is written %s, want %s", v, got, want)
		}
	}
}
