package postgis_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"terrier/data/postgis"
	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/atlas"
)

func halls(owner int64) atlas.Map {
	return atlas.Map{Owner: owner, Title: " Our  halls ", Text: "All of them.\r\nRead on.", Layers: []string{"assets", "areas", "assets"}, Areas: []string{"hollin-vale"}, Assets: []string{"chapel-fold-hall"},
		Where: map[string][]string{"tenure": {"social-rent"}}, Look: &atlas.Look{Lon: -1.5, Lat: 53.8, Zoom: 14.25}, Theme: "dark", Hosts: []string{"https://village.example"}}
}

func TestSavedMaps(t *testing.T) {
	ctx := t.Context()
	w := newDrawing(t)
	public := postgis.NewReader(w.db.Pool(t, postgis.RolePublic))
	made, err := w.write.MakeMap(ctx, halls(w.ann), "edit-1", began)
	if err != nil {
		t.Fatal(err)
	}
	want := halls(w.ann)
	want.ID, want.Ref, want.Version, want.MadeAt, want.ChangedAt = made.ID, made.Ref, 1, began, began
	want.Title, want.Text, want.Layers = "Our halls", "All of them.\nRead on.", []string{"assets", "areas"}
	if !reflect.DeepEqual(made, want) || !strings.HasPrefix(made.Ref, "our-halls-") {
		t.Errorf("%+v, want %+v", made, want)
	}
	if again, err := w.write.MakeMap(ctx, halls(w.ann), "edit-1", began.Add(time.Hour)); err != nil || again.Ref != made.Ref {
		t.Errorf("the same form makes %s, %v", again.Ref, err)
	}
	missing := func(what string, err error) {
		t.Helper()
		var e *plans.Error
		if !errors.As(err, &e) || e.Kind != plans.NotFound {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err = public.PublishedMap(ctx, made.Ref)
	missing("a private map, to the public", err)
	_, unknown := public.PublishedMap(ctx, "no-map-aaaaaaaa")
	if err.Error() != unknown.Error() {
		t.Error("a private map is told otherwise than one that is not there")
	}
	_, err = w.write.MapOf(ctx, w.bob, made.Ref)
	missing("somebody else's", err)
	missing("publishing somebody else's", w.write.PublishMap(ctx, w.bob, made.Ref, began))
	missing("deleting somebody else's", w.write.DeleteMap(ctx, w.bob, made.Ref))

	change := halls(w.ann)
	change.Ref, change.Title, change.Look, change.Hosts, change.Where = made.Ref, "قاعاتنا", nil, nil, nil
	saved, err := w.write.SaveMap(ctx, change, 1, began.Add(time.Minute))
	if err != nil || saved.Version != 2 || saved.Title != "قاعاتنا" || saved.Look != nil || len(saved.Hosts) != 0 || saved.Ref != made.Ref {
		t.Errorf("%+v %v", saved, err)
	}
	_, err = w.write.SaveMap(ctx, halls(w.ann), 1, began)
	missing("saving one without a ref", err)
	stale := change
	stale.Title = "Mine"
	var overtaken *atlas.Overtaken
	if _, err = w.write.SaveMap(ctx, stale, 1, began); !errors.As(err, &overtaken) || overtaken.Stands.Title != "قاعاتنا" {
		t.Errorf("a change from an old version: %v", err)
	}
	stale.Owner = w.bob
	_, err = w.write.SaveMap(ctx, stale, 2, began)
	missing("changing somebody else's", err)

	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(w.write.PublishMap(ctx, w.ann, made.Ref, began.Add(2*time.Minute)))
	must(w.write.PublishMap(ctx, w.ann, made.Ref, began.Add(9*time.Minute)))
	open, err := public.PublishedMap(ctx, made.Ref)
	if err != nil || open.Owner != 0 || open.ID != 0 || !open.PublishedAt.Equal(began.Add(2*time.Minute)) {
		t.Errorf("%+v %v", open, err)
	}
	if all, err := public.PublishedMaps(ctx, 10); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
	must(w.write.WithdrawMap(ctx, w.ann, made.Ref))
	_, err = public.PublishedMap(ctx, made.Ref)
	missing("a withdrawn one", err)
	must(w.write.DeleteMap(ctx, w.ann, made.Ref))
	_, err = w.writer.Exec(ctx, `INSERT INTO saved_map (ref, account_id, version, title, body, layers, areas, assets, filters, theme, hosts, made_at, changed_at)
		VALUES ($1, $2, 1, 'x', '', '{areas}', '{}', '{}', '{}', 'auto', '{}', now(), now())`, made.Ref, w.bob)
	var pg *pgconn.PgError
	if !errors.As(err, &pg) || pg.Code != "23505" {
		t.Errorf("an address is given again: %v", err)
	}
	var noted []string
	must(w.admin.QueryRow(ctx, `SELECT array_agg(action ORDER BY id) FROM audit_entry WHERE kind = 'map'`).Scan(&noted))
	if want := []string{"save-map", "save-map", "publish-map", "publish-map", "withdraw-map", "delete-map"}; !reflect.DeepEqual(noted, want) {
		t.Errorf("the trail has %v", noted)
	}
}

func TestSavedMapsAreExportedAndErased(t *testing.T) {
	ctx := t.Context()
	w := newDrawing(t)
	for _, who := range []int64{w.ann, w.bob} {
		if _, err := w.write.MakeMap(ctx, halls(who), "", began); err != nil {
			t.Fatal(err)
		}
	}
	x, err := w.write.Export(ctx, w.ann)
	if err != nil || len(x.Maps) != 1 || x.Maps[0].Title != "Our halls" || len(x.Maps[0].View) != 3 || x.Maps[0].Published != nil || x.Maps[0].Filters["tenure"][0] != "social-rent" {
		t.Fatalf("%+v %v", x.Maps, err)
	}
	if err := w.write.Erase(ctx, w.ann, began); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := w.admin.QueryRow(ctx, `SELECT count(*) FROM saved_map WHERE account_id = $1`, w.ann).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d maps are left, %v", left, err)
	}
	if _, err := w.write.MakeMap(ctx, halls(w.ann), "", began); !errors.Is(err, access.ErrGone) {
		t.Errorf("an erased account makes a map: %v", err)
	}
}

func TestSavedMapLimits(t *testing.T) {
	ctx := t.Context()
	w := newDrawing(t)
	if _, err := w.writer.Exec(ctx, `INSERT INTO saved_map (ref, account_id, version, title, body, layers, areas, assets, filters, theme, hosts, made_at, changed_at)
		SELECT 'map-' || translate(lpad(n::text, 8, '0'), '0189', 'aihj'), $1, 1, 'x', '', '{areas}', '{}', '{}', '{}', 'auto', '{}', now(), now() FROM generate_series(1, $2) n`, w.ann, atlas.MostMaps); err != nil {
		t.Fatal(err)
	}
	var e *plans.Error
	if _, err := w.write.MakeMap(ctx, halls(w.ann), "", began); !errors.As(err, &e) || e.Kind != plans.Conflict || e.Code != "too-many-maps" {
		t.Errorf("%v", err)
	}
	for field, change := range map[string]string{
		"title": `title = repeat('a', 201)`, "body": `body = repeat('a', 5001)`, "layers": `layers = '{drains}'`, "layers ": `layers = '{}'`, "areas": `areas = array_fill('a'::text, ARRAY[51])`, "theme": `theme = 'pink'`,
		"zoom": `zoom = 3`, "hosts": `hosts = '{"https://a.example; script-src *"}'`, "filters": `filters = '[]'`,
	} {
		var pg *pgconn.PgError
		if _, err := w.writer.Exec(context.Background(), `UPDATE saved_map SET `+change); !errors.As(err, &pg) || pg.Code != "23514" {
			t.Errorf("%s: the table takes %s: %v", field, change, err)
		}
	}
	for _, change := range []string{`ref = 'other-aaaaaaaa'`, `account_id = 1`, `made_at = now()`} {
		if _, err := w.writer.Exec(context.Background(), `UPDATE saved_map SET `+change); err == nil {
			t.Errorf("terrier_write changes %s", change)
		}
		if _, err := w.admin.Exec(context.Background(), `UPDATE saved_map SET `+change+` WHERE ref LIKE 'map-aaaaaaa%'`); err == nil && change != `account_id = 1` {
			t.Errorf("the table lets %s", change)
		}
	}
	if _, err := w.db.Pool(t, postgis.RolePublic).Exec(ctx, `SELECT account_id FROM saved_map`); err == nil {
		t.Error("the public reads whose a map is")
	}
}
