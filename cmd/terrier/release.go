package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/postgis"
	"terrier/plans/audit"
	"terrier/plans/disclosure"
	"terrier/plans/home"
)

// releaseCommand builds the table of protected figures that the public is answered from (docs/disclosure.md).
type releaseCommand struct {
	Plan  releasePlanCommand  `cmd:"" help:"Say what a public release built now would change, and what an outsider could learn from it. Nothing is kept."`
	Build releaseBuildCommand `cmd:"" help:"Build a public release of the homes that stand now, and serve it."`
	List  releaseListCommand  `cmd:"" help:"List the public releases and what each said, the newest first."`
}

func releases(pool *pgxpool.Pool) *postgis.Releases {
	return postgis.NewReleases(pool, home.ProtectedScheme)
}

type releasePlanCommand struct {
	Output string `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

func (c *releasePlanCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		plan, err := releases(pool).Plan(ctx)
		if err != nil {
			return refused(err)
		}
		if c.Output == "json" {
			return printJSON(out.Out, plan)
		}
		fmt.Fprintln(out.Out, "A public release built now would have:")
		printPlan(out.Out, plan)
		return nil
	})
}

type releaseBuildCommand struct {
	Output string `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

func (c *releaseBuildCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		name, plan, err := releases(pool).Build(ctx, time.Now(), audit.CommandLine)
		if err != nil {
			return refused(err)
		}
		if c.Output == "json" {
			return printJSON(out.Out, struct {
				Name string `json:"name"`
				disclosure.Plan
			}{name, plan})
		}
		fmt.Fprintf(out.Out, "Built the public release %s. Every server answers from it now.\n", name)
		printPlan(out.Out, plan)
		return nil
	})
}

// printPlan says a plan in sentences.
func printPlan(out io.Writer, p disclosure.Plan) {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range []struct {
		n    int
		what string
	}{{p.Cells, "cells in all"}, {p.Same, "with the figures of the last release"}, {p.Redrawn, "drawn anew, because what they hold has changed"},
		{p.Added, "where none stood"}, {p.Joined, "joined, because one fell below ten homes"}, {p.Gone, "of the last release not there any more"}} {
		fmt.Fprintf(table, "%d\t  %s\n", row.n, row.what)
	}
	_ = table.Flush()
	if p.Outside > 0 {
		fmt.Fprintf(out, "Open homes in no cell, because there are fewer than ten around: %d. They are in no public figure.\n", p.Outside)
	}
	if p.Secret {
		fmt.Fprintln(out, "The secret is not the one that the last release was drawn with: every cell is drawn anew. Whoever has both releases can tell twice as much from them.")
	}
	if len(p.Arrived) > 0 {
		fmt.Fprintf(out, "Named for the first time: %s.\n", strings.Join(p.Arrived, ", "))
	}
	if len(p.Departed) > 0 {
		fmt.Fprintf(out, "Named no longer: %s.\n", strings.Join(p.Departed, ", "))
	}
	for _, ref := range slices.Sorted(maps.Keys(p.Alone)) {
		fmt.Fprintf(out, "In %d cells only homes of %s have changed: an outsider who takes the last release from this one learns of that change, to within %d homes a cell.\n",
			p.Alone[ref], ref, disclosure.Subtracted())
	}
}

type releaseListCommand struct {
	Output string `short:"o" enum:"table,json" default:"table" help:"table or json."`
}

func (c *releaseListCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		all, err := postgis.NewReader(pool).Releases(ctx)
		if err != nil {
			return err
		}
		if c.Output == "json" {
			return printJSON(out.Out, append([]disclosure.Past{}, all...)) // a list, also where there is none
		}
		if len(all) == 0 {
			fmt.Fprintln(out.Out, "There is no public release yet: terrier release build makes one.")
			return nil
		}
		table := tabwriter.NewWriter(out.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "release\tbuilt\toldest return\tcells\tsame\tdrawn anew\tnew\tjoined\thomes, about\terror")
		for _, r := range all {
			oldest := ""
			if !r.AsAt.IsZero() {
				oldest = r.AsAt.Format(time.DateOnly)
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", r.Name, r.BuiltAt.Format("2006-01-02 15:04"), oldest,
				r.Changes.Cells, r.Changes.Same, r.Changes.Redrawn, r.Changes.Added, r.Changes.Joined, r.Total.Value, r.Total.Error())
		}
		return table.Flush()
	})
}
