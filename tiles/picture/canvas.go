package picture

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"terrier/tiles/style"
)

// Raster paints a scene as pixels, scale to each of its units, premultiplied. Marks are painted one over the other with smooth edges, as a
// browser's canvas does.
func Raster(s *Scene, scale float64) *image.RGBA {
	w, h := int(math.Ceil(s.Width*scale)), int(math.Ceil(s.Height*scale))
	c := &canvas{picture: image.NewRGBA(image.Rect(0, 0, w, h)), scale: scale}
	for i := range s.Marks {
		c.mark(&s.Marks[i])
	}
	return c.picture
}

// canvas is a picture under way.
type canvas struct {
	picture *image.RGBA
	scale   float64
	raster  vector.Rasterizer
	mask    image.Alpha

	path, pen outline // used again and again
}

func (c *canvas) mark(m *Mark) {
	clip := c.picture.Rect
	if m.Clip != nil {
		clip = clip.Intersect(image.Rect(int(math.Round(m.Clip.X0*c.scale)), int(math.Round(m.Clip.Y0*c.scale)), int(math.Round(m.Clip.X1*c.scale)), int(math.Round(m.Clip.Y1*c.scale))))
	}
	switch m.Kind {
	case Area:
		c.path.reset()
		c.path.flatten(m.Path, c.scale, 0, 1, 0, 0)
		c.fill(&c.path, m.Colour, m.Hatch*c.scale, clip)
	case Line:
		c.path.reset()
		c.path.flatten(m.Path, c.scale, 0, 1, 0, 0)
		c.pen.reset()
		dash := make([]float64, len(m.Dash))
		for i, d := range m.Dash {
			dash[i] = d * c.scale
		}
		far := m.Width*c.scale*2 + 2
		for i := range c.path.ends {
			part, closed := c.path.part(i), c.path.closed[i]
			if !meets(part, clip, far) {
				continue
			}
			if len(dash) == 0 {
				c.pen.stroke(part, closed, m.Width*c.scale, m.Cap, m.Join)
				continue
			}
			dashed(part, closed, dash, func(piece []point) { c.pen.stroke(piece, false, m.Width*c.scale, m.Cap, m.Join) })
		}
		c.fill(&c.pen, m.Colour, 0, clip)
	case Text:
		c.path.reset()
		face := faces[m.Face]()
		for _, run := range m.Runs {
			sin, cos := math.Sincos(run.Angle)
			x := 0.0
			for _, r := range run.Text {
				l := face.letter(r)
				c.path.flatten(l.outline, m.Size*c.scale, sin, cos, (run.X+cos*x)*c.scale, (run.Y+sin*x)*c.scale)
				x += l.advance * m.Size
			}
		}
		if m.Halo.A > 0 && m.Round > 0 {
			c.pen.reset()
			for i := range c.path.ends {
				c.pen.stroke(c.path.part(i), true, 2*m.Round*c.scale, ButtCap, RoundJoin)
			}
			c.fill(&c.pen, m.Halo, 0, clip)
		}
		c.fill(&c.path, m.Colour, 0, clip)
	}
}

// meets is whether a line comes near a clip.
func meets(line []point, clip image.Rectangle, far float64) bool {
	return boxOf(line).grown(far).touches(Rect{float64(clip.Min.X), float64(clip.Min.Y), float64(clip.Max.X), float64(clip.Max.Y)})
}

// fill paints an area by the nonzero rule. Only the box in which it lies is looked at.
func (c *canvas) fill(o *outline, colour color.NRGBA, hatch float64, clip image.Rectangle) {
	if colour.A == 0 || len(o.points) == 0 {
		return
	}
	r := boxOf(o.points)
	if math.IsNaN(r.X0 + r.Y0 + r.X1 + r.Y1) {
		return
	}
	within := func(v float64, to func(float64) float64) int { return int(to(min(max(v, -1), 1<<16))) }
	box := image.Rect(within(r.X0, math.Floor), within(r.Y0, math.Floor), within(r.X1, math.Ceil), within(r.Y1, math.Ceil)).Intersect(clip)
	// In bands, so that a large picture does not take several times its own memory.
	high := max(1, mostMask/max(1, box.Dx()))
	for y := box.Min.Y; y < box.Max.Y; y += high {
		c.fillBox(o, colour, hatch, image.Rect(box.Min.X, y, box.Max.X, min(y+high, box.Max.Y)))
	}
}

