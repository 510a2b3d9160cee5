package style

// openMapTiles draws basemaps in the OpenMapTiles schema (https://openmaptiles.org/schema).
func (p painter) openMapTiles() (under, labels []Layer) {
	main := is("class", "motorway", "trunk", "primary", "secondary")
	minor := is("class", "tertiary", "minor", "service", "street", "residential")
	rail := is("class", "rail", "transit")
	name := "name"
	under = []Layer{
		p.ground("green-cover", "landcover", "green", is("class", "grass", "wood", "forest", "wetland")),
		p.ground("green-use", "landuse", "green", is("class", "cemetery", "pitch", "playground", "recreation_ground", "stadium", "garden")),
		p.ground("green-park", "park", "green", nil),
		p.ground("industry", "landuse", "industry", is("class", "industrial", "commercial", "retail")),
		p.ground("water", "water", "water", nil),
		p.stream("water-line", "waterway", nil),
		p.road("path", "transportation", is("class", "path", "track"), "road-main", 1.2, 14, dashes(1.2, 3, 2)),
		p.road("road-minor-casing", "transportation", minor, "casing", 8, 11, nil),
		p.road("road-main-casing", "transportation", main, "casing", 13, 5, nil),
		p.road("road-minor", "transportation", minor, "road", 6.2, 11, nil),
		p.road("road-main", "transportation", main, "road-main", 10.6, 5, nil),
		p.rail("rail", "transportation", rail, "rail", 2.7, nil),
		p.rail("rail-sleeper", "transportation", rail, "land", 1.3, dashes(1.3, 8, 8)),
		p.buildings("building", nil, "building"),
	}
	labels = []Layer{
		p.alongRoad("road-minor-label", "transportation_name", minor, name, 9.5, 14.2),
		p.alongRoad("road-main-label", "transportation_name", main, name, 11.5, 12.5),
		p.alongWater("water-label", "waterway", name),
		p.waterPoint("water-point-label", "water_name", expression{"==", expression{"geometry-type"}, "Point"}, name),
		p.greenLabel("green-label", "park", expression{"==", expression{"geometry-type"}, "Point"}, name),
		p.placeLabel("hamlet-label", "place", is("class", "hamlet", "quarter", "neighbourhood", "isolated_dwelling"), name, 12, 12),
		p.placeLabel("settlement-label", "place", is("class", "city", "town", "village", "suburb"), name, 15, 5),
	}
	return under, labels
}

// protomaps draws basemaps in the schema of Protomaps, version 4 (https://docs.protomaps.com/basemaps/layers).
func (p painter) protomaps() (under, labels []Layer) {
	main := is("kind", "highway", "major_road")
	minor := is("kind", "minor_road", "medium_road")
	rail := is("kind", "rail")
	name := "name"
	line := expression{"==", expression{"geometry-type"}, "LineString"}
	under = []Layer{
		p.ground("green-cover", "landcover", "green", is("kind", "grassland", "forest", "farmland")),
		p.ground("green-use", "landuse", "green", is("kind", "park", "wood", "forest", "grass", "cemetery", "golf_course", "nature_reserve",
			"recreation_ground", "pitch", "playground", "garden", "allotments", "village_green")),
		p.ground("industry", "landuse", "industry", is("kind", "industrial", "commercial")),
		p.ground("water", "water", "water", expression{"==", expression{"geometry-type"}, "Polygon"}),
		p.stream("water-line", "water", line),
		p.road("path", "roads", is("kind", "path"), "road-main", 1.2, 14, dashes(1.2, 3, 2)),
		p.road("road-minor-casing", "roads", minor, "casing", 8, 11, nil),
		p.road("road-main-casing", "roads", main, "casing", 13, 5, nil),
		p.road("road-minor", "roads", minor, "road", 6.2, 11, nil),
		p.road("road-main", "roads", main, "road-main", 10.6, 5, nil),
		p.rail("rail", "roads", rail, "rail", 2.7, nil),
		p.rail("rail-sleeper", "roads", rail, "land", 1.3, dashes(1.3, 8, 8)),
		p.buildings("building", nil, "building"),
	}
	under[len(under)-1].SourceLayer = "buildings"
	labels = []Layer{
		p.alongRoad("road-minor-label", "roads", minor, name, 9.5, 14.2),
		p.alongRoad("road-main-label", "roads", main, name, 11.5, 12.5),
		p.alongWater("water-label", "water", name),
		p.waterPoint("water-point-label", "water", expression{"==", expression{"geometry-type"}, "Point"}, name),
		p.greenLabel("green-label", "pois", is("kind", "park", "nature_reserve", "garden", "cemetery"), name),
		p.placeLabel("hamlet-label", "places", is("kind", "neighbourhood", "macrohood"), name, 12, 12),
		p.placeLabel("settlement-label", "places", is("kind", "locality"), name, 15, 5),
	}
	return under, labels
}
