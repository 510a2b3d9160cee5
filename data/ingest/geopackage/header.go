package geopackage

import (
	"encoding/binary"
	"fmt"
	"io"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// header is what the first 100 bytes of a SQLite file say (https://www.sqlite.org/fileformat.html#the_database_header).
type header struct {
	pageSize int64
	pages    int64 // 0 where the program that wrote last did not say
	log      bool  // rows are written into a log beside the file first
}

const headerSize = 100

// readHeader refuses a file that is none of SQLite's, or shorter than it says.
func readHeader(f io.ReaderAt, size int64) (h header, err error) {
	var b [headerSize]byte
	if n, err := f.ReadAt(b[:min(headerSize, max(size, 0))], 0); err != nil && err != io.EOF {
		return h, row.ReadError(err)
	} else if n < headerSize {
		return h, row.Truncated(fmt.Sprintf("at byte %d, before its first table", n))
	}
	if string(b[:16]) != "SQLite format 3\x00" {
		return h, row.OtherFormat("no SQLite database, and so no GeoPackage", row.ToGeoJSON)
	}
	h.pageSize = int64(binary.BigEndian.Uint16(b[16:]))
	if h.pageSize == 1 { // stands for 65,536, which two bytes cannot say
		h.pageSize = 65536
	}
	if h.pageSize < 512 || h.pageSize&(h.pageSize-1) != 0 {
		return h, damaged("at its very start", "")
	}
	h.log = b[18] == 2 || b[19] == 2
	if string(b[24:28]) == string(b[92:96]) { // else the count is of an older state of the file
		h.pages = int64(binary.BigEndian.Uint32(b[28:]))
	}
	if whole := h.pages * h.pageSize; size < whole {
		return h, row.Truncated(fmt.Sprintf("at byte %s of %s", grouped(size), grouped(whole)))
	}
	if h.pages == 0 && size%h.pageSize != 0 {
		return h, row.Truncated(fmt.Sprintf("at byte %s, within a page of %s bytes", grouped(size), grouped(h.pageSize)))
	}
	return h, nil
}

// copiedWhileOpen is said of a file whose last rows may be in a log that did not come with it.
const copiedWhileOpen = "The file was copied while a program had it open; rows saved last may be missing. Close QGIS, or whatever has it open, and send it again."

// onlyInLog refuses a file none of whose tables has come out of the log yet.
func onlyInLog() *plans.Error {
	return plans.Refuse("copied-while-open", "file", "The file was copied while a program had it open, and its tables are not in it yet.",
		"Close QGIS, or whatever has it open, and send the file again.")
}
