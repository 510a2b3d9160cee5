package web

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

// exactMapView is the map of the homes that a page counts.
type exactMapView struct {
	Bounds string // "w,s,e,n"; "" lets the map choose
	Area   string // whose outline is drawn above the others; "" for none
	Where  string // which homes, as a query of their tiles
	None   string // why there is no map
}

// mapOf is the map of a question. Its tiles show homes as they stand now, by what their tileset can be filtered by.
func (e exactHomes) mapOf(v visitor, q exactQuestion, areas []areaRow) (exactMapView, error) {
	switch {
	case !q.on.IsZero():
		return exactMapView{None: "A map shows homes as they stand now, so there is none of a past day."}, nil
	case asksOfAge(nil, q.where):
		return exactMapView{None: "A map does not tell homes by their age. Without that choice there is one."}, nil
	}
	view := exactMapView{Where: readableQuery(url.Values(q.where))}
	if len(q.areas) == 1 {
		view.Area = q.areas[0].Area
	}
	b, ok := boundOfAreas(q.areas, areas)
	if !ok {
		var err error
		if b, ok, err = e.extentSeen(v); err != nil {
			return view, err
		}
	}
	if ok {
		view.Bounds = bounds(b)
	}
	return view, nil
}

// boundOfAreas is the box of all of them, WGS 84; ok is false for everywhere.
func boundOfAreas(of []boundary, areas []areaRow) (b orb.Bound, ok bool) {
	for _, one := range of {
		var box orb.Bound
		switch at := slices.IndexFunc(areas, func(a areaRow) bool { return a.Ref == one.Area }); {
		case at >= 0:
			if _, err := fmt.Sscanf(areas[at].Bounds, "%f,%f,%f,%f", &box.Min[0], &box.Min[1], &box.Max[0], &box.Max[1]); err != nil {
				continue
			}
		case one.Shape != nil:
			lonlat, err := bng.TransformWGS84(one.Shape)
			if err != nil {
				continue
			}
			box = lonlat.Bound()
		default:
			continue
		}
		if ok {
			box = box.Union(b)
		}
		b, ok = box, true
	}
	return b, ok
}
