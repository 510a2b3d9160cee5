package mvt_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"pgregory.net/rapid"

	"terrier/geo/grid"
	own "terrier/tiles/mvt"
)

// A tile by hand, byte by byte after the specification.
func TestBytes(t *testing.T) {
	var words own.Words
	kind := words.Of("house")
	e := own.Get(&words)
	defer e.Release()
	e.Begin(own.NewSchema("home", "count", "type"))
	e.Number(0, 3)
	e.Word(1, kind)
	e.Point(25, 17)
	e.Begin(own.NewSchema("empty", "x"))
	e.Begin(own.NewSchema("area", "count"))
	e.ID(300)
	if !e.Ring([]own.Coord{{3, 6}, {8, 12}, {20, 34}, {3, 6}}, false) {
		t.Error("the triangle is no ring")
	}
	e.Number(0, 3)
	e.End()
	want := slices.Concat(
		[]byte{0x1a, 52}, // layer
		[]byte{0x78, 2, 0x0a, 4, 'h', 'o', 'm', 'e'},
		[]byte{0x12, 13, 0x12, 4, 0, 0, 1, 1, 0x18, 1, 0x22, 3, 9, 50, 34}, // feature: tags, point, MoveTo(25, 17)
		[]byte{0x1a, 5, 'c', 'o', 'u', 'n', 't', 0x1a, 4, 't', 'y', 'p', 'e'},
		[]byte{0x22, 2, 0x28, 3, 0x22, 7, 0x0a, 5, 'h', 'o', 'u', 's', 'e'},
		[]byte{0x28, 0x80, 0x20},
		[]byte{0x1a, 44},
		[]byte{0x78, 2, 0x0a, 4, 'a', 'r', 'e', 'a'},
		[]byte{0x12, 20, 0x08, 0xac, 0x02, 0x12, 2, 0, 0, 0x18, 3, 0x22, 9, 9, 6, 12, 18, 10, 12, 24, 44, 15}, // the specification's own polygon (4.3.5.4)
		[]byte{0x1a, 5, 'c', 'o', 'u', 'n', 't'},
		[]byte{0x22, 2, 0x28, 3},
		[]byte{0x28, 0x80, 0x20},
	)
	if got := e.AppendTo(nil); !bytes.Equal(got, want) {
		t.Errorf("got  %x\nwant %x", got, want)
	}
}

func TestNothing(t *testing.T) {
	e := own.Get(&own.Words{})
	defer e.Release()
	if got := e.AppendTo(nil); len(got) != 0 {
		t.Errorf("an empty tile is %x", got)
	}
	e.Number(0, 1) // before any layer
	e.Point(1, 1)
	e.Begin(own.NewSchema("a", "k"))
	e.Number(1, 7) // a key that is not there
	e.Number(-1, 7)
	e.Word(0, 0)
	e.Word(0, 99) // a word of other words
	e.End()       // without a line
	e.End()
	if e.Line([]own.Coord{{1, 1}, {1, 1}}) || e.Ring([]own.Coord{{0, 0}, {5, 5}, {10, 10}}, false) || e.Ring(nil, true) || e.Line(nil) {
		t.Error("drew nothing")
	}
	e.End()
	if got := e.AppendTo(nil); len(got) != 0 {
		t.Errorf("a tile of empty layers is %x", got)
	}
}

// What is no property leaves nothing behind, and what is kept for others is there for them.
func TestProperties(t *testing.T) {
	var words own.Words
	e := own.Get(&words)
	defer e.Release()
	if e.Set(0) || e.Set(-1) {
		t.Error("a set before any layer")
	}
	e.KeepSet(0, e.Mark())
	e.Begin(own.NewSchema("a", "x", "y"))
	e.Number(2, 7) // keys that are not there
	e.Number(-1, 1<<40)
	e.Word(2, words.Of("text"))
	e.Bool(2, true)
	e.Word(0, words.Of("a\xff\xfe"))
	mark := e.Mark()
	e.Number(1, 1<<40)
	e.KeepSet(3, mark)
	e.KeepSet(-1, mark)
	e.Point(1, 1)
	e.KeepSet(4, mark) // of a feature that has ended
	e.KeepSet(4, -1)
	if e.Set(4) || e.Set(2) || !e.Set(3) {
		t.Error("sets are not those that were kept")
	}
	e.Word(0, words.Of("a\ufffd"))
	e.Point(2, 2)
	e.Begin(own.NewSchema("b", "x", "y"))
	if e.Set(3) {
		t.Error("a set of the layer before")
	}
	e.Point(3, 3)
	layers, err := strictly(e.AppendTo(nil))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{"a\ufffd", uint64(1 << 40)}, layers[0].values); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][2]int{{0, 0}, {1, 1}}, layers[0].features[0].tags); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][2]int{{1, 1}, {0, 0}}, layers[0].features[1].tags); diff != "" {
		t.Error(diff)
	}
	if len(layers[1].values) != 0 || layers[1].features[0].tags != nil {
		t.Errorf("the second layer has %v", layers[1])
	}
}

