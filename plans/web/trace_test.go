package web_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/geo/grid"
	"terrier/plans/home"
)

// TestHiddenHomesLeaveNoTrace asks everything that the public can ask, brings in homes of every other sensitivity (in places
// with published homes and in places without, of an owner that is known and of one that is not, with values that occur nowhere
// else), asks again, and wants the same bytes (DOMAIN section 6.7; golden case 14).
func TestHiddenHomesLeaveNoTrace(t *testing.T) {
	w := populated(t)
	w.publishedMap(t)
	before := publicAnswers(t, w)

	var hidden []home.Home
	for _, sensitivity := range []string{home.Open, home.Restricted, home.Withheld} {
		for i, at := range [][2]float64{{433100, 435200}, {433777, 435999}, {434200, 435200}, {436000, 435500}, {460000, 450000}, {300000, 700000}} {
			h := aHome(fmt.Sprintf("%s%d", sensitivity, i), at[0], at[1], sensitivity)
			h.Tenure, h.Type, h.EPC, h.Needs, h.Bedrooms = "market-rent", "shared-bungalow", "G", "supported-housing", 7
			h.Owner = []string{"Ashdale Homes", "Quiet Homes", "Refuge Beyond the Register"}[i%3]
			h.Postcode = "HV9 9ZZ"
			h.AsAt = day(2019, 3, 31)
			hidden = append(hidden, h)
		}
	}
	load(t, w.loader.Homes, "homes", hidden...)
	var n int
	must(t, w.db.Pool(t, "").QueryRow(context.Background(), `SELECT count(*) FROM home WHERE sensitivity <> 'published'`).Scan(&n))
	if n != len(hidden) {
		t.Fatalf("%d hidden homes came in, want %d", n, len(hidden))
	}

	after := publicAnswers(t, w)
	for _, question := range slices.Sorted(maps.Keys(before)) {
		if b, a := before[question], after[question]; b != a {
			t.Errorf("%s differs:\nbefore %s\nafter  %s", question, difference(b, a), difference(a, b))
		}
	}
	if len(before) < 150 {
		t.Errorf("only %d answers were compared", len(before))
	}

	load(t, w.loader.Homes, "homes", aHome("seen", 433100, 435200, home.Published))
	changed := 0
	for question, answer := range publicAnswers(t, w) {
		if answer != before[question] {
			changed++
		}
	}
	if changed < 30 {
		t.Errorf("one more published home changes only %d answers: the comparison sees too little", changed)
	}
}

// publishedMap is a map that everybody may see, about both areas.
func (w *town) publishedMap(t *testing.T) {
	t.Helper()
	_, err := w.db.Pool(t, "").Exec(t.Context(), `
		WITH a AS (INSERT INTO account (email, email_key, passkey_handle, made_at, signed_in_on) VALUES ('m@example.org', 'm@example.org', decode(repeat('00', 64), 'hex'), now(), current_date) RETURNING id)
		INSERT INTO saved_map (ref, account_id, version, title, body, layers, areas, assets, filters, theme, hosts, made_at, changed_at, published_at)
		SELECT 'our-halls-aaaaaaaa', id, 1, 'Our halls', 'Words', '{homes,areas,assets}', '{hollin-vale,fold-b-row-b}', '{the-plough}', '{"epc": ["G", "unknown"]}', 'auto', '{}', now(), now(), now() FROM a`)
	must(t, err)
}

