package mvt

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Len is how many features the layer has.
func (l *ReadLayer) Len() int { return len(l.features) }

// Feature reads one of the features into f, whose slices it uses again. Tags
// that point beyond the keys or values and geometry that breaks the rules of
// the specification (4.3) are errors.
func (l *ReadLayer) Feature(i int, f *ReadFeature) error {
	*f = ReadFeature{Tags: f.Tags[:0], Places: f.Places[:0], Ends: f.Ends[:0]}
	var geometry []byte
	err := eachField(l.features[i], func(field uint64, kind byte, n uint64, body []byte) error {
		switch byte(field<<3) | kind {
		case featureID:
			f.ID, f.HasID = n, true
		case featureTags:
			return l.tags(f, body)
		case featureType:
			if n > kindPolygon {
				return fmt.Errorf("there is no geometry of type %d", n)
			}
			f.Type = int(n)
		case featureGeometry:
			geometry = body
		}
		return nil
	})
	if err == nil && f.Type != 0 {
		err = f.draw(geometry)
	}
	if err != nil {
		return fmt.Errorf("feature %d of layer %q: %w", i, l.Name, err)
	}
	return nil
}

func (l *ReadLayer) tags(f *ReadFeature, b []byte) error {
	for len(b) > 0 {
		key, size := binary.Uvarint(b)
		if size <= 0 {
			return errCut
		}
		b = b[size:]
		value, size := binary.Uvarint(b)
		if size <= 0 {
			return errCut
		}
		b = b[size:]
		if key >= uint64(len(l.Keys)) || value >= uint64(len(l.Values)) {
			return fmt.Errorf("it has tag %d, %d, where there are %d keys and %d values", key, value, len(l.Keys), len(l.Values))
		}
		f.Tags = append(f.Tags, uint32(key), uint32(value))
	}
	return nil
}

// farthest is how far a place may lie from the tile, in units of it; see Coord.
const farthest = 1 << 29

var errPen = errors.New("the pen draws what is no such geometry")

// draw follows the commands of the pen.
func (f *ReadFeature) draw(b []byte) error {
	var at Coord
	open := false // a part is under way that was not ended
	for len(b) > 0 {
		command, size := binary.Uvarint(b)
		if size <= 0 {
			return errCut
		}
		b = b[size:]
		count := command >> 3
		switch command & 7 {
		case closePath:
			if f.Type != kindPolygon || count != 1 || !open {
				return errPen
			}
			f.Ends = append(f.Ends, len(f.Places))
			open = false
			continue
		case moveTo:
			if count == 0 || f.Type != kindPoint && count != 1 || f.Type == kindPolygon && open {
				return errPen
			}
			if open {
				f.Ends = append(f.Ends, len(f.Places))
			}
		case lineTo:
			if f.Type == kindPoint || !open || count == 0 {
				return errPen
			}
		default:
			return fmt.Errorf("the pen knows no command %d", command&7)
		}
		if count > uint64(len(b))/2 { // each place takes two bytes at least
			return errCut
		}
		for range count {
			x, size := binary.Uvarint(b)
			if size <= 0 {
				return errCut
			}
			b = b[size:]
			y, size := binary.Uvarint(b)
			if size <= 0 {
				return errCut
			}
			b = b[size:]
			east, south := int64(at.X)+unzigzag(x), int64(at.Y)+unzigzag(y)
			if east < -farthest || east > farthest || south < -farthest || south > farthest {
				return errors.New("a place lies too far from the tile")
			}
			at = Coord{int32(east), int32(south)}
			f.Places = append(f.Places, at)
			if f.Type == kindPoint {
				f.Ends = append(f.Ends, len(f.Places))
			}
		}
		open = f.Type != kindPoint
	}
	switch {
	case open && f.Type == kindPolygon:
		return errPen
	case open:
		f.Ends = append(f.Ends, len(f.Places))
	}
	return nil
}

func unzigzag(n uint64) int64 {
	n &= 1<<32 - 1
	return int64(n>>1) ^ -int64(n&1)
}
