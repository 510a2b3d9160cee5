package markup

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// broken says where and why the XML cannot be read on.
func (d *Decoder) broken(err error) error {
	var refused *plans.Error
	switch {
	case err == io.EOF:
		return io.EOF
	case errors.As(err, &refused):
		return refused
	case d.input.err != nil && d.input.err != io.EOF && d.input.drained():
		return row.ReadError(d.input.err)
	case d.input.drained(): // whatever seems wrong with the last bytes, even half a letter
		return row.Truncated(d.Where())
	}
	line, _ := d.xml.InputPos()
	says := strings.TrimPrefix(err.Error(), "xml: ")
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		says = syntax.Msg
	}
	if says == "invalid UTF-8" {
		return plans.Refuse("not-utf8", "file", fmt.Sprintf("The file should be UTF-8, and a letter in line %d, %s, is not.", line, d.Where()),
			`Export it again as UTF-8, or name in its first line the encoding that it has: <?xml version="1.0" encoding="windows-1252"?>.`)
	}
	remedy := "Export it again, or correct that line in a text editor."
	if entity, ok := strings.CutPrefix(says, "invalid character entity "); ok {
		remedy = "Write &amp; where & is meant, write out any other abbreviation, or export the file again."
		says = "it has an & that begins no entity known here"
		if !strings.HasPrefix(entity, "& ") {
			says += ": " + entity
		}
	}
	return plans.Refuse("broken-xml", "file", fmt.Sprintf("The file is not sound XML in line %d, %s: %s.", line, d.Where(), plain(says)), remedy)
}

func unexpected(err error) error {
	if err == io.EOF {
		return row.Truncated("within an element")
	}
	return err
}

// plain is what a decoder says of a file, in letters that can be seen, and not all that the file may have put into it.
func plain(says string) string {
	letters := []rune(strings.ToValidUTF8(says, "?"))
	if len(letters) > 200 {
		letters = append(letters[:200], '…')
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsPrint(c) {
			return c
		}
		return '?'
	}, string(letters))
}
