package ingest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"

	"terrier/plans"
)

// rowSplitter cuts delimited text into rows and values as RFC 4180 has it. A quotation mark inside a value that does not begin
// with one stands for itself, as councils' files have it; one that follows a closed value is refused with its row, and
// reading goes on in the next line.
type rowSplitter struct {
	in    *bufio.Reader
	comma byte
	line  int // of the last line read, from 1
	text  []byte
	field []byte
}

// next returns the values of the next row and the line where it begins; a row that is empty has one empty value. A row with a
// stray quotation mark comes with refused; io.EOF ends the file.
func (s *rowSplitter) next() (values []string, line int, refused *plans.Error, err error) {
	if err := s.readLine(); err != nil {
		return nil, 0, nil, err
	}
	line = s.line
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
			s.field = append(s.field[:0], s.text[:end]...)
			s.text = s.text[end:]
		}
		if values = append(values, string(s.field)); len(values) > mostColumns {
			return nil, line, nil, tooManyColumns()
		}
		if len(s.text) == 0 {
			return values, line, nil, nil
		}
		s.text = s.text[1:]
	}
}

// quoted reads a value in quotation marks, which may go on over several lines, and leaves text at the delimiter after it.
func (s *rowSplitter) quoted(from int) (refused *plans.Error, err error) {
	opened := s.line
	s.field = s.field[:0]
	s.text = s.text[1:]
	for {
		end := bytes.IndexByte(s.text, '"')
		switch {
		case end < 0:
			s.field = append(append(s.field, s.text...), '\n')
			if err := s.readLine(); err == io.EOF {
				return nil, plans.Refuse("unclosed-quotation-mark", "file",
					fmt.Sprintf("A quotation mark that opens in line %d is never closed, so the rest of the file cannot be read.", opened),
					"Close it, or take it out, and import again.")
			} else if err != nil {
				return nil, err
			}
		case end+1 < len(s.text) && s.text[end+1] == '"':
			s.field = append(s.field, s.text[:end+1]...)
			s.text = s.text[end+2:]
		case end+1 == len(s.text) || s.text[end+1] == s.comma:
			s.field = append(s.field, s.text[:end]...)
			s.text = s.text[end+1:]
			return nil, nil
		default:
			where := fmt.Sprintf("in line %d", s.line)
			if s.line > from {
				where += fmt.Sprintf(" (lines %d to %d were read as one row)", from, s.line)
			}
			return plans.Refuse("stray-quotation-mark", "", "There is a stray quotation mark "+where+".",
				`Put the whole value in quotation marks and write each one inside it twice ("").`), nil
		}
	}
}

// readLine reads a line without its end.
func (s *rowSplitter) readLine() error {
	s.text = s.text[:0]
	for {
		piece, err := s.in.ReadSlice('\n')
		s.text = append(s.text, piece...)
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(s.text) > 0, err == nil:
			s.line++
			s.text = bytes.TrimSuffix(bytes.TrimSuffix(s.text, []byte("\n")), []byte("\r"))
			return nil
		}
		return err
	}
}

func isBlank(values []string) bool {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return false
		}
	}
	return true
}
