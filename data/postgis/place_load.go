package postgis

import (
	"context"
	"iter"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/plans/intake"
	"terrier/plans/place"
)

type stagedPlace = staged[place.Place]

var places = register[stagedPlace]{
	kind: "places", table: "place", key: []string{"kind", "reference"},
	columns: []loadColumn[stagedPlace]{
		{name: "kind", sqlType: "text", value: func(p stagedPlace) any { return text(p.of.Kind) }},
		{name: "reference", sqlType: "text", value: func(p stagedPlace) any { return text(p.of.Reference) }},
		{name: "name", sqlType: "text", value: func(p stagedPlace) any { return text(p.of.Name) }},
		{name: "name_cy", sqlType: "text", value: func(p stagedPlace) any { return text(p.of.NameCy) }},
		{name: "context", sqlType: "text", value: func(p stagedPlace) any { return text(p.of.Context) }},
		{name: "geom", sqlType: "geometry", value: func(p stagedPlace) any { return p.grid }},
		{name: "geom_4326", sqlType: "geometry", silent: true, value: func(p stagedPlace) any { return p.lonlat }},
		{name: "geom_3857", sqlType: "geometry", silent: true, value: func(p stagedPlace) any { return p.mercator }},
	},
}

// Places brings postcodes, streets and settlements in.
func (l *Loader) Places(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[place.Place], error], report func(intake.Problem)) (intake.Counts, int64, error) {
	return load(ctx, l, places, imp, stagedRows(rows, func(p place.Place) orb.Geometry { return p.Point }), report, nil)
}

// LocatePostcodes finds the points (EPSG:27700) of those postcodes that are known. Postcodes are in their usual form.
func (l *Loader) LocatePostcodes(ctx context.Context, postcodes []string) (map[string]orb.Point, error) {
	rows, err := l.pool.Query(ctx, `SELECT name, geom FROM place WHERE kind = 'postcode' AND name = ANY ($1)`, postcodes)
	if err != nil {
		return nil, err
	}
	found := make(map[string]orb.Point, len(postcodes))
	var name string
	var at geom.T
	_, err = pgx.ForEachRow(rows, []any{&name, &at}, func() error {
		found[name] = readPoint(at)
		return nil
	})
	return found, err
}
