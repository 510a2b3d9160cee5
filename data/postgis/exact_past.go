package postgis

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/twpayne/go-geom"
	"github.com/twpayne/go-geom/encoding/ewkb"

	"terrier/plans"
	"terrier/plans/home"
)

// What was said of homes on a day is asked of home and home_version (docs/decisions/0011), under the same policies as what is said now.

// CountPast counts the homes of a view as they stood when a day ended, by each grouping of the question.
func (x *Exact) CountPast(ctx context.Context, v home.View, q home.PastQuestion) (s home.Summary, err error) {
	if err := home.CheckPastGroupings(q.By...); err != nil {
		return s, err
	}
	err = x.past(ctx, v, q, func(tx pgx.Tx, stood string, args []any) error {
		// First by every kind of home there was, which are few, then those by each grouping: homes are looked at once.
		rows, err := tx.Query(ctx, `
			SELECT `+groupedValue(q.By)+`, coalesce(sum(n), 0)::int, min(as_at_date), array_agg(DISTINCT source_id) FILTER (WHERE source_id IS NOT NULL)
			  FROM (SELECT `+columnsOf(q.By)+`source_id, count(*) AS n, min(as_at_date) AS as_at_date FROM (`+stood+`) stood GROUP BY `+columnsOf(q.By)+`source_id) kinds
			 GROUP BY GROUPING SETS (`+groupingSets(q.By)+`)`, append([]any{planned}, args...)...)
		if err != nil {
			return err
		}
		s, err = collectSummary(ctx, tx, rows, q.By)
		return err
	})
	return s, err
}

func columnsOf(by []string) (list string) {
	for _, key := range by {
		list += groupColumns[key] + ", "
	}
	return list
}

// CrossPast counts them by two groupings at once. The question's By is not looked at.
func (x *Exact) CrossPast(ctx context.Context, v home.View, q home.PastQuestion, rowsBy, columnsBy string) (c home.Crossed, err error) {
	if err := home.CheckPastGroupings(rowsBy, columnsBy); err != nil {
		return c, err
	}
	err = x.past(ctx, v, q, func(tx pgx.Tx, stood string, args []any) error {
		rows, err := tx.Query(ctx, fmt.Sprintf(`
			SELECT coalesce(%[1]s::text, $%[4]d), coalesce(%[2]s::text, $%[4]d), count(*)::int, min(as_at_date), array_agg(DISTINCT source_id) FILTER (WHERE source_id IS NOT NULL)
			  FROM (%[3]s) stood GROUP BY %[1]s, %[2]s`,
			groupColumns[rowsBy], groupColumns[columnsBy], stood, len(args)+1), append(append([]any{planned}, args...), home.Unknown)...)
		if err != nil {
			return err
		}
		counts := map[[2]string]int{}
		var cell [2]string
		var n int
		var asAt, oldest *time.Time
		var ids, sources []int64
		if _, err := pgx.ForEachRow(rows, []any{&cell[0], &cell[1], &n, &asAt, &ids}, func() error {
			counts[cell] += n
			if sources = append(sources, ids...); oldest == nil || asAt != nil && asAt.Before(*oldest) {
				oldest = asAt
			}
			return nil
		}); err != nil {
			return err
		}
		if c, err = crossed(ctx, tx, counts, rowsBy, columnsBy); err != nil {
			return err
		}
		c.AsAt = day(oldest)
		c.Sources, err = sourcesOf(ctx, tx, sources)
		return err
	})
	return c, err
}

// crossed puts the cells in the order in which they are shown. Owners are counted by id, and shown by ref.
func crossed(ctx context.Context, db queried, counts map[[2]string]int, by ...string) (c home.Crossed, err error) {
	var shown [2][]home.Count
	var refs [2]map[string]string // as counted → as shown
	for i := range shown {
		sums := map[string]int{}
		for cell, n := range counts {
			sums[cell[i]] += n
		}
		g, _ := home.FindPastGrouping(by[i])
		if shown[i], err = namedCounts(ctx, db, g, sums); err != nil {
			return c, err
		}
		if refs[i], err = refsOf(ctx, db, g, sums); err != nil {
			return c, err
		}
	}
	c.Rows, c.Columns = shown[0], shown[1]
	at := func(list []home.Count, value string) int {
		return slices.IndexFunc(list, func(s home.Count) bool { return s.Value == value })
	}
	c.Cells = make([][]int, len(c.Rows))
	for i := range c.Cells {
		c.Cells[i] = make([]int, len(c.Columns))
	}
	for cell, n := range counts {
		c.Cells[at(c.Rows, refs[0][cell[0]])][at(c.Columns, refs[1][cell[1]])] += n
		c.Total += n
	}
	return c, nil
}

// refsOf says what each counted value is shown as.
func refsOf(ctx context.Context, db queried, g home.Grouping, sums map[string]int) (map[string]string, error) {
	refs := map[string]string{}
	for value := range sums {
		refs[value] = value
	}
	if g.Codes != nil {
		return refs, nil
	}
	rows, err := db.Query(ctx, `SELECT id::text, ref FROM organisation`)
	if err != nil {
		return nil, err
	}
	var id, ref string
	_, err = pgx.ForEachRow(rows, []any{&id, &ref}, func() error { refs[id] = ref; return nil })
	return refs, err
}

