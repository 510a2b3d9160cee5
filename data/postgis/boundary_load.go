package postgis

import (
	"context"
	"iter"

	"github.com/paulmach/orb"

	"terrier/plans/boundary"
	"terrier/plans/intake"
)

type stagedBoundary = staged[boundary.Boundary]

var boundaries = register[stagedBoundary]{
	kind: "boundaries", table: "boundary", key: []string{"kind", "code"}, refKind: "boundaries", shape: true,
	columns: []loadColumn[stagedBoundary]{
		{name: "kind", sqlType: "text", value: func(b stagedBoundary) any { return text(b.of.Kind) }},
		{name: "code", sqlType: "text", value: func(b stagedBoundary) any { return text(b.of.Code) }},
		{name: "code_year", sqlType: "integer", value: func(b stagedBoundary) any { return whole(b.of.CodeYear) }},
		{name: "name", sqlType: "text", value: func(b stagedBoundary) any { return text(b.of.Name) }},
		{name: "name_cy", sqlType: "text", value: func(b stagedBoundary) any { return text(b.of.NameCy) }},
		{name: "parent_code", sqlType: "text", value: func(b stagedBoundary) any { return text(b.of.ParentCode) }},
		{name: "has_council", sqlType: "text", value: func(b stagedBoundary) any { return orUnknown(b.of.HasCouncil) }},
		{name: "relevant_body", sqlType: "text", value: func(b stagedBoundary) any { return text(b.of.RelevantBody) }},
		{name: "start_date", sqlType: "date", value: func(b stagedBoundary) any { return date(b.of.StartDate) }},
		{name: "end_date", sqlType: "date", value: func(b stagedBoundary) any { return date(b.of.EndDate) }},
		{name: "entry_date", sqlType: "date", silent: true, inserted: orToday, updated: orToday, value: func(b stagedBoundary) any { return date(b.of.EntryDate) }},
		{name: "geom", sqlType: "geometry", value: func(b stagedBoundary) any { return b.grid }},
		{name: "geom_4326", sqlType: "geometry", silent: true, value: func(b stagedBoundary) any { return b.lonlat }},
		{name: "geom_3857", sqlType: "geometry", silent: true, value: func(b stagedBoundary) any { return b.mercator }},
		{name: "source_crs", sqlType: "text", silent: true, value: func(b stagedBoundary) any { return b.of.SourceCRS }},
		{name: "source_geom", sqlType: "geometry", silent: true, value: func(b stagedBoundary) any { return source(b.of.SourceShape, b.of.SourceCRS) }},
	},
}

// Boundaries brings parishes, wards, authorities and census areas in.
func (l *Loader) Boundaries(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[boundary.Boundary], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	return load(ctx, l, boundaries, imp, stagedRows(rows, func(b boundary.Boundary) orb.Geometry { return multi(b.Shape) }), report, nil)
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}
