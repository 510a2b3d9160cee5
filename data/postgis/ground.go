package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"terrier/plans"
	"terrier/plans/area"
)

// groundMargin is how far beyond a shape its ground is looked at, in metres: what is nearer than that may be meant to touch.
const groundMargin = 10

// mostGround is how many boundaries, and how many plan areas, can be looked at around one shape: a county has some hundred parishes.
const mostGround = 2000

func around(box orb.Bound) orb.Bound { return box.Pad(groundMargin) }

// Ground is what lies around a shape in the open registers: parishes, authorities, and the plan areas that stand, the one that the shape
// revises by itself. box is the shape's, in EPSG:27700. plans.Invalid where the box holds more than can be looked at.
func (r *Reader) Ground(ctx context.Context, box orb.Bound, revises string) (g area.Ground, err error) {
	lands, areas, err := r.near(ctx, around(box), []string{"parish", "local-planning-authority", "local-authority"}, true)
	if err != nil {
		return g, err
	}
	var planning, local []area.Land
	for _, l := range lands {
		land := l.land()
		switch l.Kind {
		case "parish":
			g.Parishes = append(g.Parishes, land)
		case "local-planning-authority":
			planning = append(planning, land)
		default:
			local = append(local, land)
		}
	}
	g.Authorities = append(planning, local...)
	for _, a := range areas {
		a.Shape, a.Prepared = a.held.shape, a.held.prepared()
		if a.Ref == revises {
			g.Revised = append(g.Revised, a.Neighbour)
			continue
		}
		g.Neighbours = append(g.Neighbours, a.Neighbour)
	}
	return g, nil
}

// nearLand is a boundary that reaches into a box.
type nearLand struct {
	area.Land
	of   shapeOf
	held *heldShape
}

// land is the boundary with its outline.
func (n nearLand) land() area.Land {
	n.Shape, n.Prepared = n.held.shape, n.held.prepared()
	return n.Land
}

// nearArea is a plan area that reaches into a box.
type nearArea struct {
	area.Neighbour
	of   shapeOf
	held *heldShape
}

const selectLand = `SELECT b.id, b.valid_from, b.kind, b.code, b.name, b.has_council, coalesce(b.relevant_body, '') FROM boundary b`

// near finds the boundaries of some kinds that stand and reach into a box, by kind, name and code, and on demand the plan areas that do. The
// database is asked for ids and moments; outlines are asked for where they are not in memory.
func (r *Reader) near(ctx context.Context, box orb.Bound, kinds []string, alsoAreas bool) (lands []nearLand, areas []nearArea, err error) {
	envelope, err := boxFilter(box, true)
	if err != nil {
		return nil, nil, err
	}
	batch := &pgx.Batch{}
	batch.Queue(selectLand+` WHERE b.kind = ANY ($2) AND `+standingNow+` AND b.geom && $1::geometry ORDER BY b.kind, b.name, b.code LIMIT $3`, envelope, kinds, mostGround+1).
		Query(func(rows pgx.Rows) (err error) {
			lands, err = pgx.CollectRows(rows, scanLand)
			return err
		})
	if alsoAreas {
		batch.Queue(`SELECT a.id, a.valid_from, a.ref, a.name, `+areaStatus+` FROM neighbourhood_plan_area a WHERE `+areaStands+` AND a.geom && $1::geometry ORDER BY a.name, a.ref LIMIT $2`,
			envelope, mostGround+1).Query(func(rows pgx.Rows) (err error) {
			areas, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a nearArea, err error) {
				var id int64
				var since time.Time
				err = row.Scan(&id, &since, &a.Ref, &a.Name, &a.Status)
				a.of = theShape("neighbourhood_plan_area", id, since)
				return a, err
			})
			return err
		})
	}
	if err := r.pool.SendBatch(ctx, batch).Close(); err != nil {
		return nil, nil, fmt.Errorf("look around a shape: %w", err)
	}
	if max(len(lands), len(areas)) > mostGround {
		return nil, nil, errTooLarge
	}
	var wanted []shapeOf
	for _, l := range lands {
		wanted = append(wanted, l.of)
	}
	for _, a := range areas {
		wanted = append(wanted, a.of)
	}
	held, err := r.shapes.read(ctx, r.pool, wanted)
	if err != nil {
		return nil, nil, fmt.Errorf("read outlines around a shape: %w", err)
	}
	reachingLands, reachingAreas := lands[:0], areas[:0]
	for _, l := range lands {
		if l.held = held[l.of]; l.held != nil && l.held.reaches(box) {
			reachingLands = append(reachingLands, l)
		}
	}
	for _, a := range areas {
		if a.held = held[a.of]; a.held != nil && a.held.reaches(box) {
			reachingAreas = append(reachingAreas, a)
		}
	}
	return reachingLands, reachingAreas, nil
}

var errTooLarge = plans.Refuse("box-too-large", "bbox", "There are more boundaries in so large a box than can be looked at.", "Look at a smaller one.")

func scanLand(row pgx.CollectableRow) (l nearLand, err error) {
	var id int64
	var since time.Time
	err = row.Scan(&id, &since, &l.Kind, &l.Code, &l.Name, &l.HasCouncil, &l.RelevantBody)
	l.of = theShape("boundary", id, since)
	return l, err
}
