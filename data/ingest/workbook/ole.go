package workbook

import (
	"io"

	"github.com/richardlehane/mscfb"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// DescribeOLE says what an OLE compound file holds (its first bytes are D0 CF 11 E0): a workbook that is protected by a password, or
// a file of old Office. None of them can be read. The names in its table of contents tell.
func DescribeOLE(f row.File, size int64) *plans.Error {
	names := oleNames(f, size)
	switch {
	case names["EncryptedPackage"] && (names["DRMEncryptedDataSpace"] || names["DRMEncryptedTransform"]):
		return plans.Refuse("encrypted-workbook", "file", "The file is protected by rights management or a sensitivity label, so that nothing in it can be read.",
			"Open it in Excel, change the label to one that does not encrypt, and save it.")
	case names["EncryptedPackage"]:
		return encrypted()
	case names["Workbook"], names["Book"]:
		return row.OtherFormat("an old Excel workbook (.xls)", saveAs)
	case names["WordDocument"]:
		return row.OtherFormat("an old Word document (.doc)", "Copy its table into a sheet of Excel and save that as CSV UTF-8.")
	case names["PowerPoint Document"]:
		return row.OtherFormat("an old PowerPoint presentation (.ppt)", "Copy its table into a sheet of Excel and save that as CSV UTF-8.")
	case names["__properties_version1.0"]:
		return row.OtherFormat("an e-mail message (.msg)", "Open it in Outlook, save the file that is attached, and import that.")
	case names["VisioDocument"]:
		return row.OtherFormat("a Visio drawing (.vsd)", row.ToCSV)
	}
	return row.OtherFormat("an old Office file, or one that is protected by a password", "Open it in the program that it is of, and save it as Excel Workbook (.xlsx) or CSV UTF-8 without a password.")
}

// oleReads bounds what may be read of a compound file's tables: 64,000 times 512 bytes hold those of files of several gigabytes.
const oleReads = 64_000 * 512

// oleNames are the names of all streams and storages; none where the tables cannot be read.
func oleNames(f io.ReaderAt, size int64) map[string]bool {
	names := map[string]bool{}
	defer func() { _ = recover() }() // the library must not end the program over bytes that it did not expect
	doc, err := mscfb.New(&allowance{r: io.NewSectionReader(f, 0, size), left: oleReads})
	if err != nil {
		return names
	}
	for _, entry := range doc.File {
		names[entry.Name] = true
	}
	return names
}
