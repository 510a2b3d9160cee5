package archive

import (
	"slices"
	"strings"
)

// Kind is the type of an archive's tiles (specification, section 3.2, "Tile Type").
type Kind uint8

// The kinds of tiles.
const (
	Other Kind = iota
	Vector
	PNG
	JPEG
	WebP
	AVIF
	mapLibre
)

var kinds = map[Kind]struct{ name, mediaType, suffix string }{
	Vector: {"vector tiles", "application/vnd.mapbox-vector-tile", "mvt"},
	PNG:    {"PNG pictures", "image/png", "png"},
	JPEG:   {"JPEG pictures", "image/jpeg", "jpg"},
	WebP:   {"WebP pictures", "image/webp", "webp"},
	AVIF:   {"AVIF pictures", "image/avif", "avif"},
}

// String names the kind for people.
func (k Kind) String() string {
	switch name := kinds[k].name; {
	case name != "":
		return name
	case k == mapLibre:
		return "MapLibre vector tiles"
	}
	return "tiles of an unknown type"
}

// MediaType is the registered media type of a tile, empty where there is none that is served here.
func (k Kind) MediaType() string { return kinds[k].mediaType }

// Suffix is what the addresses of such tiles end in, without a dot.
func (k Kind) Suffix() string { return kinds[k].suffix }

// Schema says how an archive's tiles are laid out. The words are those of tiles/style.
type Schema string

// The schemas that can be drawn.
const (
	OpenMapTiles Schema = "openmaptiles" // https://openmaptiles.org/schema
	Protomaps    Schema = "protomaps"    // https://docs.protomaps.com/basemaps/layers, version 4
	Raster       Schema = "raster"
)

// schemas are what a schema is known by, the layers that a map would be blank without, and what else it may have.
var schemas = []struct {
	schema       Schema
	marks, other []string
}{
	{OpenMapTiles, []string{"transportation", "water", "place"}, []string{"aerodrome_label", "aeroway", "boundary", "building", "housenumber",
		"landcover", "landuse", "mountain_peak", "park", "poi", "transportation_name", "water_name", "waterway"}},
	{Protomaps, []string{"earth", "roads", "water", "places"}, []string{"boundaries", "buildings", "landcover", "landuse", "pois"}},
}

// accepted tells what a basemap may be.
const accepted = "a basemap is in the OpenMapTiles schema (it has the layers transportation, water and place), " +
	"in the Protomaps schema of version 4 (earth, roads, water and places), or raster (PNG, JPEG, WebP or AVIF)"

// Schema finds out how the tiles are laid out, by their type and the names of their layers. What cannot be drawn is an *Error
// that says what was found and what is accepted.
func (a *Archive) Schema() (Schema, error) {
	switch a.header.kind {
	case PNG, JPEG, WebP, AVIF:
		if a.metadata.Encoding != "" {
			return "", refuse(CodeTileType, "these pictures encode heights (%s), not a map; %s", a.metadata.Encoding, accepted)
		}
		return Raster, nil
	case Vector:
		return schemaOf(a.metadata.VectorLayers)
	}
	return "", refuse(CodeTileType, "the archive holds %v; %s", a.header.kind, accepted)
}

func schemaOf(layers []VectorLayer) (Schema, error) {
	ids := Metadata{VectorLayers: layers}.LayerIDs()
	if len(ids) == 0 {
		return "", refuse(CodeSchema, "the archive does not name the layers of its vector tiles (vector_layers in its metadata); %s", accepted)
	}
	for _, one := range schemas {
		if !all(one.marks, ids) {
			continue
		}
		if one.schema == Protomaps && beforeVersion4(layers) {
			return "", refuse(CodeSchema, "the archive is in the Protomaps schema of version 3 or older (its fields begin with pmap:), "+
				"whose tiles are laid out otherwise; take one built since 2024; %s", accepted)
		}
		return one.schema, nil
	}
	return "", refuse(CodeSchema, "the archive has the layers %s; %s", sentence(ids), accepted)
}

// missing are the layers that the archive's schema may have and the archive has not: extracts leave out what is empty.
func (a *Archive) missing() []string {
	schema, err := a.Schema()
	if err != nil {
		return nil
	}
	var ids []string
	for _, one := range schemas {
		if one.schema == schema {
			ids = slices.DeleteFunc(slices.Clone(one.other), func(id string) bool { return slices.Contains(a.metadata.LayerIDs(), id) })
		}
	}
	return ids
}

// beforeVersion4 knows older Protomaps tiles by the prefix of their fields, which version 4 took off, and by two of the layers
// that it dissolved (CHANGELOG of protomaps/basemaps, tiles 4.0.0).
func beforeVersion4(layers []VectorLayer) bool {
	return slices.ContainsFunc(layers, func(l VectorLayer) bool {
		_, prefixed := l.Fields["pmap:kind"]
		return prefixed || l.ID == "physical_line" || l.ID == "physical_point"
	})
}

func all(wanted, ids []string) bool {
	return !slices.ContainsFunc(wanted, func(id string) bool { return !slices.Contains(ids, id) })
}

// sentence writes names for a sentence, and no more of them than one can read.
func sentence(ids []string) string {
	const most = 30
	if len(ids) > most {
		return strings.Join(ids[:most], ", ") + " and others"
	}
	return strings.Join(ids, ", ")
}
