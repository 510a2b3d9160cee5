package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/postgis"
	"terrier/plans/audit"
)

// auditCommand is what can be done with the audit trail: look at it, and prove that it is whole.
type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Prove that nothing noted was changed, removed or slipped in: exit code 0 whole, 1 broken."`
	List   auditListCommand   `cmd:"" help:"List what was noted, the newest first."`
}

type auditVerifyCommand struct {
	Known  []string `placeholder:"NUMBER:HASH" help:"A seal that an earlier verify printed and that you kept elsewhere; it must still be there."`
	Output string   `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

func (c *auditVerifyCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	var known []audit.Known
	for _, text := range c.Known {
		k, err := audit.ReadKnown(text)
		if err != nil {
			return &exitError{code: exitMisuse, message: err.Error()}
		}
		known = append(known, k)
	}
	return f.auditing(ctx, func(trail *postgis.Audit) error {
		unsealed := []audit.Unsealed{}
		report, err := trail.Verify(ctx, func(u audit.Unsealed) {
			if c.Output == "json" {
				unsealed = append(unsealed, u)
				return
			}
			printUnsealed(out, u)
		}, known...)
		if err != nil {
			return err
		}
		if c.Output == "json" {
			err = printJSON(out.Out, struct {
				audit.Report
				Rows []audit.Unsealed `json:"unsealed-entries"`
			}{report, unsealed})
		} else {
			printReport(out, report)
		}
		if err == nil && !report.Whole {
			return &exitError{code: exitFailed}
		}
		return err
	})
}

func printUnsealed(out streams, u audit.Unsealed) {
	why := "it waits for the next seal"
	if u.Overdue {
		why = fmt.Sprintf("for longer than %s", audit.Patience)
	}
	fmt.Fprintf(out.Out, "Entry %d (%s, %s %s, by %s) is not sealed: %s.\n", u.ID, u.At.Format(time.RFC3339), u.Action, u.Kind, u.Who, why)
}

func printReport(out streams, r audit.Report) {
	if r.Head != "" {
		fmt.Fprintf(out.Out, "%d entries in %d seals hold. The last of these seals is %s; keep it elsewhere, and give it back with --known.\n", r.Entries, r.Seals, r.Head)
	}
	switch {
	case r.Broken != nil:
		fmt.Fprintf(out.Out, "The audit trail is BROKEN at seal %d (%s): %s What follows was not looked at.\n", r.Broken.Seal, r.Broken.Code, r.Broken.Message)
	case r.Overdue > 0:
		fmt.Fprintf(out.Out, "The audit trail is NOT WHOLE: no seal closes %d entries that ought to be sealed. Either no server has run since they were written, or seals were taken away.\n", r.Overdue)
	case r.Head == "":
		fmt.Fprintln(out.Out, "Nothing is sealed yet.")
	default:
		fmt.Fprintln(out.Out, "The audit trail is whole.")
	}
}

type auditListCommand struct {
	Who    string `help:"public, \"command line\" or account:ID."`
	Action string `help:"What was done, such as count-homes."`
	Kind   string `help:"To what kind of thing, such as home."`
	Ref    string `help:"To which one; with --kind."`
	Before int64  `help:"Only entries with lower numbers: the last one listed, to go on from there."`
	Limit  int    `default:"50" help:"How many at most."`
	Output string `short:"o" enum:"table,json" default:"table" help:"table or json."`
}

func (c *auditListCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	if c.Limit < 1 || c.Before < 0 {
		return &exitError{code: exitMisuse, message: "--limit must be at least 1 and --before not below 0"}
	}
	return f.auditing(ctx, func(trail *postgis.Audit) error {
		entries, err := trail.List(ctx, audit.Filter{Who: audit.Who(c.Who), Action: c.Action, Kind: c.Kind, Ref: c.Ref}, c.Before, c.Limit)
		if err != nil {
			return err
		}
		if c.Output == "json" {
			if entries == nil {
				entries = []audit.Listed{}
			}
			return printJSON(out.Out, entries)
		}
		if len(entries) == 0 {
			fmt.Fprintln(out.Out, "Nothing is noted.")
			return nil
		}
		table := tabwriter.NewWriter(out.Out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "id\twhen\twho\taction\tkind\tref\trequest\tseal\tdetail")
		for _, e := range entries {
			fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", e.ID, e.At.Format(time.RFC3339), e.Who, e.Action, e.Kind, e.Ref, e.Request, e.Seal, e.Detail)
		}
		return table.Flush()
	})
}

// auditing opens the database, up to date, for work on the audit trail, and closes it afterwards.
func (f *databaseFlags) auditing(ctx context.Context, work func(*postgis.Audit) error) error {
	return f.working(ctx, postgis.RoleWrite, func(pool *pgxpool.Pool) error { return work(postgis.NewAudit(pool)) })
}
