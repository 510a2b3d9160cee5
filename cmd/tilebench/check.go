package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb/encoding/mvt"
)

// check asks every question of the counts and every tile of z14 to z16 once more, untimed, and compares the answers.
func (b *bench) check(ctx context.Context, r *results, s servers) error {
	if len(r.Figures["counts that differ"]) > 0 {
		return nil
	}
	fmt.Println("comparing the answers")
	for _, one := range []*server{s.terrier, s.twin, s.uncached} {
		if one != nil && one.cmd == nil {
			if _, err := one.start(ctx); err != nil {
				return err
			}
		}
	}
	questions, err := b.questions()
	if err != nil {
		return err
	}
	var differ, homes float64
	for i, q := range questions {
		ours, err := askCounts(ctx, s.terrier, q)
		if err != nil {
			return err
		}
		theirs, err := askCounts(ctx, s.twin, q)
		if err != nil {
			return err
		}
		homes += float64(theirs.Total)
		if !ours.equal(theirs) {
			differ++
			fmt.Printf("  boundary %d: terrier counts %d, SQL %d\n", i+1, ours.Total, theirs.Total)
		}
	}
	r.Figures["counts compared"], r.Figures["counts that differ"] = series{float64(len(questions))}, series{differ}
	r.Figures["homes in the boundaries"] = series{homes / float64(len(questions))}
	if s.uncached != nil {
		if err := b.checkTiles(ctx, r, s); err != nil {
			return err
		}
	}
	return r.save()
}

// checkTiles adds up the homes in each tile. Martin selects by a box of float32, so that a home near an edge may be in two of its
// tiles, or for terrier's rule in the wrong one: such tiles are counted, not refused.
func (b *bench) checkTiles(ctx context.Context, r *results, s servers) error {
	list, err := readTiles(b.at("data", stockFile))
	if err != nil {
		return err
	}
	deep := zooms(list, 14, 16, 300)
	ours, theirs := paths("/tiles/homes/%s.mvt", deep), paths("/place/%s", deep)
	var differ, inOurs, inTheirs float64
	for i := range deep {
		a, err := homesIn(ctx, s.terrier, ours[i])
		if err != nil {
			return err
		}
		b, err := homesIn(ctx, s.uncached, theirs[i])
		if err != nil {
			return err
		}
		if a != b {
			differ++
		}
		inOurs, inTheirs = inOurs+a, inTheirs+b
	}
	r.Figures["tiles compared"], r.Figures["tiles that differ"] = series{float64(len(deep))}, series{differ}
	r.Figures["homes in terrier's tiles"], r.Figures["homes in Martin's tiles"] = series{inOurs}, series{inTheirs}
	return nil
}

// equal leaves out the order of the values.
func (c counted) equal(other counted) bool {
	if c.Total != other.Total || len(c.By) != len(other.By) {
		return false
	}
	for key := range c.By {
		if !maps.Equal(countsOf(c.By[key]), countsOf(other.By[key])) {
			return false
		}
	}
	return true
}

func countsOf(values []valueCount) map[string]int {
	counts := map[string]int{}
	for _, v := range values {
		if v.Count > 0 {
			counts[v.Value] = v.Count
		}
	}
	return counts
}

func askCounts(ctx context.Context, s *server, q request) (c counted, err error) {
	body, err := fetch(ctx, s, q)
	if err == nil {
		err = json.Unmarshal(body, &c)
	}
	return c, err
}

// homesIn decodes a tile by orb, which is not terrier's own, and adds up the counts of its places.
func homesIn(ctx context.Context, s *server, q request) (homes float64, err error) {
	body, err := fetch(ctx, s, q)
	if err != nil || len(body) == 0 {
		return 0, err
	}
	layers, err := mvt.Unmarshal(body)
	if err != nil {
		return 0, fmt.Errorf("%s of %s cannot be decoded: %w", q.path, s.name, err)
	}
	for _, layer := range layers {
		for _, f := range layer.Features {
			homes += f.Properties.MustFloat64("count", 1)
		}
	}
	return homes, nil
}

var plainClient = client(1)

// fetch is the body of an answer, unpacked; none of a 204.
func fetch(ctx context.Context, s *server, q request) ([]byte, error) {
	answer, err := ask(ctx, plainClient, s.base, q)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusNoContent:
		return nil, nil
	default:
		return nil, fmt.Errorf("%s answers %s with %s: %.300s", s.name, q.path, answer.Status, body)
	}
	if answer.Header.Get("Content-Encoding") != "gzip" {
		return body, nil
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(unpacked)
}

// bestArchive is the archive that Martin serves beside terrier's cache: terrier's own where it is made, so that the bytes are the same.
func (b *bench) bestArchive() string {
	for _, name := range []string{terrierArchive, tippecanoeArchive} {
		if _, err := os.Stat(b.at(name)); err == nil {
			return b.at(name)
		}
	}
	return ""
}
