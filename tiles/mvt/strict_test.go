package mvt_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	own "terrier/tiles/mvt"
)

// strictLayer is a layer as it stands in a tile. Other readers forgive what the specification forbids, and do not tell the kinds of
// number apart; [strictly] does neither.
type strictLayer struct {
	name     string
	keys     []string
	values   []any // string, float64, uint64, int64 (as sint) or bool
	features []strictFeature
}

type strictFeature struct {
	id    uint64
	hasID bool
	tags  [][2]int
	kind  int
	parts [][]own.Coord // rings do not repeat their first place
}

// strictly reads a tile. It fails on anything that version 2.1 of the specification says must not or should not be.
func strictly(tile []byte) (layers []strictLayer, err error) {
	names := map[string]bool{}
	err = fields(tile, func(field int, _ uint64, body []byte) error {
		if field != 3 || body == nil {
			return fmt.Errorf("field %d of the tile", field)
		}
		l, err := strictLayerOf(body)
		if err != nil {
			return fmt.Errorf("layer %q: %w", l.name, err)
		}
		if names[l.name] {
			return fmt.Errorf("two layers %q", l.name)
		}
		names[l.name] = true
		layers = append(layers, l)
		return nil
	})
	return layers, err
}

func strictLayerOf(body []byte) (l strictLayer, err error) {
	var version, extent uint64
	var features [][]byte
	err = fields(body, func(field int, n uint64, body []byte) error {
		switch field {
		case 15:
			version = n
		case 5:
			extent = n
		case 1:
			l.name = string(body)
		case 2:
			features = append(features, body)
		case 3:
			l.keys = append(l.keys, string(body))
		case 4:
			v, err := strictValue(body)
			l.values = append(l.values, v)
			return err
		default:
			return fmt.Errorf("field %d", field)
		}
		return nil
	})
	if err != nil {
		return l, err
	}
	if version != 2 || extent != own.Extent || len(features) == 0 || !utf8.ValidString(l.name) {
		return l, fmt.Errorf("version %d, extent %d, %d features", version, extent, len(features))
	}
	distinct := map[any]bool{}
	for _, v := range l.values {
		if f, ok := v.(float64); ok {
			v = fmt.Sprintf("double %x", math.Float64bits(f)) // a NaN equals itself here
		}
		if distinct[v] {
			return l, fmt.Errorf("value %v stands there twice", v)
		}
		distinct[v] = true
	}
	for i, body := range features {
		f, err := strictFeatureOf(body, len(l.keys), len(l.values))
		if err != nil {
			return l, fmt.Errorf("feature %d: %w", i, err)
		}
		l.features = append(l.features, f)
	}
	return l, nil
}

func strictFeatureOf(body []byte, keys, values int) (f strictFeature, err error) {
	var geometry []uint64
	err = fields(body, func(field int, n uint64, body []byte) (err error) {
		switch field {
		case 1:
			f.id, f.hasID = n, true
		case 2:
			var tags []uint64
			if tags, err = varints(body); err == nil && (len(tags) == 0 || len(tags)%2 != 0) {
				err = fmt.Errorf("%d tags", len(tags))
			}
			seen := map[uint64]bool{}
			for i := 0; i+1 < len(tags); i += 2 {
				if tags[i] >= uint64(keys) || tags[i+1] >= uint64(values) || seen[tags[i]] {
					return fmt.Errorf("tags %v of %d keys and %d values", tags, keys, values)
				}
				seen[tags[i]] = true
				f.tags = append(f.tags, [2]int{int(tags[i]), int(tags[i+1])})
			}
		case 3:
			f.kind = int(n)
		case 4:
			geometry, err = varints(body)
		default:
			err = fmt.Errorf("field %d", field)
		}
		return err
	})
	if err == nil {
		f.parts, err = strictParts(f.kind, geometry)
	}
	return f, err
}

