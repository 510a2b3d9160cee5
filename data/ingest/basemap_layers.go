package ingest

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/basemap"
	"terrier/plans/intake"
)

// chooseLayers finds the layers of the file that become part of the map, puts them into drawing order, and looks at each once.
func (g *ground) chooseLayers() error {
	layers, err := g.wantedLayers()
	if err != nil {
		return err
	}
	ofProduct := false
	for _, l := range layers {
		p, known := basemap.FindProduct(l.Name)
		if !known || !p.Drawn() {
			continue
		}
		layer := groundLayer{Layer: l, Product: p}
		has, err := g.look(&layer)
		if err != nil {
			return inLayer(l.Name, err)
		}
		ofProduct = ofProduct || has
		g.layers = append(g.layers, layer)
	}
	if !ofProduct {
		return g.notABasemap()
	}
	slices.SortStableFunc(g.layers, func(a, b groundLayer) int { return order(a.Product) - order(b.Product) })
	if g.Layer == "" {
		g.tellLeftAlone()
	}
	return nil
}

func order(p basemap.Product) int {
	return slices.IndexFunc(basemap.Products, func(q basemap.Product) bool { return q.Name == p.Name })
}

// wantedLayers are all of the file, or the one that is named: as the file calls it, or as the product does.
func (g *ground) wantedLayers() ([]row.Layer, error) {
	if g.Layer == "" {
		return g.file.Layers, nil
	}
	layers, err := chooseLayers(g.file, g.Layer)
	if err != nil {
		layers = slices.DeleteFunc(slices.Clone(g.file.Layers), func(l row.Layer) bool { return !sameProduct(l.Name, g.Layer) })
		if len(layers) == 0 {
			return nil, err
		}
	}
	g.layer.Name = g.Layer
	if p, known := basemap.FindProduct(layers[0].Name); known && !p.Drawn() {
		return nil, plans.Refuse("not-drawn", "layer", fmt.Sprintf("%s is no part of the map that terrier draws.", layers[0].Name),
			"Leave --layer out, or name one of "+strings.Join(g.names(drawn), ", ")+".")
	}
	return layers, nil
}

func sameProduct(a, b string) bool {
	p, known := basemap.FindProduct(a)
	q, also := basemap.FindProduct(b)
	return known && also && p.Name == q.Name
}

func drawn(name string) bool {
	p, known := basemap.FindProduct(name)
	return known && p.Drawn()
}

// look opens a layer for its coordinate system and size. has is true where it has the column that every layer of the product has.
func (g *ground) look(layer *groundLayer) (has bool, err error) {
	reader, err := layer.Open()
	if err == io.EOF {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer func() { _ = reader.Close() }()
	g.bytes += reader.Size()
	has = fieldsOf(reader.Header())[0] >= 0
	said := g.CRS
	if said == "" {
		said = reader.CRS()
	}
	if said == "" {
		return has, nil
	}
	crs, ok := intake.ParseCRS(said)
	switch {
	case ok:
		layer.crs = crs
		return has, nil
	case g.CRS != "":
		return has, plans.Refuse("unknown-crs", "crs", fmt.Sprintf("%q is not a coordinate system that is known here.", g.CRS), "Use EPSG:4326, EPSG:27700 or EPSG:3857.")
	}
	return has, plans.Refuse("unknown-crs", "file", fmt.Sprintf("The layer is in %s, which cannot be read.", shorten(said)),
		"Convert it to EPSG:27700 first, or say with --crs what it really is.")
}

// fieldsOf finds the columns of the values of a basemap.Row, -1 for one that the layer does not have.
func fieldsOf(header []string) (fields [len(basemap.Fields)]int) {
	for i, names := range basemap.Fields {
		fields[i] = slices.IndexFunc(header, func(column string) bool { return slices.Contains(names, plans.Fold(column)) })
	}
	return fields
}

// notABasemap says what is needed, and what the file has.
func (g *ground) notABasemap() error {
	names := g.names(func(string) bool { return true })
	has := "It has " + strings.Join(names, ", ") + "."
	switch {
	case len(names) == 1 && names[0] == "":
		has = "It is one table without a name (" + g.file.Format + ")."
	case len(names) > 40:
		has = fmt.Sprintf("It has %s and %d more.", strings.Join(names[:40], ", "), len(names)-40)
	}
	return plans.Refuse("not-a-basemap", "file", "No layer of the file is one of OS OpenMap Local (Building, Road, Woodland, SurfaceWater_Area, RailwayTrack, NamedPlace ...) with its FEATCODE. "+has,
		"Download OS OpenMap Local from osdatahub.os.uk, as ESRI Shapefile for your 100 km square or as GeoPackage, and import the zip as it is. A basemap of another kind is brought as PMTiles: see TERRIER_BASEMAP.")
}

// tellLeftAlone names the layers that are not drawn.
func (g *ground) tellLeftAlone() {
	of := func(known bool) []string {
		return g.names(func(name string) bool {
			_, ok := basemap.FindProduct(name)
			return ok == known && !drawn(name)
		})
	}
	if names := of(true); len(names) > 0 {
		g.notes.add("Not drawn, for terrier's map has no such layers: " + listed(names) + ".")
	}
	if names := of(false); len(names) > 0 {
		g.notes.add("Left alone, for they are no layers of OS OpenMap Local: " + listed(names) + ".")
	}
}

// listed names the first of many.
func listed(names []string) string {
	const most = 40
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// statement says in which coordinate systems the layers are read.
func (g *ground) statement() string {
	var systems []string
	for _, l := range g.layers {
		name := "the coordinate system that their numbers show"
		if l.crs != intake.UnknownCRS {
			name = l.crs.Name()
		}
		if !slices.Contains(systems, name) {
			systems = append(systems, name)
		}
	}
	why := "as the file says"
	if g.CRS != "" {
		why = "as --crs says"
	}
	return fmt.Sprintf("%s read as a basemap in %s, %s.", layerCount(len(g.layers)), strings.Join(systems, " and "), why)
}

func layerCount(n int) string {
	if n == 1 {
		return "One layer is"
	}
	return grouped(n) + " layers are"
}
