package style

import (
	"math"
	"strconv"
)

// Contrast is the ratio of two colours #RRGGBB, from 1 to 21 (WCAG 2.2, section 1.4.3).
func Contrast(a, b string) float64 {
	la, lb := Luminance(a), Luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// Luminance is how bright a colour #RRGGBB is, from 0 to 1 (WCAG 2.2, relative luminance).
func Luminance(hex string) (sum float64) {
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8) // the form is known
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
