package feature

import (
	"sync"

	"terrier/geo/grid"
	"terrier/tiles/mvt"
)

// window is what a tile shows: its own square and its buffer, in places of the
// world, which may lie beyond it.
type window struct {
	tile                   grid.Tile
	minX, minY, maxX, maxY int64
}

func windowOf(t grid.Tile, buffer int) window {
	side := int64(1) << (grid.WorldLevel - t.Z)
	margin := (side*int64(buffer) + mvt.Extent - 1) / mvt.Extent
	x, y := int64(t.X)*side, int64(t.Y)*side
	return window{t, x - margin, y - margin, x + side + margin, y + side + margin}
}

func (w *window) meets(b box) bool {
	return int64(b.minX) <= w.maxX && int64(b.maxX) >= w.minX && int64(b.minY) <= w.maxY && int64(b.maxY) >= w.minY
}

func (w *window) holds(b box) bool {
	return int64(b.minX) >= w.minX && int64(b.maxX) <= w.maxX && int64(b.minY) >= w.minY && int64(b.maxY) <= w.maxY
}

// wider is a window with more on each side: some cells of the grid that places
// are snapped to, fewer where negative.
func (w window) wider(cells int64) window {
	margin := cells << (grid.WorldLevel - snapLevel) >> w.tile.Z
	return window{w.tile, w.minX - margin, w.minY - margin, w.maxX + margin, w.maxY + margin}
}

// Draw adds the layer to a tile.
func (l *Layer) Draw(e *mvt.Encoder, t grid.Tile) { l.DrawTold(e, t, nil) }

// DrawTold is Draw where what is told of a feature depends on who asks what: tell adds properties to those that the feature has, by its
// ID, or adds none and says false: then a point is left out, and an outline is without properties.
func (l *Layer) DrawTold(e *mvt.Encoder, t grid.Tile, tell func(id int64) bool) {
	if t.Z < l.least {
		return
	}
	s := l.now.Load()
	p := pens.Get().(*pen)
	defer pens.Put(p)
	p.window = windowOf(t, l.buffer)
	p.wide, p.inner = p.window.wider(1), p.window.wider(-1)
	p.edges = edgesOf(l.buffer)
	p.found, p.tell = s.find(p.found[:0], &p.window), tell
	e.Begin(l.schema)
	for _, order := range p.found {
		p.draw(e, s.drawing[order])
	}
	p.tell = nil
}

// pen is what drawing needs, to be used again.
type pen struct {
	window      window
	wide        window // holds all that is snapped into the window
	inner       window // all of this stays in it when it is snapped
	edges       [4]edge
	found       []int32
	places      []place
	line, other []spot
	coords      []mvt.Coord
	mender      mender
	tell        func(id int64) bool
}

var pens = sync.Pool{New: func() any { return new(pen) }}

func (p *pen) draw(e *mvt.Encoder, s *shape) {
	if s.dimension == point {
		for _, path := range s.full {
			p.point(e, s, path.places[0])
		}
		return
	}
	paths, snap := s.at(p.window.tile.Z)
	drawn := false
	for len(paths) > 0 {
		n := 1
		for n < len(paths) && paths[n].hole {
			n++
		}
		if p.wide.meets(paths[0].box) {
			if s.dimension == line {
				p.walk(&paths[0], line, snap)
				drawn = p.lines(e) || drawn
			} else {
				drawn = p.polygon(e, paths[:n], snap) || drawn
			}
		}
		paths = paths[n:]
	}
	if drawn {
		p.tag(e, s)
	}
	e.End()
}

func (p *pen) point(e *mvt.Encoder, s *shape, at place) {
	if (grid.Tile{Z: grid.WorldLevel, X: at.x, Y: at.y}).Ancestor(p.window.tile.Z) != p.window.tile {
		return
	}
	if !p.tag(e, s) {
		return
	}
	c := mvt.Position(p.window.tile, at.x, at.y)
	e.Point(c.X, c.Y)
}

// tag gives the feature under way its properties. It is false, and gives none, where the feature is not to be told of.
func (p *pen) tag(e *mvt.Encoder, s *shape) bool {
	told := p.tell == nil || p.tell(s.ID)
	if told {
		s.tag(e)
	}
	return told
}

// polygon draws an outline and its holes.
func (p *pen) polygon(e *mvt.Encoder, rings []path, snap bool) bool {
	m := &p.mender
	m.begin()
	if !m.add(p.ring(&rings[0], snap), false) {
		return false
	}
	for i := range rings[1:] {
		if hole := &rings[1+i]; p.wide.meets(hole.box) {
			m.add(p.ring(hole, snap), true)
		}
	}
	m.mend()
	return m.draw(e)
}

// ring is what the tile shows of a ring, until the next one is asked for.
func (p *pen) ring(ring *path, snap bool) []mvt.Coord {
	p.walk(ring, polygon, snap)
	if !p.inner.holds(ring.box) {
		p.clip()
	}
	p.coords = inUnits(p.coords[:0], p.line)
	return p.coords
}

// walk takes the places of a path as units of the tile. Of a stretch that lies
// wholly beyond one edge of the window only its first place is taken: what
// lies between that and the next one stays beyond that edge too.
func (p *pen) walk(path *path, d dimension, snap bool) {
	places := path.places
	if path.boxes != nil {
		p.places = p.places[:0]
		for i, b := range path.boxes {
			from := i * stretch
			to := min(len(places), from+stretch)
			if !p.wide.meets(b) {
				to = from + 1
			}
			p.places = append(p.places, places[from:to]...)
		}
		places = append(p.places, places[len(places)-1])
		p.places = places
	}
	t := p.window.tile
	if snap {
		p.places = append(p.places[:0], places...)
		for i, at := range p.places {
			p.places[i] = at.snapped(t.Z)
		}
		places = straightened(p.places, d == polygon)
	}
	p.line = p.line[:0]
	for _, at := range places {
		p.line = append(p.line, spot{mvt.Units(at.x, t.X, t.Z), mvt.Units(at.y, t.Y, t.Z)})
	}
}
