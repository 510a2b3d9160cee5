package postgis

import (
	"math"
	"time"

	"github.com/paulmach/orb"
)

// text is NULL for "not said".
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// whole is NULL for "not said".
func whole(n int) any {
	if n == 0 {
		return nil
	}
	return int32(n)
}

// key is NULL for "none".
func key(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// date is NULL for "not known".
func date(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func str(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func day(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}

// finite is NULL for NaN and the infinities, which no register keeps.
func finite(v float64) any {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return v
}

func multi(m orb.MultiPolygon) orb.Geometry {
	if len(m) == 0 {
		return nil
	}
	return m
}
