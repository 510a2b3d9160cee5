package postgis

import (
	"container/list"
	"context"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/shape"
	"terrier/geo/within"
)

// mostShapeBytes is how much memory a Reader keeps outlines in: those of some hundred districts with all their parishes.
const mostShapeBytes = 256 << 20

// shapeOf names an outline as it stood from a moment on: a row that is changed is another.
type shapeOf struct {
	table string // boundary or neighbourhood_plan_area
	id    int64
	since int64 // its valid_from, microseconds
}

func theShape(table string, id int64, since time.Time) shapeOf {
	return shapeOf{table, id, since.UnixMicro()}
}

// heldShape is an outline in memory. It is never changed.
type heldShape struct {
	of      shapeOf
	shape   orb.MultiPolygon
	prepare sync.Once
	ready   *within.Boundary
}

// prepared is the outline ready for questions; that is made when it is first asked for.
func (h *heldShape) prepared() *within.Boundary {
	h.prepare.Do(func() { h.ready = within.Prepare(h.shape) })
	return h.ready
}

// bytes is about what the outline takes, prepared (within.Prepare: up to 200 bytes a vertex).
func (h *heldShape) bytes() int { return 1024 + 216*shape.Vertices(h.shape) }

// reaches says whether the outline has a point in common with a box.
func (h *heldShape) reaches(box orb.Bound) bool {
	switch h.prepared().Class(box) {
	case within.Disjoint:
		return false
	case within.Covered:
		return true
	}
	for _, part := range h.shape {
		for _, ring := range part {
			for i := 1; i < len(ring); i++ {
				if within.Meets(ring[i-1], ring[i], box) {
					return true
				}
			}
		}
	}
	return h.prepared().Covers(box.Min) // no edge is in the box: it lies in the area with all of its points, or with none
}

// shapeStore keeps the outlines that were asked for last, up to a number of bytes. Safe for several goroutines.
type shapeStore struct {
	mu    sync.Mutex
	held  map[shapeOf]*list.Element // of *heldShape
	order *list.List                // the one that was asked for last first
	bytes int
	most  int
}

func newShapeStore(most int) *shapeStore {
	return &shapeStore{held: map[shapeOf]*list.Element{}, order: list.New(), most: most}
}

// find gives an outline that is held; nil where it is not.
func (s *shapeStore) find(of shapeOf) *heldShape {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.held[of]
	if at == nil {
		return nil
	}
	s.order.MoveToFront(at)
	return at.Value.(*heldShape)
}

// keep holds an outline, and gives the one that is held: another's, where that came first.
func (s *shapeStore) keep(of shapeOf, outline orb.MultiPolygon) *heldShape {
	s.mu.Lock()
	defer s.mu.Unlock()
	if at := s.held[of]; at != nil {
		s.order.MoveToFront(at)
		return at.Value.(*heldShape)
	}
	h := &heldShape{of: of, shape: outline}
	s.held[of] = s.order.PushFront(h)
	s.bytes += h.bytes()
	for s.bytes > s.most && s.order.Len() > 0 {
		last := s.order.Remove(s.order.Back()).(*heldShape)
		delete(s.held, last.of)
		s.bytes -= last.bytes()
	}
	return h
}

// read gives outlines by their ids, those that are not held in one round trip. A row that was changed meanwhile comes as it stands, one that
// is gone does not come.
func (s *shapeStore) read(ctx context.Context, pool *pgxpool.Pool, wanted []shapeOf) (map[shapeOf]*heldShape, error) {
	got := make(map[shapeOf]*heldShape, len(wanted))
	missing := map[string]map[int64]shapeOf{}
	for _, of := range wanted {
		if h := s.find(of); h != nil {
			got[of] = h
			continue
		}
		if missing[of.table] == nil {
			missing[of.table] = map[int64]shapeOf{}
		}
		missing[of.table][of.id] = of
	}
	batch := &pgx.Batch{}
	for table, byID := range missing {
		ids := make([]int64, 0, len(byID))
		for id := range byID {
			ids = append(ids, id)
		}
		batch.Queue(`SELECT id, valid_from, geom FROM `+table+` WHERE id = ANY ($1)`, ids).Query(func(rows pgx.Rows) error {
			var id int64
			var since time.Time
			var outline geom.T
			_, err := pgx.ForEachRow(rows, []any{&id, &since, &outline}, func() error {
				got[byID[id]] = s.keep(theShape(table, id, since), readMulti(outline))
				return nil
			})
			return err
		})
	}
	if batch.Len() == 0 {
		return got, nil
	}
	return got, pool.SendBatch(ctx, batch).Close()
}
