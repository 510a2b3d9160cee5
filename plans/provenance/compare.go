package provenance

import "slices"

// Difference is one count that is another now. What was not counted before, or is not now, counts 0.
type Difference struct {
	Key, Value, Name string // Key is "" for the total
	Then, Now        Number
}

// Compare lists the counts in which two answers to one question differ, the total first. then and now must count by the same.
func Compare(then, now *Figure) []Difference {
	var all []Difference
	if then.Answer.Total != now.Answer.Total {
		all = append(all, Difference{Then: then.Total(), Now: now.Total()})
	}
	keys := then.Question.By
	if then.Question.Crossed {
		keys = append(slices.Clone(keys), Cells)
	}
	for _, key := range keys {
		met := map[string]bool{}
		for _, f := range []*Figure{now, then} {
			for _, c := range f.Answer.By[key] {
				if met[c.Value] {
					continue
				}
				met[c.Value] = true
				d := Difference{key, c.Value, c.Name, then.Part(key, c.Value), now.Part(key, c.Value)}
				if d.Then.value != d.Now.value {
					all = append(all, d)
				}
			}
		}
	}
	return all
}
