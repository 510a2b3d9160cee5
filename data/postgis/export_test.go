package postgis

import "github.com/jackc/pgx/v5/pgxpool"

// NewReaderHolding makes a Reader that keeps outlines in so many bytes.
func NewReaderHolding(pool *pgxpool.Pool, most int) *Reader {
	return &Reader{pool: pool, shapes: newShapeStore(most)}
}

// Held is how many outlines a Reader has in memory, and how many bytes they take.
func (r *Reader) Held() (outlines, bytes int) {
	r.shapes.mu.Lock()
	defer r.shapes.mu.Unlock()
	return r.shapes.order.Len(), r.shapes.bytes
}
