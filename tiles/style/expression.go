package style

// get reads a property of a feature.
func get(name string) expression { return expression{"get", name} }

// is holds where a property has one of the values.
func is(name string, values ...string) expression {
	if len(values) == 1 {
		return expression{"==", get(name), values[0]}
	}
	return expression{"in", get(name), expression{"literal", values}}
}

// not turns a condition round.
func not(e expression) expression { return expression{"!", e} }

// byZoom is a value that grows between zooms: pairs of zoom and value. A base above 1 grows faster at the deeper end; a width
// with base 2 keeps its size on the ground.
func byZoom(base float64, pairs ...any) expression {
	return append(expression{"interpolate", expression{"exponential", base}, expression{"zoom"}}, pairs...)
}

// match picks a value by a property: pairs of property value and result, then what stands for all others.
func match(name string, pairs ...any) expression {
	return append(expression{"match", get(name)}, pairs...)
}

// dashes writes a pattern in pixels as MapLibre wants it, in widths of the line.
func dashes(width float64, pixels ...float64) []float64 {
	out := make([]float64, len(pixels))
	for i, px := range pixels {
		out[i] = px / width
	}
	return out
}

// The faces of static/src/css/map-font.css. MapLibre reads weight and slant from the words in a name.
var (
	medium   = []string{"Atkinson Hyperlegible Next Medium"}
	semibold = []string{"Atkinson Hyperlegible Next Semibold"}
	bold     = []string{"Atkinson Hyperlegible Next Bold"}
	italic   = []string{"Atkinson Hyperlegible Next Medium Italic"}
)