// publicAnswers are the status, the headers that speak of the content, and the body of everything the public can ask.
func publicAnswers(t *testing.T, w *town) map[string]string {
	t.Helper()
	w.clock = w.clock.AddDate(0, 0, 1) // nothing remembered is answered again
	site := w.site()
	answers := map[string]string{}
	keep := func(name string, a asked) {
		for _, header := range []string{"X-Request-Id", "Date"} {
			a.Header().Del(header)
		}
		body := requestIDs.ReplaceAll(a.Body.Bytes(), nil)
		var headers bytes.Buffer
		_ = a.Header().Write(&headers)
		if a.Code != 200 { // the tag and length of a problem hold its request's name
			headers.Reset()
		}
		answers[name] = fmt.Sprintf("%d %s%s", a.Code, headers.String(), body)
	}
	paths := append(slices.Clone(everyAddress), "/readyz", "/associations/refuge-beyond-the-register", "/associations/quiet-homes.json",
		"/homes/summary?owner=refuge-beyond-the-register", "/homes/summary?owner=quiet-homes", "/homes/summary?bbox=-1.1,53.9,-1.0,54.0",
		"/homes/summary?tenure=market-rent&by=tenure,home-type,bedrooms,epc,needs,owner", "/homes/summary?bedrooms=7", "/homes/summary?needs=supported-housing",
		"/homes/summary?area=hollin-vale&by=tenure,home-type,bedrooms,epc,needs,owner", "/homes/summary?area=fold-b-row-b",
		"/embed/maps/our-halls-aaaaaaaa", "/embed/maps/new?areas=hollin-vale,fold-b-row-b&tenure=market-rent", "/maps/our-halls-aaaaaaaa", "/maps", "/share/maps/our-halls-aaaaaaaa", "/share/areas/hollin-vale", "/share/associations/quiet-homes",
		"/oembed?url="+publicURL+"/maps/our-halls-aaaaaaaa", "/oembed?url="+publicURL+"/associations/quiet-homes", "/oembed?url="+publicURL+"/associations/refuge-beyond-the-register", "/embedding", "/embed/associations/refuge-beyond-the-register",
		"/embed/areas/hollin-vale?view=-1.5,53.81,16&layers=homes", "/places?q=refuge", "/places?q=hv9", "/places?q=HV9+9ZZ", "/places?q=quiet", "/areas/hollin-vale/map", "/pictures/areas/hollin-vale.pdf", "/tiles/homes.json", "/tiles/overlay.json", "/tiles/embed.json", "/styles/embed.json?focus=areas/hollin-vale")
	for _, path := range paths {
		keep(path, get(t, site, path, "Accept", browser))
		keep(path+" by gzip", get(t, site, path, "Accept", "*/*", "Accept-Encoding", "gzip"))
	}
	keep("a posted shape", post(t, site, "/homes/summary?crs=EPSG:27700&by=owner,epc", inMetres("[[433000,435000],[461000,435000],[461000,451000],[433000,451000],[433000,435000]]")))
	const around = "[[433000,435000],[436500,435000],[436500,436000],[433000,436000],[433000,435000]]"
	_, link := figureIn(t, post(t, site, "/homes/summary?crs=EPSG:27700&by=owner,epc", inMetres(around)).json())
	keep("a figure of a posted shape", get(t, site, link, "Accept", browser))
	id, _, _ := strings.Cut(link, "?")
	keep("a figure of a posted shape, asked again", get(t, site, id+"?again=yes", "Accept", browser))
	keep("the same as data", get(t, site, id+".json?again=yes"))
	for _, tile := range tilesOver(t) {
		for _, tileset := range []string{"homes", "overlay"} {
			path := fmt.Sprintf("/tiles/%s/%s.mvt", tileset, tile)
			keep(path, get(t, site, path))
		}
	}
	return answers
}

// tilesOver are the tiles of all zooms over the places of hidden homes.
func tilesOver(t *testing.T) []string {
	t.Helper()
	var tiles []string
	for _, at := range []orb.Point{{433100, 435200}, {434200, 435200}, {460000, 450000}} {
		mercator, err := bng.MercatorFromBNG(at)
		must(t, err)
		for z := range uint8(17) {
			tile, _ := grid.At(mercator, z)
			tiles = append(tiles, tile.String())
		}
	}
	return tiles
}

// difference is a's text around the first byte in which the two differ.
func difference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return a[max(0, i-80):min(len(a), i+80)]
}

// requestIDs are the one thing in which two problem documents may differ.
var requestIDs = regexp.MustCompile(`"request-id":"[0-9a-f]{16}"|request [0-9a-f]{16}`)
