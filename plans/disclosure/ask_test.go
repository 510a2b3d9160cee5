package disclosure_test

import (
	"errors"
	"slices"
	"testing"

	"terrier/plans"
)

func TestCheck(t *testing.T) {
	where := func(pairs ...string) map[string][]string {
		w := map[string][]string{}
		for i := 0; i < len(pairs); i += 2 {
			w[pairs[i]] = append(w[pairs[i]], pairs[i+1])
		}
		return w
	}
	for _, c := range []struct {
		where map[string][]string
		by    []string
		field string
		want  string // nothing: it is answered
	}{
		{nil, []string{"tenure", "home-type", "bedrooms", "epc", "needs", "owner"}, "", ""},
		{where("tenure", "social-rent", "tenure", "market-rent"), []string{"tenure", "bedrooms"}, "", ""},
		{where("bedrooms", "5-or-more"), []string{"bedrooms", "tenure"}, "", ""},
		{where("bedrooms", "1", "tenure", "social-rent"), []string{"tenure", "bedrooms"}, "", ""},
		{where("owner", "anybody-at-all"), []string{"owner"}, "", ""},
		{where("epc", "unknown"), []string{"epc"}, "", ""},
		{where("epc", "C"), []string{"tenure"}, "by", "Protected figures are not told by tenure with this filter."},
		{where("tenure", "social-rent"), []string{"epc"}, "by", "Protected figures are not told by epc with this filter."},
		{where("tenure", "social-rent", "bedrooms", "1"), []string{"owner"}, "by", "Protected figures are not told by owner with this filter."},
		{where("bedrooms", "6"), nil, "bedrooms", "Protected figures do not tell bedrooms=6 apart."},
		{where("tenure", "unknown"), nil, "tenure", "Protected figures do not tell tenure=unknown apart."},
		{where("built", "converted"), nil, "built", "Protected figures are not told by built."},
		{nil, []string{"built"}, "by", "Protected figures are not told by built."},
		{where("epc", "C", "tenure", "social-rent"), nil, "", "Protected figures are not told with these filters together."},
		{where("epc", "C", "tenure", "social-rent", "bedrooms", "1"), nil, "", "Protected figures are not told with these filters together."},
	} {
		err := scheme.Check(c.where, c.by)
		if c.want == "" {
			if err != nil {
				t.Errorf("where %v by %v: %v", c.where, c.by, err)
			}
			continue
		}
		var refusal *plans.Error
		if !errors.As(err, &refusal) || refusal.Code != "not-in-table" || refusal.Field != c.field || refusal.Message != c.want || refusal.Remedy == "" {
			t.Errorf("where %v by %v: %#v", c.where, c.by, err)
		}
	}
	if told := scheme.Told(where("tenure", "social-rent"), []string{"epc", "bedrooms", "tenure", "owner"}); !slices.Equal(told, []string{"bedrooms", "tenure"}) {
		t.Errorf("by tenure is told by %v", told)
	}
}
