package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
)

// Archive is an open PMTiles archive. It may be used by several goroutines at once. The file must stay as it is while it is
// open; to replace it, put another in its place under the same name (mv) and open that.
type Archive struct {
	file     io.ReaderAt
	close    func() error
	header   header
	root     directory
	leaves   *leafCache
	metadata Metadata
}

// leafDepth is how many leaf directories may lie between the root and a tile. The specification discourages more than one.
const leafDepth = 3

// Open opens the archive in a file of this machine, and reads its header, root directory and metadata. The error is an *Error.
func Open(path string) (*Archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, unreadable(path, err)
	}
	if !info.Mode().IsRegular() {
		_ = f.Close()
		return nil, refuse(CodeUnreadable, "%s is not a file; name the .pmtiles file itself", path)
	}
	a, err := New(f, info.Size())
	if err != nil {
		_ = f.Close()
		var refused *Error
		if errors.As(err, &refused) {
			return nil, refused.in(path)
		}
		return nil, unreadable(path, err)
	}
	a.close = f.Close
	return a, nil
}

func unreadable(path string, err error) *Error {
	e := &Error{code: CodeUnreadable, cause: err}
	var inPath *fs.PathError
	switch {
	case strings.Contains(path, "://"):
		e.message = path + ": an archive is read from a file of this machine; download it and name the file"
	case errors.Is(err, fs.ErrNotExist):
		e.message = path + ": there is no such file"
	case errors.As(err, &inPath):
		e.message = path + ": " + inPath.Err.Error()
	default:
		e.message = path + ": " + err.Error()
	}
	return e
}

// New reads an archive of that size in bytes from anywhere. Refusals are of type *Error; an error of the reader is passed on.
func New(file io.ReaderAt, size int64) (*Archive, error) {
	a := &Archive{file: file, close: func() error { return nil }, leaves: newLeafCache(leavesHeld)}
	first, err := a.read(section{0, min(uint64(max(size, 0)), headerLength)})
	if err != nil {
		return nil, err
	}
	if a.header, err = decodeHeader(first, uint64(size)); err != nil {
		return nil, err
	}
	if a.root, err = a.directory(a.header.root, "the root directory"); err != nil {
		return nil, err
	}
	b, err := a.read(a.header.metadata)
	if err != nil {
		return nil, err
	}
	if b, err = expand(b, a.header.internal, metadataBytes, "the metadata"); err != nil {
		return nil, err
	}
	a.metadata, err = decodeMetadata(b)
	return a, err
}

// Close closes the file. No method may be called after it.
func (a *Archive) Close() error { return a.close() }

// Metadata is what the archive says of itself in words.
func (a *Archive) Metadata() Metadata { return a.metadata }

// Kind is the type of the tiles.
func (a *Archive) Kind() Kind { return a.header.kind }

// Zooms are the least and the deepest zoom that there are tiles of.
func (a *Archive) Zooms() (least, deepest uint8) { return a.header.minZoom, a.header.maxZoom }

// Bound is where there are tiles, in degrees (WGS 84); the whole world if the archive does not say.
func (a *Archive) Bound() orb.Bound { return a.header.bound }

// Tile returns the bytes of a tile as they are stored, and their content encoding: "gzip" or "". Ok is false where the archive
// has no such tile. An address on no map is a *grid.TileError, a damaged archive an *Error. The caller may keep the bytes, and
// must not change them where the archive was made by New of a reader that hands out its own.
func (a *Archive) Tile(z uint8, x, y uint32) (data []byte, encoding string, ok bool, err error) {
	t := grid.Tile{Z: z, X: x, Y: y}
	if err := t.Validate(); err != nil {
		return nil, "", false, err
	}
	if z < a.header.minZoom || z > a.header.maxZoom {
		return nil, "", false, nil
	}
	e, ok, err := a.find(tileID(t))
	if err != nil || !ok {
		return nil, "", false, wrap(t, err)
	}
	if e.length > tileBytes {
		return nil, "", false, wrap(t, refuse(CodeTooLarge, "takes %d bytes; at most %d are read here", e.length, tileBytes))
	}
	data, err = a.read(section{a.header.tiles.offset + e.offset, uint64(e.length)})
	if err != nil {
		return nil, "", false, wrap(t, err)
	}
	if a.compressionOf(data) == gzipped {
		encoding = "gzip"
	}
	return data, encoding, true, nil
}

// Unpacked returns a tile as map clients read it: vector tiles not compressed, pictures as they are. Nil is a tile that the
// archive does not have. Errors are those of Tile.
func (a *Archive) Unpacked(t grid.Tile) ([]byte, error) {
	data, encoding, ok, err := a.Tile(t.Z, t.X, t.Y)
	if err != nil || !ok || encoding == "" {
		return data, err
	}
	data, err = expand(data, gzipped, tileBytes, "its content")
	return data, wrap(t, err)
}

// compressionOf believes the header, or where it does not know, the first two bytes (RFC 1952 section 2.3.1).
func (a *Archive) compressionOf(tile []byte) compression {
	if a.header.compression != unknownCompression {
		return a.header.compression
	}
	if len(tile) > 2 && tile[0] == 0x1f && tile[1] == 0x8b {
		return gzipped
	}
	return uncompressed
}

func wrap(t grid.Tile, err error) error {
	var refused *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		return refused.in("tile " + t.String())
	}
	return fmt.Errorf("tile %v: %w", t, err)
}

// tileID numbers all tiles from zoom 0 on: those of the lower zooms first, then along the curve.
func tileID(t grid.Tile) uint64 {
	return (uint64(1)<<(2*t.Z)-1)/3 + grid.Hilbert(t.Z, t.X, t.Y)
}

// find looks a tile up in the root and the leaves below.
func (a *Archive) find(id uint64) (entry, bool, error) {
	d := a.root
	for range leafDepth + 1 {
		e, ok := d.find(id)
		if !ok || e.run > 0 {
			return e, ok, nil
		}
		var err error
		if d, err = a.leaf(e); err != nil {
			return entry{}, false, err
		}
	}
	return entry{}, false, refuse(CodeDamaged, "its leaf directories lie more than %d deep in one another", leafDepth)
}

func (a *Archive) leaf(e entry) (directory, error) {
	place := section{a.header.leaves.offset + e.offset, uint64(e.length)}
	if d, ok := a.leaves.find(place); ok {
		return d, nil
	}
	d, err := a.directory(place, "a leaf directory")
	if err != nil {
		return nil, err
	}
	a.leaves.keep(place, d)
	return d, nil
}

func (a *Archive) directory(place section, what string) (directory, error) {
	if place.length > directoryBytes {
		return nil, refuse(CodeTooLarge, "%s takes %d bytes; at most %d are read here", what, place.length, directoryBytes)
	}
	b, err := a.read(place)
	if err != nil {
		return nil, err
	}
	if b, err = expand(b, a.header.internal, directoryBytes, what); err != nil {
		return nil, err
	}
	return decodeDirectory(b, a.header.leaves.length, a.header.tiles.length)
}

// read returns that stretch of the file, whose length has been checked.
func (a *Archive) read(s section) ([]byte, error) {
	b := make([]byte, s.length)
	n, err := a.file.ReadAt(b, int64(s.offset))
	switch {
	case n == len(b):
		return b, nil
	case err == io.EOF:
		return nil, refuse(CodeTruncated, "the file ended before byte %d while it was read; it was changed or cut off", s.offset+s.length)
	}
	return nil, fmt.Errorf("read %d bytes at %d: %w", s.length, s.offset, err)
}
