package postgis

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"
)

// copyHeader begins a binary COPY and copyTrailer ends it (PostgreSQL manual, COPY, "Binary Format").
var (
	copyHeader  = []byte("PGCOPY\n\xff\r\n\x00\x00\x00\x00\x00\x00\x00\x00\x00")
	copyTrailer = []byte{0xff, 0xff}
)

// appendValue adds a field of a binary COPY: its length and its bytes, as the type of its column receives them. Values are those that
// registers give: nil, string, bool, *bool, int16, int32, int64, float64, time.Time for a date, and geom.T.
func appendValue(to []byte, value any) ([]byte, error) {
	if value == nil {
		return binary.BigEndian.AppendUint32(to, math.MaxUint32), nil // -1: NULL
	}
	switch v := value.(type) {
	case string:
		return append(binary.BigEndian.AppendUint32(to, uint32(len(v))), v...), nil
	case bool:
		to = binary.BigEndian.AppendUint32(to, 1)
		if v {
			return append(to, 1), nil
		}
		return append(to, 0), nil
	case *bool:
		if v == nil {
			return appendValue(to, nil)
		}
		return appendValue(to, *v)
	case int16:
		return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(to, 2), uint16(v)), nil
	case int32:
		return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(to, 4), uint32(v)), nil
	case int64:
		return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(to, 8), uint64(v)), nil
	case float64:
		return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(to, 8), math.Float64bits(v)), nil
	case time.Time:
		return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(to, 4), uint32(daysSince2000(v))), nil
	case *geom.Point:
		if v.Layout() == geom.XY && !v.Empty() {
			return appendPoint(to, v.X(), v.Y(), v.SRID()), nil
		}
		return appendShape(to, v)
	case geom.T:
		return appendShape(to, v)
	}
	return nil, fmt.Errorf("a %T cannot be copied", value)
}

// daysSince2000 counts as PostgreSQL's date does.
func daysSince2000(day time.Time) int32 {
	midnight := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
	return int32(midnight.Sub(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
}

// ewkbSRID marks a kind of EWKB geometry as followed by its coordinate system.
const ewkbSRID = 0x20000000

// appendPoint writes the EWKB that appendShape would, without what a general encoder needs: homes come by the million.
func appendPoint(to []byte, x, y float64, srid int) []byte {
	to = binary.BigEndian.AppendUint32(to, 25)
	to = append(to, 1) // little endian
	to = binary.LittleEndian.AppendUint32(to, 1|ewkbSRID)
	to = binary.LittleEndian.AppendUint32(to, uint32(srid))
	to = binary.LittleEndian.AppendUint64(to, math.Float64bits(x))
	return binary.LittleEndian.AppendUint64(to, math.Float64bits(y))
}

func appendShape(to []byte, g geom.T) ([]byte, error) {
	var b bytes.Buffer
	if err := ewkb.Write(&b, binary.LittleEndian, g); err != nil {
		return nil, fmt.Errorf("write a shape: %w", err)
	}
	return append(binary.BigEndian.AppendUint32(to, uint32(b.Len())), b.Bytes()...), nil
}
