package shape_test

import (
	"testing"

	"terrier/geo/shape"
)

// BenchmarkRepairsBesideLarge repairs a shape of 50 corners that lies over the edge of an authority of 20,000.
func BenchmarkRepairsBesideLarge(b *testing.B) {
	authority, drawn := authorityAndDrawn()
	for name, run := range map[string]func() error{
		"TrimTo":    func() error { _, err := shape.TrimTo(drawn, authority); return err },
		"Snap":      func() error { _, _, err := shape.Snap(drawn, snapDistance, authority); return err },
		"Gaps":      func() error { _, err := shape.Gaps(drawn, authority, 5); return err },
		"CloseGaps": func() error { _, err := shape.CloseGaps(drawn, authority, 5); return err },
		"Along":     func() error { shape.Along(drawn, authority, snapDistance); return nil },
		"Follow":    func() error { shape.Follow(authority, drawn[0][0][0], drawn[0][0][9]); return nil },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
