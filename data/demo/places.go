package demo

import (
	"fmt"

	"terrier/geo/bng"
	"terrier/plans/place"
)

// places are what can be searched for: postcodes, streets and settlements.
func (m *maker) places() []place.Place {
	asAt := date(2026, 3, 31)
	var all []place.Place
	for _, p := range m.postcodes {
		all = append(all, place.Place{Kind: "postcode", Reference: p.code, Name: p.code, Context: settlements[max(0, p.settlement)].name,
			Point: p.at, AsAt: asAt, SourceCRS: "EPSG:27700"})
	}
	seen := map[string]bool{}
	for k, s := range m.streets {
		context := settlements[s.settlement].name
		if len(s.points) < 2 || seen[s.name+"/"+context] {
			continue
		}
		seen[s.name+"/"+context] = true
		all = append(all, place.Place{Kind: "street", Reference: fmt.Sprintf("HVS%05d", k+1), Name: s.name, NameCy: s.welsh, Context: context,
			Point: middleOf(s.points), AsAt: asAt, SourceCRS: "EPSG:27700"})
	}
	for k, s := range settlements {
		all = append(all, place.Place{Kind: "settlement", Reference: fmt.Sprintf("HVP%03d", k+1), Name: s.name, NameCy: s.welsh, Context: districtName,
			Point: bng.RoundPoint(placeUV(s.heart)), AsAt: asAt, SourceCRS: "EPSG:27700"})
	}
	return all
}
