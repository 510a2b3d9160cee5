package markup

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"regexp"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"

	"terrier/plans"
)

var declared = regexp.MustCompile(`^\s*<\?xml[^>]*?\sencoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)\s*["']`)

// toUTF8 reads a document as UTF-8. What its first bytes are counts more than what its declaration says (XML 1.0, appendix F):
// programs write encoding="utf-16" on top of UTF-8 too.
func toUTF8(r io.Reader) (io.Reader, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	head, err := in.Peek(1 << 10)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, err := in.Discard(3)
		return in, err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("<\x00")):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(in), nil
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\x00<")):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(in), nil
	}
	found := declared.FindSubmatch(head)
	if found == nil {
		return in, nil
	}
	name := string(found[1])
	enc, err := byName(name)
	if err != nil {
		return nil, plans.Refuse("unknown-encoding", "file", fmt.Sprintf("The file says that its encoding is %q, which is not known here.", name), `Export it again as UTF-8, or name in its first line the encoding that it has: <?xml version="1.0" encoding="windows-1252"?>.`)
	}
	if enc == nil {
		return in, nil
	}
	return enc.NewDecoder().Reader(in), nil
}

// byName is the encoding of that name, nil for UTF-8 and for those that the first bytes show not to be true. ISO-8859-1 is read
// as Windows-1252, as browsers do: who writes a dash of Windows under that name means the dash.
func byName(name string) (encoding.Encoding, error) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		if enc, err = ianaindex.IANA.Encoding(name); err == nil && enc == nil {
			err = fmt.Errorf("no table for %s", name)
		}
	}
	if err != nil {
		return nil, err
	}
	switch canonical, _ := htmlindex.Name(enc); canonical {
	case "utf-8", "utf-16le", "utf-16be":
		return nil, nil
	case "replacement":
		return nil, fmt.Errorf("%s is not safe", name)
	}
	return enc, nil
}