var values = rapid.OneOf(
	rapid.Map(rapid.StringN(0, 300, 300), func(s string) any { return s }),
	rapid.Map(rapid.Uint64Range(0, 5000), func(n uint64) any { return n }),
	rapid.Map(rapid.Uint64(), func(n uint64) any { return n }),
	rapid.Map(rapid.Int64Range(math.MinInt64, -1), func(n int64) any { return n }),
	rapid.Map(rapid.Float64(), func(f float64) any { return f }),
	rapid.Map(rapid.Bool(), func(b bool) any { return b }),
)

// What a foreign decoder reads is what was put in.
func TestThereAndBack(t *testing.T) {
	var words own.Words
	rapid.Check(t, func(t *rapid.T) {
		type feature struct {
			id       any
			tags     map[string]any
			geometry orb.Geometry
		}
		type layer struct {
			name     string
			features []feature
		}
		var want []layer
		texts := map[string]own.Word{}
		draws := []func(*own.Encoder){}
		for l := range rapid.IntRange(0, 3).Draw(t, "layers") {
			keys := make([]string, rapid.IntRange(0, 130).Draw(t, "keys"))
			for k := range keys {
				keys[k] = fmt.Sprintf("key-%d", k)
			}
			in := layer{name: fmt.Sprintf("layer-%d", l)}
			schema := own.NewSchema(in.name, keys...)
			draws = append(draws, func(e *own.Encoder) { e.Begin(schema) })
			for range rapid.IntRange(0, 20).Draw(t, "features") {
				f := feature{tags: map[string]any{}}
				if rapid.Bool().Draw(t, "has an id") {
					id := rapid.Uint64Range(0, 1<<53).Draw(t, "id")
					f.id = float64(id)
					draws = append(draws, func(e *own.Encoder) { e.ID(id) })
				}
				for k, key := range keys {
					if k > 3 && !rapid.Bool().Draw(t, "has the key") {
						continue
					}
					v := values.Draw(t, "value")
					f.tags[key] = v
					if s, ok := v.(string); ok {
						texts[s] = words.Of(s)
					}
					draws = append(draws, func(e *own.Encoder) {
						switch v := v.(type) {
						case string:
							e.Word(k, texts[v])
						case uint64:
							e.Number(k, v)
						case int64:
							e.Signed(k, v)
						case float64:
							e.Float(k, v)
						case bool:
							e.Bool(k, v)
						}
					})
				}
				draw, geometry := anyGeometry(t)
				f.geometry = geometry
				draws = append(draws, draw)
				in.features = append(in.features, f)
			}
			if len(in.features) > 0 {
				want = append(want, in)
			}
		}
		e := own.Get(&words)
		defer e.Release()
		for _, draw := range draws {
			draw(e)
		}
		tile := e.AppendTo(nil)
		strict, err := strictly(tile)
		if err != nil {
			t.Fatal(err)
		}
		layers, err := mvt.Unmarshal(tile)
		if err != nil {
			t.Fatal(err)
		}
		if len(layers) != len(want) || len(strict) != len(want) {
			t.Fatalf("%d layers, want %d", len(layers), len(want))
		}
		for i, l := range layers {
			if l.Name != want[i].name || l.Version != 2 || l.Extent != own.Extent || len(l.Features) != len(want[i].features) {
				t.Fatalf("layer %s, version %d, extent %d, %d features", l.Name, l.Version, l.Extent, len(l.Features))
			}
			for j, f := range l.Features {
				w := want[i].features[j]
				got := map[string]any{}
				for _, tag := range strict[i].features[j].tags {
					got[strict[i].keys[tag[0]]] = strict[i].values[tag[1]]
				}
				if diff := cmp.Diff(w.tags, got); diff != "" {
					t.Fatal(diff)
				}
				clear(got)
				for k, v := range f.Properties {
					got[k] = v
				}
				for k, v := range w.tags { // the decoder makes every number a float64
					switch n := v.(type) {
					case uint64:
						w.tags[k] = float64(n)
					case int64:
						w.tags[k] = float64(n)
					}
				}
				if diff := cmp.Diff(w.tags, got); diff != "" {
					t.Fatal(diff)
				}
				if f.ID != w.id || !orb.Equal(f.Geometry, w.geometry) {
					t.Fatalf("id %v, want %v; %v, want %v", f.ID, w.id, f.Geometry, w.geometry)
				}
			}
		}
	})
}

