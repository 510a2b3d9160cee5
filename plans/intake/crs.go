package intake

import (
	"regexp"
	"strings"

	"terrier/plans"
)

// CRS is a coordinate system that files come in.
type CRS string

// The systems that are understood. WGS84 stands for ETRS89 too: the two differ by less than a metre in Britain and no file says
// which it means with that care (see package bng).
const (
	UnknownCRS   CRS = ""
	WGS84        CRS = "EPSG:4326"
	NationalGrid CRS = "EPSG:27700"
	Mercator     CRS = "EPSG:3857"
)

// Name is what people call the system.
func (c CRS) Name() string {
	switch c {
	case WGS84:
		return "longitude and latitude (WGS 84)"
	case NationalGrid:
		return "easting and northing (British National Grid, EPSG:27700)"
	case Mercator:
		return "Web Mercator metres (EPSG:3857)"
	}
	return "an unknown coordinate system"
}

var spellings = map[string]CRS{
	"wgs84": WGS84, "wgs1984": WGS84, "wgs": WGS84, "gcswgs1984": WGS84, "crs84": WGS84, "ogccrs84": WGS84, "lonlat": WGS84, "latlon": WGS84, "latlong": WGS84, "longlat": WGS84,
	"4326": WGS84, "epsg4326": WGS84, "ogc13crs84": WGS84, "etrs89": WGS84, "etrs1989": WGS84, "etrs": WGS84, "4258": WGS84, "epsg4258": WGS84, "gps": WGS84,
	"osgb36": NationalGrid, "osgb1936": NationalGrid, "osgb": NationalGrid, "osgb36britishnationalgrid": NationalGrid, "osgb1936britishnationalgrid": NationalGrid,
	"britishnationalgrid": NationalGrid, "nationalgrid": NationalGrid, "osnationalgrid": NationalGrid, "osgb36nationalgrid": NationalGrid, "bng": NationalGrid,
	"osgrid": NationalGrid, "osgridreference": NationalGrid, "27700": NationalGrid, "epsg27700": NationalGrid, "eastingnorthing": NationalGrid, "eastingsandnorthings": NationalGrid,
	"3857": Mercator, "epsg3857": Mercator, "webmercator": Mercator, "pseudomercator": Mercator, "wgs84pseudomercator": Mercator, "900913": Mercator, "epsg900913": Mercator, "102100": Mercator,
}

var urn = regexp.MustCompile(`(?i)^(?:urn:(?:x-)?ogc:def:crs:|https?://www\.opengis\.net/def/crs/)([a-z]+)[:/]([0-9.]*)[:/]([a-z0-9]+)$`)

// ParseCRS finds the system that a text names: its code in short (EPSG:27700), as a URN or as an address, or its name. ok is
// false for a text that names none of ours.
func ParseCRS(text string) (crs CRS, ok bool) {
	text = strings.TrimSpace(text)
	if m := urn.FindStringSubmatch(text); m != nil {
		text = m[1] + m[3]
	}
	crs, ok = spellings[plans.Fold(text)]
	return crs, ok
}
