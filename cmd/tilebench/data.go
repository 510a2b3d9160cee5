package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"terrier/cmd/tilebench/country"
	"terrier/geo/bng"
	"terrier/geo/grid"
)

// The files that `tilebench data` writes.
const (
	homesFile      = "homes.csv"     // for `terrier import homes`
	areasFile      = "areas.geojson" // for `terrier import areas`
	assetsFile     = "assets.geojson"
	pointsFile     = "homes.ndjson"      // the same homes for tippecanoe, one GeoJSON feature a line
	stockFile      = "stock.txt"         // z/x/y a line
	compositeFile  = "composite.txt"     // the same, of other people
	boundariesFile = "boundaries.ndjson" // a GeoJSON geometry a line
)

const (
	listedTiles      = 2000
	listedBoundaries = 500
)

type dataCommand struct{}

// Run writes the files into a folder beside their place and moves it there when all are whole.
func (dataCommand) Run(_ context.Context, b *bench) error {
	if exists(b.at("data")) {
		return nil
	}
	fmt.Printf("writing a country of %d homes to %s\n", b.Homes, b.at("data"))
	draft := b.at("data.new")
	if err := errors.Join(os.RemoveAll(draft), os.MkdirAll(draft, 0o755)); err != nil {
		return err
	}
	c := country.New(b.Seed, b.Homes)
	areas := c.Areas()
	for name, fill := range map[string]func(io.Writer) error{
		homesFile:      func(w io.Writer) error { return writeHomes(w, c) },
		pointsFile:     func(w io.Writer) error { return writePoints(w, c) },
		areasFile:      func(w io.Writer) error { return writeAreas(w, areas) },
		assetsFile:     func(w io.Writer) error { return writeAssets(w, c.Assets()) },
		stockFile:      func(w io.Writer) error { return writeTiles(w, c.StockTiles(listedTiles)) },
		compositeFile:  func(w io.Writer) error { return writeTiles(w, c.CompositeTiles(listedTiles)) },
		boundariesFile: func(w io.Writer) error { return writeBoundaries(w, c.Boundaries(listedBoundaries, areas)) },
	} {
		if err := writeFile(filepath.Join(draft, name), fill); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return os.Rename(draft, b.at("data"))
}

func writeFile(path string, fill func(io.Writer) error) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := fill(w); err != nil {
		return err
	}
	return w.Flush()
}

var homeHeadings = []string{"reference", "owner", "uprn", "tenure", "home-type", "bedrooms",
	"needs-category", "epc", "build-year", "sensitivity", "easting", "northing"}

// homeRow is the i-th home as the values of homeHeadings.
func homeRow(i int, h country.Home) []string {
	return []string{fmt.Sprintf("H%07d", i+1), fmt.Sprintf("Association %04d", h.Owner), strconv.Itoa(10_000_000_001 + 27*i), h.Tenure, h.Type, strconv.Itoa(h.Bedrooms),
		h.Needs, h.EPC, strconv.Itoa(h.Built), "published", metres(h.Point[0]), metres(h.Point[1])}
}

func metres(v float64) string { return strconv.FormatFloat(v, 'f', 3, 64) }

func writeHomes(w io.Writer, c *country.Country) error {
	out := csv.NewWriter(w)
	rows := [][]string{homeHeadings}
	i := 0
	for h := range c.Homes() {
		rows = append(rows, homeRow(i, h))
		if i++; len(rows) == 1000 {
			if err := out.WriteAll(rows); err != nil {
				return err
			}
			rows = rows[:0]
		}
	}
	return out.WriteAll(rows)
}

// writePoints writes what a tile says of a home, for makers of tiles that read GeoJSON.
func writePoints(w io.Writer, c *country.Country) error {
	for h := range c.Homes() {
		p, err := bng.ToWGS84(h.Point)
		if err != nil {
			return err
		}
		epc := ""
		if h.EPC != "" {
			epc = `,"epc":"` + h.EPC + `"`
		}
		if _, err := fmt.Fprintf(w, `{"type":"Feature","properties":{"tenure":"%s","owner":"association-%04[2]d","owner-name":"Association %04[2]d",`+
			`"home-type":"%s","bedrooms":%d%s},"geometry":{"type":"Point","coordinates":[%.9f,%.9f]}}`+"\n",
			h.Tenure, h.Owner, h.Type, h.Bedrooms, epc, p[0], p[1]); err != nil {
			return err
		}
	}
	return nil
}

var stages = []string{"designated", "pre-submission", "submitted", "made"}

func writeAreas(w io.Writer, areas []orb.Ring) error {
	return writeFeatures(w, len(areas), func(i int) (orb.Geometry, map[string]any) {
		return orb.Polygon{areas[i]}, map[string]any{"reference": fmt.Sprintf("NP%04d", i+1), "name": fmt.Sprintf("Plan area %04d", i+1),
			"organisation": "Bench Council", "stage": stages[i%len(stages)]}
	})
}

func writeAssets(w io.Writer, assets []country.Asset) error {
	return writeFeatures(w, len(assets), func(i int) (orb.Geometry, map[string]any) {
		return assets[i].Shape, map[string]any{"reference": fmt.Sprintf("A%05d", i+1), "name": fmt.Sprintf("Asset %05d", i+1),
			"organisation": "Bench Council", "asset-kind": assets[i].Kind}
	})
}

func writeFeatures(w io.Writer, n int, feature func(i int) (orb.Geometry, map[string]any)) error {
	fc := geojson.NewFeatureCollection()
	for i := range n {
		g, properties := feature(i)
		degrees, err := bng.TransformWGS84(g)
		if err != nil {
			return err
		}
		fc.Append(&geojson.Feature{Type: "Feature", Geometry: degrees, Properties: properties})
	}
	return json.NewEncoder(w).Encode(fc)
}

func writeTiles(w io.Writer, tiles []grid.Tile) error {
	for _, t := range tiles {
		if _, err := fmt.Fprintln(w, t); err != nil {
			return err
		}
	}
	return nil
}

func writeBoundaries(w io.Writer, shapes []orb.Polygon) error {
	out := json.NewEncoder(w)
	for _, s := range shapes {
		degrees, err := bng.TransformWGS84(s)
		if err != nil {
			return err
		}
		if err := out.Encode(geojson.NewGeometry(degrees)); err != nil {
			return err
		}
	}
	return nil
}
