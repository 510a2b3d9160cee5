package delimited

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// splitter cuts delimited text into rows and values as RFC 4180 has it. A quotation mark inside a value that does not begin
// with one stands for itself, as councils' files have it; one that follows a closed value is refused with its row, and
// reading goes on in the next line.
//
// The values of a row are pieces of one string, and rows take the slices of their values from one block: a row costs one
// allocation, and a little for the block.
type splitter struct {
	in     *bufio.Reader
	comma  byte
	decode func(to, from []byte) []byte // into UTF-8; nil for what is UTF-8
	line   int                          // of the last line read, from 1
	text   []byte                       // what is left of it
	long   []byte                       // a line that is longer than the buffer of in
	row    []byte                       // values without their quotation marks, one behind the other
	ends   []int                        // where each of them ends in row
	block  []string
}

// blockSize is how many values share a block; kept is how many bytes of buffers are kept after a long row.
const (
	blockSize = 512
	kept      = 4 << 20
)

// next returns the values of the next row and the line where it begins; a row that is empty has one empty value. A row with a
// stray quotation mark comes with refused; io.EOF ends the file.
func (s *splitter) next() (values []string, line int, refused *plans.Error, err error) {
	if cap(s.long)+cap(s.row) > kept {
		s.long, s.row = nil, nil
	}
	if err := s.readLine(); err != nil {
		return nil, 0, nil, err
	}
	s.text = bytes.TrimPrefix(s.text, utf8Mark) // files that were glued together have it in the middle
	if bytes.IndexByte(s.text, '"') < 0 {
		values, err = s.plain()
		return values, s.line, nil, err
	}
	line = s.line
	s.row, s.ends = s.row[:0], s.ends[:0]
	for {
		if len(s.text) > 0 && s.text[0] == '"' {
			refused, err = s.quoted(line)
			if refused != nil || err != nil {
				return nil, line, refused, err
			}
		} else {
			end := bytes.IndexByte(s.text, s.comma)
			if end < 0 {
				end = len(s.text)
			}
			s.take(s.text[:end])
			s.text = s.text[end:]
		}
		if s.ends = append(s.ends, len(s.row)); len(s.ends) > row.MostColumns {
			return nil, line, nil, row.TooManyColumns()
		}
		if len(s.text) == 0 {
			break
		}
		s.text = s.text[1:]
	}
	text := string(s.row)
	values = s.room(len(s.ends))
	from := 0
	for i, end := range s.ends {
		values[i], from = text[from:end], end
	}
	return values, line, nil, nil
}

// plain splits a line without quotation marks.
func (s *splitter) plain() ([]string, error) {
	n := 1 + bytes.Count(s.text, []byte{s.comma})
	if n > row.MostColumns {
		return nil, row.TooManyColumns()
	}
	var text string
	if s.decode == nil {
		text = string(s.text)
	} else {
		s.row = s.decode(s.row[:0], s.text)
		text = string(s.row)
	}
	values := s.room(n)
	for i := range n - 1 {
		end := strings.IndexByte(text, s.comma)
		values[i], text = text[:end], text[end+1:]
	}
	values[n-1] = text
	return values, nil
}

// room is a slice for n values that nothing else uses.
func (s *splitter) room(n int) []string {
	if n > len(s.block) {
		s.block = make([]string, max(n, blockSize))
	}
	values := s.block[:n:n]
	s.block = s.block[n:]
	return values
}

// take puts a piece of a value into the row.
func (s *splitter) take(piece []byte) {
	if s.decode == nil {
		s.row = append(s.row, piece...)
	} else {
		s.row = s.decode(s.row, piece)
	}
}

// quoted reads a value in quotation marks, which may go on over several lines, and leaves text at the delimiter after it.
func (s *splitter) quoted(from int) (refused *plans.Error, err error) {
	opened := s.line
	s.text = s.text[1:]
	for {
		end := bytes.IndexByte(s.text, '"')
		if end < 0 {
			s.take(s.text)
			s.row = append(s.row, '\n')
			if err := s.readLine(); err == io.EOF {
				return nil, plans.Refuse("unclosed-quotation-mark", "file",
					fmt.Sprintf("A quotation mark that opens in line %d is never closed, so the rest of the file cannot be read.", opened),
					"Close it, or take it out, and import again.")
			} else if err != nil {
				return nil, err
			}
			continue
		}
		if end+1 < len(s.text) && s.text[end+1] == '"' {
			s.take(s.text[:end+1])
			s.text = s.text[end+2:]
			continue
		}
		s.take(s.text[:end])
		if s.text = s.text[end+1:]; len(s.text) > 0 && s.text[0] == ' ' {
			s.text = bytes.TrimLeft(s.text, " ")
		}
		if len(s.text) == 0 || s.text[0] == s.comma {
			return nil, nil
		}
		where := fmt.Sprintf("in line %d", s.line)
		if s.line > from {
			where += fmt.Sprintf(" (lines %d to %d were read as one row)", from, s.line)
		}
		return plans.Refuse("stray-quotation-mark", "", "There is a stray quotation mark "+where+".",
			`Put the whole value in quotation marks and write each one inside it twice ("").`), nil
	}
}

// readLine reads a line without its end.
func (s *splitter) readLine() error {
	piece, err := s.in.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		s.long = s.long[:0]
		for err == bufio.ErrBufferFull {
			s.long = append(s.long, piece...)
			piece, err = s.in.ReadSlice('\n')
		}
		s.long = append(s.long, piece...)
		piece = s.long
	}
	if err != nil && (err != io.EOF || len(piece) == 0) {
		return err
	}
	s.line++
	if n := len(piece); n > 0 && piece[n-1] == '\n' {
		piece = piece[:n-1]
	}
	for n := len(piece); n > 0 && piece[n-1] == '\r'; n-- { // more than one where a program has put line ends twice
		piece = piece[:n-1]
	}
	s.text = piece
	return nil
}
