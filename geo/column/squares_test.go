package column_test

import (
	"slices"
	"testing"

	"terrier/geo/column"
	"terrier/geo/grid"
)

// TestSquares looks at every row to tell where the squares of a level begin and what comes before them.
func TestSquares(t *testing.T) {
	r := seeded(t, 20261128)
	deepest := 0
	for range 30 {
		rows := someRows(r, r.IntN(8000))
		store := column.NewStore(classOf)
		store.Replace(rows)
		base := column.Base(store.Snapshot())
		entries := 0
		levels := column.SquaresKept(base)
		for level := range levels {
			first, before := column.SquaresOf(base, level)
			var wantFirst []uint32
			var wantBefore []column.Classes
			var sum column.Classes
			for i := range base.Drawn() {
				if i == 0 || base.World(i).Tile(uint8(level)) != base.World(i-1).Tile(uint8(level)) {
					wantFirst, wantBefore = append(wantFirst, uint32(i)), append(wantBefore, sum)
				}
				sum[classOf(base.Kind(i))]++
			}
			wantFirst, wantBefore = append(wantFirst, uint32(base.Drawn())), append(wantBefore, sum)
			if !slices.Equal(first, wantFirst) || !slices.Equal(before, wantBefore) {
				t.Fatalf("level %d: the squares begin at %v, want %v, or have other rows before them", level, first, wantFirst)
			}
			entries += len(first)
		}
		if most := base.Drawn() / 4; entries > most {
			t.Errorf("%d entries for %d rows", entries, base.Drawn())
		}
		deepest = max(deepest, levels-1)
	}
	if last := int(grid.SquareLevel(grid.PointZoom - 1)); deepest < 14 || deepest > last {
		t.Errorf("squares down to level %d, want some of 14 to %d", deepest, last)
	}
}

// TestSquaresReachTheLastZoom of rows that stand close together.
func TestSquaresReachTheLastZoom(t *testing.T) {
	r := seeded(t, 20261128)
	rows := make([]column.Row, 5000)
	for i := range rows {
		rows[i] = someRow(r, int64(i))
		rows[i].World = column.World{X: 2125000000 + r.Uint32N(1<<18), Y: 1380000000 + r.Uint32N(1<<18)}
	}
	store := column.NewStore(classOf)
	store.Replace(rows)
	if got, want := column.SquaresKept(column.Base(store.Snapshot())), int(grid.SquareLevel(grid.PointZoom-1))+1; got != want {
		t.Errorf("%d levels are kept, want %d", got, want)
	}
}
