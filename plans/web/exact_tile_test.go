package web_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb/encoding/mvt"

	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/plans/access"
)

// homesDrawn is how many homes a tile holds, whose they are where it says so.
func homesDrawn(t testing.TB, a asked) (n int, owners map[string]int) {
	t.Helper()
	owners = map[string]int{}
	if a.Code == http.StatusNoContent {
		return 0, owners
	}
	a.status(200)
	body := a.Body.Bytes()
	if a.Header().Get("Content-Encoding") == "gzip" {
		r, err := gzip.NewReader(strings.NewReader(string(body)))
		must(t, err)
		body, err = io.ReadAll(r)
		must(t, err)
	}
	layers, err := mvt.Unmarshal(body)
	must(t, err)
	for _, l := range layers {
		for _, f := range l.Features {
			count := int(f.Properties["count"].(float64))
			n += count
			if owner, ok := f.Properties["owner"].(string); ok {
				owners[owner] += count
			}
		}
	}
	return n, owners
}

// row is the tile of a zoom over the homes of stock.
func tileOfRow(t testing.TB, z uint8) string {
	t.Helper()
	at, err := bng.MercatorFromBNG([2]float64{433520, 435705})
	must(t, err)
	tile, _ := grid.At(at, z)
	return fmt.Sprintf("/tiles/exact/homes/%d/%d/%d.mvt", tile.Z, tile.X, tile.Y)
}

