package shapefile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/row"
	"terrier/plans"
)

// Every .shp and .shx begins with a header of a hundred bytes that begins with a number of its own.
const (
	headerLength = 100
	fileCode     = 9994
)

// shapes reads a .shp record by record. Where a sound .shx says where records lie it is followed, as GDAL does: programs that
// change a shape in place leave the old one behind. Without one, records follow each other.
type shapes struct {
	name     string
	in       *bufio.Reader
	closers  []io.Closer
	file     row.File // to read from any place, where the index asks for it
	at, size int64    // of the .shp
	declared int64    // its length as its header says it
	taken    int64    // bytes read or passed over
	index    *index
	n        int // records read
	content  []byte
}

func openShapes(shp archive.Member, shx *archive.Member) (s *shapes, err error) {
	stream, err := shp.Stream().Open()
	if err != nil {
		return nil, err
	}
	s = &shapes{name: shp.Name, in: bufio.NewReaderSize(stream, 64<<10), closers: []io.Closer{stream}, size: shp.Size}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	head := make([]byte, headerLength)
	if err := s.read(head); err != nil {
		return s, err
	}
	if binary.BigEndian.Uint32(head) != fileCode {
		return s, plans.Refuse("broken-shapefile", "file", fmt.Sprintf("%s does not begin as a Shapefile does.", s.name), "Export the layer again as a Shapefile, or as GeoJSON.")
	}
	s.declared = 2 * int64(binary.BigEndian.Uint32(head[24:]))
	if shx == nil {
		return s, nil
	}
	if s.index, err = readIndex(*shx, s.declared, s.size); err != nil {
		return s, err
	}
	if s.index != nil && s.index.sorted != nil {
		err = s.readFromAnyPlace(shp)
	}
	return s, err
}

func (s *shapes) readFromAnyPlace(shp archive.Member) error {
	file, _, closer, err := shp.File()
	if err != nil {
		return err
	}
	s.file, s.closers = file, append(s.closers, closer)
	const near = 4 << 10 // little is read in vain where records lie far from each other
	s.in = bufio.NewReaderSize(io.NewSectionReader(file, s.at, s.size-s.at), near)
	return nil
}

func (s *shapes) Close() (err error) {
	for _, c := range s.closers {
		err = errors.Join(err, c.Close())
	}
	s.closers = nil
	return err
}

// next returns what the next record holds, good until the next call. One that is too long is refused; io.EOF ends the shapes.
func (s *shapes) next() (content []byte, refused *plans.Error, err error) {
	room, indexed, err := s.nextPlace()
	if err != nil {
		return nil, nil, err
	}
	var head [8]byte
	if err := s.read(head[:]); err != nil {
		return nil, nil, err
	}
	length := 2 * int64(binary.BigEndian.Uint32(head[4:]))
	if length < 4 || length > room {
		switch {
		case s.at+length > s.size && length >= 4 && s.cut():
			return nil, nil, s.breaksOff()
		case !indexed:
			return nil, nil, s.damaged()
		}
		length = room // as far as the index lets it go
	}
	s.n++
	if length > row.Longest {
		return nil, row.TooLong(), s.skip(length)
	}
	err = s.readContent(length)
	return s.content, nil, err
}

// nextPlace goes to the next record and says how much it can hold. io.EOF says that there is none.
func (s *shapes) nextPlace() (room int64, indexed bool, err error) {
	if s.index != nil {
		if at, end, ok := s.index.next(s.size); ok {
			if at+8 > s.size {
				return 0, true, s.breaksOff()
			}
			return end - at - 8, true, s.moveTo(at)
		}
		s.index = nil // what comes behind all that it knows is read, if it fits
	}
	if s.file != nil {
		return 0, false, io.EOF
	}
	left := s.size - s.at
	switch {
	case left == 0:
		return 0, false, s.ended()
	case s.at >= s.declared && s.declared >= headerLength && !s.fits():
		return 0, false, s.ended() // some programs leave bytes behind
	case left < 8:
		return 0, false, s.breaksOff()
	}
	return left - 8, false, nil
}

// fits is true where a record seems to begin that follows the last one.
func (s *shapes) fits() bool {
	head, _ := s.in.Peek(12)
	if len(head) < 12 {
		return false
	}
	length := 2 * int64(binary.BigEndian.Uint32(head[4:]))
	_, known := kinds[binary.LittleEndian.Uint32(head[8:])]
	return int64(binary.BigEndian.Uint32(head)) == int64(s.n)+1 && length >= 4 && length <= s.size-s.at-8 && known
}

// ended reads what is left, which shows whether the member came whole out of the archive.
func (s *shapes) ended() error {
	if err := s.skip(s.size - s.at); err != nil {
		return err
	}
	if _, err := s.in.ReadByte(); err != nil {
		return row.ReadError(err)
	}
	return s.breaksOff() // cannot be: a member ends where it says
}

// cut is true of a file that is shorter than it says.
func (s *shapes) cut() bool { return s.declared > s.size || s.declared < headerLength }

// whole is io.EOF where the shapes ended as their header says, else a refusal.
func (s *shapes) whole() error {
	if s.declared > s.size {
		return s.breaksOff()
	}
	return io.EOF
}

func (s *shapes) breaksOff() error {
	return row.Truncated(fmt.Sprintf("in %s after feature %d, at byte %d", s.name, s.n, s.size))
}

func (s *shapes) damaged() error {
	return plans.Refuse("broken-shapefile", "file", fmt.Sprintf("In %s, feature %d has a length that cannot be (byte %d), so that nothing after it can be read.", s.name, s.n+1, s.at-8),
		"Zip the .shx of the same name with it, which says where features lie, or export the layer again.")
}

func (s *shapes) moveTo(at int64) error {
	if s.file == nil {
		return s.skip(at - s.at)
	}
	if ahead := at - s.at; ahead >= 0 && ahead <= int64(s.in.Buffered()) {
		_, _ = s.in.Discard(int(ahead))
	} else {
		s.in.Reset(io.NewSectionReader(s.file, at, s.size-at))
	}
	s.at = at
	return nil
}

func (s *shapes) skip(n int64) error {
	skipped, err := io.CopyN(io.Discard, s.in, n)
	s.at, s.taken = s.at+skipped, s.taken+skipped
	return s.failure(err)
}

func (s *shapes) read(p []byte) error {
	n, err := io.ReadFull(s.in, p)
	s.at, s.taken = s.at+int64(n), s.taken+int64(n)
	return s.failure(err)
}

// readContent makes room for a record only as it is read, as its length may be a lie.
func (s *shapes) readContent(length int64) error {
	const step = 1 << 20
	s.content = s.content[:0]
	for length > 0 {
		n := min(length, step)
		from := len(s.content)
		s.content = append(s.content, make([]byte, n)...)
		if err := s.read(s.content[from:]); err != nil {
			return err
		}
		length -= n
	}
	return nil
}

// failure says of an end inside a record that the file breaks off.
func (s *shapes) failure(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return s.breaksOff()
	}
	return row.ReadError(err)
}
