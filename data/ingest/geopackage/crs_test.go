package geopackage

import (
	"testing"

	"terrier/plans/intake"
)

func TestNameCRS(t *testing.T) {
	const grid = `PROJCS["OSGB 1936 / British National Grid",GEOGCS["OSGB 1936",DATUM["OSGB_1936"]],AUTHORITY["EPSG","27700"]]`
	for name, c := range map[string]struct {
		organisation string
		code         int64
		srs          string
		definition   string
		want         string
		read         intake.CRS // what that is understood as
	}{
		"a code that is known":             {"EPSG", 27700, "OSGB36 / British National Grid", grid, "EPSG:27700", intake.NationalGrid},
		"a code in small letters":          {"epsg", 4326, "WGS 84", `GEOGCS["WGS 84"]`, "epsg:4326", intake.WGS84},
		"a code that is not known":         {"EPSG", 29903, "TM75 / Irish Grid", `PROJCS["TM75 / Irish Grid"]`, "EPSG:29903", ""},
		"a code of its own":                {"NONE", 100001, "", grid, "OSGB 1936 / British National Grid", intake.NationalGrid},
		"a name as ArcGIS has it":          {"ESRI", 999999, "", `PROJCS["British_National_Grid",GEOGCS["GCS_OSGB_1936"]]`, "British_National_Grid", intake.NationalGrid},
		"the newer kind of text":           {"", 0, "", `PROJCRS["OSGB36 / British National Grid",BASEGEOGCRS["OSGB36"]]`, "OSGB36 / British National Grid", intake.NationalGrid},
		"a grid with heights":              {"EPSG", 9999, "", `COMPD_CS["OSGB 1936 / British National Grid + ODN height",` + grid + `,VERT_CS["ODN height"]]`, "OSGB 1936 / British National Grid", intake.NationalGrid},
		"a globe with heights":             {"EPSG", 4979, "", `GEOGCRS["WGS 84",DATUM["World Geodetic System 1984"]]`, "WGS 84", intake.WGS84},
		"a globe of the grid, by code":     {"EPSG", 4277, "OSGB36", `GEOGCS["OSGB 1936"]`, "EPSG:4277", ""},
		"a globe of the grid, without one": {"NONE", 100002, "OSGB36", `GEOGCS["OSGB 1936"]`, "OSGB 1936 (longitude and latitude)", ""},
		"another plane of a known globe":   {"NONE", 100003, "", `PROJCS["WGS 84 / UTM zone 30N",GEOGCS["WGS 84"]]`, "UTM zone 30N", ""},
		"a plane that says WGS 84 first":   {"NONE", 100006, "", `PROJCS["WGS 84 / Equidistant",GEOGCS["WGS 84"]]`, "Equidistant", ""},
		"the plane of web maps":            {"NONE", 100007, "", `PROJCS["WGS 84 / Pseudo-Mercator",GEOGCS["WGS 84"]]`, "WGS 84 / Pseudo-Mercator", intake.Mercator},
		"a plane without a name":           {"NONE", 100004, "our grid", `PROJCS["unnamed",GEOGCS["WGS 84"]]`, "our grid", ""},
		"only its name":                    {"NONE", 100005, "British National Grid", "undefined", "British National Grid", intake.NationalGrid},
		"undefined":                        {"NONE", 99999, "Undefined SRS", `LOCAL_CS["Undefined SRS"]`, "", ""},
		"nothing":                          {"", 0, "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := nameCRS(c.organisation, c.code, c.srs, c.definition)
			if read, _ := intake.ParseCRS(got); got != c.want || read != c.read {
				t.Errorf("got %q, read as %q; want %q, %q", got, read, c.want, c.read)
			}
		})
	}
}
