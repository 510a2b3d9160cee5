package within_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/column"
	"terrier/geo/within"
	"terrier/scripts/sweep"
)

func oneClass(uint32) uint8 { return 0 }

const kinds, lots = 12, 4

func rowAt(r *rand.Rand, id int64, p orb.Point) column.Row {
	return column.Row{ID: id, Point: p, World: column.WorldOf(orb.Point{p[0] - 600000, p[1] + 6700000}), Kind: r.Uint32N(kinds), Lot: r.Uint32N(lots)}
}

// changed is a store with rows at these points, and more of them than can be looked at one by one, after edits.
func changed(r *rand.Rand, points []orb.Point) (*column.Snapshot, map[int64]column.Row) {
	store, all := column.NewStore(oneClass), map[int64]column.Row{}
	var rows []column.Row
	for i, p := range points {
		row := rowAt(r, int64(i), p)
		rows = append(rows, row)
		all[row.ID] = row
	}
	store.Replace(rows)
	var put []column.Row
	var drop []int64
	for range len(points) / 10 {
		id := r.Int64N(int64(len(points)) + 20)
		if r.IntN(3) == 0 {
			drop = append(drop, id)
			continue
		}
		put = append(put, rowAt(r, id, points[r.IntN(len(points))]))
	}
	for _, id := range drop {
		delete(all, id)
	}
	for _, row := range put {
		all[row.ID] = row
	}
	store.Apply(put, drop)
	return store.Snapshot(), all
}

func someFilter(r *rand.Rand) (f column.Filter) {
	if r.IntN(2) == 0 {
		f.Kinds = make(column.Mask, kinds)
		for i := range f.Kinds {
			f.Kinds[i] = r.IntN(2) == 0
		}
	}
	if r.IntN(3) == 0 {
		f.Lots = make(column.Mask, lots)
		f.Lots[r.IntN(lots)] = true
	}
	return f
}

func TestCount(t *testing.T) {
	r := sweep.Seeded(t)
	var tally column.Tally
	for range sweep.Size(500, 10_000) / 5 {
		areas := randomAreas(r)
		b := within.Prepare(areas...)
		points := slices.Repeat(pointsNear(r, b, areas, 300), 1+r.IntN(9))
		s, rows := changed(r, points)
		f := someFilter(r)
		var total int
		var byKind [kinds]int
		var byLot [lots]int
		var line []int64
		for _, row := range rows {
			place := naivePlace(areas, row.Point)
			if place == within.Outside || !f.Has(row.Kind, row.Lot) {
				continue
			}
			total++
			byKind[row.Kind]++
			byLot[row.Lot]++
			if place == within.OnLine {
				line = append(line, row.ID)
			}
		}
		tally.Reset()
		b.Count(s, &tally, f)
		if tally.Total != total {
			t.Fatalf("counted %d, want %d, in %s", tally.Total, total, text(areas))
		}
		for code, n := range byKind {
			if got := tally.Kinds.Of(uint32(code)); got != n {
				t.Fatalf("kind %d: %d, want %d, in %s", code, got, n, text(areas))
			}
		}
		for code, n := range byLot {
			if got := tally.Lots.Of(uint32(code)); got != n {
				t.Fatalf("lot %d: %d, want %d, in %s", code, got, n, text(areas))
			}
		}
		slices.Sort(line)
		if got := b.OnLine(s, f); !slices.Equal(got, line) {
			t.Fatalf("on the line: %v, want %v, of %s", got, line, text(areas))
		}
	}
}

// country is many rows in towns, and boundaries of a few hundred corners that hold about so many of them.
func country(rows int) (*column.Snapshot, map[int]orb.MultiPolygon) {
	r := rand.New(rand.NewPCG(7, 7))
	all := make([]column.Row, rows)
	var town orb.Point
	for i := range all {
		if i%4000 == 0 {
			town = orb.Point{200000 + r.Float64()*400000, 100000 + r.Float64()*500000}
		}
		d, a := 1500*math.Sqrt(r.Float64()), 2*math.Pi*r.Float64()
		p := orb.Point{math.Round((town[0]+d*math.Cos(a))*1000) / 1000, math.Round((town[1]+d*math.Sin(a))*1000) / 1000}
		all[i] = rowAt(r, int64(i), p)
		all[i].Kind = r.Uint32N(2000)
	}
	store := column.NewStore(oneClass)
	store.Replace(all)
	s := store.Snapshot()
	boundaries := map[int]orb.MultiPolygon{}
	var tally column.Tally
	for _, want := range []int{100, 1000, 10_000, 100_000} {
		var area orb.MultiPolygon
		for reach := 50.0; ; reach *= 1.1 {
			area = orb.MultiPolygon{{coastAround(town, reach)}}
			tally.Reset()
			within.Prepare(area).Count(s, &tally, column.Filter{})
			if tally.Total >= want || reach > 1e6 {
				break
			}
		}
		boundaries[want] = area
	}
	return s, boundaries
}

func coastAround(at orb.Point, reach float64) orb.Ring {
	r := rand.New(rand.NewPCG(8, 8))
	const corners = 600
	ring := make(orb.Ring, 0, corners+1)
	for i := range corners {
		a := 2 * math.Pi * float64(i) / corners
		d := reach * (0.8 + 0.05*math.Sin(9*a) + 0.1*r.Float64())
		ring = append(ring, orb.Point{math.Round((at[0]+d*math.Cos(a))*1000) / 1000, math.Round((at[1]+d*math.Sin(a))*1000) / 1000})
	}
	return append(ring, ring[0])
}

// Each figure is of preparing the boundary and counting by kind in it. The naive twin, every row asked by every edge, is left to
// BenchmarkCovers.
func BenchmarkCount(b *testing.B) {
	s, boundaries := country(1_000_000)
	for _, inside := range slices.Sorted(maps.Keys(boundaries)) {
		area := boundaries[inside]
		b.Run(fmt.Sprint(inside), func(b *testing.B) {
			var t column.Tally
			for b.Loop() {
				t.Reset()
				within.Prepare(area).Count(s, &t, column.Filter{})
			}
			b.ReportMetric(float64(t.Total), "homes")
		})
		prepared := within.Prepare(area)
		b.Run(fmt.Sprint(inside, " prepared"), func(b *testing.B) {
			var t column.Tally
			for b.Loop() {
				t.Reset()
				prepared.Count(s, &t, column.Filter{})
			}
		})
	}
}
