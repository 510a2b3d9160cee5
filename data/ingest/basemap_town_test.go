package ingest_test

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// openMap is a file of OS OpenMap Local before it is written: its layers in the order of the product, with fields called as in the
// Shapefile and as in the GeoPackage.
type openMap struct{ layers []openLayer }

type openLayer struct {
	name, table string // "SE_" + name in the Shapefile, table in the GeoPackage
	form        string // POINT, LINESTRING or POLYGON
	z           bool   // heights of 0 are written too, as Ordnance Survey does
	fields      []openField
	rows        []openRow
}

type openField struct {
	short, long string // FEATCODE, feature_code
	number      bool
}

type openRow struct {
	shape  orb.Geometry // nil for none
	values []string
}

var (
	fieldID     = openField{"ID", "id", false}
	fieldCode   = openField{"FEATCODE", "feature_code", true}
	fieldClass  = openField{"CLASSIFICA", "classification", false}
	fieldName   = openField{"DISTNAME", "distinctive_name", false}
	fieldHTML   = openField{"HTMLNAME", "html_name", false}
	fieldNumber = openField{"ROADNUMBER", "road_number", false}
	fieldLevel  = openField{"DRAWLEVEL", "draw_level", false}
	fieldOver   = openField{"OVERRIDE", "override", false}
	fieldHeight = openField{"FONTHEIGHT", "font_height", false}
	fieldTurn   = openField{"ORIENTATIO", "text_orientation", true}
	fieldTheme  = openField{"BUILDGTHEM", "building_theme", false}
	fieldSite   = openField{"SITETHEME", "site_theme", false}
)

// onGround is a place in the invented town of Thrupp Cross, in metres from its south-western corner.
func onGround(x, y float64) orb.Point { return orb.Point{434000 + x, 436000 + y} }

func wayOf(points ...float64) orb.LineString {
	line := make(orb.LineString, 0, len(points)/2)
	for i := 0; i+1 < len(points); i += 2 {
		line = append(line, onGround(points[i], points[i+1]))
	}
	return line
}

func ringOf(points ...float64) orb.Ring { r := orb.Ring(wayOf(points...)); return append(r, r[0]) }

func blockOf(x, y, w, h float64) orb.Polygon {
	return orb.Polygon{ringOf(x, y, x+w, y, x+w, y+h, x, y+h)}
}

// blobOf is a round outline that is not quite a circle.
func blobOf(x, y, r float64) orb.Ring {
	var points []float64
	for i := range 36 {
		turn := float64(i) * math.Pi / 18
		wide := r * (1 + .13*math.Sin(3*turn) + .07*math.Cos(5*turn))
		points = append(points, x+wide*math.Cos(turn), y+wide*math.Sin(turn))
	}
	return ringOf(points...)
}

