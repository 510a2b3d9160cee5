package shape

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"sync"

	"github.com/paulmach/orb"
)

// mostHeld is how much a Memory holds, twice, in points of 16 bytes: an answer takes its own and heldPoints. So many are some thousand answers, and never
// more than some megabytes.
const mostHeld = 400_000

// heldPoints is what a key and its place take, in points.
const heldPoints = 10

// mostHeldPoints is how many points an answer has at most for it to be held: what is larger was made to fill the memory.
const mostHeldPoints = 2000

// Memory remembers what was found out of two areas, by the land on both sides of where they meet. While one corner of an area is dragged, the places
// where it meets its other neighbours stay as they are, and what is so there need not be found again. The zero value is empty; nil remembers
// nothing. Answers may be shared: whoever has one does not change it. Safe for several goroutines.
type Memory struct {
	mu           sync.Mutex
	held, before map[[sha256.Size]byte]answer // before is what was held until held was full
	size         int                          // of held, in points
}

// answer is land, and for gaps whether it is all of it. It is never changed.
type answer struct {
	land   orb.MultiPolygon
	within bool
}

// Gaps is [Gaps].
func (m *Memory) Gaps(area, neighbour orb.MultiPolygon, most float64) (orb.MultiPolygon, error) {
	return gaps(m, area, neighbour, most)
}

// Shared is [Shared].
func (m *Memory) Shared(a, b orb.MultiPolygon) (orb.MultiPolygon, error) { return shared(m, a, b) }

// Difference is [Difference].
func (m *Memory) Difference(a orb.MultiPolygon, others ...orb.MultiPolygon) (orb.MultiPolygon, error) {
	return difference(m, a, others)
}

// recall is what find answers of some areas and numbers, which is all that it depends on. Errors are not remembered.
func (m *Memory) recall(question string, areas []orb.MultiPolygon, numbers []float64, find func() (answer, error)) (answer, error) {
	if m == nil {
		return find()
	}
	key := keyOf(question, areas, numbers)
	if known, ok := m.find(key); ok {
		return known, nil
	}
	found, err := find()
	if err == nil && Vertices(found.land) <= mostHeldPoints {
		m.hold(key, found)
	}
	return found, err
}

func (m *Memory) find(key [sha256.Size]byte) (known answer, ok bool) {
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

func (m *Memory) hold(key [sha256.Size]byte, found answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, found)
}

func (m *Memory) put(key [sha256.Size]byte, found answer) {
	if m.held == nil || m.size >= mostHeld {
		m.held, m.before, m.size = map[[sha256.Size]byte]answer{}, m.held, 0
	}
	m.held[key] = found
	m.size += heldPoints + Vertices(found.land)
}

// keyOf is the same for the same question of the same land only.
func keyOf(question string, areas []orb.MultiPolygon, numbers []float64) [sha256.Size]byte {
	b := append([]byte(question), 0)
	put := func(v float64) { b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v)) }
	for _, v := range numbers {
		put(v)
	}
	for _, area := range areas {
		put(float64(len(area)))
		for _, part := range area {
			put(float64(len(part)))
			for _, r := range part {
				put(float64(len(r)))
				for _, p := range r {
					put(p[0])
					put(p[1])
				}
			}
		}
	}
	return sha256.Sum256(b)
}
