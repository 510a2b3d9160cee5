package markup

import (
	"encoding/xml"
	"fmt"
	"html"
	"strings"

	"terrier/plans"
)

// LongestName, in bytes, of what is held while rows are read and said of many of them, such as the names of folders.
const LongestName = 8 << 10

// Text is all text within the element that has just begun, read to its end.
func (d *Decoder) Text() (string, error) { return d.gather(0, nil) }

// Name is Text of something that is held for many rows: one longer than LongestName is refused.
func (d *Decoder) Name() (string, error) { return d.gather(LongestName, nil) }

// NameTooLong refuses a file for a name longer than LongestName.
func NameTooLong() *plans.Error {
	return plans.Refuse("name-too-long", "file", fmt.Sprintf("The name of a folder, with those of the folders around it, is longer than %d kB.", LongestName>>10),
		"Look for a name that is not closed, or give the folder a shorter one, and export the file again.")
}

// HTML is Text with the tags that stand in it, for descriptions whose HTML is not wrapped in CDATA. Of their attributes the
// addresses of links and pictures stay.
func (d *Decoder) HTML() (string, error) {
	return d.gather(0, func(out *strings.Builder, t xml.Token) {
		switch t := t.(type) {
		case xml.StartElement:
			out.WriteString("<" + t.Name.Local)
			for _, a := range t.Attr {
				if a.Name.Local == "href" || a.Name.Local == "src" {
					out.WriteString(" " + a.Name.Local + `="` + html.EscapeString(a.Value) + `"`)
				}
			}
			out.WriteString(">")
		case xml.EndElement:
			out.WriteString("</" + t.Name.Local + ">")
		}
	})
}

// gather reads to the end of the element; a longest of 0 leaves it to the limit of a row.
func (d *Decoder) gather(longest int, tags func(*strings.Builder, xml.Token)) (string, error) {
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
		if tags != nil {
			tags(&text, t)
		}
		if longest > 0 && text.Len() > longest {
			return "", NameTooLong()
		}
	}
}

// Leaves hands over the text of the element that has just begun, under name, or, where elements lie within it, of those that
// have none.
func (d *Decoder) Leaves(name string, set func(name, value string)) error {
	var text strings.Builder
	leaf := true
	err := d.ChildrenAndText(func(e xml.StartElement) error {
		leaf = false
		return d.Leaves(e.Name.Local, set)
	}, func(b []byte) {
		if leaf {
			text.Write(b)
		}
	})
	if err == nil && leaf {
		set(name, strings.TrimSpace(text.String()))
	}
	return err
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
