package postgis

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/plans"
	"terrier/plans/home"
	"terrier/plans/provenance"
)

var _ home.Counter = (*Reader)(nil)

// groupColumns are the columns of published_home behind each home.Grouping.
var groupColumns = map[string]string{
	"tenure":    "tenure",
	"home-type": "home_type",
	"bedrooms":  "bedrooms",
	"epc":       "epc",
	"needs":     "needs_category",
	"owner":     "owner_id",

	"build-year-band": "build_year_band",
}

// CountHomes counts published homes by ST_Covers: a home on the line is inside. It stays as the oracle of the fast core.
func (r *Reader) CountHomes(ctx context.Context, q home.Question) (s home.Summary, err error) {
	within := orb.Geometry(nil)
	if q.Within != nil {
		within = q.Within
	}
	if q.Area != "" {
		if within, err = areaShape(ctx, r.pool, q.Area); err != nil {
			return s, err
		}
	}
	where, args, err := whereHomes(ctx, r.pool, home.Groupings, q, write(within, nationalGrid), "true", nil)
	if err != nil {
		return s, err
	}
	rows, err := r.pool.Query(ctx, `
		SELECT `+groupedValue(q.By)+`, count(*)::int, min(as_at_date), array_agg(DISTINCT source_id)
		  FROM published_home h
		 WHERE `+where+`
		 GROUP BY GROUPING SETS (`+groupingSets(q.By)+`)`, append([]any{planned}, args...)...)
	if err != nil {
		return s, err
	}
	return collectSummary(ctx, r.pool, rows, q.By)
}

// groupedValue selects which of the groupings a row counts, as the mask of GROUPING(), and the value it counts.
func groupedValue(by []string) string {
	if len(by) == 0 {
		return "0, NULL"
	}
	columns, values := make([]string, len(by)), make([]string, len(by))
	for i, key := range by {
		columns[i] = groupColumns[key]
		values[i] = columns[i] + "::text"
	}
	return fmt.Sprintf("GROUPING(%s), coalesce(%s)", strings.Join(columns, ", "), strings.Join(values, ", "))
}

func groupingSets(by []string) string {
	sets := "()"
	for _, key := range by {
		sets += ", (" + groupColumns[key] + ")"
	}
	return sets
}

func collectSummary(ctx context.Context, db queried, rows pgx.Rows, by []string) (s home.Summary, err error) {
	whole := 1<<len(by) - 1 // the mask of the row that counts all; that of by[i] lacks its own bit
	counts := map[int]map[string]int{}
	var sources []int64
	var grouped, n int
	var value *string
	var asAt *time.Time
	var ids []int64
	_, err = pgx.ForEachRow(rows, []any{&grouped, &value, &n, &asAt, &ids}, func() error {
		if grouped == whole {
			s.Total, s.AsAt, sources = n, day(asAt), ids
			return nil
		}
		if counts[grouped] == nil {
			counts[grouped] = map[string]int{}
		}
		if value == nil {
			unknown := home.Unknown
			value = &unknown
		}
		counts[grouped][*value] += n
		return nil
	})
	if err != nil {
		return s, err
	}
	s.By = map[string][]home.Count{}
	for i, key := range by {
		g, _ := home.FindPastGrouping(key)
		if s.By[key], err = namedCounts(ctx, db, g, counts[whole&^(1<<(len(by)-1-i))]); err != nil {
			return s, err
		}
	}
	s.Sources, err = sourcesOf(ctx, db, sources)
	return s, err
}

// namedCounts puts the values in the order in which they are shown.
func namedCounts(ctx context.Context, db queried, g home.Grouping, counts map[string]int) ([]home.Count, error) {
	if g.Codes != nil {
		return g.Ordered(counts, nil), nil
	}
	ids := slices.Collect(maps.Keys(counts))
	rows, err := db.Query(ctx, `SELECT id::text, ref, name FROM organisation WHERE id = ANY ($1::text[]::bigint[])`, ids)
	if err != nil {
		return nil, err
	}
	byRef, names := map[string]int{}, map[string]string{}
	var id, ref, name string
	_, err = pgx.ForEachRow(rows, []any{&id, &ref, &name}, func() error {
		byRef[ref], names[ref] = counts[id], name
		return nil
	})
	return g.Ordered(byRef, names), err
}

// whereHomes is the condition of a question on homes h and its arguments, after those that are there already. known is the condition
// on organisations o of which the reader may be told that they are there.
func whereHomes(ctx context.Context, db queried, groupings []home.Grouping, q home.Question, within geom.T, known string, args []any) (string, []any, error) {
	conditions := []string{"true"}
	if within != nil {
		args = append(args, within)
		conditions = append(conditions, fmt.Sprintf("ST_Covers($%d::geometry, h.geom)", len(args)))
	}
	for _, g := range groupings {
		values := q.Where[g.Key]
		if len(values) == 0 {
			continue
		}
		if g.Codes == nil {
			if err := checkOwners(ctx, db, values, known); err != nil {
				return "", nil, err
			}
		}
		args = append(args, values)
		test := fmt.Sprintf("%s::text = ANY ($%d::text[])", groupColumns[g.Key], len(args))
		if g.Codes == nil {
			test = fmt.Sprintf("owner_id IN (SELECT id FROM organisation WHERE ref = ANY ($%d::text[]))", len(args))
		}
		if slices.Contains(values, home.Unknown) {
			test = fmt.Sprintf("(%s OR %s IS NULL)", test, groupColumns[g.Key])
		}
		conditions = append(conditions, test)
	}
	return strings.Join(conditions, " AND "), args, nil
}

func checkOwners(ctx context.Context, db queried, refs []string, known string) error {
	var missing *string
	err := db.QueryRow(ctx, `
		SELECT min(given.ref) FROM unnest($1::text[]) AS given (ref) WHERE NOT EXISTS (SELECT FROM organisation o WHERE o.ref = given.ref AND `+known+`)`, refs).Scan(&missing)
	if err != nil {
		return err
	}
	if missing != nil {
		return home.UnknownOwner(*missing)
	}
	return nil
}

// areaShape is the outline of a stored plan area.
func areaShape(ctx context.Context, db queried, ref string) (orb.Geometry, error) {
	var g geom.T
	err := db.QueryRow(ctx, `SELECT geom FROM neighbourhood_plan_area WHERE ref = $1`, ref).Scan(&g)
	if err == pgx.ErrNoRows {
		return nil, plans.Missing("plan area", ref)
	}
	return read(g), err
}

// sourcesOf are the sources of some ids, as figures name them.
func sourcesOf(ctx context.Context, db queried, ids []int64) ([]provenance.Source, error) {
	rows, err := db.Query(ctx, `SELECT `+sourceColumns+` FROM source s JOIN licence l ON l.slug = s.licence WHERE s.id = ANY ($1)`, ids)
	if err != nil {
		return nil, err
	}
	sources, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (s provenance.Source, err error) {
		err = row.Scan(intoSource(&s)...)
		return s, err
	})
	return provenance.Once(sources), err
}
