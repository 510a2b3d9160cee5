package jobs

import (
	"sync"

	"terrier/data/ingest"
	"terrier/plans/audit"
)

// progress is how far a task is, told by who reads and read by who says so.
type progress struct {
	mu   sync.Mutex
	last ingest.Progress
}

func (p *progress) set(now ingest.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = now
}

func (p *progress) get() (rows, read, total int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return int64(p.last.Rows), p.last.Bytes, p.last.Total
}

// whoOf is who an import says that it was done by.
func whoOf(account int64) string { return string(audit.Account(account)) }
