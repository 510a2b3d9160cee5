package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"terrier/geo/grid"
	"terrier/plans/home"
)

type stressCommand struct {
	Duration time.Duration `default:"10m" help:"How long the mix goes on."`
	Strict   bool          `help:"Fail where an answer was wrong."`
}

const (
	stressClients   = 8
	editsPerSecond  = 50
	quietEvery      = 30 * time.Second // how often the edits pause, so that answers can be compared
	visibleWithin   = time.Second      // an edit must show in the answers
	comparedAtQuiet = 20               // boundaries
)

// mix is what is under way in a stress run. Its figures are guarded by mu.
type mix struct {
	server   *server
	db       *database
	tiles    []grid.Tile
	requests []request // counts
	owners   []string  // references in addresses
	seed     uint64

	mu        sync.Mutex
	latencies map[string][]time.Duration // by kind of request
	answers   map[string]int
	complaint string // one answer that should not have been
	edits     int
	late      int // edits that did not keep to the pace
}

// Run mixes tiles, tiles with filters, counts and edits, and compares counts with SQL whenever the edits pause.
func (c *stressCommand) Run(ctx context.Context, b *bench) error {
	return b.measuring(ctx, "stress edits", func(r *results, db *database) error {
		return c.stress(ctx, b, r, db)
	})
}

func (c *stressCommand) stress(ctx context.Context, b *bench, r *results, db *database) (err error) {
	m := &mix{server: b.terrier(db), db: db, seed: b.Seed, latencies: map[string][]time.Duration{}, answers: map[string]int{}}
	if m.tiles, err = readTiles(b.at("data", compositeFile)); err != nil {
		return err
	}
	if m.requests, err = b.questions(); err != nil {
		return err
	}
	if err := db.QueryRow(ctx, `
		SELECT array_agg(ref) FROM organisation o WHERE EXISTS (SELECT FROM published_home h WHERE h.owner_id = o.id)`).Scan(&m.owners); err != nil {
		return err
	}
	if _, err := m.server.start(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, m.server.stop()) }()
	if _, err := db.Exec(ctx, `DROP TABLE IF EXISTS peers.made`); err != nil { // the edits make the peers' copies stale
		return err
	}
	fmt.Printf("stress for %s\n", c.Duration)
	var memory series
	wrong, compared := 0, 0
	for begun := time.Now(); time.Since(begun) < c.Duration && ctx.Err() == nil; {
		memory = append(memory, m.spell(ctx, min(quietEvery, c.Duration-time.Since(begun)))...)
		time.Sleep(visibleWithin)
		n, err := m.compare(ctx)
		if err != nil {
			return err
		}
		wrong, compared = wrong+n, compared+comparedAtQuiet
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := m.keep(r, memory, wrong, compared); err != nil {
		return err
	}
	if failed := bad(m.answers) - m.answers["503"]; c.Strict && (wrong > 0 || failed > 0) {
		return fmt.Errorf("%d counts were wrong and %d answers failed under stress", wrong, failed)
	}
	return nil
}

func (m *mix) keep(r *results, memory series, wrong, compared int) error {
	for kind, all := range m.latencies {
		slices.Sort(all)
		r.Figures["stress "+kind+", requests"] = series{float64(len(all))}
		r.Figures["stress "+kind+", p50 ms"] = series{milliseconds(quantile(all, 0.5))}
		r.Figures["stress "+kind+", p99 ms"] = series{milliseconds(quantile(all, 0.99))}
	}
	shed := m.answers["503"]
	r.Figures["stress shed"], r.Figures["stress bad"] = series{float64(shed)}, series{float64(bad(m.answers) - shed)}
	r.Figures["stress edits"], r.Figures["stress late edits"] = series{float64(m.edits)}, series{float64(m.late)}
	r.Figures["stress counts compared"], r.Figures["stress counts wrong"] = series{float64(compared)}, series{float64(wrong)}
	r.Figures["stress memory, MB"] = memory
	fmt.Printf("  %d edits, answers %v, %d of %d counts wrong, memory %.0f to %.0f MB\n", m.edits, m.answers, wrong, compared, memory.at(0), memory.at(1))
	if m.complaint != "" {
		fmt.Printf("  such as %s\n", m.complaint)
	}
	return r.save()
}

