package mvt_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	own "terrier/tiles/mvt"
)

// TestNumbers gives features numbers of all kinds and sizes, thousands in a layer and some again and again, beside a map.
func TestNumbers(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	e := own.Get(&own.Words{})
	defer e.Release()
	var want [][]any
	for l, n := range []int{3000, 1, 0, 40, 6000} {
		e.Begin(own.NewSchema(fmt.Sprint("layer-", l), "n"))
		var layer []any
		for range n {
			bits := r.Uint64() >> (2 + r.IntN(62)) // of a double, it is finite
			if r.IntN(3) == 0 {
				bits = r.Uint64N(9)*2e9 + 1 // often the same bits, of another kind too
			}
			var v any
			switch r.IntN(3) {
			case 0:
				v = bits
				e.Number(0, bits)
			case 1:
				v = -1 - int64(bits>>1) // bits, if they are odd
				e.Signed(0, v.(int64))
			case 2:
				v = math.Float64frombits(bits)
				e.Float(0, v.(float64))
			}
			layer = append(layer, v)
			e.Point(0, 0)
		}
		if n > 0 {
			want = append(want, layer)
		}
	}
	layers, err := strictly(e.AppendTo(nil))
	if err != nil {
		t.Fatal(err)
	}
	if len(layers) != len(want) {
		t.Fatalf("%d layers, want %d", len(layers), len(want))
	}
	for l, layer := range layers {
		at := map[any]int{}
		for i, f := range layer.features {
			v := want[l][i]
			if _, known := at[v]; !known {
				at[v] = len(at) // in the order of first use
			}
			if got := f.tags[0][1]; got != at[v] || layer.values[got] != v {
				t.Fatalf("layer %d, feature %d: %v at %d, want %v at %d", l, i, layer.values[got], got, v, at[v])
			}
		}
		if len(layer.values) != len(at) {
			t.Fatalf("layer %d: %d values, want %d", l, len(layer.values), len(at))
		}
	}
}

// tileOf draws several layers with one encoder.
func tileOf(e *own.Encoder, draws ...func(e *own.Encoder)) []byte {
	for _, draw := range draws {
		draw(e)
	}
	return e.AppendTo(nil)
}

// TestReuse holds that an encoder gives the same bytes whatever it made before, for other words too, and when the count of its layers
// begins anew.
func TestReuse(t *testing.T) {
	var words, others own.Words
	some, more := encoded(&words, pins(500)), encoded(&others, pins(300))
	kept := own.NewSchema("kept", "x", "y")
	sets := func(e *own.Encoder) {
		e.Begin(kept)
		for i := range int32(50) {
			if number := int(i % 7); !e.Set(number) {
				mark := e.Mark()
				e.Number(0, uint64(number))
				e.Word(1, 1)
				e.KeepSet(number, mark)
			}
			e.Point(i, i)
		}
	}
	fresh := func(words *own.Words, draws ...func(*own.Encoder)) []byte { return tileOf(own.Get(words), draws...) } // never released
	want, wantOther := fresh(&words, some, sets, largeNumbers()), fresh(&others, more)
	for _, tile := range [][]byte{want, wantOther} {
		if _, err := strictly(tile); err != nil {
			t.Fatal(err)
		}
	}
	e := own.Get(&words)
	for range 3 {
		if got := tileOf(e, some, sets, largeNumbers()); !bytes.Equal(got, want) {
			t.Fatal("the tile differs")
		}
		e.LastLayer()
		e.Release()
		e = own.Get(&others)
		if got := tileOf(e, more); !bytes.Equal(got, wantOther) {
			t.Fatal("the tile of other words differs")
		}
		e.Release()
		e = own.Get(&words)
	}
	e.Release()
}

