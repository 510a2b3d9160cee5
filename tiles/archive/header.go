package archive

import (
	"bytes"
	"encoding/binary"
	"math"

	"github.com/paulmach/orb"
)

// Limits that no sound archive passes; they keep a broken or hostile one from taking memory. The first two are the
// specification's (section 4), the others are ours: the directories of the whole planet are far below.
const (
	headerLength   = 127
	rootEnd        = 16384    // where the root directory must end
	directoryBytes = 4 << 20  // a directory, decompressed
	metadataBytes  = 16 << 20 // the metadata, decompressed
	tileBytes      = 16 << 20 // a tile, decompressed
	deepest        = 31       // zoom, so that a tile's id fits 64 bits
)

// compression is how a part of an archive is compressed (specification, section 3.3).
type compression uint8

const (
	unknownCompression compression = iota
	uncompressed
	gzipped
	brotli
	zstandard
)

func (c compression) String() string {
	names := []string{"an unknown compression", "no compression", "gzip", "brotli", "zstd"}
	if int(c) < len(names) {
		return names[c]
	}
	return names[0]
}

// section is a stretch of the file, in bytes.
type section struct{ offset, length uint64 }

// header is the first 127 bytes (specification, section 3).
type header struct {
	root, metadata, leaves, tiles section
	addressed, entries, contents  uint64
	clustered                     bool
	internal, compression         compression
	kind                          Kind
	minZoom, maxZoom              uint8
	bound                         orb.Bound // degrees, WGS 84
}

// decodeHeader reads and checks the header of a file of that size in bytes.
func decodeHeader(b []byte, size uint64) (header, error) {
	if err := checkMagic(b); err != nil {
		return header{}, err
	}
	if len(b) < headerLength {
		return header{}, refuse(CodeTruncated, "the file ends within its header, after %d bytes of %d; copy it again", len(b), headerLength)
	}
	at := func(i int) section {
		return section{binary.LittleEndian.Uint64(b[i:]), binary.LittleEndian.Uint64(b[i+8:])}
	}
	degrees := func(i int) float64 { return float64(int32(binary.LittleEndian.Uint32(b[i:]))) / 1e7 }
	h := header{
		root: at(8), metadata: at(24), leaves: at(40), tiles: at(56),
		addressed: binary.LittleEndian.Uint64(b[72:]),
		entries:   binary.LittleEndian.Uint64(b[80:]),
		contents:  binary.LittleEndian.Uint64(b[88:]),
		clustered: b[96] == 1,
		internal:  compression(b[97]), compression: compression(b[98]), kind: Kind(b[99]),
		minZoom: b[100], maxZoom: b[101],
		bound: orb.Bound{Min: orb.Point{degrees(102), degrees(106)}, Max: orb.Point{degrees(110), degrees(114)}},
	}
	if err := h.checkSections(size); err != nil {
		return header{}, err
	}
	if err := h.checkContents(); err != nil {
		return header{}, err
	}
	if h.bound == (orb.Bound{}) { // unsaid
		h.bound = world
	}
	return h, nil
}

// checkMagic tells PMTiles of version 3 from all else. Versions 1 and 2 begin with "PM" and their number.
func checkMagic(b []byte) error {
	switch {
	case len(b) == 0:
		return refuse(CodeNotPMTiles, "the file is empty, so it is not a PMTiles archive")
	case bytes.HasPrefix(b, []byte("PMTiles")) && len(b) > 7:
		if b[7] != 3 {
			return refuse(CodeVersion, "this is PMTiles version %d; version 3 is read here: convert it with the tool pmtiles", b[7])
		}
		return nil
	case bytes.HasPrefix(b, []byte{'P', 'M', 1, 0}), bytes.HasPrefix(b, []byte{'P', 'M', 2, 0}):
		return refuse(CodeVersion, "this is PMTiles version %d; version 3 is read here: convert it with the tool pmtiles", b[2])
	case bytes.HasPrefix(b, []byte("SQLite format 3")):
		return refuse(CodeNotPMTiles, "this is an SQLite file, such as MBTiles; convert it to PMTiles with the tool pmtiles")
	}
	return refuse(CodeNotPMTiles, "this is not a PMTiles archive: it does not begin with the word PMTiles")
}