// thruppCross is a small town with a feature of each kind, and of each fault.
func thruppCross() *openMap {
	m := &openMap{}
	m.add("Building", "building", "POLYGON", true, []openField{fieldID, fieldCode}, townHouses()...)
	m.add("CarChargingPoint", "car_charging_point", "POINT", false, []openField{fieldID, fieldCode}, m.row(onGround(700, 900), "15003"))
	m.add("FunctionalSite", "functional_site", "POLYGON", true, []openField{fieldID, fieldCode, fieldName, fieldSite, fieldClass},
		m.row(blockOf(420, 420, 130, 110), "15810", "Thrupp Cross Primary School", "Education", "Primary Education"))
	m.add("Glasshouse", "glasshouse", "POLYGON", true, []openField{fieldID, fieldCode})
	m.add("ImportantBuilding", "important_building", "POLYGON", true, []openField{fieldID, fieldCode, fieldName, fieldTheme, fieldClass},
		m.row(blockOf(450, 450, 60, 30), "15019", "Thrupp Cross Primary School", "Education", "Primary Education"),
		m.row(orb.MultiPolygon{blockOf(610, 640, 14, 34), blockOf(600, 650, 8, 12)}, "15025", "St Oswin's", "Religious Buildings", "Place Of Worship"),
		m.row(blockOf(720, 585, 45, 28), "15026", "Post Office", "Retail", "Post Office"),
		m.row(blockOf(860, 1010, 60, 18), "15021", "Thrupp Cross Bus Station", "Road Transport", "Bus Station"))
	m.add("MotorwayJunction", "motorway_junction", "POINT", false, []openField{fieldID, fieldCode, {"JUNCTNUM", "junction_number", false}}, m.row(onGround(1900, 1500), "15796", "M98 J4"))
	m.add("NamedPlace", "named_place", "POINT", false, []openField{fieldID, fieldCode, fieldName, fieldHTML, fieldClass, fieldHeight, fieldTurn}, m.names()...)
	m.add("RailwayStation", "railway_station", "POINT", false, []openField{fieldID, fieldCode, fieldName, fieldClass},
		m.row(onGround(900, 1045), "15422", "Thrupp Cross", "Railway Station"), m.row(onGround(1500, 1045), "15420", "Mill Lane Tram Stop", "Light Rapid Transit Station"))
	m.add("RailwayTrack", "railway_track", "LINESTRING", true, []openField{fieldID, fieldCode, fieldClass},
		m.row(wayOf(-900, 980, 300, 1030, 900, 1050, 1600, 1045, 2600, 1100), "15300", "Multi Track"), m.row(wayOf(900, 1050, 1100, 1200, 1150, 1700), "15301", "Single Track"),
		m.row(wayOf(150, 700, 260, 840, 300, 1020), "15302", "Narrow Gauge"))
	m.add("Road", "road", "LINESTRING", true, []openField{fieldID, fieldCode, fieldName, fieldNumber, fieldClass, fieldLevel, fieldOver}, m.roads()...)
	m.add("RoadTunnel", "road_tunnel", "LINESTRING", true, []openField{fieldID, fieldCode}, m.row(wayOf(1700, 1400, 1760, 1440), "15792"))
	m.add("SurfaceWater_Area", "surface_water_area", "POLYGON", true, []openField{fieldID, fieldCode}, m.row(townRiver(), "15609"), m.row(orb.Polygon{blobOf(1350, 330, 26)}, "15609"))
	m.add("SurfaceWater_Line", "surface_water_line", "LINESTRING", true, []openField{fieldID, fieldCode},
		m.row(wayOf(1300, 1900, 1280, 1500, 1340, 1150, 1330, 800, 1350, 360), "15600"), m.row(orb.MultiLineString{wayOf(60, 1500, 200, 1380), wayOf(230, 1360, 330, 1180)}, "15600"))
	m.add("TidalWater", "tidal_water", "POLYGON", true, []openField{fieldID, fieldCode}, m.row(orb.Polygon{ringOf(2300, -700, 9000, -1200, 9000, 1200, 2600, 300)}, "15608"))
	m.add("Woodland", "woodland", "POLYGON", true, []openField{fieldID, fieldCode},
		m.row(orb.Polygon{blobOf(260, 1650, 260), reversed(blobOf(280, 1640, 60))}, "15999"), m.row(orb.Polygon{blobOf(1500, 520, 34)}, "15999"),
		m.row(orb.Polygon{ringOf(1700, 700, 1800, 800, 1800, 700, 1700, 800)}, "15999"), m.row(nil, "15999"))
	return m
}

func reversed(r orb.Ring) orb.Ring {
	r = append(orb.Ring(nil), r...)
	r.Reverse()
	return r
}

func (m *openMap) add(name, table, form string, z bool, fields []openField, rows ...openRow) {
	for i := range rows {
		rows[i].values = append([]string{fmt.Sprintf("%08X-0000-4000-8000-%012X", len(m.layers)+1, i+1)}, rows[i].values...)
	}
	m.layers = append(m.layers, openLayer{name, table, form, z, fields, rows})
}

func (*openMap) row(shape orb.Geometry, values ...string) openRow { return openRow{shape, values} }

// layer finds one by its name in the product.
func (m *openMap) layer(name string) *openLayer {
	for i := range m.layers {
		if m.layers[i].name == name {
			return &m.layers[i]
		}
	}
	panic(name)
}

// keep makes a map of some of the layers only.
func (m *openMap) keep(names ...string) *openMap {
	kept := &openMap{}
	for _, name := range names {
		kept.layers = append(kept.layers, *m.layer(name))
	}
	return kept
}

