package postgis_test

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"
	"github.com/twpayne/go-geom"

	"terrier/data/demo"
	"terrier/data/postgis"
	"terrier/geo/convert"
	"terrier/plans/area"
	"terrier/plans/boundary"
	"terrier/plans/place"
	"terrier/scripts/sweep"
)

// newDemoGround is a town with the boundaries, places and plan areas of the demonstration.
func newDemoGround(t *testing.T) (*town, *demo.Town) {
	t.Helper()
	w, d := newTown(t), demo.Make(demo.Options{Homes: 1})
	if _, _, err := w.loader.Boundaries(t.Context(), anImport("boundaries"), rowsOf(d.Boundaries...), w.report); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.loader.Places(t.Context(), anImport("places"), rowsOf(d.Places...), w.report); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.loader.Areas(t.Context(), anImport("areas"), rowsOf(d.Areas...), w.report); err != nil {
		t.Fatal(err)
	}
	return w, d
}

func gridOf(t *testing.T, g orb.Geometry) geom.T {
	t.Helper()
	to, err := convert.ToGeom(g, convert.NationalGrid)
	if err != nil {
		t.Fatal(err)
	}
	return to
}

func list(t *testing.T, pool *pgxpool.Pool, sql string, args ...any) []string {
	t.Helper()
	rows, err := pool.Query(t.Context(), sql, args...)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// extentOf is the box of all its boundaries.
func extentOf(d *demo.Town) orb.Bound {
	whole := d.Boundaries[0].Shape.Bound()
	for _, b := range d.Boundaries {
		whole = whole.Union(b.Shape.Bound())
	}
	return whole
}

// TestDemoGround asks about the ground of the demonstration what plain SQL is asked, too.
func TestDemoGround(t *testing.T) {
	w, d := newDemoGround(t)
	t.Run("ground", func(t *testing.T) { w.asksForGround(t, d) })
	t.Run("edges", func(t *testing.T) { w.asksForEdges(t, d) })
	t.Run("parts of postcodes", func(t *testing.T) { w.asksForPostcodes(t, d) })
}

// asksForGround asks for the ground of boxes of all sizes, and plain SQL for the same.
func (w *town) asksForGround(t *testing.T, d *demo.Town) {
	ctx := t.Context()
	r := sweep.Seeded(t)
	admin := w.db.Pool(t, "")
	whole := extentOf(d)
	found := 0
	for i := range sweep.Size(200, 5000) {
		at := orb.Point{whole.Min[0] - 500 + r.Float64()*(whole.Max[0]-whole.Min[0]+1000), whole.Min[1] - 500 + r.Float64()*(whole.Max[1]-whole.Min[1]+1000)}
		box := at.Bound().Pad(math.Pow(10, r.Float64()*4-1))
		revises := ""
		if i%3 == 0 {
			revises = d.Areas[r.IntN(len(d.Areas))].Ref
		}
		g, err := w.reader.Ground(ctx, box, revises)
		if err != nil {
			t.Fatal(err)
		}
		var parishes, authorities, neighbours []string
		for _, l := range g.Parishes {
			parishes = append(parishes, l.Code+l.HasCouncil+l.RelevantBody)
		}
		for _, l := range g.Authorities {
			authorities = append(authorities, l.Kind+l.Code)
		}
		for _, n := range g.Neighbours {
			neighbours = append(neighbours, n.Ref+n.Status)
		}
		grown := gridOf(t, box.Pad(10))
		for what, is := range map[string][2][]string{
			"parishes": {parishes, list(t, admin, `SELECT code || has_council || coalesce(relevant_body, '') FROM boundary WHERE kind = 'parish' AND ST_Intersects(geom, $1::geometry) ORDER BY name, code`, grown)},
			"authorities": {authorities, list(t, admin, `
				SELECT kind || code FROM boundary WHERE kind IN ('local-authority', 'local-planning-authority') AND ST_Intersects(geom, $1::geometry)
				 ORDER BY kind <> 'local-planning-authority', name, code`, grown)},
			"neighbours": {neighbours, list(t, admin, `
				SELECT ref || CASE stage WHEN 'applied' THEN 'applied' ELSE 'designated' END FROM neighbourhood_plan_area
				 WHERE stage NOT IN ('refused', 'withdrawn') AND ref <> $2 AND ST_Intersects(geom, $1::geometry) ORDER BY name, ref`, grown, revises)},
		} {
			if !slices.Equal(is[0], is[1]) {
				t.Errorf("%s of %v: got %q, SQL says %q", what, box, is[0], is[1])
			}
			found += len(is[0])
		}
	}
	if found < 100 {
		t.Errorf("only %d lands in all", found)
	}
}

// TestGroundChanges: outlines stay in memory, and a boundary that is changed, has ended or is gone is seen to be so at once.
func TestGroundChanges(t *testing.T) {
	ctx := t.Context()
	w := newTown(t)
	w.boundaries(t, boundary.Boundary{Kind: "parish", Code: "E04000001", Name: "Hollin", HasCouncil: "yes", RelevantBody: "Hollin Parish Council", Shape: rectangle(433000, 435000, 434000, 436000)},
		boundary.Boundary{Kind: "local-authority", Code: "E07000001", Name: "Shire", Shape: rectangle(430000, 430000, 440000, 440000)})
	w.area(t, "Hollin Vale", shifted(0, 0))
	box := shifted(300, 300).Bound()
	ground := func(parishes, neighbours int) area.Ground {
		t.Helper()
		g, err := w.reader.Ground(ctx, box, "")
		if err != nil || len(g.Parishes) != parishes || len(g.Neighbours) != neighbours || len(g.Authorities) != 1 {
			t.Fatalf("%+v, %v", g, err)
		}
		return g
	}
	first, again := ground(1, 0), ground(1, 0)
	if p := first.Parishes[0]; p.RelevantBody != "Hollin Parish Council" || p.HasCouncil != "yes" || !p.Prepared.Covers(orb.Point{433000, 435000}) {
		t.Errorf("%+v", p)
	}
	if first.Parishes[0].Prepared != again.Parishes[0].Prepared || &first.Parishes[0].Shape[0][0][0] != &again.Parishes[0].Shape[0][0][0] {
		t.Error("an outline that did not change was read or prepared twice")
	}
	w.exec(t, `UPDATE neighbourhood_plan_area SET geom = ST_GeomFromText('MULTIPOLYGON(((433300 435300, 433400 435300, 433400 435400, 433300 435300)))', 27700)`)
	if n := ground(1, 1).Neighbours[0]; n.Ref != "hollin-vale" || n.Status != "designated" || len(n.Shape[0][0]) != 4 {
		t.Errorf("%+v", n)
	}
	w.exec(t, `UPDATE boundary SET geom = ST_GeomFromText('MULTIPOLYGON(((433000 435000, 433100 435000, 433100 435100, 433000 435000)))', 27700) WHERE kind = 'parish'`)
	ground(0, 1)
	w.exec(t, `UPDATE boundary SET geom = ST_GeomFromText('MULTIPOLYGON(((433000 435000, 433400 435000, 433400 435400, 433000 435000)))', 27700), end_date = current_date + 1 WHERE kind = 'parish'`)
	ground(1, 1)
	w.exec(t, `UPDATE boundary SET end_date = current_date WHERE kind = 'parish'`)
	w.exec(t, `UPDATE neighbourhood_plan_area SET end_date = current_date`)
	ground(0, 0)
	t.Run("many at once", func(t *testing.T) {
		fresh := postgis.NewReader(w.db.Pool(t, postgis.RolePublic))
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if g, err := fresh.Ground(context.Background(), box, ""); err != nil || len(g.Authorities) != 1 || !g.Authorities[0].Prepared.Covers(box.Min) {
					t.Errorf("%+v, %v", g, err)
				}
			})
		}
		all.Wait()
	})
}

