package thin

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"sync"

	"terrier/geo/grid"
	"terrier/tiles/mvt"
	"terrier/tiles/style/evaluate"
)

// work is what thinning a tile needs, to be used again.
type work struct {
	feature mvt.ReadFeature
	read    read
	sorts   map[sort]uint64 // of the layer under way
	simple  simplifier
	line    []mvt.Coord
	spare   []mvt.Coord
	things  []thing
	tags    []tag
	parts   []part
	places  []mvt.Coord
	drawn   []int // things, in the order of drawing
}

var works = sync.Pool{New: func() any { return &work{sorts: map[sort]uint64{}} }}

// forget lets go of the tile that was read.
func (w *work) forget() {
	clear(w.tags)
	w.read.layer = nil
}

// thing is a feature that is drawn.
type thing struct {
	source           int
	kind             int     // of geometry
	cover            float64 // of the screen, in square pixels
	fromTag, toTag   int
	fromPart, toPart int
}

// tag is a property: the key by its place in the source, the value as it was read.
type tag struct {
	key   int
	value *mvt.ReadValue
}

// part is a point, a line or a ring.
type part struct {
	from, to int // places
	hole     bool
}

// read is the feature under way, as expressions see it.
type read struct {
	layer   *mvt.ReadLayer
	feature *mvt.ReadFeature
}

func (r *read) value(name string) *mvt.ReadValue {
	if at := r.at(name); at > 0 {
		return &r.layer.Values[at-1]
	}
	return nil
}

// at is where the value of a property stands in its layer, counted from 1; 0 where the feature has none.
func (r *read) at(name string) uint32 {
	for i := 0; i+1 < len(r.feature.Tags); i += 2 {
		if r.layer.Keys[r.feature.Tags[i]] == name {
			return r.feature.Tags[i+1] + 1
		}
	}
	return 0
}

// Property is that of the feature.
func (r *read) Property(name string) (evaluate.Value, bool) {
	v := r.value(name)
	if v == nil {
		return evaluate.Value{}, false
	}
	switch v.Kind {
	case mvt.TextValue:
		return evaluate.OfText(v.Text), true
	case mvt.NumberValue:
		return evaluate.OfNumber(v.Number), true
	case mvt.BoolValue:
		return evaluate.OfBool(v.Bool), true
	}
	return evaluate.Value{}, false
}

// Geometry is its type, as the style language calls it.
func (r *read) Geometry() string {
	switch r.feature.Type {
	case mvt.PointType:
		return "Point"
	case mvt.LineType:
		return "LineString"
	}
	return "Polygon"
}

// collect takes what is drawn of a tile, source by source.
func (w *work) collect(g *Ground, layers []mvt.ReadLayer, from, at grid.Tile) error {
	w.things, w.tags, w.parts, w.places = w.things[:0], w.tags[:0], w.parts[:0], w.places[:0]
	for i, s := range g.sources {
		for j := range layers {
			if l := &layers[j]; l.Name == s.name {
				f := frameOf(from, at, l.Extent)
				clear(w.sorts)
				for k := range l.Len() {
					if err := l.Feature(k, &w.feature); err != nil {
						return fmt.Errorf("read the basemap's tile %v: %w", from, err)
					}
					w.take(i, s, l, &f, at.Z)
				}
			}
		}
	}
	return nil
}

// take takes the feature under way, where anything of it is drawn.
func (w *work) take(number int, s *source, l *mvt.ReadLayer, f *frame, z uint8) {
	w.read = read{l, &w.feature}
	var reads uint64
	rules := w.chosen(s, z)
	width, filled, written := 0.0, false, false
	for ; rules != 0; rules &= rules - 1 {
		r := &s.rules[bits.TrailingZeros64(rules)]
		switch r.kind {
		case "symbol":
			if v := w.read.value(r.text); v == nil || v.Kind == mvt.NoValue || v.Kind == mvt.TextValue && v.Text == "" {
				continue
			}
			written = true
		case "line":
			width = max(width, r.width[min(int(z), len(r.width)-1)])
		default:
			filled = true
		}
		reads |= r.reads
	}
	if width == 0 && !filled && !written {
		return
	}
	one := thing{source: number, kind: w.feature.Type, fromTag: len(w.tags), fromPart: len(w.parts)}
	pixel := 512 / float64(f.units)
	one.cover = w.draw(f) * pixel
	switch w.feature.Type {
	case mvt.PointType:
		one.cover = math.MaxFloat64 // names of places are few, and say where one is
	case mvt.LineType:
		one.cover *= max(width, 1)
	default:
		one.cover *= pixel
	}
	if written {
		one.cover *= 2
	}
	if one.toPart = len(w.parts); one.toPart == one.fromPart {
		return
	}
	for ; reads != 0; reads &= reads - 1 {
		key := bits.TrailingZeros64(reads)
		if v := w.read.value(s.keys[key]); v != nil && v.Kind != mvt.NoValue {
			w.tags = append(w.tags, tag{key, v})
		}
	}
	one.toTag = len(w.tags)
	w.things = append(w.things, one)
}

