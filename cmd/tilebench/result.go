package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
)

// results are everything that was measured over a country of one size. They are kept as JSON after each step.
type results struct {
	Surroundings map[string]string // what the run stood on: versions, machine
	Rows         []row             // over HTTP
	Figures      map[string]series // other figures, by name; the unit ends the name
	Missing      map[string]string // what could not be measured, and why
	path         string
}

// row is one side of one test over HTTP. Series have one value a pass.
type row struct {
	Test, Side        string
	Clients, Requests int
	Rate              series // requests a second
	P50, P99          series // milliseconds
	Max               float64
	KB, LargestKB     float64 // of a body as sent; mean and most
	ServerCPU         series  // milliseconds a request
	DatabaseCPU       series
	MemoryMB          float64        // resident, the most that it was in any pass
	Answers           map[string]int // how many of each status, over all passes
}

// measuring opens what most steps need: the results kept so far, and the database, which stops when the step is done. Nothing is done
// where there is a figure of the name done already.
func (b *bench) measuring(ctx context.Context, done string, step func(*results, *database) error) error {
	r, err := b.results()
	if err != nil || len(r.Figures[done]) > 0 {
		return err
	}
	db, err := b.database(ctx)
	if err != nil {
		return err
	}
	err = b.lookAround(ctx, r, db)
	if err == nil {
		err = step(r, db)
	}
	return errors.Join(err, db.stop())
}

func (b *bench) results() (*results, error) {
	r := &results{path: b.at("results.json")}
	text, err := os.ReadFile(r.path)
	if err == nil {
		err = json.Unmarshal(text, r)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if r.Figures == nil {
		r.Surroundings, r.Figures, r.Missing = map[string]string{}, map[string]series{}, map[string]string{}
	}
	return r, nil
}

func (r *results) save() error {
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(r.path+".new", text, 0o644); err != nil {
		return err
	}
	return os.Rename(r.path+".new", r.path)
}

// row finds a side of a test. ok is false where it was not measured.
func (r *results) row(test, side string, clients int) (found row, ok bool) {
	for _, one := range r.Rows {
		if one.Test == test && one.Side == side && one.Clients == clients {
			return one, true
		}
	}
	return row{}, false
}

// measured says whether any side of a test is there.
func (r *results) measured(test string) bool {
	for _, one := range r.Rows {
		if one.Test == test {
			return true
		}
	}
	return false
}
