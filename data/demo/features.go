package demo

import (
	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans/basemap"
)

// features are what is drawn under the registers, each from the zoom at which it can be told apart.
func (m *maker) features() []basemap.Feature {
	var all []basemap.Feature
	add := func(layer, kind, name, welsh string, zoom int, shape orb.Geometry) {
		all = append(all, basemap.Feature{Layer: layer, Kind: kind, Name: name, NameCy: welsh, MinZoom: zoom, Shape: shape})
	}
	for _, g := range m.greens {
		add("green", g.kind, g.name, "", g.minZoom, orb.Polygon{ringOf(g.outline)})
	}
	add("water", "river", riverName, "", 6, river())
	add("water", "river", riverName, "", 6, riverCourse())
	for _, b := range m.becks {
		add("water", "stream", b.name, "", 11, orb.LineString(b.points))
	}
	for _, p := range m.ponds {
		add("water", "pond", "", "", 12, orb.Polygon{ringOf(p)})
	}
	for _, b := range m.houses.all {
		kind := b.kind
		if kind == "flats" || kind == "house" || kind == "farm" {
			kind = "residential"
		}
		add("building", kind, "", "", 14, orb.Polygon{ringOf(b.corners)})
	}
	for _, kind := range []string{"minor", "main"} {
		for _, s := range m.streets {
			if s.kind == kind && len(s.points) > 1 {
				add("road", s.kind, s.name, s.welsh, s.minZoom, orb.LineString(s.points))
			}
		}
	}
	add("rail", "rail", "Hollin Valley line", "", 9, railway())
	return append(all, m.labels()...)
}

func riverCourse() orb.LineString {
	var points line
	for x := frameWest; x <= frameEast; x += stride(x) {
		points = append(points, ground(x, riverY(x)))
	}
	return orb.LineString(whole(points))
}

// labels name settlements, the quarters of the town, larger greens and the station.
func (m *maker) labels() []basemap.Feature {
	var all []basemap.Feature
	add := func(kind, name, welsh string, zoom int, at orb.Point) {
		all = append(all, basemap.Feature{Layer: "label", Kind: kind, Name: name, NameCy: welsh, MinZoom: zoom, Shape: bng.RoundPoint(at)})
	}
	for _, s := range settlements {
		add(s.kind, s.name, s.welsh, map[string]int{"town": 6, "village": 10, "hamlet": 12}[s.kind], placeUV(s.heart))
	}
	carried := map[string]bool{"Hollin Vale": true, "Prospect": true, "Cinder Moor": true, "Market": true} // by an area, a park, the town
	for _, q := range partsOfTown {
		if !carried[q.name] {
			add("quarter", q.name, "", 13, placeUV(q.heart))
		}
	}
	named := map[string]bool{}
	for _, g := range m.greens {
		if g.name == "" || named[g.name] {
			continue
		}
		named[g.name] = true
		zoom := map[string]int{"park": 14, "wood": 13}[g.kind]
		if zoom == 0 {
			zoom = 15
		}
		add(g.kind, g.name, "", zoom, centreOf(g.outline))
	}
	add("station", townName+" station", "", 13, ground(stationX, railY(stationX)))
	return all
}

// stationX is where on the railway the station lies, between Station Lane and the river.
const stationX = 690
