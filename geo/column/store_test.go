package column_test

import (
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"terrier/geo/column"
	"terrier/geo/grid"
)

// classOf is out of step with the codes, which is what classes of kinds are.
func classOf(kind uint32) uint8 { return uint8(kind * 7 % 5) }

// TestRandomChanges makes the same changes to a store and to a map, and asks both.
func TestRandomChanges(t *testing.T) {
	for _, repackAt := range []int{1 << 14, 300, 1} {
		r := seeded(t, 20261131+uint64(repackAt))
		store := column.NewStore(classOf)
		column.RepackAt(store, repackAt)
		want := map[int64]column.Row{}
		next := int64(0)
		for step := range 50 {
			if step == 25 || r.IntN(60) == 0 {
				rows := someRows(r, r.IntN(4000))
				clear(want)
				for _, row := range rows {
					want[row.ID] = row
				}
				next = 20000
				store.Replace(rows)
			} else {
				change(t, r, store, want, &next)
			}
			if r.IntN(3) == 0 {
				store.Settle()
			}
			compare(t, r, store.Snapshot(), want)
		}
		store.Settle()
		compare(t, r, store.Snapshot(), want)
		if got := column.Delta(store.Snapshot()); repackAt == 1 && got > 2000 {
			t.Errorf("%d changed rows are not packed", got)
		}
	}
}

func change(t *testing.T, r *rand.Rand, store *column.Store, want map[int64]column.Row, next *int64) {
	t.Helper()
	ids := slices.Sorted(maps.Keys(want))
	var put []column.Row
	var drop []int64
	var places []column.World
	for range r.IntN(200) {
		switch {
		case len(ids) == 0 || r.IntN(3) == 0:
			*next++
			put = append(put, someRow(r, *next))
		case r.IntN(2) == 0:
			put = append(put, someRow(r, ids[r.IntN(len(ids))]))
		case r.IntN(9) == 0:
			drop = append(drop, -1e6-r.Int64N(9)) // never there
		default:
			drop = append(drop, ids[r.IntN(len(ids))])
		}
	}
	for _, id := range drop {
		if old, ok := want[id]; ok {
			places = append(places, old.World)
		}
		delete(want, id)
	}
	for _, row := range put {
		if old, ok := want[row.ID]; ok && old != row {
			places = append(places, old.World)
		}
		places = append(places, row.World)
		want[row.ID] = row
	}
	told := map[column.World]bool{}
	for _, w := range store.Apply(put, drop) {
		told[w] = true
	}
	for _, w := range places {
		if w != (column.World{}) && !told[w] {
			t.Fatalf("a change at %v is not told", w)
		}
	}
	if told[column.World{}] {
		t.Fatal("nowhere is told as a place")
	}
}

func compare(t *testing.T, r *rand.Rand, s *column.Snapshot, want map[int64]column.Row) {
	t.Helper()
	rows := slices.Collect(maps.Values(want))
	slices.SortFunc(rows, func(a, b column.Row) int { return int(a.ID - b.ID) })
	if s.Len() != len(want) {
		t.Fatalf("%d rows, want %d", s.Len(), len(want))
	}
	for range min(20, len(rows)) {
		row := rows[r.IntN(len(rows))]
		if got, ok := s.Find(row.ID); !ok || got != row {
			t.Fatalf("%+v is found as %+v", row, got)
		}
	}
	if _, ok := s.Find(-1e7); ok {
		t.Fatal("found an id that is not there")
	}
	f := someFilter(r)
	var tally column.Tally
	s.Count(&tally, f)
	all := oneByOne(rows, func(row column.Row) bool { return f.Has(row.Kind, row.Lot) })
	if got := plain(&tally); !got.equal(all) {
		t.Fatalf("counted %v, want %v", got, all)
	}
	for range 5 {
		tile := someTile(r, rows)
		in := func(row column.Row) bool {
			return onMap(row) && row.World.Tile(tile.Z) == tile && f.Has(row.Kind, row.Lot)
		}
		tally.Reset()
		s.Each(func(part *column.Segment, times int) {
			from, to := part.Range(tile)
			part.Count(&tally, f, from, to, times)
		})
		there := oneByOne(rows, in)
		if got := plain(&tally); !got.equal(there) {
			t.Fatalf("tile %v: counted %v, want %v", tile, got, there)
		}
		cursor(t, s, tile, f, there)
		cells(t, s, tile, tile.Z+uint8(r.IntN(6)), f, rows, in)
	}
}

// cursor wants each row of the tile once, in order.
func cursor(t *testing.T, s *column.Snapshot, tile grid.Tile, f column.Filter, want counts) {
	t.Helper()
	got := counts{0, map[uint32]int{}, map[uint32]int{}}
	var last column.Row
	for c := s.Tile(tile); ; {
		part, from, to, ok := c.Next()
		if !ok {
			break
		}
		for i := from; i < to; i++ {
			row := part.Row(i)
			if last != (column.Row{}) {
				a, b := grid.Hilbert(32, last.World.X, last.World.Y), grid.Hilbert(32, row.World.X, row.World.Y)
				if a > b || a == b && last.ID >= row.ID {
					t.Fatalf("tile %v: %+v comes after %+v", tile, row, last)
				}
			}
			last = row
			if f.Has(row.Kind, row.Lot) {
				got.total++
				got.kinds[row.Kind]++
				got.lots[row.Lot]++
			}
		}
	}
	if !got.equal(want) {
		t.Fatalf("tile %v: the cursor gives %v, want %v", tile, got, want)
	}
}

