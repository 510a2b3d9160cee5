package feature_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/project"
	"github.com/paulmach/orb/simplify"

	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/tiles/feature"
	own "terrier/tiles/mvt"
)

// parishes are areas in rows and columns of about 2 km that share wavering lines, each of four sides of some corners.
func parishes(seed uint64, rows, corners int) (all []feature.Feature) {
	r := rand.New(rand.NewPCG(seed, 1))
	const side = 2000.0
	post := make([][]orb.Point, rows+1)
	for i := range post {
		for j := range rows + 1 {
			post[i] = append(post[i], at(side*(float64(j)+0.3*r.Float64()), side*(float64(i)+0.3*r.Float64())))
		}
	}
	line := func(a, b orb.Point) (l []orb.Point) { // without its end
		wave, depth := 3+5*r.Float64(), 0.03+0.04*r.Float64()
		for i := range corners {
			part := float64(i) / float64(corners)
			off := depth*math.Sin(math.Pi*part)*math.Sin(2*math.Pi*part*wave) + 0.002*r.Float64()
			if i == 0 {
				off = 0
			}
			l = append(l, orb.Point{a[0] + part*(b[0]-a[0]) - off*(b[1]-a[1]), a[1] + part*(b[1]-a[1]) + off*(b[0]-a[0])})
		}
		return l
	}
	across, down := make([][][]orb.Point, rows+1), make([][][]orb.Point, rows)
	for i := range rows + 1 {
		for j := range rows {
			across[i] = append(across[i], line(post[i][j], post[i][j+1]))
		}
	}
	for i := range rows {
		for j := range rows + 1 {
			down[i] = append(down[i], line(post[i][j], post[i+1][j]))
		}
	}
	back := func(l []orb.Point, end orb.Point) (out []orb.Point) {
		out = append(out, end)
		for i := len(l) - 1; i > 0; i-- {
			out = append(out, l[i])
		}
		return out
	}
	for i := range rows {
		for j := range rows {
			ring := append(orb.Ring{}, across[i][j]...)
			ring = append(ring, down[i][j+1]...)
			ring = append(ring, back(across[i+1][j], post[i+1][j+1])...)
			ring = append(ring, back(down[i][j], post[i+1][j])...)
			ring = append(ring, ring[0])
			all = append(all, feature.Feature{ID: int64(i*rows + j), Geometry: orb.Polygon{ring}, Name: fmt.Sprintf("E%08d", i*rows+j)})
		}
	}
	return all
}

// middle is the tile of a zoom in which a corner of the parishes lies.
func middle(rows int, z uint8) grid.Tile {
	t, _ := grid.At(at(2000*float64(rows/2)+300, 2000*float64(rows/2)+300), z)
	return t
}

// BenchmarkDraw draws tiles of parishes beside what orb's packages do with the same ones: project, clip, simplify and encode.
func BenchmarkDraw(b *testing.B) {
	const rows, buffer = 40, 128
	var words own.Words
	all := parishes(1, rows, 120)
	l := feature.NewLayer(schema, buffer, 0)
	l.Replace(all)
	shapes := make([]*geojson.Feature, len(all))
	for i, f := range all {
		shapes[i] = geojson.NewFeature(project.Geometry(orb.Clone(f.Geometry), bng.FromMercator))
	}
	for _, z := range []uint8{6, 8, 10, 12, 14, 16} {
		tile := middle(rows, z)
		b.Run(fmt.Sprint("zoom ", z), func(b *testing.B) {
			b.ReportAllocs()
			var out []byte
			for b.Loop() {
				e := own.Get(&words)
				l.Draw(e, tile)
				out = e.AppendTo(out[:0])
				e.Release()
			}
			b.ReportMetric(float64(len(out)), "bytes")
		})
		b.Run(fmt.Sprint("zoom ", z, " by orb"), func(b *testing.B) {
			b.ReportAllocs()
			var out []byte
			for b.Loop() {
				out = byOrb(b, shapes, tile, buffer)
			}
			b.ReportMetric(float64(len(out)), "bytes")
		})
	}
}

// A tile is drawn without an allocation once the buffers have grown.
func TestDrawAllocatesNothing(t *testing.T) {
	if raceDetector {
		t.Skip("pools forget under the race detector")
	}
	var words own.Words
	l := feature.NewLayer(schema, 128, 0)
	l.Replace(parishes(1, 12, 60))
	var out []byte
	for _, z := range []uint8{8, 11, 12, 14, 16} {
		tile := middle(12, z)
		once := func() {
			e := own.Get(&words)
			l.Draw(e, tile)
			out = e.AppendTo(out[:0])
			e.Release()
		}
		once()
		if n := testing.AllocsPerRun(50, once); n >= 1 || len(out) == 0 {
			t.Errorf("zoom %d: %g allocations for %d bytes", z, n, len(out))
		}
	}
}

func byOrb(b *testing.B, shapes []*geojson.Feature, tile grid.Tile, buffer float64) []byte {
	of := maptile.New(tile.X, tile.Y, maptile.Zoom(tile.Z))
	near := geojson.NewFeatureCollection()
	extent := of.Bound(buffer / own.Extent)
	for _, f := range shapes {
		if f.Geometry.Bound().Intersects(extent) {
			near.Append(&geojson.Feature{Geometry: orb.Clone(f.Geometry)})
		}
	}
	l := mvt.NewLayer("area", near)
	l.Version = 2
	l.ProjectToTile(of)
	l.Clip(orb.Bound{Min: orb.Point{-buffer, -buffer}, Max: orb.Point{own.Extent + buffer, own.Extent + buffer}})
	if tile.Z < 14 {
		l.Simplify(simplify.DouglasPeucker(2))
	}
	l.RemoveEmpty(1, 1)
	out, err := mvt.Marshal(mvt.Layers{l})
	if err != nil {
		b.Fatal(err)
	}
	return out
}

// BenchmarkApply changes one of many.
func BenchmarkApply(b *testing.B) {
	for _, rows := range []int{100, 450} {
		all := parishes(1, rows, 2)
		l := feature.NewLayer(schema, 128, 0)
		l.Replace(all)
		b.Run(fmt.Sprint(len(all), " areas"), func(b *testing.B) {
			moved := all[5]
			moved.Rank = 1
			two := []feature.Feature{moved, all[5]}
			for i := 0; b.Loop(); i++ {
				l.Apply(two[i%2:i%2+1], nil)
			}
		})
	}
}
