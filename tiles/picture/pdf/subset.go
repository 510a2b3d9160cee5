package pdf

import (
	"encoding/binary"
	"slices"
)

// subset is the font with the outlines of those glyphs and of what they are put together from, under the numbers that they have. All others
// are empty, which costs nothing once it is compressed.
func (f *face) subset(used map[uint16]rune) []byte {
	keep := map[int]bool{0: true}
	for glyph := range used {
		f.keepWithParts(int(glyph), keep)
	}
	loca := make([]byte, 4*(f.glyphs+1))
	metrics := make([]byte, 4*f.glyphs)
	var glyf []byte
	for g := range f.glyphs {
		binary.BigEndian.PutUint32(loca[4*g:], uint32(len(glyf)))
		if keep[g] {
			glyf = append(glyf, f.outline(g)...)
			for len(glyf)%4 != 0 {
				glyf = append(glyf, 0)
			}
			binary.BigEndian.PutUint16(metrics[4*g:], f.advances[g])
			binary.BigEndian.PutUint16(metrics[4*g+2:], f.bearing(g))
		}
	}
	binary.BigEndian.PutUint32(loca[4*f.glyphs:], uint32(len(glyf)))
	head, hhea := slices.Clone(f.tables["head"]), slices.Clone(f.tables["hhea"])
	binary.BigEndian.PutUint32(head[8:], 0)  // the sum of the file, which is put in below
	binary.BigEndian.PutUint16(head[50:], 1) // loca is long
	binary.BigEndian.PutUint16(hhea[34:], uint16(f.glyphs))
	return fontFile([]fontTable{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", metrics}, {"loca", loca}, {"maxp", f.tables["maxp"]}})
}

// bearing is the left side bearing of a glyph; those beyond the long metrics have one of two bytes each.
func (f *face) bearing(g int) uint16 {
	long := int(be16(f.tables["hhea"], 34))
	if g < long {
		return be16(f.tables["hmtx"], 4*g+2)
	}
	return be16(f.tables["hmtx"], 4*long+2*(g-long))
}

// Flags of a composite glyph's parts (OpenType, glyf, "Composite Glyph Description").
const (
	argumentsAreWords = 1 << 0
	hasScale          = 1 << 3
	moreParts         = 1 << 5
	hasTwoScales      = 1 << 6
	hasTwoByTwo       = 1 << 7
)

func (f *face) keepWithParts(glyph int, keep map[int]bool) {
	if glyph >= f.glyphs || keep[glyph] {
		return
	}
	keep[glyph] = true
	outline := f.outline(glyph)
	if len(outline) < 10 || int16(be16(outline, 0)) >= 0 {
		return
	}
	for at := 10; at+4 <= len(outline); {
		flags := be16(outline, at)
		f.keepWithParts(int(be16(outline, at+2)), keep)
		at += 6
		if flags&argumentsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&hasScale != 0:
			at += 2
		case flags&hasTwoScales != 0:
			at += 4
		case flags&hasTwoByTwo != 0:
			at += 8
		}
		if flags&moreParts == 0 {
			return
		}
	}
}

type fontTable struct {
	name string
	body []byte
}

// fontFile puts tables, in the order of their names, into a file with their sums.
func fontFile(tables []fontTable) []byte {
	n := len(tables)
	entries, power := 0, 1
	for ; power*2 <= n; power *= 2 {
		entries++
	}
	file := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, power * 16, entries, n*16 - power*16} {
		file = binary.BigEndian.AppendUint16(file, uint16(v))
	}
	at, head := 12+16*n, 0
	var bodies []byte
	for _, t := range tables {
		if t.name == "head" {
			head = at + len(bodies)
		}
		file = append(file, t.name...)
		for _, v := range []uint32{sumOf(t.body), uint32(at + len(bodies)), uint32(len(t.body))} {
			file = binary.BigEndian.AppendUint32(file, v)
		}
		bodies = append(bodies, t.body...)
		for len(bodies)%4 != 0 {
			bodies = append(bodies, 0)
		}
	}
	file = append(file, bodies...)
	binary.BigEndian.PutUint32(file[head+8:], 0xB1B0AFBA-sumOf(file))
	return file
}

func sumOf(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	if len(b) > 0 {
		var last [4]byte
		copy(last[:], b)
		sum += binary.BigEndian.Uint32(last[:])
	}
	return sum
}
