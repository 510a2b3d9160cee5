package workbook

import (
	"math"
	"strconv"
	"strings"
)

// exactDigits a float64 keeps of any decimal number: one with no more is the shortest of all that stand for the same float64.
const exactDigits = 15

// cleanDigits are as many as a number may have that was worked out and is told by fewer digits than it is stored with.
const cleanDigits = 13

// numberText writes a number as a CSV would have it: in full, without an exponent as long as it has at most 21 digits before the
// point, and the shortest that stands for the same float64 (53.387958699999999 is 53.3879587). What is not a number stays.
func numberText(stored string) string {
	if isShortest(stored) {
		return stored
	}
	v, ok := parseNumber(stored)
	if !ok {
		return stored
	}
	return shortest(v)
}

func shortest(v float64) string {
	if v == 0 {
		return "0"
	}
	v = withoutNoise(v)
	format := byte('f')
	if size := math.Abs(v); size >= 1e21 || size < 1e-7 {
		format = 'e'
	}
	return strconv.FormatFloat(v, format, -1, 64)
}

// withoutNoise takes away what adding and multiplying leave in the last digits (0.1 and 0.2 make 0.30000000000000004), which Excel
// never shows: it has 15 digits. Only a number that cleanDigits say as well is taken to be that one; others keep all they have.
func withoutNoise(v float64) float64 {
	shown := strconv.FormatFloat(v, 'e', exactDigits-1, 64)
	digits, _, _ := strings.Cut(strings.TrimPrefix(shown, "-"), "e")
	if len(strings.TrimRight(digits, "0")) > len("1.")+cleanDigits-1 {
		return v
	}
	clean, err := strconv.ParseFloat(shown, 64)
	if err != nil {
		return v
	}
	return clean
}

func parseNumber(stored string) (float64, bool) {
	if strings.Trim(stored, "+-.0123456789eE") != "" { // ParseFloat also takes "inf" and "0x1p2"
		return 0, false
	}
	v, err := strconv.ParseFloat(stored, 64)
	return v, err == nil
}

// isShortest is true of decimal numbers that are written as numberText writes them. Whole numbers stay whatever their length: to
// make a float64 of a reference with 18 digits would change it.
func isShortest(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	if !isDigits(whole) || len(whole) > 1 && whole[0] == '0' || s == "0" && len(s) > 1 {
		return false
	}
	if !point {
		return len(whole) <= 30 && whole != "0"
	}
	return isDigits(fraction) && fraction[len(fraction)-1] != '0' && len(whole)+len(fraction) <= exactDigits && (whole != "0" || fraction[0] != '0')
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