func (m *openMap) names() []openRow {
	place := func(x, y float64, name, html, class, height, turn string) openRow {
		code := map[string]string{"Populated Place": "15801", "Landform": "15802", "Woodland Or Forest": "15803", "Hydrography": "15804", "Landcover": "15805"}[class]
		return m.row(onGround(x, y), code, name, html, class, height, turn)
	}
	return []openRow{
		place(700, 600, "Thrupp Cross", "", "Populated Place", "Large", "0"), place(-500, 300, "Nether Thrupp", "", "Populated Place", "Medium", "0"),
		place(1750, 1750, "Coed Ty'n-llwyn / Fold End", "Coed Ty'n-ll<f>&#x0175;</f>yn / Fold End", "Populated Place", "Small", "0"),
		place(260, 1680, "Marl Wood", "", "Woodland Or Forest", "Medium", "0"), place(1500, 100, "River Ash", "", "Hydrography", "Large", "-12"),
		place(1350, 365, "Mill Pond", "", "Hydrography", "Small", "0"), place(2100, 2100, "Thrupp Moor", "", "Landcover", "Large", "0"),
		place(2300, 1300, "Ash Hill", "", "Landform", "Small", "0"), m.row(onGround(900, 1800), "15811", "The Beacon", "", "Antiquity", "Small", "0"),
		place(100, 100, "", "", "Populated Place", "Small", "0"),
	}
}

func (m *openMap) roads() []openRow {
	road := func(line orb.Geometry, code, name, number, class string) openRow {
		return m.row(line, code, name, number, class, "0", "F")
	}
	rows := []openRow{
		road(wayOf(-1000, 1400, 600, 1480, 1900, 1500, 3000, 1700), "15719", "", "M98", "Motorway, Collapsed Dual Carriageway"), road(wayOf(1900, 1500, 1960, 1620), "15710", "", "M98", "Motorway"),
		road(wayOf(-900, 560, 0, 600, 700, 570, 1400, 600, 2200, 560), "15723", "High Street", "A6199", "Primary Road"), road(wayOf(700, 570, 690, 1200, 720, 2200), "15729", "", "A6198", "A Road"),
		road(wayOf(700, 570, 660, 0, 640, -800), "15743", "Bridge Road", "B5200", "B Road"), road(wayOf(1400, 600, 1420, 1045, 1440, 1480), "15750", "Mill Lane", "", "Minor Road"),
		road(orb.MultiLineString{wayOf(0, 600, 20, 300), wayOf(20, 290, 30, 0)}, "15759", "Western Way", "", "Minor Road, Collapsed Dual Carriageway"),
		road(wayOf(600, 640, 600, 700, 660, 700), "15790", "Church Walk", "", "Shared Use Carriageway"), road(wayOf(1000, 1000, 1400, 980), "15797", "", "", "Guided Busway Carriageway"),
		road(wayOf(1200, 480, 1200, 330), "15999", "Drift Lane", "", "Green Lane"), road(wayOf(880, 1000, 880, 1030), "15762", "", "", "Restricted Local Access Road"),
	}
	for i, name := range townStreets {
		y := 210 + 90*float64(i)
		rows = append(rows, road(wayOf(120, y, 640, y+4*float64(i%2)), "15760", name, "", "Local Road"))
	}
	for i, name := range townClosesOff {
		x := 760 + 110*float64(i)
		rows = append(rows, road(wayOf(x, 590, x, 900), "15761", name, "", "Local Access Road"))
	}
	return rows
}

var (
	townStreets   = []string{"Alder Street", "Birch Street", "Cherry Street", "Damson Street", "Elm Street", "Fir Street", "Gorse Street", "Hazel Street"}
	townClosesOff = []string{"Ings Close", "Jay Close", "Kiln Close", "Loom Close", "Malt Close"}
)

// townHouses stand in pairs along the streets; a mill beside the river.
func townHouses() (rows []openRow) {
	house := func(x, y, w, h float64) { rows = append(rows, openRow{blockOf(x, y, w, h), []string{"15014"}}) }
	for i := range townStreets {
		y := 210 + 90*float64(i)
		for x := 130.0; x < 620; x += 21 {
			if y < 560 || y > 610 { // the church and the school
				house(x, y+14, 15, 9.5)
				house(x, y-24, 15, 9.5)
			}
		}
	}
	for i := range townClosesOff {
		x := 760 + 110*float64(i)
		for y := 640.0; y < 890; y += 19 {
			house(x+12, y, 10, 14)
			house(x-22, y, 10, 14)
		}
	}
	house(1300, 240, 90, 42)
	house(1220, 640, 60, 60)
	rows = append(rows, openRow{orb.Polygon{ringOf(1220, 720, 1300, 720, 1300, 800, 1220, 800), reversed(ringOf(1240, 740, 1280, 740, 1280, 780, 1240, 780))}, []string{"15014"}})
	return rows
}

func townRiver() orb.Polygon {
	var north, south []float64
	for x := -900.0; x <= 2500; x += 50 {
		y := 130 + 45*math.Sin(x/260)
		north, south = append(north, x, y+14), append([]float64{x, y - 14}, south...)
	}
	return orb.Polygon{ringOf(append(north, south...)...)}
}