// spell runs clients and edits for a time and returns the server's resident memory, once a second.
func (m *mix) spell(ctx context.Context, length time.Duration) (memory series) {
	ctx, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	var all sync.WaitGroup
	for i := range stressClients {
		all.Go(func() { m.browse(ctx, rand.New(rand.NewPCG(m.seed, uint64(time.Now().UnixNano())+uint64(i)))) })
	}
	all.Go(func() { m.edit(ctx) })
	for second := time.NewTicker(time.Second); ; {
		select {
		case <-ctx.Done():
			second.Stop()
			all.Wait()
			return memory
		case <-second.C:
			memory = append(memory, residentMB(m.server.pid()))
		}
	}
}

// browse is one client.
func (m *mix) browse(ctx context.Context, r *rand.Rand) {
	w := newWire(ctx, m.server.base)
	defer w.close()
	for ctx.Err() == nil {
		kind, q := m.next(r)
		status := 0
		question, err := q.bytes(m.server.base)
		sent := time.Now()
		if err == nil {
			status, err = w.ask(question)
		}
		if ctx.Err() != nil {
			return // cut off by the end of the spell
		}
		m.mu.Lock()
		m.latencies[kind] = append(m.latencies[kind], time.Since(sent))
		m.answers[word(status)]++
		if status != 503 && !good(word(status)) {
			m.complaint = complaint(q, w.body, status, err)
		}
		m.mu.Unlock()
	}
}

// next draws a request: six of ten are tiles, two tiles with filters of which there are tens of thousands, two counts.
func (m *mix) next(r *rand.Rand) (kind string, q request) {
	t := m.tiles[r.IntN(len(m.tiles))]
	switch r.IntN(10) {
	case 0, 1:
		return "filter", request{path: fmt.Sprintf("/tiles/homes/%s.mvt?tenure=%s&bedrooms=%d&owner=%s",
			t, pick(r, home.Tenures.Slugs()), 1+r.IntN(4), pick(r, m.owners))}
	case 2, 3:
		return "count", pick(r, m.requests)
	}
	return "tile", request{path: fmt.Sprintf("/tiles/overlay/%s.mvt", t)}
}

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// edit changes published homes by plain SQL, one a statement, as somebody at a prompt would: four of five change facts, one moves.
func (m *mix) edit(ctx context.Context) {
	r := rand.New(rand.NewPCG(m.seed, uint64(time.Now().UnixNano())))
	var first, last int64
	if err := m.db.QueryRow(ctx, `SELECT min(id), max(id) FROM home`).Scan(&first, &last); err != nil {
		return
	}
	for turn := time.Now(); ; turn = turn.Add(time.Second / editsPerSecond) {
		select { // an edit that took too long is made up for
		case <-ctx.Done():
			return
		case <-time.After(time.Until(turn)):
		}
		change, args := `tenure = $2, bedrooms = $3`, []any{first + r.Int64N(last-first+1), pick(r, home.Tenures.Slugs()), 1 + r.IntN(4)}
		if r.IntN(5) == 0 {
			change = `geom = ST_SetSRID(ST_MakePoint(round(ST_X(geom) * 1000 + $2) / 1000, round(ST_Y(geom) * 1000 + $3) / 1000), 27700)`
			args[1], args[2] = r.NormFloat64()*50_000, r.NormFloat64()*50_000
		}
		begun := time.Now()
		_, err := m.db.Exec(ctx, `UPDATE home SET `+change+` WHERE id = $1 AND sensitivity = 'published'`, args...)
		if ctx.Err() != nil {
			return
		}
		m.mu.Lock()
		m.edits++
		if err != nil {
			m.answers["edit: "+err.Error()]++
		}
		if time.Since(begun) > time.Second/editsPerSecond {
			m.late++
		}
		m.mu.Unlock()
	}
}

// compare counts in some boundaries by terrier and by SQL over the register itself, and returns how many answers differ.
func (m *mix) compare(ctx context.Context) (wrong int, err error) {
	pool, err := countingPool(ctx, m.db.url)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	r := rand.New(rand.NewPCG(m.seed, uint64(m.edits)))
	for range comparedAtQuiet {
		q := pick(r, m.requests)
		ours, err := askCounts(ctx, m.server, q)
		if err != nil {
			return wrong, err
		}
		theirs, err := countIn(ctx, pool, "published_home", q.body)
		if err != nil {
			return wrong, err
		}
		if !ours.equal(theirs) {
			wrong++
			fmt.Printf("  terrier counts %d, SQL %d\n", ours.Total, theirs.Total)
		}
	}
	return wrong, nil
}
