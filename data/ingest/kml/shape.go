package kml

import (
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/markup"
	"terrier/plans"
)

// shapes gathers the geometry of one Placemark. The first thing wrong with it is kept; reading goes on to the Placemark's end.
type shapes struct {
	dec     *markup.Decoder
	found   orb.Collection
	heights bool
	refused *plans.Error

	within    int  // MultiGeometries that are open
	pointwise bool // a track has values for each of its points
}

func (s *shapes) refuse(e *plans.Error) {
	if s.refused == nil {
		s.refused = e
	}
}

// element reads an element that may be a shape; others are passed over.
func (s *shapes) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "Point":
		points, err := s.coordinates("the point")
		if err == nil && len(points) == 1 {
			s.found = append(s.found, points[0])
		} else if err == nil {
			s.count(len(points), "A point has one position")
		}
		return err
	case "LineString", "LinearRing":
		points, err := s.coordinates("the line")
		if err == nil && len(points) == 0 {
			s.count(0, "A line has positions")
		}
		s.found = append(s.found, orb.LineString(points))
		return err
	case "Polygon":
		return s.polygon()
	case "MultiGeometry", "MultiTrack":
		before := len(s.found)
		s.within++
		err := s.dec.Children(s.element)
		if s.within--; err == nil && len(s.found) == before {
			s.count(0, "")
		}
		return err
	case "Track":
		return s.track()
	case "Model":
		s.refuse(plans.Refuse("wrong-geometry", "geometry", "The geometry is a model of a building; a point or an area made of straight edges is wanted.", "Export it as Point, Polygon or MultiPolygon."))
	}
	return s.dec.Skip()
}

func (s *shapes) count(n int, wanted string) {
	if n == 0 {
		what := "The geometry"
		if s.within > 0 {
			what = fmt.Sprintf("Part %d of the geometry", len(s.found)+1)
		}
		s.refuse(plans.Refuse("empty-geometry", "geometry", what+" has no points.", "Draw it again, or take the row out."))
		return
	}
	s.refuse(plans.Refuse("bad-coordinates", "geometry", fmt.Sprintf("%s, but %d are given.", wanted, n), "Correct it where it was drawn, and export it again."))
}

func (s *shapes) polygon() error {
	var outer, inner []orb.Ring
	ring := func(into *[]orb.Ring) error {
		return s.dec.Children(func(e xml.StartElement) error {
			if e.Name.Local != "LinearRing" {
				return s.dec.Skip()
			}
			at := fmt.Sprintf("ring %d", len(outer)+len(inner)+1)
			if len(s.found) > 0 {
				at = fmt.Sprintf("part %d, %s", len(s.found)+1, at)
			}
			points, err := s.coordinates(at)
			*into = append(*into, points)
			return err
		})
	}
	err := s.dec.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "outerBoundaryIs":
			return ring(&outer)
		case "innerBoundaryIs":
			return ring(&inner)
		}
		return s.dec.Skip()
	})
	if err != nil {
		return err
	}
	if len(outer) == 0 || len(outer[0]) == 0 {
		s.count(0, "")
		return nil
	}
	s.found = append(s.found, orb.Polygon(append(outer[:1:1], inner...)))
	for _, more := range outer[1:] { // not allowed, but written
		s.found = append(s.found, orb.Polygon{more})
	}
	return nil
}

// track reads the positions of a gx:Track, each an element of its own with blanks between the numbers, or an empty one where the
// satellites were lost (KML 2.2 extensions, gx:coord).
func (s *shapes) track() error {
	all := positions{of: "the track"}
	err := s.dec.Children(func(e xml.StartElement) error {
		if e.Name.Local != "coord" {
			if e.Name.Local == "when" || e.Name.Local == "angles" || e.Name.Local == "ExtendedData" {
				s.pointwise = true
			}
			return s.dec.Skip()
		}
		text, err := s.dec.Text()
		if numbers := strings.Fields(text); err == nil && len(numbers) > 0 {
			all.add(strings.Join(numbers, ","))
			all.flush()
		}
		return err
	})
	if err == nil && len(all.points) == 0 {
		s.count(0, "")
	}
	s.found = append(s.found, orb.LineString(s.take(&all)))
	return err
}

// coordinates reads the positions within the element that has just begun, which messages call of.
func (s *shapes) coordinates(of string) (points []orb.Point, err error) {
	all := positions{of: of}
	err = s.dec.Children(func(e xml.StartElement) error {
		if e.Name.Local != "coordinates" {
			return s.dec.Skip()
		}
		return s.dec.ChildrenAndText(func(xml.StartElement) error { return s.dec.Skip() }, all.read)
	})
	return s.take(&all), err
}

// take ends the reading of positions.
func (s *shapes) take(all *positions) []orb.Point {
	all.end()
	s.heights = s.heights || all.heights
	if all.err != nil {
		s.refuse(all.err)
	}
	return all.points
}

// whole is the Placemark's geometry: its only shape, or all of them as one of several parts.
func (s *shapes) whole() (orb.Geometry, *plans.Error) {
	if s.refused != nil || len(s.found) == 0 {
		return nil, s.refused
	}
	if len(s.found) == 1 {
		return s.found[0], nil
	}
	var points orb.MultiPoint
	var lines orb.MultiLineString
	var areas orb.MultiPolygon
	for _, g := range s.found {
		switch g := g.(type) {
		case orb.Point:
			points = append(points, g)
		case orb.LineString:
			lines = append(lines, g)
		case orb.Polygon:
			areas = append(areas, g)
		}
	}
	switch len(s.found) {
	case len(points):
		return points, nil
	case len(lines):
		return lines, nil
	case len(areas):
		return areas, nil
	}
	return s.found, nil
}
