package home_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"terrier/geo/column"
	"terrier/geo/grid"
	"terrier/tiles/home"
	"terrier/tiles/layer"
	own "terrier/tiles/mvt"
)

var groups = []string{"social-rent", "affordable-rent", "low-cost-home-ownership", "intermediate-rent", "leasehold-and-market"}

// codes say how homes look: 40 kinds, 9 lots of 3 owners.
type codes struct{ suffix string }

func (codes) Kinds() int { return 40 }

func (codes) Kind(code int) home.Kind {
	return home.Kind{Group: code % 5, Type: []string{"", "house", "bungalow"}[code%3], EPC: []string{"", "C"}[code%2], Bedrooms: code % 4}
}

// groupOf is the class of a kind in the columns.
func groupOf(kind uint32) uint8 { return uint8(codes{}.Kind(int(kind)).Group) }

func (codes) Lots() int { return 9 }

func (c *codes) Lot(code int) home.Lot {
	return home.Lot{Owner: int64(code % 3), Ref: fmt.Sprint("owner-", code%3), Name: fmt.Sprint("Owner ", code%3, c.suffix)}
}

func drawing(t testing.TB) (*home.Drawing, *own.Words, *codes) {
	t.Helper()
	var terms layer.Terms
	for _, g := range groups {
		terms.TenureGroups = append(terms.TenureGroups, layer.Term{Slug: g, Name: g})
	}
	set, _ := layer.Find(layer.Registers(terms), "homes")
	words, c := new(own.Words), new(codes)
	d, err := home.New(home.Options{Place: set.Layers[0], Square: set.Layers[1], Groups: groups, Codes: c, Words: words})
	if err != nil {
		t.Fatal(err)
	}
	return d, words, c
}

// corner is the north-western corner of a tile of zoom 13.
var corner = grid.Tile{Z: 13, X: 4060, Y: 2637}

// rowAt stands within some tiles of zoom 13, half of them on few places.
func rowAt(r *rand.Rand, id int64, spread uint32) column.Row {
	x, y := corner.X<<19+r.Uint32N(spread), corner.Y<<19+r.Uint32N(spread)
	if r.IntN(2) == 0 {
		x, y = corner.X<<19+r.Uint32N(30)*997, corner.Y<<19+r.Uint32N(30)*1009
	}
	return column.Row{ID: id, Point: orb.Point{1, 1}, World: column.World{X: x, Y: y}, Kind: r.Uint32N(40), Lot: r.Uint32N(9)}
}

// town is a store after edits, and the rows in it.
func town(r *rand.Rand, n int, spread uint32) (*column.Snapshot, []column.Row) {
	rows := make([]column.Row, n)
	for i := range rows {
		rows[i] = rowAt(r, int64(i), spread)
	}
	store := column.NewStore(groupOf)
	store.Replace(rows)
	for i := range rows {
		if i%11 == 0 {
			rows[i] = rowAt(r, int64(i), spread)
			store.Apply([]column.Row{rows[i]}, nil)
		}
	}
	return store.Snapshot(), rows
}

func draw(d *home.Drawing, words *own.Words, s *column.Snapshot, f column.Filter, t grid.Tile) []byte {
	e := own.Get(words)
	defer e.Release()
	d.Draw(e, s, f, t)
	return e.AppendTo(nil)
}

type drawn struct {
	Geometry   string
	Properties map[string]any
}

func decode(t testing.TB, tile []byte) (layerName string, features []drawn) {
	t.Helper()
	layers, err := mvt.Unmarshal(tile)
	if err != nil || len(layers) > 1 {
		t.Fatal(len(layers), err)
	}
	for _, l := range layers {
		layerName = l.Name
		for _, f := range l.Features {
			if f.ID != nil {
				t.Fatal("a home has an id")
			}
			features = append(features, drawn{fmt.Sprint(f.Geometry), f.Properties})
		}
	}
	return layerName, features
}