// mostMask is how many pixels are filled at once.
const mostMask = 1 << 20

func (c *canvas) fillBox(o *outline, colour color.NRGBA, hatch float64, box image.Rectangle) {
	w, h := box.Dx(), box.Dy()
	c.raster.Reset(w, h)
	for i := range o.ends {
		part := o.part(i)
		c.raster.MoveTo(c.near(part[0], box))
		for _, p := range part[1:] {
			c.raster.LineTo(c.near(p, box))
		}
		c.raster.ClosePath()
	}
	if cap(c.mask.Pix) < w*h {
		c.mask.Pix = make([]uint8, w*h)
	}
	c.mask = image.Alpha{Pix: c.mask.Pix[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}
	c.raster.DrawOp = draw.Src
	c.raster.Draw(&c.mask, c.mask.Rect, image.Opaque, image.Point{})
	if hatch > 0 {
		c.slant(box, hatch)
	}
	c.blend(box, colour)
}

// near is a place from the corner of a box, brought so near that single precision tells it well: what lies far off at one side covers the
// same from there.
func (c *canvas) near(p point, box image.Rectangle) (x, y float32) {
	const far = 1 << 13
	return float32(min(max(p.x-float64(box.Min.X), -far), far)), float32(min(max(p.y-float64(box.Min.Y), -far), far))
}

// blend lays a colour over the picture by the mask.
func (c *canvas) blend(box image.Rectangle, colour color.NRGBA) {
	w := box.Dx()
	r, g, b, a := uint32(colour.R), uint32(colour.G), uint32(colour.B), uint32(colour.A)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		mask := c.mask.Pix[(y-box.Min.Y)*w : (y-box.Min.Y+1)*w]
		row := c.picture.Pix[c.picture.PixOffset(box.Min.X, y):]
		for x, m := range mask {
			if m == 0 {
				continue
			}
			p := row[4*x : 4*x+4 : 4*x+4]
			if m == 255 && a == 255 {
				p[0], p[1], p[2], p[3] = colour.R, colour.G, colour.B, 255
				continue
			}
			over := uint32(m) * a // of 255 * 255
			under := 255*255 - over
			p[0] = uint8((r*over + uint32(p[0])*under + 255*255/2) / (255 * 255))
			p[1] = uint8((g*over + uint32(p[1])*under + 255*255/2) / (255 * 255))
			p[2] = uint8((b*over + uint32(p[2])*under + 255*255/2) / (255 * 255))
			p[3] = uint8((255*over + uint32(p[3])*under + 255*255/2) / (255 * 255))
		}
	}
}

// slant leaves lines of the mask that rise to the right: x + y is a multiple of the side in the middle of each.
func (c *canvas) slant(box image.Rectangle, width float64) {
	side := style.Hatches.Side * c.scale
	w, h := box.Dx(), box.Dy()
	line := make([]uint32, w+h) // by x + y: 255 in a line, 0 between
	for i := range line {
		d := math.Abs(math.Remainder(float64(box.Min.X+box.Min.Y+i)+1, side)) / math.Sqrt2
		line[i] = uint32(math.Round(255 * min(max(width/2+.5-d, 0), 1)))
	}
	for y := range h {
		row := c.mask.Pix[y*w : (y+1)*w]
		along := line[y : y+w]
		for x, m := range row {
			if m != 0 {
				row[x] = uint8(uint32(m) * along[x] / 255)
			}
		}
	}
}
