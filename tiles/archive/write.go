package archive

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"io"
	"iter"
	"slices"

	"github.com/paulmach/orb"

	"terrier/geo/grid"
)

// Contents are what Write makes an archive of.
type Contents struct {
	Kind     Kind
	Bound    orb.Bound // degrees (WGS 84); zero for the world
	Metadata Metadata
	// Tiles gives each tile once, in any order. A tile of no bytes is left out.
	Tiles iter.Seq2[grid.Tile, []byte]
	// Compressed: vector tiles come as Compress makes them of level Kept, so that several goroutines can share the work.
	Compressed bool
}

// Write writes an archive. Vector tiles are compressed by gzip, and equal tiles are stored once; the same contents give the same
// bytes. All tiles are held in memory, compressed, until they are written. A tile that is on no map, that comes twice, or no tile at all is an
// *Error; errors of w are passed on.
func Write(w io.Writer, c Contents) error {
	b := builder{compress: c.Kind == Vector && !c.Compressed, known: map[[sha256.Size]byte]int{}}
	for t, data := range c.Tiles {
		if err := t.Validate(); err != nil {
			return refuse(CodeUnwritable, "%v", err)
		}
		b.add(t, data)
	}
	entries, err := b.directory()
	if err != nil {
		return err
	}
	words, err := json.Marshal(c.Metadata)
	if err != nil {
		return err
	}
	root, leaves := split(entries)
	metadata := Compress(words, Densest)
	h := header{
		addressed: uint64(len(b.tiles)), entries: uint64(len(entries)), contents: uint64(len(b.contents)), clustered: true,
		internal: gzipped, compression: uncompressed, kind: c.Kind, bound: c.Bound, minZoom: b.minZoom, maxZoom: b.maxZoom,
	}
	if c.Kind == Vector {
		h.compression = gzipped
	}
	if h.bound == (orb.Bound{}) {
		h.bound = world
	}
	h.root = section{headerLength, uint64(len(root))}
	h.metadata = section{h.root.offset + h.root.length, uint64(len(metadata))}
	h.leaves = section{h.metadata.offset + h.metadata.length, uint64(len(leaves))}
	h.tiles = section{h.leaves.offset + h.leaves.length, b.length}
	for _, part := range [][]byte{h.encode(), root, metadata, leaves} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return b.write(w)
}

// builder gathers tiles and lays each different one down once.
type builder struct {
	compress         bool
	tiles            []tile
	minZoom, maxZoom uint8
	known            map[[sha256.Size]byte]int
	contents         [][]byte // the different ones
	inOrder          []int    // contents as they are laid down
	length           uint64
}

type tile struct {
	id      uint64
	content int
}

func (b *builder) add(t grid.Tile, data []byte) {
	if len(data) == 0 {
		return
	}
	if len(b.tiles) == 0 {
		b.minZoom = t.Z
	}
	b.minZoom, b.maxZoom = min(b.minZoom, t.Z), max(b.maxZoom, t.Z)
	key := sha256.Sum256(data)
	content, ok := b.known[key]
	if !ok {
		if b.compress {
			data = Compress(data, Kept)
		}
		content = len(b.contents)
		b.known[key] = content
		b.contents = append(b.contents, data)
	}
	b.tiles = append(b.tiles, tile{tileID(t), content})
}

// directory sorts the tiles by their ids and makes one entry of each run of equal ones.
func (b *builder) directory() (directory, error) {
	if len(b.tiles) == 0 {
		return nil, refuse(CodeUnwritable, "there is no tile to write")
	}
	slices.SortFunc(b.tiles, func(a, c tile) int { return cmp.Compare(a.id, c.id) })
	places := make([]section, len(b.contents))
	var d directory
	for i, t := range b.tiles {
		if i > 0 && b.tiles[i-1].id == t.id {
			return nil, refuse(CodeUnwritable, "the tile of id %d is given twice", t.id)
		}
		place := &places[t.content]
		if place.length == 0 {
			*place = section{b.length, uint64(len(b.contents[t.content]))}
			b.inOrder = append(b.inOrder, t.content)
			b.length += place.length
		}
		if last := len(d) - 1; last >= 0 && d[last].id+uint64(d[last].run) == t.id && d[last].offset == place.offset {
			d[last].run++
			continue
		}
		d = append(d, entry{id: t.id, offset: place.offset, length: uint32(place.length), run: 1})
	}
	return d, nil
}

func (b *builder) write(w io.Writer) error {
	for _, content := range b.inOrder {
		if _, err := w.Write(b.contents[content]); err != nil {
			return err
		}
	}
	return nil
}

// split puts the entries into the root directory, or where they do not fit there, into leaves as small as a root that names
// them all allows.
func split(entries directory) (root, leaves []byte) {
	const most = rootEnd - headerLength
	root = Compress(entries.encode(), Densest)
	for size := 4096; len(root) > most; size *= 2 {
		var top directory
		var below bytes.Buffer
		for part := range slices.Chunk(entries, size) {
			packed := Compress(directory(part).encode(), Densest)
			top = append(top, entry{id: part[0].id, offset: uint64(below.Len()), length: uint32(len(packed))})
			below.Write(packed)
		}
		root, leaves = Compress(top.encode(), Densest), below.Bytes()
	}
	return root, leaves
}
