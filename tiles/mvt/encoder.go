package mvt

import (
	"math"
	"sync"
)

// fewNumbers is below what a number's place among the values is looked up
// without searching.
const fewNumbers = 4096

// An Encoder makes one tile after another. It is for one goroutine at a time;
// [Get] gives one out of a pool.
type Encoder struct {
	from  *Words
	words [][]byte

	out []byte // finished layers

	schema   *Schema // the layer under way; nil before the first
	features []byte
	values   []byte
	count    uint32 // of values

	// Where a value stands in the layer under way. A place holds while its layer
	// is this one, so that none has to be emptied.
	layer   uint32
	wordAt  []place
	smallAt [fewNumbers]place
	numbers numbers // that are not small
	sets    []set
	kept    []byte // tags of the sets

	tags     []byte // of the feature under way
	geometry []byte
	kind     byte // of the geometry; none yet where it is 0
	inOuter  bool // the last outer ring was drawn, so that holes may follow
	id       uint64
	hasID    bool
	at       [2]int32 // where the pen is
}

type place struct{ layer, index uint32 }

// set is where in kept the tags of a set stand.
type set struct{ layer, from, to uint32 }

var pool = sync.Pool{New: func() any { return new(Encoder) }}

// Get returns an encoder with an empty tile. words are those that it will be
// given.
func Get(words *Words) *Encoder {
	e := pool.Get().(*Encoder)
	e.reset(words)
	return e
}

func (e *Encoder) reset(words *Words) {
	e.from = words
	e.look()
	e.out = e.out[:0]
	e.schema = nil
	e.begin()
}

// Release gives the encoder back. It must not be used again.
func (e *Encoder) Release() { pool.Put(e) }

// look takes in the words that there are now.
func (e *Encoder) look() {
	e.words = e.from.list()
	if missing := len(e.words) - len(e.wordAt); missing > 0 {
		e.wordAt = append(e.wordAt, make([]place, missing)...)
	}
}

func (e *Encoder) begin() {
	e.features, e.values, e.count, e.kept = e.features[:0], e.values[:0], 0, e.kept[:0]
	e.dropFeature()
	e.numbers.begin()
	if e.layer++; e.layer == 0 { // after four thousand million layers, places of the first would hold again
		clear(e.wordAt)
		clear(e.smallAt[:])
		clear(e.numbers.slots)
		clear(e.sets)
		e.layer = 1
	}
}

// Begin ends the layer under way and begins another one.
func (e *Encoder) Begin(s *Schema) {
	e.end()
	e.schema = s
	e.begin()
}

// end appends the layer under way to the tile, unless it is empty.
func (e *Encoder) end() {
	s := e.schema
	e.schema = nil
	if s == nil || len(e.features) == 0 {
		return
	}
	size := len(s.head) + len(e.features) + len(s.foot) + len(e.values) + len(s.tail)
	e.out = appendVarint(append(e.out, tileLayer), uint64(size))
	e.out = append(e.out, s.head...)
	e.out = append(e.out, e.features...)
	e.out = append(e.out, s.foot...)
	e.out = append(e.out, e.values...)
	e.out = append(e.out, s.tail...)
}

// AppendTo ends the tile and appends it to b.
func (e *Encoder) AppendTo(b []byte) []byte {
	e.end()
	return append(b, e.out...)
}

// ID gives the feature under way an id.
func (e *Encoder) ID(id uint64) { e.id, e.hasID = id, true }

// Word gives the feature under way a text. Zero gives it none, as does a key
// that the layer does not have, here and below. Each key may be given once.
func (e *Encoder) Word(key int, w Word) {
	if int(w) > len(e.words) { // it was made after the tile was begun
		e.look()
	}
	if w == 0 || int(w) > len(e.words) || !e.hasKey(key) {
		return
	}
	at := &e.wordAt[w-1]
	if at.layer != e.layer {
		*at = place{e.layer, e.count}
		e.values = append(e.values, e.words[w-1]...)
		e.count++
	}
	e.tag(key, at.index)
}

// Number gives the feature under way a whole number that is not negative.
func (e *Encoder) Number(key int, n uint64) {
	if !e.hasKey(key) {
		return
	}
	if n >= fewNumbers {
		e.other(key, valueUint, n)
		return
	}
	at := &e.smallAt[n]
	if at.layer != e.layer {
		*at = place{e.layer, e.count}
		e.value(valueUint, n)
	}
	e.tag(key, at.index)
}