// naive draws a tile from its rows, by maps.
func naive(rows []column.Row, f column.Filter, t grid.Tile, c *codes) []drawn {
	type spot struct {
		rows  []column.Row
		exact map[column.World]bool
	}
	gather := func(level uint8) map[any]*spot {
		spots := map[any]*spot{}
		for _, r := range rows {
			if r.World.Tile(t.Z) != t || !f.Has(r.Kind, r.Lot) {
				continue
			}
			key := any(r.World.Tile(level))
			if spots[key] == nil {
				spots[key] = &spot{exact: map[column.World]bool{}}
			}
			spots[key].rows = append(spots[key].rows, r)
			spots[key].exact[r.World] = true
		}
		return spots
	}
	level := uint8(32)
	if t.Z < 13 {
		level = t.Z + 5
	}
	spots := gather(level)
	for grid := t.Z + 8; t.Z >= 13 && len(spots) > 2500; grid-- {
		level = min(grid, 32)
		spots = gather(level)
	}
	var out []drawn
	for key, s := range spots {
		n := map[string]any{"count": float64(len(s.rows))}
		owners := map[int64]bool{}
		by := map[string]float64{}
		for _, r := range s.rows {
			by[groups[c.Kind(int(r.Kind)).Group]]++
			owners[c.Lot(int(r.Lot)).Owner] = true
		}
		most := slices.MaxFunc(slices.Sorted(func(yield func(string) bool) {
			for g := range by {
				if !yield(g) {
					return
				}
			}
		}), func(a, b string) int { return cmp.Compare(by[a], by[b]) })
		n["tenure"] = most
		for g, count := range by {
			n[g] = count
		}
		cell := key.(grid.Tile)
		if t.Z < 13 {
			class, share := 5.0, 0.95
			for i, under := range []int{5, 20, 50, 150} {
				if len(s.rows) < under {
					class, share = float64(i+1), []float64{0.35, 0.5, 0.65, 0.8}[i]
					break
				}
			}
			n["class"] = class
			x, y := float64(cell.X%32)*128+64, float64(cell.Y%32)*128+64
			round := func(v float64) float64 { return float64(int(v + 0.5)) }
			a, b, cc, dd := round(x-64*share), round(y-64*share), round(x+64*share), round(y+64*share)
			out = append(out, drawn{fmt.Sprint(orb.Polygon{{{a, b}, {cc, b}, {cc, dd}, {a, dd}, {a, b}}}), n})
			continue
		}
		if len(owners) == 1 {
			l := c.Lot(int(s.rows[0].Lot))
			n["owner"], n["owner-name"] = l.Ref, l.Name
		}
		if len(s.rows) == 1 {
			k := c.Kind(int(s.rows[0].Kind))
			for name, v := range map[string]string{"home-type": k.Type, "epc": k.EPC} {
				if v != "" {
					n[name] = v
				}
			}
			if k.Bedrooms > 0 {
				n["bedrooms"] = float64(k.Bedrooms)
			}
		}
		at := own.Position(t, s.rows[0].World.X, s.rows[0].World.Y)
		if len(s.exact) > 1 {
			row := uint32(1) << (level - t.Z)
			side := 4096 / row
			at = own.Coord{X: int32(cell.X%row*side + side/2), Y: int32(cell.Y%row*side + side/2)}
		}
		out = append(out, drawn{fmt.Sprint(orb.Point{float64(at.X), float64(at.Y)}), n})
	}
	return out
}

