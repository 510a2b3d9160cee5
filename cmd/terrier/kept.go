package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/cmd/terrier/look"
	"terrier/data/postgis"
	"terrier/geo/grid"
	"terrier/plans/area"
	"terrier/plans/disclosure"
	"terrier/plans/home"
	"terrier/plans/web"
	tileshome "terrier/tiles/home"
	"terrier/tiles/layer"
	"terrier/tiles/mvt"
)

// kept is what the public is answered from without asking the database. It is read from the database once and then follows it.
type kept struct {
	feed      *postgis.Feed
	outlines  *area.Outlines
	stock     *home.PublicStock
	protected *home.ProtectedStock

	words           *mvt.Words
	homes           *tileshome.Drawing
	homeGenerations grid.Generations
	cells           *look.Protected
	cellGenerations grid.Generations
	layers          map[string]*registerLayer
	tilesets        []layer.Tileset
	simple          simpleGround
}

// pollEvery is how often changes are looked for beside being told of them; keepChanges how long they are kept for a follower that was
// away, and pruneEvery how often older ones are removed.
const (
	pollEvery   = time.Second
	keepChanges = 24 * time.Hour
	pruneEvery  = 10 * time.Minute
	keepUploads = 30 * 24 * time.Hour // as their page says
)

// keep reads homes, and what else is drawn in these tilesets. The pool works as terrier_public.
func keep(ctx context.Context, public *pgxpool.Pool, drawn []layer.Tileset) (*kept, error) {
	k := &kept{feed: postgis.NewFeed(public), outlines: area.NewOutlines(), words: new(mvt.Words), tilesets: web.Tilesets()}
	k.layers = registerLayers(k.tilesets, k.words)
	wanted := map[string]bool{}
	for _, set := range drawn {
		for _, l := range set.Layers {
			wanted[l.ID] = true
		}
	}
	maps.DeleteFunc(k.layers, func(id string, _ *registerLayer) bool { return !wanted[id] })
	k.stock, k.protected = home.NewPublicStock(k.outlines), new(home.ProtectedStock)
	var err error
	if k.homes, err = look.Homes(k.tilesets, k.stock.Register, k.words); err != nil {
		return nil, err
	}
	if k.cells, err = look.NewProtected(k.tilesets, k.words); err != nil {
		return nil, err
	}
	if k.simple, err = ownSimpleGround(k); err != nil {
		return nil, err
	}
	began := time.Now()
	// What is read is packed and then thrown away, in pieces of a hundred megabytes that hold no pointers: clearing up early costs
	// little and keeps the peak low.
	defer func(percent int) {
		debug.SetGCPercent(percent)
		debug.FreeOSMemory()
	}(debug.SetGCPercent(20))
	if _, err := k.feed.Step(ctx, k.apply); err != nil {
		return nil, fmt.Errorf("read the registers into memory: %w", err)
	}
	slog.Info("registers in memory", "homes", k.stock.Len(), "bytes", k.stock.Bytes(), "took", time.Since(began).Round(time.Millisecond))
	return k, nil
}

// apply brings what was committed into memory, and then tells which part of the map has changed: a tile that is kept under the new
// generation must be drawn from what stands now.
func (k *kept) apply(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
	if err := postgis.FeedAreas(ctx, tx, b, k.outlines); err != nil {
		return err
	}
	var replacing sync.WaitGroup
	defer replacing.Wait()
	if err := k.feedLayers(ctx, tx, b, &replacing); err != nil {
		return err
	}
	// A release that cannot be read keeps no home in memory that has been withheld.
	return errors.Join(k.feedHomes(ctx, tx, b), postgis.FeedRelease(ctx, tx, b, k.serveRelease))
}

func (k *kept) feedHomes(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
	places, anywhere, err := postgis.FeedHomes(ctx, tx, b, k.stock)
	if anywhere {
		k.homes.Forget()
		k.homeGenerations.RaiseAll()
	}
	if err != nil || anywhere {
		return err
	}
	for i, at := range places {
		// Neighbours are often changed together.
		if t := at.Tile(grid.GenerationZoom); i == 0 || t != places[i-1].Tile(grid.GenerationZoom) {
			k.homeGenerations.Raise(t)
		}
	}
	return nil
}

// serveRelease answers from another release from now on; from none where it is nil. Every tile may show another cell or number then.
func (k *kept) serveRelease(r *postgis.DrawnRelease) error {
	var table *disclosure.Table
	if r != nil {
		var err error
		if table, err = disclosure.NewTable(r.Release); err != nil {
			return fmt.Errorf("prepare the public release %s: %w", r.Name, err)
		}
	}
	k.protected.Serve(table)
	k.cells.Serve(r, table)
	k.cellGenerations.RaiseAll()
	return nil
}

// follow goes on until the context ends.
func (k *kept) follow(ctx context.Context) {
	var trouble string
	k.feed.Follow(ctx, pollEvery, k.apply, func(p postgis.Progress) { trouble = heard(p, trouble, "registers") })
}

// heard logs when what is followed is in trouble or out of it, and returns the trouble.
func heard(p postgis.Progress, before, what string) (now string) {
	if p.Err != nil {
		now = p.Err.Error()
	}
	switch {
	case now == before:
	case now == "":
		slog.Info("followed again", "what", what)
	default:
		slog.Warn("cannot be followed; answers are as they were", "what", what, "as-at", p.At, "error", now)
	}
	return now
}

func (k *kept) freshness() web.Freshness {
	p := k.feed.Progress()
	return web.Freshness{At: p.At, Trouble: p.Err}
}

// prune removes old changes and figures, and what is of no use any more about accounts, until the context ends. The pool works as
// terrier_load.
func prune(ctx context.Context, load *pgxpool.Pool, accounts *postgis.Writer) {
	tick := time.NewTicker(pruneEvery)
	defer tick.Stop()
	for {
		var now time.Time
		select {
		case <-ctx.Done():
			return
		case now = <-tick.C:
		}
		if _, err := postgis.PruneChanges(ctx, load, keepChanges); err != nil && ctx.Err() == nil {
			slog.Warn("prune changes", "error", err)
		}
		if _, err := postgis.PruneFigures(ctx, load); err != nil && ctx.Err() == nil {
			slog.Warn("prune figures", "error", err)
		}
		if _, err := postgis.NewUploads(load).PruneUploads(ctx, keepUploads); err != nil && ctx.Err() == nil {
			slog.Warn("prune uploads", "error", err)
		}
		if err := accounts.Prune(ctx, now); err != nil && ctx.Err() == nil {
			slog.Warn("prune links, sessions and tokens", "error", err)
		}
	}
}
