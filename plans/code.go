package plans

import (
	"fmt"
	"strings"
	"sync"
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
	for i := range l {
		if l[i].Slug == text { // as files written here have it
			return l[i], true
		}
	}
	key := Fold(text)
	if key == "" || len(l) == 0 {
		return Code{}, false
	}
	i, ok := l.spellings()[key]
	if !ok {
		return Code{}, false
	}
	return l[i], true
}

// spelled keeps, by a list's first entry, which code each folded spelling means: lists are never changed, and files ask millions of times.
var spelled sync.Map // *Code → map[string]int

func (l CodeList) spellings() map[string]int {
	if known, ok := spelled.Load(&l[0]); ok {
		return known.(map[string]int)
	}
	known := map[string]int{}
	for i, c := range l {
		for _, spelling := range append([]string{c.Slug, c.Name}, c.Also...) {
			if key := Fold(spelling); key != "" {
				if _, taken := known[key]; !taken {
					known[key] = i
				}
			}
		}
	}
	spelled.Store(&l[0], known)
	return known
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
	for i := 0; i < len(text); i++ {
		if c := text[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return fold(text)
		}
	}
	return text
}

func fold(text string) string {
	kept := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			kept = append(kept, c)
		case c >= 'A' && c <= 'Z':
			kept = append(kept, c-'A'+'a')
		}
	}
	return string(kept)
}
