package serve

import (
	"container/list"
	"hash/maphash"
	"sync"

	"terrier/tiles/layer"
)

// cache keeps tiles as they are sent, within a number of bytes. What many ask for and what few ask for have each a part of their
// own: a stranger may ask for any number of filters, and must not drive out what everybody's map begins with.
type cache struct{ common, rare *segment }

// rareShare is the part of the bytes that is for filtered tiles, and for those that are not compressed.
const rareShare = 4

func newCache(bytes int64) *cache {
	rare := bytes / rareShare
	return &cache{newSegment(bytes - rare), newSegment(rare)}
}

// key is what a kept tile is found by. The generation is kept with it and not in it, so that a new tile takes the place of the old.
type key struct {
	layer.Request
	gzip bool
}

func (c *cache) of(rare bool) *segment {
	if rare {
		return c.rare
	}
	return c.common
}

const shards = 16

// segment is divided by the key, so that goroutines seldom wait for one another.
type segment struct {
	seed   maphash.Seed
	shards [shards]shard
}

func newSegment(bytes int64) *segment {
	s := &segment{seed: maphash.MakeSeed()}
	for i := range s.shards {
		s.shards[i].most = bytes / shards
		s.shards[i].clear()
	}
	return s
}

func (s *segment) shard(k key) *shard { return &s.shards[maphash.Comparable(s.seed, k)%shards] }

// shard drops what was not asked for the longest.
type shard struct {
	mu         sync.Mutex
	most, held int64
	tiles      map[key]*list.Element
	byUse      *list.List // of *keptTile, the last used first
}

func (s *shard) clear() { s.held, s.tiles, s.byUse = 0, map[key]*list.Element{}, list.New() }

type keptTile struct {
	key        key
	generation uint64
	tile       *encoded
}

// overhead is about what is held for a tile beside its bytes: the key twice, the headers, the places in map and list.
const overhead = 640

func (k *keptTile) size() int64 {
	return int64(cap(k.tile.body)+len(k.key.Filter.String())) + overhead
}

// find returns the tile if it is kept under that generation.
func (s *segment) find(k key, generation uint64) (*encoded, bool) {
	d := s.shard(k)
	d.mu.Lock()
	defer d.mu.Unlock()
	element, ok := d.tiles[k]
	if !ok {
		return nil, false
	}
	kept := element.Value.(*keptTile)
	if kept.generation != generation {
		return nil, false
	}
	d.byUse.MoveToFront(element)
	return kept.tile, true
}

// keep puts the tile in the place of one of an older generation.
func (s *segment) keep(k key, generation uint64, tile *encoded) {
	d := s.shard(k)
	d.mu.Lock()
	defer d.mu.Unlock()
	if element, ok := d.tiles[k]; ok {
		if element.Value.(*keptTile).generation > generation {
			return // it took longer to make than the next one
		}
		d.drop(element)
	}
	kept := &keptTile{k, generation, tile}
	if kept.size() > d.most {
		return
	}
	d.held += kept.size()
	d.tiles[k] = d.byUse.PushFront(kept)
	for d.held > d.most {
		d.drop(d.byUse.Back())
	}
}

func (s *shard) drop(element *list.Element) {
	kept := s.byUse.Remove(element).(*keptTile)
	delete(s.tiles, kept.key)
	s.held -= kept.size()
}
