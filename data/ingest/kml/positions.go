package kml

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// positions reads the text of <coordinates>: longitude, latitude and perhaps a height with commas between them, and white space
// between one position and the next. White space about the commas is not allowed but written, and so is a comma behind every
// position. What could be read in two ways is refused. The first thing wrong is kept, and ends it.
type positions struct {
	of      string // what they are positions of
	points  []orb.Point
	heights bool
	err     *plans.Error

	word    []byte // that goes on in the next text
	numbers [2]float64
	n       int  // numbers of the position that is being read
	comma   bool // stands behind the last word
	oneWord bool // the position is of one word so far
}

// read takes a piece of the text.
func (p *positions) read(text []byte) {
	for len(text) > 0 && p.err == nil {
		end := bytes.IndexFunc(text, unicode.IsSpace)
		if end < 0 {
			p.word = append(p.word, text...)
			return
		}
		word := text[:end]
		if len(p.word) > 0 {
			p.word = append(p.word, word...)
			word = p.word
		}
		if len(word) > 0 {
			p.add(string(word))
		}
		p.word = p.word[:0]
		text = bytes.TrimLeftFunc(text[end:], unicode.IsSpace)
	}
}

// end takes it that there is no more text.
func (p *positions) end() {
	if len(p.word) > 0 {
		p.add(string(p.word))
		p.word = p.word[:0]
	}
	p.flush()
}

// add takes a word, such as "1,2,3", "1," or ",2".
func (p *positions) add(word string) {
	inner, begins := strings.CutPrefix(word, ",")
	inner, ends := strings.CutSuffix(inner, ",")
	goesOn := p.n > 0 && (p.comma || begins)
	if goesOn && p.oneWord && p.n > 1 && !begins && strings.Contains(inner, ",") {
		goesOn = false // "1,2, 3,4": the comma stands between two positions
	}
	if p.oneWord = !goesOn; !goesOn {
		p.flush()
	}
	if p.comma = ends || word == ","; word == "," && p.n > 0 {
		return
	}
	if begins && p.n == 0 {
		p.refuse("begins with a comma.")
		return
	}
	for number := range strings.SplitSeq(inner, ",") {
		v, err := strconv.ParseFloat(number, 64)
		if err != nil || strings.ContainsAny(number, "xXpP_nN") {
			p.refuse("has a coordinate that is not a usable number: %q.", clip(number, 40))
			return
		}
		if p.n < len(p.numbers) {
			p.numbers[p.n] = v
		}
		p.n++
	}
}

// flush ends a position.
func (p *positions) flush() {
	switch {
	case p.err != nil || p.n == 0:
	case p.n == 1:
		p.refuse("has one number where longitude and latitude are needed.")
	case p.n > 3:
		p.refuse("has %d numbers where longitude, latitude and height are wanted: it is not clear where the next position begins.", p.n)
	default:
		p.points = append(p.points, orb.Point(p.numbers))
		p.heights = p.heights || p.n > 2
	}
	p.n, p.comma = 0, false
}

func (p *positions) refuse(format string, args ...any) {
	if p.err == nil {
		p.err = plans.Refuse("bad-coordinates", "geometry", fmt.Sprintf("Point %d of %s ", len(p.points)+1, p.of)+fmt.Sprintf(format, args...),
			"Write each position as longitude,latitude without blanks, and a blank between positions; or correct it where it was drawn, and export it again.")
	}
}

// clip shortens what a message tells of the file to about so many bytes.
func clip(text string, longest int) string {
	if len(text) > longest {
		return strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}
