package workbook

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/intake"
)

// values makes text of cells, as a CSV would have it.
type values struct {
	texts    *pointer
	styles   []display
	from1904 bool
}

// row returns the values of the row just read, up to the last that is not blank. refused says why it cannot be used; err is one
// of reading the file.
func (v *values) row(c *cells) (texts []string, refused *plans.Error, err error) {
	length, last := 0, 0
	for _, one := range c.list {
		text, bad, err := v.text(c, one)
		if err != nil {
			return nil, nil, err
		}
		if bad != "" && refused == nil {
			refused = badCell(one.column, c.line, bad)
		}
		if text == "" {
			continue
		}
		if length += len(text); length > row.Longest {
			return nil, row.TooLong(), nil
		}
		if one.column >= row.MostColumns {
			if strings.TrimSpace(text) != "" && refused == nil {
				refused = tooManyColumns(one.column, c.line)
			}
			continue
		}
		if one.column >= len(texts) {
			texts = append(texts, make([]string, one.column+1-len(texts))...)
		}
		texts[one.column] = text
	}
	for i, text := range texts {
		if strings.TrimSpace(text) != "" {
			last = i + 1
		}
	}
	return texts[:last], refused, nil
}

// text of a cell. bad says what is wrong with it, as in "points at a text that is not there".
func (v *values) text(c *cells, one cell) (text, bad string, err error) {
	stored := c.stored(one)
	if len(stored) == 0 {
		return "", "", nil
	}
	switch one.holds {
	case shared:
		n, parsed := strconv.Atoi(string(stored))
		if parsed == nil && v.texts != nil {
			var ok bool
			if text, ok, err = v.texts.text(n); ok || err != nil {
				break
			}
		}
		return "", "points at a text that the workbook does not have", nil
	case plainText:
		text = string(unfold(stored))
	case truth:
		return truthText(string(stored)), "", nil
	case failure:
		if string(stored) == notAvailable {
			return "", "", nil
		}
		text = string(stored)
	case writtenDay:
		text = writtenDate(string(stored))
	default:
		if shown := v.shown(one.style); shown != asNumber {
			text = dateText(string(stored), shown, v.from1904)
		} else {
			text = numberText(string(stored))
		}
	}
	if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
		return "", "has letters that are none", err
	}
	if one.holds == shared || one.holds == plainText {
		text = intake.Restore(text)
	}
	return text, "", err
}

// notAvailable is how Excel says that there is no value, and only that.
const notAvailable = "#N/A"

func truthText(stored string) string {
	switch stored {
	case "1":
		return "true"
	case "0":
		return "false"
	}
	return strings.ToLower(stored)
}

func (v *values) shown(style int) display {
	if style < 0 || style >= len(v.styles) {
		return asNumber
	}
	return v.styles[style]
}

// isFilled is true of a row with a value, or with a cell that cannot be read.
func (v *values) isFilled(c *cells) (bool, error) {
	for _, one := range c.list {
		text, bad, err := v.text(c, one)
		if err != nil || bad != "" || len(bytes.TrimSpace([]byte(text))) > 0 {
			return true, err
		}
	}
	return false, nil
}
