package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"terrier/data/postgis"
	"terrier/geo/grid"
	"terrier/plans/home"
	"terrier/plans/web"
	"terrier/tiles/archive"
	"terrier/tiles/layer"
)

type tilesBuildCommand struct {
	Out     string   `arg:"" type:"path" help:"The file to write, as in map.pmtiles."`
	Layers  []string `default:"homes,areas,assets" help:"What is drawn: any of homes, areas, assets, boundaries, basemap; or embed, which has all that embeds show."`
	MinZoom uint8    `name:"minzoom" default:"0" help:"The least zoom."`
	MaxZoom uint8    `name:"maxzoom" default:"14" help:"The deepest zoom; maps draw deeper ones from it."`
	Where   []string `sep:"none" placeholder:"KEY=VALUE,…" help:"Homes that have any of the values, as in tenure=social-rent,affordable-rent. Each further one narrows."`
}

func (c *tilesBuildCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	if err := c.check(); err != nil {
		return err
	}
	filter, err := c.filter()
	if err != nil {
		return err
	}
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	public, err := db.pool(ctx, postgis.RolePublic)
	if err != nil {
		return err
	}
	defer public.Close()
	k, err := keep(ctx, public, slices.DeleteFunc(web.Tilesets(), func(one layer.Tileset) bool { return !slices.Contains(c.Layers, one.Name) }))
	if err != nil {
		return err
	}
	if _, _, err := k.stock.Homes(filter.Values()); err != nil {
		return refused(err) // an owner that is not there
	}
	b := build{drawn: newDrawn(k, postgis.NewReader(public), ""), set: c.tileset(k.tilesets), min: c.MinZoom, max: c.MaxZoom, filter: filter}
	stop := func() {}
	if isTerminal(out.Err) {
		stop = tellBuilding(out.Err, &b.done)
	}
	written, err := c.write(ctx, &b)
	stop()
	if err != nil {
		return refused(err)
	}
	fmt.Fprintf(out.Err, "%d tiles written to %s (%d bytes).\n", b.done.Load(), c.Out, written)
	return nil
}

func (c *tilesBuildCommand) check() error {
	if c.MinZoom > c.MaxZoom || c.MaxZoom > layer.DataMaxZoom {
		return &exitError{exitMisuse, fmt.Sprintf("zooms %d to %d cannot be built: --minzoom is at most --maxzoom, and that at most %d", c.MinZoom, c.MaxZoom, layer.DataMaxZoom)}
	}
	known := slices.DeleteFunc(layer.Names(web.Tilesets()), func(name string) bool { return name == "overlay" }) // which is made of others
	if len(c.Layers) > 1 && slices.Contains(c.Layers, "embed") {
		return &exitError{exitMisuse, "embed stands alone: it holds homes, areas, assets and a ground of its own"}
	}
	for _, name := range c.Layers {
		if !slices.Contains(known, name) {
			return &exitError{exitMisuse, fmt.Sprintf("there is no layer %q: --layers takes any of %s", name, strings.Join(known, ", "))}
		}
	}
	return nil
}

// filter reads --where: keys and values as in the addresses of tiles.
func (c *tilesBuildCommand) filter() (layer.Filter, error) {
	values := map[string][]string{}
	for _, where := range c.Where {
		key, list, ok := strings.Cut(where, "=")
		if !ok {
			return layer.Filter{}, &exitError{exitMisuse, fmt.Sprintf("--where %q is not key=value", where)}
		}
		at := slices.IndexFunc(home.PublicGroupings, func(g home.Grouping) bool { return g.Key == strings.TrimSpace(key) })
		if at < 0 {
			keys := make([]string, len(home.PublicGroupings))
			for i, g := range home.PublicGroupings {
				keys[i] = g.Key
			}
			return layer.Filter{}, &exitError{exitMisuse, fmt.Sprintf("homes cannot be chosen by %q: --where takes any of %s", key, strings.Join(keys, ", "))}
		}
		g := home.PublicGroupings[at]
		for value := range strings.SplitSeq(list, ",") {
			value = strings.TrimSpace(value)
			if _, ok := g.Codes.Find(value); g.Codes != nil && !ok && value != home.Unknown {
				return layer.Filter{}, &exitError{exitMisuse, fmt.Sprintf("%q is no value of %s: use any of %s", value, g.Key, strings.Join(append(g.Codes.Slugs(), home.Unknown), ", "))}
			}
			values[g.Key] = append(values[g.Key], value)
		}
	}
	return layer.NewFilter(values), nil
}

