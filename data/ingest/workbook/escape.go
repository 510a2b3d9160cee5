package workbook

import (
	"bufio"
	"bytes"
	"io"
	"regexp"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

var declaredEncoding = regexp.MustCompile(`^<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']`)

// decoded makes UTF-8 of a part. All but a few programs write UTF-8; the standard also allows UTF-16 (ECMA-376, part 2).
func decoded(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, bufferSize)
	head, err := in.Peek(256)
	if err != nil && err != io.EOF {
		return in, err
	}
	var as encoding.Encoding
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err = in.Discard(3)
		return in, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
		as = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		as = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	default:
		said := declaredEncoding.FindSubmatch(head)
		if said == nil || bytes.EqualFold(said[1], []byte("utf-8")) {
			return in, nil
		}
		if as, err = htmlindex.Get(string(said[1])); err != nil {
			return in, errMalformed
		}
	}
	return as.NewDecoder().Reader(in), nil
}

// unescape puts characters for references (&amp;, &#10;) in text from the given place on, and one line end for two.
func unescape(text []byte, from int) ([]byte, error) {
	if bytes.IndexByte(text[from:], '&') < 0 && bytes.IndexByte(text[from:], '\r') < 0 {
		return text, nil
	}
	rest, to := text[from:], from
	for len(rest) > 0 {
		switch {
		case rest[0] == '\r' && len(rest) > 1 && rest[1] == '\n':
			rest = rest[1:]
		case rest[0] == '&':
			end := bytes.IndexByte(rest[:min(len(rest), 12)], ';')
			if end < 0 {
				return text, errMalformed
			}
			r, ok := reference(string(rest[1:end]))
			if !ok {
				return text, errMalformed
			}
			to += copy(text[to:], utf8.AppendRune(nil, r)) // never longer than the reference
			rest = rest[end+1:]
			continue
		}
		text[to] = rest[0]
		to++
		rest = rest[1:]
	}
	return text[:to], nil
}

func reference(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 32)
	r := rune(n)
	return r, err == nil && n > 0 && n <= utf8.MaxRune && utf8.ValidRune(r)
}

// unfold puts characters for the form _x000D_ in which workbooks keep those that XML cannot hold (ECMA-376, part 1, 22.9.2.19).
func unfold(text []byte) []byte {
	at := bytes.Index(text, []byte("_x"))
	if at < 0 {
		return text
	}
	out := append([]byte(nil), text[:at]...)
	for text = text[at:]; len(text) > 0; {
		unit, ok := folded(text)
		if !ok {
			out = append(out, text[0])
			text = text[1:]
			continue
		}
		r := rune(unit)
		text = text[foldedLength:]
		if low, ok := folded(text); ok && utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, rune(low)); pair != utf8.RuneError {
				r = pair
				text = text[foldedLength:]
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

const foldedLength = len("_x000D_")

func folded(text []byte) (unit uint16, ok bool) {
	if len(text) < foldedLength || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return uint16(n), err == nil
}
