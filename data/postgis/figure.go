package postgis

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
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
	return insertFigure(ctx, k.write, "figure", f, until)
}

// kept is a column of a figure with its value.
type kept struct {
	column string
	value  any
}

// insertFigure writes a figure with what more a table has of it. One that is there already stays as it is.
func insertFigure(ctx context.Context, db interface {
	Exec(context.Context, string, ...any) (pgconn.CommandTag, error)
}, table string, f *provenance.Figure, until time.Time, more ...kept) error {
	columns, err := keptOf(f)
	if err != nil {
		return fmt.Errorf("write figure %s: %w", f.ID(), err)
	}
	var names, marks []string
	var values []any
	for _, c := range append(append(columns, kept{"expires_at", date(until)}), more...) {
		values = append(values, c.value)
		names, marks = append(names, c.column), append(marks, fmt.Sprintf("$%d", len(values)))
	}
	if _, err := db.Exec(ctx, `INSERT INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+strings.Join(marks, ", ")+`) ON CONFLICT DO NOTHING`, values...); err != nil {
		return fmt.Errorf("keep figure %s: %w", f.ID(), err)
	}
	return nil
}

// keptOf is all that is kept of any figure.
func keptOf(f *provenance.Figure) ([]kept, error) {
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
	return []kept{{"id", f.ID()}, {"subject", q.Of}, {"boundary", within.Kind()}, {"area_ref", text(within.Area)}, {"area_version", whole(within.Version)}, {"area_sha256", text(within.SHA256)},
		{"bbox", box}, {"bbox_crs", text(within.CRS)}, {"geom", shape}, {"boundary_name", within.Name}, {"hectares", within.Hectares}, {"perimeter_km", within.PerimeterKm},
		{"filters", filters}, {"groupings", append([]string{}, q.By...)}, {"asked_as_at", date(q.AsAt)}, {"total", a.Total}, {"counts", counts}, {"oldest", date(a.AsAt)}, {"margin", a.Margin},
		{"rule", f.Rule.Slug}, {"rule_version", f.Rule.Version}, {"rule_text", f.Rule.Sentence}, {"policy", f.Policy.Slug}, {"policy_version", f.Policy.Version}, {"policy_text", f.Policy.Sentence},
		{"release", text(f.Release)}, {"sources", sources}, {"computed_at", f.ComputedAt}, {"parts", parts}}, errors.Join(err1, err2, err3, err4)
}

// Figure is a figure that was kept. One whose parts are no longer those of its id is an error: somebody wrote over it.
func (k *Figures) Figure(ctx context.Context, id string) (*provenance.Figure, error) {
	return readFigure(ctx, k.public, id, `false FROM figure WHERE id = $1`)
}

// readFigure reads the figure that is kept under an id. from begins with whether it is crossed; the id is its first argument.
func readFigure(ctx context.Context, db queried, id, from string, args ...any) (*provenance.Figure, error) {
	rows, err := db.Query(ctx, `
		SELECT subject, coalesce(area_ref, ''), coalesce(area_version, 0), coalesce(area_sha256, ''), bbox, coalesce(bbox_crs, ''), geom, boundary_name, hectares, perimeter_km,
		       filters, groupings, asked_as_at, total, counts, oldest, margin,
		       rule, rule_version, rule_text, policy, policy_version, policy_text, coalesce(release, ''), sources, computed_at, parts, `+from, append([]any{id}, args...)...)
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
		&f.Rule.Slug, &f.Rule.Version, &f.Rule.Sentence, &f.Policy.Slug, &f.Policy.Version, &f.Policy.Sentence, &f.Release, &sources, &f.ComputedAt, &parts, &q.Crossed)
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

// PruneFigures removes the figures, exact ones too, whose time is over and returns how many those were. The pool works as terrier_load.
func PruneFigures(ctx context.Context, pool *pgxpool.Pool) (pruned int64, err error) {
	err = pool.QueryRow(ctx, `SELECT prune_figures()`).Scan(&pruned)
	return pruned, err
}
