package shape

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math"
	"sync"

	"github.com/paulmach/orb"
)

// mostGapsHeld is how many windows a GapMemory holds, twice: some kilobytes each.
const mostGapsHeld = 2000

// mostGapHeld is how many points the gaps of a window have at most for it to be held: what is larger was made to fill the memory.
const mostGapHeld = 1000

// GapMemory remembers [Gaps] by the land on both sides of them. While one corner of an area is dragged, the places where it meets its other
// neighbours stay as they are, and their gaps need not be found again. The zero value is empty; nil remembers nothing. Safe for several goroutines.
type GapMemory struct {
	mu           sync.Mutex
	held, before map[[sha256.Size]byte]heldGaps // before is what was held until held was full
}

// heldGaps is what gapsIn answered. It is never changed.
type heldGaps struct {
	gaps   orb.MultiPolygon
	within bool
}

// Gaps is [Gaps].
func (m *GapMemory) Gaps(area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	return gaps(m, area, neighbour, most)
}

// in is gapsIn.
func (m *GapMemory) in(window orb.Bound, area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, bool, error) {
	ours, theirs := near(area, window), near(neighbour, window)
	if m == nil {
		return gapsIn(window, ours, theirs, most)
	}
	key := keyOf(window, most, ours, theirs)
	if known, ok := m.find(key); ok {
		return known.gaps, known.within, nil
	}
	gaps, within, err := gapsIn(window, ours, theirs, most)
	if err == nil && Vertices(gaps) <= mostGapHeld {
		m.hold(key, heldGaps{gaps, within})
	}
	return gaps, within, err
}

func (m *GapMemory) find(key [sha256.Size]byte) (known heldGaps, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if known, ok = m.held[key]; ok {
		return known, true
	}
	if known, ok = m.before[key]; ok {
		m.put(key, known)
	}
	return known, ok
}

func (m *GapMemory) hold(key [sha256.Size]byte, found heldGaps) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, found)
}

func (m *GapMemory) put(key [sha256.Size]byte, found heldGaps) {
	if m.held == nil || len(m.held) >= mostGapsHeld {
		m.held, m.before = map[[sha256.Size]byte]heldGaps{}, m.held
	}
	m.held[key] = found
}

// keyOf is the same for the same land only.
func keyOf(window orb.Bound, most float64, areas ...orb.MultiPolygon) (key [sha256.Size]byte) {
	h := sha256.New()
	write(h, most, window.Min[0], window.Min[1], window.Max[0], window.Max[1])
	for _, area := range areas {
		write(h, float64(len(area)))
		for _, part := range area {
			write(h, float64(len(part)))
			for _, r := range part {
				write(h, float64(len(r)))
				for _, p := range r {
					write(h, p[0], p[1])
				}
			}
		}
	}
	h.Sum(key[:0])
	return key
}

func write(h hash.Hash, numbers ...float64) {
	var b [8]byte
	for _, v := range numbers {
		binary.LittleEndian.PutUint64(b[:], math.Float64bits(v))
		_, _ = h.Write(b[:]) // a hash takes everything
	}
}
