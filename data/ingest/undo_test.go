package ingest_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest"
	"terrier/plans/intake"
)

func (b *base) undo(t *testing.T, id int64, o intake.UndoOptions) (intake.Undone, []intake.Problem) {
	t.Helper()
	var problems []intake.Problem
	o.Who = "test"
	u, err := b.Undo(t.Context(), id, o, func(p intake.Problem) { problems = append(problems, p) })
	if err != nil {
		t.Fatal(err)
	}
	return u, problems
}

// stands is every row of a register, in words, without what a changed row may not take back: its key, and since when it stands.
func (b *base) stands(t *testing.T, tables ...string) string {
	t.Helper()
	var all strings.Builder
	for _, table := range tables {
		var rows string
		err := b.pool.QueryRow(t.Context(), fmt.Sprintf(`
			SELECT coalesce(string_agg(j::text, E'\n' ORDER BY j::text), '') FROM (SELECT to_jsonb(t) - 'id' - 'valid_from' - 'organisation_id' - 'owner_id' AS j FROM %s t) x`, table)).Scan(&rows)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(table + "\n" + rows + "\n")
	}
	return all.String()
}

const twoHalls = "reference,name,lon,lat\nA,Old Hall," + hall + "\nB,New Hall," + hall + "\n"

func TestUndoRestoresWhatWasThere(t *testing.T) {
	b := newBase(t)
	empty := b.stands(t, "community_asset", "organisation")
	first := b.bring(t, "assets", strings.NewReader(twoHalls))
	before := b.stands(t, "community_asset", "organisation")
	second := b.bring(t, "assets", strings.NewReader("reference,name,lon,lat\nA,Town Hall,-2.36,53.38\nC,Third Hall,"+hall+"\n"))
	u, problems := b.undo(t, second.ID, intake.UndoOptions{})
	if u.Removed != 1 || u.Restored != 1 || !u.Whole || len(problems) != 0 {
		t.Errorf("%+v %v", u, problems)
	}
	if diff := cmp.Diff(before, b.stands(t, "community_asset", "organisation")); diff != "" {
		t.Error(diff)
	}
	if u, _ = b.undo(t, first.ID, intake.UndoOptions{}); u.Removed != 2 || !u.Whole {
		t.Errorf("%+v", u)
	}
	if diff := cmp.Diff(empty, b.stands(t, "community_asset", "organisation")); diff != "" {
		t.Error(diff)
	}
	t.Run("an import is undone once", func(t *testing.T) {
		_, err := b.Undo(t.Context(), first.ID, intake.UndoOptions{Who: "test"}, func(intake.Problem) {})
		wantCode(t, err, "already-undone")
		_, err = b.Undo(t.Context(), 999, intake.UndoOptions{Who: "test"}, func(intake.Problem) {})
		wantCode(t, err, "unknown-import")
	})
	t.Run("what comes back has its old address", func(t *testing.T) {
		b.bring(t, "assets", strings.NewReader(twoHalls))
		b.numbers(t, map[string]int{"SELECT count(*) FROM community_asset WHERE ref IN ('old-hall', 'new-hall')": 2})
	})
	t.Run("the list tells it all", func(t *testing.T) {
		past, err := b.Imports(t.Context())
		if err != nil || len(past) != 3 || past[0].UndoneAt != nil || past[1].UndoneBy != "test" || past[2].Accepted != 2 || past[2].Organisation != "Test Council" {
			t.Errorf("%+v, %v", past, err)
		}
	})
}

