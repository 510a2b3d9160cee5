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
	side := int64(1) << (worldLevel - t.Z)
	margin := (side*int64(buffer) + mvt.Extent - 1) / mvt.Extent
	x, y := int64(t.X)*side, int64(t.Y)*side
	return window{t, x - margin, y - margin, x + side + margin, y + side + margin}
}

func (w *window) meets(b box) bool {
	return int64(b.minX) <= w.maxX && int64(b.maxX) >= w.minX && int64(b.minY) <= w.maxY && int64(b.maxY) >= w.minY
}

// wider is a window with as much more on each side as places are moved by when
// they are snapped.
func (w window) wider() window {
	margin := int64(1) << (worldLevel - w.tile.Z) >> (snapLevel - 1)
	w.minX, w.minY, w.maxX, w.maxY = w.minX-margin, w.minY-margin, w.maxX+margin, w.maxY+margin
	return w
}

// Draw adds the layer to a tile.
func (l *Layer) Draw(e *mvt.Encoder, t grid.Tile) {
	if t.Z < l.least {
		return
	}
	s := l.now.Load()
	p := pens.Get().(*pen)
	defer pens.Put(p)
	p.window = windowOf(t, l.buffer)
	p.wide = p.window.wider()
	p.edges = edgesOf(l.buffer)
	p.found = s.find(p.found[:0], &p.window)
	e.Begin(l.schema)
	for _, f := range p.found {
		if one := s.shapes[f.shape]; one.MinZoom <= t.Z {
			p.draw(e, one)
		}
	}
}

// pen is what drawing needs, to be used again.
type pen struct {
	window      window
	wide        window
	edges       [4]edge
	found       []found
	line, other []spot
	coords      []mvt.Coord
}

var pens = sync.Pool{New: func() any { return new(pen) }}

func (p *pen) draw(e *mvt.Encoder, s *shape) {
	switch s.dimension {
	case point:
		for _, path := range s.full {
			at := path.places[0]
			if (grid.Tile{Z: worldLevel, X: at.x, Y: at.y}).Ancestor(p.window.tile.Z) == p.window.tile {
				s.tag(e)
				c := mvt.Position(p.window.tile, at.x, at.y)
				e.Point(c.X, c.Y)
			}
		}
	case line:
		paths, snap := s.at(p.window.tile.Z)
		drawn := false
		for i := range paths {
			p.walk(&paths[i], snap)
			drawn = p.lines(e) || drawn
		}
		if drawn {
			s.tag(e)
		}
		e.End()
	case polygon:
		paths, snap := s.at(p.window.tile.Z)
		drawn, whole := false, false
		for i := range paths {
			if paths[i].hole && !whole { // of an outline that is not drawn
				continue
			}
			p.walk(&paths[i], snap)
			p.clip()
			p.coords = inUnits(p.coords[:0], p.line)
			ok := e.Ring(p.coords, paths[i].hole)
			if !paths[i].hole {
				whole = ok
			}
			drawn = drawn || ok
		}
		if drawn {
			s.tag(e)
		}
		e.End()
	}
}

// walk takes the places of a path as units of the tile. Of a stretch that lies
// wholly beyond one edge of the window only its first place is taken: what
// lies between that and the next one stays beyond that edge too.
func (p *pen) walk(path *path, snap uint8) {
	p.line = p.line[:0]
	if path.boxes == nil {
		for _, at := range path.places {
			p.take(at, snap)
		}
		return
	}
	for i, b := range path.boxes {
		from := i * stretch
		if !p.wide.meets(b) {
			p.take(path.places[from], snap)
			continue
		}
		for _, at := range path.places[from:min(len(path.places), from+stretch)] {
			p.take(at, snap)
		}
	}
	p.take(path.places[len(path.places)-1], snap)
}

func (p *pen) take(at place, snap uint8) {
	if snap < fullZoom {
		at = at.snapped(snap)
	}
	t := p.window.tile
	p.line = append(p.line, spot{mvt.Units(at.x, t.X, t.Z), mvt.Units(at.y, t.Y, t.Z)})
}
