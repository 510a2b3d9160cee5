package disclosure

import "slices"

// Plan says what a release would change against the last one, for whoever decides to build it.
type Plan struct {
	Changes
	Outside  int            // homes in no cell
	Secret   bool           // the secret is another than the last release's: everything is drawn anew
	Arrived  []string       // owners shown apart somewhere that were shown nowhere before, by ref
	Departed []string       // and the other way round
	Alone    map[string]int // owner, as it is hashed → redrawn cells in which nothing but its homes has changed
}

// Changes are what a release did to the cells: all of it may be told to everyone.
type Changes struct {
	Cells   int `json:"cells"`   // there are
	Same    int `json:"same"`    // cells whose outline and figures stay as they were
	Redrawn int `json:"redrawn"` // cells whose outline stays and of whose figures some are others: what they hold has changed, or who is shown apart there, or the secret
	Added   int `json:"added"`   // cells where none stood
	Joined  int `json:"joined"`  // cells made of others of which one fell short
	Gone    int `json:"gone"`    // cells of the last release that are not there any more
}

// Compare makes the plan. contents are those of the last release's cells by id, as Built has them.
func Compare(next Built, last Standing, contents map[string]map[string]string, sameSecret bool) Plan {
	p := Plan{Changes: Changes{Cells: len(next.Cells)}, Outside: next.Outside, Secret: !sameSecret, Alone: map[string]int{}}
	before, unitBefore := map[string]bool{}, map[string]bool{}
	for _, c := range last.Cells {
		before[c.ID] = true
		for _, code := range c.Units {
			unitBefore[code] = true
		}
	}
	for i, c := range next.Cells {
		switch {
		case !before[c.ID] && slices.ContainsFunc(c.Units, func(code string) bool { return unitBefore[code] }):
			p.Joined++
		case !before[c.ID]:
			p.Added++
		default:
			changed := changedOwners(contents[c.ID], next.Content[i])
			if sameSecret && len(changed) == 0 && slices.Equal(last.Owners[c.Authority], next.Owners[c.Authority]) {
				p.Same++
				break
			}
			p.Redrawn++
			if sameSecret && len(changed) == 1 { // under another secret the same content is called by another name
				p.Alone[changed[0]]++
			}
		}
	}
	p.Gone = len(last.Cells) - p.Same - p.Redrawn
	was, is := refsOf(last.Owners), refsOf(next.Owners)
	p.Arrived, p.Departed = without(is, was), without(was, is)
	return p
}

// Subtracted is the error of what an outsider learns of a cell's change who takes one release's figure from the next one's.
func Subtracted() int { return Error(2) }

func changedOwners(before, after map[string]string) (changed []string) {
	for ref, content := range after {
		if before[ref] != content {
			changed = append(changed, ref)
		}
	}
	for ref := range before {
		if _, still := after[ref]; !still {
			changed = append(changed, ref)
		}
	}
	return changed
}

// refsOf are all owners that are shown apart in any authority.
func refsOf(owners map[string][]string) map[string]bool {
	refs := map[string]bool{}
	for _, list := range owners {
		for _, ref := range list {
			refs[ref] = true
		}
	}
	return refs
}

func without(some, others map[string]bool) (rest []string) {
	for _, ref := range sortedKeys(some) {
		if !others[ref] {
			rest = append(rest, ref)
		}
	}
	return rest
}