func TestUndoLeavesWhatChangedSince(t *testing.T) {
	b := newBase(t)
	first := b.bring(t, "assets", strings.NewReader(twoHalls+"C,Third Hall,"+hall+"\n"))
	second := b.bring(t, "assets", strings.NewReader("reference,name,lon,lat\nA,Town Hall,"+hall+"\n"))
	if _, err := b.pool.Exec(t.Context(), `UPDATE community_asset SET notes = 'by hand' WHERE reference = 'B'`); err != nil {
		t.Fatal(err)
	}
	before := b.stands(t, "community_asset")
	t.Run("all or nothing is nothing", func(t *testing.T) {
		u, problems := b.undo(t, first.ID, intake.UndoOptions{All: true})
		if u.Removed != 0 || u.Refused != 2 || u.Whole || len(problems) != 2 || b.stands(t, "community_asset") != before {
			t.Errorf("%+v %v", u, problems)
		}
		if p := problems[0]; p.Value != "A" || p.Code != "changed-since" || !strings.Contains(p.Reason, fmt.Sprintf("by import %d (test)", second.ID)) {
			t.Errorf("%+v", p)
		}
		if p := problems[1]; p.Value != "B" || !strings.Contains(p.Reason, "by hand") || p.Remedy == "" {
			t.Errorf("%+v", p)
		}
	})
	t.Run("a trial changes nothing", func(t *testing.T) {
		if u, _ := b.undo(t, first.ID, intake.UndoOptions{Try: true}); u.Removed != 1 || u.Refused != 2 || b.stands(t, "community_asset") != before {
			t.Errorf("%+v", u)
		}
	})
	t.Run("otherwise the rest goes, and the import is not yet undone", func(t *testing.T) {
		u, _ := b.undo(t, first.ID, intake.UndoOptions{})
		if u.Removed != 1 || u.Refused != 2 || u.Whole {
			t.Errorf("%+v", u)
		}
		b.numbers(t, map[string]int{"SELECT count(*) FROM community_asset": 2, "SELECT count(*) FROM import WHERE undone_at IS NOT NULL": 0})
	})
	t.Run("and can be finished when the later one is undone", func(t *testing.T) {
		b.undo(t, second.ID, intake.UndoOptions{})
		if _, err := b.pool.Exec(t.Context(), `UPDATE community_asset SET notes = NULL WHERE reference = 'B'`); err != nil {
			t.Fatal(err)
		}
		if u, problems := b.undo(t, first.ID, intake.UndoOptions{}); u.Removed != 2 || !u.Whole {
			t.Errorf("%+v %v", u, problems)
		}
	})
}

func TestUndoHomesAndTheirOwners(t *testing.T) {
	b := newBase(t)
	const header = "reference,owner,manager,tenure,sensitivity,easting,northing\n"
	first := b.bring(t, "homes", strings.NewReader(header+"1,Hollin Homes,,social rent,published,376694,387928\n2,Marsh Homes,,social rent,open,376694,387928\n"))
	second := b.bring(t, "homes", strings.NewReader(header+"1,Hollin Homes,Ashe Homes,affordable rent,published,376694,387928\n3,Hollin Homes,,social rent,published,376694,387928\n"))
	if u, problems := b.undo(t, first.ID, intake.UndoOptions{}); u.Removed != 1 || u.Refused != 1 || problems[0].Field != "provider-ref" {
		t.Errorf("%+v %v", u, problems)
	}
	b.numbers(t, map[string]int{
		"SELECT count(*) FROM home":                                         2,
		"SELECT count(*) FROM organisation WHERE name = 'Marsh Homes'":      0, // nothing else named it
		"SELECT count(*) FROM organisation WHERE name = 'Hollin Homes'":     1,
		"SELECT count(*) FROM home_version WHERE provider_ref IN ('1','2')": 2,
	})
	if u, _ := b.undo(t, second.ID, intake.UndoOptions{}); u.Restored != 1 || u.Removed != 1 {
		t.Errorf("%+v", u)
	}
	if u, _ := b.undo(t, first.ID, intake.UndoOptions{}); !u.Whole {
		t.Errorf("%+v", u)
	}
	b.numbers(t, map[string]int{"SELECT count(*) FROM home": 0, "SELECT count(*) FROM organisation": 0})
}

