package intake

import (
	"strconv"
	"strings"
)

// Neutralise puts an apostrophe before a value that a spreadsheet would run as a formula (OWASP, "CSV Injection"); plain numbers stay as they are. A
// value that begins with apostrophes before such a character gets one more, so that Restore always gives the value back.
func Neutralise(value string) string {
	if !dangerous(value) || isNumber(value) {
		return value
	}
	return "'" + value
}

// Restore takes away the apostrophe that Neutralise put.
func Restore(value string) string {
	if len(value) > 1 && value[0] == '\'' && dangerous(value) {
		return value[1:]
	}
	return value
}

// dangerous is true of what a spreadsheet takes for a formula, apostrophes before it or not.
func dangerous(value string) bool {
	bare := strings.TrimLeft(value, "'")
	return bare != "" && strings.IndexByte("=+-@|\t\r\n", bare[0]) >= 0
}

func isNumber(value string) bool {
	if strings.Trim(value, "+-.0123456789eE") != "" {
		return false
	}
	_, err := strconv.ParseFloat(value, 64)
	return err == nil
}
