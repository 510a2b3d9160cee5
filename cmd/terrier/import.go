package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/term"

	"terrier/data/ingest"
	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/intake"
)

type importCommand struct {
	Kind         string            `arg:"" enum:"homes,assets,areas,boundaries,organisations,places" help:"homes, assets, areas, boundaries, organisations or places."`
	File         string            `arg:"" type:"existingfile" help:"A CSV, TSV or GeoJSON file."`
	Map          map[string]string `placeholder:"FIELD=COLUMN" help:"Which column means a field, where terrier's own reading is wrong. An empty column: none."`
	Set          map[string]string `placeholder:"FIELD=VALUE" help:"A value for the rows that say none, such as kind=ward."`
	Where        string            `placeholder:"CONDITION" help:"Only rows that fit, such as \"F_CODE = NDHNA\"."`
	CRS          string            `name:"crs" placeholder:"EPSG:27700" help:"The coordinate system, where the file is wrong about it."`
	Source       string            `placeholder:"NAME" help:"Who published the file. Default: the organisation, else the file's name."`
	Licence      string            `default:"not-stated" placeholder:"SLUG" help:"ogl-v3, ogl-v3-os, ogl-v3-ons, odbl, cc-by-4, own or not-stated."`
	Attribution  string            `placeholder:"TEXT" help:"A line to show beside the licence's own."`
	AsAt         string            `name:"as-at" placeholder:"YYYY-MM-DD" help:"The day that the facts describe."`
	Organisation string            `placeholder:"NAME" help:"Who owns or keeps the rows that do not say: a name or reference."`
	DryRun       bool              `help:"Do everything, then take it back."`
	Report       string            `type:"path" placeholder:"FILE" help:"Write every problem to a CSV file."`
	Output       string            `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

// listed problems on the screen at most; --report has all.
const listedProblems = 20

func (c *importCommand) Run(ctx context.Context, out streams, f *databaseFlags) (err error) {
	request, done, err := c.request(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		loader := postgis.NewLoader(pool)
		request.Loader, request.Postcodes = loader, loader
		result, err := ingest.Run(ctx, request)
		clearProgress(out.Err)
		if err != nil {
			return refused(err)
		}
		return c.print(out, result)
	})
}

func (c *importCommand) request(out streams) (ingest.Request, func() error, error) {
	asAt, err := c.day()
	if err != nil {
		return ingest.Request{}, nil, err
	}
	file, err := os.Open(c.File)
	if err != nil {
		return ingest.Request{}, nil, err
	}
	request := ingest.Request{
		Kind: c.Kind, FileName: filepath.Base(c.File), File: file, Organisation: c.Organisation, Who: whoami(),
		Source: intake.Source{Publisher: first(c.Source, c.Organisation, filepath.Base(c.File)), Licence: c.Licence, Attribution: c.Attribution, AsAt: asAt},
		Map:    c.Map, Set: c.Set, Where: c.Where, CRS: c.CRS, DryRun: c.DryRun, Today: time.Now(),
	}
	closers := []io.Closer{file}
	if c.Report != "" {
		report, err := os.Create(c.Report)
		if err != nil {
			_ = file.Close()
			return ingest.Request{}, nil, err
		}
		request.Report = report
		closers = append(closers, report)
	}
	if c.Output == "text" {
		request.Proposed = func(p ingest.Proposal) { printProposal(out.Err, p) }
	}
	if isTerminal(out.Err) {
		request.Progress = func(p ingest.Progress) { fmt.Fprint(out.Err, "\r"+ingest.ProgressLine(p, time.Now())+"\033[K") }
	}
	return request, func() error {
		var failed error
		for _, c := range closers {
			failed = errors.Join(failed, c.Close())
		}
		return failed
	}, nil
}

func (c *importCommand) day() (time.Time, error) {
	if c.AsAt == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, c.AsAt)
	if err != nil {
		return t, &exitError{exitMisuse, fmt.Sprintf("--as-at %s is not a day: write it as 2026-03-31", c.AsAt)}
	}
	return t, nil
}

func (c *importCommand) print(out streams, r ingest.Result) error {
	if c.Output == "json" {
		enc := json.NewEncoder(out.Out)
		enc.SetIndent("", "  ")
		if err := enc.Encode(r); err != nil {
			return err
		}
	} else {
		printResult(out.Out, r, c.Report)
	}
	if r.Refused > 0 {
		return &exitError{code: exitRefused}
	}
	return nil
}

func printProposal(w io.Writer, p ingest.Proposal) {
	fmt.Fprintf(w, "Read as %s.\n", p.Format)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, m := range p.Mapping.Choices {
		said := "proposed"
		if m.Given {
			said = "given"
		}
		fmt.Fprintf(table, "  %s\t<- %s\t%s\t%s\n", m.Field, m.Column, quoted(m.Example), said)
	}
	_ = table.Flush()
	unused := make([]string, len(p.Mapping.Unused))
	for i, u := range p.Mapping.Unused {
		unused[i] = u.Name
	}
	if len(unused) > 0 {
		fmt.Fprintf(w, "Not used: %s.\n", strings.Join(unused, ", "))
	}
	if p.Coordinates != "" {
		fmt.Fprintln(w, p.Coordinates)
	}
}

func printResult(w io.Writer, r ingest.Result, report string) {
	for _, note := range r.Notes {
		fmt.Fprintln(w, note)
	}
	for i, p := range gravestFirst(r.Problems) {
		if i == listedProblems {
			break
		}
		fmt.Fprintf(w, "line %d, %s %s%s: %s %s\n", p.Line, p.Outcome, p.Field, quoted(p.Value), p.Reason, p.Remedy)
	}
	if more := len(r.Problems) + r.MoreProblems - listedProblems; more > 0 {
		fmt.Fprintf(w, "... and %d more. ", more)
		if report == "" {
			fmt.Fprintln(w, "--report FILE writes them all.")
		} else {
			fmt.Fprintf(w, "All are in %s.\n", report)
		}
	}
	done := "Imported"
	if r.DryRun {
		done = "Tried, and took back,"
	}
	fmt.Fprintf(w, "%s %s: rows accepted %d (unchanged %d, repaired %d), refused %d", done, r.File, r.Accepted, r.Unchanged, r.Repaired, r.Refused)
	if r.LeftOut > 0 {
		fmt.Fprintf(w, ", left out by --where %d", r.LeftOut)
	}
	fmt.Fprintln(w, ".")
}

// gravestFirst puts refused rows before repaired ones and those before noted ones, each in file order.
func gravestFirst(problems []intake.Problem) []intake.Problem {
	sorted := slices.Clone(problems)
	order := []intake.Outcome{intake.Refused, intake.Repaired, intake.Noted}
	slices.SortStableFunc(sorted, func(a, b intake.Problem) int {
		return slices.Index(order, a.Outcome) - slices.Index(order, b.Outcome)
	})
	return sorted
}

// refused tells what is wrong with a file or a request as a whole.
func refused(err error) error {
	var p *plans.Error
	if !errors.As(err, &p) {
		return err
	}
	return &exitError{exitMisuse, strings.TrimSpace(p.Error() + " " + p.Remedy)}
}

func quoted(value string) string {
	if value == "" {
		return ""
	}
	if r := []rune(value); len(r) > 60 {
		value = string(r[:60]) + "…"
	}
	return fmt.Sprintf(" %q", value)
}

func first(names ...string) string {
	for _, n := range names {
		if n != "" {
			return n
		}
	}
	return ""
}

func whoami() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

func clearProgress(w io.Writer) {
	if isTerminal(w) {
		fmt.Fprint(w, "\r\033[K")
	}
}
