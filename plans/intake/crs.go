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
	"osgrid": NationalGrid, "osgridreference": NationalGrid, "27700": NationalGrid, "epsg27700": NationalGrid, "7405": NationalGrid, "epsg7405": NationalGrid, "eastingnorthing": NationalGrid, "eastingsandnorthings": NationalGrid,
	"3857": Mercator, "epsg3857": Mercator, "webmercator": Mercator, "pseudomercator": Mercator, "wgs84pseudomercator": Mercator, "900913": Mercator, "epsg900913": Mercator, "102100": Mercator,
}

var (
	urn  = regexp.MustCompile(`(?i)^(?:urn:(?:x-)?ogc:def:crs:|https?://www\.opengis\.net/def/crs/)([a-z]+)[:/]([0-9.]*)[:/]([a-z0-9]+)$`)
	code = regexp.MustCompile(`[0-9]{4,6}`)
)

// yearOfDatum takes out years that names of systems hold, which are no codes.
var yearOfDatum = strings.NewReplacer("1984", "", "1989", "", "1936", "")

// ParseCRS finds the system that a text names: its code in short (EPSG:27700), as a URN or as an address, its name, or both
// ("OSGB36 / British National Grid (EPSG:27700)"). Councils' own words for the National Grid count, such as "British Coordinate
// Systems" or "OS grid". ok is false for a text that names none of ours: another grid, a projection of another zone, or OSGB36 as
// latitude and longitude, which lies a hundred metres from WGS 84.
func ParseCRS(text string) (crs CRS, ok bool) {
	text = strings.TrimSpace(text)
	if m := urn.FindStringSubmatch(text); m != nil {
		text = m[1] + m[3]
	}
	folded := plans.Fold(text)
	if crs, ok = spellings[folded]; ok {
		return crs, true
	}
	if codes := code.FindAllString(yearOfDatum.Replace(text), -1); codes != nil {
		crs, ok = spellings[codes[0]]
		for _, c := range codes[1:] {
			ok = ok && spellings[c] == crs
		}
		if !ok {
			return UnknownCRS, false
		}
		return crs, true
	}
	return inWords(folded)
}

// inWords reads names that are not quite one of the spellings.
func inWords(folded string) (crs CRS, ok bool) {
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(folded, w) {
				return true
			}
		}
		return false
	}
	switch {
	case has("utm", "irish", "ireland", "irenet", "itm", "lambert", "gauss", "lcc", "laea", "jersey", "guernsey"):
		return "", false
	case has("gcsosgb"), has("osgb") && has("lat", "lon", "degree", "geographic"):
		return "", false
	case has("pseudomercator", "webmercator", "auxiliarysphere"):
		return Mercator, true
	case has("mercator") && !has("transversemercator"):
		return "", false
	case has("britishnationalgrid", "britishgrid", "britishcoordinate", "osgb", "osgrid", "osnational", "ordnancesurvey", "nationalgrid", "ukgrid", "gbgrid", "easting"):
		return NationalGrid, true
	case has("wgs84", "wgs1984", "etrs89", "etrs1989", "latitude", "latlong", "longlat", "decimaldegree", "crs84"):
		return WGS84, true
	}
	return "", false
}
