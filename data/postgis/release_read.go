package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/bng"
	"terrier/geo/column"
	"terrier/plans/disclosure"
)

// DrawnRelease is the release that is served, with the outlines of its cells.
type DrawnRelease struct {
	disclosure.Release
	Outlines []orb.Geometry // of each cell, EPSG:3857; nil where it leaves the grid of Great Britain
}

// FeedRelease reads the release that is served, where a batch has a new one, and hands it on; nil where there is none yet.
func FeedRelease(ctx context.Context, tx pgx.Tx, b Batch, take func(*DrawnRelease) error) error {
	if !touched(b, "public_release") {
		return nil
	}
	r, err := servedRelease(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the public release: %w", err)
	}
	return take(r)
}

func servedRelease(ctx context.Context, tx pgx.Tx) (*DrawnRelease, error) {
	var r DrawnRelease
	var number int
	var scheme []byte
	var asAt *time.Time
	err := tx.QueryRow(ctx, `SELECT number, name, built_at, as_at, scheme FROM public_release ORDER BY number DESC LIMIT 1`).Scan(&number, &r.Name, &r.BuiltAt, &asAt, &scheme)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r.BuiltAt, r.AsAt = r.BuiltAt.UTC(), day(asAt)
	if err := json.Unmarshal(scheme, &r.Scheme); err != nil {
		return nil, err
	}
	if r.Owners, err = ownersOf(ctx, tx, number); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, `
		SELECT c.id, c.units, r.authority, c.point, c.hectares, c.geom_3857, r.entries
		  FROM public_release_cell r JOIN disclosure_cell c ON c.id = r.cell WHERE r.release = $1 ORDER BY c.id`, number)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var c disclosure.Released
		var point, outline geom.T
		var entries []int32
		if err := rows.Scan(&c.ID, &c.Units, &c.Authority, &point, &c.Hectares, &outline, &entries); err != nil {
			return nil, err
		}
		if c.Entries, err = r.Scheme.Read(entries, r.Owners[c.Authority]); err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.ID, err)
		}
		c.Point = readPoint(point)
		if mercator, err := bng.MercatorFromBNG(c.Point); err == nil {
			c.World = column.WorldOf(mercator)
		}
		r.Cells, r.Outlines = append(r.Cells, c), append(r.Outlines, read(outline))
	}
	return &r, rows.Err()
}

// Releases lists the releases, the newest first.
func (r *Reader) Releases(ctx context.Context) ([]disclosure.Past, error) {
	rows, err := r.pool.Query(ctx, `
		SELECT p.name, p.built_at, p.as_at, p.plan, count(c.cell)::int, coalesce(sum(c.entries[1]), 0)::int
		  FROM public_release p LEFT JOIN public_release_cell c ON c.release = p.number
		 GROUP BY p.number ORDER BY p.number DESC`)
	if err != nil {
		return nil, fmt.Errorf("list the public releases: %w", err)
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (rec disclosure.Past, err error) {
		var asAt *time.Time
		var changes []byte
		if err = row.Scan(&rec.Name, &rec.BuiltAt, &asAt, &changes, &rec.Total.Draws, &rec.Total.Value); err != nil {
			return rec, err
		}
		rec.BuiltAt, rec.AsAt = rec.BuiltAt.UTC(), day(asAt)
		return rec, json.Unmarshal(changes, &rec.Changes)
	})
}
