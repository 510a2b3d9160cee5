package picture

import "image"

// mostColours is how many an indexed PNG can have.
const mostColours = 256

// indexed reduces a picture to so many colours, at most 256. A map has few, and shades between them where edges are smooth: colours of
// whole areas are taken as they are, then, one by one, the shade that is worst told by those taken so far, by how often it is there. The
// result depends on the pixels alone. What is transparent is laid on black.
func indexed(m *image.RGBA, most int) (palette [][3]uint8, pixels []uint8) {
	shades := shadesOf(m)
	most = min(most, mostColours, len(shades))
	worst := 0
	for i, s := range shades { // begin with the commonest
		if s.count > shades[worst].count {
			worst = i
		}
	}
	for len(palette) < most {
		chosen := shades[worst].colour
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
		if most == 0 {
			break // every shade has its own
		}
	}
	var table [1 << shadeBits]uint8
	for _, s := range shades {
		table[s.bin] = s.index
	}
	pixels = make([]uint8, m.Rect.Dx()*m.Rect.Dy())
	for i := range pixels {
		pixels[i] = table[binOf(m.Pix[4*i:])]
	}
	return palette, pixels
}

// shade is all pixels of about one colour, and the commonest one among them by a vote that the majority wins (Boyer and Moore 1981).
type shade struct {
	bin    int
	count  uint32
	votes  uint32
	colour [3]uint8
	off    uint32 // from the nearest colour taken
	index  uint8  // of that
}

// shadeBits are those that tell shades apart: five of red and blue, six of green.
const shadeBits = 16

func binOf(p []uint8) int { return int(p[0])>>3<<11 | int(p[1])>>2<<5 | int(p[2])>>3 }

// shadesOf are those of a picture, in the order in which they are first met.
func shadesOf(m *image.RGBA) []shade {
	var at [1 << shadeBits]int32
	var shades []shade
	for i := 0; i+3 < len(m.Pix); i += 4 {
		p := m.Pix[i : i+4 : i+4]
		bin := binOf(p)
		colour := [3]uint8{p[0], p[1], p[2]}
		if at[bin] == 0 {
			shades = append(shades, shade{bin: bin, colour: colour})
			at[bin] = int32(len(shades))
		}
		s := &shades[at[bin]-1]
		s.count++
		switch {
		case s.colour == colour:
			s.votes++
		case s.votes == 0:
			s.colour, s.votes = colour, 1
		default:
			s.votes--
		}
	}
	return shades
}

// apart is how different two colours look, weighted as the eye does roughly.
func apart(a, b [3]uint8) uint32 {
	r, g, bl := int32(a[0])-int32(b[0]), int32(a[1])-int32(b[1]), int32(a[2])-int32(b[2])
	return uint32(2*r*r + 4*g*g + 3*bl*bl)
}
