package access

import (
	"encoding/json"
	"fmt"
	"slices"
)

// About keeps of the parts of a person what a question does not leave out: the owners and the tenures that it names, nil for any.
func About(parts []Part, owners []int64, tenures []string) (about []Part) {
	for _, p := range parts {
		narrowed, some := p.Narrow(tenures)
		if !some {
			continue
		}
		p.Tenures = narrowed
		if owners != nil {
			p.Owners, p.Own = among(p.Owners, owners), among(p.Own, owners)
		}
		if len(p.Owners) > 0 {
			about = append(about, p)
		}
	}
	return about
}

func among(ids, of []int64) (kept []int64) {
	for _, id := range ids {
		if slices.Contains(of, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

// Covers says whether who sees these parts now sees every home that could be in others then: of each of their owners, in each of their
// places, of each of their tenures, and the withheld ones where those were in sight.
func Covers(now, then []Part) bool {
	for _, p := range then {
		places := p.Authorities
		if places == nil {
			places = []string{anywhere}
		}
		for _, place := range places {
			for _, owner := range p.Owners {
				if !covered(now, owner, false, place, p.Tenures) {
					return false
				}
			}
			for _, owner := range p.Own {
				if !covered(now, owner, true, place, p.Tenures) {
					return false
				}
			}
		}
	}
	return true
}

const anywhere = "" // all places, those that nobody names among them

// covered says whether parts have an owner's homes of these tenures in a place: the withheld ones, or the others.
func covered(by []Part, owner int64, withheld bool, place string, tenures []string) bool {
	var seen []string
	some := false
	for _, p := range by {
		of := p.Owners
		if withheld {
			of = p.Own
		}
		if slices.Contains(of, owner) && (p.Authorities == nil || slices.Contains(p.Authorities, place)) {
			seen, some = widest(seen, p.Tenures, some), true
		}
	}
	switch {
	case !some:
		return false
	case seen == nil:
		return true
	}
	return tenures != nil && !slices.ContainsFunc(tenures, func(t string) bool { return !slices.Contains(seen, t) })
}

// WriteParts writes parts as they are kept beside what was counted in them: JSON. Equal parts are equal text.
func WriteParts(parts []Part) string {
	if parts == nil {
		parts = []Part{}
	}
	text, err := json.Marshal(parts)
	if err != nil {
		panic(err) // numbers and texts can be written
	}
	return string(text)
}

// ReadParts reads what WriteParts wrote.
func ReadParts(text string) (parts []Part, err error) {
	if err := json.Unmarshal([]byte(text), &parts); err != nil {
		return nil, fmt.Errorf("read what was in sight: %w", err)
	}
	return parts, nil
}
