package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"terrier/data/ingest/row"
	"terrier/plans"
	"terrier/plans/basemap"
	"terrier/plans/intake"
)

// BasemapLoader puts features under the registers: all of a file or nothing. data/postgis has one.
type BasemapLoader interface {
	Basemap(ctx context.Context, imp intake.Import, rows iter.Seq2[intake.Row[basemap.Feature], error], report func(intake.Problem)) (intake.Counts, int64, error)
}

// RunBasemap brings OS OpenMap Local in, a zipped Shapefile or a GeoPackage: all layers of a file at once, or the one that the
// request names. What an earlier import of a file of this name brought is replaced. Errors are as those of Run.
func RunBasemap(ctx context.Context, req Request, to BasemapLoader) (Result, error) {
	if err := refuseForBasemap(req); err != nil {
		return Result{}, err
	}
	none := intake.Mapping{Choices: []intake.Choice{}, Unused: []intake.Column{}} // the product's own columns are read
	g := &ground{session: &session{Request: req, mapping: none, started: time.Now(), problems: &problems{}, placements: &placements{}}, tallies: map[string]*tally{}}
	g.ofOS()
	if err := g.examine(); err != nil {
		return Result{}, err
	}
	defer func() { _ = g.file.Close() }()
	if err := g.chooseLayers(); err != nil {
		return Result{}, err
	}
	return g.bring(ctx, g.statement(), func() (intake.Counts, int64, error) { return g.load(ctx, to) })
}

// ground is a basemap on its way in.
type ground struct {
	*session
	layers  []groundLayer     // in the order in which they are drawn
	bytes   int64             // of all layers
	done    int64             // of the layers that are read
	tallies map[string]*tally // by the name of the product's layer
}

// groundLayer is one layer of the file, and what of the product it is.
type groundLayer struct {
	row.Layer
	basemap.Product
	crs intake.CRS // by --crs, or else as the file says
}

// refuseForBasemap refuses what has no meaning for a file that is read as its publisher made it.
func refuseForBasemap(req Request) error {
	for _, given := range []struct {
		flag string
		is   bool
	}{{"where", req.Where != ""}, {"map", len(req.Map) > 0}, {"set", len(req.Set) > 0}} {
		if given.is {
			return plans.Refuse("not-for-basemap", given.flag, fmt.Sprintf("--%s has no meaning for a basemap, which is read as its publisher made it.", given.flag),
				"Leave it out. --layer takes one layer alone.")
		}
	}
	return nil
}

// ofOS says who published the file and how, where the person does not.
func (g *ground) ofOS() {
	if g.Source.Publisher == "" || g.Source.Publisher == g.FileName {
		g.Source.Publisher = "Ordnance Survey"
	}
	if g.Source.Licence == "" {
		g.Source.Licence = "ogl-v3-os"
	}
}

// load brings the features in, and says what of each layer came in.
func (g *ground) load(ctx context.Context, to BasemapLoader) (intake.Counts, int64, error) {
	counts, id, err := to.Basemap(ctx, g.imp(), g.rows(ctx), g.problems.add)
	switch {
	case err != nil:
		return counts, id, err
	case counts.Unchanged > 0:
		g.notes.add("This very file is drawn already: nothing was changed.")
	case counts.Accepted == 0 && g.refused == 0:
		g.notes.add("The layers of the file are empty: nothing was changed.")
	}
	for _, line := range g.summary() {
		g.notes.add(line)
	}
	return counts, id, nil
}

// rows reads all layers and yields what is drawn.
func (g *ground) rows(ctx context.Context) iter.Seq2[intake.Row[basemap.Feature], error] {
	return func(yield func(intake.Row[basemap.Feature], error) bool) {
		for _, layer := range g.layers {
			more, err := g.readLayer(ctx, layer, yield)
			if err != nil {
				yield(intake.Row[basemap.Feature]{}, err)
			}
			if err != nil || !more {
				return
			}
		}
	}
}

// readLayer yields the features of one layer; more is false where no others are wanted.
func (g *ground) readLayer(ctx context.Context, layer groundLayer, yield func(intake.Row[basemap.Feature], error) bool) (more bool, err error) {
	reader, err := layer.Open()
	if err == io.EOF {
		return true, nil
	}
	if err != nil {
		return false, inLayer(layer.Layer.Name, err)
	}
	defer func() { _ = reader.Close() }()
	t := g.tally(layer)
	fields := fieldsOf(reader.Header())
	for err == nil {
		var batch []*groundDraft
		if err = ctx.Err(); err != nil {
			break
		}
		batch, err = g.readBatch(layer, reader, fields)
		g.tellGround(reader, false)
		if failed := g.repair(ctx, batch); failed != nil {
			return false, failed
		}
		for _, d := range batch {
			feature, ok := d.draw(t)
			if !ok {
				continue
			}
			t.kinds[feature.Kind]++
			if !yield(intake.Row[basemap.Feature]{Line: d.Line, Value: feature, Repaired: d.mended}, nil) {
				return false, nil
			}
		}
	}
	if err != io.EOF {
		return false, inLayer(layer.Layer.Name, err)
	}
	if told, ok := reader.(row.Noter); ok {
		for _, note := range told.Notes() {
			g.notes.add(layer.Layer.Name + ": " + note)
		}
	}
	g.done += reader.Size()
	g.tellGround(nil, layer.Layer.Name == g.layers[len(g.layers)-1].Layer.Name)
	return true, nil
}

func (g *ground) tellGround(reader row.Reader, done bool) {
	if g.Progress == nil {
		return
	}
	p := Progress{Rows: g.rowsRead, Bytes: g.done, Total: g.bytes, Started: g.started, Done: done}
	if reader != nil {
		p.Bytes += reader.Offset()
	}
	g.Progress(p)
}

// inLayer says in which layer something is wrong with the file.
func inLayer(name string, err error) error {
	var refused *plans.Error
	if name == "" || !errors.As(err, &refused) || strings.Contains(refused.Message, name) {
		return err
	}
	told := *refused
	told.Message = name + ": " + told.Message
	return &told
}

// summary says of each layer of the product what came in.
func (g *ground) summary() (lines []string) {
	for _, p := range basemap.Products {
		if t := g.tallies[p.Name]; t != nil {
			lines = append(lines, t.sentences(p.Name)...)
		}
	}
	return lines
}

// names of the layers for which a condition holds, in the order of the file.
func (g *ground) names(holds func(string) bool) (names []string) {
	for _, l := range g.file.Layers {
		if holds(l.Name) {
			names = append(names, l.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
