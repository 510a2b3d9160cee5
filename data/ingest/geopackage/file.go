package geopackage

import (
	"errors"
	"io"
	"io/fs"
	"time"

	"terrier/data/ingest/row"
)

// databaseName is what SQLite is told that the file is called; no other name can be opened.
const databaseName = "file.gpkg"

// pages gives SQLite one file that has no path, to be read only. It counts what is read: a page that stands in a ring or under
// many others is read again and again, and only the count of bytes tells. One connection has one, and uses it from one goroutine.
type pages struct {
	file row.File
	size int64

	at    int64
	read  int64 // bytes, in all
	limit int64 // read may not pass it
	spent bool  // it would have
	err   error // of the file itself
}

// Open is the whole file system: the database, and no journal or log beside it.
func (p *pages) Open(name string) (fs.File, error) {
	if name != databaseName {
		return nil, fs.ErrNotExist
	}
	return p, nil
}

var errSpent = errors.New("more was read than is allowed")

func (p *pages) Read(b []byte) (int, error) {
	if p.at >= p.size {
		return 0, io.EOF
	}
	b = b[:min(int64(len(b)), p.size-p.at)]
	if p.read+int64(len(b)) > p.limit {
		p.spent = true
		return 0, errSpent
	}
	n, err := p.file.ReadAt(b, p.at)
	p.at += int64(n)
	p.read += int64(n)
	if n == len(b) {
		return n, nil
	}
	if err != nil && err != io.EOF && p.err == nil {
		p.err = err
	}
	return n, err
}

func (p *pages) Seek(offset int64, whence int) (int64, error) {
	if whence != io.SeekStart || offset < 0 {
		return 0, fs.ErrInvalid
	}
	p.at = offset
	return offset, nil
}

// allow lets so many more bytes be read.
func (p *pages) allow(bytes int64) {
	p.limit, p.spent = p.read+bytes, false
}

func (p *pages) Stat() (fs.FileInfo, error) { return p, nil }
func (p *pages) Close() error               { return nil } // the file is the caller's

func (p *pages) Name() string       { return databaseName }
func (p *pages) Size() int64        { return p.size }
func (p *pages) Mode() fs.FileMode  { return 0o444 }
func (p *pages) ModTime() time.Time { return time.Time{} }
func (p *pages) IsDir() bool        { return false }
func (p *pages) Sys() any           { return nil }
