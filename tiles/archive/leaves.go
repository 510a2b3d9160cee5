package archive

import (
	"container/list"
	"sync"
)

// leavesHeld is how many entries of leaf directories are kept decoded, 24 bytes each: 12 MB, which is more than all of a
// country and the busy parts of a planet.
const leavesHeld = 512 << 10

// leafCache keeps the leaf directories asked for last. It is safe for several goroutines.
type leafCache struct {
	mu      sync.Mutex
	held    int // entries in all
	most    int
	recent  list.List // of keptLeaf, the one asked for last in front
	byPlace map[section]*list.Element
}

type keptLeaf struct {
	place section
	leaf  directory
}

func newLeafCache(most int) *leafCache {
	return &leafCache{most: most, byPlace: map[section]*list.Element{}}
}

func (c *leafCache) find(place section) (directory, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept, ok := c.byPlace[place]
	if !ok {
		return nil, false
	}
	c.recent.MoveToFront(kept)
	return kept.Value.(keptLeaf).leaf, true
}

// keep holds a leaf and lets go of those asked for longest ago. A leaf too large for all the room is not held.
func (c *leafCache) keep(place section, leaf directory) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.byPlace[place]; there || len(leaf) > c.most {
		return
	}
	c.byPlace[place] = c.recent.PushFront(keptLeaf{place, leaf})
	c.held += len(leaf)
	for c.held > c.most {
		oldest := c.recent.Remove(c.recent.Back()).(keptLeaf)
		delete(c.byPlace, oldest.place)
		c.held -= len(oldest.leaf)
	}
}