func TestDraw(t *testing.T) {
	const seed = 20261126
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	d, words, c := drawing(t)
	for _, n := range []int{0, 1, 400, 9000} {
		s, rows := town(r, n, 1<<20)
		for range 60 {
			var f column.Filter
			if r.IntN(2) == 0 {
				f.Kinds = make(column.Mask, 40)
				for i := range f.Kinds {
					f.Kinds[i] = r.IntN(2) == 0
				}
			}
			if r.IntN(3) == 0 {
				f.Lots = make(column.Mask, 9)
				f.Lots[r.IntN(9)] = true
			}
			tile := grid.Tile{Z: 32, X: corner.X<<19 + r.Uint32N(1<<20), Y: corner.Y<<19 + r.Uint32N(1<<20)}.Ancestor(uint8(r.IntN(19)))
			name, got := decode(t, draw(d, words, s, f, tile))
			want := naive(rows, f, tile, c)
			if wantName := map[bool]string{true: "home_square", false: "home"}[tile.Z < 13]; len(want) > 0 && name != wantName {
				t.Fatalf("%v is layer %s", tile, name)
			}
			if diff := gocmp.Diff(inOrder(want), inOrder(got)); diff != "" {
				t.Fatalf("%v of %d homes:\n%s", tile, n, diff)
			}
		}
	}
}

// shifted are the same looks under other codes, as another dictionary has them.
type shifted struct {
	*codes
	by int
}

func (s shifted) Kinds() int              { return 40 + s.by }
func (s shifted) Kind(code int) home.Kind { return s.codes.Kind(max(0, code-s.by)) }
func (s shifted) Lots() int               { return 9 + s.by }
func (s shifted) Lot(code int) home.Lot   { return s.codes.Lot(max(0, code-s.by)) }

// Several views, with dictionaries and filters of their own, are drawn as one that holds the homes of all.
func TestDrawViews(t *testing.T) {
	const seed = 20261128
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	d, words, c := drawing(t)
	lot := func(codes ...int) column.Filter {
		m := make(column.Mask, 9)
		for _, code := range codes {
			m[code] = true
		}
		return column.Filter{Lots: m}
	}
	for _, n := range []int{0, 3, 400, 9000} {
		shared, rows := town(r, n, 1<<20)
		seen := slices.DeleteFunc(rows, func(row column.Row) bool { return row.Lot > 4 })
		views := []home.View{{Homes: shared, Filters: []column.Filter{lot(0, 1), lot(2), lot(3, 4)}, Looks: home.NewLooks(c, words)}}
		for by := range 3 {
			_, more := town(r, n/3, 1<<20)
			seen = append(seen, more...)
			for i := range more {
				more[i].Kind, more[i].Lot = more[i].Kind+uint32(by), more[i].Lot+uint32(by)
			}
			looks := shifted{c, by}
			store := column.NewStore(func(kind uint32) uint8 { return uint8(looks.Kind(int(kind)).Group) })
			store.Replace(more)
			views = append(views, home.View{Homes: store.Snapshot(), Filters: []column.Filter{{}}, Looks: home.NewLooks(looks, words)})
		}
		for range 40 {
			tile := grid.Tile{Z: 32, X: corner.X<<19 + r.Uint32N(1<<20), Y: corner.Y<<19 + r.Uint32N(1<<20)}.Ancestor(uint8(r.IntN(19)))
			e := own.Get(words)
			d.DrawViews(e, tile, views...)
			_, got := decode(t, e.AppendTo(nil))
			e.Release()
			if diff := gocmp.Diff(inOrder(naive(seen, column.Filter{}, tile, c)), inOrder(got)); diff != "" {
				t.Fatalf("%v of %d homes:\n%s", tile, len(seen), diff)
			}
		}
	}
}

func inOrder(all []drawn) []drawn {
	slices.SortFunc(all, func(a, b drawn) int {
		return cmp.Or(cmp.Compare(a.Geometry, b.Geometry), cmp.Compare(fmt.Sprint(a.Properties), fmt.Sprint(b.Properties)))
	})
	return all
}

