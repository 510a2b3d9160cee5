package place

import "strings"

// Match says how well a name fits what has been typed so far; smaller is better.
type Match int

// The ways to fit, best first.
const (
	Whole   Match = iota // the whole name
	Start                // the name starts with it
	Word                 // a later word of the name starts with it
	Inexact              // one typing error away from one of these
	None
)

// MatchKey compares the search key of what was typed with that of a name: lower case, no accents or punctuation, words
// parted by one space (postcodes without a space).
func MatchKey(typed, name string) Match {
	switch {
	case typed == "":
		return None
	case name == typed:
		return Whole
	case strings.HasPrefix(name, typed):
		return Start
	case strings.Contains(name, " "+typed):
		return Word
	}
	if len(typed) < 4 { // shorter, one error makes too many names alike
		return None
	}
	for at := 0; at >= 0; {
		if startsOneErrorAway(typed, name[at:]) {
			return Inexact
		}
		next := strings.IndexByte(name[at:], ' ')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return None
}

// startsOneErrorAway says whether name starts with typed after one letter is added, dropped, changed or swapped with the next.
func startsOneErrorAway(typed, name string) bool {
	i := 0
	for i < len(typed) && i < len(name) && typed[i] == name[i] {
		i++
	}
	rest, nameRest := typed[i:], name[i:]
	if rest == "" {
		return true
	}
	if strings.HasPrefix(nameRest, rest[1:]) { // one letter too many
		return true
	}
	if nameRest == "" {
		return false
	}
	if strings.HasPrefix(nameRest[1:], rest) || strings.HasPrefix(nameRest[1:], rest[1:]) { // one left out, or another
		return true
	}
	return len(rest) > 1 && len(nameRest) > 1 && rest[0] == nameRest[1] && rest[1] == nameRest[0] &&
		strings.HasPrefix(nameRest[2:], rest[2:])
}
