package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"path/filepath"
	"runtime/debug"
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

type importFileCommand struct {
	Kind         string            `arg:"" enum:"homes,assets,areas,boundaries,organisations,places,basemap" help:"homes, assets, areas, boundaries, organisations, places or basemap."`
	File         string            `arg:"" type:"existingfile" help:"CSV, GeoJSON, zipped Shapefile, GeoPackage, KML, KMZ, GPX or an Excel workbook."`
	Map          map[string]string `placeholder:"FIELD=COLUMN" help:"Which column means a field, where terrier's own reading is wrong. An empty column: none."`
	Set          map[string]string `placeholder:"FIELD=VALUE" help:"A value for the rows that say none, such as kind=ward."`
	Where        string            `placeholder:"CONDITION" help:"Only rows that fit, such as \"F_CODE = NDHNA\"."`
	Layer        string            `placeholder:"NAME" help:"The layer or sheet, where a file has several that could be meant."`
	Encoding     string            `placeholder:"NAME" help:"How letters are written, where the file does not tell: utf-8, windows-1252, utf-16 ..."`
	CRS          string            `name:"crs" placeholder:"EPSG:27700" help:"The coordinate system, where the file is wrong about it."`
	Source       string            `placeholder:"NAME" help:"Who published the file. Default: the organisation, else the file's name."`
	Licence      string            `placeholder:"SLUG" help:"ogl-v3, ogl-v3-os, ogl-v3-ons, odbl, cc-by-4, own or not-stated. Default: not-stated; of a basemap ogl-v3-os."`
	Attribution  string            `placeholder:"TEXT" help:"A line to show beside the licence's own."`
	AsAt         string            `name:"as-at" placeholder:"YYYY-MM-DD" help:"The day that the facts describe."`
	Organisation string            `placeholder:"NAME" help:"Who owns or keeps the rows that do not say: a name or reference."`
	Return       bool              `help:"Homes: the file is the stock return of the organisation. Rows of other owners are refused, and it is told what changes."`
	Whole        bool              `help:"With --return: the file is the whole stock. Homes of the organisation that it does not name leave the register."`
	Release      bool              `help:"With --return: homes that are withheld may be opened by rows that say so."`
	Repair       bool              `help:"Mend outlines that are not sound, and tell what their area was before and is after."`
	Strict       bool              `help:"All rows or none: one refused row, and nothing comes in."`
	DryRun       bool              `help:"Do everything, then take it back."`
	Fresh        bool              `help:"Forget what was said of the columns when an earlier file like this one came in."`
	Report       string            `type:"path" placeholder:"FILE" help:"Write every problem to a CSV file."`
	Placed       string            `type:"path" placeholder:"FILE" help:"Write to a CSV file how each row was placed."`
	Output       string            `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

// listed problems on the screen at most; --report has all.
const listedProblems = 20

func (c *importFileCommand) Run(ctx context.Context, out streams, f *databaseFlags) (err error) {
	request, done, err := c.request(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, done()) }()
	debug.SetGCPercent(50) // a large file's keys are held all the while: memory before speed
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		loader := postgis.NewLoader(pool)
		request.Loader, request.Postcodes, request.Repairer, request.Memory = loader, loader, loader, loader
		result, err := bring(ctx, request, loader)
		clearProgress(out.Err)
		if err != nil {
			return refused(err)
		}
		return c.print(out, result)
	})
}

// bring brings the file in. A basemap is read in its own way: all of its layers at once.
func bring(ctx context.Context, request ingest.Request, loader *postgis.Loader) (ingest.Result, error) {
	if request.Kind == "basemap" {
		return ingest.RunBasemap(ctx, request, loader)
	}
	return ingest.Run(ctx, request)
}

func (c *importFileCommand) request(out streams) (ingest.Request, func() error, error) {
	asAt, err := c.day()
	if err != nil {
		return ingest.Request{}, nil, err
	}
	stockReturn, err := c.stockReturn()
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
		Map:    c.Map, Set: c.Set, Where: c.Where, Layer: c.Layer, Encoding: c.Encoding, CRS: c.CRS,
		Repair: c.Repair, Strict: c.Strict, DryRun: c.DryRun, Fresh: c.Fresh, Today: time.Now(), Return: stockReturn,
	}
	closers := []io.Closer{file}
	for path, to := range map[string]*io.Writer{c.Report: &request.Report, c.Placed: &request.PlacedTo} {
		if path == "" {
			continue
		}
		made, err := os.Create(path)
		if err != nil {
			return ingest.Request{}, nil, errors.Join(err, closeFiles(closers))
		}
		*to = made
		closers = append(closers, made)
	}
	if c.Output == "text" {
		request.Proposed = func(p ingest.Proposal) { printProposal(out.Err, p) }
	}
	if isTerminal(out.Err) {
		request.Progress = func(p ingest.Progress) { fmt.Fprint(out.Err, "\r"+ingest.ProgressLine(p, time.Now())+"\033[K") }
	}
	return request, func() error { return closeFiles(closers) }, nil
}

func closeFiles(files []io.Closer) (failed error) {
	for _, f := range files {
		failed = errors.Join(failed, f.Close())
	}
	return failed
}

// stockReturn is what the file is to do to a stock; nil where it is no return.
func (c *importFileCommand) stockReturn() (*intake.Return, error) {
	if c.Return {
		return &intake.Return{Whole: c.Whole, Release: c.Release}, nil
	}
	if c.Whole || c.Release {
		return nil, &exitError{exitMisuse, "--whole and --release are said of a stock return: add --return"}
	}
	return nil, nil
}

func (c *importFileCommand) day() (time.Time, error) {
	if c.AsAt == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, c.AsAt)
	if err != nil {
		return t, &exitError{exitMisuse, fmt.Sprintf("--as-at %s is not a day: write it as 2026-03-31", c.AsAt)}
	}
	return t, nil
}

func (c *importFileCommand) print(out streams, r ingest.Result) error {
	if c.Output == "json" {
		if err := printJSON(out.Out, r); err != nil {
			return err
		}
	} else {
		printResult(out.Out, r, c.Report)
	}
	switch {
	case r.Refused > 0 && r.Strict:
		return &exitError{code: exitFailed}
	case r.Refused > 0:
		return &exitError{code: exitRefused}
	}
	return nil
}

func printProposal(w io.Writer, p ingest.Proposal) {
	for _, before := range p.Before {
		fmt.Fprintln(w, before)
	}
	layer := ""
	if p.Layer != "" {
		layer = ", layer " + p.Layer
	}
	fmt.Fprintf(w, "Read as %s%s.\n", p.Format, layer)
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
	for _, p := range r.Placed {
		fmt.Fprintf(w, "Placed by %s: %s.\n", p.How, ingest.Rows(p.Rows))
	}
	if len(r.Problems) > listedProblems {
		for _, k := range r.Kinds {
			fmt.Fprintf(w, "%s %s, the first in %s %d: %s%s: %s %s\n", ingest.Rows(k.Rows), k.First.Outcome, r.Proposal.Unit, k.First.Line, k.First.Field, quoted(k.First.Value), k.First.Reason, k.First.Remedy)
		}
		fmt.Fprintln(w)
	}
	for i, p := range gravestFirst(r.Problems) {
		if i == listedProblems {
			break
		}
		fmt.Fprintf(w, "%s %d, %s %s%s: %s %s\n", r.Proposal.Unit, p.Line, p.Outcome, p.Field, quoted(p.Value), p.Reason, p.Remedy)
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
	switch {
	case r.Strict && r.Refused > 0:
		done = "Nothing came in, as --strict asks, of"
	case r.DryRun:
		done = "Tried, and took back,"
	case r.ID != 0:
		done = fmt.Sprintf("Import %d:", r.ID)
	}
	fmt.Fprintf(w, "%s %s: rows accepted %d (unchanged %d, repaired %d), refused %d", done, r.File, r.Accepted, r.Unchanged, r.Repaired, r.Refused)
	if r.LeftOut > 0 {
		fmt.Fprintf(w, ", left out by --where %d", r.LeftOut)
	}
	fmt.Fprintln(w, ".")
	if r.Changes != nil && (!r.Strict || r.Refused == 0) {
		fmt.Fprintln(w, ingest.ChangesLine(*r.Changes)+".")
	}
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
