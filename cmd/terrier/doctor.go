package main

import (
	"context"
	"fmt"
	"io"

	"terrier/data/postgis"
	"terrier/geo/bng"
)

type doctorCommand struct {
	Output string `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

// finding is one thing that was looked at.
type finding struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Found  string `json:"found"`
	Remedy string `json:"remedy,omitempty"`
}

type diagnosis struct {
	Version     string    `json:"version"`
	DatabaseURL string    `json:"database_url"`
	Private     bool      `json:"private"`
	PostgreSQL  string    `json:"postgresql"`
	PostGIS     string    `json:"postgis"`
	OK          bool      `json:"ok"`
	Findings    []finding `json:"findings"`
}

func (d *diagnosis) add(check, found, remedy string, ok bool) {
	if ok {
		remedy = ""
	}
	d.Findings = append(d.Findings, finding{check, ok, found, remedy})
	d.OK = d.OK && ok
}

func (c *doctorCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	d := diagnosis{Version: version, OK: true}
	lookAtCoordinates(&d)
	lookAtSpace(&d, f)
	if db, err := f.open(ctx); err != nil {
		d.add("database", err.Error(), "Mend what it says, then run terrier doctor again.", false)
	} else {
		defer db.close()
		d.DatabaseURL, d.Private = withoutSecret(db.admin), db.private
		lookAtServer(ctx, &d, db)
		lookAtMigrations(ctx, &d, db)
		for _, role := range []string{postgis.RolePublic, postgis.RoleExact, postgis.RoleWrite, postgis.RoleLoad} {
			lookAtRole(ctx, &d, db, role)
		}
		lookAtPolicies(ctx, &d, db)
	}
	if c.Output == "json" {
		if err := printJSON(out.Out, d); err != nil {
			return err
		}
	} else {
		printDiagnosis(out.Out, d)
	}
	if !d.OK {
		return &exitError{code: exitFailed}
	}
	return nil
}

func printDiagnosis(w io.Writer, d diagnosis) {
	for _, f := range d.Findings {
		mark := "ok  "
		if !f.OK {
			mark = "BAD "
		}
		fmt.Fprintf(w, "%s %-22s %s\n", mark, f.Check, f.Found)
		if f.Remedy != "" {
			fmt.Fprintf(w, "     %-22s %s\n", "", "What to do: "+f.Remedy)
		}
	}
}

func lookAtCoordinates(d *diagnosis) {
	if err := bng.SelfTest(); err != nil {
		d.add("coordinates (OSTN15)", err.Error(), "This program is damaged: build it anew with make build.", false)
		return
	}
	d.add("coordinates (OSTN15)", "Ordnance Survey's points come out right", "", true)
}
