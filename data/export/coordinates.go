package export

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/paulmach/orb"
)

// decimals of a degree that are written: a ten-thousandth of a metre, so that a place comes back to the same millimetre.
const decimals = 9

// appendDegrees writes a degree without zeros at its end.
func appendDegrees(b []byte, v float64) []byte {
	from := len(b)
	b = strconv.AppendFloat(b, v, 'f', decimals, 64)
	b = bytes.TrimRight(b, "0")
	b = bytes.TrimSuffix(b, []byte("."))
	if string(b[from:]) == "-0" {
		b = append(b[:from], '0')
	}
	return b
}

// appendGeometry writes a GeoJSON geometry. Points and multipolygons are what the registers hold.
func appendGeometry(b []byte, g orb.Geometry) []byte {
	b = append(b, `{"type":"`...)
	b = append(b, g.GeoJSONType()...)
	b = append(b, `","coordinates":`...)
	switch g := g.(type) {
	case orb.Point:
		b = appendPosition(b, g)
	case orb.MultiPolygon:
		b = appendList(b, '[', ']', g, func(b []byte, p orb.Polygon) []byte {
			return appendList(b, '[', ']', p, func(b []byte, r orb.Ring) []byte {
				return appendList(b, '[', ']', r, appendPosition)
			})
		})
	default:
		panic(fmt.Sprintf("export: no register holds a %T", g))
	}
	return append(b, '}')
}

// appendWKT writes well-known text.
func appendWKT(b []byte, g orb.Geometry) []byte {
	switch g := g.(type) {
	case orb.Point:
		return append(appendPair(append(b, "POINT ("...), g), ')')
	case orb.MultiPolygon:
		return appendList(append(b, "MULTIPOLYGON "...), '(', ')', g, func(b []byte, p orb.Polygon) []byte {
			return appendList(b, '(', ')', p, func(b []byte, r orb.Ring) []byte {
				return appendList(b, '(', ')', r, appendPair)
			})
		})
	}
	panic(fmt.Sprintf("export: no register holds a %T", g))
}

func appendList[T any](b []byte, open, shut byte, things []T, one func([]byte, T) []byte) []byte {
	b = append(b, open)
	for i, t := range things {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, t)
	}
	return append(b, shut)
}

func appendPosition(b []byte, p orb.Point) []byte {
	b = appendDegrees(append(b, '['), p[0])
	return append(appendDegrees(append(b, ','), p[1]), ']')
}

func appendPair(b []byte, p orb.Point) []byte {
	return appendDegrees(append(appendDegrees(b, p[0]), ' '), p[1])
}
