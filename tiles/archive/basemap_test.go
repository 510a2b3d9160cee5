package archive_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"terrier/geo/grid"
	"terrier/tiles/archive"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
	"terrier/tiles/style"
)

var _ serve.Source = (*archive.Basemap)(nil)

// TestStyle holds that the words for schemas are those of tiles/style, and that each layer of tiles that a style draws is one that
// the schema has and the archive's description names, even where the archive lacks it.
func TestStyle(t *testing.T) {
	for name, schema := range map[string]struct {
		schema archive.Schema
		layers string
	}{
		"openmaptiles": {archive.OpenMapTiles, openMapTiles}, "protomaps": {archive.Protomaps, protomaps4}, "raster": {archive.Raster, ""},
	} {
		document, err := style.Document(style.Options{Basemap: style.Schema(schema.schema)})
		if err != nil {
			t.Fatal(err)
		}
		described, _ := archive.Under(registers{}, open(t, name)).Describe("basemap")
		drawn := 0
		for _, l := range document.Layers {
			if l.Source != "basemap" {
				continue
			}
			drawn++
			if l.SourceLayer != "" && !slices.Contains(strings.Fields(schema.layers), l.SourceLayer) {
				t.Errorf("%s: layer %s draws %q, which the schema does not have", name, l.ID, l.SourceLayer)
			}
			if l.SourceLayer != "" && !slices.ContainsFunc(described.Layers, func(d layer.Layer) bool { return d.ID == l.SourceLayer }) {
				t.Errorf("%s: layer %s draws %q, which the description does not name", name, l.ID, l.SourceLayer)
			}
		}
		if drawn == 0 {
			t.Errorf("%s: nothing is drawn", name)
		}
	}
}

// registers says which tileset it was asked for.
type registers struct{}

func (registers) Tile(_ context.Context, tileset string, _ uint8, _, _ uint32) ([]byte, error) {
	return []byte("registers: " + tileset), nil
}
func (registers) Extent(context.Context) (orb.Bound, bool, error) {
	return orb.Bound{Max: orb.Point{1, 1}}, true, nil
}
func (registers) Attributions(context.Context) ([]string, error) { return []string{"© Crown"}, nil }

func TestBasemap(t *testing.T) {
	ctx := context.Background()
	base := archive.Under(registers{}, open(t, "openmaptiles"))
	t.Run("leaves the registers' tiles to them", func(t *testing.T) {
		if got, err := base.Tile(ctx, "overlay", 0, 0, 0); string(got) != "registers: overlay" || err != nil {
			t.Errorf("%s, %v", got, err)
		}
		if _, ok := base.Describe("overlay"); ok {
			t.Error("describes the overlay")
		}
	})
	t.Run("gives vector tiles that are not compressed", func(t *testing.T) {
		data, err := base.Tile(ctx, "basemap", 4, 7, 5)
		if err != nil {
			t.Fatal(err)
		}
		layers, err := mvt.Unmarshal(data)
		if err != nil || len(layers) != 6 || layers[3].Name != "transportation" {
			t.Errorf("%v, %v", layers, err)
		}
	})
	t.Run("gives pictures as they are", func(t *testing.T) {
		data, err := archive.Under(registers{}, open(t, "raster")).Tile(ctx, "basemap", 0, 0, 0)
		if err != nil || !bytes.HasPrefix(data, []byte("\x89PNG")) {
			t.Errorf("%.20q, %v", data, err)
		}
	})
	t.Run("gives nil for a tile that is not there", func(t *testing.T) {
		if data, err := base.Tile(ctx, "basemap", 12, 2000, 1300); data != nil || err != nil {
			t.Errorf("%v, %v", data, err)
		}
	})
	t.Run("stops where the reader has gone away", func(t *testing.T) {
		gone, cancel := context.WithCancel(ctx)
		cancel()
		if _, err := base.Tile(gone, "basemap", 0, 0, 0); !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
	t.Run("names the tile that does not decompress", func(t *testing.T) {
		broken := archive.Under(registers{}, reopened(t, archive.Contents{Kind: archive.PNG,
			Tiles: func(yield func(grid.Tile, []byte) bool) { yield(grid.Tile{}, []byte{0x1f, 0x8b, 9}) }}, 98, 0))
		_, err := broken.Tile(ctx, "basemap", 0, 0, 0)
		wantRefusal(t, err, "archive-damaged", "tile 0/0/0: its content should be compressed by gzip")
	})
	t.Run("describes itself", func(t *testing.T) {
		d, ok := base.Describe("basemap")
		if !ok || d.MediaType != serve.TileType || d.Suffix != "mvt" || d.LeastZoom != 0 || d.MostZoom != 4 {
			t.Errorf("%+v", d)
		}
		if d.Attribution != "© Fold &amp; Sons, invented" || d.Layers[0].ID != "park" || d.Layers[0].MaxZoom != 4 {
			t.Errorf("%+v", d)
		}
	})
}
