// Package archive reads zip archives that may have been made to do harm, broken on the way, or packed on another system. It says
// what lies in one and lets it be read; what the members mean is for the packages of their formats.
//
// Nothing is ever unpacked to a path that the archive names: a member is read as a stream, or from memory or a file without a
// name, so that names that point elsewhere do nothing.
package archive

import (
	"archive/zip"
	"errors"
	"io"
	"slices"

	"terrier/data/ingest/row"
)

// mostMembers an archive may have, and mostListed bytes its list of them; more is no table or map that somebody publishes.
const (
	mostMembers = 10_000
	mostListed  = 4 << 20
)

// Archive is an opened zip archive. Its members may be read at the same time if the file under it can.
type Archive struct {
	members []Member
	nested  []string
}

// Open reads the list of members and refuses, as a *plans.Error, an archive that breaks off, is damaged, locked or split, packed
// in a way that is not read here, made to swell or with members that overlap, and one that holds nothing but other archives.
func Open(f row.File, size int64) (*Archive, error) {
	in := &watched{File: f, allowed: mostListed}
	z, err := zip.NewReader(in, size)
	switch {
	case in.failed != nil:
		return nil, row.ReadError(in.failed)
	case in.over:
		return nil, tooMany()
	case err != nil && !errors.Is(err, zip.ErrInsecurePath): // insecure only for who unpacks to paths
		return nil, explain(f, size)
	case len(z.File) > mostMembers:
		return nil, tooMany()
	}
	in.allowed = unwatched
	if err := checkEnd(f, size); err != nil {
		return nil, err
	}
	if err := check(z.File, size); err != nil {
		return nil, err
	}
	a := &Archive{}
	for _, packed := range z.File {
		if name, kept := cleanName(packed); kept {
			a.members = append(a.members, Member{Name: name, Size: int64(packed.UncompressedSize64), packed: packed, in: in})
		}
	}
	return a, a.checkMembers()
}

// Members are the files in the archive, in its order; what systems add for themselves (__MACOSX, .DS_Store) is left out.
func (a *Archive) Members() []Member { return slices.Clone(a.members) }

// Nested are the members that are archives themselves. They are not looked into.
func (a *Archive) Nested() []string { return slices.Clone(a.nested) }

// unwatched lets any number of bytes be read.
const unwatched = -1

// watched tells failures of the file itself from faults of what it holds, and bounds what is read of the list of members.
type watched struct {
	row.File
	allowed int
	over    bool
	failed  error
}

// failure is an error of the file under the archive.
type failure struct{ error }

func (f failure) Unwrap() error { return f.error }

var errOver = errors.New("more is listed than an archive may hold")

func (w *watched) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 { // a false offset, and no failure of the file
		return 0, io.ErrUnexpectedEOF
	}
	if w.allowed == unwatched {
		n, err := w.File.ReadAt(p, at)
		return n, wrapFailure(err)
	}
	if w.allowed < len(p) {
		w.over = true
		return 0, errOver
	}
	w.allowed -= len(p)
	n, err := w.File.ReadAt(p, at)
	err = wrapFailure(err)
	if errors.As(err, new(failure)) {
		w.failed = err
	}
	return n, err
}
