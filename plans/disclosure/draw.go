package disclosure

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
	"strconv"

	"terrier/plans"
)

// Secret is what the draws depend on besides what a cell holds: 32 bytes from a random source that nobody outside knows.
type Secret [32]byte

// Fingerprint tells two secrets apart without telling anything of them.
func (s Secret) Fingerprint() string {
	return plans.Letters(mac(s[:], "terrier disclosure fingerprint 1")[:10])
}

// draws gives the noise of one table of one cell. What it gives depends on the secret, the cell, the table and all that the cell holds, so
// that the same content is always given the same noise, and a cell in which one record changed is drawn anew altogether. Each draw has a
// name of its own: an entry that comes into a table leaves the noise of the others as it was.
type draws struct{ key []byte }

func (s Secret) draws(cell, table string, content [sha256.Size]byte) draws {
	return draws{mac(s[:], "terrier disclosure 1", cell, table, string(content[:]))}
}

// draw gives the noise of one entry: the difference of two numbers of noughts before the first one in a row of random bits, which
// has the law P(k) = (1/3) * 2^-|k| exactly (to 2^-128).
func (d draws) draw(entry ...string) int {
	sum := mac(d.key, append([]string{"draw"}, entry...)...)
	return noughts(sum[:16]) - noughts(sum[16:])
}

func noughts(b []byte) int {
	high := bits.LeadingZeros64(binary.BigEndian.Uint64(b))
	if high < 64 {
		return high
	}
	return high + bits.LeadingZeros64(binary.BigEndian.Uint64(b[8:]))
}

// order shuffles the numbers from 0 to n-1, every order as likely as any other.
func (d draws) order(n int, name ...string) []int {
	keys := make([]string, n)
	places := make([]int, n)
	for i := range places {
		places[i] = i
		keys[i] = string(mac(d.key, append([]string{"place", strconv.Itoa(i)}, name...)...))
	}
	slices.SortFunc(places, func(i, j int) int {
		switch {
		case keys[i] < keys[j]:
			return -1
		case keys[i] > keys[j]:
			return 1
		}
		return 0
	})
	return places
}

// mac is the HMAC-SHA-256 of a list of texts, each with its length before it, so that no two lists are hashed alike.
func mac(key []byte, texts ...string) []byte {
	h := hmac.New(sha256.New, key)
	var length [8]byte
	for _, t := range texts {
		binary.BigEndian.PutUint64(length[:], uint64(len(t)))
		h.Write(length[:])
		h.Write([]byte(t))
	}
	return h.Sum(nil)
}
