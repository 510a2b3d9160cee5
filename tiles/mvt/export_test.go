package mvt

import (
	"math"
	"unsafe"
)

// LastLayer makes the layer under way the last before their count begins anew.
func (e *Encoder) LastLayer() { e.layer = math.MaxUint32 }

// Held is how many bytes the encoder keeps to use again.
func (e *Encoder) Held() int {
	return cap(e.out) + cap(e.features) + cap(e.values) + cap(e.kept) + cap(e.tags) + cap(e.geometry) + cap(e.sets)*int(unsafe.Sizeof(set{})) +
		cap(e.wordAt)*int(unsafe.Sizeof(place{})) + len(e.numbers.slots)*int(unsafe.Sizeof(slot{}))
}

// Reset does what Release and Get do, without the pool.
func (e *Encoder) Reset() { e.reset(e.from) }
