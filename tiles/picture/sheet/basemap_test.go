package sheet_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
	"terrier/tiles/picture/pdf/pdftest"
	"terrier/tiles/picture/sheet"
	"terrier/tiles/style"
)

// ground is a basemap of one building and one street, whose places are known in EPSG:27700.
type ground struct {
	building orb.Ring
	green    orb.Ring
	street   orb.LineString
	fault    error
}

func (ground) MaxZoom(string) int { return layer.DataMaxZoom }

var (
	words    = new(mvt.Words)
	green    = mvt.NewSchema("green", "kind")
	building = mvt.NewSchema("building", "kind")
	road     = mvt.NewSchema("road", "kind", "name")
)

func (g ground) Tile(_ context.Context, r layer.Request) ([]byte, error) {
	if g.fault != nil || r.Tileset != "basemap" {
		return nil, g.fault
	}
	at := func(p orb.Point) mvt.Coord {
		m, err := bng.MercatorFromBNG(p)
		if err != nil {
			panic(err)
		}
		side := math.Ldexp(mvt.Extent, int(r.At.Z))
		x, y := (m[0]/bng.MercatorEdge/2+.5)*side, (.5-m[1]/bng.MercatorEdge/2)*side
		return mvt.Coord{X: int32(math.Round(x)) - int32(r.At.X)*mvt.Extent, Y: int32(math.Round(y)) - int32(r.At.Y)*mvt.Extent}
	}
	e := mvt.Get(words)
	defer e.Release()
	var ring, line []mvt.Coord
	for _, p := range g.building {
		ring = append(ring, at(p))
	}
	for _, p := range g.street {
		line = append(line, at(p))
	}
	if g.green != nil {
		var park []mvt.Coord
		for _, p := range g.green {
			park = append(park, at(p))
		}
		e.Begin(green)
		e.Word(0, words.Of("park"))
		e.Ring(park, false)
		e.End()
	}
	e.Begin(building)
	e.Word(0, words.Of("house"))
	e.Ring(ring, false)
	e.End()
	e.Begin(road)
	e.Word(0, words.Of("minor"))
	e.Word(1, words.Of("Mill Lane"))
	e.Line(line)
	e.End()
	return e.AppendTo(nil), nil
}

