package main

import (
	"context"
	"fmt"
	"io"

	"terrier/data/dump"
)

type restoreCommand struct {
	File   string `arg:"" type:"path" help:"A file that terrier backup wrote."`
	Output string `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

// Run brings a backup into a database without rows.
func (c *restoreCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	restored, err := dump.Restore(ctx, db.admin, c.File, dumpProgress(out.Err))
	clearProgress(out.Err)
	if err != nil {
		return refused(err)
	}
	if c.Output == "json" {
		return printJSON(out.Out, struct {
			dump.Restored
			Counts map[string]int64 `json:"counts"`
		}{restored, dumpCounts(restored.Archive)})
	}
	printRestored(out.Out, restored)
	return nil
}

func printRestored(w io.Writer, r dump.Restored) {
	fmt.Fprintf(w, "Restored from %s, made from PostgreSQL %s. Every table has as many rows as the backup.\n%s\n", r.File, r.PostgreSQL, countLine(r.Archive))
	if r.Migrated > 0 {
		fmt.Fprintf(w, "It was at version %d and is at %d now.\n", r.Version, r.Now)
	}
	for i, what := range r.LeftOut {
		if i == listedProblems {
			fmt.Fprintf(w, "... and %d more.\n", len(r.LeftOut)-i)
			break
		}
		fmt.Fprintf(w, "Left out, for it is not terrier's: %s.\n", what)
	}
}
