package audit

import (
	"crypto/sha256"
	"time"
)

// Seal closes a batch of entries.
type Seal struct {
	Number   int64     `json:"number"`  // 1, 2, 3 and so on, without a gap
	Previous Hash      `json:"-"`       // the hash of the seal before; zeros for the first
	Entries  int       `json:"entries"` // how many it closes; at least one
	At       time.Time `json:"at"`      // when: UTC, whole microseconds
	Hash     Hash      `json:"-"`       // over all of the above and the hashes of its entries
}

// Close makes the seal that follows last (the zero Seal for the first) over the hashes of entries in the order of their ids.
func Close(last Seal, entries []Hash, at time.Time) Seal {
	s := Seal{Number: last.Number + 1, Previous: last.Hash, Entries: len(entries), At: at.UTC().Truncate(time.Microsecond)}
	s.Hash = s.over(entries)
	return s
}

// over is the SHA-256 of sealForm, the hash of the seal before, and as eight bytes each, most significant first, the number, the
// microseconds since 1 January 1970 UTC and the count of entries; then the hash of each entry. Nothing in it varies in length but the
// last, whose count stands before it.
func (s Seal) over(entries []Hash) Hash {
	h := sha256.New()
	h.Write([]byte(sealForm))
	h.Write(s.Previous[:])
	for _, n := range []int64{s.Number, s.At.UnixMicro(), int64(len(entries))} {
		h.Write(number(n))
	}
	for _, e := range entries {
		h.Write(e[:])
	}
	return Hash(h.Sum(nil))
}
