package serve

// Held is how many bytes the cache counts, by part, and how many tiles it keeps.
func (s *Server) Held() (common, rare int64, tiles int) {
	sum := func(g *segment) (held int64) {
		for i := range g.shards {
			d := &g.shards[i]
			d.mu.Lock()
			held += d.held
			tiles += len(d.tiles)
			d.mu.Unlock()
		}
		return held
	}
	return sum(s.cache.common), sum(s.cache.rare), tiles
}

// Flights is how many tiles are on the way to the cache.
func (s *Server) Flights() int {
	s.flights.mu.Lock()
	defer s.flights.mu.Unlock()
	return len(s.flights.under)
}

// Waiting is how many tiles wait for their turn.
func (s *Server) Waiting() int { return int(s.limiter.waiting.Load()) }

// Making is how many tiles are made now.
func (s *Server) Making() int { return len(s.limiter.places) }

// LongestWait is after which one who waits is sent away, QueueFor how many wait for each that is made.
const (
	LongestWait = longestWait
	QueueFor    = queueFor
)
