package evaluate

import (
	"fmt"
	"math"
	"strings"
)

// operators are those that tiles/style writes. Filled by init, for they compile their arguments with it.
var operators map[string]operator

func init() {
	operators = map[string]operator{
		"literal":       {1, 1, literalOf, true},
		"get":           {1, 1, property(func(v Value, _ bool) Value { return v }), false},
		"has":           {1, 1, property(func(_ Value, has bool) Value { return OfBool(has) }), false},
		"zoom":          {0, 0, zoom, false},
		"geometry-type": {0, 0, geometryType, false},
		"feature-state": {1, 1, func([]any, []Expression) (Expression, error) { return literal(Value{}), nil }, false},
		"==":            {2, 2, compared(func(a, b Value) bool { return a.Equal(b) }), false},
		"!=":            {2, 2, compared(func(a, b Value) bool { return !a.Equal(b) }), false},
		">":             {2, 2, compared(func(a, b Value) bool { return ordered(a, b) && cmp(a, b) > 0 }), false},
		">=":            {2, 2, compared(func(a, b Value) bool { return ordered(a, b) && cmp(a, b) >= 0 }), false},
		"<":             {2, 2, compared(func(a, b Value) bool { return ordered(a, b) && cmp(a, b) < 0 }), false},
		"<=":            {2, 2, compared(func(a, b Value) bool { return ordered(a, b) && cmp(a, b) <= 0 }), false},
		"in":            {2, 2, compared(isIn), false},
		"!":             {1, 1, each(func(v Value) Value { return OfBool(!v.yes()) }), false},
		"to-string":     {1, 1, each(func(v Value) Value { return OfText(v.String()) }), false},
		"all":           {0, -1, allOf, false},
		"any":           {0, -1, anyOf, false},
		"boolean":       {1, -1, firstOf(Bool), false},
		"number":        {1, -1, firstOf(Number), false},
		"string":        {1, -1, firstOf(Text), false},
		"coalesce":      {1, -1, coalesce, false},
		"concat":        {0, -1, concat, false},
		"case":          {1, -1, pick, false},
		"match":         {2, -1, match, true},
		"step":          {2, -1, step, true},
		"interpolate":   {4, -1, interpolate, true},
		"-":             {1, 2, arithmetic(func(a, b float64) float64 { return a - b }), false},
		"+":             {1, -1, arithmetic(func(a, b float64) float64 { return a + b }), false},
		"*":             {1, -1, arithmetic(func(a, b float64) float64 { return a * b }), false},
		"/":             {2, 2, arithmetic(func(a, b float64) float64 { return a / b }), false},
	}
}

func literalOf(raw []any, _ []Expression) (Expression, error) {
	v, err := valueOf(reflectOf(raw[0]))
	return literal(v), err
}

func property(of func(Value, bool) Value) func([]any, []Expression) (Expression, error) {
	return func(raw []any, args []Expression) (Expression, error) {
		name, ok := raw[0].(string)
		if !ok {
			return Expression{}, fmt.Errorf("the name of a property is %v", raw[0])
		}
		return Expression{eval: func(s *scope) Value {
			if s.feature == nil {
				return of(Value{}, false)
			}
			v, has := s.feature.Property(name)
			return of(v, has)
		}}, nil
	}
}

func zoom([]any, []Expression) (Expression, error) {
	return Expression{func(s *scope) Value { return OfNumber(s.zoom) }, true}, nil
}

func geometryType([]any, []Expression) (Expression, error) {
	return Expression{eval: func(s *scope) Value {
		if s.feature == nil {
			return Value{}
		}
		return OfText(s.feature.Geometry())
	}}, nil
}

func compared(holds func(a, b Value) bool) func([]any, []Expression) (Expression, error) {
	return func(_ []any, args []Expression) (Expression, error) {
		a, b := args[0], args[1]
		return Expression{func(s *scope) Value { return OfBool(holds(a.eval(s), b.eval(s))) }, allFixed(args...)}, nil
	}
}

// ordered is true of two numbers and of two texts. MapLibre makes an error of all else, which for a filter is no.
func ordered(a, b Value) bool { return a.Kind == b.Kind && (a.Kind == Number || a.Kind == Text) }

func cmp(a, b Value) int {
	if a.Kind == Text {
		return strings.Compare(a.Text, b.Text)
	}
	switch {
	case a.Number > b.Number:
		return 1
	case a.Number < b.Number:
		return -1
	case a.Number == b.Number:
		return 0
	}
	return -2 // not a number: neither above nor at it
}

func isIn(needle, among Value) bool {
	if among.Kind == Text {
		return needle.Kind == Text && strings.Contains(among.Text, needle.Text)
	}
	for _, v := range among.List {
		if v.Equal(needle) {
			return true
		}
	}
	return false
}

func each(of func(Value) Value) func([]any, []Expression) (Expression, error) {
	return func(_ []any, args []Expression) (Expression, error) {
		a := args[0]
		return Expression{func(s *scope) Value { return of(a.eval(s)) }, a.fixed}, nil
	}
}

func allOf(_ []any, args []Expression) (Expression, error) {
	return Expression{func(s *scope) Value {
		for _, a := range args {
			if !a.eval(s).yes() {
				return OfBool(false)
			}
		}
		return OfBool(true)
	}, allFixed(args...)}, nil
}

func anyOf(_ []any, args []Expression) (Expression, error) {
	return Expression{func(s *scope) Value {
		for _, a := range args {
			if a.eval(s).yes() {
				return OfBool(true)
			}
		}
		return OfBool(false)
	}, allFixed(args...)}, nil
}

// firstOf gives the first argument of a kind: ["boolean", state, false].
func firstOf(kind Kind) func([]any, []Expression) (Expression, error) {
	return func(_ []any, args []Expression) (Expression, error) {
		return Expression{func(s *scope) Value {
			for _, a := range args {
				if v := a.eval(s); v.Kind == kind {
					return v
				}
			}
			return Value{}
		}, allFixed(args...)}, nil
	}
}

func coalesce(_ []any, args []Expression) (Expression, error) {
	return Expression{func(s *scope) Value {
		for _, a := range args {
			if v := a.eval(s); v.Kind != Null {
				return v
			}
		}
		return Value{}
	}, allFixed(args...)}, nil
}

func concat(_ []any, args []Expression) (Expression, error) {
	return Expression{func(s *scope) Value {
		var text strings.Builder
		for _, a := range args {
			text.WriteString(a.eval(s).String())
		}
		return OfText(text.String())
	}, allFixed(args...)}, nil
}

func arithmetic(of func(a, b float64) float64) func([]any, []Expression) (Expression, error) {
	return func(_ []any, args []Expression) (Expression, error) {
		return Expression{func(s *scope) Value {
			first := args[0].eval(s)
			if first.Kind != Number {
				return Value{}
			}
			n := first.Number
			if len(args) == 1 {
				return OfNumber(of(0, n))
			}
			for _, a := range args[1:] {
				v := a.eval(s)
				if v.Kind != Number {
					return Value{}
				}
				n = of(n, v.Number)
			}
			return OfNumber(n)
		}, allFixed(args...)}, nil
	}
}

// share is how far a number lies on the way between two, for growth by a base (MapLibre's exponentialInterpolation).
func share(at, from, to, base float64) float64 {
	if to == from {
		return 0
	}
	if base == 1 {
		return (at - from) / (to - from)
	}
	return (math.Pow(base, at-from) - 1) / (math.Pow(base, to-from) - 1)
}
