package home_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"

	"terrier/geo/bng"
	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/home"
	own "terrier/tiles/mvt"
)

// single homes, each at its own place, in one tile.
func single(n int) *column.Snapshot {
	r := rand.New(rand.NewPCG(2, 2))
	rows := make([]column.Row, n)
	for i := range rows {
		rows[i] = rowAt(r, int64(i), 1<<19)
		rows[i].World = column.World{X: corner.X<<19 + r.Uint32N(1<<19), Y: corner.Y<<19 + r.Uint32N(1<<19)}
	}
	store := column.NewStore(groupOf)
	store.Replace(rows)
	return store.Snapshot()
}

// BenchmarkDraw draws a tile of single homes with all that is shown of each, beside orb's encoder with the same features.
func BenchmarkDraw(b *testing.B) {
	d, words, c := drawing(b)
	for _, n := range []int{100, 1000, 2000} {
		s := single(n)
		b.Run(fmt.Sprint(n, " homes"), func(b *testing.B) {
			drawAgain(b, d, words, s, corner)
		})
		b.Run(fmt.Sprint(n, " homes by orb"), func(b *testing.B) {
			b.ReportAllocs()
			var tile []byte
			for b.Loop() {
				tile = byOrb(b, s, c)
			}
			b.ReportMetric(float64(len(tile)), "bytes")
		})
	}
}

// drawAgain draws a tile into a buffer that is used again.
func drawAgain(b *testing.B, d *home.Drawing, words *own.Words, s *column.Snapshot, t grid.Tile) {
	b.ReportAllocs()
	buffer := make([]byte, 0, 1<<20)
	for b.Loop() {
		e := own.Get(words)
		d.Draw(e, s, column.Filter{}, t)
		buffer = e.AppendTo(buffer[:0])
		e.Release()
	}
	b.ReportMetric(float64(len(buffer)), "bytes")
}

// BenchmarkSquares draws a tile of squares, beside orb's encoder with the same features, counted before.
func BenchmarkSquares(b *testing.B) {
	d, words, _ := drawing(b)
	r := rand.New(rand.NewPCG(2, 2))
	rows := make([]column.Row, 300_000)
	t := grid.Tile{Z: 10, X: corner.X >> (corner.Z - 10), Y: corner.Y >> (corner.Z - 10)}
	for i := range rows {
		rows[i] = rowAt(r, int64(i), 1<<22)
		rows[i].World = column.World{X: t.X<<22 + r.Uint32N(1<<22), Y: t.Y<<22 + r.Uint32N(1<<22)}
	}
	store := column.NewStore(groupOf)
	store.Replace(rows)
	s := store.Snapshot()
	b.Run("squares", func(b *testing.B) {
		drawAgain(b, d, words, s, t)
	})
	layers, err := mvt.Unmarshal(draw(d, words, s, column.Filter{}, t))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("squares by orb", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := mvt.Marshal(layers); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func byOrb(b *testing.B, s *column.Snapshot, c *codes) []byte {
	fc := geojson.NewFeatureCollection()
	for cursor := s.Tile(corner); ; {
		part, from, to, ok := cursor.Next()
		if !ok {
			break
		}
		for i := from; i < to; i++ {
			w, k, l := part.World(i), c.Kind(int(part.Kind(i))), c.Lot(int(part.Lot(i)))
			f := geojson.NewFeature(bng.FromMercator(grid.Tile{Z: 32, X: w.X, Y: w.Y}.Bound().Center()))
			f.Properties = geojson.Properties{"count": 1, "tenure": groups[k.Group], groups[k.Group]: 1, "owner": l.Ref, "owner-name": l.Name}
			for name, v := range map[string]string{"home-type": k.Type, "epc": k.EPC} {
				if v != "" {
					f.Properties[name] = v
				}
			}
			if k.Bedrooms > 0 {
				f.Properties["bedrooms"] = k.Bedrooms
			}
			fc.Append(f)
		}
	}
	l := mvt.NewLayer("home", fc)
	l.Version = 2
	l.ProjectToTile(maptile.New(corner.X, corner.Y, maptile.Zoom(corner.Z)))
	tile, err := mvt.Marshal(mvt.Layers{l})
	if err != nil {
		b.Fatal(err)
	}
	return tile
}
