package basemap

import (
	"strings"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// class is how features of one class are drawn.
type class struct {
	kind string
	zoom int
}

// roads by the product's classes. Motorways show first; the streets of a town when it fills the screen; drives and back lanes last.
var roads = map[string]class{
	"motorway": {"main", 7}, "primaryroad": {"main", 8}, "aroad": {"main", 9}, "broad": {"main", 11},
	"minorroad": {"minor", 12}, "localroad": {"minor", 13}, "localaccessroad": {"minor", 14}, "restrictedlocalaccessroad": {"minor", 14},
	"sharedusecarriageway": {"minor", 14}, "guidedbuswaycarriageway": {"minor", 14},
}

// tracks of railways.
var tracks = map[string]class{"multitrack": {"rail", 9}, "singletrack": {"rail", 10}, "narrowgauge": {"rail", 12}}

// places by what they name, and within that by the height of the letters that Ordnance Survey proposes, which goes by the size of
// what is named. The style knows no names of hills: they are written as those of moors.
var places = map[string]map[string]class{
	"populatedplace":   {"large": {"town", 8}, "medium": {"village", 11}, "small": {"hamlet", 12}},
	"hydrography":      {"large": {"water", 10}, "medium": {"water", 12}, "small": {"water", 14}},
	"woodlandorforest": {"large": {"wood", 11}, "medium": {"wood", 13}, "small": {"wood", 14}},
	"landcover":        {"large": {"moor", 11}, "medium": {"moor", 13}, "small": {"moor", 14}},
	"landform":         {"large": {"moor", 11}, "medium": {"moor", 13}, "small": {"moor", 14}},
}

// settlements are classes of OS Open Names and OS Open Zoomstack, for files whose places were taken from there.
var settlements = map[string]class{
	"capital": {"city", 6}, "city": {"city", 6}, "town": {"town", 8}, "suburbanarea": {"suburb", 11}, "village": {"village", 10},
	"hamlet": {"hamlet", 12}, "othersettlement": {"hamlet", 13}, "smallsettlements": {"hamlet", 13},
}

// themes of important buildings; those that are none of these are "public".
var themes = map[string]string{"retail": "shop", "religiousbuildings": "religious", "airtransport": "transport", "roadtransport": "transport", "watertransport": "transport"}

// codes name the class of features that have only their code, as Ordnance Survey's style sheets do.
var codes = map[string]string{
	"15710": "motorway", "15719": "motorway", "15723": "primaryroad", "15735": "primaryroad", "15729": "aroad", "15739": "aroad", "15743": "broad", "15749": "broad",
	"15750": "minorroad", "15759": "minorroad", "15760": "localroad", "15761": "localaccessroad", "15762": "restrictedlocalaccessroad",
	"15790": "sharedusecarriageway", "15797": "guidedbuswaycarriageway",
	"15300": "multitrack", "15301": "singletrack", "15302": "narrowgauge",
	"15018": "airtransport", "15021": "roadtransport", "15022": "watertransport", "15025": "religiousbuildings", "15026": "retail",
}

// folded is the class of a feature, or else that of its code, in small letters. Two carriageways drawn as one count as the road.
func (r Row) folded(class string) string {
	if class = plans.Fold(strings.TrimSuffix(strings.TrimSpace(class), ", Collapsed Dual Carriageway")); class != "" {
		return class
	}
	return codes[strings.TrimSpace(r.Code)]
}

func drawWood(_ Row, g orb.Geometry) (Feature, bool) {
	return Feature{Layer: "green", Kind: "wood", MinZoom: zoomOfArea(g, 6, 14)}, true
}

func drawSea(_ Row, g orb.Geometry) (Feature, bool) {
	return Feature{Layer: "water", Kind: "sea", MinZoom: zoomOfArea(g, 5, 14)}, true
}

func drawWater(_ Row, g orb.Geometry) (Feature, bool) {
	return Feature{Layer: "water", Kind: "lake", MinZoom: zoomOfArea(g, 6, 14)}, true
}

func drawStream(_ Row, g orb.Geometry) (Feature, bool) {
	return Feature{Layer: "water", Kind: "stream", MinZoom: zoomOfLength(g, 11, 13)}, true
}

func drawBuilding(_ Row, g orb.Geometry) (Feature, bool) {
	return Feature{Layer: "building", Kind: "building", MinZoom: zoomOfArea(g, 13, 14)}, true
}

func drawGlasshouse(_ Row, g orb.Geometry) (Feature, bool) {
	return Feature{Layer: "building", Kind: "glasshouse", MinZoom: zoomOfArea(g, 13, 14)}, true
}

// drawImportant draws outlines that Building has as well: the two lie on each other and are seen as one.
func drawImportant(r Row, g orb.Geometry) (Feature, bool) {
	kind, ok := themes[r.folded(r.Theme)]
	if !ok {
		kind = "public"
	}
	return Feature{Layer: "building", Kind: kind, MinZoom: zoomOfArea(g, 13, 14)}, true
}

// drawRoad names a road by its own name, and one that has none by its number.
func drawRoad(r Row, _ orb.Geometry) (Feature, bool) {
	c, known := roads[r.folded(r.Class)]
	if !known {
		c = class{"minor", 14}
	}
	name := r.name()
	if name == "" {
		name = clean(r.Number)
	}
	return Feature{Layer: "road", Kind: c.kind, Name: name, MinZoom: c.zoom}, known
}

func drawTrack(r Row, _ orb.Geometry) (Feature, bool) {
	c, known := tracks[r.folded(r.Class)]
	if !known {
		c = class{"rail", 12}
	}
	return Feature{Layer: "rail", Kind: c.kind, MinZoom: c.zoom}, known
}

// drawStation tells a station from the place that it is called after.
func drawStation(r Row, _ orb.Geometry) (Feature, bool) {
	name := r.name()
	if name != "" && !saysStation.MatchString(name) {
		name += " station"
	}
	return Feature{Layer: "label", Kind: "station", Name: name, MinZoom: 13}, true
}

func drawPlace(r Row, _ orb.Geometry) (Feature, bool) {
	f := Feature{Layer: "label", Name: r.name()}
	what := r.folded(r.Class)
	c, known := settlements[what]
	if heights, ok := places[what]; ok {
		c, known = heights[plans.Fold(r.Height)], true
		if c == (class{}) {
			c = heights["small"]
		}
	} else if !known {
		c = class{"hamlet", 14}
	}
	f.Kind, f.MinZoom = c.kind, c.zoom
	return f, known
}