// TestOutlinesHeld: those that were asked for last are held, as far as there is room, and what is not held is answered all the same.
func TestOutlinesHeld(t *testing.T) {
	ctx := t.Context()
	w := newTown(t)
	var parishes []boundary.Boundary
	for i := range 10 {
		parishes = append(parishes, boundary.Boundary{Kind: "parish", Code: fmt.Sprintf("E0400000%d", i), Name: fmt.Sprint("Parish ", i), Shape: shifted(float64(i)*100, 0)})
	}
	w.boundaries(t, parishes...)
	one := 1024 + 5*216
	for room, most := range map[int]int{0: 0, one - 1: 0, one: 1, 4*one + 7: 4, 100 * one: 10} {
		r := postgis.NewReaderHolding(w.db.Pool(t, postgis.RolePublic), room)
		for i := range 10 {
			got, err := r.Land(ctx, []string{fmt.Sprintf("parish:E0400000%d", i), "parish:E04000000"})
			if err != nil || got[0].Shape.Bound() != parishes[i].Shape.Bound() || got[1].Name != "Parish 0" {
				t.Error(got, err)
			}
		}
		g, err := r.Ground(ctx, orb.Bound{Min: orb.Point{433000, 435000}, Max: orb.Point{434000, 435100}}, "")
		if outlines, bytes := r.Held(); err != nil || len(g.Parishes) != 10 || outlines != most || bytes != most*one {
			t.Errorf("of %d bytes %d are taken by %d outlines; %d parishes, %v", room, bytes, outlines, len(g.Parishes), err)
		}
	}
}