func lightStyle(t *testing.T) style.Style {
	t.Helper()
	document, err := style.Document(style.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// The basemap comes in Web Mercator and lies on the National Grid: corners of a building stand where they would if they were drawn from the grid,
// to 0.1 mm of paper and half a unit of a tile, all over England.
func TestBasemapLiesOnTheGrid(t *testing.T) {
	for _, place := range []orb.Point{{441500, 222500}, {390000, 640000}, {180000, 30000}, {640000, 310000}, {260000, 370000}} {
		for _, ratio := range []int{1250, 10000, 25000} {
			size := float64(ratio) / 100
			g := ground{building: orb.Ring{place, {place[0] + size, place[1]}, {place[0] + size, place[1] + size}, {place[0], place[1] + size}, place},
				street: orb.LineString{{place[0] - 3*size, place[1] - size}, {place[0] + 3*size, place[1] - size}}}
			shape := orb.MultiPolygon{{{{place[0] - 5*size, place[1] - 5*size}, {place[0] + 5*size, place[1] - 5*size}, {place[0], place[1] + 5*size}, {place[0] - 5*size, place[1] - 5*size}}}}
			s := example(t, "A3", sheet.Portrait, ratio, shape)
			var err error
			if s.Basemap, err = s.Plan.Compose(t.Context(), g, lightStyle(t), shape); err != nil {
				t.Fatal(err)
			}
			p := pdftest.Read(t, s.Document().Bytes()).Pages[0]
			var found [][2]float64
			for _, a := range p.Areas {
				if math.Abs(a.RGB[0]-0xE4/255.) < .01 && math.Abs(a.RGB[1]-0xDE/255.) < .01 && a.Block > 0 && len(a.Paths) == 1 && len(a.Paths[0]) == 5 && found == nil {
					found = a.Paths[0]
				}
			}
			if found == nil {
				t.Fatalf("no building at %v, 1:%d", place, ratio)
			}
			unit := 2 * bng.MercatorEdge / math.Ldexp(mvt.Extent, 12) * 1000 / float64(ratio) // of the least detailed tile that may be taken
			for _, corner := range g.building {
				x, y := s.Plan.Frame.At(corner)
				nearest := math.Inf(1)
				for _, q := range found {
					nearest = min(nearest, math.Hypot(q[0]-x, q[1]-y))
				}
				if nearest > .1+min(unit, .1) {
					t.Errorf("at %v, 1:%d, a corner is %.3f mm off", place, ratio, nearest)
				}
			}
			if named := ratio < 25000; strings.Contains(p.Text, "Mill Lane\n") != named || strings.Count(p.Text, "Mill Lane") != strings.Count(p.Text, "Mill Lane\n") {
				t.Errorf("the street's name is not read as one")
			}
			if !strings.Contains(p.Text, "Buildings\n") || strings.Contains(p.Text, "Water\n") || strings.Contains(p.Text, "Railways\n") {
				t.Error("the key explains what is not drawn, or not what is")
			}
		}
	}
}

// An edge that a tile draws straight is straight on paper to 0.1 mm anywhere in England, however long: no edge is longer than a tile.
func TestStraightEdges(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for range 300 {
		from, err := bng.FromWGS84(orb.Point{-6 + 7.5*r.Float64(), 49.9 + 6*r.Float64()})
		if err != nil {
			continue
		}
		for _, ratio := range []float64{1250, 10_000, 100_000} {
			m, err := bng.MercatorFromBNG(from)
			if err != nil {
				continue
			}
			lonlat, _ := bng.ToWGS84(from)
			pixel := .0002064 // metres of paper; a tile has at most 1,024 of them
			if ratio > 50_000 {
				pixel = .0001747
			}
			long := 1024 * pixel * ratio / math.Cos(lonlat[1]*math.Pi/180)
			angle := 2 * math.Pi * r.Float64()
			end := orb.Point{m[0] + long*math.Cos(angle), m[1] + long*math.Sin(angle)}
			a, errA := bng.FromWGS84(bng.FromMercator(m))
			b, errB := bng.FromWGS84(bng.FromMercator(end))
			mid, errM := bng.FromWGS84(bng.FromMercator(orb.Point{(m[0] + end[0]) / 2, (m[1] + end[1]) / 2}))
			if errA != nil || errB != nil || errM != nil {
				continue
			}
			off := math.Abs((mid[0]-a[0])*(b[1]-a[1])-(mid[1]-a[1])*(b[0]-a[0])) / math.Hypot(b[0]-a[0], b[1]-a[1]) * 1000 / ratio
			if off > .1 {
				t.Errorf("seed %d: an edge of a tile at %v bends by %.3f mm at 1:%.0f", seed, from, off, ratio)
			}
		}
	}
}

// In grey green space is as light as buildings are, and is told from them by lines over it, on the map and in the key.
func TestGreenIsHatched(t *testing.T) {
	shape := valley()
	s := example(t, "A3", sheet.Landscape, 10000, shape)
	for _, park := range []orb.Ring{nil, {{441500, 222500}, {442000, 222500}, {442000, 222900}, {441500, 222900}, {441500, 222500}}} {
		var err error
		g := ground{building: orb.Ring{{441000, 222900}, {441010, 222900}, {441010, 222910}, {441000, 222900}}, green: park, street: orb.LineString{{441000, 222000}, {441100, 222000}}}
		if s.Basemap, err = s.Plan.Compose(t.Context(), g, lightStyle(t), shape); err != nil {
			t.Fatal(err)
		}
		p := pdftest.Read(t, s.Document().Bytes()).Pages[0]
		lines := 0
		for _, l := range p.Lines {
			if math.Abs(l.Width-.12) < .002 {
				lines += len(l.Paths)
			}
		}
		if keyed := strings.Contains(p.Text, "Green space"); keyed != (park != nil) || (lines > 10) != (park != nil) {
			t.Errorf("with a park %v: %d lines, in the key %v", park != nil, lines, keyed)
		}
	}
}

// No name stands on the outline.
func TestNamesKeepOff(t *testing.T) {
	street := orb.LineString{{441200, 222500}, {442800, 222500}}
	g := ground{building: orb.Ring{{441000, 222900}, {441010, 222900}, {441010, 222910}, {441000, 222900}}, street: street}
	along := orb.MultiPolygon{{{{441100, 222497}, {442900, 222497}, {442900, 222503}, {441100, 222503}, {441100, 222497}}}}
	s := example(t, "A3", sheet.Landscape, 10000, along)
	for _, outlines := range [][]orb.MultiPolygon{nil, {along}} {
		drawn, err := s.Plan.Compose(t.Context(), g, lightStyle(t), outlines...)
		if err != nil {
			t.Fatal(err)
		}
		s.Basemap = drawn
		if named := strings.Contains(pdftest.Read(t, s.Document().Bytes()).Pages[0].Text, "Mill Lane"); named != (outlines == nil) {
			t.Errorf("with %d outlines the street is named: %v", len(outlines), named)
		}
	}
}

// A tile that cannot be had, or a frame that OSTN15 does not reach, is told.
func TestNoBasemap(t *testing.T) {
	s := draw(t, "A4", sheet.Portrait, 0)
	fault := errors.New("away")
	if _, err := s.Plan.Compose(t.Context(), ground{fault: fault}, lightStyle(t)); !errors.Is(err, fault) {
		t.Errorf("without tiles: %v", err)
	}
	far := orb.MultiPolygon{{{{-900000, 0}, {-899000, 0}, {-899000, 1000}, {-900000, 0}}}}
	var outside *bng.OutsideError
	if _, err := example(t, "A4", sheet.Portrait, 0, far).Plan.Compose(t.Context(), ground{}, lightStyle(t)); !errors.As(err, &outside) {
		t.Errorf("off the grid: %v", err)
	}
	if body := example(t, "A4", sheet.Portrait, 0, far).Document().Bytes(); !slices.Contains(strings.Split(pdftest.Read(t, body).Pages[0].Text, "\n"), "Hollin Vale plan area") {
		t.Error("off the grid there is no map at all")
	}
}
