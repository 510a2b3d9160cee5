package shapefile

import (
	"fmt"
	"math"
	"strings"
	"unicode"

	"terrier/plans"
	"terrier/plans/intake"
)

// systemOf names the coordinate system of a .prj so that [intake.ParseCRS] understands it if it is one of ours, and refuses it by
// its name if it is not. Names alone do not tell: GEOGCS["OSGB 1936"] is longitude and latitude, and a projection may be called
// WGS_1984_Albers.
func systemOf(prj string) string {
	if prj == "" {
		return ""
	}
	n, ok := parseWKT(prj)
	if !ok {
		return oneLine(prj) // other ways to write it, such as EPSG:27700 in plain
	}
	n = horizontal(n)
	name := oneLine(n.text(0))
	crs, said := coded(n)
	switch {
	case crs != intake.UnknownCRS:
		return said
	case isProjected(n):
		crs = projected(n)
	case isGeographic(n):
		crs = geographic(n)
	}
	switch known, ok := intake.ParseCRS(name); {
	case crs == intake.UnknownCRS && said != "":
		return refusedName(fmt.Sprintf("%s (%s)", name, said))
	case crs == intake.UnknownCRS:
		return refusedName(name)
	case ok && known == crs:
		return name
	}
	return string(crs)
}

// oneLine is text fit to be told: without line ends and what is no letter.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}

// refusedName makes sure that the name is not taken for one of ours.
func refusedName(name string) string {
	if name == "" {
		name = "a coordinate system without a name"
	}
	if _, ok := intake.ParseCRS(name); !ok {
		return name
	}
	return name + ", which is neither EPSG:4326 nor EPSG:27700"
}

func isProjected(n node) bool {
	return n.keyword == "PROJCS" || n.keyword == "PROJCRS" || n.keyword == "PROJECTEDCRS"
}

func isGeographic(n node) bool {
	return n.keyword == "GEOGCS" || n.keyword == "GEOGCRS" || n.keyword == "GEODCRS" || n.keyword == "GEODETICCRS" || n.keyword == "GEOGRAPHICCRS"
}

// horizontal is the part that says where on the map, of systems that tell heights or transformations too.
func horizontal(n node) node {
	for range deepest {
		if isProjected(n) || isGeographic(n) {
			return n
		}
		found := false
		for _, p := range n.parts {
			if isProjected(p) || isGeographic(p) || p.keyword == "COMPD_CS" || p.keyword == "COMPOUNDCRS" || p.keyword == "SOURCECRS" {
				n, found = p, true
				break
			}
		}
		if !found {
			return n
		}
	}
	return n
}

// coded is the system by its code in a register, if it has one there, and the code.
func coded(n node) (crs intake.CRS, said string) {
	id, ok := n.part("AUTHORITY", "ID")
	if !ok || id.text(0) == "" || id.text(1) == "" {
		return intake.UnknownCRS, ""
	}
	said = oneLine(id.text(0) + ":" + id.text(1))
	if known, ok := intake.ParseCRS(said); ok {
		crs = known
	}
	return crs, said
}

// projected is the National Grid or Web Mercator if its numbers are theirs.
func projected(n node) intake.CRS {
	base, _ := n.part("GEOGCS", "BASEGEOGCRS", "BASEGEODCRS")
	conversion, ok := n.part("CONVERSION") // version 2 keeps the numbers there
	if !ok {
		conversion = n
	}
	method, _ := conversion.part("PROJECTION", "METHOD")
	numbers := parameters(conversion)
	has := func(name string, value, tolerance float64) bool { return math.Abs(numbers[name]-value) <= tolerance }
	switch m := plans.Fold(method.text(0)); {
	case !inMetres(n) || !fromGreenwich(base):
	case m == "transversemercator" && onAiry(base) &&
		has("latitudeoforigin", 49, 1e-9) && has("centralmeridian", -2, 1e-9) && has("scalefactor", 0.9996012717, 1e-7) &&
		has("falseeasting", 400000, 1e-3) && has("falsenorthing", -100000, 1e-3):
		return intake.NationalGrid
	case (m == "mercatorauxiliarysphere" || m == "popularvisualisationpseudomercator" || m == "mercator1sp" || m == "mercator") && isWeb(n, m) &&
		has("latitudeoforigin", 0, 1e-9) && has("centralmeridian", 0, 1e-9) && has("falseeasting", 0, 1e-3) && has("falsenorthing", 0, 1e-3):
		return intake.Mercator
	}
	return intake.UnknownCRS
}

