package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/within"
	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/area"
)

// readyLock is the advisory lock under which drafts are marked ready, one after the other: each sees those that were marked before.
const readyLock = 0x7465_7272_6561_6479 // "terready"

// areaStands is the condition on a plan area a that others may not overlap.
const areaStands = `(a.stage NOT IN ('refused', 'withdrawn') AND (a.end_date IS NULL OR a.end_date > current_date))`

// What a neighbour is called that has no name.
const (
	draftName = `coalesce(nullif(btrim(d.name), ''), 'an area without a name')`
	readyName = `coalesce(nullif(btrim(r.name), ''), 'an area without a name')`
)

// areaStatus is what area.Neighbour calls the stage of a plan area a.
const areaStatus = `CASE a.stage WHEN 'applied' THEN 'applied' ELSE 'designated' END`

// inTheWay are the areas that share land with version $2 of draft $1: what is left of the intersection when a millimetre is taken off all
// around, so that the rounding of coordinates is no overlap (DOMAIN section 10, case 9). Rows that plain SQL made unsound are mended for it.
const inTheWay = `
	WITH mine AS (SELECT geom, coalesce(revises, '') AS revises FROM draft_version WHERE token = $1 AND number = $2),
	     others AS (
		SELECT a.ref, a.name, ` + areaStatus + ` AS status, CASE WHEN ST_IsValid(a.geom) THEN a.geom ELSE ST_MakeValid(a.geom) END AS geom, mine.geom AS mine
		  FROM mine JOIN neighbourhood_plan_area a ON a.geom && mine.geom
		 WHERE ` + areaStands + ` AND NOT ($3 AND a.ref = mine.revises)
		UNION ALL
		SELECT '', ` + readyName + `, 'ready', r.geom, mine.geom FROM mine JOIN draft_ready r ON r.geom && mine.geom WHERE r.token <> $1
	     )
	SELECT ref, name, status, ST_Multi(ST_GeomFromText(ST_AsText(ST_CollectionExtract(shared, 3), 3), 27700))
	  FROM others CROSS JOIN LATERAL (SELECT ST_Intersection(mine, geom) AS shared OFFSET 0) s
	 WHERE NOT ST_IsEmpty(ST_Buffer(shared, -0.001))
	 ORDER BY name, ref`

// MarkReady marks a version of a draft ready to submit, in the place of another version of it that may be so. *area.InTheWay where it shares
// land with a plan area that stands, or with another draft that is ready; the plan area that it revises may be overlapped where revising says that
// whoever marks it may do that. plans.Invalid where some of its edges are approximate. The audit trail notes it.
func (w *Writer) MarkReady(ctx context.Context, token string, number int, revising bool, by int64, now time.Time) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		if err := stays(ctx, tx, by); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, int64(readyLock)); err != nil {
			return err
		}
		v, err := oneDraftVersion(ctx, tx, token, number)
		if err != nil {
			return err
		}
		if n := len(v.Approximate); n > 0 {
			return plans.Refuse("approximate-edges", "approximate", fmt.Sprintf("%d edges of the outline are approximate: nobody has confirmed them.", n), "Confirm or redraw them, and keep a new version.")
		}
		rows, err := tx.Query(ctx, inTheWay, token, number, revising)
		if err != nil {
			return err
		}
		others, err := pgx.CollectRows(rows, scanNeighbour)
		if err != nil {
			return fmt.Errorf("look for areas in the way of a draft: %w", err)
		}
		if len(others) > 0 {
			return &area.InTheWay{Others: others}
		}
		_, err = tx.Exec(ctx, `
			INSERT INTO draft_ready (token, number, geom, name, marked_at, marked_by)
			SELECT token, number, geom, name, $3, $4 FROM draft_version WHERE token = $1 AND number = $2
			ON CONFLICT (token) DO UPDATE SET number = excluded.number, geom = excluded.geom, name = excluded.name, marked_at = excluded.marked_at, marked_by = excluded.marked_by`,
			token, number, now, by)
		if err != nil {
			return err
		}
		return noted(ctx, tx, by, access.MarkReady, "draft", 0, note{Version: number, SHA256: v.SHA256})
	})
}

// TakeBack makes that no version of a draft is ready. plans.NotFound where there is no such draft. The audit trail notes it where one was.
func (w *Writer) TakeBack(ctx context.Context, token string, by int64) error {
	return w.transact(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT FROM draft WHERE token = $1`, token).Scan()
		if errors.Is(err, pgx.ErrNoRows) {
			return errNoDraft
		}
		if err != nil {
			return err
		}
		n := note{}
		err = tx.QueryRow(ctx, `DELETE FROM draft_ready r USING draft_version v WHERE r.token = $1 AND v.token = r.token AND v.number = r.number RETURNING v.number, v.sha256`, token).
			Scan(&n.Version, &n.SHA256)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		return noted(ctx, tx, by, "take-back-ready", "draft", 0, n)
	})
}

// NeighbourDrafts are the drafts around a box that may not be overlapped: those that are marked ready, whose they are, and all others of an
// account that have a sound shape. account is 0 for nobody; besides is the token of a draft that is not its own neighbour, or empty.
func (w *Writer) NeighbourDrafts(ctx context.Context, box orb.Bound, account int64, besides string) ([]area.Neighbour, error) {
	box = around(box)
	envelope, err := boxFilter(box, true)
	if err != nil {
		return nil, err
	}
	rows, err := w.pool.Query(ctx, `
		SELECT ref, name, status, geom FROM (
			SELECT CASE WHEN d.account_id = $2 THEN r.token ELSE '' END, `+readyName+`, 'ready', r.geom, r.marked_at, r.token
			  FROM draft_ready r JOIN draft d ON d.token = r.token WHERE r.geom && $1::geometry AND r.token <> $3
			UNION ALL
			SELECT d.token, `+draftName+`, 'draft', d.geom, d.made_at, d.token FROM draft d
			 WHERE d.account_id = $2 AND d.token <> $3 AND d.geom && $1::geometry AND ST_IsValid(d.geom)
			   AND NOT EXISTS (SELECT FROM draft_ready r WHERE r.token = d.token AND r.geom = d.geom)
		) near (ref, name, status, geom, since, token)
		 ORDER BY status DESC, name, ref, since, token`, planned, envelope, account, besides)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, scanNeighbour)
	near := all[:0]
	for _, n := range all {
		if n.Prepared = within.Prepare(n.Shape); n.Prepared.Class(box) != within.Disjoint {
			near = append(near, n)
		}
	}
	return near, err
}

func scanNeighbour(row pgx.CollectableRow) (n area.Neighbour, err error) {
	var shape geom.T
	err = row.Scan(&n.Ref, &n.Name, &n.Status, &shape)
	n.Shape = readMulti(shape)
	return n, err
}
