package plans

import (
	"math"
	"strconv"
	"strings"
)

// Round leaves so many decimals; halves go away from zero, as browsers write them too.
func Round(v float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(v*scale) / scale
}

// Thousands writes a number with that many decimals and its thousands set apart, as people read it: 12,345.6.
func Thousands(v float64, decimals int) string {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(Round(v, decimals), 'f', decimals, 64), ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole
}
