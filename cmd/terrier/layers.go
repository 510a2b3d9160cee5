package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/jackc/pgx/v5"

	"terrier/data/postgis"
	"terrier/geo/grid"
	"terrier/plans/area"
	"terrier/plans/basemap"
	"terrier/tiles/feature"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
)

// registerLayer is a layer of a register besides homes, and how often its parts of the map have changed.
type registerLayer struct {
	*feature.Layer
	words       *mvt.Words
	schema      *mvt.Schema
	generations grid.Generations
}

// buffers are how far beyond its edges a tile shows a layer's outlines, so that none shows at a tile's edge, in 4096ths. Points are in
// one tile.
var buffers = map[string]int{"area": 128, "asset_outline": 64, "boundary": 128, "green": 16, "water": 64, "building": 16, "road": 128, "rail": 128}

func registerLayers(sets []layer.Tileset, words *mvt.Words) map[string]*registerLayer {
	layers := map[string]*registerLayer{}
	for _, set := range sets {
		for _, l := range set.Layers {
			if layers[l.ID] != nil || isHome(l) {
				continue
			}
			schema := mvt.NewSchema(l.ID, l.Keys()...)
			layers[l.ID] = &registerLayer{Layer: feature.NewLayer(schema, buffers[l.ID], uint8(l.MinZoom)), words: words, schema: schema}
		}
	}
	return layers
}

func isHome(l layer.Layer) bool { return l.PublicOnly || l.ID == "home" || l.ID == "home_square" }

// said are properties, a key and its text by turns. Nothing is said of what is not known.
func (l *registerLayer) said(keysAndTexts ...string) []feature.Tag {
	tags := make([]feature.Tag, 0, len(keysAndTexts)/2)
	for pair := range slices.Chunk(keysAndTexts, 2) {
		if key, text := pair[0], pair[1]; text != "" {
			tags = append(tags, feature.Tag{Key: l.key(key), Word: l.words.Of(text)})
		}
	}
	return slices.Clip(tags)
}

func (l *registerLayer) number(key string, n int) feature.Tag {
	return feature.Tag{Key: l.key(key), Number: uint64(n)}
}

// key is the place of one of the layer's own fields.
func (l *registerLayer) key(name string) int {
	key, ok := l.schema.Key(name)
	if !ok {
		panic("the layer " + l.schema.Name() + " has no field " + name)
	}
	return key
}

// feedLayers brings what a batch says of the registers besides homes to their layers. A layer that is made anew is prepared while the
// database is read on: it stands when replacing is done.
func (k *kept) feedLayers(ctx context.Context, tx pgx.Tx, b postgis.Batch, replacing *sync.WaitGroup) error {
	if err := feedLayer(ctx, tx, b, "neighbourhood_plan_area", postgis.DrawnAreas, k.layers, areaFeatures, replacing); err != nil {
		return err
	}
	if err := feedLayer(ctx, tx, b, "community_asset", postgis.DrawnAssets, k.layers, assetFeatures, replacing); err != nil {
		return err
	}
	if err := feedLayer(ctx, tx, b, "boundary", postgis.DrawnBoundaries, k.layers, boundaryFeatures, replacing); err != nil {
		return err
	}
	return feedLayer(ctx, tx, b, "basemap", postgis.DrawnGrounds, k.layers, groundFeatures, replacing)
}

// feedLayer brings the rows of one table to the layers that they are drawn in.
func feedLayer[T any](ctx context.Context, tx pgx.Tx, b postgis.Batch, table string, read func(context.Context, pgx.Tx, []int64) ([]T, error),
	layers map[string]*registerLayer, drawn map[string]func(*registerLayer, T) (feature.Feature, bool), replacing *sync.WaitGroup) error {
	keys := b.Keys[table]
	drawn = maps.Clone(drawn)
	maps.DeleteFunc(drawn, func(name string, _ func(*registerLayer, T) (feature.Feature, bool)) bool { return layers[name] == nil })
	if len(drawn) == 0 || !b.Reload[table] && len(keys) == 0 {
		return nil
	}
	if b.Reload[table] {
		keys = nil
	}
	rows, err := read(ctx, tx, keys)
	if err != nil {
		return fmt.Errorf("read what is drawn of %s: %w", table, err)
	}
	for name, featureOf := range drawn {
		l := layers[name]
		put := make([]feature.Feature, 0, len(rows))
		for _, row := range rows {
			if f, ok := featureOf(l, row); ok {
				put = append(put, f)
			}
		}
		if b.Reload[table] {
			replacing.Go(func() {
				l.Replace(put)
				l.generations.RaiseAll()
			})
			continue
		}
		for _, box := range l.Apply(put, keys) {
			l.generations.RaiseBound(box, l.Buffer()+feature.Snapped)
		}
	}
	return nil
}