// Signed gives the feature under way a whole number; one that is not negative
// as [Encoder.Number] does.
func (e *Encoder) Signed(key int, n int64) {
	if n >= 0 {
		e.Number(key, uint64(n))
		return
	}
	e.other(key, valueSint, uint64(n<<1)^uint64(n>>63))
}

// Float gives the feature under way a number.
func (e *Encoder) Float(key int, v float64) { e.other(key, valueDouble, math.Float64bits(v)) }

// Bool gives the feature under way a yes or no.
func (e *Encoder) Bool(key int, v bool) {
	bits := uint64(0)
	if v {
		bits = 1
	}
	e.other(key, valueBool, bits)
}

func (e *Encoder) other(key int, field byte, bits uint64) {
	if !e.hasKey(key) {
		return
	}
	index, found := e.numbers.find(e.layer, field, bits, e.count)
	if !found {
		e.value(field, bits)
	}
	e.tag(key, index)
}

// value appends a number to the layer's values.
func (e *Encoder) value(field byte, bits uint64) {
	size := varintLen(bits)
	if field == valueDouble {
		size = 8
	}
	e.values = append(e.values, layerValue, byte(1+size), field)
	if field == valueDouble {
		for shift := 0; shift < 64; shift += 8 {
			e.values = append(e.values, byte(bits>>shift))
		}
	} else {
		e.values = appendVarint(e.values, bits)
	}
	e.count++
}

// hasKey is asked before a value is taken in, which would stand in the layer
// unused.
func (e *Encoder) hasKey(key int) bool {
	return e.schema != nil && uint(key) < uint(len(e.schema.keys))
}

func (e *Encoder) tag(key int, value uint32) {
	if uint32(key)|value < 0x80 { // as most are
		e.tags = append(e.tags, byte(key), byte(value))
		return
	}
	e.tags = appendVarint(appendVarint(e.tags, uint64(key)), uint64(value))
}

// Set gives the feature under way the properties that were kept under this
// number in this layer ([Encoder.KeepSet]). ok is false where there are none
// yet. There is room for each number up to the greatest, so they are small.
func (e *Encoder) Set(number int) (ok bool) {
	tags, ok := e.keptAs(number)
	e.tags = append(e.tags, tags...)
	return ok
}

// keptAs are the tags that were kept under this number in this layer.
func (e *Encoder) keptAs(number int) (tags []byte, ok bool) {
	if uint(number) >= uint(len(e.sets)) {
		return nil, false
	}
	s := &e.sets[number]
	if s.layer != e.layer {
		return nil, false
	}
	return e.kept[s.from:s.to], true
}

// Mark is where the properties given next begin.
func (e *Encoder) Mark() int { return len(e.tags) }

// KeepSet keeps the properties given since the mark, for other features of the
// layer that have the same. It keeps none for a negative number, nor for a mark
// of another feature that lies beyond the properties of this one.
func (e *Encoder) KeepSet(number, mark int) {
	if number < 0 || uint(mark) > uint(len(e.tags)) {
		return
	}
	if missing := number + 1 - len(e.sets); missing > 0 {
		e.sets = append(e.sets, make([]set, missing)...)
	}
	from := uint32(len(e.kept))
	e.kept = append(e.kept, e.tags[mark:]...)
	e.sets[number] = set{e.layer, from, uint32(len(e.kept))}
}

// untilGeometry returns the layer's features and all of the one under way that
// stands before its geometry of so many bytes, which is to be appended.
func (e *Encoder) untilGeometry(kind byte, bytes int) []byte {
	if size := 6 + len(e.tags) + bytes; size < 0x80 && len(e.tags) > 0 && !e.hasID { // as most are: each length takes one byte
		b := append(e.features, layerFeature, byte(size), featureTags, byte(len(e.tags)))
		return append(append(b, e.tags...), featureType, kind, featureGeometry, byte(bytes))
	}
	size := 2 + 1 + varintLen(uint64(bytes)) + bytes
	if e.hasID {
		size += 1 + varintLen(e.id)
	}
	if len(e.tags) > 0 {
		size += 1 + varintLen(uint64(len(e.tags))) + len(e.tags)
	}
	b := appendVarint(append(e.features, layerFeature), uint64(size))
	if e.hasID {
		b = appendVarint(append(b, featureID), e.id)
	}
	if len(e.tags) > 0 {
		b = appendBytes(b, featureTags, e.tags)
	}
	return appendVarint(append(b, featureType, kind, featureGeometry), uint64(bytes))
}

func (e *Encoder) dropFeature() {
	e.tags, e.geometry = e.tags[:0], e.geometry[:0]
	e.id, e.hasID = 0, false
	e.at, e.kind, e.inOuter = [2]int32{}, 0, false
}
