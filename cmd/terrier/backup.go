package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"terrier/data/dump"
)

type backupCommand struct {
	File   string `arg:"" type:"path" help:"The file to write, such as terrier.dump."`
	Force  bool   `help:"Replace the file if it is there."`
	Output string `short:"o" enum:"text,json" default:"text" help:"text or json."`
}

// Run backs the database up as it is, whichever version it is at.
func (c *backupCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	db, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer db.close()
	archive, err := dump.Write(ctx, db.admin, c.File, dump.Options{Replace: c.Force, Seen: dumpProgress(out.Err)})
	clearProgress(out.Err)
	if err != nil {
		return refused(err)
	}
	if c.Output == "json" {
		return printJSON(out.Out, struct {
			dump.Archive
			Counts map[string]int64 `json:"counts"`
		}{archive, dumpCounts(archive)})
	}
	fmt.Fprintf(out.Out, "Backed up to %s: %s, read back to its last row.\n%s\n", archive.File, size(archive.Bytes), countLine(archive))
	fmt.Fprintln(out.Out, "The file holds every home and address, withheld ones too. Only you can read it (mode 0600): keep it so wherever you copy it.")
	return nil
}

// counted are the tables that people ask for, by the words of the registers.
var counted = []struct{ word, table string }{
	{"homes", "home"}, {"assets", "community_asset"}, {"areas", "neighbourhood_plan_area"}, {"boundaries", "boundary"},
	{"organisations", "organisation"}, {"places", "place"}, {"imports", "import"},
}

func dumpCounts(a dump.Archive) map[string]int64 {
	counts := map[string]int64{}
	for _, c := range counted {
		counts[c.word] = a.Rows(c.table)
	}
	return counts
}

func countLine(a dump.Archive) string {
	var parts []string
	for _, c := range counted {
		parts = append(parts, fmt.Sprintf("%s %d", c.word, a.Rows(c.table)))
	}
	return strings.Join(parts, ", ") + "."
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// size tells bytes as people do.
func size(bytes int64) string {
	switch {
	case bytes < 10_000:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 10_000_000:
		return fmt.Sprintf("%d kB", bytes/1000)
	default:
		return fmt.Sprintf("%d MB", bytes/1_000_000)
	}
}

// dumpProgress shows how far a backup or a restore is, once a second, on a terminal only.
func dumpProgress(errs io.Writer) func(dump.Progress) {
	if !isTerminal(errs) {
		return nil
	}
	last := time.Now()
	return func(p dump.Progress) {
		if time.Since(last) < time.Second {
			return
		}
		last = time.Now()
		fmt.Fprint(errs, "\r"+dumpLine(p)+"\033[K")
	}
}

func dumpLine(p dump.Progress) string {
	switch {
	case p.Doing == "writing":
		return "writing: " + size(p.Bytes)
	case p.Of > 0:
		return fmt.Sprintf("%s: %d of %d rows (%s)", p.Doing, p.Rows, p.Of, p.Table)
	case p.Rows > 0:
		return fmt.Sprintf("%s: %d rows (%s)", p.Doing, p.Rows, p.Table)
	default:
		return p.Doing
	}
}
