package postgis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/geo/grid"
	"terrier/plans/disclosure"
	"terrier/plans/home"
)

// squareSide is how long the sides of a square are that stands in for a census output area, in metres (DOMAIN section 6.2).
const squareSide = 250

// openStock reads what a release is made of: the homes that are open, by unit, and all units of the authorities they stand in. It
// leaves the outlines of the units in a temporary table, release_unit. Homes that are published, restricted or withheld are not read.
func openStock(ctx context.Context, tx pgx.Tx, scheme disclosure.Scheme) (stock disclosure.Stock, asAt *time.Time, err error) {
	if err := makeUnits(ctx, tx); err != nil {
		return stock, nil, fmt.Errorf("find the units: %w", err)
	}
	if err := nameShown(ctx, tx); err != nil {
		return stock, nil, fmt.Errorf("name the owners that are shown: %w", err)
	}
	if stock.Records, err = openRecords(ctx, tx, scheme); err != nil {
		return stock, nil, err
	}
	if stock.Units, err = units(ctx, tx); err != nil {
		return stock, nil, fmt.Errorf("read the units: %w", err)
	}
	// The day of one home's return would tell of that home.
	err = tx.QueryRow(ctx, `SELECT (SELECT as_at_date FROM home WHERE sensitivity = 'open' GROUP BY as_at_date HAVING count(*) >= $1 ORDER BY 1 LIMIT 1)`,
		disclosure.LeastOwner).Scan(&asAt)
	return stock, asAt, err
}

// makeUnits lays out the land: census output areas, and squares where none covers it. A square's centre says where it lies, an output
// area's point on its surface.
func makeUnits(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `
		CREATE TEMP TABLE release_unit (code text PRIMARY KEY, geom geometry NOT NULL, at geometry NOT NULL, square boolean NOT NULL,
		                                authority text NOT NULL DEFAULT '', zone text NOT NULL DEFAULT '') ON COMMIT DROP;
		INSERT INTO release_unit (code, geom, at, square)
		SELECT DISTINCT ON (b.code) b.code, b.geom, ST_PointOnSurface(b.geom), false
		  FROM boundary b WHERE b.kind = 'oa' AND `+standingNow+` ORDER BY b.code, b.id;
		CREATE INDEX release_unit_geom ON release_unit USING gist (geom);
		ANALYZE release_unit;

		CREATE TEMP TABLE release_home (id bigint PRIMARY KEY, unit text, e integer NOT NULL, n integer NOT NULL) ON COMMIT DROP;
		INSERT INTO release_home
		SELECT h.id, (SELECT u.code FROM release_unit u WHERE ST_Covers(u.geom, h.geom) ORDER BY u.code LIMIT 1),
		       floor(ST_X(h.geom) / 250) * 250, floor(ST_Y(h.geom) / 250) * 250
		  FROM home h WHERE h.sensitivity = 'open';

		-- the squares that homes stand in; where an authority has output areas, a home in none of them is in no cell
		CREATE TEMP TABLE release_square (e integer, n integer, PRIMARY KEY (e, n)) ON COMMIT DROP;
		INSERT INTO release_square SELECT DISTINCT e, n FROM release_home WHERE unit IS NULL;
		CREATE TEMP TABLE release_authority ON COMMIT DROP AS
		SELECT b.code, b.geom FROM boundary b WHERE `+standing+`;
		CREATE INDEX ON release_authority USING gist (geom);
		ANALYZE release_authority;
		DELETE FROM release_square s USING release_authority a
		 WHERE ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(s.e + 125, s.n + 125), 27700))
		   AND EXISTS (SELECT FROM release_unit u WHERE ST_Covers(a.geom, u.at));
		-- and all others of the authorities that have no output areas, or where there is no authority, of the ten kilometres around
		INSERT INTO release_square
		SELECT g.i * 250, g.j * 250
		  FROM release_authority a, ST_SquareGrid(250, a.geom) g
		 WHERE EXISTS (SELECT FROM release_square s WHERE ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(s.e + 125, s.n + 125), 27700)))
		   AND NOT EXISTS (SELECT FROM release_unit u WHERE NOT u.square AND ST_Covers(a.geom, u.at))
		   AND ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(g.i * 250 + 125, g.j * 250 + 125), 27700))
		ON CONFLICT DO NOTHING;
		INSERT INTO release_square
		SELECT e, n
		  FROM (SELECT DISTINCT floor(s.e / 10000.0)::int * 10000 AS e0, floor(s.n / 10000.0)::int * 10000 AS n0 FROM release_square s
		         WHERE NOT EXISTS (SELECT FROM release_authority a WHERE ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(s.e + 125, s.n + 125), 27700)))) t,
		       LATERAL generate_series(t.e0, t.e0 + 9750, 250) e, LATERAL generate_series(t.n0, t.n0 + 9750, 250) n
		 WHERE NOT EXISTS (SELECT FROM release_authority a WHERE ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(e + 125, n + 125), 27700)))
		   AND NOT EXISTS (SELECT FROM release_unit u WHERE ST_Covers(u.geom, ST_SetSRID(ST_MakePoint(e + 125, n + 125), 27700)))
		ON CONFLICT DO NOTHING;
		INSERT INTO release_unit (code, geom, at, square)
		SELECT format('%s %s', e, n), ST_MakeEnvelope(e, n, e + 250, n + 250, 27700), ST_SetSRID(ST_MakePoint(e + 125, n + 125), 27700), true FROM release_square;
		UPDATE release_home SET unit = format('%s %s', e, n) WHERE unit IS NULL;

		UPDATE release_unit u SET
		       authority = coalesce((SELECT a.code FROM release_authority a WHERE ST_Covers(a.geom, u.at) ORDER BY a.code LIMIT 1), ''),
		       zone = coalesce((SELECT b.code FROM boundary b WHERE b.kind = 'parish' AND `+standingNow+` AND ST_Covers(b.geom, u.at) ORDER BY b.code LIMIT 1), '');
		-- where nothing else keeps places apart
		UPDATE release_unit SET zone = format('%s %s', floor(ST_X(at) / 10000)::int, floor(ST_Y(at) / 10000)::int) WHERE square AND authority = '' AND zone = '';
		ANALYZE release_unit`)
	return err
}

