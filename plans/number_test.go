package plans_test

import (
	"testing"

	"terrier/plans"
)

func TestThousands(t *testing.T) {
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 0, "0"}, {999, 0, "999"}, {1000, 0, "1,000"}, {1234567, 0, "1,234,567"}, {-1000, 0, "-1,000"}, {-999, 0, "-999"}, {-123456, 0, "-123,456"},
		{84.25, 1, "84.3"}, {-84.25, 1, "-84.3"}, {12345.678, 2, "12,345.68"}, {-1234.5, 1, "-1,234.5"}, {0.04, 1, "0.0"}, {1e15, 0, "1,000,000,000,000,000"},
	} {
		if got := plans.Thousands(c.v, c.decimals); got != c.want {
			t.Errorf("%v with %d decimals is %q, want %q", c.v, c.decimals, got, c.want)
		}
	}
}
