package picture

import (
	"image"
	"slices"
)

// longestRepeat is how many pixels are looked at in one go: a longer one is found in parts.
const longestRepeat = 96

// leastRepeat is how many pixels must repeat others for that to save bytes (RFC 1951 knows repeats of three and more).
const leastRepeat = 3

// repeat gives lone pixels another colour that passes for theirs, where they then repeat pixels before them: in this row, or about above. A
// file has few bytes for what repeats, and a smooth edge of a map, which differs a little from row to row, has none that does. All other pixels
// keep their colour. near tells by the bin of a pixel which colours pass, as bits.
func repeat(m *image.RGBA, pixels []uint8, near *[1 << shadeBits]uint32) {
	distances := backwards(m.Rect.Dx())
	for i := 0; i < len(pixels); {
		// passes is whether pixel n from here on may repeat the one that lies so far before it.
		passes := func(n, distance int) bool {
			again, p := pixels[i-distance+n%distance], pixels[i+n]
			return p == again || p&lone != 0 && near[binOf(m.Pix[4*(i+n):])]>>again&1 != 0
		}
		best, from, most := 0, 0, min(longestRepeat, len(pixels)-i)
		for _, d := range distances {
			if d > i || best == most || !passes(best, d) { // no better than what is there
				continue
			}
			n := 0
			for n < most && passes(n, d) {
				n++
			}
			if n > best {
				best, from = n, d
			}
		}
		if best < leastRepeat {
			pixels[i] &^= lone
			i++
			continue
		}
		for range best {
			pixels[i] = pixels[i-from]
			i++
		}
	}
}

// backwards are how far before a pixel those lie that it may repeat.
func backwards(wide int) []int {
	distances := []int{1, wide, wide - 1, wide + 1, 2, 3, 4, 8}
	for d := 2; d <= 12; d++ {
		distances = append(distances, wide-d, wide+d)
	}
	return slices.DeleteFunc(distances, func(d int) bool { return d < 1 })
}