func TestLand(t *testing.T) {
	ctx := t.Context()
	w := newTown(t)
	w.boundaries(t, boundary.Boundary{Kind: "parish", Code: "E04000001", Name: "Hollin Magna", Shape: shifted(0, 0)},
		boundary.Boundary{Kind: "parish", Code: "E04000002", Name: "Great Hollin", Shape: shifted(100, 0)},
		boundary.Boundary{Kind: "ward", Code: "E05000001", Name: "Hollin", Shape: shifted(0, 0)},
		boundary.Boundary{Kind: "lsoa", Code: "E01000001", Name: "Hollin 001A", Shape: shifted(0, 0)})
	got, err := w.reader.Land(ctx, []string{"ward:E05000001", "parish:E04000002", "ward:E05000001"})
	if err != nil || len(got) != 3 || got[0].Name != "Hollin" || got[1].Code != "E04000002" || got[2].Kind != "ward" || got[1].Shape.Bound().Min != (orb.Point{433100, 435000}) || got[1].Prepared == nil {
		t.Errorf("%+v, %v", got, err)
	}
	if none, err := w.reader.Land(ctx, nil); err != nil || len(none) != 0 {
		t.Error(none, err)
	}
	for _, ref := range []string{"parish:E05000001", "lsoa:E01000001", "E04000001", "", "parish:\x00", "parish:E04000001:2"} {
		if _, err := w.reader.Land(ctx, []string{"parish:E04000001", ref}); told(err) != "not-found" {
			t.Errorf("%q: %v", ref, err)
		}
	}
	for query, want := range map[string]string{"hollin": "Hollin, Hollin Magna, Great Hollin", "magna": "Hollin Magna", "E04000002": "Great Hollin", "e04000002 ": "Great Hollin",
		"gret hollin": "Great Hollin", "%": "", "": "", "\x00": ""} {
		all, err := w.reader.LandNamed(ctx, query, []string{"parish", "ward"}, 10)
		var names []string
		for _, l := range all {
			names = append(names, l.Name)
		}
		if is := strings.Join(names, ", "); err != nil || is != want && (query != "gret hollin" || !strings.HasPrefix(is, want)) {
			t.Errorf("%q: %s, %v", query, is, err)
		}
	}
	if all, err := w.reader.LandNamed(ctx, "hollin", []string{"ward"}, 10); err != nil || len(all) != 1 || all[0].Shape != nil {
		t.Error(all, err)
	}
	if all, err := w.reader.LandNamed(ctx, "hollin", []string{"parish"}, 1); err != nil || len(all) != 1 {
		t.Error(all, err)
	}
	if _, err := w.reader.LandNamed(ctx, "hollin", []string{"lsoa"}, 1); told(err) != "unknown-kind" {
		t.Error(err)
	}
}

