package column_test

import (
	"math/rand/v2"
	"testing"

	"terrier/geo/column"
	"terrier/geo/grid"
)

// many rows stand in towns of a country, as homes do.
func many(n int) []column.Row {
	r := rand.New(rand.NewPCG(1, 2))
	rows := make([]column.Row, n)
	var town column.Row
	for i := range rows {
		if i%5000 == 0 {
			town = someRow(r, 0)
			town.Point[0] += r.Float64() * 2e5
			town.Point[1] += r.Float64() * 4e5
			town.World = column.World{X: 2125000000 + r.Uint32N(9e7), Y: 1380000000 + r.Uint32N(9e7)}
		}
		row := someRow(r, int64(i))
		row.Point[0] += town.Point[0] - 433000
		row.Point[1] += town.Point[1] - 433000
		row.World = column.World{X: town.World.X + r.Uint32N(4e5), Y: town.World.Y + r.Uint32N(4e5)}
		row.Kind, row.Lot = r.Uint32N(900)*r.Uint32N(2), uint32(i/5000%1400)
		rows[i] = row
	}
	return rows
}

const benchRows = 1_000_000

func BenchmarkBuild(b *testing.B) {
	rows := many(benchRows)
	b.ReportAllocs()
	for b.Loop() {
		sinkRows += column.Build(rows).Len()
	}
}

var sinkRows int

// The whole map by its squares, against looking at every row.
func BenchmarkWorldByCells(b *testing.B) {
	s := stored(many(benchRows))
	b.Run("sums", func(b *testing.B) {
		var n column.Classes
		b.ReportAllocs()
		for b.Loop() {
			s.Cells(&n, column.Filter{}, grid.Tile{Z: 6, X: 31, Y: 20}, 11, func(_ grid.Tile, n *column.Classes) { sinkRows += n.Total() })
		}
	})
	tenure, beds := make(column.Mask, 900), make(column.Mask, 900)
	for kind := range tenure {
		tenure[kind], beds[kind] = classOf(uint32(kind)) == 1, kind%3 == 1
	}
	for name, f := range map[string]column.Filter{"of a class": {Kinds: tenure}, "of kinds": {Kinds: beds}} {
		b.Run(name, func(b *testing.B) {
			var n column.Classes
			b.ReportAllocs()
			for b.Loop() {
				s.Cells(&n, f, grid.Tile{Z: 6, X: 31, Y: 20}, 11, func(_ grid.Tile, n *column.Classes) { sinkRows += n.Total() })
			}
		})
	}
	b.Run("row by row", func(b *testing.B) {
		for b.Loop() {
			cells := map[grid.Tile]*column.Classes{}
			for c := s.Tile(grid.Tile{Z: 6, X: 31, Y: 20}); ; {
				part, from, to, ok := c.Next()
				if !ok {
					break
				}
				for i := from; i < to; i++ {
					at := part.World(i).Tile(11)
					if cells[at] == nil {
						cells[at] = new(column.Classes)
					}
					cells[at][classOf(part.Kind(i))]++
				}
			}
			sinkRows += len(cells)
		}
	})
}

func stored(rows []column.Row) *column.Snapshot {
	store := column.NewStore(classOf)
	store.Replace(rows)
	return store.Snapshot()
}

func BenchmarkCount(b *testing.B) {
	s := stored(many(benchRows))
	lots := make(column.Mask, 1400)
	for i := range lots {
		lots[i] = i%9 == 0
	}
	for name, f := range map[string]column.Filter{"all": {}, "some lots": {Lots: lots}} {
		b.Run(name, func(b *testing.B) {
			var t column.Tally
			b.ReportAllocs()
			for b.Loop() {
				t.Reset()
				s.Count(&t, f)
				sinkRows += t.Total
			}
		})
	}
}

func BenchmarkApply(b *testing.B) {
	rows := many(benchRows)
	store := column.NewStore(classOf)
	store.Replace(rows)
	r := rand.New(rand.NewPCG(3, 4))
	for b.Loop() {
		row := rows[r.IntN(len(rows))]
		row.Kind++
		store.Apply([]column.Row{row}, nil)
	}
	store.Settle()
}
