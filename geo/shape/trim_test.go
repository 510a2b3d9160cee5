package shape_test

import (
	"errors"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"terrier/geo/shape"
	"terrier/scripts/sweep"
)

// TestTrimToSharesNothing is golden case 9: after trimming and rounding nothing is shared, on whichever side the corners are.
func TestTrimToSharesNothing(t *testing.T) {
	r := sweep.Seeded(t)
	trimmed, touching, gone, exact := 0, 0, 0, 0
	for range sweep.Size(1_000, 50_000) {
		a, b := neighbours(r)
		got, err := shape.TrimTo(a, b)
		if p := (*shape.Problem)(nil); errors.As(err, &p) && p.Kind == shape.Empty {
			gone++
			continue
		} else if err != nil {
			t.Errorf("%s\n trimmed to %s: %v", wkt.MarshalString(a), wkt.MarshalString(b), err)
			continue
		}
		if orb.Equal(got, a) {
			touching++
		}
		trimmed++
		if err := shape.Check(got, shape.Limits{}); err != nil {
			t.Errorf("%s\n trimmed to %s: %v", wkt.MarshalString(a), wkt.MarshalString(b), err)
		}
		if rounded, err := shape.Round(got); err != nil || !orb.Equal(rounded, got) {
			t.Errorf("%s is not on the grid: %v", wkt.MarshalString(got), err)
		}
		shared, err := shape.Shared(got, b)
		if err != nil || len(shared) > 0 {
			t.Errorf("%s\n trimmed to %s still shares %s, %v", wkt.MarshalString(a), wkt.MarshalString(b), wkt.MarshalString(shared), err)
		}
		if all, err := shape.Intersection(got, b); err == nil && len(all) == 0 {
			exact++
		}
	}
	t.Logf("%d trimmed, %d as they were, %d with nothing left; %d share nothing at all", trimmed, touching, gone, exact)
	if exact < trimmed*95/100 {
		t.Errorf("only %d of %d share nothing at all", exact, trimmed)
	}
}
