package web

import (
	"github.com/go-chi/chi/v5"
	"github.com/paulmach/orb"
)

// ReadBoundary reads and judges a body as POST /homes/summary does, in degrees or metres.
func ReadBoundary(body []byte, inMetres bool) (onGrid orb.MultiPolygon, err error) {
	given, name, err := readShape(body)
	if err != nil {
		return nil, err
	}
	system := degrees
	if inMetres {
		system = metres
	}
	if name != "" {
		if system, err = parseCRS(name, "crs"); err != nil {
			return nil, err
		}
	}
	b, err := fromShape(given, system)
	return b.Shape, err
}

// ProblemOf is what an error is told as.
func ProblemOf(err error) Problem { return problemOf(err) }

// What pages and files write numbers, shares and cells with.
var (
	SafeCell    = safeCell
	Thousands   = thousands
	Percent     = percent
	Hectares    = hectares
	PerimeterKm = perimeterKm
	Pounds      = pounds
	AreaTitle   = areaTitle
	LongDate    = longDate
)

// Polygons reads the coordinates of a MultiPolygon in one pass. ok is false where encoding/json has to.
func Polygons(coordinates string) (all [][][][]float64, ok bool) {
	n := numbers{text: []byte(coordinates)}
	all, ok = n.polygons()
	return all, ok && n.end()
}

// Routes are those of a site, Asks the table of what each asks, and IsPrivate says which are for somebody.
func Routes(c Config) chi.Routes {
	s := newSite(c)
	return s.routes(s.tileRoutes())
}

var (
	Asks      = asks
	IsPrivate = isPrivate
)
