package picture

import "image/color"

// moduleSide is how many pixels a module of a code has: whole ones, so that its edges are sharp.
const moduleSide = 8

// Code draws a code of so many modules on each side, with the four quiet ones around it that its standard asks for. It is black on white in
// either theme: not every reader takes the reverse.
func Code(size int, black func(x, y int) bool) *Scene {
	const quiet = 4
	side := float64((size + 2*quiet) * moduleSide)
	s := &Scene{Width: side, Height: side}
	var modules Path
	for y := range size {
		for x := 0; x < size; x++ {
			from := x
			for x < size && black(x, y) {
				x++
			}
			if x > from {
				modules = append(modules, Rect{float64(from+quiet) * moduleSide, float64(y+quiet) * moduleSide, float64(x+quiet) * moduleSide, float64(y+quiet+1) * moduleSide}.path()...)
			}
		}
	}
	s.Marks = []Mark{{Kind: Area, Path: Rect{0, 0, side, side}.path(), Colour: color.NRGBA{255, 255, 255, 255}}, {Kind: Area, Path: modules, Colour: color.NRGBA{0, 0, 0, 255}}}
	return s
}