// checkSections holds each section against the size of the file.
func (h header) checkSections(size uint64) error {
	for _, part := range []struct {
		name string
		section
	}{{"root directory", h.root}, {"metadata", h.metadata}, {"leaf directories", h.leaves}, {"tiles", h.tiles}} {
		end := part.offset + part.length
		switch {
		case part.length == 0 && (part.name == "metadata" || part.name == "leaf directories"):
		case part.length == 0:
			return refuse(CodeDamaged, "the archive has no %s: nothing in it can be drawn", part.name)
		case end < part.offset || part.offset < headerLength:
			return refuse(CodeDamaged, "the header places the %s at byte %d with %d bytes, which cannot be", part.name, part.offset, part.length)
		case end > size:
			return refuse(CodeTruncated, "the file ends at byte %d, but its %s should reach to byte %d; copy or download it again", size, part.name, end)
		}
	}
	if end := h.root.offset + h.root.length; end > rootEnd {
		return refuse(CodeTooLarge, "the root directory reaches to byte %d; the format allows %d", end, rootEnd)
	}
	if h.metadata.length > metadataBytes {
		return refuse(CodeTooLarge, "the metadata takes %d bytes; at most %d are read here", h.metadata.length, metadataBytes)
	}
	return nil
}

// checkContents looks at what the header says of the tiles.
func (h header) checkContents() error {
	if h.internal != uncompressed && h.internal != gzipped {
		return refuse(CodeCompression, "the directories have %v; gzip and no compression are read here", h.internal)
	}
	if h.compression == brotli || h.compression == zstandard || h.compression > zstandard {
		return refuse(CodeCompression, "the tiles have %v; gzip and no compression are read here", h.compression)
	}
	if h.minZoom > h.maxZoom || h.maxZoom > deepest {
		return refuse(CodeDamaged, "the header says that the tiles are of zooms %d to %d, which cannot be", h.minZoom, h.maxZoom)
	}
	b := h.bound
	if b.Min[0] > b.Max[0] || b.Min[1] > b.Max[1] || max(-b.Min[0], b.Max[0]) > 180 || max(-b.Min[1], b.Max[1]) > 90 {
		return refuse(CodeDamaged, "the header says that the tiles reach from %v, %v to %v, %v (longitude, latitude), which cannot be",
			b.Min[0], b.Min[1], b.Max[0], b.Max[1])
	}
	return nil
}

// world is what Web Mercator shows, in degrees.
var world = orb.Bound{Min: orb.Point{-180, -85.0511287}, Max: orb.Point{180, 85.0511287}}

// encode is the inverse of decodeHeader.
func (h header) encode() []byte {
	b := append(make([]byte, 0, headerLength), "PMTiles\x03"...)
	for _, s := range []section{h.root, h.metadata, h.leaves, h.tiles} {
		b = binary.LittleEndian.AppendUint64(b, s.offset)
		b = binary.LittleEndian.AppendUint64(b, s.length)
	}
	for _, n := range []uint64{h.addressed, h.entries, h.contents} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	b = append(b, 0, byte(h.internal), byte(h.compression), byte(h.kind), h.minZoom, h.maxZoom)
	if h.clustered {
		b[96] = 1
	}
	middle := h.bound.Center()
	for _, p := range []orb.Point{h.bound.Min, h.bound.Max, middle} {
		if p == middle {
			b = append(b, h.minZoom)
		}
		for _, degrees := range p {
			b = binary.LittleEndian.AppendUint32(b, uint32(int32(math.Round(degrees*1e7))))
		}
	}
	return b
}
