package shapefile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"sort"

	"terrier/data/ingest/archive"
	"terrier/plans"
)

// mostIndexed records are kept in memory, 32 MB; a .shp with more is read without its index.
const mostIndexed = 8 << 20

// index says where the records of a .shp lie. Offsets are in units of two bytes, as in the file.
type index struct {
	offsets []uint32
	sorted  []uint32 // only where records do not lie in their order
	n       int
}

// readIndex reads a .shx, or returns nil for one that does not fit its .shp: the shapes can be read without it.
func readIndex(shx archive.Member, declared, size int64) (*index, error) {
	count := (shx.Size - headerLength) / 8
	if count < 1 || count > mostIndexed {
		return nil, nil
	}
	in, err := shx.Stream().Open()
	if err != nil {
		return nil, unlessRefused(err)
	}
	defer func() { _ = in.Close() }()
	x, end, err := scanIndex(bufio.NewReaderSize(in, 64<<10), int(count))
	if err != nil || x == nil {
		return nil, unlessRefused(err)
	}
	// Its last record must end where the .shp does. Some programs count the header of a record to its content.
	if end != declared && end != declared+8 && end != size {
		return nil, nil
	}
	return x, nil
}

// scanIndex also returns where the last record ends, in bytes. It returns nil for records that lie in each other.
func scanIndex(in io.Reader, count int) (x *index, end int64, err error) {
	var entry [headerLength]byte
	if _, err := io.ReadFull(in, entry[:]); err != nil || binary.BigEndian.Uint32(entry[:]) != fileCode {
		return nil, 0, err
	}
	x = &index{offsets: make([]uint32, count)}
	rising := true
	for i := range x.offsets {
		if _, err := io.ReadFull(in, entry[:8]); err != nil {
			return nil, 0, err
		}
		at, length := binary.BigEndian.Uint32(entry[:]), binary.BigEndian.Uint32(entry[4:])
		x.offsets[i] = at
		rising = rising && (i == 0 || at > x.offsets[i-1])
		end = max(end, 2*(int64(at)+int64(length))+8)
	}
	inOrder := x.offsets
	if !rising {
		x.sorted = slices.Clone(x.offsets)
		slices.Sort(x.sorted)
		inOrder = x.sorted
	}
	const shortest = 6 // a record's header and its kind
	for i, at := range inOrder {
		if at < headerLength/2 || i > 0 && int64(at) < int64(inOrder[i-1])+shortest {
			return nil, 0, nil
		}
	}
	return x, end, nil
}

// next is where the next record begins and where it must end at the latest, in bytes.
func (x *index) next(size int64) (at, end int64, ok bool) {
	if x.n == len(x.offsets) {
		return 0, 0, false
	}
	offset := x.offsets[x.n]
	x.n++
	end = size
	if x.sorted == nil && x.n < len(x.offsets) {
		end = 2 * int64(x.offsets[x.n])
	} else if i := sort.Search(len(x.sorted), func(i int) bool { return x.sorted[i] > offset }); i < len(x.sorted) {
		end = 2 * int64(x.sorted[i])
	}
	return 2 * int64(offset), min(end, size), true
}

// unlessRefused keeps failures of the file and drops what is wrong with a member that is not needed.
func unlessRefused(err error) error {
	if errors.As(err, new(*plans.Error)) || err == io.EOF || err == io.ErrUnexpectedEOF {
		return nil
	}
	return err
}
