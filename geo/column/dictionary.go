package column

import (
	"sync"
	"sync/atomic"
)

// A Dictionary gives values codes, from 0 in the order in which they are met.
// Codes are never taken back, so a code read from a snapshot that was taken
// before has its value. The zero value is an empty dictionary. Safe for
// several goroutines: reading takes no lock.
type Dictionary[T comparable] struct {
	mu     sync.Mutex
	codes  map[T]uint32
	values atomic.Pointer[[]T]
}

// Code returns the code of v, giving it the next where it has none.
func (d *Dictionary[T]) Code(v T) uint32 {
	d.mu.Lock()
	defer d.mu.Unlock()
	if code, ok := d.codes[v]; ok {
		return code
	}
	if d.codes == nil {
		d.codes = map[T]uint32{}
	}
	var values []T
	if old := d.values.Load(); old != nil {
		values = *old
	}
	code := uint32(len(values))
	d.codes[v] = code
	// Readers of the old header never look behind its length, so its array may be shared.
	values = append(values, v)
	d.values.Store(&values)
	return code
}

// Values returns the values by code. The slice must not be changed; it does
// not grow when the dictionary does.
func (d *Dictionary[T]) Values() []T {
	if values := d.values.Load(); values != nil {
		return *values
	}
	return nil
}

// Mask returns a set of the codes whose value is wanted.
func (d *Dictionary[T]) Mask(wanted func(T) bool) Mask {
	values := d.Values()
	m := make(Mask, len(values))
	for code, v := range values {
		m[code] = wanted(v)
	}
	return m
}

// A Mask is a set of codes. Nil is the set of all; any other holds no code
// behind its end.
type Mask []bool

// Has reports whether the code is in the set.
func (m Mask) Has(code uint32) bool { return m == nil || int(code) < len(m) && m[code] }

// A Filter says which rows are meant: those whose kind and whose lot are in
// these sets. Its zero value means every row. A reader's view is a set of lots.
type Filter struct{ Kinds, Lots Mask }

// All reports whether every row is meant.
func (f Filter) All() bool { return f.Kinds == nil && f.Lots == nil }

// Has reports whether a row of this kind and lot is meant.
func (f Filter) Has(kind, lot uint32) bool { return f.Kinds.Has(kind) && f.Lots.Has(lot) }