// strictParts walks the commands of a geometry (specification 4.3).
func strictParts(kind int, geometry []uint64) (parts [][]own.Coord, err error) {
	var at own.Coord
	take := func(command, least uint64) (n uint64, err error) {
		if len(geometry) == 0 {
			return 0, errors.New("the geometry ends early")
		}
		n = geometry[0] >> 3
		if geometry[0]&7 != command || n < least || command == 1 && n != 1 || command == 7 && n != 1 {
			return n, fmt.Errorf("command %d for %d times where %d is due", geometry[0]&7, n, command)
		}
		geometry = geometry[1:]
		return n, nil
	}
	step := func(part []own.Coord) ([]own.Coord, error) {
		if len(geometry) < 2 || max(geometry[0], geometry[1]) > math.MaxUint32 {
			return part, errors.New("a step without two places")
		}
		signed := func(v uint64) int32 { return int32(v>>1) ^ -int32(v&1) }
		dx, dy := signed(geometry[0]), signed(geometry[1])
		geometry = geometry[2:]
		if len(part) > 0 && dx == 0 && dy == 0 {
			return part, errors.New("LineTo(0, 0)")
		}
		at = own.Coord{X: at.X + dx, Y: at.Y + dy}
		return append(part, at), nil
	}
	for first := true; first || len(geometry) > 0; first = false {
		if _, err := take(1, 1); err != nil {
			return nil, err
		}
		part, err := step(nil)
		if err != nil {
			return nil, err
		}
		if kind != 1 {
			n, err := take(2, uint64(kind-1))
			for ; err == nil && n > 0; n-- {
				part, err = step(part)
			}
			if err != nil {
				return nil, err
			}
		}
		if kind == 3 {
			if _, err := take(7, 1); err != nil {
				return nil, err
			}
			if part[0] == part[len(part)-1] {
				return nil, errors.New("a ring comes back to its first place before it is closed")
			}
			if area := doubled(part); area == 0 || area < 0 && first {
				return nil, fmt.Errorf("a ring of area %d / 2, the first: %v", area, first)
			}
		}
		parts = append(parts, part)
	}
	return parts, nil
}

// doubled is twice the area of a ring by the surveyor's formula, positive where it is an outer one.
func doubled(ring []own.Coord) (twice int64) {
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		twice += int64(a.X)*int64(b.Y) - int64(b.X)*int64(a.Y)
	}
	return twice
}

func strictValue(body []byte) (v any, err error) {
	err = fields(body, func(field int, n uint64, body []byte) error {
		if v != nil {
			return errors.New("two values in one")
		}
		switch field {
		case 1:
			v = string(body)
			if !utf8.Valid(body) {
				return fmt.Errorf("%q is not UTF-8", body)
			}
		case 3:
			v = math.Float64frombits(n)
		case 5:
			v = n
		case 6:
			v = int64(n>>1) ^ -int64(n&1)
		case 7:
			v = n != 0
		default:
			return fmt.Errorf("value of kind %d", field)
		}
		return nil
	})
	if err == nil && v == nil {
		err = errors.New("a value without a value")
	}
	return v, err
}

// fields reads a protobuf message. body is nil where the field is a number.
func fields(b []byte, take func(field int, n uint64, body []byte) error) error {
	for len(b) > 0 {
		tag, size := binary.Uvarint(b)
		if size <= 0 {
			return errors.New("no field")
		}
		b = b[size:]
		var n uint64
		var body []byte
		switch tag & 7 {
		case 0, 2:
			if n, size = binary.Uvarint(b); size <= 0 {
				return errors.New("no number")
			}
			b = b[size:]
			if tag&7 == 2 {
				if n > uint64(len(b)) {
					return errors.New("a length beyond the end")
				}
				body, b = b[:n:n], b[n:]
			}
		case 1:
			if len(b) < 8 {
				return errors.New("no double")
			}
			n, b = binary.LittleEndian.Uint64(b), b[8:]
		default:
			return fmt.Errorf("wire type %d", tag&7)
		}
		if err := take(int(tag>>3), n, body); err != nil {
			return err
		}
	}
	return nil
}

func varints(b []byte) (all []uint64, err error) {
	for len(b) > 0 {
		n, size := binary.Uvarint(b)
		if size <= 0 {
			return nil, errors.New("no number")
		}
		all, b = append(all, n), b[size:]
	}
	return all, nil
}
