package intake

import "terrier/plans"

// PlaceFields are where a row may say where its thing is. geometry and point are well-known text.
var PlaceFields = []plans.Field{
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