// Rings of any places, in any order and repeated as they may be, become rings as the specification wants them, of the same area.
func TestRings(t *testing.T) {
	var words own.Words
	schema := own.NewSchema("area")
	near := rapid.Int32Range(-2, 2) // so that places repeat and rings lie flat
	ring := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) own.Coord {
		return own.Coord{X: near.Draw(t, "x"), Y: near.Draw(t, "y")}
	}), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		e := own.Get(&words)
		defer e.Release()
		e.Begin(schema)
		var want []int64 // doubled areas
		outer := false
		for range rapid.IntRange(1, 5).Draw(t, "rings") {
			r, hole := ring.Draw(t, "ring"), rapid.Bool().Draw(t, "hole")
			area := doubled(r)
			if area < 0 {
				area = -area
			}
			if !hole {
				outer = area != 0
			}
			drawn := area != 0 && outer
			if drawn && hole {
				area = -area
			}
			if drawn {
				want = append(want, area)
			}
			if got := e.Ring(r, hole); got != drawn {
				t.Fatalf("ring drawn is %v, want %v", got, drawn)
			}
		}
		e.End()
		layers, err := strictly(e.AppendTo(nil))
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, l := range layers {
			for _, part := range l.features[0].parts {
				got = append(got, doubled(part))
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("areas %v, want %v", got, want)
		}
	})
}

var coords = rapid.Custom(func(t *rapid.T) own.Coord {
	at := rapid.Int32Range(-5000, 9000)
	return own.Coord{X: at.Draw(t, "x"), Y: at.Draw(t, "y")}
})

func point(c own.Coord) orb.Point { return orb.Point{float64(c.X), float64(c.Y)} }

func anyGeometry(t *rapid.T) (func(*own.Encoder), orb.Geometry) {
	switch rapid.IntRange(0, 2).Draw(t, "geometry") {
	case 0:
		c := coords.Draw(t, "point")
		return func(e *own.Encoder) { e.Point(c.X, c.Y) }, point(c)
	case 1:
		first := coords.Draw(t, "start")
		line := []own.Coord{first, {X: first.X + 1, Y: first.Y}, {X: first.X + 1, Y: first.Y}, coords.Filter(func(c own.Coord) bool { return c != own.Coord{X: first.X + 1, Y: first.Y} }).Draw(t, "end")}
		return func(e *own.Encoder) {
			e.Line([]own.Coord{first}) // draws nothing
			e.Line(line)
			e.End()
		}, orb.LineString{point(line[0]), point(line[1]), point(line[3])}
	}
	// two boxes, the first with a hole, given in either direction
	x, y := coords.Draw(t, "corner").X, coords.Draw(t, "corner").Y
	box := func(x, y, side int32) []own.Coord {
		return []own.Coord{{X: x, Y: y}, {X: x + side, Y: y}, {X: x + side, Y: y + side}, {X: x, Y: y + side}}
	}
	ring := func(cs []own.Coord) (r orb.Ring) {
		for _, c := range cs {
			r = append(r, point(c))
		}
		return append(r, r[0])
	}
	outer, hole, other := box(x, y, 900), box(x+10, y+10, 300), box(x+2000, y, 50)
	against := []own.Coord{hole[0], hole[3], hole[2], hole[1]}
	want := orb.MultiPolygon{{ring(outer), ring(against)}, {ring(other)}}
	turned := rapid.Bool().Draw(t, "turned")
	return func(e *own.Encoder) {
		o, h := slices.Clone(outer), slices.Clone(hole)
		if turned {
			o = []own.Coord{o[0], o[3], o[2], o[1]}
			h = slices.Clone(against)
		}
		e.Ring(append([]own.Coord{o[0]}, append(o, o[0], o[0])...), false) // places repeat at both ends
		e.Ring(h, true)
		e.Ring([]own.Coord{{X: 1, Y: 1}, {X: 2, Y: 2}, {X: 3, Y: 3}}, true) // no area
		e.Ring(slices.Clone(other), false)
		e.End()
	}, want
}

