package delimited

import (
	"bytes"
	"regexp"
)

var formatNames = map[byte]string{
	',': "CSV", '\t': "TSV", ';': "CSV with semicolons", '|': "text with vertical bars", '^': "text with carets", '~': "text with tildes", ':': "text with colons",
}

var delimiterNames = map[byte]string{
	',': "comma", '\t': "tab", ';': "semicolon", '|': "vertical bar", '^': "caret", '~': "tilde", ':': "colon",
}

// sampledLines are split to find the delimiter.
const sampledLines = 200

// view is how the first lines come out with one delimiter.
type view struct {
	comma  byte
	lines  [][]byte // those that are not blank, rows of several lines as one
	widths []int    // values in each of them
	width  int      // of most rows with more than one value; 1 where there are none
	share  float64  // how many rows have that width, from 0 to 1
}

// findDelimiter chooses the delimiter by which most of the first lines fall into equally many values; titles above the table count
// little so. The one that stands most often in the first line keeps its place unless another does better:
//
//   - as many rows or more come out even, the first among them, and with more values;
//   - semicolons part as many rows or more, and every comma between them stands between two digits: a decimal comma.
//
// Where it leaves more than a tenth of the rows uneven the most even one is taken. Carets, tildes and colons, which stand in
// ordinary text, have to part nine rows of ten, into three values at least if they are colons.
func findDelimiter(text []byte) view {
	if comma, ok := toldExcel(text); ok {
		return viewOf(text, comma)
	}
	likely := viewOf(text, mostInFirstLine(text))
	best := likely
	for _, comma := range []byte(",\t;|^~:") {
		v := viewOf(text, comma)
		even := 0.5
		if comma == '^' || comma == '~' || comma == ':' {
			even = 0.9
		}
		switch {
		case comma == likely.comma, v.width < 2, v.share < even, comma == ':' && v.width < 3:
		case comma == ';' && likely.comma == ',' && v.share >= likely.share && v.hasDecimalCommas():
			return v
		case likely.share >= 0.9 && likely.width > 1:
			if v.share >= likely.share && v.width > best.width && v.widths[0] == v.width {
				best = v
			}
		case v.share > best.share || v.share == best.share && v.width > best.width || best.width < 2:
			best = v
		}
	}
	return best
}

var toldForm = regexp.MustCompile(`^"?(?i:sep)=([^a-zA-Z0-9\r\n])"?\r?\n`)

// toldExcel reads the line that tells Excel the delimiter, before the headings.
func toldExcel(text []byte) (comma byte, ok bool) {
	m := toldForm.FindSubmatch(text)
	if m == nil || formatNames[m[1][0]] == "" {
		return 0, false
	}
	return m[1][0], true
}

// mostInFirstLine is the one of comma, tab and semicolon that stands most often in the first line with any, outside quotation marks.
func mostInFirstLine(head []byte) byte {
	var commas, tabs, semicolons int
	quoted := false
line:
	for _, b := range head {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == ',':
			commas++
		case b == '\t':
			tabs++
		case b == ';':
			semicolons++
		case (b == '\n' || b == '\r') && commas+tabs+semicolons > 0:
			break line
		}
	}
	switch {
	case tabs > commas && tabs >= semicolons:
		return '\t'
	case semicolons > commas:
		return ';'
	}
	return ','
}

// viewOf splits the first lines. A line in which only delimiters and blanks stand is none.
func viewOf(text []byte, comma byte) view {
	v := view{comma: comma, width: 1}
	for len(text) > 0 && len(v.lines) < sampledLines {
		width, end := rowEnd(text, comma)
		line := text[:end]
		text = text[min(len(text), end+1):]
		if len(bytes.Trim(line, " \t\r\f\x00\""+string(comma))) > 0 {
			v.lines, v.widths = append(v.lines, line), append(v.widths, width)
		}
	}
	counts := map[int]int{}
	for _, n := range v.widths {
		counts[n]++
	}
	for n, rows := range counts {
		if most := counts[v.width]; n > 1 && (v.width == 1 || rows > most || rows == most && n > v.width) {
			v.width = n
		}
	}
	if len(v.lines) > 0 {
		v.share = float64(counts[v.width]) / float64(len(v.lines))
	}
	return v
}

// rowEnd counts the values of the first row and says where it ends. A value is quoted if it begins with a quotation mark.
func rowEnd(text []byte, comma byte) (width, end int) {
	width = 1
	begins := true
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b == '"' && begins:
			i = quotedEnd(text, i+1)
		case b == comma:
			width++
			begins = true
			continue
		case b == '\n':
			return width, i
		}
		begins = false
	}
	return width, len(text)
}

// quotedEnd is where the mark stands that closes a quoted value; one that is written twice does not.
func quotedEnd(text []byte, from int) int {
	for i := from; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 == len(text) || text[i+1] != '"' {
			return i
		}
		i++
	}
	return len(text)
}

// hasDecimalCommas is true where every comma in the even rows stands between digits, and there are some.
func (v view) hasDecimalCommas() bool {
	found := false
	for i, line := range v.lines {
		if v.widths[i] != v.width {
			continue
		}
		for at, b := range line {
			if b != ',' {
				continue
			}
			if at == 0 || at == len(line)-1 || !isDigit(line[at-1]) || !isDigit(line[at+1]) {
				return false
			}
			found = true
		}
	}
	return found
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

var decimalComma = regexp.MustCompile(`^\s*-?\d+,\d+\s*$`)

// hasDecimalCommas is true if most values in some column are numbers with a comma before their decimals: thousands would have
// three digits behind it.
func hasDecimalCommas(rows [][]string) bool {
	var with, filled []int
	for _, values := range rows {
		for c, v := range values {
			if c >= len(with) {
				with, filled = append(with, 0), append(filled, 0)
			}
			if len(v) > 40 || len(v) == 0 {
				continue
			}
			filled[c]++
			if decimalComma.MatchString(v) && !thousands.MatchString(v) {
				with[c]++
			}
		}
	}
	for c, n := range with {
		if n > 0 && 2*n > filled[c] {
			return true
		}
	}
	return false
}

var thousands = regexp.MustCompile(`^\s*-?[1-9]\d{0,2}(,\d{3})+\s*$`)
