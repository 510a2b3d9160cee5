// Package audit says what is noted of each write and each exact answer, and how the notes are chained so that none can be changed,
// removed or slipped in unseen.
//
// An Entry is noted by whoever acts; a Seal closes a batch of entries and names the seal before it. Both are hashed over bytes that
// are laid down here for ever (docs/decisions/0010-audit.md). Where they are kept, and when they are sealed, is data/postgis.
package audit

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"terrier/plans"
)

// Who acted: an account (Account), Public or CommandLine. A name or address is never part of it, so that erasing an account leaves
// nothing to erase here.
type Who string

// Those who act without an account.
const (
	Public      Who = "public"
	CommandLine Who = "command line"
)

// Account is the Who of an account.
func Account(id int64) Who { return Who(accountPrefix + strconv.FormatInt(id, 10)) }

const accountPrefix = "account:"

// AccountID is the id of the account that a Who is; 0 where it is none.
func (w Who) AccountID() int64 {
	id, err := strconv.ParseInt(strings.TrimPrefix(string(w), accountPrefix), 10, 64)
	if err != nil || id < 1 || w != Account(id) {
		return 0
	}
	return id
}

// Entry is one thing that was done. It is never changed.
type Entry struct {
	ID      int64     `json:"id"` // given when it is recorded; gaps mean nothing
	Who     Who       `json:"who"`
	Action  string    `json:"action"`               // slug: what was done, "count-homes"
	Kind    string    `json:"kind"`                 // slug: to what kind of thing, "home"
	Ref     string    `json:"ref,omitempty"`        // which one of them; "" where it is none, or many
	Detail  Detail    `json:"detail"`               // what else is to be known; never a home's address or place
	At      time.Time `json:"at"`                   // when it was recorded: UTC, whole microseconds; given by the database's clock
	Request string    `json:"request-id,omitempty"` // of the request, as the log has it
}

var (
	slug = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	who  = regexp.MustCompile(`^(public|command line|account:[1-9][0-9]{0,18})$`)
)

// Most bytes of what an entry says.
const (
	MostDetail  = 1 << 20
	mostRef     = 1000
	mostRequest = 200
)

// Check refuses an entry that could not be kept; the fault is then the caller's.
func (e Entry) Check() error {
	switch {
	case !who.MatchString(string(e.Who)):
		return wrong("who", fmt.Sprintf("%.40q", string(e.Who)), "public, command line or account:ID")
	case !slug.MatchString(e.Action):
		return wrong("action", fmt.Sprintf("%.40q", e.Action), "a slug such as count-homes")
	case !slug.MatchString(e.Kind):
		return wrong("kind", fmt.Sprintf("%.40q", e.Kind), "a slug such as home")
	case len(e.Ref) > mostRef || !kept(e.Ref):
		return wrong("ref", fmt.Sprintf("%.40q", e.Ref), fmt.Sprintf("at most %d bytes of text", mostRef))
	case len(e.Request) > mostRequest || !kept(e.Request):
		return wrong("request-id", fmt.Sprintf("%.40q", e.Request), fmt.Sprintf("at most %d bytes of text", mostRequest))
	case len(e.Detail) > MostDetail:
		return plans.Refuse("audit-entry-invalid", "detail", fmt.Sprintf("The detail has %d bytes.", len(e.Detail)), fmt.Sprintf("Say it in %d.", MostDetail))
	}
	return nil
}

// kept says whether the database keeps a text as it is.
func kept(text string) bool { return utf8.ValidString(text) && !strings.Contains(text, "\x00") }

func wrong(field, value, use string) error {
	return plans.Refuse("audit-entry-invalid", field, fmt.Sprintf("%s cannot be the %s of an audit entry.", value, field), "Use "+use+".")
}

// Unwritten is the error for an entry that could not be recorded. Whoever gets it must not give an exact answer, nor keep a write.
func Unwritten() error {
	return &plans.Error{Kind: plans.Unavailable, Code: "audit-unavailable",
		Message: "This cannot be answered now, because it cannot be noted in the audit trail.", Remedy: "Ask again in a moment."}
}
