package ingest

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/intake"
)

// goesByPostcode reports whether rows without a position may be placed by their postcode.
func (s *session) goesByPostcode() bool {
	return (s.kind.want == onePoint || s.kind.want == pointOrArea) && s.Kind != "places"
}

// placeByPostcode places rows that have no position of their own but a whole postcode that is known.
func (s *session) placeByPostcode(ctx context.Context, batch []*draft) error {
	if !s.goesByPostcode() {
		return nil
	}
	var ask []string
	asked := map[string]bool{}
	for _, d := range batch {
		if d.placed || len(d.refusals) > 0 {
			continue
		}
		if postcode, ok := plans.Postcode(d.text("postcode")); ok {
			d.byPostcode = postcode
			if !asked[postcode] {
				asked[postcode] = true
				ask = append(ask, postcode)
			}
		}
	}
	var known map[string]orb.Point
	if len(ask) > 0 && s.Postcodes != nil {
		var err error
		if known, err = s.Postcodes.LocatePostcodes(ctx, ask); err != nil {
			return fmt.Errorf("look up postcodes: %w", err)
		}
	}
	for _, d := range batch {
		at, ok := known[d.byPostcode]
		if d.byPostcode == "" || !ok {
			d.byPostcode = ""
			continue
		}
		d.place, d.placed = intake.Located{Shape: at, Source: at, SourceCRS: intake.NationalGrid}, true
		d.others = append(d.others, intake.Problem{Line: d.Line, Field: s.fileName("postcode"), Value: shorten(d.text("postcode")), Outcome: intake.Noted, Code: "located-by-postcode",
			Reason: "There is no position of its own.", Remedy: "It was placed at the centre of its postcode."})
	}
	return nil
}