// Points of more homes are drawn over those of fewer, whatever the numbers.
func TestLargerOverSmaller(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	d, words, _ := drawing(t)
	var rows []column.Row
	want := map[float64]int{}
	for place := range uint32(300) {
		homes := []int{1, 1 + r.IntN(9), 200 + r.IntN(200), 1 + r.IntN(5)*256}[r.IntN(4)]
		want[float64(homes)]++
		for range homes {
			row := rowAt(r, int64(len(rows)), 1)
			row.World = column.World{X: corner.X<<19 + place%20*25_000, Y: corner.Y<<19 + place/20*25_000}
			rows = append(rows, row)
		}
	}
	store := column.NewStore(groupOf)
	store.Replace(rows)
	_, got := decode(t, draw(d, words, store.Snapshot(), column.Filter{}, corner))
	last := 0.0
	for _, point := range got {
		count := point.Properties["count"].(float64)
		if count < last {
			t.Fatalf("%v homes are drawn over %v", count, last)
		}
		last = count
		want[count]--
	}
	for homes, places := range want {
		if places != 0 {
			t.Errorf("%d places of %v homes are missing", places, homes)
		}
	}
}

// The counts of all tiles of a zoom sum to all homes that are meant: each is in one tile.
func TestSums(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	d, words, _ := drawing(t)
	s, rows := town(r, 8000, 1<<21)
	for _, f := range []column.Filter{{}, {Kinds: column.Mask{2: true, 3: true, 30: true}}, {Lots: column.Mask{4: true}}} {
		want := 0
		for _, row := range rows {
			if f.Has(row.Kind, row.Lot) {
				want++
			}
		}
		for z := uint8(0); z <= 18; z++ {
			tiles := map[grid.Tile]bool{}
			for _, row := range rows {
				tiles[row.World.Tile(z)] = true
			}
			total, byGroup := 0.0, 0.0
			for tile := range tiles {
				_, features := decode(t, draw(d, words, s, f, tile))
				for _, one := range features {
					total += one.Properties["count"].(float64)
					for _, g := range groups {
						if n, ok := one.Properties[g].(float64); ok {
							byGroup += n
						}
					}
				}
			}
			if int(total) != want || int(byGroup) != want {
				t.Errorf("zoom %d holds %g homes, %g by tenure, want %d", z, total, byGroup, want)
			}
		}
	}
}

// The same homes give the same bytes, whatever was written when.
func TestSameBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 6))
	d, words, _ := drawing(t)
	edited, rows := town(r, 6000, 1<<20)
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	store := column.NewStore(groupOf)
	store.Replace(rows)
	for z := uint8(0); z <= 18; z++ {
		tile := corner.Children()[0].Ancestor(z)
		if z > 13 {
			tile = rows[0].World.Tile(z)
		}
		if a, b := draw(d, words, edited, column.Filter{}, tile), draw(d, words, store.Snapshot(), column.Filter{}, tile); !slices.Equal(a, b) {
			t.Errorf("%v differs: %d and %d bytes", tile, len(a), len(b))
		}
	}
}

func TestNames(t *testing.T) {
	d, words, c := drawing(t)
	store := column.NewStore(groupOf)
	store.Replace([]column.Row{rowAt(rand.New(rand.NewPCG(1, 1)), 1, 1<<19)})
	name := func() any {
		_, features := decode(t, draw(d, words, store.Snapshot(), column.Filter{}, corner))
		return features[0].Properties["owner-name"]
	}
	before := name()
	c.suffix = " Homes"
	d.Forget()
	if got := name(); got != before.(string)+" Homes" {
		t.Errorf("%v is called %v", before, got)
	}
}

func TestNoAllocations(t *testing.T) {
	d, words, _ := drawing(t)
	s, _ := town(rand.New(rand.NewPCG(9, 9)), 1500, 1<<19)
	buffer := make([]byte, 0, 1<<20)
	for _, tile := range []grid.Tile{corner, corner.Ancestor(9)} {
		if n := testing.AllocsPerRun(50, func() {
			e := own.Get(words)
			d.Draw(e, s, column.Filter{}, tile)
			buffer = e.AppendTo(buffer[:0])
			e.Release()
		}); n > 0 && !raceDetector {
			t.Errorf("%v takes %g allocations", tile, n)
		}
	}
}
