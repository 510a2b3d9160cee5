package picture_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
	"terrier/tiles/picture"
	"terrier/tiles/style"
)

// thing is a feature in units of a tile of zoom 14, counted from the corner of the tile townX, townY. Numbers of properties are written as
// such.
type thing struct {
	layer      string
	properties map[string]any
	points     []mvt.Coord
	lines      [][]mvt.Coord
	rings      [][]mvt.Coord // the first is the outer one
}

const townX, townY, townZoom = 8123, 5274, 14

// made makes tiles of things, and counts how often it was asked.
type made struct {
	things []thing
	asked  *int
	bad    []byte // in place of every tile
	err    error
}

func (m made) MaxZoom(string) int { return 16 }

func (m made) Tile(_ context.Context, r layer.Request) ([]byte, error) {
	if m.asked != nil {
		*m.asked++
	}
	if m.bad != nil || m.err != nil {
		return m.bad, m.err
	}
	var words mvt.Words
	e := mvt.Get(&words)
	defer e.Release()
	scale := math.Ldexp(1, int(r.At.Z)-townZoom)
	place := func(c mvt.Coord) mvt.Coord {
		x := (float64(townX)*mvt.Extent + float64(c.X)) * scale
		y := (float64(townY)*mvt.Extent + float64(c.Y)) * scale
		return mvt.Coord{X: int32(math.Round(x - float64(r.At.X)*mvt.Extent)), Y: int32(math.Round(y - float64(r.At.Y)*mvt.Extent))}
	}
	places := func(line []mvt.Coord) []mvt.Coord {
		out := make([]mvt.Coord, len(line))
		for i, c := range line {
			out[i] = place(c)
		}
		return out
	}
	seen := map[string]bool{}
	for _, first := range m.things {
		if seen[first.layer] {
			continue
		}
		seen[first.layer] = true
		keys := []string{"kind", "name", "rank", "count", "tenure", "cell", "ref", "status", "made", "class"}
		e.Begin(mvt.NewSchema(first.layer, keys...))
		for _, t := range m.things {
			if t.layer != first.layer {
				continue
			}
			give := func() {
				for i, key := range keys {
					switch v := t.properties[key].(type) {
					case string:
						e.Word(i, words.Of(v))
					case int:
						e.Number(i, uint64(v))
					}
				}
			}
			for _, p := range t.points {
				if c := place(p); c.X >= -64 && c.Y >= -64 && c.X <= mvt.Extent+64 && c.Y <= mvt.Extent+64 {
					give()
					e.Point(c.X, c.Y)
				}
			}
			if len(t.lines)+len(t.rings) > 0 {
				give()
				for _, line := range t.lines {
					e.Line(places(line))
				}
				for i, ring := range t.rings {
					e.Ring(places(ring), i > 0)
				}
				e.End()
			}
		}
	}
	return e.AppendTo(nil), nil
}

type said = map[string]any

func box(x, y, w, h int32) []mvt.Coord {
	return []mvt.Coord{{X: x, Y: y}, {X: x + w, Y: y}, {X: x + w, Y: y + h}, {X: x, Y: y + h}}
}

