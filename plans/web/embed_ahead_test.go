package web

import (
	"testing"

	"terrier/geo/grid"
)

// Tiles that change at 495 pixels are fetched ahead up to there and from some pixels beyond; more than six are not.
func TestFirstTiles(t *testing.T) {
	found := firstTiles(func(width, height float64) []grid.Tile {
		switch {
		case width < 495:
			return []grid.Tile{{Z: 12, X: 1, Y: 2}}
		case width < 1000:
			return []grid.Tile{{Z: 13, X: 2, Y: 4}, {Z: 13, X: 3, Y: 4}}
		}
		return make([]grid.Tile, 7)
	})
	at := func(width int) int {
		for _, one := range found {
			if width >= one.From {
				return len(one.Tiles)
			}
		}
		return 0
	}
	for width, want := range map[int]int{0: 0, 100: 0, 320: 1, 480: 1, 495: 0, 515: 0, 530: 2, 640: 2, 980: 2, 1000: 0, 1280: 0} {
		if got := at(width); got != want {
			t.Errorf("in a frame of %d pixels %d tiles are fetched ahead, want %d: %v", width, got, want, found)
		}
	}
}

// A bar beside the page makes the map narrower than its frame.
func TestFirstTilesWithAScrollBar(t *testing.T) {
	change := 600.0
	of := func(width, _ float64) []grid.Tile {
		if width < change {
			return []grid.Tile{{Z: 12}}
		}
		return []grid.Tile{{Z: 13}}
	}
	for frame := 200; frame < 1300; frame++ {
		for _, one := range firstTiles(of) {
			if frame < one.From {
				continue
			}
			for _, bar := range []int{0, 17} {
				if len(one.Tiles) > 0 && one.Tiles[0] != of(mapIn(frame - bar))[0].String() {
					t.Fatalf("in a frame of %d pixels with a bar of %d the wrong tiles are fetched ahead: %v", frame, bar, one)
				}
			}
			break
		}
	}
}
