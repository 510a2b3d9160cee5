package pdf

import (
	"math"
	"strconv"
	"unicode/utf16"
)

const pointsPerMillimetre = 72 / 25.4

// number appends a number with at most so many decimals, and nothing that says nothing.
func number(b []byte, v float64, decimals int) []byte {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		v = 0 // no scene has such a place; a reader that meets one gives up on the page
	}
	scale := math.Pow10(decimals)
	v = math.Round(v*scale) / scale
	if v == 0 {
		v = 0 // not -0
	}
	return strconv.AppendFloat(b, v, 'f', -1, 64)
}

// text is a string object in UTF-16, which needs no escaping as hexadecimal digits.
func text(s string) string {
	const digits = "0123456789ABCDEF"
	b := []byte("<FEFF")
	for _, unit := range utf16.Encode([]rune(s)) {
		b = append(b, digits[unit>>12], digits[unit>>8&15], digits[unit>>4&15], digits[unit&15])
	}
	return string(append(b, '>'))
}
