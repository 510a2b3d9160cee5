package shapefile

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"time"
)

// isFoxPro is true of tables by Visual FoxPro, which gives some letters for kinds another meaning than dBASE does.
func (t *table) isFoxPro() bool { return t.version == 0x30 || t.version == 0x31 || t.version == 0x32 }

func (t *table) isMemo(f field) bool {
	return f.kind == 'M' || f.kind == 'G' || f.kind == 'P' || f.kind == 'B' && f.to-f.from != 8
}

// isText is true of fields that are written with letters.
func (t *table) isText(f field) bool {
	n := f.to - f.from
	switch f.kind {
	case 'N', 'F', 'D', 'L':
		return false
	case 'I':
		return n != 4
	case 'O', 'B', 'Y', 'T', '@':
		return n != 8 && !t.isMemo(f)
	case '0':
		return !t.isFoxPro()
	}
	return !t.isMemo(f)
}

// value is a field as a CSV would have it. ok is false of letters that are not what they are said to be.
func (t *table) value(f field, b []byte, l letters) (text string, ok bool) {
	raw := b[f.from:f.to]
	switch {
	case t.isMemo(f):
		return "", true
	case t.isText(f) && l.wide:
		return l.decode(raw, false)
	case t.isText(f):
		return l.decode(t.text(f, b))
	}
	switch f.kind {
	case 'I':
		return strconv.Itoa(int(int32(binary.LittleEndian.Uint32(raw)))), true
	case 'O', 'B':
		return shortest(float(raw)), true
	case 'Y':
		return number(money(int64(binary.LittleEndian.Uint64(raw)))), true
	case 'T', '@':
		return moment(raw), true
	case '0':
		return "", true // which other fields are null, for FoxPro alone
	}
	text, _ = asWindows.decode(bytes.TrimSpace(untilNull(raw)), false) // plain, or nothing that means anything
	switch f.kind {
	case 'D':
		return date(text), true
	case 'L':
		return truth(text), true
	}
	return number(text), true
}

// number is one as people write it: without zeros at its end, and none where it did not fit its column (all asterisks).
func number(text string) string {
	switch {
	case text == "", strings.HasPrefix(text, "*"):
		return ""
	case strings.ContainsAny(text, "eE"):
		if v, err := strconv.ParseFloat(text, 64); err == nil {
			return shortest(v)
		}
		return text
	case strings.Trim(text, "+-.0123456789") != "", strings.Trim(text, "+-.") == "":
		return text
	}
	text = strings.TrimPrefix(text, "+")
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	minus := strings.HasPrefix(text, "-")
	text = strings.TrimPrefix(text, "-")
	if text == "" || text[0] == '.' {
		text = "0" + text
	}
	if minus && strings.Trim(text, "0.") != "" {
		return "-" + text
	}
	return text
}

// shortest is the shortest text for a number; what is none is none.
func shortest(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func money(tenThousandths int64) string {
	return strconv.FormatFloat(float64(tenThousandths)/1e4, 'f', 4, 64)
}

// date turns 20230131 into 2023-01-31. What is not a day is left as it is.
func date(text string) string {
	if strings.Trim(text, "0") == "" {
		return ""
	}
	if day, err := time.Parse("20060102", text); err == nil {
		return day.Format(time.DateOnly)
	}
	return text
}

func truth(text string) string {
	switch strings.ToLower(text) {
	case "t", "y":
		return "true"
	case "f", "n":
		return "false"
	case "?":
		return ""
	}
	return text
}

// moment is a day, counted from the year -4712, and the milliseconds since its midnight.
func moment(raw []byte) string {
	const unixEpoch = 2440588 // 1 January 1970 in such days
	day, ms := int64(int32(binary.LittleEndian.Uint32(raw))), int64(int32(binary.LittleEndian.Uint32(raw[4:])))
	if day == 0 && ms == 0 {
		return ""
	}
	return time.Unix((day-unixEpoch)*86400, 0).UTC().Add(time.Duration(ms) * time.Millisecond).Format(time.RFC3339)
}
