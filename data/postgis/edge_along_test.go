package postgis_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/geo/bng"
	"terrier/geo/shape"
	"terrier/plans/area"
	"terrier/plans/basemap"
	"terrier/scripts/sweep"
)

// TestCourseOfAreas tells the areas of the demonstration and random ones on its ground, and asks PostGIS for how much of each stretch lies near what it
// is said to follow.
func TestCourseOfAreas(t *testing.T) {
	w, d := newDemoGround(t)
	w.ground(t, aFile("ground.zip", "1"), d.Basemap...)
	pool := w.db.Pool(t, postgis.RoleOwner)
	r := sweep.Seeded(t)
	outlines := map[string]orb.MultiPolygon{}
	for _, a := range d.Areas {
		outlines[a.Ref] = a.Shape
	}
	streets := map[string]bool{}
	middle := d.Areas[0].Shape.Bound().Center()
	for i := range sweep.Size(20, 500) {
		var ring orb.Ring
		n, far := 5+r.IntN(20), 200+r.Float64()*1500
		x, y := middle[0]+3000*(r.Float64()-0.5), middle[1]+3000*(r.Float64()-0.5)
		for k := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			ring = append(ring, bng.RoundPoint(orb.Point{x + far*sin*(0.7+0.3*r.Float64()), y + far*cos*(0.7+0.3*r.Float64())}))
		}
		snapped, _, err := shape.Snap(orb.MultiPolygon{{append(ring, ring[0])}}, 20, d.Areas[i%len(d.Areas)].Shape)
		if err == nil {
			outlines[fmt.Sprint("random ", i)] = snapped
		}
	}
	for name, outline := range outlines {
		edges, onGround, err := w.reader.EdgesAlong(t.Context(), outline, name)
		if err != nil || !onGround {
			t.Fatal(err, onGround)
		}
		course, err := area.CourseOf(outline, edges)
		if err != nil {
			t.Fatal(err)
		}
		metres := 0.0
		for _, round := range course.Rounds {
			metres += round.UntoldFor
			for _, s := range round.Stretches {
				metres += s.Metres
				for _, n := range append(slices.Clone(s.Also), s.Along) {
					if n.Kind == "" {
						continue
					}
					streets[n.Kind] = true
					if share := shareBeside(t, pool, s.Line, n); share < area.BesideShare-0.001 {
						t.Errorf("%s: %s: PostGIS says that %.4f of it is near %v", name, s.Text, share, n)
					}
				}
			}
		}
		if around := shape.Perimeter(outline); math.Abs(metres-around) > 0.001 {
			t.Errorf("%s: %v m of %v are told", name, metres, around)
		}
	}
	for _, kind := range []string{"parish", "ward", "area", area.Street} {
		if !streets[kind] {
			t.Errorf("nothing follows a %s: the areas say too little", kind)
		}
	}
}

// shareBeside is how much of a line lies within BesideDistance of something in the registers.
func shareBeside(t *testing.T, pool *pgxpool.Pool, line orb.LineString, n area.Named) (share float64) {
	t.Helper()
	from, called := `SELECT ST_Boundary(geom) AS g FROM boundary WHERE code = $3`, n.Ref
	switch {
	case area.OnGround(n.Kind):
		from, called = `SELECT CASE WHEN ST_Dimension(geom) = 2 THEN ST_Boundary(geom) ELSE geom END AS g FROM basemap WHERE coalesce(name, '') = $3`, n.Name
	case n.Kind == "area":
		from = `SELECT ST_Boundary(geom) AS g FROM neighbourhood_plan_area WHERE ref = $3`
	}
	err := pool.QueryRow(t.Context(), `
		WITH l AS (SELECT $1::geometry AS line), near AS (`+from+`)
		SELECT ST_Length(ST_Intersection(line, (SELECT ST_Union(ST_Buffer(ST_Intersection(g, ST_Expand(line, 10)), $2, 'quad_segs=64')) FROM near, l))) / ST_Length(line) FROM l`,
		gridOf(t, line), float64(area.BesideDistance), called).Scan(&share)
	if err != nil {
		t.Fatalf("%v: %v", n, err)
	}
	return share
}

// TestEdgesAlong holds that what is given is what lies along the outline: pieces of a street with its name, nothing far away, and not the area itself.
func TestEdgesAlong(t *testing.T) {
	w, d := newDemoGround(t)
	one := d.Areas[0]
	box := one.Shape.Bound()
	road := func(name string, corners ...orb.Point) basemap.Feature {
		return basemap.Feature{Layer: "road", Kind: "minor", Name: name, MinZoom: 12, Shape: orb.LineString(corners)}
	}
	corner := one.Shape[0][0][0]
	near := orb.Point{corner[0] + 1, corner[1]}
	w.ground(t, aFile("ground.zip", "1"),
		road("Near Lane", near, orb.Point{near[0] + 100, near[1]}), road("Near Lane", near, orb.Point{near[0], near[1] + 100}),
		road("", near, orb.Point{near[0] + 90, near[1]}),
		road("Far Lane", orb.Point{box.Max[0] + 500, box.Max[1]}, orb.Point{box.Max[0] + 600, box.Max[1]}),
		basemap.Feature{Layer: "rail", Kind: "rail", MinZoom: 9, Shape: orb.LineString{near, {near[0] + 50, near[1] + 50}}},
		basemap.Feature{Layer: "water", Kind: "stream", MinZoom: 9, Shape: orb.LineString{near, {near[0] + 50, near[1] - 50}}},
		basemap.Feature{Layer: "water", Kind: "lake", MinZoom: 9, Shape: orb.Polygon{orb.Ring{near, {near[0] + 50, near[1]}, {near[0], near[1] + 50}, near}}},
		basemap.Feature{Layer: "water", Kind: "lake", Name: "Mill Pond", MinZoom: 9, Shape: orb.Polygon{orb.Ring{near, {near[0] + 50, near[1]}, {near[0], near[1] + 50}, near}}})
	edges, onGround, err := w.reader.EdgesAlong(t.Context(), one.Shape, one.Ref)
	if err != nil || !onGround {
		t.Fatal(err, onGround)
	}
	var ground []string
	kinds := map[string]int{}
	for _, e := range edges {
		kinds[e.Kind]++
		if area.OnGround(e.Kind) {
			ground = append(ground, e.Kind+" "+e.Name)
		}
		if e.Ref == one.Ref {
			t.Error("the area itself is among the edges")
		}
	}
	slices.Sort(ground)
	if want := []string{"railway ", "river Mill Pond", "stream ", "street Near Lane", "street Near Lane"}; !slices.Equal(ground, want) {
		t.Errorf("%q, want %q", ground, want)
	}
	if kinds["ward"] == 0 || kinds["local-authority"] == 0 {
		t.Errorf("%v", kinds)
	}
}