// tileset is made of the layers that are asked for, in the order of the registers.
func (c *tilesBuildCommand) tileset(all []layer.Tileset) layer.Tileset {
	set := layer.Tileset{Name: strings.Join(c.Layers, ", "), Title: "Terrier"}
	for _, one := range all {
		if !slices.Contains(c.Layers, one.Name) {
			continue
		}
		set.Filters = append(set.Filters, one.Filters...)
		for _, l := range one.Layers {
			if l.MinZoom <= int(c.MaxZoom) && l.MaxZoom >= int(c.MinZoom) {
				set.Layers = append(set.Layers, l)
			}
		}
	}
	return set
}

// write makes the file and tells its size.
func (c *tilesBuildCommand) write(ctx context.Context, b *build) (size int64, err error) {
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	contents, err := b.contents(ctx, fail)
	if err != nil {
		return 0, err
	}
	err = writeWhole(c.Out, func(file *os.File) error {
		written := archive.Write(file, contents)
		var sized error
		size, sized = file.Seek(0, io.SeekEnd)
		return errors.Join(written, context.Cause(ctx), sized)
	})
	return size, err
}

// build draws all tiles that hold something, on every processor.
type build struct {
	drawn
	set      layer.Tileset
	min, max uint8
	filter   layer.Filter
	done     atomic.Int64
}

// contents are what is written; drawing it ends with the context, and ends that where a tile fails.
func (b *build) contents(ctx context.Context, fail context.CancelCauseFunc) (archive.Contents, error) {
	attributions, err := b.Attributions(ctx)
	if err != nil {
		return archive.Contents{}, err
	}
	c := archive.Contents{Kind: archive.Vector, Compressed: true, Metadata: archive.Metadata{Name: b.set.Name, Attribution: strings.Join(attributions, " · ")}}
	bound, some, err := b.Extent(ctx)
	if err != nil {
		return c, err
	}
	if some {
		c.Bound = bound
	}
	for _, l := range b.set.Layers {
		v := archive.VectorLayer{ID: l.ID, Description: l.About, MinZoom: &l.MinZoom, MaxZoom: &l.MaxZoom, Fields: map[string]string{}}
		for _, f := range l.Fields {
			v.Fields[f.Name] = string(f.Type)
		}
		c.Metadata.VectorLayers = append(c.Metadata.VectorLayers, v)
	}
	c.Tiles = func(yield func(grid.Tile, []byte) bool) { b.each(ctx, fail, yield) }
	return c, nil
}

type drawnTile struct {
	at   grid.Tile
	data []byte
}

// each draws the tiles in any order.
func (b *build) each(ctx context.Context, fail context.CancelCauseFunc, yield func(grid.Tile, []byte) bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	todo, ready := make(chan grid.Tile, 256), make(chan drawnTile, 256)
	go func() {
		defer close(todo)
		b.descend(ctx, grid.Tile{}, todo)
	}()
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for at := range todo {
				tile, err := b.draw(b.set, layer.Request{At: at, Filter: b.filter})
				if err != nil {
					fail(err)
				}
				if len(tile) > 0 {
					tile = archive.Compress(tile, archive.Kept)
				}
				select {
				case ready <- drawnTile{at, tile}:
				case <-ctx.Done():
				}
			}
		})
	}
	go func() { workers.Wait(); close(ready) }()
	for t := range ready {
		if len(t.data) == 0 {
			continue
		}
		b.done.Add(1)
		if !yield(t.at, t.data) {
			return
		}
	}
}

// descend lists the tiles that may hold something: below one that does not, none does.
func (b *build) descend(ctx context.Context, t grid.Tile, todo chan<- grid.Tile) {
	if ctx.Err() != nil || !b.touches(b.set, t) {
		return
	}
	if t.Z >= b.min {
		select {
		case todo <- t:
		case <-ctx.Done():
		}
	}
	if t.Z < b.max {
		for _, child := range t.Children() {
			b.descend(ctx, child, todo)
		}
	}
}

// tellBuilding tells how many tiles there are while they are drawn.
func tellBuilding(to io.Writer, done *atomic.Int64) (stop func()) {
	ended := make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			select {
			case <-ended:
				return
			case <-tick.C:
				fmt.Fprintf(to, "\r%d tiles drawn\033[K", done.Load())
			}
		}
	})
	return func() {
		close(ended)
		told.Wait()
		clearProgress(to)
	}
}
