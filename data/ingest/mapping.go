package ingest

import (
	"fmt"
	"slices"

	"terrier/plans"
	"terrier/plans/intake"
)

// fieldsOfPlace are where a row may say where its thing is. geometry and point are well-known text.
var fieldsOfPlace = []plans.Field{
	{Name: "geometry", Also: []string{"wkt", "geom", "the_geom", "wkt_geom", "geometry wkt", "shape", "outline", "polygon", "multipolygon"}},
	{Name: "point", Also: []string{"point wkt", "wkt point"}},
	{Name: "easting", Also: []string{"eastings", "east", "os easting", "osgb easting", "grid easting", "oseast1m", "oseast100m", "easting bng", "x bng", "bng x", "easting m", "location easting"}},
	{Name: "northing", Also: []string{"northings", "north", "os northing", "osgb northing", "grid northing", "osnrth1m", "osnrth100m", "northing bng", "y bng", "bng y", "northing m", "location northing"}},
	{Name: "longitude", Also: []string{"lon", "long", "lng", "longitude wgs84", "lon wgs84"}},
	{Name: "latitude", Also: []string{"lat", "latitude wgs84", "lat wgs84"}},
	{Name: "x", Also: []string{"GeoX", "x coordinate", "x coord", "xcoord", "coord x", "point x", "map x", "x coordinates"}},
	{Name: "y", Also: []string{"GeoY", "y coordinate", "y coord", "ycoord", "coord y", "point y", "map y", "y coordinates"}},
	{Name: "coordinates", Also: []string{"coordinates latitude longitude", "latitude longitude", "latitude and longitude", "lat long", "lat lon", "lat lng", "latlong", "long lat", "coordinate", "location coordinates", "geo point", "geo point 2d", "geopoint", "gps", "gps coordinates", "map coordinates", "easting northing", "eastings northings", "lat and long"}},
	{Name: "grid-reference", Also: []string{"grid ref", "os grid reference", "os grid ref", "national grid reference", "ngr", "gridref"}},
	{Name: "coordinate-reference-system", Also: []string{"CoordinateReferenceSystem", "CoordinateSystem", "crs", "System Reference", "SystemReference", "coordinate system", "srs", "epsg", "datum", "co-ordinate system"}},
}

// placeFields are those for what is wanted. Rows that have a shape of their own may have a position beside it: it checks a point, and
// stands in where the shape is missing.
func placeFields(want wanted, shaped bool) []plans.Field {
	switch {
	case want == noPlace:
		return nil
	case want == anArea && shaped:
		return nil
	case want == anArea:
		return []plans.Field{fieldsOfPlace[0], fieldsOfPlace[len(fieldsOfPlace)-1]}
	case shaped:
		return fieldsOfPlace[1:]
	}
	return fieldsOfPlace
}

// knows reports whether a text is a heading that some field of the kind goes by.
func (k kind) knows(text string) bool {
	for _, fields := range [][]plans.Field{k.fields, fieldsOfPlace} {
		for _, f := range fields {
			if intake.SameHeading(f.Name, text) || slices.ContainsFunc(f.Also, func(also string) bool { return intake.SameHeading(also, text) }) {
				return true
			}
		}
	}
	return false
}

// dropHalfPairs takes back a proposed column for one half of a position whose other half has none; a given one is refused.
func dropHalfPairs(m *intake.Mapping, columns []intake.Column) error {
	for _, p := range ways {
		if p.y == "" {
			continue
		}
		for _, half := range [][2]string{{p.x, p.y}, {p.y, p.x}} {
			if m.Column(half[0]) == "" || m.Column(half[1]) != "" {
				continue
			}
			if !dropProposed(m, half[0], columns) {
				return plans.Refuse("half-a-position", "map", fmt.Sprintf("A column is given for %s, but there is none for %s.", half[0], half[1]), "Give both: --map "+p.x+"=COLUMN --map "+p.y+"=COLUMN.")
			}
		}
	}
	return nil
}

// dropProposed takes back the column proposed for a field. It is false for one that was given, which stays.
func dropProposed(m *intake.Mapping, field string, columns []intake.Column) bool {
	i := slices.IndexFunc(m.Choices, func(c intake.Choice) bool { return c.Field == field && !c.Given })
	if i < 0 {
		return false
	}
	m.Unused = append(m.Unused, columns[columnIndex(columns, m.Choices[i].Column)])
	m.Choices = slices.Delete(m.Choices, i, i+1)
	return true
}

func hasPlace(m intake.Mapping) bool {
	for _, field := range []string{"geometry", "point", "easting", "longitude", "x", "coordinates", "grid-reference"} {
		if m.Column(field) != "" {
			return true
		}
	}
	return false
}
