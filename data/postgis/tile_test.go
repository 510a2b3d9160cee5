package postgis_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"terrier/data/postgis"
	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/plans/home"
	"terrier/plans/organisation"
)

// count sums the homes in every tile of a zoom that touches the box, and fails on a tile that cannot be decoded.
func count(t *testing.T, r *postgis.Reader, z uint8, box orb.Bound) int {
	t.Helper()
	low, _ := grid.At(orb.Point{box.Min[0], box.Max[1]}, z)
	high, _ := grid.At(orb.Point{box.Max[0], box.Min[1]}, z)
	total := 0
	for x := low.X; x <= high.X; x++ {
		for y := low.Y; y <= high.Y; y++ {
			data, err := r.Tile(context.Background(), "homes", z, x, y)
			if err != nil {
				t.Fatal(err)
			}
			layers, err := mvt.Unmarshal(data)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range layers {
				if want := map[bool]string{true: "home", false: "home_square"}[z >= grid.PointZoom]; l.Name != want {
					t.Fatalf("zoom %d holds layer %s", z, l.Name)
				}
				for _, f := range l.Features {
					total += int(f.Properties["count"].(float64))
				}
			}
		}
	}
	return total
}

func TestTileCounts(t *testing.T) {
	w := newTown(t)
	const seed = 20261123
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 1))
	var homes []home.Home
	for i := range 600 {
		e, n := 433000+bng.Millimetre(random.Float64()*6000), 433000+bng.Millimetre(random.Float64()*6000)
		if i%3 > 0 { // two of three stand where the one before stands
			e, n = homes[i-1].Point[0], homes[i-1].Point[1]
		}
		homes = append(homes, aHome(string(rune('A'+i%26))+string(rune('a'+i/26)), e, n, "social-rent", home.Published))
	}
	w.homes(t, homes...)
	low, err := bng.MercatorFromBNG(orb.Point{432900, 432900})
	if err != nil {
		t.Fatal(err)
	}
	high, err := bng.MercatorFromBNG(orb.Point{439100, 439100})
	if err != nil {
		t.Fatal(err)
	}
	for _, z := range []uint8{0, 5, 8, 11, 12, 13, 15, 16} {
		if got := count(t, w.reader, z, orb.Bound{Min: low, Max: high}); got != 600 {
			t.Errorf("zoom %d: the tiles hold %d homes, want 600", z, got)
		}
	}
}

// Homes that are not published leave no trace: every answer over a town with them is that of a town without.
func TestNoTrace(t *testing.T) {
	ctx := context.Background()
	bare, full := newTown(t), newTown(t)
	bare.homes(t, fourHomes()...)
	secret := fourHomes()
	for i, sensitivity := range []string{home.Open, home.Restricted, home.Withheld} {
		h := aHome("S"+sensitivity, 433500+float64(i), 435500, "specified-accommodation", sensitivity)
		h.AsAt = returned.AddDate(-1, 0, 0)
		secret = append(secret, h, aHome("T"+sensitivity, 433500, 435500, "market-rent", sensitivity))
	}
	far := aHome("far", 500000, 300000, "social-rent", home.Withheld)
	far.Owner = "Hollin House Refuge"
	full.homes(t, append(secret, far)...)
	for _, w := range []*town{bare, full} {
		w.area(t, "Hollin Vale", vale)
	}
	same := func(what string, ask func(r *postgis.Reader) (any, error)) {
		t.Helper()
		for _, w := range []*town{bare, full} { // the two towns were not brought in at the same moment
			if _, err := w.db.Pool(t, postgis.RoleLoad).Exec(ctx, `UPDATE source SET retrieved_at = '2026-11-23' WHERE retrieved_at <> '2026-11-23'`); err != nil {
				t.Fatal(err)
			}
		}
		a, err := ask(bare.reader)
		if err != nil {
			t.Fatal(what, err)
		}
		b, err := ask(full.reader)
		if err != nil {
			t.Fatal(what, err)
		}
		if x, y := dump(t, a), dump(t, b); !bytes.Equal(x, y) {
			t.Errorf("%s differs:\n%s\n%s", what, x, y)
		}
	}
	every := []string{"tenure", "home-type", "bedrooms", "epc", "needs", "owner"}
	same("count", func(r *postgis.Reader) (any, error) { return r.CountHomes(ctx, home.Question{By: every}) })
	same("count inside", func(r *postgis.Reader) (any, error) {
		return r.CountHomes(ctx, home.Question{Area: "hollin-vale", By: every})
	})
	same("edges along an area", func(r *postgis.Reader) (any, error) {
		edges, _, err := r.EdgesAlong(ctx, vale, "")
		return edges, err
	})
	same("extent", func(r *postgis.Reader) (any, error) { b, _, err := r.Extent(ctx); return b, err })
	same("attributions", func(r *postgis.Reader) (any, error) { return r.Attributions(ctx) })
	same("associations", func(r *postgis.Reader) (any, error) { return r.Associations(ctx, false) })
	same("every association", func(r *postgis.Reader) (any, error) { return r.Associations(ctx, true) })
	same("search for the refuge", func(r *postgis.Reader) (any, error) { return r.Search(ctx, "refuge", nil, 9) })
	same("count of the refuge's homes", func(r *postgis.Reader) (any, error) {
		_, err := r.CountHomes(ctx, home.Question{Where: map[string][]string{"owner": {"hollin-house-refuge"}}})
		return err.Error(), nil
	})
	// a register that names a hidden association later gives it the slug that it would have had
	for _, w := range []*town{bare, full} {
		o := organisation.Organisation{Reference: "HV9", Name: "Hollin House Refuge", Type: "registered-provider"}
		if _, _, err := w.loader.Organisations(ctx, anImport("organisations"), rowsOf(o), w.report); err != nil {
			t.Fatal(err)
		}
	}
	same("the same name later", func(r *postgis.Reader) (any, error) { return r.Associations(ctx, true) })
	same("search", func(r *postgis.Reader) (any, error) { return r.Search(ctx, "hollin", nil, 9) })
	for _, p := range []orb.Point{{433500, 435500}, {500000, 300000}} {
		m, err := bng.MercatorFromBNG(p)
		if err != nil {
			t.Fatal(err)
		}
		for z := uint8(0); z <= 18; z++ {
			tile, _ := grid.At(m, z)
			same("tile", func(r *postgis.Reader) (any, error) { return r.Tile(ctx, "overlay", z, tile.X, tile.Y) })
		}
	}
}

// The public role is refused every column of home, so that no slip in a query can show one.
func TestPublicRole(t *testing.T) {
	ctx := context.Background()
	w := newTown(t)
	public := w.db.Pool(t, postgis.RolePublic)
	for _, table := range []string{"home", "home_version", "import", "ref"} {
		if _, err := public.Exec(ctx, "SELECT * FROM "+table); err == nil {
			t.Errorf("terrier_public reads %s", table)
		}
	}
	for _, role := range []string{postgis.RolePublic, postgis.RoleExact, postgis.RoleWrite, postgis.RoleLoad} {
		var super, owner bool
		err := w.db.Pool(t, role).QueryRow(ctx, `
			SELECT rolsuper OR rolbypassrls OR rolcreaterole, current_user = 'terrier_owner' FROM pg_roles WHERE rolname = current_user`).Scan(&super, &owner)
		if err != nil || super || owner {
			t.Errorf("%s: superuser %v, owner %v, %v", role, super, owner, err)
		}
	}
	if _, err := public.Exec(ctx, `UPDATE organisation SET name = 'x'`); err == nil {
		t.Error("terrier_public writes")
	}
}
