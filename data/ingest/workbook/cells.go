package workbook

import (
	"bytes"
	"io"
	"strconv"
)

// holds is what the text of a cell stands for (ECMA-376, part 1, 18.18.11).
type holds byte

const (
	number holds = iota
	shared       // the number of a shared text
	plainText
	truth
	failure
	writtenDay
)

// cell as it is stored.
type cell struct {
	column   int // from 0
	holds    holds
	style    int
	from, to int  // of its text among that of the row
	formula  bool // its value is worked out
	worked   bool // it has a value, be it an empty one
}

// unworked is true of a formula of which the result was not kept: some programs leave that to Excel. An empty text is a result.
func (c cell) unworked() bool {
	return c.formula && (!c.worked || c.from == c.to && c.holds != plainText)
}

// cells reads the rows of a sheet.
type cells struct {
	scan   *scanner
	inData bool
	done   bool
	line   int // number of the row, as Excel shows it
	list   []cell
}

// mostColumns is what Excel has. mostRows as well: a row further down is counted, but no number may run over.
const (
	mostColumns = 16384
	mostRow     = 1 << 30
)

// next reads the next row that the sheet lists, which may be without cells. io.EOF stands behind the last; a sheet that breaks off
// before says so.
func (c *cells) next() error {
	for !c.done {
		t, err := c.scan.next()
		if err == io.EOF {
			c.done = true // no sheetData: the sheet is empty, or one of those that have no cells
			break
		}
		if err != nil {
			return err
		}
		switch name := string(c.scan.name); {
		case name == "sheetData":
			c.inData = t == opening
			c.done = t == closing
		case c.inData && t == opening && name == "row":
			return c.row()
		}
	}
	return io.EOF
}

func (c *cells) row() error {
	s := c.scan
	c.line++
	if r := s.attribute("r"); r != "" {
		line, err := strconv.Atoi(r)
		if err != nil || line < 1 {
			return errMalformed
		}
		c.line = line
	}
	if c.line > mostRow {
		return errMalformed
	}
	c.list, s.text, s.keep = c.list[:0], s.text[:0], false
	outside := s.depth - 1
	for {
		t, err := s.next()
		switch {
		case err == io.EOF:
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		case t == closing && s.depth == outside:
			return nil
		case t == opening && string(s.name) == "c":
			if err := c.cell(); err != nil {
				return err
			}
		}
	}
}

func (c *cells) cell() error {
	s := c.scan
	if len(c.list) >= mostColumns {
		return errMalformed
	}
	next := cell{from: len(s.text)}
	if n := len(c.list); n > 0 {
		next.column = c.list[n-1].column + 1
	}
	for name, value := range s.attributes() {
		switch string(name) {
		case "r":
			if next.column = columnOf(value); next.column < 0 {
				return errMalformed
			}
		case "s":
			next.style, _ = strconv.Atoi(string(value))
		case "t":
			next.holds = holdsOf(value)
		}
	}
	if next.column >= mostColumns {
		return errMalformed
	}
	var run richText
	outside := s.depth - 1
	for {
		t, err := s.next()
		switch {
		case err == io.EOF:
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		case t == closing && s.depth == outside:
			next.to = len(s.text)
			c.list = append(c.list, next)
			return nil
		}
		switch string(s.name) {
		case "v":
			s.keep = t == opening && len(s.text) == next.from // <is> says the same where both are there
			next.worked = true
		case "f":
			next.formula = true
		case "is":
			next.holds, next.worked = plainText, true
		default:
			run.step(s, t)
		}
	}
}

// columnOf reads the column of a cell's name, from 0: 27 of AB12. -1 stands for no name.
func columnOf(name []byte) int {
	column := 0
	for i, b := range name {
		switch {
		case b >= '0' && b <= '9' && i > 0:
			return column - 1
		case b >= 'a' && b <= 'z':
			b -= 'a' - 'A'
		case b < 'A' || b > 'Z':
			return -1
		}
		if column = 26*column + int(b-'A') + 1; column > mostColumns {
			return -1
		}
	}
	return -1
}

func holdsOf(t []byte) holds {
	switch string(t) {
	case "", "n":
		return number
	case "s":
		return shared
	case "b":
		return truth
	case "e":
		return failure
	case "d":
		return writtenDay
	}
	return plainText
}

// stored is the text of a cell of the row just read; but for text, without the white space that some programs put around it.
func (c *cells) stored(one cell) []byte {
	text := c.scan.text[one.from:one.to]
	if one.holds == plainText {
		return text
	}
	return bytes.TrimSpace(text)
}
