package picture

import "math"

// symbolsAlong collects the names that are written along lines: one for each line that goes on under one name, whichever tiles it crosses.
func (c *composer) symbolsAlong(l *sheetStyle) ([]*symbol, error) {
	wordings := map[string]*wording{}
	var strands []*strand
	c.each(l, func(s *sheet, f *feature) {
		w := c.wording(l, f)
		if w == nil {
			return
		}
		if _, known := wordings[w.fullText]; !known {
			wordings[w.fullText] = w
			w.most = l.number("text-max-angle", f, 45) * math.Pi / 180
		}
		strands = append(strands, c.strandsOf(l, s, f, w.fullText)...)
	})
	var all []*symbol
	for _, s := range join(strands) {
		w := wordings[s.key]
		for _, piece := range cutLine(c.project(l, s), c.frame) {
			if lengthOf(piece) >= w.wide {
				all = append(all, &symbol{layer: l, text: w, along: piece})
			}
		}
	}
	return all, nil
}

// cutLine are the pieces of a line that lie in a frame.
func cutLine(line []point, frame Rect) (pieces [][]point) {
	var piece []point
	end := func() {
		if len(piece) > 1 {
			pieces = append(pieces, piece)
		}
		piece = nil
	}
	for i := 1; i < len(line); i++ {
		p, q, in := frame.cut(line[i-1], line[i])
		if !in || p == q {
			end()
			continue
		}
		if len(piece) > 0 && piece[len(piece)-1] != p {
			end()
		}
		if len(piece) == 0 {
			piece = []point{p}
		}
		piece = append(piece, q)
	}
	end()
	return pieces
}

// cut is what of a segment lies in a box.
func (r Rect) cut(p, q point) (from, to point, in bool) {
	t0, t1 := 0.0, 1.0
	dx, dy := q.x-p.x, q.y-p.y
	for _, edge := range [][2]float64{{-dx, p.x - r.X0}, {dx, r.X1 - p.x}, {-dy, p.y - r.Y0}, {dy, r.Y1 - p.y}} {
		switch d, room := edge[0], edge[1]; {
		case d == 0 && room < 0:
			return p, q, false
		case d < 0:
			t0 = max(t0, room/d)
		case d > 0:
			t1 = min(t1, room/d)
		}
	}
	if t0 > t1 {
		return p, q, false
	}
	from, to = p, q
	if t0 > 0 {
		from = point{p.x + dx*t0, p.y + dy*t0}
	}
	if t1 < 1 {
		to = point{p.x + dx*t1, p.y + dy*t1}
	}
	return from, to, true
}

func lengthOf(line []point) (length float64) {
	for i := 1; i < len(line); i++ {
		length += math.Hypot(line[i].x-line[i-1].x, line[i].y-line[i-1].y)
	}
	return length
}

// placeAlong writes a name along its line, once in each stretch as long as symbol-spacing: in the middle of it, or else to one side. The
// same name is not written again nearer than that.
func (c *composer) placeAlong(s *symbol, taken *places, names map[string][]point) {
	w, l := s.text, s.layer
	spacing := l.number("symbol-spacing", nil, 250) * c.view.Unit
	length := lengthOf(s.along)
	stretches := max(1, int(length/spacing))
	room := length/float64(stretches) - w.wide
	for i := range stretches {
		middle := length * (float64(i) + .5) / float64(stretches)
		for _, aside := range []float64{0, -.25, .25, -.45, .45} {
			runs, boxes, ok := c.along(w, s.along, middle+aside*room-w.wide/2)
			if !ok {
				continue
			}
			center := point{(boxes[0].X0 + boxes[len(boxes)-1].X1) / 2, (boxes[0].Y0 + boxes[len(boxes)-1].Y1) / 2}
			if near(center, names[w.fullText], spacing) || !c.inside(boxes) || !taken.free(boxes...) {
				continue
			}
			s.runs = append(s.runs, runs...)
			taken.take(boxes...)
			names[w.fullText] = append(names[w.fullText], center)
			c.scene.Labels = append(c.scene.Labels, Label{Layer: l.id, Text: w.fullText, Boxes: boxes})
			break
		}
	}
}

func near(p point, others []point, distance float64) bool {
	for _, o := range others {
		if math.Hypot(p.x-o.x, p.y-o.y) < distance {
			return true
		}
	}
	return false
}

func (c *composer) inside(boxes []Rect) bool {
	for _, b := range boxes {
		if !c.frame.holds(b) {
			return false
		}
	}
	return true
}

// along puts each letter of a name where its share of the line lies, turned as the line is there. ok is false where the line turns by more
// than it may from one letter to the next but one. A name is read from the left, or upwards.
func (c *composer) along(w *wording, line []point, from float64) (runs []Run, boxes []Rect, ok bool) {
	walk := walker{line: line}
	a, b := walk.at(from), walk.at(from+w.wide)
	if b.x < a.x-1e-9 || math.Abs(b.x-a.x) <= 1e-9 && b.y > a.y {
		line = turned(line)
		from = lengthOf(line) - from - w.wide
		walk = walker{line: line}
	}
	t := faces[w.face]()
	at := from
	var angles []float64
	for _, r := range w.lines[0] {
		advance := t.letter(r).advance * w.size
		p, q := walk.at(at), walk.at(at+max(advance, .01))
		angle := math.Atan2(q.y-p.y, q.x-p.x)
		for _, before := range angles[max(0, len(angles)-2):] {
			if math.Abs(math.Remainder(angle-before, 2*math.Pi)) > w.most {
				return nil, nil, false
			}
		}
		angles = append(angles, angle)
		sin, cos := math.Sincos(angle)
		down := w.shift + baseline*w.size
		runs = append(runs, Run{Text: string(r), X: p.x - sin*down, Y: p.y + cos*down, Angle: angle})
		boxes = append(boxes, turnedBox(p, sin, cos, advance, w.shift-w.size*lineHeight/2, w.shift+w.size*lineHeight/2).grown(w.padding))
		at += advance + w.spacing*w.size
	}
	if straight(angles) && w.spacing == 0 {
		runs = []Run{{Text: w.lines[0], X: runs[0].X, Y: runs[0].Y, Angle: angles[0]}}
	}
	return runs, boxes, true
}

// turnedBox is the least box around a letter that begins at p, from top to bottom beside the line.
func turnedBox(p point, sin, cos, advance, top, bottom float64) Rect {
	r := Nowhere
	for _, u := range []float64{0, advance} {
		for _, v := range []float64{top, bottom} {
			r = r.With(p.x+cos*u-sin*v, p.y+sin*u+cos*v)
		}
	}
	return r
}

func straight(angles []float64) bool {
	for _, a := range angles {
		if math.Abs(a-angles[0]) > .002 {
			return false
		}
	}
	return true
}

// walker finds places along a line, fastest where each lies beyond the one before.
type walker struct {
	line   []point
	i      int     // segment
	before float64 // length of the line before it
}

// at is the place that far along the line; beyond either end it goes straight on.
func (w *walker) at(distance float64) point {
	if distance < w.before {
		w.i, w.before = 0, 0
	}
	for {
		p, q := w.line[w.i], w.line[w.i+1]
		d := math.Hypot(q.x-p.x, q.y-p.y)
		if distance <= w.before+d || w.i+2 == len(w.line) {
			t := (distance - w.before) / d
			return point{p.x + (q.x-p.x)*t, p.y + (q.y-p.y)*t}
		}
		w.before += d
		w.i++
	}
}
