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
	var line track
	if r.element == "wpt" {
		p, problem := position(e)
		if rec.Geometry = p; problem != "" {
			rec.Err = badPosition("The point", problem)
		}
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
			return r.vertex(e, &line, &rec)
		case name == "trkpt" && r.element == "trk": // without a segment: not allowed, but written
			return r.vertex(e, &line, &rec)
		case name == "trkseg" && r.element == "trk":
			line.begin()
			return r.dec.Children(func(e xml.StartElement) error {
				if e.Name.Local != "trkpt" {
					return r.dec.Skip()
				}
				return r.vertex(e, &line, &rec)
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
	if line.pointed {
		r.pointed++
	}
	r.shape(&rec, line.parts)
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

// track gathers the points of one route or track.
type track struct {
	parts   orb.MultiLineString // segments that have points
	segment int                 // number of the one that is being read, 0 before the first
	open    bool                // the last of parts is that one
	pointed bool                // a point has values of its own
}

// begin begins another segment, which gets a part with its first point: a file may have any number of empty ones.
func (t *track) begin() { t.segment, t.open = t.segment+1, false }

// add puts a point to the line that is being read.
func (t *track) add(p orb.Point) {
	if !t.open {
		t.parts, t.open = append(t.parts, nil), true
	}
	last := len(t.parts) - 1
	t.parts[last] = append(t.parts[last], p)
}

// points is how many the line has that is being read.
func (t *track) points() int {
	if !t.open {
		return 0
	}
	return len(t.parts[len(t.parts)-1])
}

// shape makes one line of the parts.
func (r *reader) shape(rec *row.Record, lines orb.MultiLineString) {
	if r.element == "wpt" {
		if rec.Err != nil {
			rec.Geometry = nil
		}
		return
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

// vertex reads a point of the line to its end.
func (r *reader) vertex(e xml.StartElement, line *track, rec *row.Record) error {
	p, problem := position(e)
	if problem != "" && rec.Err == nil {
		of := "the route"
		if r.element == "trk" {
			of = fmt.Sprintf("segment %d", max(1, line.segment))
		}
		rec.Err = badPosition(fmt.Sprintf("Point %d of %s", line.points()+1, of), problem)
	}
	line.add(p)
	return r.dec.Children(func(e xml.StartElement) error {
		if e.Name.Local == "extensions" {
			before := r.between
			err := r.countBetween()
			line.pointed = line.pointed || r.between == before
			return err
		}
		if e.Name.Local == "ele" {
			rec.Flat = true
		} else {
			line.pointed = true
		}
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
