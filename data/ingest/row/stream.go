package row

import "io"

// Stream is a file, or a member of an archive, that is read from its start, several times.
type Stream struct {
	Open func() (io.ReadCloser, error)
	Size int64 // bytes in all
}

// StreamOf reads a file as a Stream.
func StreamOf(file File, size int64) Stream {
	return Stream{Size: size, Open: func() (io.ReadCloser, error) { return section{io.NewSectionReader(file, 0, size)}, nil }}
}

type section struct{ *io.SectionReader }

func (section) Close() error { return nil }
