package home

import (
	"strconv"
	"time"

	"terrier/plans/provenance"
)

// Kind is all that a home is counted and filtered by, save whose it is. Empty strings and zero mean "not said".
type Kind struct {
	Tenure, Type, EPC, Needs string // slugs
	Bedrooms                 uint8
}

// Group is the place of the tenure's group among TenureGroups.
func (k Kind) Group() int { return groupOf[k.Tenure] }

var groupOf = func() map[string]int {
	places := map[string]int{}
	for i, group := range TenureGroups {
		for _, tenure := range Tenures {
			if tenure.Group == group.Slug {
				places[tenure.Slug] = i
			}
		}
	}
	return places
}()

// Lot is whose a home is, who may know of it, and what a figure that counts it comes from.
type Lot struct {
	Owner       int64     // id of the organisation
	Source      int64     // id
	AsAt        time.Time // a day, UTC
	Sensitivity string    // slug of Sensitivities
	Authority   string    // GSS code of the local authority; "" is not said
}

// value is what a home of this kind is counted as in a grouping, "" where it is not said.
func (k Kind) value(grouping string) string {
	switch grouping {
	case "tenure":
		return k.Tenure
	case "home-type":
		return k.Type
	case "epc":
		return k.EPC
	case "needs":
		return k.Needs
	case "bedrooms":
		if k.Bedrooms > 0 {
			return strconv.Itoa(int(k.Bedrooms))
		}
	}
	return ""
}

// Names are what figures about homes are shown with.
type Names struct {
	Owners  map[int64]Owner             // every organisation that the reader may know of, by id
	Sources map[int64]provenance.Source // by id

	byRef map[string]string // ref → name, of every owner
}

// Owner is an organisation as figures name it.
type Owner struct{ Ref, Name string }