// isWeb tells Web Mercator, which treats the ellipsoid as a sphere, from the true one.
func isWeb(n node, method string) bool {
	if method == "mercatorauxiliarysphere" || method == "popularvisualisationpseudomercator" {
		return true
	}
	name := plans.Fold(n.text(0))
	return strings.Contains(name, "pseudomercator") || strings.Contains(name, "webmercator")
}

// synonyms of the parameters in the two versions of the text.
var synonyms = map[string]string{
	"latitudeofnaturalorigin": "latitudeoforigin", "latitudeofcenter": "latitudeoforigin", "latitudeofcentre": "latitudeoforigin",
	"longitudeofnaturalorigin": "centralmeridian", "longitudeoforigin": "centralmeridian", "longitudeofcenter": "centralmeridian",
	"scalefactoratnaturalorigin": "scalefactor",
}

func parameters(n node) map[string]float64 {
	numbers := map[string]float64{}
	for _, p := range n.parts {
		name := plans.Fold(p.text(0))
		if s := synonyms[name]; s != "" {
			name = s
		}
		if v, ok := p.number(1); ok && p.keyword == "PARAMETER" {
			numbers[name] = v
		}
	}
	return numbers
}

// geographic is longitude and latitude on WGS 84 or ETRS89, in degrees from Greenwich.
func geographic(n node) intake.CRS {
	datum, _ := n.part("DATUM", "ENSEMBLE")
	known := map[string]bool{"wgs1984": true, "wgs84": true, "worldgeodeticsystem1984": true, "worldgeodeticsystem1984ensemble": true, "etrs1989": true, "etrs89": true,
		"europeanterrestrialreferencesystem1989": true, "europeanterrestrialreferencesystem1989ensemble": true}
	if !known[strings.TrimPrefix(plans.Fold(datum.text(0)), "d")] || !fromGreenwich(n) || !inDegrees(n) {
		return intake.UnknownCRS
	}
	return intake.WGS84
}

// onAiry is true of systems on the ellipsoid of the National Grid, by its longer axis in metres (Airy 1830; Ireland's is another).
func onAiry(geographic node) bool {
	datum, _ := geographic.part("DATUM")
	e, _ := datum.part("SPHEROID", "ELLIPSOID")
	axis, ok := e.number(1)
	return ok && math.Abs(axis-6377563.396) < 0.01
}

func fromGreenwich(geographic node) bool {
	p, ok := geographic.part("PRIMEM", "PRIMEMERIDIAN")
	at, isNumber := p.number(1)
	return !ok || isNumber && math.Abs(at) < 1e-9
}

// inMetres and inDegrees look at the unit that holds for the system, or for its axes. Without one it is what it always is.
func inMetres(n node) bool { return unit(n, 1) }

func inDegrees(n node) bool { return unit(n, math.Pi/180) }

func unit(n node, wanted float64) bool {
	u, ok := n.part("UNIT", "LENGTHUNIT", "ANGLEUNIT")
	if axis, found := n.part("AXIS"); found && !ok {
		u, ok = axis.part("UNIT", "LENGTHUNIT", "ANGLEUNIT")
	}
	size, isNumber := u.number(1)
	return !ok || isNumber && math.Abs(size/wanted-1) < 1e-6
}
