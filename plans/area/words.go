package area

import (
	"fmt"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"terrier/plans"
)

// InWords is an amount of land in words: hectares from a tenth of one upwards, square metres below.
func InWords(squareMetres float64) string {
	switch {
	case squareMetres >= 1000:
		return plans.Thousands(squareMetres/10_000, 1) + " ha"
	case squareMetres >= 1:
		return plans.Thousands(math.Round(squareMetres), 0) + " m²"
	default:
		return "less than 1 m²"
	}
}

// counted is a number with its noun: "1 edge is", "12 edges are".
func counted(n int, one, many string) string {
	return plans.Thousands(float64(n), 0) + " " + isAre(n, one, many)
}

func isAre(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// percent is a share in words; never 0% or 100% of what is only nearly so.
func percent(share float64) string {
	switch {
	case share < 0.01:
		return "less than 1%"
	case share > 0.99 && share < 1:
		return "more than 99%"
	}
	return fmt.Sprintf("%.0f%%", share*100)
}

// wholeOr is a share in words; what rounding to the millimetre takes away is nothing.
func wholeOr(share float64) string {
	if share > 1-1e-6 {
		return "the whole"
	}
	return percent(share)
}

// Listed joins names: "A", "A and B", "A, B and C".
func Listed(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// capital begins a sentence with a text.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
