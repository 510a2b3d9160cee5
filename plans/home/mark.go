package home

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"terrier/plans"
)

// Choice says which homes of one association are meant. Each condition that is given must hold; without any, all of them are.
type Choice struct {
	Listed      []string // references or UPRNs, as people paste them; nil for any
	Ticked      []string // references and nothing else; nil for any
	Words       string   // part of an address or a reference, whatever its case
	Postcode    string   // whole, or its first half, as PostcodeAsked gives it
	Needs       string   // slug of Needs
	Sensitivity string   // slug of Sensitivities
}

// MostListed is how many references are taken at once, mostOfReference how long one may be.
const (
	MostListed      = 10_000
	mostOfReference = 200
)

// ParseList reads references or UPRNs out of what was pasted: one a line, or with commas, semicolons or tabs between. Each is there once.
func ParseList(text string) (listed []string, err error) {
	had := map[string]bool{}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r\t,;", r) }) {
		word = strings.TrimSpace(word)
		if word == "" || had[word] {
			continue
		}
		if len(word) > mostOfReference {
			return nil, plans.Refuse("bad-references", "references", fmt.Sprintf("An entry of the list is longer than %d bytes.", mostOfReference), "Write one reference or UPRN a line.")
		}
		if len(listed) == MostListed {
			return nil, plans.Refuse("too-many-references", "references", fmt.Sprintf("There are more than %d references in the list.", MostListed), "Mark them in several goes, or bring a file that says who may know of each.")
		}
		had[word] = true
		listed = append(listed, word)
	}
	return listed, nil
}

// PostcodeAsked writes a postcode, or its first half, as homes have them: upper case, and one space where it is whole.
func PostcodeAsked(text string) string {
	text = strings.ToUpper(strings.Join(strings.Fields(text), ""))
	if n := len(text); n >= 5 && text[n-3] >= '0' && text[n-3] <= '9' && !strings.ContainsFunc(text, func(r rune) bool { return r > 'Z' }) {
		return text[:n-3] + " " + text[n-3:]
	}
	return text
}

// Found are the homes of a choice, in the order of their references.
type Found struct {
	Total   int
	Homes   []Home   // those of one page
	Unknown []string // listed, and no reference or UPRN of the association's: another's looks the same
}

// Lifted is what a mark is for that takes another back: the home is withheld no longer.
const Lifted = "lifted"

// Marking is what is to be done with the homes of a choice: they are withheld, or withheld no longer.
type Marking struct {
	Choice
	To     string // Withheld or Lifted
	Reason string // slug of MarkReasons
}

// MarkReasons are why homes are marked. They are kept for good in the audit trail, so they are a list and not a person's own words, which
// could name somebody or say where a home is.
var MarkReasons = plans.CodeList{
	{Slug: "refuge", Name: "A refuge or safe house"},
	{Slug: "at-risk", Name: "Somebody who lives there is at risk"},
	{Slug: "confidential-scheme", Name: "A scheme that is confidential"},
	{Slug: "asked-for", Name: "The people who live there, or a partner, asked for it"},
	{Slug: "no-longer-needed", Name: "It is not needed any longer"},
	{Slug: "mistake", Name: "It was marked by mistake"},
	{Slug: "other", Name: "Another reason, which we keep ourselves"},
}

// Check says what is missing or unknown in a marking.
func (m Marking) Check() error {
	if m.To != Withheld && m.To != Lifted {
		return plans.Refuse("unknown-mark", "to", "It is not said what is to be done with the homes.", "Say withheld, or lifted.")
	}
	if m.Reason == "" {
		return plans.Refuse("reason-needed", "reason", "It is not said why.", "Choose a reason. It is kept in the audit trail.")
	}
	return MarkReasons.Check("reason", m.Reason)
}

// Effect is what a marking does to the homes of its choice, or did.
type Effect struct {
	Homes     int            `json:"homes"`               // of the choice
	Were      map[string]int `json:"were"`                // of those that change: how many were what, by slug of Sensitivities
	Become    map[string]int `json:"become"`              // and what they become
	Published int            `json:"published,omitempty"` // of those that are lifted: were published when they came to be withheld, and become open
	Addresses int            `json:"addresses,omitempty"` // of those that are withheld: have an address, which is not kept
	Seen      string         `json:"-"`                   // names how the homes of the choice stand: another change gives another name
	Unknown   []string       `json:"-"`                   // as Found has them
}

// Changes is how many homes change.
func (e Effect) Changes() (n int) {
	for _, one := range e.Become {
		n += one
	}
	return n
}

// Same is how many homes of the choice stood so already.
func (e Effect) Same() int { return e.Homes - e.Changes() }

// Mark is a marking that was done.
type Mark struct {
	ID           string // random, part of its address
	Organisation int64  // whose homes
	To, Reason   string // as in Marking
	Effect
	By       int64 // account
	At       time.Time
	Import   int64     // the import that it is in the register
	UndoneAt time.Time // zero where it stands
}

// Opens says whether taking a mark back shows homes to others again.
func (m Mark) Opens() bool { return m.To == Withheld }

// MarkStale is the error for marking homes that do not stand as they were looked at.
func MarkStale() error {
	return &plans.Error{Kind: plans.Conflict, Code: "homes-changed", Message: "The homes have changed since you looked at them: a colleague or a file was at them.", Remedy: "Nothing was done. Look at what it would do now."}
}

// MarkUnseen is the error for marking homes without saying how they were seen to stand.
func MarkUnseen() error {
	return &plans.Error{Kind: plans.Conflict, Code: "not-seen", Message: "It is not said how the homes were seen to stand.", Remedy: "Ask first what the mark would do, and send what is called seen there."}
}

// NothingToMark is the error for a marking that would change no home.
func NothingToMark() error {
	return &plans.Error{Kind: plans.Conflict, Code: "nothing-to-mark", Message: "No home would change: each of them stands so already, or none was found.", Remedy: "Nothing needs to be done, or choose other homes."}
}

// NoMark is the error for a mark that is not there, or is another association's: the two look the same.
func NoMark() error {
	return &plans.Error{Kind: plans.NotFound, Code: "no-mark", Message: "There is no such mark here.", Remedy: "Look at the list of marks."}
}

// Check refuses what no home can be chosen by.
func (c Choice) Check() error {
	if c.Needs != "" {
		if err := Needs.Check("needs", c.Needs); err != nil {
			return err
		}
	}
	if c.Sensitivity != "" {
		if err := Sensitivities.Check("sensitivity", c.Sensitivity); err != nil {
			return err
		}
	}
	if i := slices.IndexFunc([]string{c.Words, c.Postcode}, func(s string) bool { return len(s) > mostOfReference }); i >= 0 {
		return plans.Refuse("bad-words", []string{"words", "postcode"}[i], fmt.Sprintf("What is looked for is longer than %d bytes.", mostOfReference), "Write less.")
	}
	return nil
}
