package main

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/cmd/tilebench/country"
	"terrier/data/postgis"
	"terrier/plans/area"
	"terrier/plans/home"
)

type coreCommand struct{}

// Of each size so many boundaries are counted in, so many times each; the least time of a boundary counts.
const coreBoundaries, corePasses = 20, 3

var coreSizes = []int{100, 1000, 10_000, 100_000} // homes inside

// Run fills the columns from the database as `terrier serve` does, and counts within boundaries and draws tiles in this process and by SQL.
func (coreCommand) Run(ctx context.Context, b *bench) error {
	return b.measuring(ctx, "columns, bytes a home", func(r *results, db *database) error {
		return b.core(ctx, r, db)
	})
}

func (b *bench) core(ctx context.Context, r *results, db *database) error {
	fmt.Println("counting and drawing in process")
	public, err := postgis.Open(ctx, db.url, postgis.RolePublic)
	if err != nil {
		return err
	}
	defer public.Close()
	stock := home.NewPublicStock(area.NewOutlines())
	begun := time.Now()
	if _, err := postgis.NewFeed(public).Step(ctx, func(ctx context.Context, tx pgx.Tx, batch postgis.Batch) error {
		_, _, err := postgis.FeedHomes(ctx, tx, batch, stock)
		return err
	}); err != nil {
		return err
	}
	r.Figures["columns, s to fill"] = series{time.Since(begun).Seconds()}
	r.Figures["columns, bytes a home"] = series{float64(stock.Bytes()) / float64(stock.Len())}
	c := country.New(b.Seed, b.Homes)
	for _, size := range coreSizes {
		if size > stock.Len()/4 {
			continue
		}
		if err := b.countBeside(ctx, r, db, stock, c, size); err != nil {
			return err
		}
	}
	if err := b.drawBeside(ctx, r, db, stock); err != nil {
		return err
	}
	return r.save()
}

// countBeside counts within boundaries that hold about so many homes. The boundary is prepared anew for each count.
func (b *bench) countBeside(ctx context.Context, r *results, db *database, stock *home.PublicStock, c *country.Country, size int) error {
	pool, err := countingPool(ctx, db.url)
	if err != nil {
		return err
	}
	defer pool.Close()
	var ours, theirs series
	differ := 0.0
	for i := range coreBoundaries {
		shape, err := holding(ctx, stock, c, i, size)
		if err != nil {
			return err
		}
		question := home.Question{Within: orb.MultiPolygon{shape}, By: countedBy[:]}
		best, bestSQL := time.Hour, time.Hour
		for range corePasses {
			begun := time.Now()
			summary, err := stock.CountHomes(ctx, question)
			best = min(best, time.Since(begun))
			if err != nil {
				return err
			}
			begun = time.Now()
			answer, err := countWithin(ctx, pool, "peers.counted", shape)
			bestSQL = min(bestSQL, time.Since(begun))
			if err != nil {
				return err
			}
			if !fromSummary(summary).equal(answer) {
				differ++
			}
		}
		ours, theirs = append(ours, milliseconds(best)), append(theirs, milliseconds(bestSQL))
	}
	name := fmt.Sprintf("count of %d homes, ", size)
	r.Figures[name+"ms"], r.Figures[name+"ms by SQL"], r.Figures[name+"different"] = ours, theirs, series{differ}
	fmt.Printf("  %6d homes %9.3f ms, by SQL %9.3f ms\n", size, ours.median(), theirs.median())
	return nil
}

// holding finds the i-th sketch that holds between 0.8 and 1.25 times so many homes.
func holding(ctx context.Context, stock *home.PublicStock, c *country.Country, i, size int) (orb.Polygon, error) {
	low, high := 1.0, 500_000.0 // metres
	for range 60 {
		radius := (low + high) / 2
		shape := c.Sketch(i, radius)
		summary, err := stock.CountHomes(ctx, home.Question{Within: orb.MultiPolygon{shape}})
		switch {
		case err != nil:
			return nil, err
		case summary.Total > size+size/4:
			high = radius
		case summary.Total < size-size/5:
			low = radius
		default:
			return shape, nil
		}
	}
	return c.Sketch(i, high), nil // homes stacked at one point may leave none that fits better
}

func fromSummary(s home.Summary) counted {
	c := counted{Total: s.Total, By: map[string][]valueCount{}}
	for key, values := range s.By {
		for _, v := range values {
			c.By[key] = append(c.By[key], valueCount{v.Value, v.Count})
		}
	}
	return c
}
