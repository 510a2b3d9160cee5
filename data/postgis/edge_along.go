package postgis

import (
	"context"
	"fmt"
	"math"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans/area"
)

// What is read of the ground along an outline: with more streets than that their names are left out.
const (
	mostGroundFeatures = 20_000
	mostGroundVertices = 400_000
	mostBoxes          = 250
)

// EdgesAlong are the edges with a name that may lie along an outline, in EPSG:27700: those of boundaries and plan areas that stand, besides one by
// its ref, and from the basemap streets, named water, streams and railways. onGround is false where there are more of the latter than can be looked
// at, and none of them is given. plans.Invalid where there are too many boundaries.
//
// A basemap in an archive has no names here: nothing but the table is read.
func (r *Reader) EdgesAlong(ctx context.Context, outline orb.MultiPolygon, besides string) (edges []area.Edge, onGround bool, err error) {
	box := outline.Bound().Pad(area.BesideDistance)
	lands, areas, err := r.near(ctx, box, landKinds, true)
	if err != nil {
		return nil, false, err
	}
	for _, l := range lands {
		edges = append(edges, area.Edge{Kind: l.Kind, Ref: l.Code, Name: l.Name, Lines: runsInto(l.held.shape, box)})
	}
	for _, a := range areas {
		if a.Ref != besides {
			edges = append(edges, area.Edge{Kind: areaKind, Ref: a.Ref, Name: a.Name, Lines: runsInto(a.held.shape, box)})
		}
	}
	ground, onGround, err := r.groundAlong(ctx, boxesAlong(outline))
	if err != nil {
		return nil, false, fmt.Errorf("read streets along an outline: %w", err)
	}
	return append(edges, ground...), onGround, nil
}

// groundAlong reads what can be seen on the ground and may be followed, within boxes of EPSG:27700.
func (r *Reader) groundAlong(ctx context.Context, boxes []orb.Bound) (edges []area.Edge, all bool, err error) {
	var sides [4][]float64
	for _, b := range boxes {
		m, ok := mercatorBox(b)
		if !ok {
			continue
		}
		for i, v := range []float64{m.Min[0], m.Min[1], m.Max[0], m.Max[1]} {
			sides[i] = append(sides[i], v)
		}
	}
	rows, err := r.pool.Query(ctx, `
		SELECT layer, coalesce(name, ''), geom FROM basemap WHERE id IN (
			SELECT b.id FROM unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[]) AS box(west, south, east, north)
			  JOIN basemap b ON b.geom_3857 && ST_MakeEnvelope(west, south, east, north, 3857)
			 WHERE b.replaced_by IS NULL AND b.layer IN ('road', 'water', 'rail') AND (b.name <> '' OR b.layer = 'rail' OR b.kind = 'stream'))
		LIMIT $5`, sides[0], sides[1], sides[2], sides[3], mostGroundFeatures+1)
	if err != nil {
		return nil, false, err
	}
	features, vertices := 0, 0
	var layer, name string
	var g geom.T
	_, err = pgx.ForEachRow(rows, []any{&layer, &name, &g}, func() error {
		e := area.Edge{Kind: groundKind(layer, name), Name: name, Lines: linesOf(read(g))}
		features++
		if vertices += shape.Vertices(e.Lines); vertices <= mostGroundVertices {
			edges = append(edges, e)
		}
		return nil
	})
	if features > mostGroundFeatures || vertices > mostGroundVertices {
		return nil, false, err
	}
	return edges, true, err
}

func groundKind(layer, name string) string {
	switch {
	case layer == "road":
		return area.Street
	case layer == "rail":
		return area.Railway
	case name == "":
		return area.Stream
	}
	return area.River
}

// linesOf are the lines of a shape; of an area its outlines.
func linesOf(g orb.Geometry) (lines orb.MultiLineString) {
	switch g := g.(type) {
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.MultiLineString:
		return g
	case orb.Polygon:
		for _, ring := range g {
			lines = append(lines, orb.LineString(ring))
		}
	case orb.MultiPolygon:
		for _, part := range g {
			lines = append(lines, linesOf(part)...)
		}
	}
	return lines
}

// boxesAlong cover the lines of an outline with boxes that hold about the same length each: much less than the box of a large outline.
func boxesAlong(outline orb.MultiPolygon) (boxes []orb.Bound) {
	long := max(shape.Perimeter(outline)/mostBoxes, 1)
	for _, part := range outline {
		for _, ring := range part {
			var box orb.Bound
			held := -1.0 // metres; negative: no box is begun
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				edge := math.Hypot(b[0]-a[0], b[1]-a[1])
				steps := math.Ceil(max(edge/long, 1))
				for k := 1.0; k <= steps; k++ {
					from, to := along(a, b, (k-1)/steps), along(a, b, k/steps)
					if held < 0 {
						box, held = orb.Bound{Min: from, Max: from}, 0
					}
					box = box.Extend(to)
					if held += edge / steps; held >= long {
						boxes, held = append(boxes, box), -1
					}
				}
			}
			if held >= 0 {
				boxes = append(boxes, box)
			}
		}
	}
	if len(boxes) > 4*mostBoxes { // of many small pieces
		return []orb.Bound{outline.Bound()}
	}
	return boxes
}

func along(a, b orb.Point, share float64) orb.Point {
	return orb.Point{a[0] + share*(b[0]-a[0]), a[1] + share*(b[1]-a[1])}
}

// mercatorBox is a box in Web Mercator that holds all that is near one of EPSG:27700, whose sides are a little bent there. ok is false off the grid.
func mercatorBox(b orb.Bound) (m orb.Bound, ok bool) {
	side := max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])
	b = b.Pad(area.BesideDistance + 2 + side/200)
	for i, p := range [...]orb.Point{b.Min, {b.Max[0], b.Min[1]}, b.Max, {b.Min[0], b.Max[1]}} {
		at, err := bng.MercatorFromBNG(p)
		if err != nil {
			return m, false
		}
		if i == 0 {
			m = orb.Bound{Min: at, Max: at}
		}
		m = m.Extend(at)
	}
	return m, true
}
