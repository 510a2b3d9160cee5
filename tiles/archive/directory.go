package archive

import (
	"encoding/binary"
	"math"
	"sort"
)

// entry says where the bytes of run tiles from id on are, in the section of tiles; or, where run is 0, where the leaf directory
// is that knows the tiles from id on, in the section of leaves.
type entry struct {
	id, offset  uint64
	length, run uint32
}

// directory is a list of entries by rising id.
type directory []entry

// leastEntry is how few bytes an entry can take: four numbers of one byte each.
const leastEntry = 4

// decodeDirectory reads a decompressed directory (specification, section 4.3). Each entry lies wholly in its section, whose
// lengths are given.
func decodeDirectory(b []byte, leaves, tiles uint64) (directory, error) {
	r := numbers{b: b}
	count := r.next()
	if r.short || count > uint64(len(r.b)/leastEntry) {
		return nil, refuse(CodeDamaged, "a directory of %d bytes says that it has %d entries, which it cannot hold", len(b), count)
	}
	if count == 0 {
		return nil, refuse(CodeDamaged, "a directory is empty")
	}
	d := make(directory, count)
	var id uint64
	for i := range d {
		step := r.next()
		if id+step < id {
			return nil, refuse(CodeDamaged, "the tile ids of a directory pass the largest number")
		}
		id += step
		d[i].id = id
	}
	for i := range d {
		d[i].run = r.next32()
	}
	for i := range d {
		d[i].length = r.next32()
	}
	for i := range d {
		// 0 stands for "straight after the one before", all else is the offset and 1.
		if n := r.next(); n > 0 {
			d[i].offset = n - 1
		} else if i > 0 {
			d[i].offset = d[i-1].offset + uint64(d[i-1].length)
		}
	}
	if r.short {
		return nil, refuse(CodeDamaged, "a directory ends before its %d entries do", count)
	}
	return d, d.check(leaves, tiles)
}

func (d directory) check(leaves, tiles uint64) error {
	for _, e := range d {
		name, room := "tile", tiles
		if e.run == 0 {
			name, room = "leaf directory", leaves
		}
		if e.length == 0 || e.offset > room || uint64(e.length) > room-e.offset {
			return refuse(CodeDamaged, "the %s of id %d should have %d bytes at byte %d of %d, where it cannot be", name, e.id, e.length, e.offset, room)
		}
	}
	return nil
}

// find returns the entry that a tile's id falls to: its own, or that of the leaf to ask.
func (d directory) find(id uint64) (entry, bool) {
	after := sort.Search(len(d), func(i int) bool { return d[i].id > id })
	if after == 0 {
		return entry{}, false
	}
	e := d[after-1]
	return e, e.run == 0 || id-e.id < uint64(e.run)
}

// encode is the inverse of decodeDirectory.
func (d directory) encode() []byte {
	b := binary.AppendUvarint(nil, uint64(len(d)))
	var last uint64
	for _, e := range d {
		b = binary.AppendUvarint(b, e.id-last)
		last = e.id
	}
	for _, e := range d {
		b = binary.AppendUvarint(b, uint64(e.run))
	}
	for _, e := range d {
		b = binary.AppendUvarint(b, uint64(e.length))
	}
	next := uint64(math.MaxUint64) // the first entry's offset is always written out
	for _, e := range d {
		if e.offset == next {
			b = append(b, 0)
		} else {
			b = binary.AppendUvarint(b, e.offset+1)
		}
		next = e.offset + uint64(e.length)
	}
	return b
}

// numbers reads variable-width integers one after another. After one that is cut off or too large all are 0 and short is set.
type numbers struct {
	b     []byte
	short bool
}

func (r *numbers) next() uint64 {
	n, width := binary.Uvarint(r.b)
	if width <= 0 {
		r.b, r.short = nil, true
		return 0
	}
	r.b = r.b[width:]
	return n
}

func (r *numbers) next32() uint32 {
	n := r.next()
	if n > math.MaxUint32 {
		r.b, r.short = nil, true
		return 0
	}
	return uint32(n)
}
