package evaluate

import (
	"math"
	"strconv"
)

// Value is what an expression gives: by Kind one of null, a number, a text, a yes or no, or a list.
type Value struct {
	Kind   Kind
	Number float64
	Text   string
	Bool   bool
	List   []Value
}

// Kind says what a value is.
type Kind uint8

// The kinds of value.
const (
	Null Kind = iota
	Number
	Text
	Bool
	List
)

// Feature is what an expression is asked about. Geometry is Point, LineString or Polygon.
type Feature interface {
	Property(name string) (Value, bool)
	Geometry() string
}

// OfNumber, OfText and OfBool make values.
func OfNumber(n float64) Value { return Value{Kind: Number, Number: n} }

// OfText makes a text.
func OfText(s string) Value { return Value{Kind: Text, Text: s} }

// OfBool makes a yes or no.
func OfBool(b bool) Value { return Value{Kind: Bool, Bool: b} }

// Equal compares as == does: values of different kinds are never equal, nor are lists.
func (v Value) Equal(w Value) bool {
	if v.Kind != w.Kind {
		return false
	}
	switch v.Kind {
	case Number:
		return v.Number == w.Number
	case Text:
		return v.Text == w.Text
	case Bool:
		return v.Bool == w.Bool
	}
	return v.Kind == Null
}

// String writes the value as to-string does: null is empty, whole numbers have no point.
func (v Value) String() string {
	switch v.Kind {
	case Number:
		if v.Number == math.Trunc(v.Number) && math.Abs(v.Number) < 1e15 {
			return strconv.FormatInt(int64(v.Number), 10)
		}
		return strconv.FormatFloat(v.Number, 'g', -1, 64)
	case Text:
		return v.Text
	case Bool:
		return strconv.FormatBool(v.Bool)
	}
	return ""
}

// yes is whether a value counts as true where one is asked for.
func (v Value) yes() bool { return v.Kind == Bool && v.Bool }
