package evaluate

import (
	"fmt"
	"reflect"
)

// Expression is a compiled expression. It may be evaluated by several goroutines at once.
type Expression struct {
	eval  func(*scope) Value
	fixed bool // the same for every feature
}

// scope is what an expression is evaluated in.
type scope struct {
	zoom    float64
	feature Feature
}

// For is the value for a feature, nil for none, at a zoom.
func (e Expression) For(f Feature, zoom float64) Value {
	s := scope{zoom, f}
	return e.eval(&s)
}

// Fixed is true where the value is the same for every feature of a zoom.
func (e Expression) Fixed() bool { return e.fixed }

// Zero is true of the zero value, which must not be evaluated.
func (e Expression) Zero() bool { return e.eval == nil }

// Compile reads an expression, or a value that stands for itself: a number, a text, a yes or no, or a list of them that does not
// begin with the name of an operator. An operator that is not known is an error.
func Compile(source any) (Expression, error) {
	v := reflect.ValueOf(source)
	for v.IsValid() && v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return literal(Value{}), nil
	}
	if v.Kind() == reflect.Slice && v.Len() > 0 {
		if first, ok := v.Index(0).Interface().(string); ok {
			if op, known := operators[first]; known {
				return compileCall(first, op, v)
			}
			if _, text := v.Interface().([]string); !text && v.Len() > 1 && looksCalled(v) {
				return Expression{}, fmt.Errorf("the operator %q is not known here", first)
			}
		}
	}
	value, err := valueOf(v)
	return literal(value), err
}

// looksCalled tells a call of an operator that is not known from a list that begins with a text: the latter holds no calls.
func looksCalled(v reflect.Value) bool {
	for i := 1; i < v.Len(); i++ {
		part := v.Index(i)
		if part.Kind() == reflect.Interface {
			part = part.Elem()
		}
		if part.Kind() == reflect.Slice && part.Len() > 0 {
			if first, ok := part.Index(0).Interface().(string); ok {
				if _, known := operators[first]; known {
					return true
				}
			}
		}
	}
	return false
}

func literal(v Value) Expression { return Expression{func(*scope) Value { return v }, true} }

func valueOf(v reflect.Value) (Value, error) {
	for v.IsValid() && v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if !v.IsValid() {
		return Value{}, nil
	}
	switch v.Kind() {
	case reflect.String:
		return OfText(v.String()), nil
	case reflect.Bool:
		return OfBool(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return OfNumber(float64(v.Int())), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return OfNumber(float64(v.Uint())), nil
	case reflect.Float32, reflect.Float64:
		return OfNumber(v.Float()), nil
	case reflect.Slice, reflect.Array:
		list := Value{Kind: List}
		for i := range v.Len() {
			one, err := valueOf(v.Index(i))
			if err != nil {
				return Value{}, err
			}
			list.List = append(list.List, one)
		}
		return list, nil
	}
	return Value{}, fmt.Errorf("a value of the type %s cannot stand in a style", v.Type())
}

// operator makes an expression of the arguments of a call.
type operator struct {
	least, most int // arguments; most -1: any number
	// make gets the arguments as they stand and compiled; those are missing where raw is set.
	make func(raw []any, args []Expression) (Expression, error)
	raw  bool
}

func compileCall(name string, op operator, v reflect.Value) (Expression, error) {
	raw := make([]any, v.Len()-1)
	for i := range raw {
		raw[i] = v.Index(i + 1).Interface()
	}
	if len(raw) < op.least || op.most >= 0 && len(raw) > op.most {
		return Expression{}, fmt.Errorf("%q has %d arguments", name, len(raw))
	}
	var args []Expression
	if !op.raw {
		for _, source := range raw {
			arg, err := Compile(source)
			if err != nil {
				return Expression{}, fmt.Errorf("%s: %w", name, err)
			}
			args = append(args, arg)
		}
	}
	e, err := op.make(raw, args)
	if err != nil {
		return Expression{}, fmt.Errorf("%s: %w", name, err)
	}
	return e, nil
}

// allFixed is true where none of the expressions looks at the feature.
func allFixed(some ...Expression) bool {
	for _, e := range some {
		if !e.fixed {
			return false
		}
	}
	return true
}