// asksForEdges asks for the edges in boxes of all sizes: they are those that SQL finds, each once, and each run follows the outline.
func (w *town) asksForEdges(t *testing.T, d *demo.Town) {
	ctx := t.Context()
	r := sweep.Seeded(t)
	admin := w.db.Pool(t, "")
	kinds := []string{"parish", "ward", "local-authority", "area"}
	found := 0
	for range sweep.Size(60, 2000) {
		of := d.Boundaries[r.IntN(len(d.Boundaries))].Shape[0][0]
		box := of[r.IntN(len(of))].Bound().Pad(math.Pow(10, r.Float64()*3.3))
		edges, err := w.reader.Edges(ctx, box, kinds)
		if told(err) == "box-too-large" {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range edges {
			for _, line := range e.Lines {
				for i := 1; i < len(line); i++ {
					got = append(got, fmt.Sprintf("%s %s %.3f %.3f %.3f %.3f", e.Kind, e.Ref, line[i-1][0], line[i-1][1], line[i][0], line[i][1]))
				}
			}
		}
		want := list(t, admin, `
			SELECT format('%s %s %s %s %s %s', kind, ref, to_char(ST_X(ST_StartPoint(s)), 'FM999999990.000'), to_char(ST_Y(ST_StartPoint(s)), 'FM999999990.000'),
			              to_char(ST_X(ST_EndPoint(s)), 'FM999999990.000'), to_char(ST_Y(ST_EndPoint(s)), 'FM999999990.000'))
			  FROM (SELECT kind, code AS ref, (ST_DumpSegments(geom)).geom AS s FROM boundary WHERE kind = ANY ($2) AND geom && $1::geometry
			        UNION ALL SELECT 'area', ref, (ST_DumpSegments(geom)).geom FROM neighbourhood_plan_area WHERE stage NOT IN ('refused', 'withdrawn') AND geom && $1::geometry) x
			 WHERE ST_Intersects(s, $1::geometry)`, gridOf(t, box), kinds)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%v: %d edges, SQL says %d", box, len(got), len(want))
		}
		found += len(got)
	}
	if found < 1000 {
		t.Errorf("only %d edges in all", found)
	}
}

// TestEdges: a run goes over the end of a ring, and a ring that is all in the box is whole.
func TestEdges(t *testing.T) {
	ctx := t.Context()
	w := newTown(t)
	w.area(t, "Hollin Vale", orb.MultiPolygon{{{{433000, 435000}, {433000, 435100}, {432900, 435100}, {432900, 434900}, {433000, 434900}, {433000, 435000}}}})
	edges, err := w.reader.Edges(ctx, orb.Point{433000, 435000}.Bound().Pad(5), []string{"area"})
	if err != nil || len(edges) != 1 || edges[0].Ref != "hollin-vale" || len(edges[0].Lines) != 1 || len(edges[0].Lines[0]) != 3 {
		t.Errorf("%+v, %v", edges, err)
	}
	edges, err = w.reader.Edges(ctx, orb.Point{433000, 435000}.Bound().Pad(500), []string{"area"})
	if err != nil || len(edges) != 1 || len(edges[0].Lines) != 1 || len(edges[0].Lines[0]) != 6 {
		t.Errorf("%+v, %v", edges, err)
	}
	if edges, err = w.reader.Edges(ctx, orb.Point{432950, 435000}.Bound().Pad(5), []string{"area"}); err != nil || len(edges) != 0 {
		t.Errorf("inside, away from the line: %+v, %v", edges, err)
	}
	w.area(t, "Many corners", ring(20_000))
	if _, err := w.reader.Edges(ctx, vale.Bound(), []string{"area"}); told(err) != "box-too-large" {
		t.Error(err)
	}
	if _, err := w.reader.Edges(ctx, orb.Bound{}, []string{"home"}); told(err) != "unknown-kind" {
		t.Error(err)
	}
	if none, err := w.reader.Edges(ctx, orb.Bound{Min: orb.Point{math.NaN(), 0}, Max: orb.Point{1, math.Inf(1)}}, []string{"parish", "area"}); err == nil && len(none) > 0 {
		t.Error(none)
	}
}