func TestPosition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := uint8(rapid.IntRange(0, grid.MaxZoom).Draw(t, "z"))
		x, y := rapid.Uint32().Draw(t, "x"), rapid.Uint32().Draw(t, "y")
		tile := grid.Tile{Z: 32, X: x, Y: y}.Ancestor(z)
		if rapid.Bool().Draw(t, "beside") && tile.X > 0 {
			tile.X--
		}
		got := own.Position(tile, x, y)
		side := math.Ldexp(1, 32-int(z))
		round := 0.5
		if z >= 20 { // units are no larger than places
			round = 0
		}
		wantX := math.Floor((float64(x)+0.5-float64(tile.X)*side)/side*own.Extent + round)
		wantY := math.Floor((float64(y)+0.5-float64(tile.Y)*side)/side*own.Extent + round)
		if float64(got.X) != wantX || float64(got.Y) != wantY {
			t.Fatalf("%v, want %g, %g", got, wantX, wantY)
		}
	})
}

// Any sequence of calls gives a tile that is as the specification wants it.
func FuzzCalls(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
	f.Add([]byte{9, 9, 0, 255, 4, 12, 0, 7, 7, 8, 1, 1, 250, 3})
	f.Add([]byte("0A0 1B1 6a07777 6a16b26c0 5 3x4y 8! 9\xff 3"))
	f.Fuzz(func(t *testing.T, calls []byte) {
		next := func() (n byte) {
			if len(calls) > 0 {
				n, calls = calls[0], calls[1:]
			}
			return n
		}
		far := int32(1)
		place := func() own.Coord { // near one another, so that places repeat and rings lie flat
			n := int32(next())
			return own.Coord{X: (n&7 - 3) * far, Y: (n>>3&7 - 3) * far}
		}
		places := func() (some []own.Coord) {
			for range next() % 9 {
				some = append(some, place())
			}
			return some
		}
		var words own.Words
		schemas := []*own.Schema{own.NewSchema("a"), own.NewSchema("b", "one", "two"), own.NewSchema("", "", "x", "y")}
		used := map[int]bool{} // keys of the feature under way: each once is the caller's duty, as is each layer
		key := func() (int, bool) {
			k := int(next()%5) - 1
			again := used[k]
			used[k] = true
			return k, !again
		}
		e := own.Get(&words)
		defer e.Release()
		for len(calls) > 0 {
			switch next() % 12 {
			case 0:
				if len(schemas) > 0 {
					e.Begin(schemas[0])
					schemas = schemas[1:]
					clear(used)
				}
			case 1:
				if k, ok := key(); ok {
					e.Number(k, uint64(next())<<(next()%60))
				}
			case 2:
				if k, ok := key(); ok {
					size := int(next() % 4) // before calls are cut, which it shortens
					e.Word(k, words.Of(string(calls[:min(len(calls), size)])))
				}
			case 3:
				p := place()
				e.Point(p.X, p.Y)
				clear(used)
			case 4:
				e.Line(places())
			case 5:
				e.End()
				clear(used)
			case 6:
				e.Ring(places(), false)
			case 7:
				e.Ring(places(), true)
			case 8:
				e.ID(uint64(next()) << (next() % 60))
			case 9:
				if k, ok := key(); ok {
					e.Signed(k, int64(int8(next()))<<(next()%60))
				}
			case 10:
				if k, ok := key(); ok {
					e.Float(k, float64(int8(next()))/float64(next()))
				}
			case 11:
				far = 1 << (next() % 28)
			}
		}
		tile := e.AppendTo(nil)
		if _, err := strictly(tile); err != nil {
			t.Fatalf("%v in %x", err, tile)
		}
		if err := readBack(tile); err != nil {
			t.Fatalf("%v in %x", err, tile)
		}
		if _, err := mvt.Unmarshal(tile); err != nil {
			t.Fatalf("%v in %x", err, tile)
		}
	})
}
