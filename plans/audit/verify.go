package audit

import (
	"fmt"
	"time"
)

// Sealed is an entry as it stands now, with what was noted when it was sealed.
type Sealed struct {
	ID    int64  // as the seal has it
	Noted Hash   // of the entry when it was sealed
	Entry *Entry // nil where it is not there any more
}

// Break is the first place at which the chain does not hold.
type Break struct {
	Code    string `json:"code"`            // stable, kebab-case
	Seal    int64  `json:"seal"`            // the number of the seal, or of the one that ought to be there
	Entry   int64  `json:"entry,omitempty"` // the id of the entry at fault, where it can be told
	Message string `json:"message"`         // one sentence
}

// Chain walks seals from the first to the last. The zero Chain is at the beginning.
type Chain struct {
	Last    Seal // the newest seal that held
	Entries int  // how many entries held so far
}

// Next looks at the next seal and its entries, in the order of their ids. It returns nil where they hold, and the place where they do
// not: the walk ends there, since nothing that follows can be relied on.
func (c *Chain) Next(s Seal, entries []Sealed) *Break {
	switch next := c.Last.Number + 1; {
	case s.Number > next:
		return &Break{"seal-missing", next, 0, fmt.Sprintf("Seal %d is not there; seal %d follows on seal %d.", next, s.Number, c.Last.Number)}
	case s.Number < next:
		return &Break{"seal-repeated", s.Number, 0, fmt.Sprintf("Seal %d stands where seal %d ought to.", s.Number, next)}
	case s.Previous != c.Last.Hash:
		return &Break{"seal-out-of-order", s.Number, 0, fmt.Sprintf("Seal %d does not follow on seal %d: it names another hash as the one before.", s.Number, c.Last.Number)}
	}
	hashes := make([]Hash, len(entries))
	for i, e := range entries {
		switch {
		case e.Entry == nil:
			return &Break{"entry-missing", s.Number, e.ID, fmt.Sprintf("Entry %d, which seal %d closes, is not there.", e.ID, s.Number)}
		case e.Entry.Hash() != e.Noted:
			return &Break{"entry-changed", s.Number, e.ID, fmt.Sprintf("Entry %d is not what it was when seal %d closed it.", e.ID, s.Number)}
		}
		hashes[i] = e.Noted
	}
	if len(entries) != s.Entries {
		return &Break{"entries-miscounted", s.Number, 0, fmt.Sprintf("Seal %d closes %d entries, and %d are noted under it.", s.Number, s.Entries, len(entries))}
	}
	if s.over(hashes) != s.Hash {
		return &Break{"seal-changed", s.Number, 0, fmt.Sprintf("Seal %d does not fit what it closes: it, or the list of its entries, was changed.", s.Number)}
	}
	c.Last = s
	c.Entries += len(entries)
	return nil
}

// Orphan is the break where entries are noted under a seal that is not there: the newest seals were taken away.
func Orphan(seal, entry int64) *Break {
	return &Break{"seal-missing", seal, entry, fmt.Sprintf("Seal %d is not there, and entry %d is noted under it.", seal, entry)}
}

// Unsealed is an entry that no seal closes.
type Unsealed struct {
	Entry
	Overdue bool `json:"overdue"` // for longer than Patience
}

// Patience is how long an entry may wait to be sealed before somebody must look into it: seals are made every second while a server
// runs, but a long transaction's entries are seen only when it ends.
const Patience = time.Minute

// Wait tells an entry that is not sealed at a time.
func Wait(e Entry, now time.Time) Unsealed { return Unsealed{e, now.Sub(e.At) > Patience} }

// Report is what a whole look at the trail found.
type Report struct {
	Whole    bool   `json:"whole"`            // nothing is broken, and nothing overdue
	Seals    int64  `json:"seals"`            // that hold
	Entries  int    `json:"entries"`          // that those close
	Head     string `json:"head,omitempty"`   // NUMBER:HASH of the last one that holds: kept elsewhere it proves later that none was taken away
	Broken   *Break `json:"broken,omitempty"` // the first place that does not hold
	Unsealed int    `json:"unsealed"`         // how many entries no seal closes
	Overdue  int    `json:"overdue"`          // of those: for longer than Patience
}

// Known is a seal's number and hash that somebody kept elsewhere.
type Known struct {
	Number int64
	Hash   Hash
}

// ReadKnown reads NUMBER:HASH, as Report.Head has it.
func ReadKnown(text string) (k Known, err error) {
	var hex string
	if n, scanErr := fmt.Sscanf(text, "%d:%s", &k.Number, &hex); scanErr != nil || n != 2 || k.Number < 1 {
		return k, fmt.Errorf("%q is no seal: write NUMBER:HASH, as `terrier audit verify` prints it", text)
	}
	k.Hash, err = ReadHash(hex)
	return k, err
}

// Head writes a seal as ReadKnown reads it; "" for none.
func (s Seal) Head() string {
	if s.Number == 0 {
		return ""
	}
	return fmt.Sprintf("%d:%s", s.Number, s.Hash)
}

// Differs is the break where a seal that somebody kept elsewhere is not in the trail.
func Differs(k Known) *Break {
	return &Break{"seal-replaced", k.Number, 0, fmt.Sprintf("Seal %d is not the one that you know, or is not there: the trail was written anew from there or earlier, or cut off.", k.Number)}
}
