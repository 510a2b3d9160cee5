package mvt_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"

	own "terrier/tiles/mvt"
)

// pin is a point with the properties that the layer home has; empty texts and noughts are left out.
type pin struct {
	at     own.Coord
	texts  [5]string
	counts [4]uint64
}

var pinTexts = []string{"tenure", "owner", "owner-name", "home-type", "epc"}
var pinCounts = []string{"count", "social-rent", "affordable-rent", "bedrooms"}

func pins(n int) []pin {
	r := rand.New(rand.NewPCG(3, uint64(n)))
	all := make([]pin, n)
	for i := range all {
		owner := r.IntN(30)
		all[i] = pin{own.Coord{X: r.Int32N(own.Extent), Y: r.Int32N(own.Extent)},
			[5]string{"social-rent", fmt.Sprint("owner-", owner), fmt.Sprint("Housing Association ", owner),
				[]string{"house", "flat", "bungalow"}[r.IntN(3)], []string{"", "a", "b", "c", "d", "e"}[r.IntN(6)]},
			[4]uint64{1, 1, 0, r.Uint64N(6)}}
	}
	return all
}

// encoded returns what encodes pins one property at a time, their texts made words once.
func encoded(words *own.Words, all []pin) func(e *own.Encoder) {
	schema := own.NewSchema("home", append(append([]string{}, pinTexts...), pinCounts...)...)
	looks := make([][5]own.Word, len(all))
	for i, p := range all {
		for k, text := range p.texts {
			if text != "" {
				looks[i][k] = words.Of(text)
			}
		}
	}
	return func(e *own.Encoder) {
		e.Begin(schema)
		for i := range all {
			for k, w := range looks[i] {
				e.Word(k, w)
			}
			for k, n := range all[i].counts {
				if n > 0 {
					e.Number(len(pinTexts)+k, n)
				}
			}
			e.Point(all[i].at.X, all[i].at.Y)
		}
	}
}

// byOrb is the same by orb's encoder, from coordinates of the tile, so that no projection is measured.
func byOrb(all []pin) ([]byte, error) {
	fc := geojson.NewFeatureCollection()
	for _, p := range all {
		f := geojson.NewFeature(orb.Point{float64(p.at.X), float64(p.at.Y)})
		for k, text := range p.texts {
			if text != "" {
				f.Properties[pinTexts[k]] = text
			}
		}
		for k, n := range p.counts {
			if n > 0 {
				f.Properties[pinCounts[k]] = n
			}
		}
		fc.Append(f)
	}
	l := mvt.NewLayer("home", fc)
	l.Version = 2
	return mvt.Marshal(mvt.Layers{l})
}

// BenchmarkPoints encodes a tile of points beside orb's encoder with the same.
func BenchmarkPoints(b *testing.B) {
	for _, n := range []int{100, 1000, 2000} {
		all := pins(n)
		var words own.Words
		draw := encoded(&words, all)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			buffer := make([]byte, 0, 1<<20)
			for b.Loop() {
				e := own.Get(&words)
				draw(e)
				buffer = e.AppendTo(buffer[:0])
				e.Release()
			}
			b.ReportMetric(float64(len(buffer)), "bytes")
		})
		b.Run(fmt.Sprint(n, " by orb"), func(b *testing.B) {
			b.ReportAllocs()
			var tile []byte
			for b.Loop() {
				var err error
				if tile, err = byOrb(all); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(tile)), "bytes")
		})
	}
}

// BenchmarkLargeNumbers encodes the counts of 1,024 squares, most of them too large to be looked up without searching.
func BenchmarkLargeNumbers(b *testing.B) {
	draw := largeNumbers()
	b.ReportAllocs()
	buffer := make([]byte, 0, 1<<20)
	for b.Loop() {
		e := own.Get(&own.Words{})
		draw(e)
		buffer = e.AppendTo(buffer[:0])
		e.Release()
	}
}

func largeNumbers() func(e *own.Encoder) {
	schema := own.NewSchema("home_square", pinCounts...)
	r := rand.New(rand.NewPCG(5, 5))
	counts := make([][4]uint64, 1024)
	for i := range counts {
		for k := range counts[i] {
			counts[i][k] = r.Uint64N(1 << (8 + r.IntN(14)))
		}
	}
	return func(e *own.Encoder) {
		e.Begin(schema)
		for i, c := range counts {
			for k, n := range c {
				e.Number(k, n)
			}
			e.Point(int32(i%32)*128, int32(i/32)*128)
		}
	}
}
