package picture

import "image"

// What tests look at from outside.
var (
	Wrap    = wrap
	ScaleOf = scaleOf
)

// Beside moves a line of x, y pairs aside.
func Beside(line [][2]float64, distance float64) (out [][2]float64) {
	points := make([]point, len(line))
	for i, p := range line {
		points[i] = point{p[0], p[1]}
	}
	for _, p := range beside(points, distance) {
		out = append(out, [2]float64{p.x, p.y})
	}
	return out
}

// Indexed is a picture in so many colours, and as it comes back from them.
func Indexed(m *image.RGBA, most int) (colours int, back *image.RGBA) {
	palette, pixels := indexed(m, nil, most)
	back = image.NewRGBA(m.Rect)
	for i, p := range pixels {
		c := palette[p]
		copy(back.Pix[4*i:], []uint8{c[0], c[1], c[2], 255})
	}
	return len(palette), back
}
