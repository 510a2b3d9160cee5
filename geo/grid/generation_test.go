package grid_test

import (
	"math"
	"runtime"
	"sync"
	"testing"
	"unsafe"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/geo/grid"
)

// britain draws tiles of about Great Britain, which all stand in a few pages.
func britain(z uint8) *rapid.Generator[grid.Tile] {
	return rapid.Custom(func(t *rapid.T) grid.Tile {
		x := rapid.Uint32Range(1950, 2070).Draw(t, "x")
		y := rapid.Uint32Range(1150, 1400).Draw(t, "y")
		if z > grid.GenerationZoom {
			down := z - grid.GenerationZoom
			return grid.Tile{Z: z, X: x << down, Y: y << down}
		}
		return grid.Tile{Z: grid.GenerationZoom, X: x, Y: y}.Ancestor(z)
	})
}

func related(a, b grid.Tile) bool {
	z := min(a.Z, b.Z)
	return a.Ancestor(z) == b.Ancestor(z)
}

// TestRaise holds that a raise moves the generation of what it is above, below or at, and of nothing else.
func TestRaise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var g grid.Generations
		zooms := rapid.Uint8Range(0, grid.MaxZoom)
		watched := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) grid.Tile { return britain(zooms.Draw(t, "z")).Draw(t, "tile") }), 1, 20).Draw(t, "watched")
		seen := make([]map[uint64]bool, len(watched))
		for i, w := range watched {
			seen[i] = map[uint64]bool{g.At(w): true}
		}
		for range rapid.IntRange(1, 10).Draw(t, "raises") {
			raised := britain(rapid.Uint8Range(grid.GenerationZoom-7, grid.MaxZoom).Draw(t, "z")).Draw(t, "raised")
			before := make([]uint64, len(watched))
			for i, w := range watched {
				before[i] = g.At(w)
			}
			g.Raise(raised)
			for i, w := range watched {
				now := g.At(w)
				touched := related(w.Ancestor(grid.GenerationZoom), raised.Ancestor(grid.GenerationZoom))
				if (now != before[i]) != touched {
					t.Fatalf("raised %v: %v went from %d to %d", raised, w, before[i], now)
				}
				if touched && seen[i][now] {
					t.Fatalf("raised %v: %v is back at %d", raised, w, now)
				}
				seen[i][now] = true
			}
		}
	})
}

// TestRaiseBound holds that a box raises the tiles whose buffered extent it touches, as the naive way finds them.
func TestRaiseBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var g grid.Generations
		coordinate := func(name string, from, to float64) float64 { return rapid.Float64Range(from, to).Draw(t, name) }
		min := orb.Point{coordinate("west", -900e3, 100e3), coordinate("south", 6.5e6, 8.5e6)}
		b := orb.Bound{Min: min, Max: orb.Point{min[0] + coordinate("width", 0, 50e3), min[1] + coordinate("height", 0, 50e3)}}
		buffer := rapid.SampledFrom([]float64{0, 1. / 64, 0.5}).Draw(t, "buffer")
		g.RaiseBound(b, buffer)
		for z := range uint8(grid.GenerationZoom + 1) {
			middle, _ := grid.At(b.Center(), z)
			for dx := range uint32(9) {
				for dy := range uint32(9) {
					at := grid.Tile{Z: z, X: middle.X + dx - 4, Y: middle.Y + dy - 4}
					if at.Validate() != nil {
						continue
					}
					extent := at.Bound()
					want := extent.Pad(buffer * (extent.Max[0] - extent.Min[0])).Intersects(b)
					if got := g.At(at) > 0; got != want && !onEdge(b, extent, buffer) {
						t.Fatalf("box %v, buffer %v: %v raised is %v", b, buffer, at, got)
					}
				}
			}
		}
	})
}

// onEdge is true where a box ends so near to the edge of a tile that the order of rounding decides.
func onEdge(b, extent orb.Bound, buffer float64) bool {
	pad := buffer * (extent.Max[0] - extent.Min[0])
	near := func(p, q float64) bool { return math.Abs(p-q) < 1e-6 }
	return near(b.Max[0], extent.Min[0]-pad) || near(b.Min[0], extent.Max[0]+pad) || near(b.Max[1], extent.Min[1]-pad) || near(b.Min[1], extent.Max[1]+pad)
}

