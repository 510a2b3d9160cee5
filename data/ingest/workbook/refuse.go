package workbook

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"

	"terrier/data/ingest/row"
	"terrier/plans"
)

const (
	saveAgain  = "Open the workbook in Excel, save it, and import it again."
	fetchAgain = "Fetch or copy it again. If Excel can open it, save it there as Excel Workbook (.xlsx)."
	saveAs     = "Open it in Excel and save it as Excel Workbook (.xlsx), or the sheet as CSV UTF-8."
)

// damaged refuses what no sound workbook has; what says it, as in "The sheet "Assets" is damaged after row 12."
func damaged(what string) *plans.Error {
	return plans.Refuse("damaged-workbook", "file", what, fetchAgain)
}

func encrypted() *plans.Error {
	return plans.Refuse("encrypted-workbook", "file", "The file is protected by a password, so that nothing in it can be read.",
		"Open it in Excel, take the password out (File, Info, Protect Workbook, Encrypt with Password), and save it.")
}

// tooLarge refuses a workbook that unpacks to more than any real one: made to fill the memory of whoever opens it.
func tooLarge(what string) *plans.Error {
	return plans.Refuse("workbook-too-large", "file", what, "Look at the file in Excel: sheets that are formatted to the last row become small once the empty rows are deleted. Or save the sheet as CSV UTF-8.")
}

// broken makes a refusal of what goes wrong while a part is read, said as damaged does it. What is wrong with the reading of the
// file itself stays an error.
func broken(err error, what string) error {
	var refused *plans.Error
	var corrupt flate.CorruptInputError
	var internal flate.InternalError
	switch {
	case err == nil, errors.As(err, &refused):
		return err
	case errors.Is(err, zip.ErrAlgorithm):
		return plans.Refuse("damaged-workbook", "file", "The workbook is packed in a way that cannot be read.", saveAgain)
	case errors.Is(err, errMalformed), errors.Is(err, errMissing), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum),
		errors.As(err, &corrupt), errors.As(err, &internal):
		return damaged(what)
	}
	return row.ReadError(err)
}

// badCell refuses a row for one cell, and says which.
func badCell(column, line int, is string) *plans.Error {
	return plans.Refuse("unreadable-cell", "", fmt.Sprintf("The cell %s%d %s.", columnName(column), line, is), saveAgain)
}

// columnName is what Excel calls a column, counted from 0: A, Z, AA.
func columnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
