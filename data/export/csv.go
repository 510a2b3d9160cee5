package export

import (
	"encoding/csv"
	"fmt"
	"io"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans"
	"terrier/plans/intake"
)

// csvWriter writes a heading and a line a row, in which no value can run as a formula. Places are well-known text in WGS 84.
type csvWriter struct {
	w      io.Writer
	rows   *csv.Writer
	fields []plans.FieldValue
	places places
	bom    bool
}

func newCSV(w io.Writer, fields []plans.FieldValue, p places, bom bool) *csvWriter {
	rows := csv.NewWriter(w)
	rows.UseCRLF = true // RFC 4180, section 2
	return &csvWriter{w: w, rows: rows, fields: fields, places: p, bom: bom}
}

func (c *csvWriter) begin() error {
	if c.bom {
		if _, err := io.WriteString(c.w, "\ufeff"); err != nil {
			return err
		}
	}
	heading := make([]string, 0, len(c.fields)+2)
	for _, f := range c.fields {
		heading = append(heading, f.Name)
	}
	if c.places.geometry {
		heading = append(heading, "geometry")
	}
	if c.places.point {
		heading = append(heading, "point")
	}
	return c.rows.Write(heading)
}

func (c *csvWriter) row(r row, lonlat orb.Geometry) error {
	line := make([]string, 0, len(c.fields)+2)
	for _, v := range r.values {
		line = append(line, intake.Neutralise(v.Text))
	}
	point, isPoint := lonlat.(orb.Point)
	if c.places.geometry {
		outline := ""
		if !isPoint {
			outline = string(appendWKT(nil, lonlat))
		}
		line = append(line, outline)
	}
	if c.places.point {
		if !isPoint {
			var err error
			if point, err = bng.ToWGS84(r.pin); err != nil {
				return fmt.Errorf("the pin: %w", err)
			}
		}
		line = append(line, string(appendWKT(nil, point)))
	}
	return c.rows.Write(line)
}

func (c *csvWriter) end() error {
	c.rows.Flush()
	return c.rows.Error()
}
