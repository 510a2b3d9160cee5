// Command tilebench measures terrier side by side with other map servers, archive makers and plain SQL, on one machine in one
// run, over one invented country, and writes docs/performance.md. `make bench` is all of it.
//
//	tilebench data     write the country's files and the work lists
//	tilebench peers    install the peers that package registries give
//	tilebench inside   the Go benchmarks, each beside its naive twin
//	tilebench core     counts and tiles in process, beside SQL
//	tilebench growth   the same in process with ten times the homes
//	tilebench import   the import of all homes, with and without the change feed's triggers
//	tilebench verdict  what the rules say of shapes whose corners are dragged
//	tilebench archive  whole archives of tiles, side by side
//	tilebench load     tiles and counts over HTTP, side by side
//	tilebench stress   tiles, filters, counts and edits together, for a time
//	tilebench report   write the report from what was measured
//	tilebench all      these in turn
//
// What is done already is not done again: remove results.json and go-bench.log in var/bench/HOMES to measure anew, the whole
// folder to begin anew.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"

	"github.com/alecthomas/kong"
)

// bench is what all commands share.
type bench struct {
	Dir     string `default:"var/bench" type:"path" help:"Where everything is kept."`
	Homes   int    `default:"3000000" help:"Homes of the country. Each size has a folder of its own."`
	Seed    uint64 `default:"2026" help:"What the country follows from."`
	Terrier string `default:"bin/terrier" type:"path" help:"The program to measure."`
}

// at is a path in the folder of this size.
func (b *bench) at(names ...string) string {
	return filepath.Join(append([]string{b.Dir, strconv.Itoa(b.Homes)}, names...)...)
}

type program struct {
	bench
	Data    dataCommand    `cmd:"" help:"Write the country's files and the work lists."`
	Peers   peersCommand   `cmd:"" help:"Install the peers that package registries give."`
	Inside  insideCommand  `cmd:"" help:"Run the Go benchmarks."`
	Core    coreCommand    `cmd:"" help:"Measure counts in process."`
	Growth  growthCommand  `cmd:"" help:"Compare with a country of many times the homes, in process."`
	Import  importCommand  `cmd:"" help:"Measure imports with and without the change feed's triggers."`
	Verdict verdictCommand `cmd:"" help:"Measure verdicts on shapes whose corners are dragged."`
	Archive archiveCommand `cmd:"" help:"Measure the making of whole archives."`
	Load    loadCommand    `cmd:"" help:"Measure tiles and counts over HTTP."`
	Stress  stressCommand  `cmd:"" help:"Mix tiles, filters, counts and edits for a time."`
	Report  reportCommand  `cmd:"" help:"Write the report from what was measured."`
	All     allCommand     `cmd:"" help:"All of these in turn."`
	Twin    twinCommand    `cmd:"" hidden:""`
}

// allCommand has no flags of its own beside those of its parts.
type allCommand struct {
	Inside  insideCommand  `embed:""`
	Growth  growthCommand  `embed:""`
	Import  importCommand  `embed:"" prefix:"import-"`
	Verdict verdictCommand `embed:"" prefix:"verdict-"`
	Load    loadCommand    `embed:""`
	Stress  stressCommand  `embed:""`
	Report  reportCommand  `embed:""`
}

func (c *allCommand) Run(ctx context.Context, b *bench) error {
	for _, step := range []interface {
		Run(context.Context, *bench) error
	}{&dataCommand{}, &peersCommand{}, &c.Inside, &coreCommand{}, &c.Growth, &c.Import, &c.Verdict, &archiveCommand{}, &c.Load, &c.Stress, &c.Report} {
		if err := step.Run(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var p program
	command := kong.Parse(&p, kong.Name("tilebench"), kong.Description("Measures terrier side by side with others."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(&p.bench))
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "tilebench:", err)
		stop()
		os.Exit(1)
	}
}

// exists says whether there is something at the path.
func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, os.ErrNotExist)
}
