package layer_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"terrier/tiles/layer"
)

// TestFilter holds that filters are equal exactly where they ask for the same, and that nothing is lost in them.
func TestFilter(t *testing.T) {
	values := rapid.MapOf(rapid.SampledFrom([]string{"tenure", "home-type", "owner"}),
		rapid.SliceOf(rapid.OneOf(rapid.SampledFrom([]string{"a", "b", "c&d=e", "f,g", ""}), rapid.String())))
	sets := func(given map[string][]string) map[string][]string {
		all := map[string][]string{}
		for key, some := range given {
			if len(some) > 0 {
				all[key] = slices.Compact(slices.Sorted(slices.Values(some)))
			}
		}
		return all
	}
	same := func(a, b map[string][]string) bool { return maps.EqualFunc(a, b, slices.Equal[[]string]) }
	rapid.Check(t, func(t *rapid.T) {
		a, b := values.Draw(t, "a"), values.Draw(t, "b")
		fa, fb := layer.NewFilter(a), layer.NewFilter(b)
		if (fa == fb) != same(sets(a), sets(b)) {
			t.Fatalf("%q and %q", fa, fb)
		}
		if !same(fa.Values(), sets(a)) {
			t.Fatalf("%q has %v", fa, fa.Values())
		}
		for key, some := range a {
			a[key] = append(rapid.Permutation(some).Draw(t, "permuted"), some...)
		}
		if layer.NewFilter(a) != fa || fa.All() != (len(sets(a)) == 0) {
			t.Fatalf("%q", fa)
		}
	})
}
