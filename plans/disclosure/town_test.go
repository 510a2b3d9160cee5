package disclosure_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/column"
	"terrier/plans/disclosure"
	"terrier/plans/home"
)

// dwelling is one home of the made-up town.
type dwelling struct {
	point  orb.Point
	unit   int
	values []string // by the ways of the scheme
}

// town is a made-up piece of land: a board of small squares, some of them together a unit.
type town struct {
	origin orb.Point
	side   float64 // of a square, metres
	across int     // squares from west to east, and from south to north
	units  []disclosure.Unit
	unitOf []int   // of each square
	area   [][]int // squares of each unit
	homes  []dwelling
}

var scheme = home.ProtectedScheme

// newTown is a town of so many squares across, whose units have about so many squares each, a side of them so long.
func newTown(r *rand.Rand, across, squares int, side float64) *town {
	t := &town{origin: orb.Point{430_000, 430_000}, side: side, across: across, unitOf: make([]int, across*across)}
	for i := range t.unitOf {
		t.unitOf[i] = -1
	}
	for _, from := range r.Perm(across * across) { // grown one after the other, each from a free square, to a size of its own
		if t.unitOf[from] >= 0 {
			continue
		}
		unit, size := len(t.area), 1+r.IntN(max(1, 2*squares-1))
		if squares == 1 {
			size = 1
		}
		area := []int{from}
		t.unitOf[from] = unit
		for k := 0; k < len(area) && len(area) < size; k++ {
			for _, next := range t.beside(area[k]) {
				if t.unitOf[next] < 0 && len(area) < size {
					t.unitOf[next] = unit
					area = append(area, next)
				}
			}
		}
		t.area = append(t.area, area)
	}
	t.units = make([]disclosure.Unit, len(t.area))
	for u, area := range t.area {
		t.units[u] = disclosure.Unit{Code: fmt.Sprintf("E%08d", u), Authority: "E08000035"}
		for _, square := range area {
			for _, next := range t.beside(square) {
				if t.unitOf[next] != u {
					t.units[u].Beside = append(t.units[u].Beside, t.unitOf[next])
				}
			}
		}
		slices.Sort(t.units[u].Beside)
		t.units[u].Beside = slices.Compact(t.units[u].Beside)
	}
	return t
}

func (t *town) beside(square int) (squares []int) {
	x, y := square%t.across, square/t.across
	for _, d := range [][2]int{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
		if x, y := x+d[0], y+d[1]; x >= 0 && y >= 0 && x < t.across && y < t.across {
			squares = append(squares, y*t.across+x)
		}
	}
	return squares
}

// divide gives every unit an authority and a zone: so many strips of authorities, each cut into zones by random lines.
func (t *town) divide(r *rand.Rand, authorities, zones int) {
	for u := range t.units {
		x, y := t.area[u][0]%t.across, t.area[u][0]/t.across
		authority := x * authorities / t.across
		t.units[u].Authority = fmt.Sprintf("E0800000%d", authority)
		if zone := y * (zones + 1) / t.across; zone > 0 { // the first has no parish
			t.units[u].Zone = fmt.Sprintf("E04%06d", 10*authority+zone)
		}
		if r.IntN(40) == 0 { // an exclave, and its land
			t.units[u].Zone = "E04000999"
		}
	}
}

// settle puts so many homes into the town, in estates and one by one.
func (t *town) settle(r *rand.Rand, homes int) {
	for len(t.homes) < homes {
		estate := orb.Point{r.Float64(), r.Float64()}
		usual := randomValues(r)
		owners := []string{"alder-homes", "birch-homes", "cedar-homes", "dogwood-homes"}
		owner := owners[min(r.IntN(len(owners)+2), len(owners)-1-r.IntN(2))]
		for range 1 + r.IntN(1+r.IntN(60)) {
			at := orb.Point{estate[0] + r.NormFloat64()*.02, estate[1] + r.NormFloat64()*.02}
			if at[0] < 0 || at[1] < 0 || at[0] >= 1 || at[1] >= 1 || len(t.homes) == homes {
				continue
			}
			values := slices.Clone(usual)
			for w, v := range randomValues(r) {
				if r.IntN(4) == 0 {
					values[w] = v
				}
			}
			values[wayOf("owner")] = owner
			width := float64(t.across) * t.side
			t.put(dwelling{point: orb.Point{millimetres(t.origin[0] + at[0]*width), millimetres(t.origin[1] + at[1]*width)}, values: values})
		}
	}
}