// ListPast lists ids of the homes that CountPast counts, ascending: at most limit of those above after. HomesPast fetches them.
func (x *Exact) ListPast(ctx context.Context, v home.View, q home.PastQuestion, after int64, limit int) (ids []int64, err error) {
	err = x.past(ctx, v, q, func(tx pgx.Tx, stood string, args []any) error {
		rows, err := tx.Query(ctx, fmt.Sprintf(`SELECT id FROM (%s) stood WHERE id > $%d ORDER BY id LIMIT $%d`, stood, len(args)+1, len(args)+2),
			append(append([]any{planned}, args...), after, limit)...)
		if err != nil {
			return err
		}
		ids, err = pgx.CollectRows(rows, pgx.RowTo[int64])
		return err
	})
	return ids, err
}

// HomesPast fetches homes by id as they stood when a day ended, in the order of the ids, at most MostHomes. One that the view does not
// see, or that was not there then, is left out.
func (x *Exact) HomesPast(ctx context.Context, v home.View, on time.Time, ids []int64) (records []home.Record, err error) {
	if err := fewEnough(ids); err != nil {
		return nil, err
	}
	err = x.seeing(ctx, v, func(tx pgx.Tx) error {
		records, err = fetchHomes(ctx, tx, v, `(`+stoodAt("2", rowColumns, "h.id = ANY ($1::bigint[])")+`) h`, ids, home.EndOf(on))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("fetch %d homes as at %s: %w", len(ids), on.Format(time.DateOnly), err)
	}
	return records, nil
}

// stoodAt selects columns of the homes h that stood just before the moment of an argument and for which a condition holds.
func stoodAt(moment, columns, where string) string {
	return fmt.Sprintf(`
		SELECT %[2]s FROM home h WHERE h.valid_from < $%[1]s AND %[3]s
		UNION ALL
		SELECT %[2]s FROM home_version h WHERE h.valid_from < $%[1]s AND h.valid_to >= $%[1]s AND %[3]s`, moment, columns, where)
}

// pastColumns are those that homes of a past day are counted, filtered and listed by.
const pastColumns = `h.id, h.owner_id, h.tenure, h.home_type, h.bedrooms, h.epc, h.needs_category, h.build_year_band, h.as_at_date, h.source_id`

// knownOwner is the condition on organisations o of which a reader of the view may be told: one that is known only because homes that
// the reader cannot see name it is not there.
const knownOwner = `(NOT o.named_by_home OR is_told_by_release(o.ref) OR EXISTS (SELECT FROM published_home p WHERE p.owner_id = o.id)
	OR o.id::text = ANY (string_to_array(current_setting('terrier.owners') || ',' || current_setting('terrier.own'), ',')))`

// past does work on a question: stood selects pastColumns of the homes that it means, with args.
func (x *Exact) past(ctx context.Context, v home.View, q home.PastQuestion, work func(tx pgx.Tx, stood string, args []any) error) error {
	err := x.seeing(ctx, v, func(tx pgx.Tx) error {
		within, err := pastBoundary(ctx, tx, q)
		if err != nil {
			return err
		}
		where, args, err := whereHomes(ctx, tx, home.PastGroupings(), q.Question, nil, knownOwner, []any{home.EndOf(q.On)})
		if err != nil {
			return err
		}
		if within != nil {
			var inside []int64
			if err := tx.QueryRow(ctx, `SELECT coalesce(array_agg(id), '{}') FROM homes_past($1::geometry, $2) AS id`, within, home.EndOf(q.On)).Scan(&inside); err != nil {
				return err
			}
			args = append(args, inside)
			where += fmt.Sprintf(" AND h.id = ANY ($%d::bigint[])", len(args))
		}
		narrow, args := narrowed(v, args)
		only, args := ownersOnly(v, args)
		return work(tx, stoodAt("1", pastColumns, strings.Join([]string{only, narrow, where}, " AND ")), args)
	})
	if err != nil {
		return fmt.Errorf("homes as at %s: %w", q.On.Format(time.DateOnly), err)
	}
	return nil
}

// ownersOnly says what follows from the policies in a form that an index answers: whose homes a view can see at all.
func ownersOnly(v home.View, args []any) (string, []any) {
	if v.Published {
		return "true", args
	}
	args = append(args, append(slices.Clone(v.Owners), v.Own...))
	return fmt.Sprintf("h.owner_id = ANY ($%d::bigint[])", len(args)), args
}

// pastBoundary is the boundary of a question; nil where it asks for every home.
func pastBoundary(ctx context.Context, tx pgx.Tx, q home.PastQuestion) (geom.T, error) {
	switch {
	case q.Boundary != nil:
		return readBoundary(q.Boundary)
	case q.Area != "":
		shape, err := areaShape(ctx, tx, q.Area)
		return write(shape, nationalGrid), err
	case q.Within != nil:
		return write(q.Within, nationalGrid), nil
	}
	return nil, nil
}

func readBoundary(given []byte) (geom.T, error) {
	shape, err := ewkb.Unmarshal(given)
	if err != nil {
		return nil, plans.Refuse("boundary-unreadable", "boundary", "The boundary is no EWKB: "+err.Error()+".", "Write it with ST_AsEWKB.")
	}
	switch shape.(type) {
	case *geom.Polygon, *geom.MultiPolygon:
	default:
		return nil, plans.Refuse("boundary-no-area", "boundary", fmt.Sprintf("The boundary is a %T.", shape), "Give a polygon or a multipolygon.")
	}
	if shape.SRID() != nationalGrid {
		return nil, plans.Refuse("boundary-wrong-crs", "boundary", fmt.Sprintf("The boundary is in EPSG:%d.", shape.SRID()), "Give it in EPSG:27700.")
	}
	return shape, nil
}