func TestExactTiles(t *testing.T) {
	s := stock(t)
	const published = `sensitivity = 'published'`
	everywhere := "/tiles/exact/homes/0/0/0.mvt"
	drawn := func(p *person, path string) int { n, _ := homesDrawn(t, p.get(path)); return n }

	t.Run("hold what their reader may see", func(t *testing.T) {
		if got, want := drawn(s.association, everywhere), s.count(t, published+` OR owner_id = `+s.ashdale()); got != want {
			t.Errorf("an association's officer is drawn %d homes of %d", got, want)
		}
		if got, want := drawn(s.planner, everywhere), s.count(t, published); got != want {
			t.Errorf("a planner without an agreement is drawn %d homes of %d", got, want)
		}
		agreement := s.agree(t)
		want := s.count(t, published+` OR sensitivity <> 'withheld' AND authority = '`+authority+`' AND owner_id = `+s.ashdale())
		if got := drawn(s.planner, everywhere); got != want || got == s.count(t, published) {
			t.Errorf("a planner is drawn %d homes of %d", got, want)
		}
		must(t, s.writer.RevokeAgreement(t.Context(), agreement.ID, agreement.GrantedBy, s.clock))
		began := time.Now()
		eventually(t, func() bool { return drawn(s.planner, everywhere) == s.count(t, published) })
		if took := time.Since(began); took > time.Second {
			t.Errorf("what was revoked is drawn for %v", took)
		}
	})
	t.Run("show nothing withheld by others, at any zoom", func(t *testing.T) {
		_, err := s.super.Exec(t.Context(), `UPDATE home SET sensitivity = 'withheld', address_text = NULL WHERE sensitivity <> 'published' AND owner_id <> `+s.ashdale())
		must(t, err)
		beck := s.count(t, published+` AND owner_id <> `+s.ashdale())
		for z := range uint8(23) {
			n, owners := homesDrawn(t, s.association.get(tileOfRow(t, z)))
			if owners["beck-housing"] > beck || z == 22 && n != 0 || z == 0 && n != s.count(t, published+` OR owner_id = `+s.ashdale()) {
				t.Errorf("zoom %d: %d homes, %v", z, n, owners)
			}
		}
	})
	t.Run("take filters, of associations that their reader is told of", func(t *testing.T) {
		if got, want := drawn(s.association, everywhere+"?tenure=shared-ownership&owner=ashdale-homes"), s.count(t, `tenure = 'shared-ownership' AND owner_id = `+s.ashdale()); got != want {
			t.Errorf("%d homes of %d", got, want)
		}
		for query, code := range map[string]string{"owner=nobody-homes": "unknown-value", "owner=vale-council": "unknown-value", "tenure=castle": "unknown-value", "colour=red": "unknown-filter", "%zz": "bad-query"} {
			a := s.association.ask(http.MethodGet, everywhere+"?"+query, "", "Accept", "application/json")
			if a.Code != 400 || query != "%zz" && a.json()["code"] != code {
				t.Errorf("%s: %d %s", query, a.Code, a.Body)
			}
		}
		s.association.get("/tiles/exact/homes/3/8/0.mvt").status(400)
		s.association.get("/tiles/exact/homes/3/1/0.png").status(404)
		s.association.get("/tiles/exact/overlay/0/0/0.mvt").status(404)
		s.association.get("/tiles/exact/overlay.json").status(404)
	})
	t.Run("are for nobody else, and kept by nobody", func(t *testing.T) {
		for _, path := range []string{everywhere, "/tiles/exact/homes.json"} {
			h := s.association.get(path).status(200).Header()
			if h.Get("Cache-Control") != "private, no-store" || h.Get("Access-Control-Allow-Origin") != "" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
				t.Errorf("%s: %v", path, h)
			}
			newPerson(t, s).ask(http.MethodGet, path, "", "Accept", "*/*").status(401)
			s.association.ask(http.MethodPost, path, "").status(405)
			clerk, _ := s.holder(t, fmt.Sprintf("clerk%d@fold.example", len(path)), access.Grant{Role: access.ParishClerk, Organisation: s.bodies["parish-council"]})
			clerk.ask(http.MethodGet, path, "", "Accept", "*/*").status(403)
		}
		// Things that are not there are refused alike to who may not know.
		newPerson(t, s).ask(http.MethodGet, "/tiles/exact/nothing/0/0/0.mvt", "", "Accept", "*/*").status(401)
	})
	t.Run("are described with the box of what is seen", func(t *testing.T) {
		doc := s.association.get("/tiles/exact/homes.json").status(200).json()
		if at := doc["tiles"].([]any)[0]; at != publicURL+"/tiles/exact/homes/{z}/{x}/{y}.mvt" {
			t.Errorf("%v", at)
		}
		if b := doc["bounds"].([]any); len(b) != 4 || b[0].(float64) < -2 || b[2].(float64) > -1 {
			t.Errorf("%v", b)
		}
	})
	t.Run("are gone with the role", func(t *testing.T) {
		p, held := s.holder(t, "leaves@ashdale.example", access.Grant{Role: access.AssociationOfficer, Organisation: s.bodies["registered-provider"]})
		p.get(everywhere).status(200)
		must(t, s.writer.RevokeRole(t.Context(), held.ID, 0, s.clock))
		began := time.Now()
		eventually(t, func() bool { return p.ask(http.MethodGet, everywhere, "", "Accept", "*/*").Code == 403 })
		if took := time.Since(began); took > time.Second {
			t.Errorf("after %v", took)
		}
	})
}

