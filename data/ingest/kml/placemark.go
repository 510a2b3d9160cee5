package kml

import (
	"encoding/xml"
	"strings"

	"terrier/data/ingest/markup"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// placemark reads a Placemark to its end.
func (r *reader) placemark(e xml.StartElement) (row.Record, error) {
	rec := row.Record{Line: r.n + 1, Shaped: true}
	r.columns.Begin()
	set := func(name, value string) { r.columns.Set(&rec, name, value) }
	if path := r.folderPath(); path != "" {
		set("folder", path)
	}
	if id := markup.Attribute(e, "id"); id != "" {
		set("kml-id", id)
	}
	declared := r.schemas[e.Name.Local]
	shapes := shapes{dec: r.dec}
	err := r.dec.Children(func(e xml.StartElement) error {
		switch name := e.Name.Local; name {
		case "name", "address", "phoneNumber", "Snippet", "snippet":
			text, err := r.dec.Text()
			set(strings.ToLower(name[:1])+name[1:], text)
			return err
		case "description":
			text, err := r.dec.HTML()
			r.describe(&rec, text)
			return err
		case "ExtendedData", "Metadata":
			return r.extended(&shapes, set)
		case "TimeStamp", "TimeSpan":
			return r.dec.Children(func(e xml.StartElement) error {
				text, err := r.dec.Text()
				set(e.Name.Local, text)
				return err
			})
		case "link":
			set(name, markup.Attribute(e, "href"))
			return r.dec.Skip()
		}
		if declared && !apart[e.Name.Local] {
			return r.dec.Leaves(e.Name.Local, set)
		}
		return shapes.element(e)
	})
	if err != nil {
		return row.Record{}, r.cutOff(err)
	}
	r.n++
	if shapes.pointwise {
		r.pointwise++
	}
	g, refused := shapes.whole()
	rec.Geometry, rec.Flat = g, shapes.heights
	if rec.Err == nil && refused != nil {
		rec.Err, rec.Geometry = refused, nil
	}
	return rec, nil
}

// apart are the elements of a Placemark that are no value where a Schema lets any name be one.
var apart = map[string]bool{
	"Point": true, "LineString": true, "LinearRing": true, "Polygon": true, "MultiGeometry": true, "Track": true, "MultiTrack": true, "Model": true,
	"Style": true, "StyleMap": true, "styleUrl": true, "LookAt": true, "Camera": true, "Region": true, "visibility": true, "open": true, "author": true, "AddressDetails": true,
}

// cutOff says after which feature a file breaks off that ends within one.
func (r *reader) cutOff(err error) error {
	if e, ok := err.(*plans.Error); ok && e.Code == "truncated-file" {
		return row.Truncated(r.where())
	}
	return err
}

// extended reads ExtendedData: Data, SchemaData, or elements of another namespace.
func (r *reader) extended(shapes *shapes, set func(name, value string)) error {
	return r.dec.Children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "Data":
			return r.data(markup.Attribute(e, "name"), set)
		case "SchemaData":
			return r.dec.Children(func(inner xml.StartElement) error {
				if inner.Name.Local != "SimpleData" {
					shapes.pointwise = shapes.pointwise || inner.Name.Local == "SimpleArrayData"
					return r.dec.Skip()
				}
				text, err := r.dec.Text()
				set(markup.Attribute(inner, "name"), text)
				return err
			})
		}
		return r.dec.Leaves(e.Name.Local, set)
	})
}

// data reads a Data element: its value, or the text that some programs write in its place.
func (r *reader) data(name string, set func(name, value string)) error {
	var value string
	var bare strings.Builder
	err := r.dec.ChildrenAndText(func(e xml.StartElement) error {
		if e.Name.Local != "value" {
			return r.dec.Skip()
		}
		text, err := r.dec.Text()
		value = text
		return err
	}, func(text []byte) { bare.Write(text) })
	if value == "" {
		value = strings.TrimSpace(bare.String())
	}
	set(name, value)
	return err
}
