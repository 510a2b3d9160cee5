package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	terrierArchive    = "terrier.pmtiles"
	tippecanoeArchive = "tippecanoe.pmtiles"
	tilemakerArchive  = "tilemaker.mbtiles"
)

// The zooms of the archives.
const archiveLowest, archiveHighest = "6", "14"

// archiveLimit is how long one maker may take: twice what the slowest that was seen to end takes.
const archiveLimit = 9 * time.Minute

type archiveCommand struct{}

// maker is a program that makes an archive of all homes, none left out.
type maker struct {
	name, out string
	passes    int
	needs     []peer
	before    [][]string // commands that are not timed
	command   []string
}

func (archiveCommand) Run(ctx context.Context, b *bench) error {
	return b.measuring(ctx, "", func(r *results, db *database) error { return b.makeAll(ctx, r, db) })
}

func (b *bench) makeAll(ctx context.Context, r *results, db *database) error {
	makers, err := b.makers()
	if err != nil {
		return err
	}
	for _, m := range makers {
		if len(r.Figures["archive "+m.name+", s"]) > 0 {
			continue
		}
		delete(r.Missing, "archive by "+m.name)
		if err := b.make(ctx, r, db, m); err != nil {
			fmt.Println("  left out:", err)
			r.Missing["archive by "+m.name] = err.Error()
		}
		if err := errors.Join(r.save(), ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) makers() ([]maker, error) {
	shapes, config, script := b.at("homes.shp"), b.at("tilemaker.json"), b.at("tilemaker.lua")
	settings, err := json.Marshal(map[string]any{
		"layers": map[string]any{"home": map[string]any{"minzoom": 6, "maxzoom": 14, "source": shapes,
			"source_columns": []string{"tenure", "owner", "owner-name", "home-type", "bedrooms", "epc"}}},
		"settings": map[string]any{"minzoom": 6, "maxzoom": 14, "basezoom": 14, "include_ids": false, "compress": "gzip", "name": "homes", "version": "1",
			"description": "homes", "bounding_box": []float64{-7, 49, 3, 57}},
	})
	if err != nil {
		return nil, err
	}
	const lua = "node_keys = {}\nfunction init_function() end\nfunction node_function(node) end\nfunction way_function(way) end\n"
	if err := errors.Join(os.WriteFile(config, settings, 0o644), os.WriteFile(script, []byte(lua), 0o644)); err != nil {
		return nil, err
	}
	return []maker{
		{name: "terrier", out: terrierArchive, passes: 3,
			command: []string{b.Terrier, "tiles", "build", b.at(terrierArchive), "--layers", "homes",
				"--minzoom", archiveLowest, "--maxzoom", archiveHighest}},
		{name: "tippecanoe", out: tippecanoeArchive, passes: 1, needs: []peer{tippecanoe},
			command: []string{tippecanoe.program(b.Dir), "-q", "-f", "-P", "-Z" + archiveLowest, "-z" + archiveHighest, "-r1",
				"--no-feature-limit", "--no-tile-size-limit", "-t", b.at(), "-l", "home", "-o", b.at(tippecanoeArchive), b.at("data", pointsFile)}},
		{name: "tilemaker", out: tilemakerArchive, passes: 1, needs: []peer{tilemaker, ogr2ogr},
			before:  [][]string{{"ogr2ogr", "-f", "ESRI Shapefile", "-overwrite", shapes, "GeoJSONSeq:" + b.at("data", pointsFile)}},
			command: []string{"tilemaker", "--config", config, "--process", script, "--bbox", "-7,49,3,57", "--output", b.at(tilemakerArchive)}},
	}, nil
}

// make times a maker and keeps seconds, the peak of its memory, and the size of what it made.
func (b *bench) make(ctx context.Context, r *results, db *database, m maker) error {
	fmt.Println("an archive by", m.name)
	for _, p := range m.needs {
		if !b.has(p) {
			return fmt.Errorf("%s is not here: %s", p.name, p.mend)
		}
	}
	for _, command := range m.before {
		if _, _, err := b.timed(ctx, db, m.name, command); err != nil {
			return err
		}
	}
	figures := map[string]series{}
	for range m.passes {
		if err := os.Remove(b.at(m.out)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		took, peakMB, err := b.timed(ctx, db, m.name, m.command)
		if err != nil {
			return err
		}
		made, err := os.Stat(b.at(m.out))
		if err != nil {
			return err
		}
		for unit, value := range map[string]float64{"s": took.Seconds(), "MB of memory": peakMB, "MB": float64(made.Size()) / 1e6} {
			figures["archive "+m.name+", "+unit] = append(figures["archive "+m.name+", "+unit], value)
		}
		fmt.Printf("  %.1f s, %.0f MB of memory, %.1f MB\n", took.Seconds(), peakMB, float64(made.Size())/1e6)
	}
	for name, s := range figures {
		r.Figures[name] = s
	}
	return nil
}

// timed runs a command. The peak of memory is of the largest process among it and its children; that of getrusage(2) begins with what the process that starts it had.
func (b *bench) timed(ctx context.Context, db *database, name string, command []string) (took time.Duration, peakMB float64, err error) {
	ctx, cancel := context.WithTimeout(ctx, archiveLimit)
	defer cancel()
	log := filepath.Join(b.Dir, "log", "archive-"+name+".log")
	logFile, err := os.Create(log)
	if err != nil {
		return 0, 0, err
	}
	defer logFile.Close()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), "DATABASE_URL="+db.url)
	cmd.Stdout, cmd.Stderr = logFile, logFile
	begun := time.Now()
	err = cmd.Start()
	if err == nil {
		peak := watchPeak(cmd.Process.Pid)
		err = cmd.Wait()
		peakMB = peak()
	}
	if err != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return 0, 0, fmt.Errorf("%s was still at work after %s", filepath.Base(command[0]), archiveLimit)
		}
		said, _ := os.ReadFile(log)
		first, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
		return 0, 0, fmt.Errorf("%s: %w: %s", filepath.Base(command[0]), err, first)
	}
	return time.Since(begun), peakMB, nil
}
