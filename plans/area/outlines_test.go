package area_test

import (
	"context"
	"errors"
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/area"
)

func square(e, n float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{e, n}, {e + 10, n}, {e + 10, n + 10}, {e, n + 10}, {e, n}}}}
}

func TestOutlines(t *testing.T) {
	o := area.NewOutlines()
	covers := func(ref string, p orb.Point) bool {
		t.Helper()
		b, err := o.Boundary(ref)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := o.Boundary(ref)
		if again != b {
			t.Error("an outline that did not change was prepared twice")
		}
		return b.Covers(p)
	}
	gone := func(ref string) {
		t.Helper()
		var missing *plans.Error
		if _, err := o.Boundary(ref); !errors.As(err, &missing) || missing.Kind != plans.NotFound {
			t.Errorf("%s: %v", ref, err)
		}
	}
	gone("vale")
	o.Replace([]area.Outline{{ID: 1, Ref: "vale", Name: "Vale", Shape: square(0, 0)}, {ID: 2, Ref: "fold", Shape: square(50, 0)}})
	if !covers("vale", orb.Point{5, 5}) || covers("fold", orb.Point{5, 5}) {
		t.Error("an outline is not where it is")
	}
	if one, err := o.Outline(context.Background(), "vale"); err != nil || one.Name != "Vale" {
		t.Errorf("%+v, %v", one, err)
	}
	o.Apply([]area.Outline{{ID: 1, Ref: "vale", Shape: square(100, 0)}}, []int64{1, 2})
	if covers("vale", orb.Point{5, 5}) || !covers("vale", orb.Point{105, 5}) {
		t.Error("the outline did not move")
	}
	gone("fold")
	o.Replace(nil)
	gone("vale")
}
