package column_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/column"
	"terrier/geo/grid"
)

// seeded prints the seed of a test's random numbers.
func seeded(t testing.TB, seed uint64) *rand.Rand {
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 5))
}

// someRow makes a row in a town of some 6 km, a third of them where another may stand, a few of them nowhere on the map.
func someRow(r *rand.Rand, id int64) column.Row {
	e, n := math.Round(r.Float64()*6e6)/1000+433000, math.Round(r.Float64()*6e6)/1000+433000
	if r.IntN(3) == 0 {
		e, n = 433000+float64(r.IntN(20)), 433000+float64(r.IntN(20))
	}
	row := column.Row{ID: id, Point: orb.Point{e, n}, Kind: uint32(r.IntN(40)), Lot: uint32(r.IntN(9))}
	if r.IntN(50) > 0 {
		row.World = column.WorldOf(orb.Point{e - 600000, n + 6700000})
	}
	return row
}

func someRows(r *rand.Rand, n int) []column.Row {
	rows := make([]column.Row, n)
	for i := range rows {
		rows[i] = someRow(r, int64(i)*3-50)
	}
	r.Shuffle(n, func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	return rows
}

func someFilter(r *rand.Rand) (f column.Filter) {
	set := func(n int) column.Mask {
		m := make(column.Mask, n)
		for i := range m {
			m[i] = r.IntN(3) > 0
		}
		return m
	}
	switch r.IntN(3) {
	case 0:
		f.Kinds = set(40)
	case 1: // all kinds of some classes, now and then but one
		classes := set(5)
		f.Kinds = make(column.Mask, 40)
		for kind := range f.Kinds {
			f.Kinds[kind] = classes[classOf(uint32(kind))]
		}
		if r.IntN(4) == 0 {
			one := r.IntN(40)
			f.Kinds[one] = !f.Kinds[one]
		}
	}
	if r.IntN(3) == 0 {
		f.Lots = set(9)
	}
	return f
}

// someTile is a tile that a random row stands in, or any.
func someTile(r *rand.Rand, rows []column.Row) grid.Tile {
	z := uint8(r.IntN(23))
	if len(rows) == 0 || r.IntN(20) == 0 {
		return grid.Tile{Z: z, X: r.Uint32N(1 << z), Y: r.Uint32N(1 << z)}
	}
	return rows[r.IntN(len(rows))].World.Tile(z)
}

// counts are a tally as plain maps, and what the rows say when they are looked at one by one.
type counts struct {
	total       int
	kinds, lots map[uint32]int
}

func plain(t *column.Tally) counts {
	c := counts{t.Total, map[uint32]int{}, map[uint32]int{}}
	for _, k := range t.Kinds.Seen() {
		c.kinds[k] = t.Kinds.Of(k)
	}
	for _, l := range t.Lots.Seen() {
		c.lots[l] = t.Lots.Of(l)
	}
	return c
}

func oneByOne(rows []column.Row, wanted func(column.Row) bool) counts {
	c := counts{0, map[uint32]int{}, map[uint32]int{}}
	for _, r := range rows {
		if wanted(r) {
			c.total++
			c.kinds[r.Kind]++
			c.lots[r.Lot]++
		}
	}
	return c
}

func (c counts) equal(o counts) bool {
	same := func(a, b map[uint32]int) bool {
		for k, n := range a {
			if b[k] != n {
				return false
			}
		}
		return true
	}
	return c.total == o.total && same(c.kinds, o.kinds) && same(o.kinds, c.kinds) && same(c.lots, o.lots) && same(o.lots, c.lots)
}

func onMap(r column.Row) bool { return r.World != column.World{} }

func TestSegment(t *testing.T) {
	r := seeded(t, 20261126)
	for _, n := range []int{0, 1, 63, 64, 65, 1024, 5000, 70000} {
		rows := someRows(r, n)
		s := column.Build(rows)
		drawn := 0
		for _, row := range rows {
			if onMap(row) {
				drawn++
			}
		}
		if s.Len() != n || s.Drawn() != drawn {
			t.Fatalf("%d rows: %d, %d drawn, want %d", n, s.Len(), s.Drawn(), drawn)
		}
		for i := range n {
			if i > 0 && i < drawn {
				a, b := s.World(i-1), s.World(i)
				before, at := grid.Hilbert(32, a.X, a.Y), grid.Hilbert(32, b.X, b.Y)
				if before > at || before == at && s.ID(i-1) >= s.ID(i) {
					t.Fatalf("%d rows: row %d is out of order", n, i)
				}
			}
			if (i < drawn) != onMap(s.Row(i)) {
				t.Fatalf("%d rows: row %d is drawn or not against its place", n, i)
			}
		}
		for _, row := range rows {
			i, ok := s.Find(row.ID)
			if !ok || s.Row(i) != row {
				t.Fatalf("%d rows: %+v came back as %+v", n, row, s.Row(i))
			}
		}
		if _, ok := s.Find(-49); ok {
			t.Fatal("found an id that is not there")
		}
	}
}

func TestRanges(t *testing.T) {
	r := seeded(t, 20261127)
	rows := someRows(r, 20000)
	s := column.Build(rows)
	if from, to := s.Range(grid.Tile{}); from != 0 || to != s.Drawn() {
		t.Errorf("the world is %d to %d", from, to)
	}
	for range 2000 {
		tile := someTile(r, rows)
		from, to := s.Range(tile)
		want := oneByOne(rows, func(row column.Row) bool { return onMap(row) && row.World.Tile(tile.Z) == tile })
		if to-from != want.total {
			t.Fatalf("%v holds %d rows, want %d", tile, to-from, want.total)
		}
		for i := from; i < to; i++ {
			if s.World(i).Tile(tile.Z) != tile {
				t.Fatalf("row %d is in the range of %v and not in it", i, tile)
			}
		}
		// the four children make it up, one after the other
		var parts [][2]int
		for _, child := range tile.Children() {
			if a, b := s.Range(child); a < b {
				parts = append(parts, [2]int{a, b})
			}
		}
		slices.SortFunc(parts, func(a, b [2]int) int { return a[0] - b[0] })
		at := from
		for _, p := range parts {
			if p[0] != at {
				t.Fatalf("a child of %v begins at %d, want %d", tile, p[0], at)
			}
			at = p[1]
		}
		if at != to {
			t.Fatalf("the children of %v end at %d, want %d", tile, at, to)
		}
	}
	for z := uint8(0); z <= 12; z++ { // the sum over all tiles of a zoom is every row on the map, once
		seen, total := map[grid.Tile]bool{}, 0
		for _, row := range rows {
			if tile := row.World.Tile(z); onMap(row) && !seen[tile] {
				seen[tile] = true
				from, to := s.Range(tile)
				total += to - from
			}
		}
		if total != s.Drawn() {
			t.Errorf("zoom %d: the tiles hold %d rows of %d", z, total, s.Drawn())
		}
	}
}

func TestCount(t *testing.T) {
	r := seeded(t, 20261128)
	for _, n := range []int{0, 100, 3000, 40000, 1<<15 + 1} {
		rows := someRows(r, n)
		s := column.Build(rows)
		var tally column.Tally
		for range 60 {
			from := r.IntN(n + 1)
			to := from + r.IntN(n-from+1)
			if r.IntN(4) == 0 {
				from, to = 0, n
			}
			f := someFilter(r)
			tally.Reset()
			s.Count(&tally, f, from, to, 1)
			want := oneByOne(nil, nil)
			for i := from; i < to; i++ {
				if row := s.Row(i); f.Has(row.Kind, row.Lot) {
					want.total++
					want.kinds[row.Kind]++
					want.lots[row.Lot]++
				}
			}
			if got := plain(&tally); !got.equal(want) {
				t.Fatalf("rows %d to %d of %d: %v, want %v", from, to, n, got, want)
			}
			s.Count(&tally, f, from, to, -1)
			if got := plain(&tally); !got.equal(oneByOne(nil, nil)) {
				t.Fatalf("taken away again, %v are left", got)
			}
		}
	}
}

// Boxes are looked at by a question whose answer is known of each row: everything between two eastings.
func TestSearch(t *testing.T) {
	r := seeded(t, 20261129)
	for _, n := range []int{0, 1, 64, 1000, 30000} {
		rows := someRows(r, n)
		if n == 1000 {
			rows[7].Point = orb.Point{math.NaN(), math.NaN()} // an empty point: in no boundary
			rows[7].World = column.World{}
		}
		s := column.Build(rows)
		for range 20 {
			west := 433000 + r.Float64()*5000
			east := west + r.Float64()*3000
			inside := func(p orb.Point) bool { return p[0] >= west && p[0] <= east }
			got, looked, last := 0, 0, 0
			order := func(from, to int) {
				if from < last || to <= from {
					t.Fatalf("%d to %d comes after %d", from, to, last)
				}
				last = to
			}
			s.Search(func(b orb.Bound) column.Part {
				switch {
				case b.Min[0] > east || b.Max[0] < west:
					return column.Nothing
				case b.Min[0] >= west && b.Max[0] <= east:
					return column.Whole
				}
				return column.Something
			}, func(from, to int) {
				order(from, to)
				got += to - from
				for i := from; i < to; i++ {
					if !inside(s.Point(i)) {
						t.Fatalf("row %d at %v is given whole for %g to %g", i, s.Point(i), west, east)
					}
				}
			}, func(from, to int, box orb.Bound) {
				order(from, to)
				looked += to - from
				for i := from; i < to; i++ {
					p := s.Point(i)
					if p == p && !box.Contains(p) {
						t.Fatalf("row %d at %v is not in the box of its leaf, %v", i, p, box)
					}
					if inside(p) {
						got++
					}
				}
			})
			if want := oneByOne(rows, func(row column.Row) bool { return inside(row.Point) }); got != want.total {
				t.Fatalf("%d of %d rows, want %d", got, n, want.total)
			}
			if n == 30000 && looked > n/2 {
				t.Errorf("%d of %d rows were looked at one by one", looked, n)
			}
		}
	}
}

// Coordinates come back to the bit, those that are no whole millimetres too.
func TestCoordinatesComeBack(t *testing.T) {
	odd := []float64{0.0004, 433000.1234, math.Nextafter(433000.123, 0), 3e9, -3e9, math.Inf(1), math.Copysign(0, -1)}
	for _, v := range append(odd, 0, 0.001, -0.001, 433000.123, 2147483.647, -2147483.648, 655359.999) {
		rows := []column.Row{{ID: 1, Point: orb.Point{v, 1}}, {ID: 2, Point: orb.Point{1, v}}, {ID: 3, Point: orb.Point{0.001, 433000.123}}}
		s := column.Build(rows)
		for _, want := range rows {
			i, _ := s.Find(want.ID)
			got := s.Point(i)
			for axis := range got {
				if math.Float64bits(got[axis]) != math.Float64bits(want.Point[axis]) {
					t.Errorf("%g came back as %g", want.Point[axis], got[axis])
				}
			}
		}
	}
	store := column.NewStore(classOf)
	column.RepackAt(store, 1)
	store.Apply([]column.Row{{ID: 1, Point: orb.Point{odd[0], odd[1]}}, {ID: 2, Point: orb.Point{1, 2}}}, nil)
	store.Settle()
	if r, _ := store.Snapshot().Find(1); r.Point != (orb.Point{odd[0], odd[1]}) || column.Delta(store.Snapshot()) != 0 {
		t.Errorf("packed as %v", r.Point)
	}
}

func TestWorldOf(t *testing.T) {
	for _, p := range []orb.Point{{math.NaN(), 0}, {0, 3e7}, {math.Inf(-1), 0}} {
		if w := column.WorldOf(p); w != (column.World{}) {
			t.Errorf("%v is at %v", p, w)
		}
	}
	p := orb.Point{-172366, 7133770}
	for z := uint8(0); z <= 32; z++ {
		want, _ := grid.At(p, z)
		if got := column.WorldOf(p).Tile(z); got != want {
			t.Errorf("zoom %d: %v, want %v", z, got, want)
		}
	}
}

func TestMemory(t *testing.T) {
	r := seeded(t, 20261130)
	store := column.NewStore(classOf)
	store.Replace(someRows(r, 300_000))
	s := store.Snapshot()
	if each := float64(s.Bytes()) / float64(s.Len()); each > 60 {
		t.Errorf("a row takes %.1f bytes", each)
	} else {
		t.Logf("a row takes %.1f bytes", each)
	}
}
