package postgis_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/paulmach/orb"

	"terrier/data/postgis"
	"terrier/geo/shape"
	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/scripts/sweep"
)

// drawing is a town where two people draw.
type drawing struct {
	*town
	write  *postgis.Writer
	writer *pgxpool.Pool
	admin  *pgxpool.Pool
	ann    int64
	bob    int64
}

func newDrawing(t testing.TB) *drawing {
	t.Helper()
	c := newCounty(t)
	pool := c.db.Pool(t, postgis.RoleWrite)
	return &drawing{
		town:  &town{db: c.db, loader: postgis.NewLoader(c.db.Pool(t, postgis.RoleLoad)), reader: postgis.NewReader(c.db.Pool(t, postgis.RolePublic))},
		write: postgis.NewWriter(pool), writer: pool, admin: c.admin, ann: c.signIn(t, "ann@x.example").Account, bob: c.signIn(t, "bob@x.example").Account,
	}
}

func (w *drawing) draft(t testing.TB, of int64, name string, shape orb.MultiPolygon) area.Draft {
	t.Helper()
	d, err := w.write.MakeDraft(context.Background(), area.Draft{Owner: of, Name: name, Viewers: "private", Shape: shape}, "", began)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (w *drawing) clear(t testing.TB, tables ...string) {
	t.Helper()
	for _, table := range tables {
		if _, err := w.writer.Exec(context.Background(), `DELETE FROM `+table); err != nil {
			t.Fatal(err)
		}
	}
}

// keep keeps a draft as it stands and gives the number of the version.
func (w *drawing) keep(t testing.TB, d area.Draft) int {
	t.Helper()
	v, err := w.write.KeepVersion(context.Background(), d.Token, d.Version, d.Owner, "", 0, began)
	if err != nil {
		t.Fatal(err)
	}
	return v.Number
}

var eight = orb.MultiPolygon{{{{433000, 435000}, {434000, 436000}, {434000, 435000}, {433000, 436000}, {433000, 435000}}}}

func TestDraft(t *testing.T) {
	ctx := t.Context()
	w := newDrawing(t)
	full := area.Draft{Owner: w.ann, Name: "Vale\x00", Why: "because", BodyType: "parish-council", Parish: "E04000001", Revises: "old-vale", Viewers: "link-view", Shape: eight,
		Approximate: orb.MultiLineString{{{433000, 435000}, {434000, 436000}}, {{434000, 436000}, {434000, 435000}}}, Board: []byte(`{"a": [1e99999, "\u0000"]}`)}
	made, err := w.write.MakeDraft(ctx, full, "first", began)
	if err != nil || !regexp.MustCompile(`^[a-z2-7]{26}$`).MatchString(made.Token) {
		t.Fatal(made, err)
	}
	want := full
	want.Token, want.Version, want.Name, want.MadeAt, want.ChangedAt = made.Token, 1, "Vale\uFFFD", began, began
	same := func(t *testing.T, got area.Draft, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got\n%+v, %v, want\n%+v", got, err, want)
		}
		if got, err = w.write.Draft(ctx, made.Token); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("there stands\n%+v, %v, want\n%+v", got, err, want)
		}
	}
	same(t, made, err)
	again, err := w.write.MakeDraft(ctx, full, "first", began.Add(time.Hour))
	same(t, again, err)
	if other, err := w.write.MakeDraft(ctx, area.Draft{Owner: w.bob, Viewers: "private"}, "first", began); err != nil || other.Token == made.Token || other.Shape != nil || other.Board != nil {
		t.Error("the edit of another person is another", other, err)
	}
	if _, err := w.write.MakeDraft(ctx, area.Draft{Owner: 99, Viewers: "private"}, "", began); !errors.Is(err, access.ErrGone) {
		t.Error(err)
	}
	if _, err := w.write.MakeDraft(ctx, area.Draft{Owner: w.ann}, "", began); code(err) != "" && told(err) != "unknown-code" {
		t.Error(err)
	}

	change := area.Saved{Draft: made, Had: 1, Edit: "second"}
	change.Name, change.Shape, change.Board, change.Approximate = "Vale 2", vale, nil, nil
	want.Version, want.Name, want.Shape, want.Board, want.Approximate, want.ChangedAt = 2, "Vale 2", vale, nil, nil, began.Add(time.Minute)
	saved, err := w.write.SaveDraft(ctx, change, began.Add(time.Minute))
	same(t, saved, err)
	t.Run("the same change again is answered as done", func(t *testing.T) {
		saved, err := w.write.SaveDraft(ctx, change, began.Add(time.Hour))
		same(t, saved, err)
	})
	t.Run("the same change under the version that it made is not done twice", func(t *testing.T) {
		twice := change
		twice.Had = 2
		saved, err := w.write.SaveDraft(ctx, twice, began.Add(time.Hour))
		same(t, saved, err)
	})
	t.Run("a change from an old version is not done", func(t *testing.T) {
		late := change
		late.Name, late.Edit = "Vale 3", "third"
		_, err := w.write.SaveDraft(ctx, late, began.Add(time.Hour))
		var overtaken *area.Overtaken
		if !errors.As(err, &overtaken) {
			t.Fatal(err)
		}
		same(t, overtaken.Stands, nil)
		late.Edit = ""
		if _, err := w.write.SaveDraft(ctx, late, began); !errors.As(err, &overtaken) {
			t.Error(err)
		}
	})
	t.Run("a change that cannot be kept is refused", func(t *testing.T) {
		bad := change
		bad.Had, bad.Edit, bad.Shape = 2, "fourth", orb.MultiPolygon{{{{0, 0}, {1, 1}, {0, 0}}}}
		if _, err := w.write.SaveDraft(ctx, bad, began); told(err) != "bad-shape" {
			t.Error(err)
		}
		same(t, want, nil)
	})
	t.Run("drafts are listed by their last change", func(t *testing.T) {
		newer, err := w.write.MakeDraft(ctx, area.Draft{Owner: w.ann, Viewers: "private"}, "", began.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		all, err := w.write.DraftsOf(ctx, w.ann)
		if err != nil || len(all) != 2 || all[0].Token != newer.Token {
			t.Fatal(all, err)
		}
		listed := want
		listed.Shape, listed.Approximate, listed.Board, listed.Hectares = nil, nil, nil, all[1].Hectares
		if !reflect.DeepEqual(all[1], listed) || math.Abs(all[1].Hectares-shape.Area(want.Shape)/10_000) > 1e-9 {
			t.Errorf("%+v, want %+v", all[1], listed)
		}
	})
	t.Run("a draft is deleted once", func(t *testing.T) {
		w.keep(t, want)
		if err := w.write.DeleteDraft(ctx, made.Token); err != nil {
			t.Fatal(err)
		}
		change.Edit, change.Had = "fifth", 2
		for what, err := range map[string]error{
			"delete":    w.write.DeleteDraft(ctx, made.Token),
			"read":      second(w.write.Draft(ctx, made.Token)),
			"save":      second(w.write.SaveDraft(ctx, change, began)),
			"keep":      second(w.write.KeepVersion(ctx, made.Token, 2, w.ann, "", 0, began)),
			"versions":  second(w.write.DraftVersions(ctx, made.Token)),
			"version":   second(w.write.DraftVersion(ctx, made.Token, 1)),
			"ready":     w.write.MarkReady(ctx, made.Token, 1, true, w.ann, began),
			"take back": w.write.TakeBack(ctx, made.Token, w.ann),
		} {
			if kindOf(err) != plans.NotFound || regexp.MustCompile(`[a-z2-7]{26}`).MatchString(err.Error()) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// TestSaveDraftTorn ends saves at any moment, by the reader's end and by the server's, and while another holds the row: a draft is then all old
// or all new, and whoever asks again comes through.
func TestSaveDraftTorn(t *testing.T) {
	w := newDrawing(t)
	r := sweep.Seeded(t)
	d := w.draft(t, w.ann, "0", ring(0))
	torn, cases := 0, sweep.Size(60, 2000)
	for i := 1; i <= cases; i++ {
		change := area.Saved{Draft: d, Had: d.Version, Edit: fmt.Sprint(i)}
		change.Name, change.Why, change.Shape = fmt.Sprint(i), fmt.Sprint(i), ring(i)
		if w.saveTorn(t, change, i%3, time.Duration(r.IntN(1500))*time.Microsecond) != nil {
			torn++
		}
		stands, err := untilAnswered(func() (area.Draft, error) { return w.write.Draft(t.Context(), d.Token) })
		if err != nil {
			t.Fatal(err)
		}
		was := i - 1
		if stands.Version == d.Version+1 {
			was = i
		}
		if stands.Name != fmt.Sprint(was) || i > 1 && stands.Why != fmt.Sprint(was) || !reflect.DeepEqual(stands.Shape, ring(was)) {
			t.Fatalf("half a change: %s, %s, %d corners at version %d of %d", stands.Name, stands.Why, len(stands.Shape[0][0]), stands.Version, d.Version)
		}
		if d, err = untilAnswered(func() (area.Draft, error) { return w.write.SaveDraft(t.Context(), change, began) }); err != nil || d.Name != fmt.Sprint(i) || d.Version != int64(i+1) {
			t.Fatalf("asked again: %+v, %v", d, err)
		}
	}
	if torn < cases/3 {
		t.Errorf("only %d of %d saves were torn", torn, cases)
	}
}

// saveTorn begins a save and ends it after a while: by its context, by the server, or by the server while the row is held.
func (w *drawing) saveTorn(t *testing.T, change area.Saved, how int, after time.Duration) error {
	t.Helper()
	terminate := func() {
		_, _ = w.admin.Exec(context.Background(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%terrier_write'`)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	switch how {
	case 0:
		time.AfterFunc(after, cancel)
	case 1:
		defer time.AfterFunc(after, terminate).Stop()
	default:
		tx, err := w.admin.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = tx.Rollback(t.Context()) }()
		if _, err := tx.Exec(t.Context(), `SELECT FROM draft FOR UPDATE`); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(10*time.Millisecond+after, terminate)
	}
	_, err := w.write.SaveDraft(ctx, change, began)
	return err
}

// untilAnswered asks again where the connection was ended from outside.
func untilAnswered[T any](ask func() (T, error)) (answer T, err error) {
	for range 20 {
		var overtaken *area.Overtaken
		if answer, err = ask(); err == nil || errors.As(err, &overtaken) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	return answer, err
}

// ring is a square of four corners and n more on its southern side.
func ring(n int) orb.MultiPolygon {
	r := orb.Ring{{433000, 436000}, {433000, 435000}}
	for i := range n {
		r = append(r, orb.Point{433000 + float64(i+1)/1000, 435000})
	}
	return orb.MultiPolygon{{append(r, orb.Point{434000, 435000}, orb.Point{434000, 436000}, orb.Point{433000, 436000})}}
}

func TestDraftVersions(t *testing.T) {
	ctx := t.Context()
	w := newDrawing(t)
	d, err := w.write.MakeDraft(ctx, area.Draft{Owner: w.ann, Name: "Vale", Why: "why", BodyType: "neighbourhood-forum", Viewers: "private"}, "", began)
	if err != nil {
		t.Fatal(err)
	}
	keep := func(reason string, parent int) (area.DraftVersion, error) {
		return w.write.KeepVersion(ctx, d.Token, d.Version, w.ann, reason, parent, began)
	}
	save := func(t *testing.T, change func(*area.Draft)) {
		t.Helper()
		s := area.Saved{Draft: d, Had: d.Version}
		change(&s.Draft)
		if d, err = w.write.SaveDraft(ctx, s, began); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := keep("", 0); told(err) != "no-shape" {
		t.Error(err)
	}
	save(t, func(d *area.Draft) { d.Shape = eight })
	var unsound *plans.Error
	if _, err := keep("", 0); !errors.As(err, &unsound) || unsound.Code != "unsound-shape" || len(unsound.Where) != 2 || unsound.Where[0] != 433500 || unsound.Where[1] != 435500 {
		t.Error(err)
	}
	edge := orb.MultiLineString{{{433000, 435000}, {434000, 435000}}}
	save(t, func(d *area.Draft) { d.Shape, d.Approximate = vale, edge })
	first, err := keep("the first", 0)
	want := area.DraftVersion{Number: 1, Author: w.ann, CreatedAt: began, Reason: "the first", Name: "Vale", Why: "why", BodyType: "neighbourhood-forum", Hectares: 100, Shape: vale, Approximate: edge}
	want.SHA256 = first.SHA256
	if err != nil || !reflect.DeepEqual(first, want) {
		t.Fatalf("%+v, %v", first, err)
	}
	t.Run("the sum of the shape is that of a plan area with it", func(t *testing.T) {
		w.area(t, "Hollin Vale", vale)
		var sum string
		if err := w.admin.QueryRow(ctx, `SELECT sha256 FROM area_version`).Scan(&sum); err != nil || sum != first.SHA256 {
			t.Error(sum, first.SHA256, err)
		}
	})
	if again, err := keep("again", 0); err != nil || !reflect.DeepEqual(again, first) {
		t.Error("the same is kept twice", again, err)
	}
	if _, err := w.write.KeepVersion(ctx, d.Token, d.Version-1, w.ann, "", 0, began); !errors.As(err, new(*area.Overtaken)) {
		t.Error(err)
	}
	if _, err := keep(string(make([]rune, 1001)), 0); told(err) != "too-long" {
		t.Error(err)
	}
	save(t, func(d *area.Draft) { d.Approximate = nil })
	if _, err := keep("of none", 7); told(err) != "unknown-version" {
		t.Error(err)
	}
	confirmed, err := keep("confirmed", 1)
	if err != nil || confirmed.Number != 2 || confirmed.Parent != 1 || confirmed.SHA256 != first.SHA256 || confirmed.Approximate != nil {
		t.Error(confirmed, err)
	}
	save(t, func(d *area.Draft) {
		d.Name, d.Shape, d.Board = "West", rectangle(433000, 435000, 433500, 436000), []byte(`{}`)
	})
	t.Run("restoring keeps what stood, and is a version", func(t *testing.T) {
		back, v, err := w.write.RestoreVersion(ctx, d.Token, 1, d.Version, w.ann, began.Add(time.Hour))
		if err != nil || back.Version != d.Version+1 || back.Name != "Vale" || !reflect.DeepEqual(back.Shape, vale) || !reflect.DeepEqual(back.Approximate, edge) || back.Board != nil || !back.ChangedAt.Equal(began.Add(time.Hour)) {
			t.Errorf("%+v, %v", back, err)
		}
		if v.Number != 4 || v.Reason != "Restored version 1" || v.Parent != 1 || v.SHA256 != first.SHA256 {
			t.Errorf("%+v", v)
		}
		if stood, err := w.write.DraftVersion(ctx, d.Token, 3); err != nil || stood.Name != "West" || stood.Reason != "Before version 1 was restored" || stood.Hectares != 50 {
			t.Errorf("%+v, %v", stood, err)
		}
		if _, _, err := w.write.RestoreVersion(ctx, d.Token, 1, d.Version, w.ann, began); !errors.As(err, new(*area.Overtaken)) {
			t.Error(err)
		}
		d = back
	})
	t.Run("restoring over what cannot be kept leaves that behind", func(t *testing.T) {
		save(t, func(d *area.Draft) { d.Shape, d.Approximate = eight, nil })
		back, v, err := w.write.RestoreVersion(ctx, d.Token, 2, d.Version, w.ann, began)
		if err != nil || v.Number != 5 || v.Parent != 2 || back.Approximate != nil {
			t.Error(back, v, err)
		}
		d = back
		if _, _, err := w.write.RestoreVersion(ctx, d.Token, 77, d.Version, w.ann, began); kindOf(err) != plans.NotFound {
			t.Error(err)
		}
	})
	all, err := w.write.DraftVersions(ctx, d.Token)
	if err != nil || len(all) != 5 || all[0].Number != 5 || all[4].Number != 1 || all[0].Shape != nil || all[4].Approximate != nil {
		t.Error(all, err)
	}
	t.Run("nobody who serves can change a version, or read a home", func(t *testing.T) {
		for _, sql := range []string{`UPDATE draft_version SET reason = ''`, `DELETE FROM draft_version`, `UPDATE draft SET account_id = 1`, `UPDATE draft SET token = token`,
			`UPDATE rule SET status = 'verified'`, `SELECT FROM home`, `SELECT FROM home_version`, `SELECT FROM published_home`} {
			if _, err := w.writer.Exec(ctx, sql); code(err) != "42501" {
				t.Errorf("%s: %v", sql, err)
			}
		}
		for _, role := range []string{postgis.RolePublic, postgis.RoleExact, postgis.RoleLoad} {
			pool := w.db.Pool(t, role)
			for _, table := range []string{"draft", "draft_version", "draft_ready"} {
				if _, err := pool.Exec(ctx, `SELECT FROM `+table); code(err) != "42501" {
					t.Errorf("%s reads %s: %v", role, table, err)
				}
			}
		}
	})
}

// TestMakeValidDrawing: of a figure of eight both lobes stay.
func TestMakeValidDrawing(t *testing.T) {
	w := newDrawing(t)
	got, err := w.write.MakeValid(t.Context(), eight)
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	var hectares float64
	for _, part := range got {
		if len(part) != 1 || len(part[0]) != 4 {
			t.Error(part)
		}
		hectares += ringArea(part[0]) / 10000
	}
	if hectares != 50 {
		t.Error(hectares)
	}
	if none, err := w.write.MakeValid(t.Context(), orb.MultiPolygon{{{{0, 0}, {1, 1}, {2, 2}, {0, 0}}}}); err != nil || len(none) != 0 {
		t.Error(none, err)
	}
	// Of an edge that is drawn three times PostGIS says NULL, which is not that nothing is left.
	thrice := orb.MultiPolygon{{{{300000, 300000}, {300010, 300000}, {300000, 300000}, {300000, 299990}, {300010, 300000}, {300000, 300000}}}}
	if got, err := w.write.MakeValid(t.Context(), thrice); err != nil || len(got) != 1 || ringArea(got[0][0]) != 50 {
		t.Error(got, err)
	}
}

func ringArea(r orb.Ring) (area float64) {
	for i := range r[1:] {
		area += (r[i][0]*r[i+1][1] - r[i+1][0]*r[i][1]) / 2
	}
	return max(area, -area)
}

// shifted is a square of 100 m.
func shifted(e, n float64) orb.MultiPolygon { return rectangle(433000+e, 435000+n, 433100+e, 435100+n) }

func TestMarkReady(t *testing.T) {
	ctx := t.Context()
	w := newDrawing(t)
	w.area(t, "Hollin Vale", shifted(0, 0))
	mark := func(d area.Draft) error { return w.write.MarkReady(ctx, d.Token, w.keep(t, d), true, d.Owner, began) }
	inWay := func(t *testing.T, err error, names ...string) []area.Neighbour {
		t.Helper()
		var in *area.InTheWay
		if len(names) == 0 {
			if err != nil {
				t.Error(err)
			}
			return nil
		}
		if !errors.As(err, &in) || len(in.Others) != len(names) {
			t.Fatalf("%v, want %q", err, names)
		}
		for i, o := range in.Others {
			if o.Name != names[i] {
				t.Errorf("%s is in the way, not %s", o.Name, names[i])
			}
		}
		return in.Others
	}
	t.Run("one without a name is told as that", func(t *testing.T) {
		d := w.draft(t, w.bob, " ", shifted(5000, 0))
		inWay(t, mark(d))
		inWay(t, mark(w.draft(t, w.ann, "Over", shifted(5050, 0))), "an area without a name")
		near, err := w.write.NeighbourDrafts(ctx, shifted(5000, 0).Bound(), w.ann, "")
		if err != nil || len(near) != 2 || near[0].Name != "an area without a name" || near[0].Ref != "" {
			t.Errorf("%+v, %v", near, err)
		}
		w.clear(t, "draft_ready", "draft")
	})
	t.Run("touching a plan area is no overlap", func(t *testing.T) {
		d := w.draft(t, w.ann, "East", shifted(100, 0))
		inWay(t, mark(d))
		if got, err := w.write.Draft(ctx, d.Token); err != nil || got.Ready != 1 {
			t.Error(got, err)
		}
		if v, err := w.write.DraftVersion(ctx, d.Token, 1); err != nil || !v.Ready {
			t.Error(v, err)
		}
		inWay(t, mark(d)) // again
	})
	t.Run("sharing land is told with the land", func(t *testing.T) {
		others := inWay(t, mark(w.draft(t, w.bob, "Both", shifted(60, 0))), "East", "Hollin Vale")
		if o := others[0]; o.Ref != "" || o.Status != "ready" || o.Shape.Bound() != (orb.Bound{Min: orb.Point{433100, 435000}, Max: orb.Point{433160, 435100}}) {
			t.Errorf("%+v", o)
		}
		if o := others[1]; o.Ref != "hollin-vale" || o.Status != "designated" || o.Shape.Bound() != (orb.Bound{Min: orb.Point{433060, 435000}, Max: orb.Point{433100, 435100}}) {
			t.Errorf("%+v", o)
		}
	})
	t.Run("less than two millimetres is rounding, more is not", func(t *testing.T) {
		d := w.draft(t, w.bob, "North", rectangle(433000, 435099.999, 433100, 435200))
		inWay(t, mark(d))
		if err := w.write.TakeBack(ctx, d.Token, d.Owner); err != nil {
			t.Fatal(err)
		}
		inWay(t, mark(w.draft(t, w.bob, "North", rectangle(433000, 435099.997, 433100, 435200))), "Hollin Vale")
	})
	t.Run("a slanted edge with a vertex of one side only is shared by both", func(t *testing.T) {
		one := orb.MultiPolygon{{{{440000, 435000}, {440100, 435033}, {440050, 435200}, {440000, 435000}}}}
		at := orb.Point{440033.333, 435011} // on the line within half a millimetre
		for i, off := range []float64{0, 0.001, -0.001} {
			w.clear(t, "draft_ready")
			other := orb.MultiPolygon{{{{440000, 435000}, {440050, 434900}, {440100, 435033}, {at[0], at[1] + off}, {440000, 435000}}}}
			inWay(t, mark(w.draft(t, w.ann, fmt.Sprint("one ", i), one)))
			inWay(t, mark(w.draft(t, w.bob, fmt.Sprint("other ", i), other)))
		}
	})
	t.Run("what it revises, and what has ended, is not in the way", func(t *testing.T) {
		d, err := w.write.MakeDraft(ctx, area.Draft{Owner: w.ann, Revises: "hollin-vale", Viewers: "private", Shape: shifted(0, 0)}, "", began)
		if err != nil {
			t.Fatal(err)
		}
		inWay(t, w.write.MarkReady(ctx, d.Token, w.keep(t, d), false, d.Owner, began), "Hollin Vale")
		inWay(t, mark(d))
		if err := w.write.TakeBack(ctx, d.Token, d.Owner); err != nil {
			t.Fatal(err)
		}
		for _, end := range []struct {
			sql   string
			stood bool
		}{
			{`UPDATE neighbourhood_plan_area SET end_date = current_date + 1`, true},
			{`UPDATE neighbourhood_plan_area SET end_date = current_date`, false},
			{`UPDATE neighbourhood_plan_area SET end_date = NULL, stage = 'refused'`, false},
			{`UPDATE neighbourhood_plan_area SET stage = 'applied'`, true},
		} {
			w.exec(t, end.sql)
			d := w.draft(t, w.bob, "Over", shifted(0, 0))
			if err := mark(d); end.stood {
				inWay(t, err, "Hollin Vale")
			} else {
				inWay(t, err)
			}
			if err := w.write.TakeBack(ctx, d.Token, d.Owner); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("approximate edges are confirmed first", func(t *testing.T) {
		d, err := w.write.MakeDraft(ctx, area.Draft{Owner: w.ann, Viewers: "private", Shape: shifted(0, 900), Approximate: orb.MultiLineString{{{433000, 435900}, {433100, 435900}}}}, "", began)
		if err != nil {
			t.Fatal(err)
		}
		if err := mark(d); told(err) != "approximate-edges" {
			t.Error(err)
		}
	})
	t.Run("a ready draft is not deleted, and another version of it can be ready in its place", func(t *testing.T) {
		d := w.draft(t, w.ann, "South", shifted(0, -500))
		inWay(t, mark(d))
		if err := w.write.DeleteDraft(ctx, d.Token); told(err) != "draft-is-ready" || kindOf(err) != plans.Conflict {
			t.Error(err)
		}
		s := area.Saved{Draft: d, Had: d.Version}
		s.Name, s.Shape = "South 2", shifted(50, -500)
		d, err := w.write.SaveDraft(ctx, s, began)
		if err != nil || d.Ready != 1 {
			t.Fatal(d, err)
		}
		inWay(t, mark(d))
		inWay(t, mark(w.draft(t, w.bob, "Beside", shifted(-50, -500)))) // where the first version was
		inWay(t, mark(w.draft(t, w.bob, "On it", shifted(60, -500))), "South 2")
		if err := w.write.TakeBack(ctx, d.Token, d.Owner); err != nil {
			t.Fatal(err)
		}
		if err := w.write.DeleteDraft(ctx, d.Token); err != nil {
			t.Error(err)
		}
	})
	t.Run("neighbours", func(t *testing.T) {
		w.clear(t, "draft_ready", "draft")
		ready := w.draft(t, w.ann, "ready", shifted(0, 0))
		w.exec(t, `UPDATE neighbourhood_plan_area SET stage = 'refused'`)
		inWay(t, mark(ready))
		mine, _, crossed := w.draft(t, w.ann, "mine", shifted(0, 105)), w.draft(t, w.bob, "private", shifted(0, 105)), w.draft(t, w.ann, "crossed", eight)
		w.draft(t, w.ann, "far", shifted(0, 120))
		box := shifted(0, 0).Bound()
		for _, try := range []struct {
			sentence string
			account  int64
			besides  string
			want     []string // status, name, ref
		}{
			{"her own and what is ready", w.ann, "", []string{"ready", "ready", ready.Token, "draft", "mine", mine.Token}},
			{"besides the one that is drawn", w.ann, mine.Token, []string{"ready", "ready", ready.Token}},
			{"besides the one that is ready", w.ann, ready.Token, []string{"draft", "mine", mine.Token}},
			{"whose they are is not told to others", w.bob, crossed.Token, []string{"ready", "ready", "", "draft", "private", "?"}},
			{"nobody is signed in", 0, "", []string{"ready", "ready", ""}},
		} {
			all, err := w.write.NeighbourDrafts(ctx, box, try.account, try.besides)
			if err != nil || len(all) != len(try.want)/3 {
				t.Errorf("%s: %+v, %v", try.sentence, all, err)
				continue
			}
			for i, n := range all {
				if w := try.want[3*i : 3*i+3]; n.Status != w[0] || n.Name != w[1] || w[2] != "?" && n.Ref != w[2] || n.Prepared == nil || n.Shape == nil {
					t.Errorf("%s: %+v", try.sentence, n)
				}
			}
		}
	})
}

// TestMarkReadyRace marks two drafts that share land at the same moment, over and over: one of each pair wins. Of pairs that touch both do.
func TestMarkReadyRace(t *testing.T) {
	w := newDrawing(t)
	r := sweep.Seeded(t)
	pairs := sweep.Size(100, 1000)
	begun := time.Now()
	for i := range pairs {
		e, n := float64(i%50)*500, float64(i/50)*500
		over := float64(r.IntN(60))
		touching := i%5 == 0
		if touching {
			over = 100
		}
		numbers, drafts := [2]int{}, [2]area.Draft{w.draft(t, w.ann, "a", shifted(e, n)), w.draft(t, w.bob, "b", shifted(e+over, n))}
		for j, d := range drafts {
			numbers[j] = w.keep(t, d)
		}
		var won [2]bool
		var both sync.WaitGroup
		start := make(chan struct{})
		for j, d := range drafts {
			both.Go(func() {
				<-start
				err := w.write.MarkReady(context.Background(), d.Token, numbers[j], true, d.Owner, began)
				if won[j] = err == nil; err != nil && !errors.As(err, new(*area.InTheWay)) {
					t.Error(err)
				}
			})
		}
		close(start)
		both.Wait()
		if touching != (won[0] && won[1]) || !won[0] && !won[1] {
			t.Fatalf("pair %d, %v m apart: %v", i, over, won)
		}
		if i%(area.MostDrafts/2) == 0 { // an account has only so many
			w.clear(t, "draft_ready", "draft")
		}
	}
	t.Logf("%d pairs in %v", pairs, time.Since(begun))
}

// An account keeps so many drafts and no more; what was made already is given again all the same.
func TestDraftsAreNotWithoutEnd(t *testing.T) {
	w := newDrawing(t)
	account := w.ann
	ctx, now := t.Context(), time.Now()
	for i := range area.MostDrafts {
		if _, err := w.write.MakeDraft(ctx, area.Draft{Owner: account, Viewers: "private"}, fmt.Sprint("edit", i), now); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.writer.Exec(ctx, `DELETE FROM draft WHERE account_id = $1 AND made_by_edit = 'edit0'`, account); err != nil {
		t.Fatal(err)
	}
	var made atomic.Int32
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if _, err := w.write.MakeDraft(ctx, area.Draft{Owner: account, Viewers: "private"}, fmt.Sprint("at once ", i), now); err == nil {
				made.Add(1)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("%d of those that came at once were made, where there was room for one", made.Load())
	}
	_, err := w.write.MakeDraft(ctx, area.Draft{Owner: account, Viewers: "private"}, "one more", now)
	var refused *plans.Error
	if !errors.As(err, &refused) || refused.Code != "too-many-drafts" || refused.Kind != plans.Conflict {
		t.Errorf("one more: %v", err)
	}
	if _, err := w.write.MakeDraft(ctx, area.Draft{Owner: account, Viewers: "private"}, "edit7", now); err != nil {
		t.Errorf("one that is there: %v", err)
	}
}

// A draft has so many versions and no more, also of those that are restored, and an account so much land in corners.
func TestVersionsAreNotWithoutEnd(t *testing.T) {
	w := newDrawing(t)
	ctx, now := t.Context(), time.Now()
	refusedWith := func(name, code string, err error) {
		t.Helper()
		var refused *plans.Error
		if !errors.As(err, &refused) || refused.Code != code || refused.Kind != plans.Conflict {
			t.Errorf("%s: %v, want %s", name, err, code)
		}
	}
	fill := func(d area.Draft, versions int, geom string) {
		t.Helper()
		_, err := w.writer.Exec(ctx, `
			INSERT INTO draft_version (token, number, author, created_at, reason, name, why, geom, sha256)
			SELECT $1, n, $2, now(), '', '', '', g, repeat('0', 64)
			  FROM (SELECT ST_Multi(`+geom+`) AS g OFFSET 0) g, generate_series(2, $3) n`, d.Token, w.ann, versions)
		if err != nil {
			t.Fatal(err)
		}
	}
	d := w.draft(t, w.ann, "many", rectangle(430000, 430000, 431000, 431000))
	w.keep(t, d)
	fill(d, area.MostVersions-1, `ST_MakeEnvelope(430000, 430000, 430010, 430010, 27700)`)
	_, _, err := w.write.RestoreVersion(ctx, d.Token, 1, d.Version, w.ann, now)
	refusedWith("one too many is restored", "too-many-versions", err)
	if _, err := w.write.KeepVersion(ctx, d.Token, d.Version, w.ann, "", 0, now); err != nil {
		t.Errorf("the last one: %v", err)
	}
	_, err = w.write.KeepVersion(ctx, d.Token, d.Version, w.ann, "", 0, now)
	refusedWith("one more", "too-many-versions", err)

	// Judging each of many large rows takes too long for a test.
	if _, err := w.admin.Exec(ctx, `ALTER TABLE draft_version DROP CONSTRAINT draft_version_geom_check, DROP CONSTRAINT draft_version_geom_check1`); err != nil {
		t.Fatal(err)
	}
	large := w.draft(t, w.ann, "large", rectangle(430000, 430000, 431000, 431000))
	w.keep(t, large)
	fill(large, 150, `ST_Buffer(ST_SetSRID(ST_MakePoint(430000, 430000), 27700), 9000, 12500)`)
	_, err = w.write.KeepVersion(ctx, large.Token, large.Version, w.ann, "", 0, now)
	refusedWith("a version of much", "too-much-drawn", err)
	_, _, err = w.write.RestoreVersion(ctx, large.Token, 1, large.Version, w.ann, now)
	refusedWith("much restored", "too-much-drawn", err)
	_, err = w.write.MakeDraft(ctx, area.Draft{Owner: w.ann, Viewers: "private"}, "more", now)
	refusedWith("a draft of much", "too-much-drawn", err)
	if _, err := w.write.MakeDraft(ctx, area.Draft{Owner: w.bob, Viewers: "private"}, "more", now); err != nil {
		t.Errorf("another's: %v", err)
	}
	began := time.Now()
	if listed, err := w.write.DraftVersions(ctx, large.Token); err != nil || len(listed) != 150 || listed[0].Shape != nil || listed[0].Hectares < 25_000 {
		t.Errorf("%d versions, %v", len(listed), err)
	}
	t.Logf("listed in %v", time.Since(began))
	if drafts, err := w.write.DraftsOf(ctx, w.ann); err != nil || len(drafts) != 2 || drafts[0].Shape != nil || drafts[0].Hectares != 100 {
		t.Errorf("drafts: %+v, %v", drafts, err)
	}
}