func TestRaiseWide(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	all := orb.Bound{Min: orb.Point{-2e7, -2e7}, Max: orb.Point{2e7, 2e7}}
	here, there := grid.Tile{Z: 14, X: 8000, Y: 5300}, grid.Tile{Z: 3, X: 7, Y: 7}
	for _, c := range []struct {
		name   string
		raise  func(*grid.Generations)
		raised bool
	}{
		{"everything", (*grid.Generations).RaiseAll, true},
		{"a box around the world", func(g *grid.Generations) { g.RaiseBound(all, 0) }, true},
		{"a box without end", func(g *grid.Generations) {
			g.RaiseBound(orb.Bound{Min: orb.Point{-inf, -inf}, Max: orb.Point{inf, inf}}, 0)
		}, true},
		{"the tile of the world", func(g *grid.Generations) { g.Raise(grid.Tile{}) }, true},
		{"a box outside", func(g *grid.Generations) { g.RaiseBound(orb.Bound{Min: orb.Point{3e7, 0}, Max: orb.Point{4e7, 1}}, 0) }, false},
		{"a box turned over", func(g *grid.Generations) {
			g.RaiseBound(orb.Bound{Min: orb.Point{9e6, 9e6}, Max: orb.Point{-9e6, -9e6}}, 0)
		}, false},
		{"a box that is no number", func(g *grid.Generations) { g.RaiseBound(orb.Bound{Min: orb.Point{nan, 0}, Max: orb.Point{nan, 1}}, 0) }, false},
		{"nothing", func(g *grid.Generations) { g.Raise() }, false},
	} {
		var g grid.Generations
		c.raise(&g)
		if (g.At(here) > 0) != c.raised || (g.At(there) > 0) != c.raised {
			t.Errorf("%s: %v at %d, %v at %d", c.name, here, g.At(here), there, g.At(there))
		}
	}
}

// TestGenerationsBounded raises points all over the world: the counters stay small, and no raise is lost.
func TestGenerationsBounded(t *testing.T) {
	var g grid.Generations
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for x := range uint32(64) {
		for y := range uint32(64) {
			at := grid.Tile{Z: 12, X: x<<6 + 5, Y: y<<6 + 9}
			was := g.At(at)
			g.Raise(at)
			if g.At(at) == was {
				t.Fatalf("%v was raised and stayed at %d", at, was)
			}
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if took := after.HeapAlloc - before.HeapAlloc + uint64(unsafe.Sizeof(g)); took > 3<<20 {
		t.Errorf("%d bytes are held", took)
	}
	runtime.KeepAlive(&g)
}

// TestGenerationsShared keeps what it read under the generation, as a cache does, while others write. What is kept must never
// be older than what was published before its generation was asked for again.
func TestGenerationsShared(t *testing.T) {
	var g grid.Generations
	at := grid.Tile{Z: 12, X: 2000, Y: 1300}
	var mu sync.Mutex // of published
	published := 0
	read := func() int {
		mu.Lock()
		defer mu.Unlock()
		return published
	}
	raised := 0
	var writers, readers sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		writers.Go(func() {
			for range 2000 {
				mu.Lock()
				published++
				mine := published
				mu.Unlock()
				g.Raise(at)
				mu.Lock()
				raised = max(raised, mine)
				mu.Unlock()
			}
		})
	}
	for range 2 {
		readers.Go(func() {
			kept, under := -1, uint64(math.MaxUint64)
			for {
				mu.Lock()
				least := raised
				mu.Unlock()
				if now := g.At(at); now != under {
					under = now
					kept = read()
				}
				if kept < least {
					t.Errorf("kept %d, though %d was published and raised before", kept, least)
					return
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	writers.Wait()
	close(done)
	readers.Wait()
}

func BenchmarkGenerations(b *testing.B) {
	var g grid.Generations
	at := grid.Tile{Z: 16, X: 32000, Y: 20800}
	b.Run("raise", func(b *testing.B) {
		for b.Loop() {
			g.Raise(at)
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			g.At(at)
		}
	})
}
