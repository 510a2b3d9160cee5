package area

import (
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// Comparison is what one shape has against another.
type Comparison struct {
	Gained, Lost            orb.MultiPolygon // EPSG:27700; nil: none
	GainedArea, LostArea    float64          // square metres
	Before, After           Measures
	Came, Went, Stayed      []Statement // of the verdict: said of the later shape only, of the earlier only, of both
	LevelBefore, LevelAfter Level
	Mended                  bool // the earlier shape was broken: what land it took in cannot be told
}

// Same says whether both shapes take in the same land.
func (c Comparison) Same() bool { return len(c.Gained) == 0 && len(c.Lost) == 0 }

// Compare sets two shapes beside each other. Both must be valid.
func Compare(before, after orb.MultiPolygon) (c Comparison, err error) {
	if c.Gained, err = landOf(after, before); err != nil {
		return c, err
	}
	if c.Lost, err = landOf(before, after); err != nil {
		return c, err
	}
	c.GainedArea, c.LostArea = shape.Area(c.Gained), shape.Area(c.Lost)
	c.Before, c.After = measure(before), measure(after)
	return c, nil
}

// landOf is the land that a shape has and another has not, save what is so thin that rounding to the millimetre made it.
func landOf(one, other orb.MultiPolygon) (land orb.MultiPolygon, err error) {
	all, err := shape.Difference(one, other)
	if err != nil {
		return nil, err
	}
	for _, piece := range all {
		wide, err := shape.Wider(orb.MultiPolygon{piece}, shape.LeastWidth)
		if err != nil {
			return nil, err
		}
		if wide {
			land = append(land, piece)
		}
	}
	return land, nil
}

// WithEffect adds what the rules say of each: which statements came, went and stayed.
func (c Comparison) WithEffect(before, after Verdict) Comparison {
	c.LevelBefore, c.LevelAfter = before.Level, after.Level
	had := map[string]Statement{}
	for _, s := range before.Statements {
		had[s.ID] = s
	}
	for _, s := range after.Statements {
		if old, ok := had[s.ID]; ok && old.Level == s.Level && old.Title == s.Title { // the title says how much
			c.Stayed = append(c.Stayed, s)
			delete(had, s.ID)
		} else {
			c.Came = append(c.Came, s)
		}
	}
	for _, s := range before.Statements {
		if _, left := had[s.ID]; left {
			c.Went = append(c.Went, s)
		}
	}
	return c
}

// CompareLoosely is Compare where the earlier shape may be broken: what it takes in cannot be told then, and nothing is said of land.
func CompareLoosely(before, after orb.MultiPolygon) (Comparison, error) {
	if judgeShape(before) != nil {
		return Comparison{Before: measure(before), After: measure(after), Mended: true}, nil
	}
	return Compare(before, after)
}

// Sentence says what changes.
func (c Comparison) Sentence() string {
	switch gained, lost := c.GainedArea > 0, c.LostArea > 0; {
	case gained && lost:
		return InWords(c.GainedArea) + " more and " + InWords(c.LostArea) + " less."
	case gained:
		return InWords(c.GainedArea) + " more."
	case lost:
		return InWords(c.LostArea) + " less."
	case c.Mended:
		return fmt.Sprintf("%s in %s.", InWords(c.After.Hectares*10_000), counted(c.After.Parts, "part", "parts"))
	}
	if c.Before == c.After {
		return "The same land."
	}
	return "The same land, by another line."
}
