package gpx

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/data/ingest/markup"
	"terrier/data/ingest/row"
	"terrier/plans"
)

func (r *reader) feature(e xml.StartElement) (row.Record, error) {
	rec := row.Record{Line: r.n + 1, Shaped: true}
	r.columns.Begin()
	set := func(name, value string) { r.columns.Set(&rec, name, value) }
	var parts orb.MultiLineString
	if r.element == "wpt" {
		p, problem := position(e)
		if rec.Geometry = p; problem != "" {
			rec.Err = badPosition("The point", problem)
		}
	}
	if r.element == "rte" {
		parts = orb.MultiLineString{nil}
	}
	err := r.dec.Children(func(e xml.StartElement) error {
		switch name := e.Name.Local; {
		case name == "ele":
			rec.Flat = true
		case name == "link":
			return r.link(e, set)
		case name == "url": // GPX 1.0
			text, err := r.dec.Text()
			set("link", text)
			return err
		case name == "urlname":
			text, err := r.dec.Text()
			set("link text", text)
			return err
		case name == "rtept" && r.element == "rte":
			return r.vertex(e, parts, &rec)
		case name == "trkpt" && r.element == "trk": // without a segment: not allowed, but written
			if len(parts) == 0 {
				parts = append(parts, nil)
			}
			return r.vertex(e, parts, &rec)
		case name == "trkseg" && r.element == "trk":
			parts = append(parts, nil)
			return r.dec.Children(func(e xml.StartElement) error {
				if e.Name.Local != "trkpt" {
					return r.dec.Skip()
				}
				return r.vertex(e, parts, &rec)
			})
		}
		return r.dec.Leaves(e.Name.Local, set) // what the standard names, and extensions
	})
	if err != nil {
		if refused, ok := err.(*plans.Error); ok && refused.Code == "truncated-file" {
			err = row.Truncated(r.where())
		}
		return row.Record{}, err
	}
	r.n++
	r.shape(&rec, parts)
	return rec, nil
}

// link reads a link, whose address is an attribute since GPX 1.1.
func (r *reader) link(e xml.StartElement, set func(name, value string)) error {
	href := markup.Attribute(e, "href")
	if href == "" {
		return r.dec.Leaves("link", set)
	}
	set("link", href)
	return r.dec.Children(func(e xml.StartElement) error {
		text, err := r.dec.Text()
		if text != "" {
			set("link "+e.Name.Local, text)
		}
		return err
	})
}

// shape makes one line of the parts that have points.
func (r *reader) shape(rec *row.Record, parts orb.MultiLineString) {
	if r.element == "wpt" {
		if rec.Err != nil {
			rec.Geometry = nil
		}
		return
	}
	var lines orb.MultiLineString
	for _, part := range parts {
		if len(part) > 0 {
			lines = append(lines, part)
		}
	}
	switch {
	case rec.Err != nil:
	case len(lines) == 0:
		rec.Err = plans.Refuse("empty-geometry", "geometry", "The geometry has no points.", "Record it again, or take it out.")
	case len(lines) == 1:
		rec.Geometry = lines[0]
	default:
		rec.Geometry = lines
	}
}

// vertex reads a point of the last part to its end.
func (r *reader) vertex(e xml.StartElement, parts orb.MultiLineString, rec *row.Record) error {
	line := &parts[len(parts)-1]
	p, problem := position(e)
	if problem != "" && rec.Err == nil {
		of := "the route"
		if r.element == "trk" {
			of = fmt.Sprintf("segment %d", len(parts))
		}
		rec.Err = badPosition(fmt.Sprintf("Point %d of %s", len(*line)+1, of), problem)
	}
	*line = append(*line, p)
	return r.dec.Children(func(e xml.StartElement) error {
		if e.Name.Local == "extensions" {
			return r.countBetween()
		}
		rec.Flat = rec.Flat || e.Name.Local == "ele"
		return r.dec.Skip()
	})
}

// countBetween counts the points that Garmin's programs put between those of a route, along the roads that it follows.
func (r *reader) countBetween() error {
	return r.dec.Children(func(e xml.StartElement) error {
		if e.Name.Local == "rpt" {
			r.between++
		}
		return r.countBetween()
	})
}

// position reads the attributes lon and lat, or says what is wrong with one.
func position(e xml.StartElement) (p orb.Point, problem string) {
	for i, name := range []string{"lon", "lat"} {
		text := markup.Attribute(e, name)
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return p, fmt.Sprintf("has no usable %s: %q", name, strings.ToValidUTF8(text[:min(len(text), 40)], ""))
		}
		p[i] = v
	}
	return p, ""
}

func badPosition(what, problem string) *plans.Error {
	return plans.Refuse("bad-coordinates", "geometry", what+" "+problem+".", "Correct it, or record it again.")
}
