package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"terrier/geo/grid"
)

type loadCommand struct {
	Passes int `default:"5" help:"Passes of each test, alternating between the servers."`
	Tiles  int `default:"300" help:"Tiles of a list; half as many of those with several layers."`
}

// warmRequests are at least so many a pass.
const warmRequests = 3000

// side is one server in a test.
type side struct {
	server   *server
	cold     bool // it is started anew before each pass, so that its cache is empty
	warm     bool // a pass that does not count comes first
	requests []request
}

func first(s *server, requests []request) side {
	return side{server: s, cold: true, requests: requests}
}

// again puts a list that the caches can hold several times, for once over takes too short to be measured.
func again(s *server, requests []request) side {
	var often []request
	for len(often) < warmRequests {
		often = append(often, requests...)
	}
	return side{server: s, warm: true, requests: often}
}
func always(s *server, requests []request) side { return side{server: s, requests: requests} }

// test is a list of requests put to one server after the other, several times.
type test struct {
	name    string
	clients []int
	passes  int
	sides   []side
}

// servers of the load test. Those of Martin are nil where it is not to be had.
type servers struct{ terrier, twin, uncached, cached, archive *server }

func (c *loadCommand) Run(ctx context.Context, b *bench) error {
	return b.measuring(ctx, "", func(r *results, db *database) error { return c.measure(ctx, b, r, db) })
}

func (c *loadCommand) measure(ctx context.Context, b *bench, r *results, db *database) (err error) {
	s := servers{terrier: b.terrier(db), twin: b.twin(db)}
	if b.has(martin) {
		s.uncached, s.cached = b.martinServer("Martin without cache", db, 0, ""), b.martinServer("Martin", db, 512, "")
		if archive := b.bestArchive(); archive != "" {
			s.archive = b.martinServer("Martin on PMTiles", db, 512, archive)
		}
	}
	defer func() {
		for _, one := range []*server{s.terrier, s.twin, s.uncached, s.cached, s.archive} {
			if one != nil {
				err = errors.Join(err, one.stop())
			}
		}
	}()
	if err := b.measureStart(ctx, r, db, s.terrier, c.Passes); err != nil {
		return err
	}
	tests, err := c.tests(b, s)
	if err != nil {
		return err
	}
	for _, t := range tests {
		if r.measured(t.name) {
			continue
		}
		if err := measure(ctx, r, db, t); err != nil {
			return err
		}
	}
	if err := b.measureCached(ctx, r, db, s, c.Passes); err != nil {
		return err
	}
	return b.check(ctx, r, db, s)
}

// tests are the rows of the goals that go over HTTP.
func (c *loadCommand) tests(b *bench, s servers) ([]test, error) {
	stock, err := readTiles(b.at("data", stockFile))
	if err != nil {
		return nil, err
	}
	composite, err := readTiles(b.at("data", compositeFile))
	if err != nil {
		return nil, err
	}
	questions, err := b.questions()
	if err != nil {
		return nil, err
	}
	browsed, deep := zooms(stock, 10, 16, c.Tiles), zooms(stock, 14, 16, c.Tiles)
	archived, layered := zooms(stock, 10, 14, c.Tiles), zooms(composite, 10, 16, c.Tiles/2)
	homes := func(list []grid.Tile) []request { return paths("/tiles/homes/%s.mvt", list) }
	tests := []test{
		{"stock z10-z16, first", []int{1, 8}, c.Passes, []side{first(s.terrier, homes(browsed)), always(s.uncached, paths("/stock/%s", browsed))}},
		{"stock z14-z16, first", []int{1, 8}, c.Passes, []side{first(s.terrier, homes(deep)), always(s.uncached, paths("/place/%s", deep))}},
		{"stock z10-z16, again", []int{8}, c.Passes, []side{again(s.terrier, homes(browsed)), again(s.cached, paths("/stock/%s", browsed))}},
		{"stock z10-z14, again", []int{8}, c.Passes, []side{again(s.terrier, homes(archived)), again(s.archive, paths("/homes/%s", archived))}},
		{"composite z10-z16, again", []int{8}, c.Passes,
			[]side{again(s.terrier, paths("/tiles/overlay/%s.mvt", layered)), again(s.cached, paths("/stock,area,asset/%s", layered))}},
		{"counts in 500 boundaries", []int{1, 8}, c.Passes, []side{again(s.terrier, questions), again(s.twin, questions)}},
	}
	for _, z := range []uint8{9, 8, 7, 6} {
		list := zooms(stock, z, z, 24)
		tests = append(tests, test{fmt.Sprintf("stock z%d, first", z), []int{1}, 1,
			[]side{first(s.terrier, homes(list)), always(s.uncached, paths("/stock/%s", list))}})
	}
	return tests, nil
}

// measure puts a test to its servers by turns and keeps what it found.
func measure(ctx context.Context, r *results, db *database, t test) error {
	fmt.Printf("%s\n", t.name)
	for _, clients := range t.clients {
		rows := make([]row, len(t.sides))
		for n := range t.passes {
			for i, side := range t.sides {
				if side.server == nil {
					continue
				}
				if rows[i].Answers == nil {
					rows[i] = row{Test: t.name, Side: side.server.name, Clients: clients, Requests: len(side.requests), Answers: map[string]int{}}
				}
				if err := rows[i].pass(ctx, db, side, n == 0); err != nil {
					return err
				}
			}
		}
		for _, one := range rows {
			if one.Answers == nil {
				continue
			}
			fmt.Printf("  %-22s %d clients %9.1f req/s  p50 %8.2f ms  p99 %8.2f ms  %7.1f KB\n",
				one.Side, clients, one.Rate.median(), one.P50.median(), one.P99.median(), one.KB)
			r.Rows = append(r.Rows, one)
		}
	}
	return r.save()
}

// pass adds one pass to the row.
func (o *row) pass(ctx context.Context, db *database, s side, first bool) error {
	if s.cold {
		if err := s.server.stop(); err != nil {
			return err
		}
	}
	if s.server.cmd == nil {
		if _, err := s.server.start(ctx); err != nil {
			return err
		}
	}
	if s.warm && first {
		if _, err := run(ctx, s.server.base, s.requests, o.Clients); err != nil {
			return err
		}
	}
	serverBefore, databaseBefore := cpu(s.server.pid()), cpu(db.postmaster)
	p, err := run(ctx, s.server.base, s.requests, o.Clients)
	if err != nil {
		return err
	}
	n := float64(len(s.requests))
	o.ServerCPU = append(o.ServerCPU, milliseconds(cpu(s.server.pid())-serverBefore)/n)
	o.DatabaseCPU = append(o.DatabaseCPU, milliseconds(cpu(db.postmaster)-databaseBefore)/n)
	o.Rate = append(o.Rate, n/p.wall.Seconds())
	o.P50 = append(o.P50, milliseconds(quantile(p.latencies, 0.5)))
	o.P99 = append(o.P99, milliseconds(quantile(p.latencies, 0.99)))
	o.Max = max(o.Max, milliseconds(quantile(p.latencies, 1)))
	o.KB, o.LargestKB = float64(p.bytes)/1e3/n, max(o.LargestKB, float64(p.largest)/1e3)
	o.MemoryMB = max(o.MemoryMB, residentMB(s.server.pid()))
	for status, count := range p.answers {
		o.Answers[status] += count
	}
	if p.complaint != "" {
		fmt.Printf("  %s answers %s\n", o.Side, p.complaint)
	}
	return nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
