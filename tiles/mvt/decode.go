package mvt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// Types of geometry, as the specification numbers them.
const (
	PointType   = kindPoint
	LineType    = kindLine
	PolygonType = kindPolygon
)

// mostExtent keeps places exact when they are multiplied out over a picture.
const mostExtent = 1 << 16

// A ReadLayer is a layer of a tile that was written by anybody. Its features
// are read one by one.
type ReadLayer struct {
	Name   string
	Extent int32 // units of a tile on each side, from 1 to 65,536
	Keys   []string
	Values []ReadValue

	features [][]byte
}

// A ReadValue is a value of a property: of the three, what Kind says.
type ReadValue struct {
	Kind   ValueKind
	Text   string
	Number float64
	Bool   bool
}

// ValueKind says what a value is.
type ValueKind uint8

// The kinds of value.
const (
	NoValue ValueKind = iota // of a kind that the specification does not know
	TextValue
	NumberValue
	BoolValue
)

// A ReadFeature is one feature. It is read into again and again.
type ReadFeature struct {
	ID    uint64
	HasID bool
	Type  int      // PointType, LineType, PolygonType; 0 is unknown, and has no places
	Tags  []uint32 // pairs: place among the keys, place among the values; both are there
	// Places of all parts, one part after the other: points, lines, rings. Rings
	// do not repeat their first place; the outer ones have an Area above zero.
	Places []Coord
	Ends   []int // where each part ends in Places
}

// Part is one of the parts.
func (f *ReadFeature) Part(i int) []Coord {
	from := 0
	if i > 0 {
		from = f.Ends[i-1]
	}
	return f.Places[from:f.Ends[i]]
}

var errCut = errors.New("the tile ends in the middle")

// Read reads the layers of an uncompressed tile. What it keeps is bounded by the
// tile's length, and shares its bytes. Bytes that are no tile are an error that
// says where.
func Read(tile []byte) ([]ReadLayer, error) {
	var layers []ReadLayer
	err := eachField(tile, func(field uint64, kind byte, _ uint64, body []byte) error {
		if field != tileLayer>>3 || kind != 2 {
			return nil // an extension
		}
		l, err := readLayer(body)
		if err != nil {
			return fmt.Errorf("layer %d (%q): %w", len(layers), l.Name, err)
		}
		layers = append(layers, l)
		return nil
	})
	return layers, err
}

func readLayer(b []byte) (ReadLayer, error) {
	l := ReadLayer{Extent: Extent}
	version := uint64(1)
	err := eachField(b, func(field uint64, kind byte, n uint64, body []byte) error {
		switch byte(field<<3) | kind {
		case layerVersion:
			version = n
		case layerName:
			if !utf8.Valid(body) {
				return errors.New("its name is not UTF-8")
			}
			l.Name = string(body)
		case layerFeature:
			l.features = append(l.features, body)
		case layerKey:
			if !utf8.Valid(body) {
				return errors.New("a key is not UTF-8")
			}
			l.Keys = append(l.Keys, string(body))
		case layerValue:
			v, err := readValue(body)
			if err != nil {
				return fmt.Errorf("value %d: %w", len(l.Values), err)
			}
			l.Values = append(l.Values, v)
		case layerExtent:
			if n < 1 || n > mostExtent {
				return fmt.Errorf("its extent is %d", n)
			}
			l.Extent = int32(n)
		}
		return nil
	})
	if err == nil && version != 1 && version != 2 {
		err = fmt.Errorf("its version is %d", version)
	}
	return l, err
}

func readValue(b []byte) (v ReadValue, err error) {
	err = eachField(b, func(field uint64, kind byte, n uint64, body []byte) error {
		switch byte(field<<3) | kind {
		case valueText:
			if !utf8.Valid(body) {
				return errors.New("the text is not UTF-8")
			}
			v = ReadValue{Kind: TextValue, Text: string(body)}
		case valueFloat:
			v = ReadValue{Kind: NumberValue, Number: float64(math.Float32frombits(uint32(n)))}
		case valueDouble:
			v = ReadValue{Kind: NumberValue, Number: math.Float64frombits(n)}
		case valueInt:
			v = ReadValue{Kind: NumberValue, Number: float64(int64(n))}
		case valueUint:
			v = ReadValue{Kind: NumberValue, Number: float64(n)}
		case valueSint:
			v = ReadValue{Kind: NumberValue, Number: float64(int64(n>>1) ^ -int64(n&1))}
		case valueBool:
			v = ReadValue{Kind: BoolValue, Bool: n != 0}
		}
		return nil
	})
	return v, err
}

// eachField walks over the fields of a message. n is the value of a number,
// body that of bytes.
func eachField(b []byte, found func(field uint64, kind byte, n uint64, body []byte) error) error {
	for len(b) > 0 {
		head, size := binary.Uvarint(b)
		if size <= 0 || head>>3 == 0 {
			return errCut
		}
		b = b[size:]
		kind := byte(head & 7)
		var n uint64
		var body []byte
		switch kind {
		case 0:
			if n, size = binary.Uvarint(b); size <= 0 {
				return errCut
			}
			b = b[size:]
		case 1:
			if len(b) < 8 {
				return errCut
			}
			n, b = binary.LittleEndian.Uint64(b), b[8:]
		case 2:
			if n, size = binary.Uvarint(b); size <= 0 || n > uint64(len(b)-size) {
				return errCut
			}
			body, b = b[size:size+int(n)], b[size+int(n):]
		case 5:
			if len(b) < 4 {
				return errCut
			}
			n, b = uint64(binary.LittleEndian.Uint32(b)), b[4:]
		default:
			return fmt.Errorf("there is no wire type %d", kind)
		}
		if head>>3 > 15 {
			continue // an extension, whose number must not be taken for one of ours
		}
		if err := found(head>>3, kind, n, body); err != nil {
			return err
		}
	}
	return nil
}
