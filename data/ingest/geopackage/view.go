package geopackage

import "strings"

// viewRefused says why a view is not read, "" if it is. A view that builds on others, or on names made by WITH, can grow twice as
// large with each, and would cost more than can be had before its first row; what one alone may cost is bounded as it is read.
func viewRefused(v table, all tables) string {
	for _, word := range words(v.sql) {
		word = strings.ToLower(word)
		t, ok := all[word]
		switch {
		case word == "with":
			return "is a view that puts tables together by WITH, which is not read"
		case ok && t.virtual:
			return "is a view of a table that a program makes up (" + t.name + "), which is not read"
		case ok && t.view && !strings.EqualFold(t.name, v.name):
			return "is a view of another view (" + t.name + "), which is not read"
		}
	}
	return ""
}

// words are the names and keywords of SQL; anything in quotation marks can be a name.
func words(sql string) []string {
	var found []string
	for at := 0; at < len(sql); {
		c := sql[at]
		switch {
		case strings.HasPrefix(sql[at:], "--"):
			at += lengthUntil(sql[at:], "\n")
		case strings.HasPrefix(sql[at:], "/*"):
			at += 2 + lengthUntil(sql[at+2:], "*/")
		case c == '"' || c == '\'' || c == '`':
			n := quotedLength(sql[at:], c)
			found = append(found, strings.ReplaceAll(strings.Trim(sql[at:at+n], string(c)), string([]byte{c, c}), string(c)))
			at += n
		case c == '[':
			n := lengthUntil(sql[at:], "]")
			found = append(found, strings.Trim(sql[at:at+n], "[]"))
			at += n
		case isWordByte(c):
			n := 0
			for at+n < len(sql) && isWordByte(sql[at+n]) {
				n++
			}
			found = append(found, sql[at:at+n])
			at += n
		default:
			at++
		}
	}
	return found
}

// lengthUntil is the length of a text up to and with the first end, or of all of it.
func lengthUntil(text, end string) int {
	if i := strings.Index(text, end); i >= 0 {
		return i + len(end)
	}
	return len(text)
}

// quotedLength is the length of a text in quotation marks, which it begins with; a doubled one stands for itself.
func quotedLength(text string, mark byte) int {
	for i := 1; i < len(text); i++ {
		if text[i] != mark {
			continue
		}
		if i+1 < len(text) && text[i+1] == mark {
			i++
			continue
		}
		return i + 1
	}
	return len(text)
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}
