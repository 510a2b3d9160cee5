package pdf

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"terrier/tiles/picture"
)

// fonts remember which letters of each face a document uses.
type fonts struct {
	used    [len(fontFiles)]map[uint16]rune // the character that a glyph stands for
	objects [len(fontFiles)]int             // numbers of the fonts of the file
}

// glyph is the letter of a character, and notes that it is used. Where two characters have one letter it is read as the first of them.
func (f *fonts) glyph(face picture.Face, r rune) uint16 {
	i := int(face) % len(fontFiles)
	glyph := faceOf(face).byRune[r]
	if f.used[i] == nil {
		f.used[i] = map[uint16]rune{}
	}
	if _, known := f.used[i][glyph]; !known && glyph != 0 {
		f.used[i][glyph] = r
	}
	return glyph
}

// has says whether each character of a text has a letter of its own.
func (f *fonts) has(m picture.Mark) bool {
	face := faceOf(m.Face)
	for _, run := range m.Runs {
		for _, r := range run.Text {
			glyph, ok := face.byRune[r]
			if !ok {
				return false
			}
			if known, used := f.used[int(m.Face)%len(fontFiles)][glyph]; used && known != r {
				return false
			}
		}
	}
	return true
}

// write puts the fonts into the file (ISO 32000-1 section 9.7): composite fonts, whose codes are the numbers of glyphs.
func (f *fonts) write(out *file) {
	for i, used := range f.used {
		if used == nil {
			continue
		}
		face := faces()[i]
		glyphs := slices.Sorted(maps.Keys(used))
		name := tagOf(glyphs) + "+" + face.name
		subset := face.subset(used)
		body := out.stream(fmt.Sprintf("/Length1 %d", len(subset)), subset)
		flags, angle := 4, 0 // its letters are named by no standard encoding
		if face.italic {
			flags, angle = 4|64, -9
		}
		descriptor := out.add("<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d/StemV 90/FontFile2 %d 0 R>>",
			name, flags, face.em(face.box[0]), face.em(face.box[1]), face.em(face.box[2]), face.em(face.box[3]), angle,
			face.em(face.ascent), face.em(face.descent), face.em(face.capital), body)
		descendant := out.add("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[%s]/CIDToGIDMap/Identity>>",
			name, descriptor, face.widths(glyphs))
		characters := out.stream("", []byte(characterMap(used, glyphs)))
		f.objects[i] = out.add("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, descendant, characters)
	}
}

// resources names the fonts for pages.
func (f *fonts) resources() string {
	var b strings.Builder
	for i, number := range f.objects {
		if number != 0 {
			fmt.Fprintf(&b, "/F%d %d 0 R", i, number)
		}
	}
	return b.String()
}

// tagOf is the name of a subset: six capital letters.
func tagOf(glyphs []uint16) string {
	sum := sha256.Sum256(fmt.Append(nil, glyphs))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

func (f *face) widths(glyphs []uint16) string {
	var b strings.Builder
	fmt.Fprintf(&b, "0[%s]", number(nil, float64(f.advances[0])*1000/f.perEm, 2))
	for _, g := range glyphs {
		fmt.Fprintf(&b, "%d[%s]", g, number(nil, float64(f.advances[g])*1000/f.perEm, 2))
	}
	return b.String()
}

// characterMap says which character each glyph is (ISO 32000-1 section 9.10.3).
func characterMap(used map[uint16]rune, glyphs []uint16) string {
	var b strings.Builder
	b.WriteString("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	for chunk := range slices.Chunk(glyphs, 100) { // no more at once, says the specification of CMaps
		fmt.Fprintf(&b, "%d beginbfchar\n", len(chunk))
		for _, g := range chunk {
			fmt.Fprintf(&b, "<%04X><%s>\n", g, strings.TrimSuffix(strings.TrimPrefix(text(string(used[g])), "<FEFF"), ">"))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
	return b.String()
}