func cells(t *testing.T, s *column.Snapshot, tile grid.Tile, level uint8, f column.Filter, rows []column.Row, in func(column.Row) bool) {
	t.Helper()
	total, last := 0, uint64(0)
	var space column.Classes
	s.Cells(&space, f, tile, level, func(cell grid.Tile, n *column.Classes) {
		if cell.Z != level || cell.Ancestor(tile.Z) != tile {
			t.Fatalf("cell %v is not of tile %v", cell, tile)
		}
		if at := grid.Hilbert(level, cell.X, cell.Y); total > 0 && at <= last {
			t.Fatalf("cell %v is out of order", cell)
		} else {
			last = at
		}
		total += n.Total()
		want := oneByOne(rows, func(row column.Row) bool { return in(row) && row.World.Tile(level) == cell })
		var classes column.Classes
		for kind, rows := range want.kinds {
			classes[classOf(kind)] += int32(rows)
		}
		if *n != classes || n.Total() != want.total {
			t.Fatalf("cell %v: %v, want %v", cell, *n, classes)
		}
	})
	if want := oneByOne(rows, in); total != want.total {
		t.Fatalf("the cells of %v hold %d, want %d", tile, total, want.total)
	}
}

// Readers never see half a change: each one moves a row from one lot to the other, so that both together stay as they are.
func TestReadersSeeWholeChanges(t *testing.T) {
	r := seeded(t, 20261132)
	rows := someRows(r, 3000)
	store := column.NewStore(classOf)
	column.RepackAt(store, 200)
	store.Replace(rows)
	var stop atomic.Bool
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			var tally column.Tally
			for !stop.Load() {
				tally.Reset()
				store.Snapshot().Count(&tally, column.Filter{})
				if tally.Total != len(rows) {
					t.Errorf("saw %d rows of %d", tally.Total, len(rows))
					return
				}
			}
		})
	}
	for range 300 {
		var put []column.Row
		for range 9 {
			put = append(put, someRow(r, rows[r.IntN(len(rows))].ID))
		}
		store.Apply(put, nil)
	}
	stop.Store(true)
	readers.Wait()
	store.Settle()
}

func TestDictionary(t *testing.T) {
	var d column.Dictionary[string]
	if d.Values() != nil {
		t.Error("an empty dictionary has values")
	}
	a, b := d.Code("a"), d.Code("b")
	before := d.Values()
	if a != 0 || b != 1 || d.Code("a") != a || d.Code("c") != 2 || len(before) != 2 || len(d.Values()) != 3 {
		t.Errorf("codes %d, %d of %v", a, b, d.Values())
	}
	m := d.Mask(func(v string) bool { return v != "b" })
	if !m.Has(0) || m.Has(1) || !m.Has(2) || m.Has(3) {
		t.Errorf("mask %v", m)
	}
	if !column.Mask(nil).Has(77) || (column.Mask{}).Has(0) {
		t.Error("nil is every code, an empty set none")
	}
}

// Where rows are is told without those that are gone.
func TestWhere(t *testing.T) {
	r := seeded(t, 20261133)
	store := column.NewStore(classOf)
	if _, _, ok := store.Snapshot().Bound(column.Filter{}); ok {
		t.Error("an empty store has a bound")
	}
	if _, _, ok := store.Snapshot().Middle(0.1); ok {
		t.Error("an empty store has a middle")
	}
	rows := someRows(r, 3000)
	far := column.Row{ID: 1e6, World: column.World{X: 7, Y: 1 << 31}}
	store.Replace(append(rows, far))
	store.Apply([]column.Row{{ID: 2e6, World: column.World{X: 1 << 31, Y: 9}}}, []int64{far.ID})
	store.Apply(nil, []int64{2e6})
	want := [2]column.World{{X: 1<<32 - 1, Y: 1<<32 - 1}, {}}
	var xs, ys []uint32
	for _, row := range rows {
		if onMap(row) {
			want[0] = column.World{X: min(want[0].X, row.World.X), Y: min(want[0].Y, row.World.Y)}
			want[1] = column.World{X: max(want[1].X, row.World.X), Y: max(want[1].Y, row.World.Y)}
			xs, ys = append(xs, row.World.X), append(ys, row.World.Y)
		}
	}
	first, last, ok := store.Snapshot().Bound(column.Filter{})
	if !ok || first != want[0] || last != want[1] {
		t.Errorf("%v to %v, want %v", first, last, want)
	}
	slices.Sort(xs)
	slices.Sort(ys)
	n := len(xs) / 10
	first, last, ok = store.Snapshot().Middle(0.1)
	if !ok || first != (column.World{X: xs[n], Y: ys[n]}) || last != (column.World{X: xs[len(xs)-1-n], Y: ys[len(ys)-1-n]}) {
		t.Errorf("the middle is %v to %v", first, last)
	}
}
