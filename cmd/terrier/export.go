package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/export"
	"terrier/data/postgis"
	"terrier/plans/area"
	"terrier/plans/asset"
)

type exportCommand struct {
	Kind   string `arg:"" enum:"homes,assets,areas,boundaries" help:"homes, assets, areas or boundaries."`
	Output string `short:"o" enum:"geojson,csv" default:"geojson" help:"geojson or csv."`
	To     string `type:"path" placeholder:"FILE" help:"Write to a file instead of standard output."`
	BOM    bool   `name:"bom" help:"Begin a CSV with a byte order mark, by which Excel knows UTF-8."`
}

func (c *exportCommand) Run(ctx context.Context, out streams, f *databaseFlags) error {
	return f.loading(ctx, func(pool *pgxpool.Pool) error {
		exporter := postgis.NewExporter(pool)
		attributions, err := exporter.Attributions(ctx)
		if err != nil {
			return err
		}
		n, err := c.to(out.Out, func(w io.Writer) (int, error) {
			return writeRegister(ctx, w, c.Kind, export.Options{Format: export.Format(c.Output), BOM: c.BOM, Attributions: attributions}, exporter)
		})
		if err != nil {
			return refused(err)
		}
		fmt.Fprintf(out.Err, "%d %s written.\n", n, c.Kind)
		return nil
	})
}

// to writes to the file asked for, or to standard output.
func (c *exportCommand) to(out io.Writer, write func(io.Writer) (int, error)) (n int, err error) {
	if c.To == "" {
		return write(out)
	}
	err = writeWhole(c.To, func(file *os.File) (err error) {
		n, err = write(file)
		return err
	})
	return n, err
}

func writeRegister(ctx context.Context, w io.Writer, kind string, o export.Options, from *postgis.Exporter) (int, error) {
	switch kind {
	case "homes":
		return export.Homes(w, o, from.Homes(ctx))
	case "boundaries":
		return export.Boundaries(w, o, from.Boundaries(ctx))
	case "assets":
		list, err := from.Assets(ctx, asset.Filter{})
		return wrote(list, err, func(rows iter.Seq2[asset.Asset, error]) (int, error) { return export.Assets(w, o, rows) })
	default:
		list, err := from.Areas(ctx, area.Filter{})
		return wrote(list, err, func(rows iter.Seq2[area.Area, error]) (int, error) { return export.Areas(w, o, rows) })
	}
}

func wrote[T any](list []T, err error, write func(iter.Seq2[T, error]) (int, error)) (int, error) {
	if err != nil {
		return 0, err
	}
	return write(func(yield func(T, error) bool) {
		for _, v := range list {
			if !yield(v, nil) {
				return
			}
		}
	})
}
