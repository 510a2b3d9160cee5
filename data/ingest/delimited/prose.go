package delimited

import (
	"bytes"
	"regexp"
	"strings"

	"terrier/plans"
)

// refuseText refuses what is text, but no table: the dump of a PDF, whose columns are laid out with spaces, and running text.
func (v view) refuseText() *plans.Error {
	const remedy = "Ask for the spreadsheet that it was made from, or copy the table into one, and save it as CSV UTF-8."
	switch {
	case len(v.lines) == 0, v.share >= 0.9 && v.width >= 3:
		return nil
	case v.isLaidOut():
		return plans.Refuse("no-table", "file", "The file is text laid out with spaces, as a PDF or a print gives it, not a table with delimiters.", remedy)
	case v.isProse():
		return plans.Refuse("no-table", "file", "The file is running text, not a table: its lines do not fall into columns.", remedy)
	}
	return nil
}

// isLaidOut is true if a third of the lines have wide gaps that are not beside a delimiter, where programs pad values.
func (v view) isLaidOut() bool {
	gaps := 0
	for _, line := range v.lines {
		line = bytes.TrimSpace(line)
		for at := bytes.Index(line, []byte("   ")); at >= 0; {
			end := at
			for end < len(line) && line[end] == ' ' {
				end++
			}
			if before, after := line[at-1], line[end]; before != v.comma && after != v.comma && before != '"' && after != '"' {
				gaps++
				break
			}
			next := bytes.Index(line[end:], []byte("   "))
			if next < 0 {
				break
			}
			at = end + next
		}
	}
	return len(v.lines) >= 3 && 3*gaps >= len(v.lines)
}

var sentence = regexp.MustCompile(`(?i)\b(the|and|of|to|in|is|are|for|that|with|this|by|or|was|be)\b`)

// isProse is true where lines come out uneven, have five words or more for each value, and most have the small words of sentences.
func (v view) isProse() bool {
	if v.width > 1 && v.share >= 0.75 {
		return false
	}
	words, values, sentences := 0, 0, 0
	for i, line := range v.lines {
		text := string(line[:min(len(line), 4096)])
		words += len(strings.Fields(text))
		values += v.widths[i]
		if sentence.MatchString(text) {
			sentences++
		}
	}
	return words >= 5*values && 2*sentences >= len(v.lines)
}
