package column

import (
	"sync"
	"sync/atomic"
)

// repackAt is how many rows may stand over or be gone from the base before
// both are packed into a new one. One change costs time in proportion to it.
const repackAt = 1 << 14

// A Store keeps rows under change. Readers take a [Snapshot]; writers may call
// from several goroutines and wait for each other.
type Store struct {
	now     atomic.Pointer[Snapshot]
	classOf func(kind uint32) uint8

	mu        sync.Mutex
	base      *Segment
	gone      bitmap
	taken     map[int]struct{} // rows of base that are gone
	added     map[int64]Row
	packing   *packing // under way; nil when not
	repackAt  int
	repacking sync.WaitGroup
}

// packing remembers what changed since the snapshot that is being packed.
type packing struct{ changed map[int64]struct{} }

// NewStore makes a store without rows. The class of a kind is below
// [MostClasses] and never changes.
func NewStore(classOf func(kind uint32) uint8) *Store {
	s := &Store{classOf: classOf, repackAt: repackAt}
	s.Replace(nil)
	return s
}

// Snapshot returns the rows as they are now.
func (s *Store) Snapshot() *Snapshot { return s.now.Load() }

// Replace makes the store hold these rows and no others. The slice is not kept.
func (s *Store) Replace(rows []Row) {
	base, none := build(rows, s.classOf), build(nil, s.classOf)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.packing = nil // what it packs is of the past
	s.stand(base)
	s.now.Store(newSnapshot(base, none))
}

func (s *Store) stand(base *Segment) {
	s.base, s.gone = base, nil
	s.taken, s.added = map[int]struct{}{}, map[int64]Row{}
}

// Apply puts rows in the place of those with their ids, drops rows by id, and
// then publishes both as one change. Ids that are not there are not missed. It
// returns the places on the map, old and new, at which something changed.
func (s *Store) Apply(put []Row, drop []int64) []World {
	s.mu.Lock()
	defer s.mu.Unlock()
	var places []World
	note := func(w World) {
		if !w.nowhere() {
			places = append(places, w)
		}
	}
	s.gone = append(make(bitmap, 0, (s.base.Len()+63)>>6), s.gone...)
	s.gone = s.gone[:cap(s.gone)]
	for _, id := range drop {
		if old, ok := s.find(id); ok {
			note(old.World)
		}
		s.remove(id)
	}
	for _, r := range put {
		old, ok := s.find(r.ID)
		if ok && old == r {
			continue
		}
		if ok {
			note(old.World)
		}
		note(r.World)
		s.remove(r.ID)
		s.added[r.ID] = r
	}
	s.publish()
	if s.packing == nil && len(s.added)+len(s.taken) > s.repackAt {
		s.startPacking()
	}
	return places
}

// find returns a row as the changes made so far leave it.
func (s *Store) find(id int64) (Row, bool) {
	if r, ok := s.added[id]; ok {
		return r, true
	}
	if i, ok := s.base.Find(id); ok && !s.gone.has(i) {
		return s.base.Row(i), true
	}
	return Row{}, false
}

func (s *Store) remove(id int64) {
	delete(s.added, id)
	if i, ok := s.base.Find(id); ok && !s.gone.has(i) {
		s.gone.set(i)
		s.taken[i] = struct{}{}
	}
	if s.packing != nil {
		s.packing.changed[id] = struct{}{}
	}
}

func (s *Store) publish() {
	over := make([]Row, 0, len(s.added))
	for _, r := range s.added {
		over = append(over, r)
	}
	taken := make([]Row, 0, len(s.taken))
	for i := range s.taken {
		taken = append(taken, s.base.Row(i))
	}
	s.now.Store(&Snapshot{base: s.base, gone: s.gone, added: build(over, s.classOf), taken: build(taken, s.classOf)})
}

// startPacking packs in the background what stands now; changes go on over the
// old base and are laid over the new one when it is there.
func (s *Store) startPacking() {
	p := &packing{changed: map[int64]struct{}{}}
	s.packing = p
	from := s.now.Load()
	s.repacking.Go(func() {
		base := pack(from, s.classOf)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.packing != p {
			return // all rows were replaced meanwhile
		}
		s.packing = nil
		added := s.added
		s.stand(base)
		s.gone = make(bitmap, (base.Len()+63)>>6)
		for id := range p.changed {
			s.remove(id)
			if r, ok := added[id]; ok {
				s.added[id] = r
			}
		}
		s.publish()
	})
}
