package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/ingest"
	"terrier/data/postgis"
	"terrier/plans/intake"
)

type importUndoCommand struct {
	ID     int64  `arg:"" help:"Its number: see terrier import list."`
	Strict bool   `help:"All rows or none."`
	DryRun bool   `help:"Say what would be done, and do nothing."`
	Output string `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

func (c *importUndoCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		problems := []intake.Problem{}
		undone, err := postgis.NewLoader(pool).Undo(ctx, c.ID, intake.UndoOptions{Who: whoami(), All: c.Strict, Try: c.DryRun},
			func(p intake.Problem) { problems = append(problems, p) })
		if err != nil {
			return refused(err)
		}
		if c.Output == "json" {
			err = printJSON(out.Out, struct {
				intake.Undone
				DryRun   bool             `json:"dry-run"`
				Problems []intake.Problem `json:"problems"`
			}{undone, c.DryRun, problems})
		} else {
			c.print(out, undone, problems)
		}
		switch {
		case err != nil:
			return err
		case undone.Refused > 0 && c.Strict:
			return &exitError{code: exitFailed}
		case undone.Refused > 0:
			return &exitError{code: exitRefused}
		}
		return nil
	})
}

func (c *importUndoCommand) print(out streams, u intake.Undone, problems []intake.Problem) {
	for _, p := range problems {
		fmt.Fprintf(out.Out, "%s%s: %s %s\n", p.Field, quoted(p.Value), p.Reason, p.Remedy)
	}
	done := "Took back"
	switch {
	case c.Strict && u.Refused > 0:
		done = "Took nothing back, as --strict asks, of"
	case c.DryRun:
		done = "Would take back"
	}
	fmt.Fprintf(out.Out, "%s import %d (%s): %s removed, %s as before, %s left as they are.\n", done, u.ID, u.FileName,
		ingest.Rows(u.Removed), ingest.Rows(u.Restored), ingest.Rows(u.Refused))
	if u.Refused > 0 && !c.Strict && !c.DryRun {
		fmt.Fprintf(out.Out, "The import counts as undone only when nothing is left: mend what is said above, and undo it again.\n")
	}
}
