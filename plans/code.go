package plans

import (
	"fmt"
	"strings"
)

// Code is one entry of a code list.
type Code struct {
	Slug  string   // as it is stored and sent: kebab-case
	Name  string   // as it is shown
	Group string   // the slug of the group it is counted in, where its list has groups
	Also  []string // other spellings that files use; compared by Fold
}

// CodeList is a closed, ordered list of codes. It is never changed after it is made, so goroutines may share it.
type CodeList []Code

// Parse finds the code that a file or an address means by text: its slug, name or another known spelling, whatever the case
// and punctuation. ok is false where there is none.
func (l CodeList) Parse(text string) (code Code, ok bool) {
	key := Fold(text)
	if key == "" {
		return Code{}, false
	}
	for _, c := range l {
		if Fold(c.Slug) == key || Fold(c.Name) == key {
			return c, true
		}
		for _, also := range c.Also {
			if Fold(also) == key {
				return c, true
			}
		}
	}
	return Code{}, false
}

// Find returns the code with exactly this slug. ok is false where there is none.
func (l CodeList) Find(slug string) (code Code, ok bool) {
	for _, c := range l {
		if c.Slug == slug {
			return c, true
		}
	}
	return Code{}, false
}

// Name is the shown name of a slug; a slug that is not in the list is shown as it is.
func (l CodeList) Name(slug string) string {
	if c, ok := l.Find(slug); ok {
		return c.Name
	}
	return slug
}

// Slugs lists the slugs in order.
func (l CodeList) Slugs() []string {
	slugs := make([]string, len(l))
	for i, c := range l {
		slugs[i] = c.Slug
	}
	return slugs
}

// Check refuses a slug that is not in the list; the message names those that are.
func (l CodeList) Check(field, slug string) error {
	if _, ok := l.Find(slug); ok {
		return nil
	}
	return Refuse("unknown-value", field, fmt.Sprintf("%q is not a known value of %s.", slug, field),
		"Use one of "+strings.Join(l.Slugs(), ", ")+".")
}

// Fold reduces a heading or a value to what is compared: lower-case letters and digits only.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		return -1
	}, text)
}
