package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/cmd/terrier/look"
	"terrier/data/export"
	"terrier/data/postgis"
	"terrier/plans/area"
	"terrier/plans/audit"
	"terrier/plans/home"
	"terrier/plans/web"
)

// exactKept answers those who see homes exactly: every home is read once and then followed, while the public is answered already.
type exactKept struct {
	web.Entitled
	answers *postgis.ExactAnswers
	stock   *home.ExactStock
	feed    *postgis.Feed
	trail   *postgis.Audit
	drags   *audit.Drags
	drawn   *look.ExactHomes
	ended   []audit.Entry // drags that could not be noted yet
}

// A drag ends when nothing was asked of it for dragIdle; the audit trail has it at the latest after dragLongest.
const (
	dragIdle    = 3 * time.Second
	dragLongest = time.Minute
)

// A look at a part of the map is noted again after lookEvery; whether it still could be is tried after lookTried.
const (
	lookEvery = time.Hour
	lookTried = time.Second
)

// newExact makes one over pools that work as terrier_exact and terrier_write. It answers when follow has read the homes.
func newExact(exact, write *pgxpool.Pool, outlines *area.Outlines, trail *postgis.Audit) (*exactKept, error) {
	x := &exactKept{stock: home.NewExactStock(outlines), feed: postgis.NewFeed(exact), trail: trail, drags: audit.NewDrags(dragIdle, dragLongest)}
	x.answers = postgis.NewExactAnswers(x.stock, postgis.NewExact(exact))
	var err error
	x.drawn, err = look.NewExactHomes(web.Tilesets(), x.stock)
	x.Entitled = web.Entitled{Homes: x.answers, Figures: postgis.NewExactFigures(exact, write), Trail: trail, Drags: x.drags, Files: export.Seen{Source: x.stock.Shared().Source},
		Tiles: x.drawn, Looks: audit.NewLooks(lookEvery, lookTried)}
	return x, err
}

func (x *exactKept) apply(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
	_, anywhere, err := postgis.FeedExactHomes(ctx, tx, b, x.stock)
	if anywhere {
		x.drawn.Forget()
	}
	return err
}

// follow reads every home and follows what happens to them until the context ends.
func (x *exactKept) follow(ctx context.Context) {
	began := time.Now()
	var trouble string
	x.feed.Follow(ctx, pollEvery, x.apply, func(p postgis.Progress) {
		if p.Err == nil && x.answers.Ready() {
			slog.Info("homes in memory for those entitled", "took", time.Since(began).Round(time.Millisecond))
		}
		trouble = heard(p, trouble, "homes for those entitled")
	})
}

// noteDrags records drags that have ended until the context ends. What cannot be recorded is held on to.
func (x *exactKept) noteDrags(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			x.record(ctx, x.drags.Ended(now))
		}
	}
}

// noteRest records the drags that are under way when no more questions come.
func (x *exactKept) noteRest(ctx context.Context) { x.record(ctx, x.drags.All()) }

func (x *exactKept) record(ctx context.Context, more []audit.Entry) {
	x.ended = append(x.ended, more...)
	for len(x.ended) > 0 {
		if _, err := x.trail.Record(ctx, x.ended[0]); err != nil {
			slog.Warn("dragged questions cannot be noted in the audit trail yet", "questions", len(x.ended), "error", err)
			return
		}
		x.ended = x.ended[1:]
	}
}