// TestPointOfSets holds that a feature of two sets is the same bytes at once as one after the other, and that nothing is drawn where it
// cannot be.
func TestPointOfSets(t *testing.T) {
	var words own.Words
	r := rand.New(rand.NewPCG(11, 12))
	keys := []string{}
	for i := range 200 {
		keys = append(keys, fmt.Sprint("k", i))
	}
	schema := own.NewSchema("a", keys...)
	once, twice := own.Get(&words), own.Get(&words)
	defer once.Release()
	defer twice.Release()
	atOnce := 0
	for layer := range 3 {
		once.Begin(schema)
		twice.Begin(schema)
		for range 2000 {
			a, b := 2*r.IntN(8), 2*r.IntN(8)+1
			x, y := int32(r.IntN(5000)-400), int32(r.IntN(5000)-400)
			properties := func(e *own.Encoder) {
				for _, number := range []int{a, b} {
					if e.Set(number) {
						continue
					}
					mark := e.Mark()
					for i := range number * number * (layer % 2) / 4 { // up to 56, too long for one byte; none at all in the first layer
						e.Number(i, uint64(number+i))
					}
					e.Number(190+number%8, uint64(number))
					e.KeepSet(number, mark)
				}
			}
			if r.IntN(9) == 0 {
				once.ID(7)
				twice.ID(7)
				if once.PointOfSets(x, y, a, b) {
					t.Fatal("the feature's id is lost")
				}
			}
			if once.PointOfSets(x, y, a, b) {
				atOnce++
			} else {
				properties(once)
				once.Point(x, y)
			}
			properties(twice)
			twice.Point(x, y)
		}
		if once.PointOfSets(0, 0, -1, 0) || once.PointOfSets(0, 0, 0, 99) {
			t.Error("there is no such set")
		}
	}
	if got, want := once.AppendTo(nil), twice.AppendTo(nil); !bytes.Equal(got, want) {
		t.Error("the tiles differ")
	}
	if atOnce < 3000 {
		t.Errorf("only %d at once", atOnce)
	}
}

// TestWordsShared makes words while others draw with them, those that were made after their tiles were begun too.
func TestWordsShared(t *testing.T) {
	var words own.Words
	schema := own.NewSchema("a", "word")
	ready := make(chan own.Word, 100)
	var making, drawing sync.WaitGroup
	for range 2 {
		making.Go(func() {
			for i := range 2000 { // both make the same ones
				ready <- words.Of(fmt.Sprint("word ", i))
			}
		})
		drawing.Go(func() {
			for w := range ready {
				e := own.Get(&words)
				e.Begin(schema)
				e.Word(0, 1)
				e.Point(0, 0)
				for range 5 {
					w = max(w, <-ready) // the greatest, which may be newer than the tile; 0 at the end
				}
				e.Word(0, w)
				e.Point(1, 1)
				text := fmt.Sprint("word ", w-1)
				layers, err := strictly(e.AppendTo(nil))
				if err != nil || layers[0].values[len(layers[0].values)-1] != text {
					t.Errorf("word %d: %v, %v", w, layers, err)
				}
				e.Release()
			}
		})
	}
	making.Wait()
	close(ready)
	drawing.Wait()
	if w := words.Of("word 1999"); w != 2000 {
		t.Errorf("the last of 2,000 words is %d", w)
	}
}

// TestHeld holds that an encoder does not grow with how many tiles it has made.
func TestHeld(t *testing.T) {
	var words own.Words
	schema := own.NewSchema("a", "n", "set")
	e := own.Get(&words)
	held := 0
	for i := range 1000 {
		e.Begin(schema)
		for n := range uint64(20) {
			e.Number(0, 1<<40+n)
			mark := e.Mark()
			e.Number(1, n)
			e.KeepSet(int(n), mark)
			e.Point(0, 0)
		}
		e.AppendTo(nil)
		if i == 0 {
			held = e.Held()
		} else if e.Held() != held {
			t.Fatalf("%d bytes after a tile, %d after %d", held, e.Held(), i+1)
		}
		e.Reset()
	}
}

func TestNoAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("the pool forgets at random under the race detector")
	}
	var words own.Words
	draw, numbers := encoded(&words, pins(1000)), largeNumbers()
	area := own.NewSchema("area")
	ring, line := []own.Coord{{X: 0, Y: 0}, {X: 0, Y: 9}, {X: 9, Y: 9}}, []own.Coord{{X: 0, Y: 0}, {X: 0, Y: 9}, {X: 9, Y: 9}}
	buffer := make([]byte, 0, 1<<20)
	if n := testing.AllocsPerRun(100, func() {
		e := own.Get(&words)
		draw(e)
		numbers(e)
		e.Begin(area)
		for range 100 {
			e.Ring(ring, false)
			e.End()
			e.Line(line)
			e.End()
		}
		buffer = e.AppendTo(buffer[:0])
		e.Release()
	}); n > 0 {
		t.Errorf("a tile takes %g allocations", n)
	}
}
