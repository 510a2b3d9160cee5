package home

import (
	"slices"
	"time"
	_ "time/tzdata" // Europe/London, whatever the machine knows

	"terrier/plans"
	"terrier/plans/provenance"
)

// PastQuestion asks what was said of homes on a day.
type PastQuestion struct {
	Question           // By and Where may name every key of PastGroupings
	On       time.Time // a day; the homes as they stood when it ended, in Europe/London
	Boundary []byte    // EWKB in EPSG:27700, a valid polygon or multipolygon, instead of Within and Area; nil for none
}

// PastGroupings are those that homes of a past day can be counted by and filtered on.
func PastGroupings() []Grouping {
	const key = "build-year-band"
	if _, there := FindGrouping(key); there {
		return Groupings
	}
	return append(slices.Clone(Groupings), Grouping{key, "Built", BuildYearBands})
}

// FindPastGrouping returns the grouping called key. ok is false where there is none.
func FindPastGrouping(key string) (g Grouping, ok bool) {
	all := PastGroupings()
	i := slices.IndexFunc(all, func(g Grouping) bool { return g.Key == key })
	if i < 0 {
		return Grouping{}, false
	}
	return all[i], true
}

// CheckPastGroupings refuses keys that are none.
func CheckPastGroupings(keys ...string) error {
	for _, key := range keys {
		if _, ok := FindPastGrouping(key); !ok {
			var known plans.CodeList
			for _, g := range PastGroupings() {
				known = append(known, plans.Code{Slug: g.Key})
			}
			return known.Check("by", key)
		}
	}
	return nil
}

// Crossed is a table of two groupings. Every cell that is not there is 0; all of them sum to Total.
type Crossed struct {
	Total   int
	Rows    []Count             // the values of the first grouping that occur, with their sums, in the order in which they are shown
	Columns []Count             // of the second
	Cells   [][]int             // by row, then column
	AsAt    time.Time           // as in Summary
	Sources []provenance.Source // of the homes counted
}

// EndOf is the moment at which a day ends in Europe/London: the first of the next day. On a day means as the register stood then, so a
// change made on that day is in, and one made at midnight is not. A day has 23 to 25 hours.
func EndOf(day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, london)
}

var london = func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // the zones are part of the program
	}
	return l
}()
