package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"terrier/tiles/picture"
	"terrier/tiles/picture/font"
)

// face is what a document needs of a TrueType font (the OpenType specification, tables by their names). It is never changed after it is read.
type face struct {
	name                     string // PostScript name
	tables                   map[string][]byte
	perEm                    float64
	glyphs                   int
	advances                 []uint16 // by glyph
	byRune                   map[rune]uint16
	box                      [4]int16
	ascent, descent, capital int16
	italic                   bool
}

var fontFiles = [...]struct {
	name   string
	file   []byte
	italic bool
}{
	picture.Medium:       {"AtkinsonHyperlegibleNext-Medium", font.Medium, false},
	picture.Semibold:     {"AtkinsonHyperlegibleNext-Semibold", font.Semibold, false},
	picture.Bold:         {"AtkinsonHyperlegibleNext-Bold", font.Bold, false},
	picture.MediumItalic: {"AtkinsonHyperlegibleNext-MediumItalic", font.MediumItalic, true},
}

// faces are read once. The fonts are in the program and a test reads them, so one that cannot be read is no state of a running program.
var faces = sync.OnceValue(func() []*face {
	all := make([]*face, len(fontFiles))
	for i, f := range fontFiles {
		read, err := readFace(f.name, f.file, f.italic)
		if err != nil {
			panic(fmt.Sprintf("read the font %s: %v", f.name, err))
		}
		all[i] = read
	}
	return all
})

// Width is how wide a line of text is in a face of that size, in the unit of the size. Letters are not kerned.
func Width(text string, f picture.Face, size float64) float64 {
	face, sum := faceOf(f), 0
	for _, r := range text {
		sum += int(face.advances[face.byRune[r]])
	}
	return float64(sum) * size / face.perEm
}

func faceOf(f picture.Face) *face {
	if int(f) >= len(faces()) {
		f = picture.Medium
	}
	return faces()[f]
}

var errShort = errors.New("a table is missing or too short")

func readFace(name string, file []byte, italic bool) (*face, error) {
	f := &face{name: name, tables: map[string][]byte{}, byRune: map[rune]uint16{}, italic: italic}
	if len(file) < 12 {
		return nil, errShort
	}
	for i := range int(be16(file, 4)) {
		at := 12 + 16*i
		if at+16 > len(file) {
			return nil, errShort
		}
		from, length := be32(file, at+8), be32(file, at+12)
		if uint64(from)+uint64(length) > uint64(len(file)) {
			return nil, errShort
		}
		f.tables[string(file[at:at+4])] = file[from : from+length]
	}
	head, hhea, maxp, metrics := f.tables["head"], f.tables["hhea"], f.tables["maxp"], f.tables["hmtx"]
	if len(head) < 54 || len(hhea) < 36 || len(maxp) < 6 || be16(head, 50) > 1 {
		return nil, errShort
	}
	f.perEm, f.glyphs = float64(be16(head, 18)), int(be16(maxp, 4))
	for i := range f.box {
		f.box[i] = int16(be16(head, 36+2*i))
	}
	f.ascent, f.descent = int16(be16(hhea, 4)), int16(be16(hhea, 6))
	f.capital = f.ascent
	if os2 := f.tables["OS/2"]; len(os2) >= 90 {
		f.capital = int16(be16(os2, 88))
	}
	long := int(be16(hhea, 34))
	if long == 0 || long > f.glyphs || len(metrics) < 4*long || len(f.tables["loca"]) < f.locaLength() {
		return nil, errShort
	}
	f.advances = make([]uint16, f.glyphs)
	for i := range f.advances {
		f.advances[i] = be16(metrics, 4*min(i, long-1))
	}
	return f, f.readRunes()
}

// readRunes reads which glyph each character has, from the cmap of Unicode's basic plane (format 4).
func (f *face) readRunes() error {
	cmap := f.tables["cmap"]
	if len(cmap) < 4 {
		return errShort
	}
	for i := range int(be16(cmap, 2)) {
		at := int(be32(cmap, 4+8*i+4))
		if at+14 > len(cmap) || be16(cmap, at) != 4 {
			continue
		}
		segments := int(be16(cmap, at+6)) / 2
		ends := at + 14
		starts, deltas, offsets := ends+2*segments+2, ends+4*segments+2, ends+6*segments+2
		for s := range segments {
			f.readSegment(cmap, be16(cmap, starts+2*s), be16(cmap, ends+2*s), be16(cmap, deltas+2*s), offsets+2*s)
		}
		return nil
	}
	return errors.New("its cmap has no format that is known here")
}

func (f *face) readSegment(cmap []byte, from, to, delta uint16, at int) {
	offset := int(be16(cmap, at))
	for c := int(from); c <= int(to) && c != 0xFFFF; c++ {
		glyph := uint16(c) + delta
		if offset != 0 {
			if glyph = be16(cmap, at+offset+2*(c-int(from))); glyph != 0 {
				glyph += delta
			}
		}
		if glyph != 0 && int(glyph) < f.glyphs {
			f.byRune[rune(c)] = glyph
		}
	}
}

func (f *face) locaLength() int {
	if f.longLoca() {
		return 4 * (f.glyphs + 1)
	}
	return 2 * (f.glyphs + 1)
}

func (f *face) longLoca() bool { return be16(f.tables["head"], 50) == 1 }

// outline is what glyf holds of a glyph; nil where that is nothing, as of a space.
func (f *face) outline(glyph int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var from, to uint32
	if f.longLoca() {
		from, to = be32(loca, 4*glyph), be32(loca, 4*glyph+4)
	} else {
		from, to = 2*uint32(be16(loca, 2*glyph)), 2*uint32(be16(loca, 2*glyph+2))
	}
	if from >= to || uint64(to) > uint64(len(glyf)) {
		return nil
	}
	return glyf[from:to]
}

// em is a measure of the font in thousandths of its size, as PDF wants it.
func (f *face) em(v int16) int { return int(float64(v)*1000/f.perEm + .5) }

func be16(b []byte, at int) uint16 {
	if at < 0 || at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func be32(b []byte, at int) uint32 {
	if at < 0 || at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}
