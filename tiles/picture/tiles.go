package picture

import (
	"context"
	"fmt"
	"math"
	"sync"

	"terrier/geo/grid"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
	"terrier/tiles/style/evaluate"
)

// Tiles are where a picture's map comes from: vector tiles as the public gets them. They may be asked by several goroutines at once.
type Tiles interface {
	// Tile is one tile without compression; nil is an empty one.
	Tile(ctx context.Context, r layer.Request) ([]byte, error)
	// MaxZoom is the deepest zoom that a tileset has tiles of; what is drawn deeper is drawn from those.
	MaxZoom(tileset string) int
}

// mostTiles is how many tiles of one source a scene is made of at most: a picture of 2000 by 2000 pixels needs 36, a printed map of A0
// in detail some hundred.
const mostTiles = 600

// sheet is one tile of a source, read.
type sheet struct {
	at     grid.Tile
	layers map[string]*sheetLayer
}

// sheetLayer is a layer of a tile with all its features, which share what they are made of.
type sheetLayer struct {
	keys     []string
	values   []evaluate.Value
	features []feature
}

// feature is one feature of a tile. Its places are in units of the tile, of which there are mvt.Extent on each side.
type feature struct {
	of     *sheetLayer
	kind   int
	tags   []uint32
	places []mvt.Coord
	ends   []int
}

// Property makes it a feature that expressions are asked about.
func (f *feature) Property(name string) (evaluate.Value, bool) {
	for i := 0; i < len(f.tags); i += 2 {
		if f.of.keys[f.tags[i]] == name {
			return f.of.values[f.tags[i+1]], true
		}
	}
	return evaluate.Value{}, false
}

// Geometry makes it a feature that expressions are asked about.
func (f *feature) Geometry() string {
	return [...]string{"", "Point", "LineString", "Polygon"}[f.kind]
}

func (f *feature) part(i int) []mvt.Coord {
	from := 0
	if i > 0 {
		from = f.ends[i-1]
	}
	return f.places[from:f.ends[i]]
}

// fetch asks for the tiles of a source that show any of a box of the world, and reads the layers that are wanted. They come from the
// north-west, row by row.
func fetch(ctx context.Context, tiles Tiles, request layer.Request, zoom float64, box Rect, wanted map[string]bool) ([]*sheet, error) {
	z := uint8(min(max(math.Floor(zoom), 0), float64(min(tiles.MaxZoom(request.Tileset), layer.MaxZoom))))
	side := math.Ldexp(1, int(z))
	within := func(share float64) uint32 { return uint32(min(max(math.Floor(share*side), 0), side-1)) }
	x0, x1, y0, y1 := within(box.X0), within(box.X1), within(box.Y0), within(box.Y1)
	if n := (uint64(x1-x0) + 1) * (uint64(y1-y0) + 1); n > mostTiles {
		return nil, fmt.Errorf("a picture would be made of %d tiles of %s, more than %d", n, request.Tileset, mostTiles)
	}
	var sheets []*sheet
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			sheets = append(sheets, &sheet{at: grid.Tile{Z: z, X: x, Y: y}})
		}
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var wait sync.WaitGroup
	turns := make(chan struct{}, 4)
	for _, s := range sheets {
		wait.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			if ctx.Err() != nil {
				return
			}
			asked := request
			asked.At = s.at
			body, err := tiles.Tile(ctx, asked)
			if err == nil {
				s.layers, err = readSheet(body, wanted)
			}
			if err != nil {
				stop(fmt.Errorf("tile %s/%v: %w", asked.Tileset, s.at, err))
			}
		})
	}
	wait.Wait()
	return sheets, context.Cause(ctx)
}

// readSheet reads the layers that are wanted.
func readSheet(tile []byte, wanted map[string]bool) (map[string]*sheetLayer, error) {
	layers, err := mvt.Read(tile)
	if err != nil {
		return nil, err
	}
	read := map[string]*sheetLayer{}
	var f mvt.ReadFeature
	for i := range layers {
		l := &layers[i]
		if !wanted[l.Name] {
			continue
		}
		to := &sheetLayer{keys: l.Keys, values: make([]evaluate.Value, len(l.Values)), features: make([]feature, 0, l.Len())}
		for k, v := range l.Values {
			switch v.Kind {
			case mvt.TextValue:
				to.values[k] = evaluate.OfText(v.Text)
			case mvt.NumberValue:
				to.values[k] = evaluate.OfNumber(v.Number)
			case mvt.BoolValue:
				to.values[k] = evaluate.OfBool(v.Bool)
			}
		}
		var tags []uint32
		var places []mvt.Coord
		var ends []int
		for k := range l.Len() {
			if err := l.Feature(k, &f); err != nil {
				return nil, err
			}
			if l.Extent != mvt.Extent {
				for p, c := range f.Places {
					f.Places[p] = mvt.Coord{X: int32(int64(c.X) * mvt.Extent / int64(l.Extent)), Y: int32(int64(c.Y) * mvt.Extent / int64(l.Extent))}
				}
			}
			// The slices may move when they grow; those of features read before stay with the old ones.
			t, p, e := len(tags), len(places), len(ends)
			tags, places, ends = append(tags, f.Tags...), append(places, f.Places...), append(ends, f.Ends...)
			to.features = append(to.features, feature{to, f.Type, tags[t:len(tags):len(tags)], places[p:len(places):len(places)], ends[e:len(ends):len(ends)]})
		}
		read[l.Name] = to
	}
	return read, nil
}