func TestUndoAreas(t *testing.T) {
	b := newBase(t)
	moved := strings.Replace(polygon, "-2.34,53.39", "-2.34,53.395", 1)
	first := b.bring(t, "areas", strings.NewReader(collection(feature(polygon))))
	second := b.bring(t, "areas", strings.NewReader(collection(feature(moved))))
	if u, _ := b.undo(t, second.ID, intake.UndoOptions{}); u.Restored != 1 {
		t.Errorf("%+v", u)
	}
	b.numbers(t, map[string]int{
		"SELECT count(*) FROM area_version": 3,
		"SELECT count(*) FROM area_version v, neighbourhood_plan_area a WHERE v.area_id = a.id AND v.number = 3 AND v.geom = a.geom": 1,
		"SELECT count(*) FROM area_version WHERE number IN (1, 3) GROUP BY geom, sha256":                                             2,
	})
	if u, problems := b.undo(t, first.ID, intake.UndoOptions{}); u.Removed != 1 || !u.Whole {
		t.Errorf("%+v %v", u, problems)
	}
	b.numbers(t, map[string]int{"SELECT count(*) FROM neighbourhood_plan_area": 0, "SELECT count(*) FROM area_version": 3})
}

// What others need stays: an owner with homes is not taken away with the register that named it.
func TestUndoOrganisations(t *testing.T) {
	b := newBase(t)
	res := b.bring(t, "organisations", strings.NewReader("reference,name,organisation-type\nL1,Hollin Homes,registered-provider\nL2,Marsh Homes,registered-provider\n"))
	b.bring(t, "homes", strings.NewReader("reference,owner,tenure,easting,northing\n1,Hollin Homes,social rent,376694,387928\n"))
	u, problems := b.undo(t, res.ID, intake.UndoOptions{})
	if u.Removed != 1 || u.Refused != 1 || problems[0].Code != "still-needed" || problems[0].Value != "L1" {
		t.Errorf("%+v %v", u, problems)
	}
}

