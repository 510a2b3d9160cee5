package ingest

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"terrier/data/ingest/row"
	"terrier/plans/intake"
)

// fewValues is how many different values a column has at most that is listed: a scheme's name is one of few, a reference is not.
const fewValues = 60

// mostListed is how many values of all columns are listed.
const mostListed = 1000

// Survey counts the rows of a layer, and what stands in the columns that have few different values.
func Survey(ctx context.Context, req Request, layer string) (l intake.Layout, err error) {
	var counts []map[string]int // nil for a column with too many
	l.Header, err = eachRow(ctx, req, layer, func(header []string, rec row.Record) error {
		l.Rows++
		for len(counts) < len(header) {
			counts = append(counts, map[string]int{})
		}
		for i := range counts {
			value := strings.TrimSpace(rec.Value(i))
			if counts[i] == nil || value == "" || rec.Err != nil {
				continue
			}
			if counts[i][value]++; len(counts[i]) > fewValues || len(value) > 200 {
				counts[i] = nil
			}
		}
		return nil
	})
	listed := 0
	for i, of := range counts {
		if len(of) == 0 || i >= len(l.Header) || listed+len(of) > mostListed {
			continue
		}
		listed += len(of)
		c := intake.ColumnValues{Column: l.Header[i]}
		for value, n := range of {
			c.Values = append(c.Values, intake.ValueCount{Value: value, Rows: n})
		}
		slices.SortFunc(c.Values, func(a, b intake.ValueCount) int {
			return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Value, b.Value))
		})
		l.Columns = append(l.Columns, c)
	}
	return l, err
}

// eachRow reads a layer of a file row by row, and returns its headings.
func eachRow(ctx context.Context, req Request, named string, each func(header []string, rec row.Record) error) (header []string, err error) {
	k := kinds[req.Kind]
	size, err := req.File.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, row.ReadError(err)
	}
	file, err := (reading{encoding: req.Encoding, layer: req.Layer, known: k.knows}).open(req.File, size)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	layers, err := chooseLayers(file, named)
	if err != nil {
		return nil, err
	}
	reader, err := layers[0].Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = reader.Close() }()
	for n := 0; ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		rec, err := reader.Read()
		if err == io.EOF {
			return reader.Header(), nil
		}
		if err != nil {
			return nil, err
		}
		if err := each(reader.Header(), rec); err != nil {
			return nil, err
		}
	}
}