func (t *town) put(h dwelling) {
	x, y := int((h.point[0]-t.origin[0])/t.side), int((h.point[1]-t.origin[1])/t.side)
	h.unit = t.unitOf[min(y, t.across-1)*t.across+min(x, t.across-1)]
	t.homes = append(t.homes, h)
	t.units[h.unit].Homes++
}

func millimetres(v float64) float64 { return math.Round(v*1000) / 1000 }

// randomValues are those of a home, the first ones of each list more often than the last ones.
func randomValues(r *rand.Rand) []string {
	values := make([]string, len(scheme.Ways))
	for w, way := range scheme.Ways {
		if way.Key == scheme.Owner {
			values[w] = "alder-homes"
			continue
		}
		values[w] = way.Values[int(float64(len(way.Values))*math.Pow(r.Float64(), 2.5))]
	}
	return values
}

func wayOf(key string) int {
	return slices.IndexFunc(scheme.Ways, func(w disclosure.Way) bool { return w.Key == key })
}

func (t *town) stock() disclosure.Stock {
	s := disclosure.Stock{Units: t.units, Records: map[string][]disclosure.Record{}}
	for _, h := range t.homes {
		code := t.units[h.unit].Code
		s.Records[code] = append(s.Records[code], disclosure.Record{Values: h.values, Count: 1})
	}
	return s
}

// records are those of the homes in a cell.
func (t *town) records(c disclosure.Cell) (records []disclosure.Record) {
	in := map[string]bool{}
	for _, code := range c.Units {
		in[code] = true
	}
	for _, h := range t.homes {
		if in[t.units[h.unit].Code] {
			records = append(records, disclosure.Record{Values: h.values, Count: 1})
		}
	}
	return records
}

// released is what a building of the table is kept as, with an outline's facts.
func (t *town) released(b disclosure.Built) disclosure.Release {
	unit := map[string]int{}
	for u, have := range t.units {
		unit[have.Code] = u
	}
	r := disclosure.Release{Name: "2026-11-27", Scheme: scheme, Owners: b.Owners}
	for i, c := range b.Cells {
		var squares []int
		for _, code := range c.Units {
			squares = append(squares, t.area[unit[code]]...)
		}
		point := t.reference(squares)
		r.Cells = append(r.Cells, disclosure.Released{Cell: c, Point: point, World: column.WorldOf(point),
			Hectares: float64(len(squares)) * t.side * t.side / 10_000, Entries: b.Entries[i]})
	}
	return r
}

// reference is the middle of the square of an outline that is next to the middle of all.
func (t *town) reference(squares []int) orb.Point {
	middle := func(square int) orb.Point {
		return orb.Point{t.origin[0] + (float64(square%t.across)+.5)*t.side, t.origin[1] + (float64(square/t.across)+.5)*t.side}
	}
	var sum orb.Point
	for _, square := range squares {
		sum[0], sum[1] = sum[0]+middle(square)[0], sum[1]+middle(square)[1]
	}
	sum[0], sum[1] = sum[0]/float64(len(squares)), sum[1]/float64(len(squares))
	best := middle(squares[0])
	for _, square := range squares {
		if p := middle(square); math.Hypot(p[0]-sum[0], p[1]-sum[1]) < math.Hypot(best[0]-sum[0], best[1]-sum[1])-1e-6 {
			best = p
		}
	}
	return orb.Point{millimetres(best[0]), millimetres(best[1])}
}

// randomSecret is one nobody has used before.
func randomSecret(r *rand.Rand) (s disclosure.Secret) {
	for i := range s {
		s[i] = byte(r.Uint32())
	}
	return s
}

// randomRecords are so many homes of a cell.
func randomRecords(r *rand.Rand, homes int) []disclosure.Record {
	records := make([]disclosure.Record, homes)
	for i := range records {
		records[i] = disclosure.Record{Values: randomValues(r), Count: 1}
	}
	return records
}

// openTown is four kilometres of a town with so many open homes, in units about as large as output areas of a town.
func openTown(r *rand.Rand, homes int) *town {
	t := newTown(r, 80, 15, 50)
	t.settle(r, homes)
	return t
}
