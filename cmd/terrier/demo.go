package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/demo"
	"terrier/data/postgis"
	"terrier/plans/audit"
	"terrier/plans/intake"
)

type demoCommand struct {
	Homes int    `default:"${homes}" placeholder:"N" help:"How many homes to invent (${default})."`
	Seed  uint64 `default:"1" placeholder:"N" help:"The same seed gives the same town."`
}

func (c *demoCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		loader := postgis.NewLoader(pool)
		wants, err := loader.WantsDemo(ctx)
		if err != nil {
			return err
		}
		if !wants {
			return &exitError{exitMisuse, "the database is not empty: the invented town goes only into an empty one, so that nothing real is mixed with it"}
		}
		return loadDemo(ctx, pool, demo.Options{Homes: c.Homes, Seed: c.Seed}, out.Err)
	})
}

func loadDemoIfEmpty(ctx context.Context, load *pgxpool.Pool, out io.Writer) error {
	loader := postgis.NewLoader(load)
	wants, err := loader.WantsDemo(ctx)
	if err != nil || !wants {
		return err
	}
	return loadDemo(ctx, load, demo.Options{}, out)
}

func loadDemo(ctx context.Context, load *pgxpool.Pool, o demo.Options, out io.Writer) error {
	town, loader := demo.Make(o), postgis.NewLoader(load)
	fmt.Fprintf(out, "Loading the invented town of %s ...\n", town.Name)
	if err := demo.Load(ctx, loader, town, func(kind string, counts intake.Counts) {
		fmt.Fprintf(out, "  %-14s %d\n", kind, counts.Accepted)
	}); err != nil {
		return err
	}
	name, plan, err := releases(load).Build(ctx, time.Now(), audit.CommandLine)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "  %-14s %s, of %d cells\n", "public release", name, plan.Cells)
	return loader.FinishDemo(ctx)
}
