package archive_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"terrier/geo/grid"
	"terrier/tiles/archive"
)

// The layers of others' schemas, as their own lists give them.
var (
	// openmaptiles/openmaptiles openmaptiles.yaml, version 3.16.0
	openMapTiles = "water waterway landcover landuse mountain_peak park boundary aeroway transportation building water_name " +
		"transportation_name place housenumber poi aerodrome_label"
	// protomaps/basemaps tiles/src/main/java/com/protomaps/basemap/layers, version 4.15.2
	protomaps4 = "boundaries buildings earth landcover landuse places pois roads water"
	// the same before version 4
	protomaps3 = "boundaries buildings earth landuse natural physical_line physical_point places pois roads transit water"
	// shortbread-tiles.org/schema/1.0, as VersaTiles serves it
	shortbread = "ocean water_polygons water_lines land sites buildings addresses streets street_polygons street_labels " +
		"boundaries boundary_labels place_labels pois"
	// docs.mapbox.com, Mapbox Streets v8
	mapbox = "admin aeroway airport_label building housenum_label landuse landuse_overlay motorway_junction natural_label " +
		"place_label poi_label road structure transit_stop_label water waterway"
)

func TestSchema(t *testing.T) {
	for name, want := range map[string]archive.Schema{
		"openmaptiles": archive.OpenMapTiles, "protomaps": archive.Protomaps, "raster": archive.Raster, "leaves": archive.Raster,
	} {
		t.Run("of "+name, func(t *testing.T) {
			if got, err := open(t, name).Schema(); got != want || err != nil {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	for layers, want := range map[string]archive.Schema{
		openMapTiles:                 archive.OpenMapTiles,
		protomaps4:                   archive.Protomaps,
		"water place transportation": archive.OpenMapTiles,
		"places roads water earth hillshade_of_mine": archive.Protomaps,
	} {
		if got, err := written(t, archive.Vector, layers, "").Schema(); got != want || err != nil {
			t.Errorf("%s: %q, %v", layers, got, err)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	const accepted = "a basemap is in the OpenMapTiles schema (it has the layers transportation, water and place), " +
		"in the Protomaps schema of version 4 (earth, roads, water and places), or raster (PNG, JPEG, WebP or AVIF)"
	for name, c := range map[string]struct {
		kind             archive.Kind
		layers, encoding string
		code, says       string
	}{
		"Shortbread":                  {archive.Vector, shortbread, "", "archive-schema", "the archive has the layers ocean, water_polygons, water_lines, land, sites,"},
		"Mapbox Streets":              {archive.Vector, mapbox, "", "archive-schema", "road, structure, transit_stop_label, water, waterway"},
		"our own":                     {archive.Vector, "water green building road rail label", "", "archive-schema", "has the layers water, green, building, road, rail, label"},
		"half of OpenMapTiles":        {archive.Vector, "water place", "", "archive-schema", "has the layers water, place"},
		"Protomaps before version 4":  {archive.Vector, protomaps3, "", "archive-schema", "Protomaps schema of version 3 or older"},
		"Protomaps of prefixed kinds": {archive.Vector, protomaps4 + " pmap:kind", "", "archive-schema", "version 3 or older"},
		"no layers":                   {archive.Vector, "", "", "archive-schema", "does not name the layers"},
		"hundreds of layers":          {archive.Vector, strings.Repeat("x ", 300), "", "archive-schema", "x, x and others; "},
		"tiles of another type":       {archive.Other, "", "", "archive-tile-type", "holds tiles of an unknown type"},
		"MapLibre tiles":              {6, openMapTiles, "", "archive-tile-type", "holds MapLibre vector tiles"},
		"heights":                     {archive.PNG, "", "terrarium", "archive-tile-type", "encode heights (terrarium)"},
	} {
		t.Run(name, func(t *testing.T) {
			schema, err := written(t, c.kind, c.layers, c.encoding).Schema()
			var refused *archive.Error
			if schema != "" || !errors.As(err, &refused) || refused.Code() != c.code || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%q, %v; want %s: ... %s", schema, err, c.code, c.says)
			}
			if err != nil && !strings.HasSuffix(err.Error(), accepted) {
				t.Errorf("does not say what is accepted: %v", err)
			}
		})
	}
}

func TestCredit(t *testing.T) {
	if got := open(t, "raster").Metadata().Credit(); got != "© Fold & Sons, invented" {
		t.Errorf("%q", got)
	}
	for html, want := range map[string]string{
		"":                             "",
		"© OpenStreetMap contributors": "© OpenStreetMap contributors",
		"<a href='#'>a</a> <script>alert(1)</script><b>b\n c</b> &lt;i&gt;": "a b c <i>",
		"Fold < Sons":                  "Fold < Sons",
		"<b>F</b>old<br/>Sons<!--x-->": "Fold Sons",
		"<a>&copy; OpenMapTiles</a> <a>&copy; OpenStreetMap contributors</a>": "© OpenMapTiles © OpenStreetMap contributors",
	} {
		if got := (archive.Metadata{Attribution: html}).Credit(); got != want {
			t.Errorf("%q: %q, want %q", html, got, want)
		}
	}
}

// written makes an archive of one tile with these layers and opens it.
func written(t *testing.T, kind archive.Kind, layers, encoding string) *archive.Archive {
	t.Helper()
	m := archive.Metadata{Encoding: encoding}
	for _, id := range strings.Fields(layers) {
		m.VectorLayers = append(m.VectorLayers, archive.VectorLayer{ID: id, Fields: map[string]string{id: "String"}})
	}
	return reopened(t, archive.Contents{Kind: kind, Metadata: m, Tiles: func(yield func(grid.Tile, []byte) bool) {
		yield(grid.Tile{}, []byte("tile"))
	}})
}

// reopened writes an archive and opens it again, after setting bytes of the file: each at a place, to a value.
func reopened(t testing.TB, c archive.Contents, set ...int) *archive.Archive {
	t.Helper()
	var file bytes.Buffer
	if err := archive.Write(&file, c); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(set); i += 2 {
		file.Bytes()[set[i]] = byte(set[i+1])
	}
	a, err := archive.New(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return a
}
