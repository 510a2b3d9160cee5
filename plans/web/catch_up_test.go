package web_test

import (
	"context"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"terrier/data/postgis"
	"terrier/plans/access"
	"terrier/plans/web"
)

// another is a second server over the database of doors: it has a roster of its own, which nothing follows, so that it knows no more than it was
// told when it was made, or asked for since.
func (d *doors) another(t *testing.T, catchUp func(ctx context.Context, bring func(context.Context) error) error) http.Handler {
	t.Helper()
	roster, feed := access.NewRoster(), postgis.NewAccessFeed(d.db.Pool(t, postgis.RoleWrite))
	bring := func(ctx context.Context) error {
		_, err := feed.Step(ctx, func(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
			return postgis.FeedRoster(ctx, tx, b, roster)
		})
		return err
	}
	must(t, bring(t.Context()))
	config := d.config(nil)
	config.Doors = d.doors()
	config.Doors.Roster, config.Doors.CatchUp = roster, func(ctx context.Context) error { return catchUp(ctx, bring) }
	return web.New(config)
}

// Whoever signs in on one server is signed in on another at once, by a session and by a token, whether its feed has brought them or not.
func TestSignedInOnAnotherServerAMomentAgo(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	var asked atomic.Int64
	there := d.another(t, func(ctx context.Context, bring func(context.Context) error) error {
		asked.Add(1)
		return bring(ctx)
	})
	here := d.signedIn(t, clerk)
	p := newPerson(t, there)
	p.cookies = maps.Clone(here.cookies)
	p.get("/account").status(http.StatusOK).says(clerk)
	if n := asked.Load(); n != 1 {
		t.Errorf("the database was asked %d times", n)
	}
	for range 20 {
		p.get("/account").status(http.StatusOK)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the database was asked %d times for a session that is known", n)
	}
	account, err := d.writer.AccountOf(t.Context(), access.Address{Text: clerk, Key: clerk})
	must(t, err)
	token, secret, err := access.NewToken(account.ID, "a program", []string{"homes"}, time.Hour, d.clock)
	must(t, err)
	_, err = d.writer.KeepToken(t.Context(), token)
	must(t, err)
	newPerson(t, there).ask(http.MethodGet, "/account", "", "Authorization", "Bearer "+secret.Token(), "Accept", "application/json").status(http.StatusForbidden)
	if n := asked.Load(); n != 2 {
		t.Errorf("the database was asked %d times", n)
	}
	here.post("/sign-out").to("/") // over, and its cookie goes
	q := newPerson(t, d.another(t, func(ctx context.Context, bring func(context.Context) error) error { return bring(ctx) }))
	q.cookies = p.cookies
	q.get("/account").to("/sign-in?to=%2Faccount")
	if len(q.cookies) != 0 {
		t.Error("the cookie of a session that is over is kept")
	}
}

// Cookies that somebody makes up cost a few questions a second, however many come, and do not keep others out.
func TestForgedCookies(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	var asked atomic.Int64
	there := d.another(t, func(ctx context.Context, bring func(context.Context) error) error {
		asked.Add(1)
		return bring(ctx)
	})
	began := time.Now()
	var all sync.WaitGroup
	for range 300 {
		all.Go(func() {
			p := newPerson(t, there)
			p.keep(access.NewSecret())
			if got := p.get("/account").Code; got != http.StatusSeeOther {
				t.Errorf("a forged cookie gets %d", got)
			}
		})
	}
	p := newPerson(t, there)
	p.cookies = d.signedIn(t, clerk).cookies
	p.get("/account").status(http.StatusOK)
	all.Wait()
	most := int64(time.Since(began)/(100*time.Millisecond)) + 2
	if n := asked.Load(); n > most || n == 0 {
		t.Errorf("the database was asked %d times for 300 cookies in %s", n, time.Since(began))
	}
}

// Where the database is away or hangs, a token that is not known waits for it and no longer, and its cookie stays: it may be good.
func TestCatchUpThatCannotBe(t *testing.T) {
	d := withDoors(t, newTown(t), nil)
	for name, trouble := range map[string]func(context.Context) error{
		"away":  func(context.Context) error { return context.DeadlineExceeded },
		"hangs": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	} {
		t.Run(name, func(t *testing.T) {
			var well atomic.Bool
			p := newPerson(t, d.another(t, func(ctx context.Context, bring func(context.Context) error) error {
				if well.Load() {
					return bring(ctx)
				}
				return trouble(ctx)
			}))
			p.cookies = maps.Clone(d.signedIn(t, name+"@example.org").cookies) // of which that server has not heard
			began := time.Now()
			p.get("/account").to("/sign-in?to=%2Faccount")
			if took := time.Since(began); took > 4*time.Second || len(p.cookies) != 1 {
				t.Errorf("it took %s; cookies %v", took, p.cookies)
			}
			well.Store(true)
			p.get("/account").status(http.StatusOK).says(name + "@example.org")
		})
	}
}
