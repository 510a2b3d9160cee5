package web

import (
	"errors"

	"terrier/plans/provenance"
)

// count prints a number of the domain: how many homes, areas, assets or associations there are. It takes no bare number, so what it
// prints opens. With words it prints a noun behind it: {{count .Total "home" "homes"}}.
func count(n provenance.Number, words ...string) (string, error) {
	if n.Figure() == nil {
		return "", errors.New("a number is to be printed that is part of no figure")
	}
	said, err := plain(n.Int(), words...)
	if n.Margin() > 0 {
		said = "about " + said
	}
	return said, err
}

// opens is the address at which the figure of a number opens.
func opens(n provenance.Number) (string, error) {
	if n.Figure() == nil {
		return "", errors.New("a number is to be opened that is part of no figure")
	}
	return figureAddress(n.Figure(), ""), nil
}

// plain prints a number that says nothing of the domain: of a page, a version, a row. With words as count does.
func plain(n int, words ...string) (string, error) {
	switch len(words) {
	case 0:
		return thousands(n), nil
	case 2:
		return plural(n, words[0], words[1]), nil
	}
	return "", errors.New("a number takes the words for one and for many, or none")
}

// totalOf is the number of a figure; zero where there is no figure.
func totalOf(f *provenance.Figure) provenance.Number {
	if f == nil {
		return provenance.Number{}
	}
	return f.Total()
}
