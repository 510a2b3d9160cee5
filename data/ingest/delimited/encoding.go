package delimited

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// encoding is how the letters of a file are written.
type encoding struct {
	mark   int                          // bytes at the start that only say the encoding
	wide   bool                         // UTF-16
	order  unicode.Endianness           // of UTF-16
	decode func(to, from []byte) []byte // into UTF-8; nil for what is UTF-8 or was made so by text
}

var (
	utf8Mark   = []byte("\xef\xbb\xbf")
	utf16Marks = map[string]unicode.Endianness{"\xff\xfe": unicode.LittleEndian, "\xfe\xff": unicode.BigEndian}
)

// headSize is how much of a file is looked at for its delimiter.
const headSize = 64 << 10

// findEncoding finds how a file is written, by what was said, by its first bytes, or by all of them; head is how it begins.
func findEncoding(s row.Stream, said string) (e encoding, head []byte, notes []string, err error) {
	given, refused := parseEncoding(said)
	if refused != nil {
		return e, nil, nil, refused
	}
	in, err := s.Open()
	if err != nil {
		return e, nil, nil, row.ReadError(err)
	}
	defer func() { _ = in.Close() }()
	buffered := bufio.NewReaderSize(in, headSize)
	head, err = buffered.Peek(headSize)
	if err != nil && err != io.EOF {
		return e, nil, nil, row.ReadError(err)
	}
	head = bytes.Clone(head)
	if bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")) || bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")) {
		return e, nil, nil, row.OtherFormat("text in UTF-32", "Save it as CSV UTF-8.")
	}
	shown, how, isWide := byFirstBytes(head)
	switch {
	case isWide || shown.mark > 0:
		e = shown
		if given != nil && given.name != how {
			notes = append(notes, fmt.Sprintf("The first bytes of the file say that it is %s: it was read so, not as --encoding says.", how))
		}
	case given != nil && given.name == nameUTF16:
		if bytes.IndexByte(head, 0) < 0 {
			return e, nil, nil, plans.Refuse("not-utf16", "encoding", "The file is not UTF-16, as --encoding says.", "Leave --encoding out.")
		}
		return encoding{wide: true, order: given.order}, head, nil, nil
	case given != nil && given.letters != nil:
		return encoding{decode: given.decode}, head, nil, nil
	}
	if e.wide {
		return e, head, notes, nil
	}
	t := tally{lineEnd: '\n'}
	if hasOldLineEnds(head) {
		t.lineEnd = '\r'
	}
	if _, err := buffered.WriteTo(&t); err != nil {
		return e, nil, nil, row.ReadError(err)
	}
	t.end()
	switch {
	case t.bad == 0:
	case given != nil && given.name == nameUTF8:
		return e, nil, nil, plans.Refuse("not-utf8", "encoding", fmt.Sprintf("The file is not UTF-8, as --encoding says: line %d has a byte that is not.", t.firstBad),
			"Leave --encoding out, or say --encoding windows-1252, which is what spreadsheets write.")
	case t.good > t.bad || e.mark > 0:
		e.decode = decodeMixed
		notes = append(notes, t.told())
	default:
		e.decode = windows1252.decode
		notes = append(notes, "The file is not UTF-8: it was read as Windows-1252, as spreadsheets write it.")
	}
	return e, head, notes, nil
}

// byFirstBytes knows UTF-8 and UTF-16 by their marks, and UTF-16 without one by every other byte being zero.
func byFirstBytes(head []byte) (e encoding, name string, wide bool) {
	if bytes.HasPrefix(head, utf8Mark) {
		return encoding{mark: len(utf8Mark)}, nameUTF8, false
	}
	if len(head) >= 2 {
		if order, ok := utf16Marks[string(head[:2])]; ok {
			return encoding{mark: 2, wide: true, order: order}, nameUTF16, true
		}
	}
	var zeros [2]int // at even and odd places
	n := min(len(head), 4096) &^ 1
	for i, b := range head[:n] {
		if b == 0 {
			zeros[i&1]++
		}
	}
	switch {
	case n < 4:
	case zeros[1] > n*2/5 && zeros[0] <= n/100:
		return encoding{wide: true, order: unicode.LittleEndian}, nameUTF16, true
	case zeros[0] > n*2/5 && zeros[1] <= n/100:
		return encoding{wide: true, order: unicode.BigEndian}, nameUTF16, true
	}
	return encoding{}, "", false
}

// text reads a file without its mark, UTF-16 as UTF-8.
func (e encoding) text(r io.Reader) (io.Reader, error) {
	if _, err := io.CopyN(io.Discard, r, int64(e.mark)); err != nil {
		return nil, err
	}
	if e.wide {
		return transform.NewReader(r, unicode.UTF16(e.order, unicode.IgnoreBOM).NewDecoder()), nil
	}
	return r, nil
}

// headText is the start of a file as text reads it.
func (e encoding) headText(head []byte) []byte {
	head = head[e.mark:]
	if e.wide {
		head, _ = unicode.UTF16(e.order, unicode.IgnoreBOM).NewDecoder().Bytes(head)
	}
	return head
}
