package picture

import (
	"image"
	"slices"
)

// mostColours is how many a palette can have: acceptable ones are told by the bits of a uint32.
const mostColours = 32

// colour is what a pixel shows. What is transparent is laid on black.
type colour = [3]uint8

// indexed reduces a picture to so many colours, at most mostColours. A map has few, and shades between them where edges are smooth. First come
// those to keep, which mean something and stand as they are; then, one by one, the shade that is worst told by those taken so far, by how often
// it is there. The result depends on the pixels alone.
func indexed(m *image.RGBA, keep []colour, most int) (palette []colour, pixels []uint8) {
	shades, pixels := shadesOf(m)
	most = min(most, mostColours)
	worst := 0
	for i, s := range shades { // begin with the commonest
		if s.count > shades[worst].count {
			worst = i
		}
	}
	for len(shades) > 0 && len(palette) < most {
		chosen := shades[worst].colour
		if len(palette) < len(keep) {
			chosen = keep[len(palette)]
		}
		index := uint8(len(palette))
		palette = append(palette, chosen)
		var most uint64
		for i := range shades {
			s := &shades[i]
			if d := apart(s.colour, chosen); index == 0 || d < s.off {
				s.off, s.index = d, index
			}
			if bad := uint64(s.off) * uint64(s.count); bad > most {
				worst, most = i, bad
			}
		}
		if most == 0 && len(palette) >= len(keep) {
			break // every shade has its own
		}
	}
	var own [1 << shadeBits]uint8
	var near [1 << shadeBits]uint32
	for _, s := range shades {
		own[s.bin], near[s.bin] = s.index, s.near(palette)
	}
	for i := range pixels {
		p := m.Pix[4*i : 4*i+4 : 4*i+4]
		index := own[binOf(p)]
		if pixels[i] == lone && apart(palette[index], colour(p)) > told {
			index |= lone
		}
		pixels[i] = index
	}
	repeat(m, pixels, &near)
	return palette, pixels
}

// shade is all pixels of about one colour, and the commonest one among them by a vote that the majority wins (Boyer and Moore 1981).
type shade struct {
	bin    int
	count  uint32
	votes  uint32
	colour colour
	off    uint32 // from the nearest colour taken
	index  uint8  // of that
}

// shadeBits are those that tell shades apart: five of red and blue, six of green.
const shadeBits = 16

func binOf(p []uint8) int { return int(p[0])>>3<<11 | int(p[1])>>2<<5 | int(p[2])>>3 }

// lone marks a pixel that is of no colour that goes on, neither over a flat area nor along a line of a hatch: most are on smooth edges.
const lone = 0x80

// shadesOf are those of a picture, in the order in which they are first met, and which of its pixels are lone.
func shadesOf(m *image.RGBA) (shades []shade, pixels []uint8) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	pixels = make([]uint8, w*h)
	var at [1 << shadeBits]int32
	for y := 1; y+1 < h; y++ {
		for i := y*w + 1; i < (y+1)*w-1; i++ {
			if c := colour(m.Pix[4*i:]); colour(m.Pix[4*(i-w+1):]) != c || colour(m.Pix[4*(i+w-1):]) != c {
				pixels[i] = lone
			}
		}
	}
	for i := range pixels {
		p := m.Pix[4*i : 4*i+4 : 4*i+4]
		c, bin := colour(p), binOf(p)
		if at[bin] == 0 {
			shades = append(shades, shade{bin: bin, colour: c})
			at[bin] = int32(len(shades))
		}
		s := &shades[at[bin]-1]
		s.count++
		switch {
		case s.colour == c:
			s.votes++
		case s.votes == 0:
			s.colour, s.votes = c, 1
		default:
			s.votes--
		}
	}
	return shades, pixels
}

// apart is how different two colours look, weighted as the eye does roughly: nine times the square of what two greys are.
func apart(a, b colour) uint32 {
	r, g, bl := int32(a[0])-int32(b[0]), int32(a[1])-int32(b[1]), int32(a[2])-int32(b[2])
	return uint32(2*r*r + 4*g*g + 3*bl*bl)
}

// What a colour may be off: told is as good as right, passes is what nobody sees of a single pixel on an edge.
const (
	told   = 9 * 2 * 2
	passes = 9 * 28 * 28
)

// near are the colours of a palette, as bits, that may stand for a lone pixel of a shade.
func (s shade) near(palette []colour) (bits uint32) {
	bits = 1 << s.index
	for i, c := range palette {
		if apart(c, s.colour) <= passes {
			bits |= 1 << i
		}
	}
	return bits
}

// kept are the colours of marks that cover what is under them, as far as they are seen, the commonest first: those of tenures, of areas, of
// letters. However little there is of one, it is what the legend says.
func kept(s *Scene, m *image.RGBA) []colour {
	const (
		seen = 8  // pixels
		most = 20 // leaves room for what lies over one another, and for edges
	)
	type candidate struct {
		colour
		count int
	}
	var all []*candidate
	byBin := make([][]*candidate, 1<<shadeBits)
	find := func(c colour, bin int) *candidate {
		for _, k := range byBin[bin] {
			if k.colour == c {
				return k
			}
		}
		return nil
	}
	for i := range s.Marks {
		c := colour{s.Marks[i].Colour.R, s.Marks[i].Colour.G, s.Marks[i].Colour.B}
		if bin := binOf(c[:]); s.Marks[i].Colour.A == 255 && find(c, bin) == nil {
			k := &candidate{colour: c}
			all, byBin[bin] = append(all, k), append(byBin[bin], k)
		}
	}
	for i := 0; i < len(m.Pix); {
		from, c := i, colour(m.Pix[i:])
		for i += 4; i < len(m.Pix) && colour(m.Pix[i:]) == c; i += 4 {
		}
		if k := find(c, binOf(c[:])); k != nil {
			k.count += (i - from) / 4
		}
	}
	slices.SortStableFunc(all, func(a, b *candidate) int { return b.count - a.count })
	var colours []colour
	for _, k := range all[:min(most, len(all))] {
		if k.count >= seen {
			colours = append(colours, k.colour)
		}
	}
	return colours
}
