// Package markup reads XML that strangers wrote, token by token: in any encoding, however deep, however broken. Nothing is looked up
// anywhere else, and no entity is expanded but those of HTML.
package markup

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// deepest an element may lie within others: no map is nested so, and each level is held.
const deepest = 200

// Decoder gives the tokens of one file.
type Decoder struct {
	in    io.Closer
	meter *row.Meter
	xml   *xml.Decoder
	depth int
	// Where says in words how far reading got, for a file that breaks off: "after feature 3".
	Where func() string
}

// NewDecoder begins to read; Close closes in.
func NewDecoder(in io.ReadCloser) *Decoder {
	m := row.NewMeter(in)
	buffered := bufio.NewReaderSize(m, 64<<10)
	head, _ := buffered.Peek(2)
	wide := bytes.Equal(head, []byte("\xff\xfe")) || bytes.Equal(head, []byte("\xfe\xff"))
	var text io.Reader = buffered
	if wide {
		text = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(buffered)
	}
	d := &Decoder{in: in, meter: m, xml: xml.NewDecoder(text), Where: func() string { return "at its beginning" }}
	d.xml.Entity = xml.HTMLEntity
	d.xml.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if wide {
			return input, nil
		}
		r, err := charset.NewReaderLabel(label, input)
		if err != nil {
			return nil, plans.Refuse("unknown-encoding", "file", fmt.Sprintf("The file says that it is written in %q, which is not known here.", label), "Export it again as UTF-8.")
		}
		return r, nil
	}
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

// Text is all text within the element that has just begun, read to its end.
func (d *Decoder) Text() (string, error) {
	var text strings.Builder
	for inside := 1; ; {
		t, err := d.Token()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			inside++
		case xml.EndElement:
			if inside--; inside == 0 {
				return strings.TrimSpace(text.String()), nil
			}
		case xml.CharData:
			text.Write(t)
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
		}
	}
}

// Attribute is the value of an attribute by its local name, "" where the element has none.
func Attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

func unexpected(err error) error {
	if err == io.EOF {
		return row.Truncated("within an element")
	}
	return err
}

// broken says where the XML cannot be read.
func (d *Decoder) broken(err error) error {
	var refused *plans.Error
	var syntax *xml.SyntaxError
	switch {
	case err == io.EOF:
		return io.EOF
	case errors.As(err, &refused):
		return refused
	case errors.As(err, &syntax) && strings.Contains(syntax.Msg, "unexpected EOF"), errors.Is(err, io.ErrUnexpectedEOF):
		return row.Truncated(d.Where())
	case errors.As(err, &syntax):
		line, _ := d.xml.InputPos()
		return plans.Refuse("broken-xml", "file", fmt.Sprintf("The file is not sound XML in line %d, %s: %s.", line, d.Where(), syntax.Msg), "Export it again, or correct it there.")
	case strings.HasPrefix(err.Error(), "xml:"):
		return plans.Refuse("broken-xml", "file", fmt.Sprintf("The file cannot be read %s: %s.", d.Where(), strings.TrimPrefix(err.Error(), "xml: ")), "Export it again as UTF-8.")
	}
	return row.ReadError(err)
}
