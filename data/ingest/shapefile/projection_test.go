package shapefile_test

import (
	"strings"
	"testing"

	"terrier/data/ingest/shapefile"
	"terrier/plans/intake"
)

// Parts of coordinate systems as programs write them.
const (
	osgb    = `GEOGCS["GCS_OSGB_1936",DATUM["D_OSGB_1936",SPHEROID["Airy_1830",6377563.396,299.3249646]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	osgbOGC = `GEOGCS["OSGB 1936",DATUM["OSGB_1936",SPHEROID["Airy 1830",6377563.396,299.3249646,AUTHORITY["EPSG","7001"]],AUTHORITY["EPSG","6277"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4277"]]`
	wgs     = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`
	grid    = `PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",400000.0],PARAMETER["False_Northing",-100000.0],PARAMETER["Central_Meridian",-2.0],PARAMETER["Scale_Factor",0.9996012717],PARAMETER["Latitude_Of_Origin",49.0]`
	metre   = `,UNIT["Meter",1.0]`
)

func TestProjections(t *testing.T) {
	for name, test := range map[string]struct {
		prj  string
		want intake.CRS
		says string // what it is called, where it is refused
	}{
		"none":                                {"", "", ""},
		"National Grid, ESRI":                 {`PROJCS["British_National_Grid",` + osgb + "," + grid + metre + "]", intake.NationalGrid, ""},
		"National Grid, ESRI with code":       {`PROJCS["British_National_Grid",` + osgb + "," + grid + metre + `,AUTHORITY["EPSG",27700]]`, intake.NationalGrid, ""},
		"National Grid, older ESRI":           {`PROJCS["OSGB_1936_British_National_Grid",` + osgb + "," + grid + metre + "]", intake.NationalGrid, ""},
		"National Grid, MapInfo":              {`PROJCS["British_National_Grid",` + osgb + "," + strings.ReplaceAll(grid, "0.9996012717", "0.999601272") + `,UNIT["Meter",1]]`, intake.NationalGrid, ""},
		"National Grid, OGC":                  {`PROJCS["OSGB36 / British National Grid",` + osgbOGC + `,PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH],AUTHORITY["EPSG","27700"]]`, intake.NationalGrid, ""},
		"National Grid without a name":        {`PROJCS["unnamed",` + osgb + "," + grid + metre + "]", intake.NationalGrid, ""},
		"National Grid with heights, ESRI":    {`PROJCS["British_National_Grid",` + osgb + "," + grid + metre + `],VERTCS["Newlyn",VDATUM["Ordnance_Datum_Newlyn"]]`, intake.NationalGrid, ""},
		"National Grid with heights, OGC":     {`COMPD_CS["OSGB 1936 / British National Grid + ODN height",PROJCS["OSGB 1936 / British National Grid",` + osgbOGC + "," + grid + metre + `],VERT_CS["ODN height",VERT_DATUM["x",2005]],AUTHORITY["EPSG","7405"]]`, intake.NationalGrid, ""},
		"National Grid, version 2":            {`PROJCRS["OSGB36 / British National Grid",BASEGEOGCRS["OSGB36",DATUM["Ordnance Survey of Great Britain 1936",ELLIPSOID["Airy 1830",6377563.396,299.3249646,LENGTHUNIT["metre",1]]],PRIMEM["Greenwich",0,ANGLEUNIT["degree",0.0174532925199433]]],CONVERSION["British National Grid",METHOD["Transverse Mercator"],PARAMETER["Latitude of natural origin",49],PARAMETER["Longitude of natural origin",-2],PARAMETER["Scale factor at natural origin",0.9996012717],PARAMETER["False easting",400000],PARAMETER["False northing",-100000]],CS[Cartesian,2],AXIS["(E)",east,ORDER[1],LENGTHUNIT["metre",1]],AXIS["(N)",north,ORDER[2],LENGTHUNIT["metre",1]]]`, intake.NationalGrid, ""},
		"National Grid, in plain":             {"EPSG:27700", intake.NationalGrid, ""},
		"National Grid over several lines":    {"PROJCS [ \"British_National_Grid\" ,\r\n  " + osgb + ",\r\n  " + grid + metre + "\r\n]\r\n", intake.NationalGrid, ""},
		"WGS 84, ESRI":                        {wgs, intake.WGS84, ""},
		"WGS 84, OGC":                         {`GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]`, intake.WGS84, ""},
		"WGS 84, version 2":                   {`GEOGCRS["WGS 84",ENSEMBLE["World Geodetic System 1984 ensemble",MEMBER["x"],ELLIPSOID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],CS[ellipsoidal,2],AXIS["latitude",north,ANGLEUNIT["degree",0.0174532925199433]],ID["EPSG",4326]]`, intake.WGS84, ""},
		"WGS 84 with heights":                 {strings.Replace(wgs, `"GCS_WGS_1984"`, `"WGS 84"`, 1)[:len(wgs)-7] + `,AUTHORITY["EPSG","4979"]]`, intake.WGS84, ""},
		"WGS 84 without a name":               {strings.Replace(wgs, "GCS_WGS_1984", "unknown", 1), intake.WGS84, ""},
		"ETRS89, ESRI":                        {`GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`, intake.WGS84, ""},
		"ETRS89, OGC":                         {`GEOGCS["ETRS89",DATUM["European_Terrestrial_Reference_System_1989",SPHEROID["GRS 1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4258"]]`, intake.WGS84, ""},
		"Web Mercator, ESRI":                  {`PROJCS["WGS_1984_Web_Mercator_Auxiliary_Sphere",` + wgs + `,PROJECTION["Mercator_Auxiliary_Sphere"],PARAMETER["False_Easting",0.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",0.0],PARAMETER["Standard_Parallel_1",0.0],PARAMETER["Auxiliary_Sphere_Type",0.0],UNIT["Meter",1.0]]`, intake.Mercator, ""},
		"Web Mercator, OGC":                   {`PROJCS["WGS 84 / Pseudo-Mercator",` + wgs + `,PROJECTION["Mercator_1SP"],PARAMETER["central_meridian",0],PARAMETER["scale_factor",1],PARAMETER["false_easting",0],PARAMETER["false_northing",0],UNIT["metre",1],EXTENSION["PROJ4","+proj=merc"],AUTHORITY["EPSG","3857"]]`, intake.Mercator, ""},
		"OSGB36 in degrees, ESRI":             {osgb, "", "GCS_OSGB_1936"},
		"OSGB36 in degrees, OGC":              {osgbOGC, "", "OSGB 1936 (EPSG:4277)"},
		"OSGB36 in degrees, OGC, no code":     {strings.Replace(osgbOGC, `,AUTHORITY["EPSG","4277"]`, "", 1), "", "OSGB 1936"},
		"OSGB36 in degrees under WGS's name":  {strings.Replace(osgb, "GCS_OSGB_1936", "WGS 84", 1), "", "WGS 84"},
		"Irish Grid":                          {`PROJCS["TM65_Irish_Grid",GEOGCS["GCS_TM65",DATUM["D_TM65",SPHEROID["Airy_Modified",6377340.189,299.3249646]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",200000.0],PARAMETER["False_Northing",250000.0],PARAMETER["Central_Meridian",-8.0],PARAMETER["Scale_Factor",1.000035],PARAMETER["Latitude_Of_Origin",53.5],UNIT["Meter",1.0]]`, "", "TM65_Irish_Grid"},
		"UTM 30N":                             {`PROJCS["WGS_1984_UTM_Zone_30N",` + wgs + `,PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["Central_Meridian",-3.0],PARAMETER["Scale_Factor",0.9996],UNIT["Meter",1.0]]`, "", "WGS_1984_UTM_Zone_30N"},
		"UTM 30N, by code":                    {`PROJCS["ETRS89 / UTM zone 30N",` + wgs + `,AUTHORITY["EPSG","25830"]]`, "", "ETRS89 / UTM zone 30N (EPSG:25830)"},
		"true Mercator":                       {`PROJCS["WGS_1984_World_Mercator",` + wgs + `,PROJECTION["Mercator"],PARAMETER["Central_Meridian",0.0],UNIT["Meter",1.0]]`, "", "WGS_1984_World_Mercator"},
		"a projection named by its ellipsoid": {`PROJCS["WGS_1984_Albers",` + wgs + `,PROJECTION["Albers"],UNIT["Meter",1.0]]`, "", "WGS_1984_Albers"},
		"a projection of ETRS89":              {`PROJCS["ETRS_1989_TM_Baltic_1993",` + wgs + `,PROJECTION["Transverse_Mercator"],UNIT["Meter",1.0]]`, "", "ETRS_1989_TM_Baltic_1993"},
		"National Grid in feet":               {`PROJCS["British_National_Grid",` + osgb + "," + grid + `,UNIT["Foot",0.3048]]`, "", "British_National_Grid"},
		"National Grid moved":                 {`PROJCS["British_National_Grid",` + osgb + "," + strings.Replace(grid, "-2.0", "-3.0", 1) + metre + "]", "", "British_National_Grid"},
		"National Grid on another ellipsoid":  {`PROJCS["British_National_Grid",` + wgs + "," + grid + metre + "]", "", "British_National_Grid"},
		"WGS 84 in grads":                     {strings.Replace(wgs, "0.0174532925199433", "0.015707963267949", 1), "", "GCS_WGS_1984"},
		"WGS 84 from Paris":                   {strings.Replace(wgs, `"Greenwich",0.0`, `"Paris",2.33722917`, 1), "", "GCS_WGS_1984"},
		"other degrees":                       {`GEOGCS["NAD83",DATUM["North_American_Datum_1983",SPHEROID["GRS 1980",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4269"]]`, "", "NAD83 (EPSG:4269)"},
		"a drawing's own":                     {`LOCAL_CS["Site grid",UNIT["Meter",1]]`, "", "Site grid"},
		"no name at all":                      {`PROJCS["",UNIT["Meter",1]]`, "", "without a name"},
		"a name with what is no letter":       {"LOCAL_CS[\"Site\x00\xff grid\",UNIT[\"Meter\",1]]", "", "Site \uFFFD grid"},
		"text that breaks off":                {`PROJCS["Irish_Grid",GEOGCS["x"`, "", "Irish_Grid"},
		"text too deep":                       {strings.Repeat("A[", 1000), "", "A["},
	} {
		t.Run(name, func(t *testing.T) {
			shp, _ := shapes(5, ward(0))
			files := []file{{"a.shp", shp}}
			if test.prj != "" {
				files = append(files, file{"a.prj", "\ufeff" + test.prj})
			}
			source, err := shapefile.Open(zipped(t, files...), "")
			if err != nil {
				t.Fatal(err)
			}
			r, err := source.Layers[0].Open()
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = r.Close() }()
			declared := r.CRS()
			crs, ok := intake.ParseCRS(declared)
			if ok != (test.want != "") || ok && crs != test.want {
				t.Errorf("%q is %q", declared, crs)
			}
			if !strings.Contains(declared, test.says) || (declared == "") != (test.prj == "") {
				t.Errorf("called %q, want %q", declared, test.says)
			}
		})
	}
}
