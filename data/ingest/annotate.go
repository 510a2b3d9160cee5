package ingest

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/paulmach/orb/encoding/wkt"

	"terrier/data/ingest/row"
	"terrier/plans/intake"
)

// problemColumn is the heading of what is wrong with a row, in a copy of its file.
const problemColumn = "problem"

// Annotate writes a copy of a file's rows as CSV, with one more column that says what is wrong with each, for their owner to mend: all of
// them, or with only those that have a problem. No value in it can run as a formula. report is what Request.Report got.
func Annotate(ctx context.Context, req Request, layer string, header []string, report io.Reader, only bool, w io.Writer) error {
	problems, err := readReport(report)
	if err != nil {
		return err
	}
	var out List
	begun, shaped := false, false
	_, err = eachRow(ctx, req, layer, func(_ []string, rec row.Record) error {
		if !begun {
			begun, shaped = true, rec.Shaped
			heading := append([]string{}, header...)
			if shaped {
				heading = append(heading, "geometry")
			}
			out.Begin(w, append(heading, problemColumn)...)
		}
		what := problems[rec.Line]
		if only && what == "" {
			return nil
		}
		line := make([]string, 0, len(header)+2)
		for i := range header {
			line = append(line, rec.Value(i))
		}
		if shaped {
			shape := ""
			if rec.Geometry != nil {
				shape = wkt.MarshalString(rec.Geometry)
			}
			line = append(line, shape)
		}
		out.Add(append(line, what)...)
		return nil
	})
	return out.End(err, "write the copy with problems")
}

// readReport gathers the problems of each line into one text.
func readReport(report io.Reader) (map[int]string, error) {
	problems := map[int]string{}
	in := csv.NewReader(report)
	in.ReuseRecord = true
	if _, err := in.Read(); err != nil {
		if errors.Is(err, io.EOF) {
			return problems, nil
		}
		return nil, fmt.Errorf("read the problems of a file: %w", err)
	}
	for {
		line, err := in.Read()
		if errors.Is(err, io.EOF) {
			return problems, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the problems of a file: %w", err)
		}
		for i := range line {
			line[i] = intake.Restore(line[i])
		}
		number, err := strconv.Atoi(line[0])
		if err != nil {
			return nil, fmt.Errorf("read the problems of a file: %w", err)
		}
		said := fmt.Sprintf("%s, %s: %s", line[5], line[1], strings.TrimSpace(line[3]+" "+intake.InBrowser(line[4])))
		if had := problems[number]; had != "" {
			said = had + " | " + said
		}
		problems[number] = said
	}
}
