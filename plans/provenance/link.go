package provenance

import (
	"encoding/base64"
	"encoding/binary"

	"github.com/paulmach/orb"

	"terrier/plans"
)

// WriteShape writes a shape for an address: the numbers of parts, rings and corners, and each corner as its step from the last in whole
// millimetres, as zigzag varints in base64 (RFC 4648, for URLs).
func WriteShape(shape orb.MultiPolygon) string {
	b := binary.AppendUvarint(nil, uint64(len(shape)))
	var last mm
	for _, polygon := range shape {
		b = binary.AppendUvarint(b, uint64(len(polygon)))
		for _, ring := range polygon {
			corners := ring[:max(0, len(ring)-1)]
			b = binary.AppendUvarint(b, uint64(len(corners)))
			for _, p := range corners {
				c := inMillimetres(p)
				b = binary.AppendVarint(binary.AppendVarint(b, c[0]-last[0]), c[1]-last[1])
				last = c
			}
		}
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// ReadShape reads what WriteShape wrote. The shape need not be valid. What cannot be read is refused with the code bad-shape.
func ReadShape(text string) (orb.MultiPolygon, error) {
	refused := plans.Refuse("bad-shape", "shape", "The shape in the link cannot be read.", "Take the whole link, as it was given.")
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, refused
	}
	r := steps{left: b}
	shape := make(orb.MultiPolygon, r.count())
	var last mm
	for i := range shape {
		shape[i] = make(orb.Polygon, r.count())
		for j := range shape[i] {
			corners := make(orb.Ring, r.count())
			for k := range corners {
				last[0] += r.step()
				last[1] += r.step()
				corners[k] = last.metres()
			}
			if len(corners) > 0 {
				corners = append(corners, corners[0])
			}
			shape[i][j] = corners
		}
	}
	if r.broken || len(r.left) > 0 {
		return nil, refused
	}
	return shape, nil
}

// steps reads varints. Once it has met what is none it gives zeros.
type steps struct {
	left   []byte
	broken bool
}

// count is how many things follow. Each takes a byte at least, so more than there are bytes is none.
func (s *steps) count() int {
	n, size := binary.Uvarint(s.left)
	if size <= 0 || n > uint64(len(s.left)-size) {
		s.broken, s.left = true, nil
		return 0
	}
	s.left = s.left[size:]
	return int(n)
}

func (s *steps) step() int64 {
	v, size := binary.Varint(s.left)
	if size <= 0 {
		s.broken, s.left = true, nil
		return 0
	}
	s.left = s.left[size:]
	return v
}
