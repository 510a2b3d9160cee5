package archive

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"os"

	"terrier/data/ingest/row"
	"terrier/plans"
)

// Member is one file in an archive.
type Member struct {
	Name   string // its path in the archive, with slashes
	Size   int64  // bytes when unpacked, as listed; a stream that goes on beyond it is refused there
	packed *zip.File
	in     *watched
}

// Stream reads the member from its start. A fault in what is packed comes as a *plans.Error from Read, at the latest in place of
// io.EOF: only what was read to its end is known to be whole.
func (m Member) Stream() row.Stream {
	return row.Stream{Size: m.Size, Open: func() (io.ReadCloser, error) {
		in, err := m.packed.Open()
		if err != nil {
			return nil, m.explain(err)
		}
		return unpacking{in, m}, nil
	}}
}

type unpacking struct {
	io.ReadCloser
	m Member
}

func (u unpacking) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	return n, u.m.explain(err)
}

// explain turns what is wrong with the packed bytes into a refusal.
func (m Member) explain(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case err == nil || err == io.EOF:
		return err
	case errors.As(err, new(failure)):
		return readFailure(err)
	case errors.Is(err, zip.ErrChecksum):
		return damagedMember(m.Name, "its content is not what was packed")
	case errors.Is(err, zip.ErrFormat):
		return damagedMember(m.Name, "it goes on beyond the size that is listed for it")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return damagedMember(m.Name, "it ends too early")
	case errors.As(err, &corrupt):
		return damagedMember(m.Name, "it cannot be unpacked")
	}
	return row.ReadError(err)
}

func readFailure(err error) error {
	var f failure
	errors.As(err, &f)
	return row.ReadError(f.error)
}

func damagedMember(name, how string) *plans.Error {
	return plans.Refuse("damaged-member", "file", fmt.Sprintf("%s in the archive is damaged: %s.", shorten(name), how), "Fetch the archive again, or zip the files again.")
}

// small members are kept in memory where they have to be read from any place.
const small = 16 << 20

// File makes the member readable from any place: from memory if it is small, where it lies if it is not packed, else unpacked to a
// temporary file without a name. All of it has been read and found whole. The size is in bytes; Close lets go of it.
func (m Member) File() (row.File, int64, io.Closer, error) {
	in, err := m.Stream().Open()
	if err != nil {
		return nil, 0, nil, err
	}
	defer func() { _ = in.Close() }()
	switch {
	case m.Size <= small:
		content, err := io.ReadAll(in)
		if err != nil {
			return nil, 0, nil, err
		}
		return bytes.NewReader(content), int64(len(content)), io.NopCloser(nil), nil
	case m.packed.Method == zip.Store:
		return m.inPlace(in)
	}
	return m.unpack(in)
}

func (m Member) inPlace(in io.Reader) (row.File, int64, io.Closer, error) {
	n, err := io.Copy(io.Discard, in)
	if err != nil {
		return nil, 0, nil, err
	}
	from, err := m.packed.DataOffset()
	if err != nil {
		return nil, 0, nil, m.explain(err)
	}
	return io.NewSectionReader(m.in, from, n), n, io.NopCloser(nil), nil
}

func (m Member) unpack(in io.Reader) (row.File, int64, io.Closer, error) {
	to, err := os.CreateTemp("", "terrier-*")
	if err != nil {
		return nil, 0, nil, fmt.Errorf("unpack %s: %w", m.Name, err)
	}
	n, err := io.Copy(to, in)
	if err = errors.Join(err, os.Remove(to.Name())); err == nil {
		_, err = to.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = to.Close()
		return nil, 0, nil, row.ReadError(err)
	}
	return to, n, to, nil
}
