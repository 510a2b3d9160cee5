package evaluate

import (
	"errors"
	"fmt"
	"reflect"
)

func reflectOf(v any) reflect.Value { return reflect.ValueOf(v) }

// pick is case: pairs of condition and result, then what stands for all others.
func pick(_ []any, args []Expression) (Expression, error) {
	if len(args)%2 == 0 {
		return Expression{}, errors.New("there is no last result")
	}
	return Expression{func(s *scope) Value {
		for i := 0; i+1 < len(args); i += 2 {
			if args[i].eval(s).yes() {
				return args[i+1].eval(s)
			}
		}
		return args[len(args)-1].eval(s)
	}, allFixed(args...)}, nil
}

// match picks by the value of its first argument: pairs of label, or list of labels, and result, then what stands for all others.
func match(raw []any, _ []Expression) (Expression, error) {
	input, err := Compile(raw[0])
	if err != nil {
		return Expression{}, err
	}
	if len(raw)%2 != 0 {
		return Expression{}, errors.New("there is no last result")
	}
	type label struct {
		value  Value
		result int
	}
	var labels []label
	var results []Expression
	for i := 1; i < len(raw); i += 2 {
		source := raw[i]
		if i+1 < len(raw) {
			source = raw[i+1]
			v, err := valueOf(reflectOf(raw[i]))
			if err != nil {
				return Expression{}, err
			}
			if v.Kind != List {
				v.List = []Value{v}
			}
			for _, one := range v.List {
				labels = append(labels, label{one, len(results)})
			}
		}
		result, err := Compile(source)
		if err != nil {
			return Expression{}, err
		}
		results = append(results, result)
	}
	return Expression{func(s *scope) Value {
		v := input.eval(s)
		for _, l := range labels {
			if l.value.Equal(v) {
				return results[l.result].eval(s)
			}
		}
		return results[len(results)-1].eval(s)
	}, input.fixed && allFixed(results...)}, nil
}

// stop is where a step or a curve has a value.
type stop struct {
	at    float64
	value Expression
}

func stopsOf(raw []any) (stops []stop, err error) {
	if len(raw)%2 != 0 {
		return nil, errors.New("a stop has no value")
	}
	for i := 0; i < len(raw); i += 2 {
		at, err := valueOf(reflectOf(raw[i]))
		if err != nil || at.Kind != Number || len(stops) > 0 && at.Number <= stops[len(stops)-1].at {
			return nil, fmt.Errorf("the stops are not numbers that grow: %v", raw[i])
		}
		value, err := Compile(raw[i+1])
		if err != nil {
			return nil, err
		}
		stops = append(stops, stop{at.Number, value})
	}
	return stops, nil
}

func stopsFixed(input Expression, stops []stop) bool {
	for _, s := range stops {
		if !s.value.fixed {
			return false
		}
	}
	return input.fixed
}

// step has a first value, and others from each stop on.
func step(raw []any, _ []Expression) (Expression, error) {
	input, err := Compile(raw[0])
	if err != nil {
		return Expression{}, err
	}
	first, err := Compile(raw[1])
	if err != nil {
		return Expression{}, err
	}
	stops, err := stopsOf(raw[2:])
	if err != nil {
		return Expression{}, err
	}
	return Expression{func(s *scope) Value {
		n, chosen := input.eval(s), first
		for _, one := range stops {
			if n.Kind == Number && n.Number >= one.at {
				chosen = one.value
			}
		}
		return chosen.eval(s)
	}, first.fixed && stopsFixed(input, stops)}, nil
}

// interpolate runs through its stops, linear or by a base. What is no number does not run: it stays as it was at the stop before.
func interpolate(raw []any, _ []Expression) (Expression, error) {
	curve, err := valueOf(reflectOf(raw[0]))
	if err != nil || curve.Kind != List || len(curve.List) == 0 {
		return Expression{}, fmt.Errorf("the curve is %v", raw[0])
	}
	base := 1.0
	switch name := curve.List[0].Text; {
	case name == "linear" && len(curve.List) == 1:
	case name == "exponential" && len(curve.List) == 2 && curve.List[1].Kind == Number && curve.List[1].Number > 0:
		base = curve.List[1].Number
	default:
		return Expression{}, fmt.Errorf("the curve %v is not known here", raw[0])
	}
	input, err := Compile(raw[1])
	if err != nil {
		return Expression{}, err
	}
	stops, err := stopsOf(raw[2:])
	if err != nil {
		return Expression{}, err
	}
	return Expression{func(s *scope) Value {
		n := input.eval(s)
		if n.Kind != Number {
			return Value{}
		}
		after := 0
		for after < len(stops) && stops[after].at <= n.Number {
			after++
		}
		switch after {
		case 0:
			return stops[0].value.eval(s)
		case len(stops):
			return stops[after-1].value.eval(s)
		}
		from, to := stops[after-1], stops[after]
		a, b := from.value.eval(s), to.value.eval(s)
		if a.Kind != Number || b.Kind != Number {
			return a
		}
		return OfNumber(a.Number + (b.Number-a.Number)*share(n.Number, from.at, to.at, base))
	}, stopsFixed(input, stops)}, nil
}
