package kml

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/markup"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// shapes gathers the geometry of one Placemark. The first thing wrong with it is kept; reading goes on to the Placemark's end.
type shapes struct {
	dec     *markup.Decoder
	found   orb.Collection
	heights bool
	refused *plans.Error
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
		points, err := s.coordinates()
		if err == nil && len(points) == 1 {
			s.found = append(s.found, points[0])
		} else if err == nil {
			s.count(len(points), "A point has one position")
		}
		return err
	case "LineString", "LinearRing":
		points, err := s.coordinates()
		if err == nil && len(points) == 0 {
			s.count(0, "A line has positions")
		}
		s.found = append(s.found, orb.LineString(points))
		return err
	case "Polygon":
		return s.polygon()
	case "MultiGeometry":
		return s.dec.Children(s.element)
	case "MultiTrack":
		return s.dec.Children(s.element)
	case "Track":
		return s.track()
	case "Model":
		s.refuse(row.WrongGeometry("a model of a building"))
	}
	return s.dec.Skip()
}

func (s *shapes) count(n int, wanted string) {
	if n == 0 {
		s.refuse(plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Draw it again, or take the row out."))
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
			points, err := s.coordinates()
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

// track reads the positions of a gx:Track, each an element of its own with blanks between the numbers.
func (s *shapes) track() error {
	var line orb.LineString
	err := s.dec.Children(func(e xml.StartElement) error {
		if e.Name.Local != "coord" {
			return s.dec.Skip()
		}
		text, err := s.dec.Text()
		if err == nil {
			line = append(line, s.position(strings.Fields(text), len(line)+1))
		}
		return err
	})
	if err == nil && len(line) == 0 {
		s.count(0, "")
	}
	s.found = append(s.found, line)
	return err
}

var aroundComma = regexp.MustCompile(`\s*,\s*`)

// coordinates reads the positions within the element that has just begun.
func (s *shapes) coordinates() (points []orb.Point, err error) {
	err = s.dec.Children(func(e xml.StartElement) error {
		if e.Name.Local != "coordinates" {
			return s.dec.Skip()
		}
		text, err := s.dec.Text()
		if err != nil {
			return err
		}
		if strings.Contains(text, ", ") || strings.Contains(text, " ,") { // blanks about commas are not allowed, but written
			text = aroundComma.ReplaceAllString(text, ",")
		}
		for _, tuple := range strings.Fields(text) {
			points = append(points, s.position(strings.Split(strings.Trim(tuple, ","), ","), len(points)+1))
		}
		return nil
	})
	return points, err
}

// position reads longitude, latitude and perhaps a height.
func (s *shapes) position(numbers []string, n int) (p orb.Point) {
	if len(numbers) < 2 {
		s.refuse(plans.Refuse("bad-coordinates", "geometry", fmt.Sprintf("Point %d has one number where longitude and latitude are needed: %q.", n, clip(strings.Join(numbers, ","))), "Correct it where it was drawn, and export it again."))
		return p
	}
	for i := range 2 {
		v, err := strconv.ParseFloat(numbers[i], 64)
		if err != nil {
			s.refuse(plans.Refuse("bad-coordinates", "geometry", fmt.Sprintf("Point %d has a coordinate that is not a number: %q.", n, clip(numbers[i])), "Correct it where it was drawn, and export it again."))
		}
		p[i] = v
	}
	s.heights = s.heights || len(numbers) > 2
	return p
}

func clip(text string) string {
	if len(text) > 40 {
		return strings.ToValidUTF8(text[:40], "") + "…"
	}
	return text
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