// asksForPostcodes puts parts of postcodes together around places: they hold the points that were asked for and no other, end where the
// boundaries do, and say which of their edges are no boundary.
func (w *town) asksForPostcodes(t *testing.T, d *demo.Town) {
	ctx := t.Context()
	admin := w.db.Pool(t, "")
	r := sweep.Seeded(t)
	var all []place.Place
	for _, p := range d.Places {
		if p.Kind == "postcode" {
			all = append(all, p)
		}
	}
	if parts, approximate, unknown, err := w.reader.PostcodeParts(ctx, []string{"ZZ1 1ZZ", "nonsense", "\x00"}); parts != nil || approximate != nil || len(unknown) != 3 || err != nil {
		t.Error(parts, unknown, err)
	}
	cases, took := sweep.Size(20, 500), time.Duration(0)
	for range cases {
		at := all[r.IntN(len(all))].Point
		asked, points := []string{"ZZ1 1ZZ"}, orb.MultiPoint{}
		reach := 100 + r.Float64()*900
		for _, p := range all {
			if math.Hypot(p.Point[0]-at[0], p.Point[1]-at[1]) < reach {
				asked, points = append(asked, strings.ToLower(strings.ReplaceAll(p.Name, " ", ""))), append(points, p.Point)
			}
		}
		start := time.Now()
		parts, approximate, unknown, err := w.reader.PostcodeParts(ctx, asked)
		took += time.Since(start)
		if err != nil || !slices.Equal(unknown, []string{"ZZ1 1ZZ"}) {
			t.Fatal(unknown, err)
		}
		var sound, millimetre, within bool
		var missing, strange, along int
		var forgotten float64
		if err := admin.QueryRow(ctx, `
			WITH holder AS MATERIALIZED (SELECT ST_Union(DISTINCT geom) AS geom FROM (
			        SELECT (SELECT b.geom FROM boundary b WHERE b.kind IN ('parish', 'ward', 'local-authority') AND b.geom && p.geom AND ST_Covers(b.geom, p.geom)
			                 ORDER BY array_position(ARRAY['parish', 'ward', 'local-authority'], b.kind), b.name, b.code LIMIT 1) AS geom FROM ST_Dump($2::geometry) p) x),
			     line AS MATERIALIZED (SELECT ST_Buffer(ST_ClipByBox2D(ST_Boundary(geom), ST_Expand($1::geometry, 1)::box2d), 0.002, 1) AS geom FROM holder)
			SELECT ST_IsValid($1::geometry), is_millimetre($1::geometry), ST_IsEmpty(ST_Difference($1::geometry, ST_Buffer(holder.geom, 0.002, 1))),
			       (SELECT count(*) FROM ST_Dump($2::geometry) p WHERE NOT ST_Covers($1::geometry, p.geom)),
			       (SELECT count(*) FROM place WHERE kind = 'postcode' AND geom && $1::geometry AND ST_Covers($1::geometry, geom) AND NOT ST_Intersects(geom, $2::geometry)),
			       ST_Length(ST_Difference(ST_Difference(ST_Boundary($1::geometry), line.geom), ST_Buffer(coalesce($3::geometry, 'SRID=27700;POINT EMPTY'), 0.001))),
			       (SELECT count(*) FROM ST_Dump($3::geometry) e WHERE ST_Covers(line.geom, e.geom) AND ST_Length(e.geom) > 0.01) FROM holder, line`, gridOf(t, parts), gridOf(t, points), gridOf(t, approximate)).
			Scan(&sound, &millimetre, &within, &missing, &strange, &forgotten, &along); err != nil {
			t.Fatal(err)
		}
		if !sound || !millimetre || !within || missing > 0 || strange > 0 || forgotten > 0.01 || along > 0 {
			t.Errorf("%d postcodes around %v: sound %v, on the grid %v, in their parishes %v, %d are not in, %d others are, %v m of approximate edges are not said to be, %d edges are wrongly",
				len(points), at, sound, millimetre, within, missing, strange, forgotten, along)
		}
		for _, edge := range approximate {
			if len(edge) != 2 {
				t.Error(edge)
			}
		}
	}
	t.Logf("%v each", took/time.Duration(cases))
}

// TestPostcodeParts: one postcode alone has its parish.
func TestPostcodeParts(t *testing.T) {
	ctx := t.Context()
	w := newTown(t)
	w.boundaries(t, boundary.Boundary{Kind: "parish", Code: "E04000001", Name: "Hollin", Shape: shifted(0, 0)})
	post := func(name string, e, n float64) place.Place {
		return place.Place{Kind: "postcode", Reference: name, Name: name, Point: orb.Point{433000 + e, 435000 + n}}
	}
	if _, _, err := w.loader.Places(ctx, anImport("places"), rowsOf(post("HV1 1AA", 50, 50), post("HV9 9AA", 50000, 0), post("HV8 8AA", 5000, 0)), w.report); err != nil {
		t.Fatal(err)
	}
	parts, approximate, _, err := w.reader.PostcodeParts(ctx, []string{"HV1 1AA", "HV1 1AA"})
	if err != nil || len(parts) != 1 || parts.Bound() != shifted(0, 0).Bound() || approximate != nil {
		t.Error(parts, approximate, err)
	}
	if _, _, _, err := w.reader.PostcodeParts(ctx, []string{"HV1 1AA", "HV9 9AA"}); told(err) != "postcodes-far-apart" {
		t.Error(err)
	}
	if _, _, _, err := w.reader.PostcodeParts(ctx, []string{"HV8 8AA"}); told(err) != "no-boundary" {
		t.Error(err)
	}
}
