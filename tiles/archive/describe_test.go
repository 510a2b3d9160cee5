package archive_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"

	"terrier/geo/grid"
	"terrier/tiles/archive"
	"terrier/tiles/layer"
	"terrier/tiles/serve"
	"terrier/tiles/style"
)

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
		described := open(t, name).Describe("basemap")
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

func TestUnpacked(t *testing.T) {
	at := grid.Tile{Z: 4, X: 7, Y: 5}
	t.Run("gives vector tiles that are not compressed", func(t *testing.T) {
		data, err := open(t, "openmaptiles").Unpacked(at)
		if err != nil {
			t.Fatal(err)
		}
		layers, err := mvt.Unmarshal(data)
		if err != nil || len(layers) != 6 || layers[3].Name != "transportation" {
			t.Errorf("%v, %v", layers, err)
		}
	})
	t.Run("gives pictures as they are", func(t *testing.T) {
		data, err := open(t, "raster").Unpacked(grid.Tile{})
		if err != nil || !bytes.HasPrefix(data, []byte("\x89PNG")) {
			t.Errorf("%.20q, %v", data, err)
		}
	})
	t.Run("gives nil for a tile that is not there", func(t *testing.T) {
		if data, err := open(t, "openmaptiles").Unpacked(grid.Tile{Z: 12, X: 2000, Y: 1300}); data != nil || err != nil {
			t.Errorf("%v, %v", data, err)
		}
	})
	t.Run("names the tile that does not decompress", func(t *testing.T) {
		broken := reopened(t, archive.Contents{Kind: archive.PNG,
			Tiles: func(yield func(grid.Tile, []byte) bool) { yield(grid.Tile{}, []byte{0x1f, 0x8b, 9}) }}, 98, 0)
		_, err := broken.Unpacked(grid.Tile{})
		wantRefusal(t, err, "archive-damaged", "tile 0/0/0: its content should be compressed by gzip")
	})
}

func TestDescribe(t *testing.T) {
	d := open(t, "openmaptiles").Describe("basemap")
	if d.Name != "basemap" || d.MediaType != serve.TileType || d.Suffix != "mvt" || d.LeastZoom != 0 || d.MostZoom != 4 {
		t.Errorf("%+v", d)
	}
	if d.Attribution != "© Fold &amp; Sons, invented" || d.Layers[0].ID != "park" || d.Layers[0].MaxZoom != 4 {
		t.Errorf("%+v", d)
	}
}
