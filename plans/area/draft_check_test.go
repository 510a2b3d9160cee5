package area_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/area"
)

func TestDraftCheck(t *testing.T) {
	for _, try := range []struct {
		sentence, field string // "" where it can be kept
		change          func(*area.Saved)
	}{
		{"nothing drawn yet", "", func(s *area.Saved) { s.Shape = nil }},
		{"a figure of eight", "", func(s *area.Saved) { s.Shape = orb.MultiPolygon{{{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}}} }},
		{"a name of 200 letters of two bytes", "", func(s *area.Saved) { s.Name = strings.Repeat("ŵ", 200) }},
		{"a longer name", "name", func(s *area.Saved) { s.Name = strings.Repeat("ŵ", 201) }},
		{"a long reason why", "why", func(s *area.Saved) { s.Why = strings.Repeat("a", 20_001) }},
		{"a parish of a thousand letters", "parish", func(s *area.Saved) { s.Parish = strings.Repeat("a", 1000) }},
		{"an area of a thousand letters", "revises", func(s *area.Saved) { s.Revises = strings.Repeat("a", 1000) }},
		{"a body that draws nothing", "body-type", func(s *area.Saved) { s.BodyType = "king" }},
		{"nobody may see it", "viewers", func(s *area.Saved) { s.Viewers = "" }},
		{"whoever has the link may comment, which nobody can yet", "viewers", func(s *area.Saved) { s.Viewers = "link-comment" }},
		{"a board that is no JSON", "board", func(s *area.Saved) { s.Board = []byte(`{`) }},
		{"an empty board", "board", func(s *area.Saved) { s.Board = []byte{} }},
		{"a board of 64 KiB", "", func(s *area.Saved) { s.Board = []byte(`"` + strings.Repeat("a", 64<<10-2) + `"`) }},
		{"a larger board", "board", func(s *area.Saved) { s.Board = []byte(`"` + strings.Repeat("a", 4<<20-1) + `"`) }},
		{"an edit with a long name", "edit", func(s *area.Saved) { s.Edit = strings.Repeat("a", 101) }},
		{"a part without rings", "geometry", func(s *area.Saved) { s.Shape = orb.MultiPolygon{{}} }},
		{"a ring that is open", "geometry", func(s *area.Saved) { s.Shape = orb.MultiPolygon{{{{0, 0}, {10, 10}, {10, 0}, {0, 10}}}} }},
		{"a ring of two corners", "geometry", func(s *area.Saved) { s.Shape = orb.MultiPolygon{{{{0, 0}, {10, 10}, {0, 0}}}} }},
		{"half a millimetre", "geometry", func(s *area.Saved) { s.Shape = orb.MultiPolygon{{{{0, 0}, {10, 10}, {10.0005, 0}, {0, 0}}}} }},
		{"no number", "geometry", func(s *area.Saved) { s.Shape = orb.MultiPolygon{{{{0, 0}, {10, math.NaN()}, {10, 0}, {0, 0}}}} }},
		{"beyond the world", "geometry", func(s *area.Saved) { s.Shape = orb.MultiPolygon{{{{0, 0}, {10, math.Inf(1)}, {10, 0}, {0, 0}}}} }},
		{"an approximate edge of three points", "approximate", func(s *area.Saved) { s.Approximate = orb.MultiLineString{{{0, 0}, {1, 1}, {2, 2}}} }},
		{"an approximate edge between millimetres", "approximate", func(s *area.Saved) { s.Approximate = orb.MultiLineString{{{0, 0}, {1, 0.0001}}} }},
	} {
		s := area.Saved{Draft: area.Draft{Name: "Vale", Viewers: "private", Shape: square(0, 0)}, Edit: "e1"}
		try.change(&s)
		err := s.Check()
		var told *plans.Error
		if (err == nil) != (try.field == "") || err != nil && (!errors.As(err, &told) || told.Kind != plans.Invalid || told.Field != try.field || told.Remedy == "") {
			t.Errorf("%s: %v", try.sentence, err)
		}
	}
}
