package serve

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"terrier/tiles/archive"
	"terrier/tiles/layer"
	"terrier/tiles/style"
)

// tileset is what is known of a tileset before anybody asks for it.
type tileset struct {
	layer.Tileset
	archive           *archive.Archive    // that it is served from; nil: from the source
	described         archive.Description // of the archive
	suffix, mediaType string              // of its tiles; the suffix with its dot
	cache             []string            // Cache-Control of its tiles
}

// gzips is true where tiles gain from being compressed.
func (t *tileset) gzips() bool { return compressible(t.mediaType) }

// tilesets lists the registers' tilesets, those in an archive in place of one of the same name or after all others.
func tilesets(config Config) []*tileset {
	var sets []*tileset
	for _, set := range config.Tilesets {
		if config.Archives[set.Name] == nil {
			set.Layers = thinned(set.Layers, config.Archives["basemap"])
			sets = append(sets, &tileset{Tileset: set, suffix: ".mvt", mediaType: TileType, cache: keep(set.Name)})
			continue
		}
		sets = append(sets, archived(set.Name, config.Archives[set.Name]))
	}
	var more []*tileset
	for name, a := range config.Archives {
		if _, ok := layer.Find(config.Tilesets, name); !ok {
			more = append(more, archived(name, a))
		}
	}
	slices.SortFunc(more, func(a, b *tileset) int { return strings.Compare(a.Name, b.Name) })
	return append(sets, more...)
}

// thinned says what embeds are drawn from where their ground comes from an archive: of its layers those that their style draws.
func thinned(layers []layer.Layer, basemap *archive.Archive) []layer.Layer {
	if basemap == nil || !slices.ContainsFunc(layers, func(l layer.Layer) bool { return l.Thinned }) {
		return layers
	}
	var all []layer.Layer
	if schema, err := basemap.Schema(); err == nil {
		drawn, _ := style.Ground(style.Schema(schema)) // who cannot draw a schema does not serve it
		for _, l := range basemap.Describe("basemap").Layers {
			if slices.ContainsFunc(drawn, func(d style.Layer) bool { return d.SourceLayer == l.ID }) {
				l.MaxZoom, l.Thinned = layer.DataMaxZoom, true
				all = append(all, l)
			}
		}
	}
	return append(all, slices.DeleteFunc(slices.Clone(layers), func(l layer.Layer) bool { return l.Thinned })...)
}

// exactTilesets are those that hold nothing but homes, without what stands for them to the public. They are never served from an archive,
// which has the public's.
func exactTilesets(config Config) (sets []*tileset) {
	for _, set := range config.Tilesets {
		if set.Name == "homes" {
			set.Layers = slices.DeleteFunc(slices.Clone(set.Layers), func(l layer.Layer) bool { return l.PublicOnly })
			set.About = "Homes as their reader may see them"
			sets = append(sets, &tileset{Tileset: set, suffix: ".mvt", mediaType: TileType, cache: private})
		}
	}
	return sets
}

func archived(name string, a *archive.Archive) *tileset {
	d := a.Describe(name)
	return &tileset{Tileset: d.Tileset, archive: a, described: d, suffix: "." + d.Suffix, mediaType: d.MediaType, cache: keep(name)}
}

// keep says how long a tile may be kept: those without homes in them longer.
func keep(tileset string) []string {
	if tileset == "basemap" || tileset == "boundaries" {
		return []string{Slow}
	}
	return []string{Fresh}
}

func find(sets []*tileset, name string) (*tileset, error) {
	for _, set := range sets {
		if set.Name == name {
			return set, nil
		}
	}
	names := make([]string, len(sets))
	for i, set := range sets {
		names[i] = set.Name
	}
	return nil, &Error{Status: http.StatusNotFound, code: "unknown-tileset", Field: "tileset",
		Message: fmt.Sprintf("There is no tileset called %q here.", shorten(name)),
		Remedy:  "There are " + strings.Join(names, ", ") + "."}
}