// What a whole return let go comes back when it is undone: the same homes, with all that was said of them.
func TestUndoOfAWholeReturn(t *testing.T) {
	b := newBase(t)
	const header = "reference,owner,manager,tenure,sensitivity,bedrooms,easting,northing\n"
	home := func(reference, sensitivity string) string {
		return reference + ",Hollin Homes,Ashe Homes,social rent," + sensitivity + ",2,376694,387928\n"
	}
	whole := func(rows string) int64 {
		return b.bring(t, "homes", strings.NewReader(header+rows), asReturn(intake.Return{Whole: true})).ID
	}
	first := b.bring(t, "homes", strings.NewReader(header+home("1", "published")+home("2", "withheld")+home("3", "open")+home("4", "open"))).ID
	exactly := func() (rows string) {
		if err := b.pool.QueryRow(t.Context(), `SELECT string_agg((to_jsonb(h) - 'valid_from')::text, E'\n' ORDER BY id) FROM home h`).Scan(&rows); err != nil {
			t.Fatal(err)
		}
		return rows
	}
	before := exactly()
	return1 := whole(home("1", "open"))
	if got := b.references(t); got != "1" {
		t.Fatalf("there are %s", got)
	}
	if u, _ := b.undo(t, return1, intake.UndoOptions{Try: true}); u.Restored != 4 || b.references(t) != "1" {
		t.Errorf("%+v", u)
	}
	if u, problems := b.undo(t, return1, intake.UndoOptions{}); u.Restored != 4 || u.Removed != 0 || !u.Whole {
		t.Errorf("%+v %v", u, problems)
	}
	if diff := cmp.Diff(before, exactly()); diff != "" {
		t.Error(diff)
	}
	t.Run("save where another has its reference", func(t *testing.T) {
		return2 := whole(home("1", "published") + home("4", "open"))
		again := b.bring(t, "homes", strings.NewReader(header+home("2", "withheld"))).ID
		b.undo(t, return2, intake.UndoOptions{All: true})
		if got := b.references(t); got != "1 2 4" {
			t.Errorf("all or nothing left %s", got)
		}
		u, problems := b.undo(t, return2, intake.UndoOptions{})
		if u.Restored != 1 || u.Refused != 1 || u.Whole || len(problems) != 1 || problems[0].Code != "reference-taken" || problems[0].Value != "2" || problems[0].Remedy == "" {
			t.Errorf("%+v %v", u, problems)
		}
		b.undo(t, again, intake.UndoOptions{})
		if u, problems := b.undo(t, return2, intake.UndoOptions{}); u.Restored != 1 || !u.Whole {
			t.Errorf("%+v %v", u, problems)
		}
		if diff := cmp.Diff(before, exactly()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("and where the import that brought it is undone", func(t *testing.T) {
		return3 := whole(home("1", "published"))
		if u, _ := b.undo(t, first, intake.UndoOptions{}); !u.Whole || b.references(t) != "" {
			t.Errorf("%+v, %s", u, b.references(t))
		}
		u, problems := b.undo(t, return3, intake.UndoOptions{})
		if u.Restored != 0 || u.Refused != 3 || problems[0].Code != "undone-since" {
			t.Errorf("%+v %v", u, problems)
		}
	})
}

// Any number of imports, undone from the last to the first, leaves each time what stood before.
func TestUndoAnyImports(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	as := func(returned ...intake.Return) func(*ingest.Request) {
		return func(req *ingest.Request) {
			if i := random.IntN(len(returned) + 1); i > 0 {
				asReturn(returned[i-1])(req)
			}
		}
	}
	const homes, aHome = "owner,tenure,sensitivity,reference,bedrooms,address,lon,lat", "Hollin Homes,social-rent,%s,%%d,%%d,%%d,-2.3%%d,53.38"
	for _, kind := range []struct {
		name, table, header, row string
		as                       func(*ingest.Request)
	}{
		{"assets", "community_asset", "reference,name,notes,lon,lat", "%d,Hall %d,%d,-2.3%d,53.38", as()},
		{"places", "place", "kind,reference,name,context,lon,lat", "street,%d,Road %d,%d,-2.3%d,53.38", as()},
		{"homes", "home", homes, fmt.Sprintf(aHome, "published"), as()},
		{"homes", "home", homes, fmt.Sprintf(aHome, ""), as(intake.Return{Whole: true}, intake.Return{Whole: true}, intake.Return{})},
	} {
		t.Run(kind.name, func(t *testing.T) {
			b := newBase(t)
			var states []string
			var ids []int64
			if kind.name == "homes" {
				b.bring(t, "organisations", strings.NewReader("reference,name,organisation-type\nL1,Hollin Homes,registered-provider\n"))
			}
			for range 12 {
				states = append(states, b.stands(t, kind.table))
				file := kind.header + "\n"
				for _, key := range random.Perm(6)[:1+random.IntN(5)] {
					file += fmt.Sprintf(kind.row, key, 1+random.IntN(3), random.IntN(3), random.IntN(3)) + "\n"
				}
				ids = append(ids, b.bring(t, kind.name, strings.NewReader(file), kind.as).ID)
			}
			for i := len(ids) - 1; i >= 0; i-- {
				if ids[i] == 0 {
					continue // it changed nothing
				}
				if u, problems := b.undo(t, ids[i], intake.UndoOptions{All: true}); !u.Whole {
					t.Fatalf("import %d of %d: %+v %v", i+1, len(ids), u, problems)
				}
				if diff := cmp.Diff(states[i], b.stands(t, kind.table)); diff != "" {
					t.Fatalf("import %d of %d: %s", i+1, len(ids), diff)
				}
			}
		})
	}
}

func TestStrictIsAllOrNothing(t *testing.T) {
	b := newBase(t)
	strict := func(r *ingest.Request) { r.Strict = true }
	res := b.bring(t, "assets", strings.NewReader(twoHalls+"C,Nowhere,0,0\n"), strict)
	if res.Accepted != 0 || res.Refused != 1 || res.ID != 0 || len(res.Problems) == 0 {
		t.Errorf("%+v", res)
	}
	res = b.bring(t, "assets", strings.NewReader(twoHalls+"A,Again,"+hall+"\n"), strict)
	if res.Accepted != 0 || res.Refused != 1 || res.ID != 0 {
		t.Errorf("%+v", res)
	}
	b.numbers(t, map[string]int{"SELECT count(*) FROM community_asset": 0, "SELECT count(*) FROM import": 0, "SELECT count(*) FROM source": 0, "SELECT count(*) FROM organisation": 0})
	if res = b.bring(t, "assets", strings.NewReader(twoHalls), strict); res.Accepted != 2 || res.ID == 0 {
		t.Errorf("%+v", res)
	}
}

func TestWhatWasSaidIsRemembered(t *testing.T) {
	b := newBase(t)
	remembering := func(r *ingest.Request) { r.Memory = b }
	file := func(name string) *strings.Reader {
		return strings.NewReader("key,title,what,lon,lat\n1," + name + ",x," + hall + "\n")
	}
	_, err := ingest.Run(t.Context(), ingest.Request{Kind: "assets", FileName: "a.csv", File: file("Old Hall"), Who: "test", Loader: b, Memory: b, Organisation: "Test Council",
		Map: map[string]string{"reference": "key", "notes": "what"}, Set: map[string]string{"asset-kind": "hall"}})
	if err != nil {
		t.Fatal(err)
	}
	res := b.bring(t, "assets", file("New Hall"), remembering)
	if len(res.Proposal.Before) != 1 || !strings.Contains(res.Proposal.Before[0], "--map notes=what, --map reference=key, --set asset-kind=hall") {
		t.Errorf("%q", res.Proposal.Before)
	}
	b.numbers(t, map[string]int{"SELECT count(*) FROM community_asset WHERE name = 'New Hall' AND notes = 'x' AND asset_kind = 'hall' AND reference = '1'": 1})
	res = b.bring(t, "assets", file("Newer Hall"), remembering, func(r *ingest.Request) { r.Map = map[string]string{"notes": ""} })
	if !strings.Contains(strings.Join(res.Proposal.Before, ""), "--map reference=key") || strings.Contains(strings.Join(res.Proposal.Before, ""), "notes") {
		t.Errorf("what is said now stands above: %q", res.Proposal.Before)
	}
	for name, change := range map[string]func(*ingest.Request){
		"another organisation": func(r *ingest.Request) { r.Organisation = "Other Council" },
		"asked to forget":      func(r *ingest.Request) { r.Fresh = true },
		"another kind": func(r *ingest.Request) {
			r.Kind, r.Map = "places", map[string]string{"name": "title"}
			r.Set = map[string]string{"kind": "street"}
		},
	} {
		if res := b.bring(t, "assets", file("Hall"), remembering, change); len(res.Proposal.Before) != 0 {
			t.Errorf("%s: %q", name, res.Proposal.Before)
		}
	}
}

func TestAnImportThatWasCutOffIsTold(t *testing.T) {
	b := newBase(t)
	imp := intake.Import{Kind: "assets", FileName: "test", Who: "Ann", Source: intake.Source{SHA256: strings.Repeat("a", 64)}}
	_, end, err := b.Begin(t.Context(), imp)
	if err != nil {
		t.Fatal(err)
	}
	under := b.bring(t, "assets", strings.NewReader(twoHalls), func(r *ingest.Request) { r.Memory = b })
	if len(under.Proposal.Before) != 0 {
		t.Errorf("one that is still at work is told as cut off: %q", under.Proposal.Before)
	}
	if err := end(false); err != nil {
		t.Fatal(err)
	}
	// a program that was killed leaves its record open and no connection
	if _, err := b.pool.Exec(t.Context(), `INSERT INTO import_attempt (kind, file_name, sha256, who) VALUES ('assets', 'test', repeat('b', 64), 'Ann')`); err != nil {
		t.Fatal(err)
	}
	res := b.bring(t, "assets", strings.NewReader(twoHalls), func(r *ingest.Request) { r.Memory = b })
	if len(res.Proposal.Before) != 1 || !strings.Contains(res.Proposal.Before[0], "that Ann began on") || !strings.Contains(res.Proposal.Before[0], "Nothing of it was kept") {
		t.Errorf("%q", res.Proposal.Before)
	}
	if again := b.bring(t, "assets", strings.NewReader(twoHalls), func(r *ingest.Request) { r.Memory = b }); len(again.Proposal.Before) != 0 {
		t.Errorf("told twice: %q", again.Proposal.Before)
	}
	b.numbers(t, map[string]int{"SELECT count(*) FROM import_attempt WHERE outcome = 'interrupted'": 1, "SELECT count(*) FROM import_attempt WHERE outcome = 'done'": 4, "SELECT count(*) FROM import_attempt WHERE ended_at IS NULL": 0})
}

func TestRepair(t *testing.T) {
	b := newBase(t)
	repairing := func(r *ingest.Request) { r.Repair, r.Repairer = true, b }
	ring := func(corners ...string) string { return `[[` + strings.Join(corners, "],[") + `]]` }
	for name, c := range map[string]struct {
		geometry, code string
		hectares       string // of the register's shape, to a hundredth
	}{
		"a bow tie":              {`{"type":"Polygon","coordinates":[` + ring("376000,387000", "377000,387000", "376000,388000", "377000,388000", "376000,387000") + `]}`, "self-crossing", "50.00"},
		"an open ring":           {`{"type":"Polygon","coordinates":[` + ring("376000,387000", "377000,387000", "377000,388000", "376000,388000") + `]}`, "ring-not-closed", "100.00"},
		"parts that overlap":     {`{"type":"MultiPolygon","coordinates":[[` + ring("376000,387000", "377000,387000", "377000,388000", "376000,388000", "376000,387000") + `],[` + ring("376500,387000", "377500,387000", "377500,388000", "376500,388000", "376500,387000") + `]]}`, "parts-overlap", "150.00"},
		"a hole that sticks out": {`{"type":"Polygon","coordinates":[` + ring("376000,387000", "377000,387000", "377000,388000", "376000,388000", "376000,387000") + `,` + ring("376900,387400", "377100,387400", "377100,387600", "376900,387600", "376900,387400") + `]}`, "rings-cross", "98.00"},
	} {
		t.Run(name, func(t *testing.T) {
			file := collection(strings.Replace(feature(c.geometry), "Field", name, 1))
			plain := b.bring(t, "areas", strings.NewReader(file))
			if plain.Accepted != 0 || plain.Refused != 1 || plain.Problems[0].Code != c.code {
				t.Fatalf("%+v", plain)
			}
			res := b.bring(t, "areas", strings.NewReader(file), repairing)
			if res.Accepted != 1 || res.Repaired != 1 {
				t.Fatalf("%+v", res)
			}
			told := false
			for _, p := range res.Problems {
				told = told || p.Code == c.code && p.Outcome == intake.Repaired && strings.Contains(p.Remedy, " before, ") && strings.Contains(p.Remedy, " after")
			}
			if !told {
				t.Errorf("%+v", res.Problems)
			}
			var got string
			if err := b.pool.QueryRow(t.Context(), `SELECT round((ST_Area(geom) / 10000)::numeric, 2)::text FROM neighbourhood_plan_area WHERE name = $1 AND ST_IsValid(geom)`, name).Scan(&got); err != nil || got != c.hectares {
				t.Errorf("%s ha, want %s, %v", got, c.hectares, err)
			}
		})
	}
	t.Run("what nothing is left of is refused", func(t *testing.T) {
		res := b.bring(t, "areas", strings.NewReader(collection(feature(`{"type":"Polygon","coordinates":[`+ring("376000,387000", "377000,387000", "376000,387000", "376000,387000")+`]}`))), repairing)
		if res.Accepted != 0 || res.Refused != 1 || !strings.Contains(res.Problems[0].Remedy, "could not be repaired") {
			t.Errorf("%+v", res)
		}
	})
	t.Run("the three hand-drawn outlines of Trafford", func(t *testing.T) {
		res := b.bring(t, "assets", shared(t, "assets/trafford_leisure_polygons_styled.geojson"), repairing)
		if res.Accepted != 17 || res.Repaired != 3 || res.Refused != 0 {
			t.Errorf("%+v", res)
		}
	})
}
