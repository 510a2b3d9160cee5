package grid

import (
	"math"
	"sync/atomic"

	"github.com/paulmach/orb"
)

// GenerationZoom is the deepest zoom whose tiles have a counter of their own.
const GenerationZoom = 12

// The counters of the zooms above pageZoom are always there. Each tile of
// pageZoom has a page, made when something in it first changes, for itself and
// the tiles below it: 48 KiB. Great Britain lies in 15 of them.
const (
	pageZoom  = 6
	mostPages = 48
	// mostRaised is how many tiles of one zoom are raised one by one. What
	// covers more raises the whole map, which is sooner done.
	mostRaised = 1 << 14
)

// Generations count, for each part of the map, how often something in it
// changed: a quad-tree of counters down to [GenerationZoom]. Who keeps what was
// drawn of a tile keeps the tile's generation with it, and draws again when
// that has moved on. The zero value is ready, and takes less than 3 MiB.
//
// The order keeps a cache right, not the counters alone:
//
//   - The writer publishes the new state first and raises after.
//   - The reader reads the generation first and the state after.
//
// So what is kept under a generation is at least as new as that generation; at
// worst it is newer, and drawn again once for nothing. The other way round the
// old state could be kept under the new generation and stay.
//
// All methods are safe for several goroutines. None blocks.
type Generations struct {
	whole atomic.Uint64
	upper [tilesAbovePage]atomic.Uint64
	page  [1 << (2 * pageZoom)]atomic.Pointer[generationPage]
	pages atomic.Int32
}

const (
	tilesAbovePage = (1<<(2*pageZoom) - 1) / 3
	tilesInPage    = (1<<(2*(GenerationZoom-pageZoom+1)) - 1) / 3
)

type generationPage [tilesInPage]atomic.Uint64

// At returns the generation of a tile, which changes with everything in it. A
// tile deeper than [GenerationZoom] has that of the tile above it. It never
// returns to a value that it had.
func (g *Generations) At(t Tile) uint64 {
	t = t.Ancestor(GenerationZoom)
	counter := g.find(t)
	if counter == nil {
		return g.whole.Load()
	}
	return g.whole.Load() + counter.Load()
}

// find returns the counter of a tile, nil where nothing was raised yet.
func (g *Generations) find(t Tile) *atomic.Uint64 {
	if t.Z < pageZoom {
		return &g.upper[tilesBefore(t.Z)+t.Y<<t.Z+t.X]
	}
	top := t.Ancestor(pageZoom)
	page := g.page[top.Y<<pageZoom+top.X].Load()
	if page == nil {
		return nil
	}
	z := t.Z - pageZoom
	x, y := t.X&(1<<z-1), t.Y&(1<<z-1)
	return &page[tilesBefore(z)+y<<z+x]
}

// tilesBefore counts the tiles of all lower zooms.
func tilesBefore(z uint8) uint32 { return (1<<(2*z) - 1) / 3 }

// Raise tells that something in these tiles changed. It raises them, all tiles
// above, and all below. A point is raised by its tile of [GenerationZoom]; what
// moved is raised at its old place and at its new one.
func (g *Generations) Raise(tiles ...Tile) {
	for _, t := range tiles {
		t = t.Ancestor(GenerationZoom)
		if 1<<(2*(GenerationZoom-t.Z)) > mostRaised {
			g.RaiseAll()
			return
		}
		for z := range uint8(GenerationZoom + 1) {
			first, last := t.Ancestor(z), t.Ancestor(z)
			if z > t.Z {
				down := z - t.Z
				first = Tile{z, t.X << down, t.Y << down}
				last = Tile{z, first.X + 1<<down - 1, first.Y + 1<<down - 1}
			}
			g.raise(first, last)
		}
	}
}

// RaiseBound tells that something within a box changed, in Web Mercator
// metres. It raises every tile that shows any of the box where tiles show,
// beyond their edges, buffer more on each side, as a share of their own side. A
// box that lies outside the square or is not a number raises nothing.
func (g *Generations) RaiseBound(b orb.Bound, buffer float64) {
	var first, last [GenerationZoom + 1]Tile
	for z := range uint8(GenerationZoom + 1) {
		var ok bool
		if first[z], last[z], ok = around(b, buffer, z); !ok {
			return
		}
	}
	deepest, end := first[GenerationZoom], last[GenerationZoom]
	if uint64(end.X-deepest.X+1)*uint64(end.Y-deepest.Y+1) > mostRaised {
		g.RaiseAll()
		return
	}
	for z := range first {
		g.raise(first[z], last[z])
	}
}

// around returns the north-western and the south-eastern of the tiles of a zoom
// that show any of a box.
func around(b orb.Bound, buffer float64, z uint8) (first, last Tile, ok bool) {
	most := math.Ldexp(1, int(z)) - 1
	span := func(from, to float64) (first, last uint32, ok bool) {
		low := math.Floor(math.Ldexp(from/side, int(z)) - buffer)
		high := math.Floor(math.Ldexp(to/side, int(z)) + buffer)
		if !(low <= most && high >= 0 && low <= high) {
			return 0, 0, false
		}
		return uint32(max(low, 0)), uint32(min(high, most)), true
	}
	x0, x1, okX := span(b.Min[0]+halfSide, b.Max[0]+halfSide)
	y0, y1, okY := span(halfSide-b.Max[1], halfSide-b.Min[1])
	return Tile{z, x0, y0}, Tile{z, x1, y1}, okX && okY
}

// raise raises the tiles of one zoom in a rectangle, given by two corners.
func (g *Generations) raise(first, last Tile) {
	for y := first.Y; y <= last.Y; y++ {
		for x := first.X; x <= last.X; x++ {
			t := Tile{first.Z, x, y}
			if t.Z >= pageZoom && !g.hasPage(t.Ancestor(pageZoom)) {
				// Only points far from one another get here, which no register of one country has.
				g.RaiseAll()
				continue
			}
			g.find(t).Add(1)
		}
	}
}

// hasPage makes the page of a tile where it is missing. It is false where there
// are as many pages as there may be.
func (g *Generations) hasPage(top Tile) bool {
	slot := &g.page[top.Y<<pageZoom+top.X]
	if slot.Load() != nil {
		return true
	}
	if g.pages.Add(1) > mostPages {
		g.pages.Add(-1)
		return slot.Load() != nil
	}
	if !slot.CompareAndSwap(nil, new(generationPage)) {
		g.pages.Add(-1)
	}
	return true
}

// RaiseAll tells that anything may have changed anywhere.
func (g *Generations) RaiseAll() { g.whole.Add(1) }
