package archive

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// The record at the end of every archive (APPNOTE 4.3.16) and the farthest that it can lie from the end.
const (
	endSignature = "PK\x05\x06"
	endLength    = 22
	farthestEnd  = endLength + 1<<16
)

// end is what the record at the end says.
type end struct {
	at             int64 // where it stands in the file
	disk           uint16
	listSize       uint32
	listAt         uint32
	begins         []byte // the first four bytes of the file
	found, cutNote bool   // cutNote: its comment goes beyond the file
}

func findEnd(f io.ReaderAt, size int64) (end, error) {
	e := end{begins: make([]byte, min(4, size))}
	if _, err := f.ReadAt(e.begins, 0); err != nil && err != io.EOF {
		return e, row.ReadError(err)
	}
	tail := make([]byte, min(farthestEnd, size))
	from := size - int64(len(tail))
	if _, err := f.ReadAt(tail, from); err != nil && err != io.EOF {
		return e, row.ReadError(err)
	}
	i := bytes.LastIndex(tail, []byte(endSignature))
	if i < 0 || len(tail)-i < endLength {
		return e, nil
	}
	b := tail[i:]
	e.found, e.at = true, from+int64(i)
	e.disk = binary.LittleEndian.Uint16(b[4:])
	e.listSize, e.listAt = binary.LittleEndian.Uint32(b[12:]), binary.LittleEndian.Uint32(b[16:])
	e.cutNote = endLength+int(binary.LittleEndian.Uint16(b[20:])) > len(b)
	return e, nil
}

// checkEnd refuses one part of a split archive, and one that breaks off behind an archive that it holds, whose list would else be
// taken for its own.
func checkEnd(f io.ReaderAt, size int64) error {
	e, err := findEnd(f, size)
	if err != nil || !e.found {
		return err
	}
	if e.isPart() {
		return split()
	}
	const inBigRecord = 1<<32 - 1
	before := e.at - int64(e.listSize) - int64(e.listAt)
	if !e.beginsAsMember() || before <= 0 || e.listSize == inBigRecord || e.listAt == inBigRecord {
		return nil
	}
	listed := make([]byte, 4)
	if _, err := f.ReadAt(listed, int64(e.listAt)); err != nil && err != io.EOF {
		return row.ReadError(err)
	}
	if string(listed) == "PK\x01\x02" {
		return nil // only the record is wrong
	}
	outside := make([]byte, 4)
	if _, err := f.ReadAt(outside, before); err != nil && err != io.EOF {
		return row.ReadError(err)
	}
	if string(outside) == "PK\x03\x04" {
		return breaksOff(size)
	}
	return nil
}

func (e end) isPart() bool {
	return e.disk != 0 && e.disk != 1<<16-1 || string(e.begins) == "PK\x07\x08"
}
func (e end) beginsAsMember() bool { return string(e.begins) == "PK\x03\x04" }

// explain says why a file is not read as an archive.
func explain(f io.ReaderAt, size int64) error {
	e, err := findEnd(f, size)
	switch {
	case err != nil:
		return err
	case e.found && e.isPart(), string(e.begins) == "PK\x07\x08":
		return split()
	case !e.found && e.beginsAsMember(), e.found && e.cutNote:
		return breaksOff(size)
	case !e.found:
		return row.OtherFormat("not a zip archive", "Look what it really is, and send the file itself.")
	}
	return damagedList()
}

func breaksOff(size int64) *plans.Error {
	return row.Truncated(fmt.Sprintf("at byte %d, before the list of files that ends a zip archive", size))
}

func split() *plans.Error {
	return plans.Refuse("split-archive", "file", "The file is one part of a zip archive that was split into several.", "Put the parts together with the program that split them, and zip the files again as one archive.")
}

func damagedList() *plans.Error {
	return plans.Refuse("damaged-archive", "file", "The zip archive is damaged: the list of its files cannot be read.", "Fetch it again, or zip the files again.")
}

// wrapFailure marks an error as one of the file itself.
func wrapFailure(err error) error {
	if err == nil || err == io.EOF || errors.Is(err, errOver) {
		return err
	}
	return failure{err}
}
