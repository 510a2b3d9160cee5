package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/plans"
	"terrier/plans/provenance"
)

// Figures keeps figures. It reads as terrier_public and writes as terrier_write, which may add figures and neither change nor remove
// any. Safe for several goroutines.
type Figures struct{ public, write *pgxpool.Pool }

var _ provenance.Keeper = (*Figures)(nil)

// NewFigures makes a keeper over pools of the roles terrier_public and terrier_write.
func NewFigures(public, write *pgxpool.Pool) *Figures { return &Figures{public, write} }

// KeepFigure keeps a figure until a moment; until further notice where that is zero. One that is there already stays as it is.
func (k *Figures) KeepFigure(ctx context.Context, f *provenance.Figure, until time.Time) error {
	q, a, within := f.Question, f.Answer, f.Question.Within
	var box []float64
	var shape geom.T
	switch within.Kind() {
	case provenance.Box:
		box = []float64{within.Edges.Min[0], within.Edges.Min[1], within.Edges.Max[0], within.Edges.Max[1]}
	case provenance.Drawn:
		shape = write(within.Shape, nationalGrid)
	}
	filters, err1 := json.Marshal(q.Where)
	counts, err2 := json.Marshal(a.By)
	sources, err3 := json.Marshal(f.Sources)
	parts, err4 := json.Marshal(orNone(a.Parts))
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return fmt.Errorf("write figure %s: %w", f.ID(), err)
	}
	_, err := k.write.Exec(ctx, `
		INSERT INTO figure (id, subject, boundary, area_ref, area_version, area_sha256, bbox, bbox_crs, geom, boundary_name, hectares, perimeter_km,
		                    filters, groupings, asked_as_at, total, counts, oldest, margin,
		                    rule, rule_version, rule_text, policy, policy_version, policy_text, release, sources, computed_at, expires_at, parts)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, coalesce($14::text[], '{}'), $15, $16, $17, $18, $19,
		        $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)
		ON CONFLICT (id) DO NOTHING`,
		f.ID(), q.Of, within.Kind(), text(within.Area), whole(within.Version), text(within.SHA256), box, text(within.CRS), shape, within.Name, within.Hectares, within.PerimeterKm,
		filters, q.By, date(q.AsAt), a.Total, counts, date(a.AsAt), a.Margin,
		f.Rule.Slug, f.Rule.Version, f.Rule.Sentence, f.Policy.Slug, f.Policy.Version, f.Policy.Sentence, text(f.Release), sources, f.ComputedAt, date(until), parts)
	if err != nil {
		return fmt.Errorf("keep figure %s: %w", f.ID(), err)
	}
	return nil
}

// Figure is a figure that was kept. One whose parts are no longer those of its id is an error: somebody wrote over it.
func (k *Figures) Figure(ctx context.Context, id string) (*provenance.Figure, error) {
	rows, err := k.public.Query(ctx, `
		SELECT subject, coalesce(area_ref, ''), coalesce(area_version, 0), coalesce(area_sha256, ''), bbox, coalesce(bbox_crs, ''), geom, boundary_name, hectares, perimeter_km,
		       filters, groupings, asked_as_at, total, counts, oldest, margin,
		       rule, rule_version, rule_text, policy, policy_version, policy_text, coalesce(release, ''), sources, computed_at, parts
		  FROM figure WHERE id = $1`, id)
	if err != nil {
		return nil, fmt.Errorf("find figure %s: %w", id, err)
	}
	f, err := pgx.CollectExactlyOneRow(rows, scanFigure)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, plans.Missing("figure", id)
	}
	if err != nil {
		return nil, fmt.Errorf("read figure %s: %w", id, err)
	}
	if f.ID() != id {
		return nil, fmt.Errorf("figure %s is not what it was: what is kept under it is %s", id, f.ID())
	}
	return f, nil
}

func scanFigure(row pgx.CollectableRow) (*provenance.Figure, error) {
	var f provenance.Figure
	var box []float64
	var shape geom.T
	var asked, oldest *time.Time
	var filters, counts, sources, parts []byte
	q, a, within := &f.Question, &f.Answer, &f.Question.Within
	err := row.Scan(&q.Of, &within.Area, &within.Version, &within.SHA256, &box, &within.CRS, &shape, &within.Name, &within.Hectares, &within.PerimeterKm,
		&filters, &q.By, &asked, &a.Total, &counts, &oldest, &a.Margin,
		&f.Rule.Slug, &f.Rule.Version, &f.Rule.Sentence, &f.Policy.Slug, &f.Policy.Version, &f.Policy.Sentence, &f.Release, &sources, &f.ComputedAt, &parts)
	if err != nil {
		return nil, err
	}
	if len(box) == 4 {
		within.Edges = orb.Bound{Min: orb.Point{box[0], box[1]}, Max: orb.Point{box[2], box[3]}}
	}
	within.Shape, q.AsAt, a.AsAt = readMulti(shape), day(asked), day(oldest)
	if err := errors.Join(json.Unmarshal(filters, &q.Where), json.Unmarshal(counts, &a.By), json.Unmarshal(sources, &f.Sources), json.Unmarshal(parts, &a.Parts)); err != nil {
		return nil, err
	}
	return provenance.New(f), nil
}

func orNone[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// PruneFigures removes the figures whose time is over and returns how many those were. The pool works as terrier_load.
func PruneFigures(ctx context.Context, pool *pgxpool.Pool) (pruned int64, err error) {
	err = pool.QueryRow(ctx, `SELECT prune_figures()`).Scan(&pruned)
	return pruned, err
}
