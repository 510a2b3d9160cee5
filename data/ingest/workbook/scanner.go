package workbook

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"

	"terrier/data/ingest/row"
)

// errMalformed is XML that is none.
var errMalformed = errors.New("malformed XML")

type tag int

const (
	opening tag = iota + 1
	closing
)

// scanner walks through an XML part tag by tag, in memory that is bounded by row.Longest. Names are those without a prefix, since
// programs choose prefixes as they like. It asks of the XML only that tags nest by number, not that their names agree.
type scanner struct {
	in     *bufio.Reader
	meter  *row.Meter
	depth  int  // tags that are open
	rooted bool // the outermost tag was seen
	ends   bool // the tag just read, <a/>, stands for its own end too, which comes next
	err    error
	name   []byte // of the tag just read; good until the next
	raw    []byte // its attributes; good until the next
	long   []byte // what did not come in one piece of the buffer
	keep   bool   // text is gathered
	text   []byte // what was gathered since it was last emptied
}

// bufferSize also bounds what is read at once beyond a tag.
const bufferSize = 64 << 10

func newScanner(r io.Reader) (*scanner, error) {
	meter := row.NewMeter(r)
	in, err := decoded(meter)
	return &scanner{in: bufio.NewReaderSize(in, bufferSize), meter: meter}, err
}

// next reads up to and with the next tag. io.EOF comes only after the outermost tag was closed.
func (s *scanner) next() (tag, error) {
	if s.err != nil {
		return 0, s.err
	}
	if s.ends {
		s.ends = false
		s.depth--
		return closing, nil
	}
	for {
		s.meter.NextRow()
		if err := s.toTag(); err != nil {
			return 0, err
		}
		inside, err := s.inside()
		if err != nil {
			return 0, err
		}
		switch {
		case inside[0] == '!':
			err = s.declaration(inside)
		case inside[0] == '?':
			_, err = s.upTo("?>", inside)
		case inside[0] == '/':
			s.name = local(trimEnd(inside[1 : len(inside)-1]))
			if s.depth--; s.depth < 0 {
				return 0, errMalformed
			}
			return closing, nil
		default:
			return opening, s.open(inside)
		}
		if err != nil {
			return 0, err
		}
	}
}

// open takes a tag with its name and attributes apart. One with ">" in an attribute goes on after it.
func (s *scanner) open(inside []byte) error {
	if quote := openQuote(0, inside); quote != 0 {
		s.long = append(s.long[:0], inside...)
		for quote != 0 {
			piece, err := s.further()
			if err != nil && err != bufio.ErrBufferFull {
				return err
			}
			quote = openQuote(quote, piece)
		}
		if inside = s.long; inside[len(inside)-1] != '>' {
			return errMalformed
		}
	}
	inside = inside[:len(inside)-1]
	if s.ends = bytes.HasSuffix(inside, []byte("/")); s.ends {
		inside = inside[:len(inside)-1]
	}
	end := 0
	for end < len(inside) && !isSpace(inside[end]) {
		end++
	}
	if s.name, s.raw = local(inside[:end]), inside[end:]; len(s.name) == 0 {
		return errMalformed
	}
	s.depth++
	s.rooted = true
	return nil
}

// openQuote is the quotation mark that is open after b, given the one before; 0 for none.
func openQuote(quote byte, b []byte) byte {
	if quote == 0 && bytes.IndexByte(b, '\'') < 0 && bytes.Count(b, []byte(`"`))%2 == 0 {
		return 0
	}
	for _, c := range b {
		switch {
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		}
	}
	return quote
}

// isSpace is true of the white space that XML has.
func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

func trimStart(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	return b
}

func trimEnd(b []byte) []byte {
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func local(name []byte) []byte { return name[bytes.LastIndexByte(name, ':')+1:] }

// toTag moves behind the next "<" and gathers the text before it.
func (s *scanner) toTag() error {
	from := len(s.text)
	for {
		piece, err := s.in.ReadSlice('<')
		text := bytes.TrimSuffix(piece, []byte("<"))
		if s.depth == 0 && len(bytes.TrimSpace(text)) > 0 {
			return errMalformed
		}
		if s.keep {
			if s.text = append(s.text, text...); len(s.text) > row.Longest {
				return row.TooLong()
			}
		}
		switch {
		case err == nil:
			s.text, err = unescape(s.text, from)
			return err
		case err == io.EOF && (s.depth > 0 || !s.rooted):
			return io.ErrUnexpectedEOF
		case err != bufio.ErrBufferFull:
			return err
		}
	}
}

// inside reads up to and with the next ">".
func (s *scanner) inside() ([]byte, error) {
	piece, err := s.in.ReadSlice('>')
	if err == nil {
		return piece, nil
	}
	s.long = append(s.long[:0], piece...)
	for err == bufio.ErrBufferFull {
		_, err = s.further()
	}
	return s.long, unexpected(err)
}

// further reads on, up to and with another ">" or as much as comes at once, and puts it behind what is in long.
func (s *scanner) further() ([]byte, error) {
	piece, err := s.in.ReadSlice('>')
	s.long = append(s.long, piece...)
	return piece, unexpected(err)
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// upTo reads on until what was read ends with end, of which the last byte is ">".
func (s *scanner) upTo(end string, inside []byte) ([]byte, error) {
	if bytes.HasSuffix(inside, []byte(end)) {
		return inside, nil
	}
	s.long = append(s.long[:0], inside...)
	for {
		_, err := s.further()
		if err != nil && err != bufio.ErrBufferFull || err == nil && bytes.HasSuffix(s.long, []byte(end)) {
			return s.long, err
		}
	}
}

// declaration passes over a comment and takes in a CDATA section. A document type could define texts of any length, and no workbook
// has one.
func (s *scanner) declaration(inside []byte) error {
	const cdata = "![CDATA["
	if bytes.HasPrefix(inside, []byte("!--")) {
		if len(inside) < len("!-->") { // "<!-->" is still open
			return errMalformed
		}
		_, err := s.upTo("-->", inside)
		return err
	}
	if !bytes.HasPrefix(inside, []byte(cdata)) || s.depth == 0 {
		return errMalformed
	}
	inside, err := s.upTo("]]>", inside)
	if err == nil && s.keep {
		s.text = append(s.text, inside[len(cdata):len(inside)-len("]]>")]...)
	}
	return err
}

// attributes of the tag just read: their names with prefix, and values as they are written.
func (s *scanner) attributes() iter.Seq2[[]byte, []byte] {
	return func(yield func(name, value []byte) bool) {
		rest := trimStart(s.raw)
		for len(rest) > 0 {
			equals := bytes.IndexByte(rest, '=')
			if equals < 1 {
				s.err = errMalformed
				return
			}
			name := trimEnd(rest[:equals])
			rest = trimStart(rest[equals+1:])
			if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
				s.err = errMalformed
				return
			}
			end := bytes.IndexByte(rest[1:], rest[0])
			if end < 0 {
				s.err = errMalformed
				return
			}
			if !yield(name, rest[1:end+1]) {
				return
			}
			rest = trimStart(rest[end+2:])
		}
	}
}

// attribute is the value of one, "" where the tag has none of this name; any prefix will do.
func (s *scanner) attribute(name string) string {
	for n, value := range s.attributes() {
		if string(local(n)) == name {
			value, err := unescape(bytes.Clone(value), 0)
			if err != nil {
				s.err = err
			}
			return string(value)
		}
	}
	return ""
}
