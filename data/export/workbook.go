package export

import (
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"
	"github.com/xuri/excelize/v2"

	"terrier/plans"
)

// workbookWriter writes an Excel workbook of one sheet. Texts are cells of type text, which no program takes for a formula; numbers are
// numbers. Points stand in two columns, easting and northing in metres (EPSG:27700).
type workbookWriter struct {
	w      io.Writer
	fields []plans.FieldValue
	book   *excelize.File
	sheet  *excelize.StreamWriter
	n      int
}

// mostSheetRows is how many rows a sheet has (ECMA-376: 1,048,576), its heading aside.
const mostSheetRows = 1<<20 - 1

func newWorkbook(w io.Writer, fields []plans.FieldValue) *workbookWriter {
	return &workbookWriter{w: w, fields: fields, book: excelize.NewFile()}
}

func (x *workbookWriter) begin() error {
	const name = "Sheet1"
	var err error
	if x.sheet, err = x.book.NewStreamWriter(name); err != nil {
		return fmt.Errorf("begin a workbook: %w", err)
	}
	heading := make([]any, 0, len(x.fields)+2)
	for _, f := range x.fields {
		heading = append(heading, f.Name)
	}
	return x.sheet.SetRow("A1", append(heading, "easting", "northing"))
}

func (x *workbookWriter) row(r row, _ orb.Geometry) error {
	if x.n++; x.n > mostSheetRows {
		return plans.Refuse("too-many-rows", "o", fmt.Sprintf("A sheet holds %d rows, and there are more.", mostSheetRows), "Take CSV, or ask for fewer.")
	}
	cells := make([]any, 0, len(r.values)+2)
	for _, v := range r.values {
		cells = append(cells, cellOf(v))
	}
	if p, ok := r.shape.(orb.Point); ok {
		cells = append(cells, p[0], p[1])
	}
	at, err := excelize.CoordinatesToCellName(1, x.n+1)
	if err != nil {
		return err
	}
	return x.sheet.SetRow(at, cells)
}

func cellOf(v plans.FieldValue) any {
	if v.Text == "" {
		return nil
	}
	if v.Bare {
		if n, err := strconv.Atoi(v.Text); err == nil {
			return n
		}
	}
	return v.Text
}

func (x *workbookWriter) end() error {
	defer func() { _ = x.book.Close() }()
	if err := x.sheet.Flush(); err != nil {
		return fmt.Errorf("end a workbook: %w", err)
	}
	return x.book.Write(x.w)
}
