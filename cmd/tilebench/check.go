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
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"terrier/geo/grid"
)

// check asks every question of the counts and every tile of z14 to z16 once more, untimed, and compares the answers.
func (b *bench) check(ctx context.Context, r *results, db *database, s servers) error {
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
	if err := b.checkSums(ctx, r, db, s.terrier); err != nil {
		return err
	}
	return r.save()
}

// checkTiles compares the homes in tiles of both that hold the same features. Only homes away from a tile's edge are counted: Martin
// selects by a box of float32, which lets a home on an edge into two tiles.
func (b *bench) checkTiles(ctx context.Context, r *results, s servers) error {
	list, err := readTiles(b.at("data", stockFile))
	if err != nil {
		return err
	}
	deep := zooms(list, 14, 16, 300)
	ours, theirs := paths("/tiles/homes/%s.mvt", deep), paths("/place/%s", deep)
	var differ, homes float64
	for i := range deep {
		a, err := homesIn(ctx, s.terrier, ours[i], awayFromEdge)
		if err != nil {
			return err
		}
		b, err := homesIn(ctx, s.uncached, theirs[i], awayFromEdge)
		if err != nil {
			return err
		}
		if homes += a; a != b {
			differ++
			fmt.Printf("  %s: terrier shows %.0f homes, Martin %.0f\n", deep[i], a, b)
		}
	}
	r.Figures["tiles compared"], r.Figures["tiles that differ"], r.Figures["homes in the tiles"] = series{float64(len(deep))}, series{differ}, series{homes}
	return nil
}

// checkSums adds up the homes in all tiles of the low zooms: each home is in exactly one.
func (b *bench) checkSums(ctx context.Context, r *results, db *database, terrier *server) error {
	var homes float64
	var low, high orb.Point
	if err := db.QueryRow(ctx, `SELECT count(*), min(ST_X(geom_3857)), min(ST_Y(geom_3857)), max(ST_X(geom_3857)), max(ST_Y(geom_3857)) FROM published_home`).
		Scan(&homes, &low[0], &low[1], &high[0], &high[1]); err != nil {
		return err
	}
	var differ series
	for z := uint8(6); z <= 9; z++ {
		southWest, _ := grid.At(low, z)
		northEast, _ := grid.At(high, z)
		sum := 0.0
		for x := southWest.X; x <= northEast.X; x++ {
			for y := northEast.Y; y <= southWest.Y; y++ {
				n, err := homesIn(ctx, terrier, request{path: fmt.Sprintf("/tiles/homes/%s.mvt", grid.Tile{Z: z, X: x, Y: y})}, anywhere)
				if err != nil {
					return err
				}
				sum += n
			}
		}
		differ = append(differ, sum-homes)
	}
	r.Figures["homes too many in the sum over z6, z7, z8, z9"] = differ
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

// awayFromEdge and anywhere choose features by their place in a tile of 4096 units.
func awayFromEdge(g orb.Geometry) bool {
	p := g.Bound().Center()
	return p[0] > 0 && p[0] < 4096 && p[1] > 0 && p[1] < 4096
}

func anywhere(orb.Geometry) bool { return true }

// homesIn decodes a tile by orb, which is not terrier's own, and adds up the counts of its features.
func homesIn(ctx context.Context, s *server, q request, chosen func(orb.Geometry) bool) (homes float64, err error) {
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
			if chosen(f.Geometry) {
				homes += f.Properties.MustFloat64("count", 1)
			}
		}
	}
	return homes, nil
}

// fetch is the body of an answer, unpacked; none of a 204.
func fetch(ctx context.Context, s *server, q request) ([]byte, error) {
	answer, err := q.ask(ctx, s.base)
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
