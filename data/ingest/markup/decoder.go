// Package markup reads XML that strangers wrote, token by token: in any encoding, however deep, however broken. Nothing is looked up
// anywhere else, and no entity is expanded but those of HTML.
package markup

import (
	"encoding/xml"
	"fmt"
	"io"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// deepest an element may lie within others: no map is nested so, and each level is held.
const deepest = 200

// Decoder gives the tokens of one file.
type Decoder struct {
	in    io.Closer
	meter *row.Meter
	input *input
	xml   *xml.Decoder
	depth int
	// Where says in words how far reading got, for a file that breaks off: "after feature 3".
	Where func() string
}

// NewDecoder begins to read; Close closes in.
func NewDecoder(in io.ReadCloser) *Decoder {
	d := &Decoder{in: in, meter: row.NewMeter(in), Where: func() string { return "at its beginning" }}
	text, err := toUTF8(d.meter)
	d.input = &input{r: text, buffer: make([]byte, 0, 64<<10), err: err} // an error is met by the first Token
	d.xml = xml.NewDecoder(d.input)
	d.xml.Entity = xml.HTMLEntity
	d.xml.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // toUTF8 has done it
	return d
}

// NextRow lets another row be read.
func (d *Decoder) NextRow() { d.meter.NextRow() }

// Count is how many bytes were read.
func (d *Decoder) Count() int64 { return d.meter.Count() }

// Close closes the file.
func (d *Decoder) Close() error { return d.in.Close() }

// Token is the next start or end of an element, or text; io.EOF after the last. Names are compared by their local part.
func (d *Decoder) Token() (xml.Token, error) {
	for {
		d.input.nextToken()
		t, err := d.xml.Token()
		if err != nil {
			return nil, d.broken(err)
		}
		switch t.(type) {
		case xml.StartElement:
			if d.depth++; d.depth > deepest {
				return nil, plans.Refuse("broken-xml", "file", fmt.Sprintf("The file is nested more than %d levels deep.", deepest), "Export it again, without folders within folders.")
			}
			return t, nil
		case xml.EndElement:
			d.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		}
	}
}

// Skip reads to the end of the element that has just begun.
func (d *Decoder) Skip() error {
	for inside := 1; inside > 0; {
		t, err := d.Token()
		if err != nil {
			return unexpected(err)
		}
		switch t.(type) {
		case xml.StartElement:
			d.NextRow() // what is passed over may be of any length
			inside++
		case xml.EndElement:
			inside--
		}
	}
	return nil
}

// Children calls each for every element within the one that has just begun; each reads its element to its end.
func (d *Decoder) Children(each func(xml.StartElement) error) error {
	return d.ChildrenAndText(each, func([]byte) {})
}

// ChildrenAndText is Children that hands over the text between them too, good until the next token.
func (d *Decoder) ChildrenAndText(each func(xml.StartElement) error, text func([]byte)) error {
	for {
		t, err := d.Token()
		if err != nil {
			return unexpected(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := each(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		case xml.CharData:
			text(t)
		}
	}
}
