package main

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/geo/bng"
)

// registers say what they hold as a whole: where homes and everything else is from memory, the rest from the database.
type registers struct {
	*postgis.Reader
	kept   *kept
	credit string // that the basemap of an archive asks for
}

// Attributions adds the basemap's to those of the registers.
func (r registers) Attributions(ctx context.Context) ([]string, error) {
	lines, err := r.AttributionsBeside(ctx, r.kept.stock.Sources())
	return r.credited(lines), err
}

// GroundAttributions are those of the basemap alone.
func (r registers) GroundAttributions(ctx context.Context) ([]string, error) {
	lines, err := r.Reader.GroundAttributions(ctx)
	return r.credited(lines), err
}

func (r registers) credited(lines []string) []string {
	if r.credit == "" || slices.Contains(lines, r.credit) {
		return lines
	}
	return append(lines, r.credit)
}

// outside is the share of the homes that may lie outside the first view on each side, so that a town is seen and not the empty
// country up to its last outlying home.
const outside = 1 / 12.0

// FirstView is where to look first, in WGS 84: around the middle of the published homes; over all cells of the public release
// where no home is published. ok is false where there is neither.
func (r registers) FirstView(context.Context) (orb.Bound, bool, error) {
	b, ok := r.kept.stock.Middle(outside)
	if !ok {
		b, ok = r.kept.cells.Bound()
	}
	return degrees(b), ok, nil
}

// Extent holds everything that can be seen, in WGS 84. ok is false where there is nothing.
func (r registers) Extent(context.Context) (orb.Bound, bool, error) {
	all, some := r.kept.stock.Bound()
	bounded := []interface{ Bound() (orb.Bound, bool) }{r.kept.cells}
	for _, l := range r.kept.layers {
		bounded = append(bounded, l)
	}
	for _, one := range bounded {
		b, ok := one.Bound()
		switch {
		case ok && some:
			all = all.Union(b)
		case ok:
			all, some = b, true
		}
	}
	return degrees(all), some, nil
}

func degrees(mercator orb.Bound) orb.Bound {
	return orb.Bound{Min: bng.FromMercator(mercator.Min), Max: bng.FromMercator(mercator.Max)}
}
