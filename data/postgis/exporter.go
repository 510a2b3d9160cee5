package postgis

import (
	"context"
	"iter"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/twpayne/go-geom"

	"terrier/plans/boundary"
	"terrier/plans/home"
)

// Exporter reads whole registers for who keeps the database. Its pool works as terrier_load, which sees every home.
type Exporter struct {
	Reader // areas and assets
}

// NewExporter makes an Exporter over a pool of the role terrier_load.
func NewExporter(pool *pgxpool.Pool) *Exporter { return &Exporter{*NewReader(pool)} }

// Homes gives every home, in the order of owner and reference.
func (e *Exporter) Homes(ctx context.Context) iter.Seq2[home.Home, error] {
	return each(ctx, e.pool, `
		SELECT o.reference, coalesce(m.reference, ''), `+factsOf("h")+`
		  FROM home h
		  JOIN organisation o ON o.id = h.owner_id
		  LEFT JOIN organisation m ON m.id = h.manager_id
		 ORDER BY o.reference, h.provider_ref`, scanHome)
}

func scanHome(row pgx.CollectableRow) (home.Home, error) {
	var h homeRow
	err := row.Scan(append([]any{&h.Owner, &h.Manager}, h.factsInto()...)...)
	return h.facts(), err
}

// Boundaries gives every boundary, in the order of kind and code.
func (e *Exporter) Boundaries(ctx context.Context) iter.Seq2[boundary.Boundary, error] {
	return each(ctx, e.pool, `
		SELECT ref, kind, code, coalesce(code_year, 0), name, coalesce(name_cy, ''), coalesce(parent_code, ''), has_council, coalesce(relevant_body, ''),
		       start_date, end_date, entry_date, geom, source_crs
		  FROM boundary ORDER BY kind, code`, scanBoundary)
}

func scanBoundary(row pgx.CollectableRow) (b boundary.Boundary, err error) {
	var start, end *time.Time
	var shape geom.T
	err = row.Scan(&b.Ref, &b.Kind, &b.Code, &b.CodeYear, &b.Name, &b.NameCy, &b.ParentCode, &b.HasCouncil, &b.RelevantBody,
		&start, &end, &b.EntryDate, &shape, &b.SourceCRS)
	b.StartDate, b.EndDate, b.Shape = day(start), day(end), readMulti(shape)
	return b, err
}

// each runs a query and gives its rows one by one; an error ends them.
func each[T any](ctx context.Context, pool *pgxpool.Pool, sql string, scan pgx.RowToFunc[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		rows, err := pool.Query(ctx, sql)
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			v, err := scan(rows)
			if !yield(v, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			var none T
			yield(none, err)
		}
	}
}
