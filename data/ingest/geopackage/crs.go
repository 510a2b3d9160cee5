package geopackage

import (
	"regexp"
	"strconv"
	"strings"

	"terrier/plans/intake"
)

// readCRS gives the coordinate system that a srs_id stands for: as authority and code where it has one that is known or no other
// name, else by the name in its definition. "" where the file leaves it open.
func readCRS(d *database, all tables, id int64) (string, error) {
	if id <= 0 || !all.has("gpkg_spatial_ref_sys") { // -1 and 0: undefined, as a plane and as a globe
		return "", nil
	}
	var found bool
	var organisation, name, definition string
	var code int64
	err := d.ask(func(s *statement) {
		organisation, code, definition, name, found = s.text(0), s.integer(1), s.text(2), s.text(3), true
	}, `SELECT organization, organization_coordsys_id, definition, srs_name FROM main.gpkg_spatial_ref_sys WHERE srs_id = ?1 LIMIT 1`, id)
	if err != nil || !found {
		return "", err
	}
	return nameCRS(organisation, code, name, definition), nil
}

// nameCRS chooses among what an entry says the first that is known, so that a plane with heights, whose code is another, is known
// by the name of the plane.
func nameCRS(organisation string, code int64, name, definition string) string {
	organisation, name = strings.TrimSpace(organisation), strings.TrimSpace(name)
	var byCode string
	switch strings.ToUpper(organisation) {
	case "", "NONE", "CUSTOM", "USER":
	default:
		byCode = organisation + ":" + strconv.FormatInt(code, 10)
	}
	plane, globe := namedIn(planes, definition), namedIn(globes, definition)
	switch {
	case isKnown(byCode):
		return byCode
	case plane != "":
		globe = ""
		if crs, ok := intake.ParseCRS(plane); ok && crs != intake.WGS84 {
			return plane
		}
		if _, projection, ok := strings.Cut(plane, " / "); ok { // the words before it name the globe, and would be taken for it
			plane = projection
		}
	case globe != "":
		if crs, _ := intake.ParseCRS(globe); crs == intake.WGS84 {
			return globe
		}
		globe += " (longitude and latitude)" // OSGB 1936 alone would be taken for the grid
	case isKnown(name):
		return name
	}
	for _, said := range []string{byCode, plane, globe, name} {
		if said != "" && !strings.HasPrefix(strings.ToLower(said), "undefined") && said != "unnamed" && said != "unknown" {
			return said
		}
	}
	return ""
}

func isKnown(name string) bool {
	_, ok := intake.ParseCRS(name)
	return ok
}

// The words that well-known text (OGC 01-009 and 18-010r7) begins the two kinds of system with; a plane's names its globe too.
var (
	planes = regexp.MustCompile(`(?i)\b(?:PROJCS|PROJCRS|PROJECTEDCRS)\s*[\[(]\s*"([^"]+)"`)
	globes = regexp.MustCompile(`(?i)\b(?:GEOGCS|GEOGCRS|GEOGRAPHICCRS|GEODCRS|GEODETICCRS)\s*[\[(]\s*"([^"]+)"`)
)

func namedIn(kind *regexp.Regexp, definition string) string {
	if m := kind.FindStringSubmatch(definition); m != nil {
		return strings.TrimSpace(m[1])
	}
	return ""
}
