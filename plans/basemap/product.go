package basemap

import (
	"path"
	"regexp"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// OS OpenMap Local is Ordnance Survey's open map of streets: a zipped Shapefile for each square of 100 km ("opmplc_essh_sj.zip"),
// with one file a layer, or one GeoPackage of Great Britain ("opmplc_gb.gpkg"). What its layers, fields, codes and classes are
// called is in its technical specification (https://docs.os.uk/os-downloads, OS OpenMap - Local: feature types, code lists) and in
// Ordnance Survey's own style sheets, which know the layers and fields of the GeoPackage from before and after April 2023
// (https://github.com/OrdnanceSurvey/OS-OpenMap-Local-stylesheets).

// Form is the kind of shape that a layer of a product has.
type Form int

// The forms.
const (
	Points Form = iota + 1
	Lines
	Areas
)

// Product is one layer of OS OpenMap Local.
type Product struct {
	Name string // as the specification writes it: "SurfaceWater_Area"
	Form Form
	draw func(Row, orb.Geometry) (Feature, bool) // nil: no part of our map
}

// Products are the layers of OS OpenMap Local: those that are drawn in the order in which they are, then the others.
var Products = []Product{
	{"Woodland", Areas, drawWood},
	{"TidalWater", Areas, drawSea},
	{"SurfaceWater_Area", Areas, drawWater},
	{"SurfaceWater_Line", Lines, drawStream},
	{"Building", Areas, drawBuilding},
	{"Glasshouse", Areas, drawGlasshouse},
	{"ImportantBuilding", Areas, drawImportant},
	{"Road", Lines, drawRoad},
	{"RailwayTrack", Lines, drawTrack},
	{"RailwayStation", Points, drawStation},
	{"NamedPlace", Points, drawPlace},

	{"CarChargingPoint", Points, nil},
	{"ElectricityTransmissionLine", Lines, nil},
	{"Foreshore", Areas, nil}, // land between high and low water
	{"FunctionalSite", Areas, nil},
	{"MotorwayJunction", Points, nil},
	{"RailwayTunnel", Lines, nil}, // below the ground, as roads in tunnels
	{"RoadTunnel", Lines, nil},
	{"Roundabout", Points, nil},   // those too small to be drawn as roads
	{"TidalBoundary", Lines, nil}, // the edge of TidalWater
}

// Drawn is true of layers that become part of our map.
func (p Product) Drawn() bool { return p.draw != nil }

// square is the 100 km square of the National Grid that stands before the name of each file of a Shapefile.
var square = regexp.MustCompile(`^[HNOST][A-HJ-Z]_`)

// FindProduct finds the layer that a file calls by a name: "SJ_Building", "data/SJ/SJ_Building", "building" or "surface_water_area".
func FindProduct(name string) (p Product, ok bool) {
	folded := plans.Fold(square.ReplaceAllString(path.Base(name), ""))
	for _, p := range Products {
		if plans.Fold(p.Name) == folded {
			return p, true
		}
	}
	return Product{}, false
}

// Row is what a feature of the product says of itself, in the order of Fields.
type Row struct {
	Code, Class, Name, HTMLName, Number, Height, Theme string
}

// Fields are the names of the values of a Row, folded as plans.Fold does: of each first that of the GeoPackage, then that of the
// Shapefile, which has ten letters. Of the whole product only Code stands in every layer.
var Fields = [...][]string{
	{"featurecode", "featcode"},
	{"classification", "classifica"},
	{"distinctivename", "distname"},
	{"htmlname"}, // of Shapefiles
	{"roadnumber"},
	{"fontheight"},
	{"buildingtheme", "buildgthem"},
}

// RowOf makes a Row of values in the order of Fields.
func RowOf(v [len(Fields)]string) Row {
	return Row{Code: v[0], Class: v[1], Name: v[2], HTMLName: v[3], Number: v[4], Height: v[5], Theme: v[6]}
}

// Draw says how a feature is drawn. Its shape is in EPSG:27700 to the millimetre and of the layer's form. known is false where the
// product's class is none of those that are known here: the feature is then drawn as the least of its kind. A label without a name
// is refused.
func (p Product) Draw(r Row, shape orb.Geometry) (f Feature, known bool, err error) {
	f, known = p.draw(r, shape)
	f.Shape = shape
	if f.Layer == "label" && f.Name == "" {
		return Feature{}, true, plans.Refuse("missing-name", "name", "There is a place for a name, but no name.", "Take the feature out, or fill its name in.")
	}
	if len([]rune(f.Name)) > mostLetters {
		return Feature{}, true, plans.Refuse("name-too-long", "name", "The name is longer than 300 letters.", "Shorten it.")
	}
	return f, known, nil
}

// mostLetters a name may have; the specification allows 100 for the longest, those of roads 250.
const mostLetters = 300
