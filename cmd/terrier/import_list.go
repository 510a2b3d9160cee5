package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/postgis"
)

type importListCommand struct {
	Output string `short:"o" enum:"table,json" default:"table" help:"table or json."`
}

func (c *importListCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		past, err := postgis.NewLoader(pool).Imports(ctx)
		if err != nil {
			return err
		}
		if c.Output == "json" {
			return printJSON(out.Out, past)
		}
		if len(past) == 0 {
			fmt.Fprintln(out.Out, "No file has come in yet.")
			return nil
		}
		table := tabwriter.NewWriter(out.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "id\tkind\tfile\tof\tby\twhen\taccepted\trefused\trepaired\tunchanged\tundone")
		for _, p := range past {
			undone := ""
			if p.UndoneAt != nil {
				undone = p.UndoneAt.Format("2006-01-02 15:04") + " by " + p.UndoneBy
			}
			fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%s\n", p.ID, p.Kind, p.FileName, first(p.Organisation, p.Publisher), p.Who,
				p.At.Format("2006-01-02 15:04"), p.Accepted, p.Refused, p.Repaired, p.Unchanged, undone)
		}
		return table.Flush()
	})
}