// sort is what rules choose by, where that is one property at most.
type sort struct {
	kind  int    // of geometry
	value uint32 // of the property, counted from 1; 0 where there is none
}

// chosen are the rules that draw the feature under way, worked out once for all that are alike.
func (w *work) chosen(s *source, z uint8) (rules uint64) {
	one := sort{kind: w.feature.Type}
	alike := bits.OnesCount64(s.chosenBy) <= 1
	if alike && s.chosenBy != 0 {
		one.value = w.read.at(s.keys[bits.TrailingZeros64(s.chosenBy)])
	}
	if known, ok := w.sorts[one]; ok && alike {
		return known
	}
	for i := range s.rules {
		if r := &s.rules[i]; r.shows(z) && r.takes(w.feature.Type) && (r.filter.Zero() || w.holds(r.filter, z)) {
			rules |= 1 << i
		}
	}
	w.sorts[one] = rules
	return rules
}

func (w *work) holds(e evaluate.Expression, z uint8) bool {
	v := e.For(&w.read, float64(z)+.5)
	return v.Kind == evaluate.Bool && v.Bool
}

// leastRing is the area under which a ring is left out, in square pixels.
const leastRing = 1

// draw adds the parts of the feature under way that are seen, and returns their length or area in units.
func (w *work) draw(f *frame) (size float64) {
	w.simple.units = f.units
	inOuter, first := false, int64(0)
	for i := range w.feature.Ends {
		part := w.feature.Part(i)
		inside := true
		w.line = w.line[:0]
		for _, c := range part {
			c = f.place(c)
			inside = inside && f.holds(c)
			w.line = f.meets(w.line, c)
		}
		switch w.feature.Type {
		case mvt.PointType:
			if c := w.line[0]; c.X >= 0 && c.Y >= 0 && c.X <= f.units && c.Y <= f.units {
				w.add(w.line, false)
			}
		case mvt.LineType:
			size += w.drawLine(f, inside)
		default:
			if n := len(w.line); n > 0 { // back to the first place
				w.line = f.meets(w.line, w.line[0])
				w.line = w.line[:len(w.line)-1]
			}
			turn := mvt.Area(part)
			if first == 0 {
				first = turn // old tiles turn their rings either way, but the first is an outline
			}
			hole := turn < 0 != (first < 0)
			if hole && !inOuter {
				continue
			}
			if !inside {
				w.line, w.spare = f.cutRing(w.line, w.spare)
			}
			w.line = w.simple.ring(w.line)
			area := float64(mvt.Area(w.line)) / 2
			if seen := math.Abs(area)*512*512/float64(f.units)/float64(f.units) >= leastRing; !hole {
				inOuter = seen
				if !seen {
					continue
				}
			} else if !seen {
				continue
			}
			size += area * float64(sign(first))
			w.add(w.line, hole)
		}
	}
	return size
}

// drawLine adds the pieces of a line that are kept.
func (w *work) drawLine(f *frame, inside bool) (length float64) {
	if inside {
		return w.addLine(w.line)
	}
	w.spare = w.spare[:0]
	for i := 1; i < len(w.line); i++ {
		a, b, some := f.cutStep(w.line[i-1], w.line[i])
		if !some {
			continue
		}
		if n := len(w.spare); n > 0 && w.spare[n-1] != a {
			length += w.addLine(w.spare)
			w.spare = w.spare[:0]
		}
		if len(w.spare) == 0 {
			w.spare = append(w.spare, a)
		}
		w.spare = append(w.spare, b)
	}
	return length + w.addLine(w.spare)
}

func (w *work) addLine(line []mvt.Coord) (length float64) {
	line = w.simple.line(line)
	for i := 1; i < len(line); i++ {
		length += math.Sqrt(float64(squared(line[i-1], line[i])))
	}
	if length > 0 {
		w.add(line, false)
	}
	return length
}

func (w *work) add(places []mvt.Coord, hole bool) {
	from := len(w.places)
	w.places = append(w.places, places...)
	w.parts = append(w.parts, part{from, len(w.places), hole})
}

// alike is true where two things say the same, and are one feature then.
func (w *work) alike(a, b *thing) bool {
	return a.source == b.source && a.kind == b.kind && slices.EqualFunc(w.tags[a.fromTag:a.toTag], w.tags[b.fromTag:b.toTag], func(a, b tag) bool {
		return a.key == b.key && *a.value == *b.value
	})
}

func sign(n int64) int {
	if n < 0 {
		return -1
	}
	return 1
}