var areaFeatures = map[string]func(*registerLayer, postgis.DrawnArea) (feature.Feature, bool){
	"area": func(l *registerLayer, a postgis.DrawnArea) (feature.Feature, bool) { return areaFeature(l, a), true },
	"area_label": func(l *registerLayer, a postgis.DrawnArea) (feature.Feature, bool) {
		f := areaFeature(l, a)
		f.Geometry = a.Label
		return f, a.Label != nil
	},
}

func areaFeature(l *registerLayer, a postgis.DrawnArea) feature.Feature {
	stage, _ := area.Stages.Find(a.Stage)
	tags := l.said("ref", a.Ref, "name", a.Name, "stage", a.Stage, "status", stage.Group)
	if a.Made > 0 {
		tags = append(tags, l.number("made", a.Made))
	}
	return feature.Feature{ID: a.ID, Public: feature.PublicID(a.Ref), Geometry: a.Geometry, Name: a.Ref, Tags: tags}
}

var assetFeatures = map[string]func(*registerLayer, postgis.DrawnAsset) (feature.Feature, bool){
	"asset": func(l *registerLayer, a postgis.DrawnAsset) (feature.Feature, bool) {
		return feature.Feature{ID: a.ID, Public: feature.PublicID(a.Ref), Geometry: a.Point, Name: a.Ref, Tags: l.said("ref", a.Ref, "name", a.Name, "kind", a.Kind)}, true
	},
	"asset_outline": func(l *registerLayer, a postgis.DrawnAsset) (feature.Feature, bool) {
		return feature.Feature{ID: a.ID, Public: feature.PublicID(a.Ref), Geometry: a.Outline, Name: a.Ref, Tags: l.said("ref", a.Ref, "kind", a.Kind)}, a.Outline != nil
	},
}

// boundaryZooms are from where each kind of boundary shows.
var boundaryZooms = map[string]uint8{"local-authority": layer.BoundaryMinZoom, "local-planning-authority": layer.BoundaryMinZoom,
	"national-park": layer.BoundaryMinZoom, "parish": 10, "ward": 10, "lsoa": 11, "msoa": 11, "other": 11, "oa": 13}

var boundaryFeatures = map[string]func(*registerLayer, postgis.DrawnBoundary) (feature.Feature, bool){
	"boundary": func(l *registerLayer, b postgis.DrawnBoundary) (feature.Feature, bool) {
		name := b.Kind + " " + b.Code
		return feature.Feature{ID: b.ID, Public: feature.PublicID(name), Geometry: b.Geometry, MinZoom: boundaryZooms[b.Kind], Name: name,
			Tags: l.said("kind", b.Kind, "code", b.Code, "name", b.Name, "has-council", b.HasCouncil)}, true
	},
}

var groundFeatures = func() map[string]func(*registerLayer, postgis.DrawnGround) (feature.Feature, bool) {
	all := map[string]func(*registerLayer, postgis.DrawnGround) (feature.Feature, bool){}
	for _, name := range basemap.Layers.Slugs() {
		all[name] = func(l *registerLayer, g postgis.DrawnGround) (feature.Feature, bool) {
			if g.Layer != name {
				return feature.Feature{}, false
			}
			f := feature.Feature{ID: g.ID, Geometry: g.Geometry, MinZoom: uint8(g.MinZoom), Tags: l.said("kind", g.Kind, "name", g.Name)}
			if name == "label" { // what shows from further away has its place first
				f.Rank, f.Name = int32(g.MinZoom), g.Name
				f.Tags = append(f.Tags, l.number("rank", g.MinZoom))
			} else { // what shows from further away lies over the rest
				f.Rank, f.Name = -int32(g.MinZoom), backwards(g.Kind)
			}
			return f, true
		}
	}
	return all
}()

// backwards is a text that sorts against the order of the others: main roads lie over minor ones, by name.
func backwards(text string) string {
	b := []byte(text)
	for i := range b {
		b[i] = 255 - b[i]
	}
	return string(append(b, 255))
}