// town is a small one: a grid of streets, a river, a park with a hole, two areas, cells, homes and assets. It goes over four tiles.
func town(testing.TB) made {
	r := rand.New(rand.NewPCG(1, 2))
	var all []thing
	add := func(layer string, properties said, t thing) {
		t.layer, t.properties = layer, properties
		all = append(all, t)
	}
	add("green", said{"kind": "park"}, thing{rings: [][]mvt.Coord{box(2900, 900, 1500, 800), box(3300, 1100, 400, 300)}})
	add("water", said{"kind": "river", "name": "River Aire"}, thing{rings: [][]mvt.Coord{{{X: -800, Y: 2900}, {X: 2000, Y: 3100}, {X: 6800, Y: 2600}, {X: 6800, Y: 2900}, {X: 2000, Y: 3400}, {X: -800, Y: 3200}}}})
	add("water", said{"kind": "river", "name": "River Aire"}, thing{lines: [][]mvt.Coord{{{X: -800, Y: 3050}, {X: 2000, Y: 3250}, {X: 6800, Y: 2750}}}})
	for i := range int32(7) {
		kind, name := "minor", fmt.Sprintf("%s Street", []string{"Alder", "Birch", "Cedar", "Ŵyddfa", "Elm", "Fir", "Gorse"}[i])
		if i == 3 {
			kind = "main"
		}
		add("road", said{"kind": kind, "name": name}, thing{lines: [][]mvt.Coord{{{X: i * 900, Y: -400}, {X: i*900 + 120, Y: 1500}, {X: i*900 + 60, Y: 4600}}}})
		add("road", said{"kind": "minor", "name": fmt.Sprint(name[:3], " Terrace")}, thing{lines: [][]mvt.Coord{{{X: -400, Y: i*700 + 300}, {X: 3000, Y: i*700 + 150}, {X: 6400, Y: i*700 - 100}}}})
	}
	add("rail", said{"kind": "rail"}, thing{lines: [][]mvt.Coord{{{X: -400, Y: 3700}, {X: 3000, Y: 3600}, {X: 6600, Y: 3300}}}})
	add("label", said{"kind": "park", "name": "Cae Glas", "rank": 13}, thing{points: []mvt.Coord{{X: 3700, Y: 1580}}})
	add("label", said{"kind": "village", "name": "Llanfair-under-Edge", "rank": 8}, thing{points: []mvt.Coord{{X: 2600, Y: 2300}}})
	add("area", said{"ref": "vale", "status": "designated", "name": "The Vale"}, thing{rings: [][]mvt.Coord{{{X: 700, Y: 300}, {X: 3600, Y: 420}, {X: 4400, Y: 2500}, {X: 1500, Y: 2700}}}})
	add("area", said{"ref": "edge", "status": "applied", "name": "Edge"}, thing{rings: [][]mvt.Coord{box(4500, 300, 1300, 1800)}})
	add("area_label", said{"ref": "vale", "status": "designated", "name": "The Vale"}, thing{points: []mvt.Coord{{X: 2300, Y: 1300}}})
	add("area_label", said{"ref": "edge", "status": "applied", "name": "Edge"}, thing{points: []mvt.Coord{{X: 4700, Y: 900}}})
	for i := range int32(8) {
		x, y := i%4*1500-300, i/4*2200-200
		add("home_protected", said{"count": int(40 + i), "cell": fmt.Sprint("c", i), "class": 2}, thing{rings: [][]mvt.Coord{box(x, y, 1500, 2200)}})
		add("home_protected_label", said{"count": int(40 + i), "cell": fmt.Sprint("c", i)}, thing{points: []mvt.Coord{{X: x + 700, Y: y + 1100}}})
	}
	tenures := []string{"social-rent", "affordable-rent", "low-cost-home-ownership", "intermediate-rent", "leasehold-and-market"}
	for range 400 {
		count := 1
		if r.IntN(20) == 0 {
			count = 3 + r.IntN(40)
		}
		add("home", said{"count": count, "tenure": tenures[r.IntN(5)]}, thing{points: []mvt.Coord{{X: r.Int32N(6000) - 300, Y: r.Int32N(4000) - 100}}})
	}
	for i, kind := range []string{"hall", "pub", "shop", "green", "allotment", "no such kind"} {
		add("asset", said{"ref": kind, "kind": kind, "name": fmt.Sprintf("The %s & <b>sons</b>", kind)}, thing{points: []mvt.Coord{{X: int32(600 + i*900), Y: int32(800 + i%3*900)}}})
	}
	add("asset_outline", said{"kind": "green"}, thing{rings: [][]mvt.Coord{box(3200, 1000, 700, 500)}})
	return made{things: all}
}

// placeOf is a place of the town in WGS 84.
func placeOf(x, y float64) orb.Point {
	side := 2 * bng.MercatorEdge / math.Ldexp(1, townZoom)
	return bng.FromMercator(orb.Point{(townX+x/mvt.Extent)*side - bng.MercatorEdge, bng.MercatorEdge - (townY+y/mvt.Extent)*side})
}

// townView looks at the corner in which four tiles of zoom 14 meet.
func townView(width, height float64) picture.View {
	return picture.At(placeOf(3300, 1900), 14.35, width, height)
}

func document(t testing.TB, theme style.Theme) style.Style {
	t.Helper()
	d, err := style.Document(style.Options{Theme: theme, Embed: true, Focus: []style.Focus{{Kind: "areas", Ref: "vale"}}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