// nameShown gives a slug to each association that only homes have named and that is shown apart from now on.
func nameShown(ctx context.Context, tx pgx.Tx) error {
	_, err := tx.Exec(ctx, `
		UPDATE organisation SET ref = give_ref('associations', name)
		 WHERE named_by_home AND ref LIKE '`+unpublishedRef+`%'
		   AND id IN (SELECT h.owner_id FROM release_home r JOIN home h ON h.id = r.id JOIN release_unit u ON u.code = r.unit
		               GROUP BY h.owner_id, u.authority HAVING count(*) >= $1)`, disclosure.LeastOwner)
	return err
}

// openRecords are the open homes by unit, each kind of home of a unit once. Owners are hashed by their ids, which never change, and told by
// their refs.
func openRecords(ctx context.Context, tx pgx.Tx, scheme disclosure.Scheme) (map[string][]disclosure.Record, error) {
	columns := map[string]string{"tenure": "h.tenure", "home-type": "h.home_type", "bedrooms": "h.bedrooms::text", "epc": "h.epc", "needs": "h.needs_category", "owner": "o.id::text"}
	query := `SELECT u.unit, count(*)::int, o.ref`
	group := ` GROUP BY u.unit, o.ref`
	ways := scheme.Ways
	for _, w := range ways {
		column := fmt.Sprintf("coalesce(%s, '%s')", columns[w.Key], home.Unknown)
		query += ", " + column
		group += ", " + column
	}
	rows, err := tx.Query(ctx, query+` FROM release_home u JOIN home h ON h.id = u.id JOIN organisation o ON o.id = h.owner_id`+group)
	if err != nil {
		return nil, err
	}
	records := map[string][]disclosure.Record{}
	for rows.Next() {
		var unit string
		r := disclosure.Record{Values: make([]string, len(ways))}
		into := []any{&unit, &r.Count, &r.Shown}
		for i := range r.Values {
			into = append(into, &r.Values[i])
		}
		if err := rows.Scan(into...); err != nil {
			rows.Close()
			return nil, err
		}
		records[unit] = append(records[unit], r)
	}
	return records, rows.Err()
}

// units reads the land in its published order: along the Hilbert curve over the metres of the National Grid, by reference point; those
// at one place by code.
func units(ctx context.Context, tx pgx.Tx) ([]disclosure.Unit, error) {
	rows, err := tx.Query(ctx, `SELECT code, authority, zone, square, ST_X(at), ST_Y(at) FROM release_unit`)
	if err != nil {
		return nil, err
	}
	type placed struct {
		disclosure.Unit
		square bool
		at     orb.Point
		key    uint64
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p placed, err error) {
		err = row.Scan(&p.Code, &p.Authority, &p.Zone, &p.square, &p.at[0], &p.at[1])
		p.key = hilbertOf(p.at)
		return p, err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(list, func(a, b placed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.Code, b.Code)) })
	all := make([]disclosure.Unit, len(list))
	place, squares := map[string]int{}, map[orb.Point]int{}
	for i, p := range list {
		all[i] = p.Unit
		place[p.Code] = i
		if p.square {
			squares[p.at] = i
		}
	}
	for at, i := range squares {
		for _, beside := range []orb.Point{{squareSide, 0}, {-squareSide, 0}, {0, squareSide}, {0, -squareSide}} {
			if j, there := squares[orb.Point{at[0] + beside[0], at[1] + beside[1]}]; there {
				all[i].Beside = append(all[i].Beside, j)
			}
		}
	}
	pairs, err := tx.Query(ctx, `
		SELECT a.code, b.code FROM release_unit a JOIN release_unit b ON a.geom && b.geom AND a.code < b.code
		 WHERE NOT a.square AND NOT b.square AND ST_Relate(a.geom, b.geom, '****1****')`)
	if err != nil {
		return nil, err
	}
	var a, b string
	_, err = pgx.ForEachRow(pairs, []any{&a, &b}, func() error {
		i, j := place[a], place[b]
		all[i].Beside, all[j].Beside = append(all[i].Beside, j), append(all[j].Beside, i)
		return nil
	})
	for i := range all {
		slices.Sort(all[i].Beside)
	}
	return all, err
}

// hilbertOf is a place's place on the curve, in whole metres.
func hilbertOf(at orb.Point) uint64 {
	const level = 21 // 2,097 km: more than the grid is long
	clamp := func(v float64) uint32 { return uint32(math.Max(0, math.Min(1<<level-1, v))) }
	return grid.Hilbert(level, clamp(at[0]), clamp(at[1]))
}
