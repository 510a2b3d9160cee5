package web

import (
	"fmt"
	"regexp"
	"strings"

	"terrier/plans"
)

// crs is a coordinate system that geometry may be given in.
type crs string

const (
	degrees crs = "EPSG:4326" // longitude, latitude, in this order as in GeoJSON
	metres  crs = "EPSG:27700"
)

// crsForms are the ways in which files and services name the two: EPSG:27700, urn:ogc:def:crs:EPSG::27700,
// http://www.opengis.net/def/crs/EPSG/0/27700, 27700, and CRS84 for degrees.
var crsForms = regexp.MustCompile(`(?i)^(?:(?:epsg:|urn:ogc:def:crs:epsg:[0-9.]*:|https?://www\.opengis\.net/def/crs/epsg/[0-9.]+/)?(4326|27700)|(?:ogc:|urn:ogc:def:crs:ogc:[0-9.]*:|https?://www\.opengis\.net/def/crs/ogc/[0-9.]+/)?(crs84))$`)

func parseCRS(name, field string) (crs, error) {
	m := crsForms.FindStringSubmatch(strings.TrimSpace(name))
	switch {
	case m == nil:
		return "", plans.Refuse("unknown-crs", field, fmt.Sprintf("%q is not a coordinate system that is taken here.", shorten(name)),
			"Use EPSG:4326 (longitude, latitude), which goes without saying, or EPSG:27700 (easting, northing).")
	case m[1] == "27700":
		return metres, nil
	}
	return degrees, nil
}

// crsOf joins what the address and the body say. Saying nothing means degrees.
func crsOf(q query, inBody string) (crs, error) {
	asked, err := q.one("crs")
	if err != nil {
		return "", err
	}
	said := degrees
	if inBody != "" {
		if said, err = parseCRS(inBody, "crs"); err != nil {
			return "", err
		}
	}
	if asked == "" {
		return said, nil
	}
	system, err := parseCRS(asked, "crs")
	if err == nil && inBody != "" && system != said {
		err = plans.Refuse("crs-disagree", "crs", fmt.Sprintf("The address says %s, the body's crs member says %s.", system, said), "Leave one of the two out.")
	}
	return system, err
}