// A look at a part of the map is noted once; where it cannot be, no tile is drawn exactly, and the public's go on.
func TestExactTilesAreNoted(t *testing.T) {
	s := stock(t)
	noted := func() (n int) {
		must(t, s.super.QueryRow(t.Context(), `SELECT count(*) FROM audit_entry WHERE action = 'look-at-homes' AND kind = 'home'`).Scan(&n))
		return n
	}
	for i, path := range []string{"/tiles/exact/homes/0/0/0.mvt", tileOfRow(t, 14), "/tiles/exact/homes/0/0/0.mvt?tenure=social-rent"} {
		for range 3 {
			_, _ = homesDrawn(t, s.association.get(path))
		}
		_, _ = homesDrawn(t, s.association.get(tileOfRow(t, 16)))
		if got, want := noted(), []int{2, 2, 3}[i]; got != want {
			t.Errorf("after %s %d entries, want %d", path, got, want)
		}
	}
	var detail string
	must(t, s.super.QueryRow(t.Context(), `SELECT detail FROM audit_entry WHERE action = 'look-at-homes' ORDER BY id DESC LIMIT 1`).Scan(&detail))
	var of int64
	must(t, s.super.QueryRow(t.Context(), `SELECT id FROM organisation WHERE ref = 'ashdale-homes'`).Scan(&of))
	if want := fmt.Sprintf(`{"of":[%d],"part":"0/0/0","where":{"tenure":["social-rent"]},"zoom":0}`, of); detail != want {
		t.Errorf("%s, want %s", detail, want)
	}
	_, err := s.super.Exec(t.Context(), `REVOKE INSERT ON audit_entry FROM terrier_write`)
	must(t, err)
	for _, path := range []string{"/tiles/exact/homes/0/0/0.mvt", tileOfRow(t, 12), "/tiles/exact/homes.json"} {
		if a := s.association.ask(http.MethodGet, path, "", "Accept", "application/json"); a.Code != 503 || a.json()["code"] != "audit-unavailable" {
			t.Errorf("%s: %d %s", path, a.Code, a.Body)
		}
	}
	s.association.get("/tiles/homes/0/0/0.mvt").status(200)
}

// The page has a map of the homes that it counts, and says why where it has none; the list is the same in words, and as JSON.
func TestExactMapOnThePage(t *testing.T) {
	s := stock(t)
	island := func(query string) string {
		page := s.association.get("/homes/exact" + query).status(200).says("The map needs scripts").Body.String()
		_, after, _ := strings.Cut(page, `<div class="island"`)
		tag, _, _ := strings.Cut(after, ">")
		return tag
	}
	if got := island(""); !strings.Contains(got, " data-exact ") || !strings.Contains(got, `data-where=""`) || !strings.Contains(got, `data-bounds="-1.`) {
		t.Error(got)
	}
	if got := island("?area=hollin-vale&tenure=social-rent,affordable-rent"); !strings.Contains(got, `data-area="hollin-vale"`) || !strings.Contains(got, `data-where="tenure=affordable-rent&amp;tenure=social-rent"`) {
		t.Error(got)
	}
	one, both := island("?area=hollin-vale"), island("?area=hollin-vale&area=fold-b-row-b")
	if a, b := between(one, `data-bounds="`, `"`), between(both, `data-bounds="`, `"`); a == b || b == "" {
		t.Errorf("one area lies in %s, two in %s", a, b)
	}
	if got := between(island("?bbox=-1.6,53.7,-1.4,53.9"), `data-bounds="`, `"`); !strings.HasPrefix(got, "-1.6") {
		t.Errorf("a box lies in %s", got)
	}
	s.association.get("/homes/exact?as-at=2026-11-23").status(200).says("none of a past day")
	s.association.get("/homes/exact?build-year-band=before-1919").status(200).says("by their age")

	list := s.association.ask(http.MethodGet, "/homes/exact/list?area=hollin-vale", "", "Accept", "application/json").status(200)
	if h := list.Header(); h.Get("Content-Type") != "application/json" || h.Get("Cache-Control") != "private, no-store" {
		t.Errorf("%v", h)
	}
	body := list.json()
	want := s.total(t, s.association, "area=hollin-vale")
	if homes := body["homes"].([]any); int(body["total"].(float64)) != want || len(homes) != min(want, 100) {
		t.Errorf("%v homes, %d listed, of %d", body["total"], len(homes), want)
	}
	if !strings.Contains(list.Body.String(), `"sensitivity":"Withheld"`) {
		t.Error("their owner is told of no withheld home")
	}
	if planners := s.planner.ask(http.MethodGet, "/homes/exact/list", "", "Accept", "application/json").status(200).Body.String(); strings.Contains(planners, "Withheld") || strings.Contains(planners, "Cinder Row") {
		t.Error("a planner is told of a home that is withheld or not agreed")
	}
}

// between is what stands between two texts.
func between(text, before, after string) string {
	_, text, _ = strings.Cut(text, before)
	text, _, _ = strings.Cut(text, after)
	return text
}
