package web

import "strconv"

// numbers reads the coordinates of a shape, which are most of a body, in one pass: arrays in arrays, depth deep, of numbers. They are
// JSON, which is known already. ok is false for anything else; then encoding/json reads them again and says what is wrong.
type numbers struct {
	text []byte
	at   int
	flat []float64 // of all positions, one behind the other
}

// polygons reads an array of polygons' rings.
func (n *numbers) polygons() (all [][][][]float64, ok bool) {
	ok = n.array(func() bool {
		part, ok := n.rings()
		all = append(all, part)
		return ok
	})
	return all, ok
}

// rings reads an array of arrays of positions.
func (n *numbers) rings() (rings [][][]float64, ok bool) {
	ok = n.array(func() bool {
		var ring [][]float64
		whole := n.array(func() bool {
			position, ok := n.position()
			ring = append(ring, position)
			return ok
		})
		rings = append(rings, ring)
		return whole
	})
	return rings, ok
}

// array reads an array, each of its elements by element.
func (n *numbers) array(element func() bool) bool {
	if !n.take('[') {
		return false
	}
	if n.take(']') {
		return true
	}
	for {
		if !element() {
			return false
		}
		if n.take(']') {
			return true
		}
		if !n.take(',') {
			return false
		}
	}
}

func (n *numbers) position() ([]float64, bool) {
	first := len(n.flat)
	ok := n.array(func() bool {
		v, ok := n.number()
		n.flat = append(n.flat, v)
		return ok
	})
	return n.flat[first:len(n.flat):len(n.flat)], ok
}

func (n *numbers) number() (float64, bool) {
	n.space()
	from := n.at
	for n.at < len(n.text) && isOfNumber(n.text[n.at]) {
		n.at++
	}
	v, err := strconv.ParseFloat(string(n.text[from:n.at]), 64)
	return v, err == nil
}

func isOfNumber(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}

func (n *numbers) take(c byte) bool {
	n.space()
	if n.at < len(n.text) && n.text[n.at] == c {
		n.at++
		return true
	}
	return false
}

func (n *numbers) space() {
	for n.at < len(n.text) && (n.text[n.at] == ' ' || n.text[n.at] == '\n' || n.text[n.at] == '\r' || n.text[n.at] == '\t') {
		n.at++
	}
}

// end is true where everything has been read.
func (n *numbers) end() bool {
	n.space()
	return n.at == len(n.text)
}
