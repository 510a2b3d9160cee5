// Package provenance says where a number comes from: the question it answers, the rule by which it was counted, the policy under which
// it is shown, its sources, and when. A figure has an id that is the hash of all that makes it what it is, so the same question with
// the same answer has the same id on every server, and a changed answer has another.
//
// A number stands in a page only as a part of a figure (Number). Figures are worked out in plans/web, from what the nouns count, and
// kept by data/postgis.
package provenance

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"terrier/plans"
)

// Source is who published facts, under which terms, and as at when.
type Source struct {
	Publisher   string
	Licence     string // slug
	LicenceName string
	LicenceURL  string    // of its text; "" where it has none
	Attribution string    // the line that must stand wherever the facts are shown
	AsAt        time.Time // the day the facts describe, as the publisher says; zero where it does not
	Retrieved   time.Time // when they came here
}

// Line is what a figure says of a source in one line.
func (s Source) Line() string {
	if s.Attribution == "" {
		return s.Publisher
	}
	return s.Publisher + ". " + s.Attribution
}

func (s Source) compare(t Source) int {
	return cmp.Or(strings.Compare(s.Line(), t.Line()), strings.Compare(s.Licence, t.Licence), s.AsAt.Compare(t.AsAt), s.Retrieved.Compare(t.Retrieved))
}

// Once sorts sources by line and day and leaves each in once. It is never nil.
func Once(sources []Source) []Source {
	met, sorted := map[Source]bool{}, []Source{}
	for _, s := range sources { // most things have the source of others
		if !met[s] {
			met[s], sorted = true, append(sorted, s)
		}
	}
	slices.SortFunc(sorted, Source.compare)
	return slices.CompactFunc(sorted, func(s, t Source) bool { return s.compare(t) == 0 })
}

// Lines are the lines of sources, sorted, each once. It is never nil.
func Lines(sources []Source) []string {
	lines := []string{}
	for _, s := range sources {
		lines = append(lines, s.Line())
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// Oldest is the earliest day that any of the sources describes; zero where none says.
func Oldest(sources []Source) (day time.Time) {
	for _, s := range sources {
		if !s.AsAt.IsZero() && (day.IsZero() || s.AsAt.Before(day)) {
			day = s.AsAt
		}
	}
	return day
}

// Rule says how something is counted. Its version rises when the counting changes, and not when its sentence is put better.
type Rule struct {
	Slug     string
	Version  int
	Sentence string // plain English
}

// Policy says what of a count is shown to whom. Its version rises as a rule's does.
type Policy struct {
	Slug     string
	Version  int
	Sentence string
}

// The policies there are.
var (
	PublishedHomes = Policy{"published-homes", 1, "Homes that their owners publish home by home are counted exactly, for everyone. No other home is in the figure."}
	EntitledHomes  = Policy{"entitled-homes", 1, "Homes that their owners publish are counted exactly, and so are those that whoever asks is entitled to see. The figure opens for those who see all of them."}
	ProtectedHomes = Policy{"protected-homes", 1, "Homes that their owners publish home by home are counted exactly, for everyone. All other homes that are open to be counted are told of by areas of ten homes or more, " +
		"whose figures were blurred once and are only added up. Restricted and withheld homes are in no figure."}
	OpenRegister = Policy{"open-register", 1, "The register is open to everyone: all of it is counted, exactly."}
)

// Subjects are what figures count.
var Subjects = plans.CodeList{
	{Slug: "homes", Name: "Homes"},
	{Slug: "areas", Name: "Plan areas"},
	{Slug: "assets", Name: "Community assets"},
	{Slug: "associations", Name: "Housing associations"},
}

// Keeper keeps figures. Keeping one that is there already changes nothing. A figure that is not there is a plans.NotFound error.
type Keeper interface {
	Figure(ctx context.Context, id string) (*Figure, error)
	// KeepFigure keeps a figure until a moment; until further notice where that is zero.
	KeepFigure(ctx context.Context, f *Figure, until time.Time) error
}

// KeptFor is how long a figure about a shape that somebody drew is kept. The boundaries of the registers are everybody's, and figures
// about them are kept until further notice.
const KeptFor = 365 * 24 * time.Hour

// Until is when a figure that is kept now ceases to be; zero for never.
func (f *Figure) Until(now time.Time) time.Time {
	switch f.Question.Within.Kind() {
	case Box, Drawn:
		return now.Add(KeptFor)
	}
	return time.Time{}
}
