package sheet

import (
	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/tiles/picture/pdf"
)

// nationalGrid is EPSG:27700 as PDF readers want it (OGC 01-009).
const nationalGrid = `PROJCS["OSGB36 / British National Grid",GEOGCS["OSGB36",DATUM["Ordnance_Survey_of_Great_Britain_1936",SPHEROID["Airy 1830",6377563.396,299.3249646]],` +
	`PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",49],PARAMETER["central_meridian",-2],` +
	`PARAMETER["scale_factor",0.9996012717],PARAMETER["false_easting",400000],PARAMETER["false_northing",-100000],UNIT["metre",1]]`

// place is where on Earth the map lies, so that a GIS opens the file in its place; nil where OSTN15 does not reach.
func (p Plan) place() *pdf.Place {
	g := p.Frame.Ground
	place := &pdf.Place{Box: p.Frame.Box, EPSG: 27700, WKT: nationalGrid}
	for i, corner := range []orb.Point{g.Min, {g.Min[0], g.Max[1]}, g.Max, {g.Max[0], g.Min[1]}} {
		lonlat, err := bng.ToWGS84(corner)
		if err != nil {
			return nil
		}
		place.Corners[i] = lonlat
	}
	return place
}
