package postgis_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"terrier/data/postgis"
	"terrier/data/postgis/pgtest"
	"terrier/plans"
	"terrier/plans/access"
	"terrier/plans/area"
	"terrier/plans/home"
)

// county is a database with organisations, and what a feed keeps of its accounts in memory.
type county struct {
	db     *pgtest.DB
	admin  *pgxpool.Pool
	write  *postgis.Writer
	feed   *postgis.Feed
	roster *access.Roster
}

// The organisations of every county, by id.
const (
	ashdale, birch, hollin, vale1 = 1, 2, 3, 4

	hollinPlace = "E07009001"
)

// began is a moment that every test of accounts starts from.
var began = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)

func newCounty(t testing.TB) *county {
	t.Helper()
	db := pgtest.New(t)
	pool := db.Pool(t, postgis.RoleWrite)
	c := &county{db: db, admin: db.Pool(t, ""), write: postgis.NewWriter(pool), feed: postgis.NewAccessFeed(pool), roster: access.NewRoster()}
	c.sql(t, `INSERT INTO source (publisher) VALUES ('test')`)
	c.sql(t, `INSERT INTO organisation (ref, reference, name, organisation_type, source_id) VALUES
		('ashdale-homes', 'A', 'Ashdale Homes', 'registered-provider', 1), ('birch-homes', 'B', 'Birch Homes', 'registered-provider', 1),
		('hollin', 'H', 'Hollin District Council', 'local-authority', 1), ('vale-forum', 'V', 'Hollin Vale Forum', 'neighbourhood-forum', 1)`)
	return c
}

func (c *county) sql(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := c.admin.Exec(context.Background(), sql, args...); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func (c *county) apply(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
	return postgis.FeedRoster(ctx, tx, b, c.roster)
}

func (c *county) step(t testing.TB) {
	t.Helper()
	if _, err := c.feed.Step(context.Background(), c.apply); err != nil {
		t.Fatal(err)
	}
}

func address(t testing.TB, text string) access.Address {
	t.Helper()
	a, err := access.ParseAddress(text)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// link keeps a link for somebody, with roles.
func (c *county) link(t testing.TB, to string, by int64, grants ...access.Grant) access.Secret {
	t.Helper()
	l, s := access.NewLink(address(t, to), began)
	if len(grants) > 0 {
		l, s = access.NewInvitation(l.To, by, grants, began)
	}
	if err := c.write.KeepLink(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	return s
}

// signIn signs somebody in, with roles.
func (c *county) signIn(t testing.TB, to string, grants ...access.Grant) access.SignedIn {
	t.Helper()
	in, err := c.write.UseLink(context.Background(), c.link(t, to, 0, grants...), access.Secret{}, began)
	if err != nil || len(in.Granted) != len(grants) {
		t.Fatal(in, err)
	}
	return in
}

func grant(role access.Role, organisation int64, place string) access.Grant {
	return access.Grant{Role: role, Organisation: organisation, Place: place,
		Span: access.Span{From: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Until: time.Date(2027, 5, 31, 0, 0, 0, 0, time.UTC)}}
}

func told(err error) string {
	var known *plans.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &known):
		return known.Code
	}
	return err.Error()
}

func TestUseLink(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	use := func(s access.Secret, at time.Time) (access.SignedIn, error) {
		return c.write.UseLink(ctx, s, access.Secret{}, at)
	}
	t.Run("makes the account of an address once, whatever its case", func(t *testing.T) {
		a, b := c.signIn(t, "Clerk@Hollin.example"), c.signIn(t, "clerk@HOLLIN.example")
		if !a.Fresh || b.Fresh || a.Account != b.Account || a.Token == b.Token {
			t.Errorf("%+v %+v", a, b)
		}
		got, err := c.write.AccountOf(ctx, address(t, "CLERK@hollin.example"))
		if err != nil || got.ID != a.Account || got.Email.Text != "Clerk@hollin.example" || !got.SignedIn.Equal(began.Truncate(24*time.Hour)) {
			t.Error(got, err)
		}
	})
	t.Run("works once", func(t *testing.T) {
		s := c.link(t, "a@x.example", 0)
		if _, err := use(s, began); err != nil {
			t.Fatal(err)
		}
		if _, err := use(s, began); !errors.Is(err, access.ErrLink) {
			t.Error(err)
		}
	})
	t.Run("works for fifteen minutes, an invitation for seven days", func(t *testing.T) {
		s, i := c.link(t, "late@x.example", 0), c.link(t, "late@x.example", 0, grant(access.Administrator, 0, ""))
		if _, err := use(s, began.Add(15*time.Minute)); !errors.Is(err, access.ErrLink) {
			t.Error(err)
		}
		if _, err := use(i, began.Add(7*24*time.Hour)); !errors.Is(err, access.ErrLink) {
			t.Error(err)
		}
		if _, err := use(s, began.Add(15*time.Minute-time.Second)); err != nil {
			t.Error(err)
		}
		if in, err := use(i, began.Add(7*24*time.Hour-time.Second)); err != nil || len(in.Granted) != 1 {
			t.Error(in, err)
		}
	})
	t.Run("that was forged is as one that was used", func(t *testing.T) {
		if _, err := use(access.NewSecret(), began); !errors.Is(err, access.ErrLink) {
			t.Error(err)
		}
	})
	t.Run("ends the session that the browser had", func(t *testing.T) {
		victim, thief := c.link(t, "victim@x.example", 0), c.signIn(t, "thief@x.example")
		if _, err := c.write.UseLink(ctx, victim, thief.Token, began); err != nil {
			t.Fatal(err)
		}
		if left, err := c.write.Sessions(ctx, thief.Account, began); err != nil || len(left) != 0 {
			t.Error(left, err)
		}
	})
	t.Run("brings the roles of an invitation", func(t *testing.T) {
		in := c.signIn(t, "officer@ashdale.example", grant(access.AssociationOfficer, ashdale, ""))
		held, err := c.write.RolesHeld(ctx, in.Account, 0)
		if err != nil || len(held) != 1 || held[0].Ref != "ashdale-homes" || held[0].Role != access.AssociationOfficer || !held[0].InForce(began) {
			t.Fatalf("%+v, %v", held, err)
		}
		colleague := c.link(t, "colleague@ashdale.example", in.Account, grant(access.AssociationOfficer, ashdale, ""))
		lost := c.link(t, "late@ashdale.example", in.Account, grant(access.AssociationOfficer, ashdale, ""))
		beyond := c.link(t, "rival@birch.example", in.Account, grant(access.AssociationOfficer, birch, ""), grant(access.AssociationOfficer, ashdale, ""))
		themselves := c.link(t, "officer@ashdale.example", in.Account, grant(access.AssociationOfficer, ashdale, ""))
		if got, err := use(colleague, began); err != nil || len(got.Granted) != 1 || len(got.Dropped) != 0 {
			t.Error(got, err)
		}
		if got, err := use(beyond, began); err != nil || len(got.Granted) != 1 || len(got.Dropped) != 1 || got.Dropped[0].Organisation != birch {
			t.Error("an officer invites for another association", got, err)
		}
		if got, err := use(themselves, began); err != nil || len(got.Granted) != 0 {
			t.Error("an officer invites themselves", got, err)
		}
		if err := c.write.RevokeRole(ctx, held[0].ID, 0, began); err != nil {
			t.Fatal(err)
		}
		if got, err := use(lost, began); err != nil || len(got.Granted) != 0 || len(got.Dropped) != 1 {
			t.Error("by somebody who may invite no longer", got, err)
		}
	})
	t.Run("refuses roles that cannot be", func(t *testing.T) {
		for want, g := range map[string]access.Grant{"organisation-unfit": grant(access.AssociationOfficer, vale1, ""), "place-needed": grant(access.PlanningOfficer, hollin, ""), "not-found": grant(access.ForumMember, 99, "")} {
			l, _ := access.NewInvitation(address(t, "a@x.example"), 0, []access.Grant{g}, began)
			if err := c.write.KeepLink(ctx, l); told(err) != want {
				t.Errorf("%s: %v", want, err)
			}
		}
	})
}

// TestUseLinkAtOnce uses links from many connections at the same moment: one of each wins, and whoever loses leaves nothing.
func TestUseLinkAtOnce(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	writers := []*postgis.Writer{c.write, postgis.NewWriter(c.db.Pool(t, postgis.RoleWrite)), postgis.NewWriter(c.db.Pool(t, postgis.RoleWrite))}
	for round := range 20 {
		s := c.link(t, fmt.Sprintf("n%d@x.example", round), 0, grant(access.Administrator, 0, ""))
		start := make(chan struct{})
		var won atomic.Int32
		var all sync.WaitGroup
		for _, w := range writers {
			all.Go(func() {
				<-start
				switch in, err := w.UseLink(ctx, s, access.Secret{}, began); {
				case err == nil && len(in.Granted) == 1:
					won.Add(1)
				case !errors.Is(err, access.ErrLink):
					t.Error(in, err)
				}
			})
		}
		close(start)
		all.Wait()
		if won.Load() != 1 {
			t.Fatalf("round %d: %d won", round, won.Load())
		}
	}
	var accounts, sessions, roles int
	err := c.admin.QueryRow(ctx, `SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM session), (SELECT count(*) FROM role_held)`).Scan(&accounts, &sessions, &roles)
	if err != nil || accounts != 20 || sessions != 20 || roles != 20 {
		t.Error(accounts, sessions, roles, err)
	}
}

// TestAtOnce has people use links, rotate, sign out and have themselves erased all at the same time: nothing fails but what may, and
// nothing is left of who is erased.
func TestAtOnce(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	for round := range 5 {
		name := fmt.Sprintf("n%d@x.example", round)
		in := c.signIn(t, name, grant(access.Administrator, 0, ""))
		links := []access.Secret{c.link(t, name, 0), c.link(t, name, in.Account, grant(access.ForumMember, vale1, ""))}
		var all sync.WaitGroup
		do := func(what string, may error, work func() error) {
			all.Go(func() {
				if err := work(); err != nil && !errors.Is(err, may) {
					t.Errorf("%s: %v", what, err)
				}
			})
		}
		for _, l := range links {
			do("use a link", access.ErrLink, func() error { return second(c.write.UseLink(ctx, l, in.Token, began)) })
		}
		do("rotate", nil, func() error {
			_, _, _, err := c.write.RotateSession(ctx, in.Session, began.Add(time.Hour))
			return err
		})
		do("sign in", access.ErrGone, func() error { return second(c.write.StartSession(ctx, in.Account, "passkey", in.Token, began)) })
		do("grant", access.ErrGone, func() error {
			return second(c.write.GrantRole(ctx, in.Account, grant(access.ForumSecretary, vale1, ""), 0, began))
		})
		do("sign out", nil, func() error { return c.write.EndSessions(ctx, in.Account, "", access.EndedByPerson, began) })
		do("erase", nil, func() error { return c.write.Erase(ctx, in.Account, began) })
		all.Wait()
	}
	var left int
	if err := c.admin.QueryRow(ctx, `
		SELECT count(*) FROM account a WHERE erased_at IS NOT NULL
		   AND (EXISTS (SELECT FROM session WHERE account_id = a.id) OR EXISTS (SELECT FROM role_held WHERE account_id = a.id AND revoked_at IS NULL)
		        OR EXISTS (SELECT FROM sign_in_link WHERE account_id = a.id))`).Scan(&left); err != nil || left != 0 {
		t.Errorf("something is left of %d who were erased, %v", left, err)
	}
}

func TestRotate(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	in := c.signIn(t, "a@x.example")
	day := began.Add(24 * time.Hour)
	c.step(t)
	s, standing := c.roster.Session(in.Token, day)
	if standing != access.Due {
		t.Fatal(standing)
	}
	var won atomic.Int32
	var next access.Secret
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			_, token, ok, err := c.write.RotateSession(ctx, s, day)
			if err != nil {
				t.Error(err)
			}
			if ok {
				next = token
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 {
		t.Fatal(won.Load(), "rotations")
	}
	c.step(t)
	if _, standing := c.roster.Session(in.Token, day.Add(time.Second)); standing != access.Passing {
		t.Error("the old token, a second later", standing)
	}
	if s, standing := c.roster.Session(next, day.Add(time.Second)); standing != access.Good || s.Account != in.Account || !s.Started.Equal(began) {
		t.Error("the new one", s, standing)
	}
	replayed, standing := c.roster.Session(in.Token, day.Add(time.Hour))
	if standing != access.Replayed {
		t.Fatal(standing)
	}
	if err := c.write.EndSession(ctx, replayed.Family, access.EndedByReplay, day); err != nil {
		t.Fatal(err)
	}
	c.step(t)
	for _, token := range []access.Secret{in.Token, next} {
		if _, standing := c.roster.Session(token, day.Add(time.Hour)); standing.SignedIn() {
			t.Error("the family goes on", standing)
		}
	}
	if _, _, ok, err := c.write.RotateSession(ctx, replayed, day); ok || err != nil {
		t.Error("an ended session is rotated", err)
	}
}

// TestRosterFollows has a server hold sessions, roles and agreements in memory, and everything revoked is gone from there within a second.
func TestRosterFollows(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c := newCounty(t)
	var following sync.WaitGroup
	following.Go(func() { c.feed.Follow(ctx, time.Minute, c.apply, func(postgis.Progress) {}) }) // told, not polled
	defer following.Wait()
	defer cancel()
	within := func(what string, limit time.Duration, ok func() bool) {
		t.Helper()
		for since := time.Now(); !ok(); time.Sleep(2 * time.Millisecond) {
			if time.Since(since) > limit {
				t.Fatalf("%s: not within %s", what, limit)
			}
		}
	}
	signed := func(in access.SignedIn) bool {
		_, standing := c.roster.Session(in.Token, began)
		return standing.SignedIn()
	}
	exact := func(in access.SignedIn) bool { return len(access.Exact(c.roster.Who(in.Account), began)) > 0 }

	planner := c.signIn(t, "planner@hollin.example", grant(access.PlanningOfficer, hollin, hollinPlace))
	within("the first sign-in, and the listening", 10*time.Second, func() bool { return signed(planner) && c.feed.Progress().Deaf == nil })
	housing := c.signIn(t, "housing@ashdale.example", grant(access.AssociationOfficer, ashdale, ""))
	within("a sign-in", time.Second, func() bool { return signed(housing) && exact(housing) })
	if exact(planner) {
		t.Fatal("exact homes without an agreement")
	}
	a, err := c.write.MakeAgreement(ctx, access.Agreement{Association: ashdale, Authority: hollin, Place: hollinPlace, Span: grant("", 0, "").Span, GrantedBy: housing.Account}, began)
	if err != nil || a.AssociationRef != "ashdale-homes" || a.AuthorityRef != "hollin" {
		t.Fatal(a, err)
	}
	within("an agreement", time.Second, func() bool { return exact(planner) })
	if err := c.write.RevokeAgreement(ctx, a.ID, housing.Account, began); err != nil {
		t.Fatal(err)
	}
	within("an agreement revoked", time.Second, func() bool { return !exact(planner) })
	token, secret, _ := access.NewToken(planner.Account, "script", []string{"homes"}, time.Hour, began)
	if token, err = c.write.KeepToken(ctx, token); err != nil {
		t.Fatal(err)
	}
	works := func() bool { _, err := c.roster.Token(secret, began); return err == nil }
	within("a token", time.Second, works)
	if err := c.write.RevokeToken(ctx, planner.Account, token.ID, began); err != nil {
		t.Fatal(err)
	}
	within("a token revoked", time.Second, func() bool { return !works() })
	if err := c.write.RevokeRole(ctx, housing.Granted[0].ID, 0, began); err != nil {
		t.Fatal(err)
	}
	within("a role revoked", time.Second, func() bool { return !exact(housing) })
	if err := c.write.EndSession(ctx, housing.Session.Family, access.EndedByOthers, began); err != nil {
		t.Fatal(err)
	}
	within("a session revoked", time.Second, func() bool { return !signed(housing) })
	if !signed(planner) {
		t.Error("another session ended with it")
	}
	if err := c.write.Erase(ctx, planner.Account, began); err != nil {
		t.Fatal(err)
	}
	within("an account erased", time.Second, func() bool { return !signed(planner) && c.roster.Who(planner.Account).Account == 0 })
}

// TestRosterEqual compares what is followed with what is read anew, after each of many changes by the writer and by plain SQL.
func TestRosterEqual(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	c.step(t)
	equal := func(after string) {
		t.Helper()
		c.step(t)
		fresh := access.NewRoster()
		if _, err := postgis.NewAccessFeed(c.db.Pool(t, postgis.RoleWrite)).Step(ctx, func(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
			return postgis.FeedRoster(ctx, tx, b, fresh)
		}); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(fresh, c.roster) {
			t.Fatalf("after %s: followed %+v, read anew %+v", after, c.roster, fresh)
		}
	}
	in := c.signIn(t, "a@x.example", grant(access.PlanningOfficer, hollin, hollinPlace), grant(access.AssociationOfficer, birch, ""))
	equal("a sign-in")
	_, _, _, err := c.write.RotateSession(ctx, in.Session, began.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	equal("a rotation")
	b := c.signIn(t, "b@x.example")
	if _, err := c.write.GrantRole(ctx, b.Account, grant(access.ForumSecretary, vale1, ""), in.Account, began); err != nil {
		t.Fatal(err)
	}
	equal("a grant")
	for _, sql := range []string{
		`INSERT INTO agreement (association_id, authority_id, place, start_date, end_date, granted_by, granted_at) VALUES (2, 3, 'E07009001', '2026-01-01', '2026-12-31', 1, now())`,
		`UPDATE role_held SET end_date = '2026-09-30'`,
		`UPDATE session SET ended_at = now(), end_reason = 'revoked' WHERE account_id = 2`,
		`DELETE FROM session`,
		`UPDATE role_held SET revoked_at = now() WHERE account_id = 1`,
		`TRUNCATE agreement`,
	} {
		c.sql(t, sql)
		equal(sql)
	}
	if err := c.write.Erase(ctx, b.Account, began); err != nil {
		t.Fatal(err)
	}
	equal("an erasure")
}

// TestAccessIsApart keeps those who answer about homes from accounts, and who keeps accounts from homes.
func TestAccessIsApart(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	c.signIn(t, "a@x.example")
	c.sql(t, strings.ReplaceAll(aHomeBySQL, "$2", "'open'"), "1")
	write := c.db.Pool(t, postgis.RoleWrite)
	var tables []string
	if err := write.QueryRow(ctx, `SELECT array_agg(DISTINCT table_name ORDER BY table_name) FROM access_change`).Scan(&tables); err != nil || fmt.Sprint(tables) != "[account session]" {
		t.Error("terrier_write hears of", tables, err)
	}
	for role, refused := range map[string][]string{
		postgis.RoleWrite: {`SELECT FROM home`, `SELECT FROM published_home`, `SELECT FROM home_version`, `SELECT FROM change`, `SELECT FROM public_change`,
			`UPDATE role_held SET role = 'administrator'`, `UPDATE role_held SET account_id = 1`, `DELETE FROM role_held`, `DELETE FROM account`, `DELETE FROM agreement`,
			`UPDATE session SET account_id = 1`, `UPDATE session SET issued_at = now()`, `UPDATE sign_in_link SET email_key = 'x'`, `UPDATE sign_in_link SET expires_at = now()`,
			`UPDATE api_token SET scopes = '{homes}'`, `UPDATE passkey SET public_key = ''`, `UPDATE ceremony SET account_id = 1`, `UPDATE agreement SET end_date = '2099-01-01'`, `TRUNCATE session`},
		postgis.RoleLoad:   {`SELECT account_id FROM role_held`, `SELECT place FROM agreement`},
		postgis.RoleExact:  {`SELECT FROM role_held`, `SELECT FROM agreement`},
		postgis.RolePublic: {`SELECT FROM role_held`, `SELECT FROM agreement`},
	} {
		pool := c.db.Pool(t, role)
		if role != postgis.RoleWrite {
			for _, table := range []string{"account", "session", "ceremony", "sign_in_link", "sign_in_link_role", "passkey", "oidc_identity", "api_token", "access_change"} {
				refused = append(refused, `SELECT FROM `+table)
			}
		}
		for _, sql := range refused {
			if _, err := pool.Exec(ctx, sql); code(err) != "42501" {
				t.Errorf("%s may %s: %v", role, sql, err)
			}
		}
	}
	t.Run("and followers of the map are not woken by a sign-in", func(t *testing.T) {
		f := postgis.NewFeed(c.db.Pool(t, postgis.RoleExact))
		step := func() (got postgis.Batch) {
			if _, err := f.Step(ctx, func(_ context.Context, _ pgx.Tx, b postgis.Batch) error { got = b; return nil }); err != nil {
				t.Fatal(err)
			}
			return got
		}
		step()
		conn, err := pgx.Connect(ctx, c.db.URL(postgis.RoleExact))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close(ctx) }()
		if _, err := conn.Exec(ctx, `LISTEN terrier_change`); err != nil {
			t.Fatal(err)
		}
		c.signIn(t, "b@x.example")
		if b := step(); b.Keys != nil {
			t.Error("hears of", b)
		}
		short, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		defer cancel()
		if n, err := conn.WaitForNotification(short); err == nil {
			t.Error("is woken by", n)
		}
	})
}

// TestAccessConstraints writes by plain SQL what cannot be.
func TestAccessConstraints(t *testing.T) {
	c := newCounty(t)
	c.sql(t, `INSERT INTO account (email, email_key, passkey_handle, made_at) VALUES ('a@x.example', 'a@x.example', sha256('a'), now())`)
	c.sql(t, `INSERT INTO role_held (account_id, role, organisation_id, start_date, end_date, granted_at) VALUES (1, 'forum-member', 4, '2026-01-01', '2026-06-30', now())`)
	c.sql(t, `INSERT INTO sign_in_link (token_sha256, purpose, email, email_key, made_at, expires_at, used_at, account_id) VALUES (sha256('l'), 'sign-in', 'a', 'a', now(), now() + interval '15 minutes', now(), 1)`)
	c.sql(t, `INSERT INTO session (family, token_sha256, account_id, means, started_at, issued_at, replaced_at, ended_at, end_reason) VALUES (gen_random_uuid(), sha256('s'), 1, 'link', now(), now(), now(), now(), 'signed-out')`)
	role := func(role, organisation, place, from, until string) string {
		return fmt.Sprintf(`INSERT INTO role_held (account_id, role, organisation_id, place, start_date, end_date, granted_at) VALUES (1, '%s', %s, %s, '%s', %s, now())`, role, organisation, place, from, until)
	}
	for _, try := range []struct{ sentence, sql, code string }{
		{"a role before itself", role("forum-member", "4", "NULL", "2026-07-02", "'2026-07-01'"), "23514"},
		{"a role of nothing", role("forum-member", "NULL", "NULL", "2026-07-02", "NULL"), "23514"},
		{"an administrator of something", role("administrator", "4", "NULL", "2026-07-02", "NULL"), "23514"},
		{"a planning officer of nowhere", role("planning-officer", "3", "NULL", "2026-07-02", "NULL"), "23514"},
		{"a place that is none", role("planning-officer", "3", "'Hollin'", "2026-07-02", "NULL"), "23514"},
		{"a role that is none", role("king", "3", "NULL", "2026-07-02", "NULL"), "23514"},
		{"the same role on a day on which it is held", role("forum-member", "4", "NULL", "2026-06-30", "NULL"), "23P01"},
		{"and on the day after", role("forum-member", "4", "NULL", "2026-07-01", "NULL"), ""},
		{"and again, revoked", `UPDATE role_held SET revoked_at = now() WHERE id = (SELECT max(id) FROM role_held)`, ""},
		{"a role revoked, and then not", `UPDATE role_held SET revoked_at = NULL WHERE revoked_at IS NOT NULL`, "23000"},
		{"and granted anew on the same day", role("forum-member", "4", "NULL", "2026-07-01", "NULL"), ""},
		{"in another place", role("forum-member", "4", "'E07009001'", "2026-07-01", "NULL"), ""},
		{"two accounts of one address", `INSERT INTO account (email, email_key, passkey_handle, made_at) VALUES ('A@x.example', 'a@x.example', sha256('b'), now())`, "23505"},
		{"an erased account with an address", `UPDATE account SET erased_at = now()`, "23514"},
		{"an account without one", `INSERT INTO account (made_at) VALUES (now())`, "23514"},
		{"an organisation removed for which a role is held", `DELETE FROM organisation WHERE id = 4`, "23503"},
		{"a link for an hour", `INSERT INTO sign_in_link (token_sha256, purpose, email, email_key, made_at, expires_at) VALUES (sha256('m'), 'sign-in', 'a', 'a', now(), now() + interval '1 hour')`, "23514"},
		{"an invitation for eight days", `INSERT INTO sign_in_link (token_sha256, purpose, email, email_key, made_at, expires_at) VALUES (sha256('m'), 'invitation', 'a', 'a', now(), now() + interval '8 days')`, "23514"},
		{"a link used again", `UPDATE sign_in_link SET used_at = now() + interval '1 second'`, "23000"},
		{"a link not used after all", `UPDATE sign_in_link SET used_at = NULL, account_id = NULL`, "23000"},
		{"a session begun again", `UPDATE session SET ended_at = NULL, end_reason = NULL`, "23000"},
		{"two current tokens of a sign-in", `INSERT INTO session (family, token_sha256, account_id, means, started_at, issued_at) SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', sha256(n::text::bytea), 1, 'link', now(), now() FROM generate_series(1, 2) n`, "23505"},
		{"half a hash", `INSERT INTO session (family, token_sha256, account_id, means, started_at, issued_at) VALUES (gen_random_uuid(), 'x', 1, 'link', now(), now())`, "23514"},
		{"an agreement with oneself", `INSERT INTO agreement (association_id, authority_id, place, start_date, end_date, granted_by, granted_at) VALUES (1, 1, 'E07009001', '2026-01-01', '2026-12-31', 1, now())`, "23514"},
		{"an agreement without an end", `INSERT INTO agreement (association_id, authority_id, place, start_date, granted_by, granted_at) VALUES (1, 3, 'E07009001', '2026-01-01', 1, now())`, "23502"},
		{"an agreement about no tenure", `INSERT INTO agreement (association_id, authority_id, place, tenures, start_date, end_date, granted_by, granted_at) VALUES (1, 3, 'E07009001', '{}', '2026-01-01', '2026-12-31', 1, now())`, "23514"},
		{"or about one that is none", `INSERT INTO agreement (association_id, authority_id, place, tenures, start_date, end_date, granted_by, granted_at) VALUES (1, 3, 'E07009001', '{council}', '2026-01-01', '2026-12-31', 1, now())`, "23514"},
		{"a ceremony for an hour", `INSERT INTO ceremony (token_sha256, purpose, made_at, expires_at) VALUES (sha256('c'), 'passkey', now(), now() + interval '1 hour')`, "23514"},
		{"a passkey made for nobody", `INSERT INTO ceremony (token_sha256, purpose, made_at, expires_at) VALUES (sha256('c'), 'add-passkey', now(), now() + interval '1 minute')`, "23514"},
		{"a sign-in of somebody", `INSERT INTO ceremony (token_sha256, purpose, account_id, made_at, expires_at) VALUES (sha256('c'), 'passkey', 1, now(), now() + interval '1 minute')`, "23514"},
		{"a token for ever", `INSERT INTO api_token (account_id, name, prefix, token_sha256, scopes, made_at, expires_at) VALUES (1, 'a', 'terrier_abcd', sha256('t'), '{homes}', now(), 'infinity')`, "23514"},
		{"a token for everything", `INSERT INTO api_token (account_id, name, prefix, token_sha256, scopes, made_at, expires_at) VALUES (1, 'a', 'terrier_abcd', sha256('t'), '{all}', now(), now() + interval '1 day')`, "23514"},
	} {
		if _, err := c.admin.Exec(context.Background(), try.sql); code(err) != try.code {
			t.Errorf("%s: got %q, want %q: %v", try.sentence, code(err), try.code, err)
		}
	}
}

// TestErase looks into every table for what is personal, before and after.
func TestErase(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	admin := c.signIn(t, "admin@x.example", grant(access.Administrator, 0, ""))
	in := c.signIn(t, "Ŵendy.Uncommon@x.example", grant(access.AssociationOfficer, ashdale, ""), grant(access.ForumMember, vale1, ""))
	c.link(t, "Ŵendy.uncommon@x.example", admin.Account, grant(access.Administrator, 0, "")) // not used yet
	c.link(t, "friend@x.example", in.Account, grant(access.AssociationOfficer, ashdale, ""))
	tok, _, _ := access.NewToken(in.Account, "uncommon script", []string{"homes"}, time.Hour, began)
	if _, err := c.write.KeepToken(ctx, tok); err != nil {
		t.Fatal(err)
	}
	pass := access.Passkey{Account: in.Account, Name: "uncommon phone", RPID: "localhost", CredentialID: []byte{1}, PublicKey: []byte{2}, Extensions: []byte(`{}`), Made: began,
		Transports: []string{"internal"}, Flags: 0x5d, SignCount: 4294967295}
	kept, err := c.write.AddPasskey(ctx, pass)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.write.AddPasskey(ctx, pass); told(err) != "passkey-known" {
		t.Error(err)
	}
	if _, err := c.write.SignInByPasskey(ctx, kept.ID, 7, 0x1d, access.Secret{}, began); !errors.Is(err, access.ErrPasskeyCopied) { // it began at the most
		t.Error(err)
	}
	if got, err := c.write.Passkeys(ctx, in.Account, "localhost"); err != nil || len(got) != 1 || got[0].Flags != 0x5d || got[0].SignCount != 4294967295 || !got[0].CloneWarning || got[0].Transports[0] != "internal" {
		t.Error(got, err)
	}
	handle, err := c.write.PasskeyHandle(ctx, in.Account)
	if of, ofErr := c.write.AccountOfHandle(ctx, handle); err != nil || ofErr != nil || of.ID != in.Account || len(handle) != 64 {
		t.Error(of, err, ofErr)
	}
	known, err := c.write.SignInByIdentity(ctx, "https://id.example", "uncommon-subject", address(t, "Ŵendy.uncommon@x.example"), anybody, access.Secret{}, began)
	if err != nil || known.Account != in.Account {
		t.Fatal(known, err)
	}
	if again, err := c.write.SignInByIdentity(ctx, "https://id.example", "uncommon-subject", address(t, "other@x.example"), anybody, access.Secret{}, began); err != nil || again.Account != in.Account {
		t.Error("an identity follows its address", again, err)
	}
	begun, _ := access.NewCeremony(access.ToAddPasskey, in.Account, began)
	if err := c.write.KeepCeremony(ctx, begun); err != nil {
		t.Fatal(err)
	}
	a, err := c.write.MakeAgreement(ctx, access.Agreement{Association: ashdale, Authority: hollin, Place: hollinPlace, Span: grant("", 0, "").Span, GrantedBy: in.Account}, began)
	if err != nil {
		t.Fatal(err)
	}

	d, err := c.write.MakeDraft(ctx, area.Draft{Owner: in.Account, Name: "Uncommon land", Why: "uncommon", Viewers: "private", Shape: vale}, "", began)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.write.KeepVersion(ctx, d.Token, d.Version, in.Account, "uncommon reason", 0, began); err != nil {
		t.Fatal(err)
	}
	if err := c.write.MarkReady(ctx, d.Token, 1, false, in.Account, began); err != nil {
		t.Fatal(err)
	}

	x, err := c.write.Export(ctx, in.Account)
	if len(x.Drafts) != 1 || x.Drafts[0].Ready != 1 || !strings.HasPrefix(x.Drafts[0].Shape, "MULTIPOLYGON(((433000 435000") || len(x.Versions) != 1 || x.Versions[0].Draft != d.Token || x.Versions[0].Shape != x.Drafts[0].Shape {
		t.Errorf("%+v, %+v", x.Drafts, x.Versions)
	}
	if err != nil || x.Email != "Ŵendy.Uncommon@x.example" || len(x.Roles) != 2 || len(x.Links) != 2 || len(x.Sessions) != 3 || len(x.Passkeys) != 1 || len(x.Identities) != 1 ||
		len(x.Tokens) != 1 || len(x.Agreements) != 1 || x.Roles[0].Organisation != "Ashdale Homes" || x.Roles[0].From != "2026-06-01" {
		t.Errorf("%+v, %v", x, err)
	}
	var did []string
	for _, e := range x.Events {
		did = append(did, e.Action)
		if e.At.IsZero() || e.Kind == "" || !json.Valid(e.Detail) {
			t.Errorf("%+v", e)
		}
	}
	var others int
	if err := c.admin.QueryRow(ctx, `SELECT count(*) FROM audit_entry WHERE who <> $1`, fmt.Sprint("account:", in.Account)).Scan(&others); err != nil || others == 0 {
		t.Errorf("nobody else did anything: %v", err)
	}
	if !slices.Contains(did, "sign-in") || !slices.Contains(did, "add-passkey") || !slices.Contains(did, "make-agreement") || slices.Contains(did, "grant-association-officer") {
		t.Errorf("they did %q", did)
	}
	if text, err := json.Marshal(x); err != nil || strings.Contains(string(text), "null") || strings.Contains(string(text), "friend") {
		t.Errorf("%s %v", text, err)
	}

	traces := func() (n int) {
		t.Helper()
		var names []string
		if err := c.admin.QueryRow(ctx, `SELECT array_agg(relname::text) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`).Scan(&names); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			var found int
			if err := c.admin.QueryRow(ctx, `SELECT count(*) FROM `+name+` x WHERE x::text ILIKE '%uncommon%' OR x::text ILIKE '%friend%'`).Scan(&found); err != nil {
				t.Fatal(err)
			}
			n += found
		}
		return n
	}
	if n := traces(); n < 9 {
		t.Fatalf("only %d rows to look for", n)
	}
	if err := c.write.Erase(ctx, in.Account, began); err != nil {
		t.Fatal(err)
	}
	if n := traces(); n != 0 {
		t.Errorf("%d rows tell of who was erased", n)
	}
	var id int64
	var revoked, inForce int
	if err := c.admin.QueryRow(ctx, `SELECT id, (SELECT count(*) FROM role_held WHERE account_id = $1 AND revoked_at IS NOT NULL), (SELECT count(*) FROM agreement WHERE id = $2 AND revoked_at IS NULL)
		FROM account WHERE id = $1 AND erased_at IS NOT NULL`, in.Account, a.ID).Scan(&id, &revoked, &inForce); err != nil || revoked != 2 || inForce != 1 {
		t.Error("what the audit trail needs, and the association's agreement:", id, revoked, inForce, err)
	}
	t.Run("and what is gone is gone", func(t *testing.T) {
		for what, err := range map[string]error{
			"erase":  c.write.Erase(ctx, in.Account, began),
			"grant":  second(c.write.GrantRole(ctx, in.Account, grant(access.Administrator, 0, ""), 0, began)),
			"export": second(c.write.Export(ctx, in.Account)),
			"sign":   second(c.write.StartSession(ctx, in.Account, "passkey", access.Secret{}, began)),
			"token":  second(c.write.KeepToken(ctx, tok)),
			"key":    second(c.write.AddPasskey(ctx, pass)),
			"begin":  c.write.KeepCeremony(ctx, begun),
		} {
			if !errors.Is(err, access.ErrGone) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if back := c.signIn(t, "Ŵendy.uncommon@x.example"); !back.Fresh || back.Account == in.Account {
			t.Error("the same account comes back", back)
		}
	})
}

// TestCeremony: once, for what it was begun, by whom it was begun, and not for long.
func TestCeremony(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	in := c.signIn(t, "a@x.example")
	for _, try := range []struct {
		sentence, purpose string
		account           int64
		after             time.Duration
		ok                bool
	}{
		{"as it was begun", access.ToAddPasskey, in.Account, access.CeremonyLife - time.Second, true},
		{"too late", access.ToAddPasskey, in.Account, access.CeremonyLife, false},
		{"for something else", access.ByPasskey, in.Account, 0, false},
		{"by nobody", access.ToAddPasskey, 0, 0, false},
		{"by somebody else", access.ToAddPasskey, in.Account + 1, 0, false},
	} {
		begun, secret := access.NewCeremony(access.ToAddPasskey, in.Account, began)
		if err := c.write.KeepCeremony(ctx, begun); err != nil {
			t.Fatal(err)
		}
		if err := c.write.UseCeremony(ctx, secret, try.purpose, try.account, began.Add(try.after)); (err == nil) != try.ok || err != nil && !errors.Is(err, access.ErrCeremony) {
			t.Errorf("%s: %v", try.sentence, err)
		}
		if err := c.write.UseCeremony(ctx, secret, access.ToAddPasskey, in.Account, began); try.ok && !errors.Is(err, access.ErrCeremony) {
			t.Errorf("%s, again: %v", try.sentence, err)
		}
	}
	if err := c.write.Prune(ctx, began.Add(access.CeremonyLife+time.Second)); err != nil {
		t.Fatal(err)
	}
	var left int
	if err := c.admin.QueryRow(ctx, `SELECT count(*) FROM ceremony`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d are left, %v", left, err)
	}
}

// TestPasskeyCounts: a passkey whose count goes back signs in no more, nor does the other one that has its key; and what is done with
// passkeys is noted.
func TestPasskeyCounts(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	in := c.signIn(t, "a@x.example")
	p, err := c.write.AddPasskey(ctx, access.Passkey{Account: in.Account, Name: "phone", RPID: "x.example", CredentialID: []byte{1}, PublicKey: []byte{2}, Extensions: []byte(`{}`), Made: began, AAGUID: []byte{}})
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		count uint32
		want  error
	}{{0, nil}, {0, nil}, {3, nil}, {4, nil}, {4, access.ErrPasskeyCopied}, {5, access.ErrPasskeyCopied}, {6, access.ErrPasskeyCopied}} {
		if _, err := c.write.SignInByPasskey(ctx, p.ID, step.count, 0x1d, access.Secret{}, began); !errors.Is(err, step.want) {
			t.Errorf("step %d, count %d: %v", i, step.count, err)
		}
	}
	for i := byte(2); i <= 20; i++ {
		if _, err := c.write.AddPasskey(ctx, access.Passkey{Account: in.Account, Name: "more", RPID: "x.example", CredentialID: []byte{i}, PublicKey: []byte{2}, Extensions: []byte(`{}`), Made: began, AAGUID: []byte{}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := c.write.AddPasskey(ctx, access.Passkey{Account: in.Account, Name: "one too many", RPID: "x.example", CredentialID: []byte{99}, PublicKey: []byte{2}, Extensions: []byte(`{}`), Made: began, AAGUID: []byte{}}); told(err) != "passkeys-full" {
		t.Error(err)
	}
	if err := c.write.RemovePasskey(ctx, in.Account+1, p.ID); told(err) != "no-passkey" {
		t.Error("somebody else removes it:", err)
	}
	if err := c.write.RemovePasskey(ctx, in.Account, p.ID); err != nil {
		t.Error(err)
	}
	if _, err := c.write.SignInByPasskey(ctx, p.ID, 9, 0x1d, access.Secret{}, began); !errors.Is(err, access.ErrPasskey) {
		t.Error("one that was removed signs in:", err)
	}
	var added, refused, removed, signedIn int
	if err := c.admin.QueryRow(ctx, `SELECT count(*) FILTER (WHERE action = 'add-passkey'), count(*) FILTER (WHERE action = 'refuse-passkey' AND ref = '1'),
		count(*) FILTER (WHERE action = 'remove-passkey' AND ref = '1'), count(*) FILTER (WHERE action = 'sign-in' AND detail LIKE '%passkey%') FROM audit_entry`).
		Scan(&added, &refused, &removed, &signedIn); err != nil || added != 20 || refused != 3 || removed != 1 || signedIn != 4 {
		t.Errorf("noted: %d added, %d refused, %d removed, %d signed in, %v", added, refused, removed, signedIn, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestRoleHeld(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	in := c.signIn(t, "a@x.example")
	held, err := c.write.GrantRole(ctx, in.Account, grant(access.PlanningOfficer, hollin, hollinPlace), 0, began)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.write.RoleHeld(ctx, held.ID); err != nil || got.Place != hollinPlace || got.Ref != "hollin" || !got.Until.Equal(grant("", 0, "").Until) {
		t.Error(got, err)
	}
	if _, err := c.write.GrantRole(ctx, in.Account, grant(access.PlanningOfficer, hollin, hollinPlace), 0, began); told(err) != "role-held-already" {
		t.Error(err)
	}
	if err := c.write.RevokeRole(ctx, held.ID, 0, began); err != nil {
		t.Error(err)
	}
	if err := c.write.RevokeRole(ctx, held.ID, 0, began); told(err) != "role-not-held" {
		t.Error(err)
	}
	if got, err := c.write.RolesHeld(ctx, 0, hollin); err != nil || len(got) != 0 {
		t.Error(got, err)
	}
}

// TestWithdraw takes roles, and what invites to them, as `terrier user revoke` does.
func TestWithdraw(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	in := c.signIn(t, "a@x.example", grant(access.AssociationOfficer, ashdale, ""), grant(access.PlanningOfficer, hollin, hollinPlace))
	other := c.signIn(t, "b@x.example", grant(access.AssociationOfficer, ashdale, ""))
	if _, _, ok, err := c.write.RotateSession(ctx, in.Session, began.Add(time.Hour)); !ok || err != nil {
		t.Fatal(ok, err)
	}
	tok, _, _ := access.NewToken(in.Account, "script", []string{"homes"}, time.Hour, began)
	if _, err := c.write.KeepToken(ctx, tok); err != nil {
		t.Fatal(err)
	}
	late := c.link(t, "a@x.example", 0, grant(access.AssociationOfficer, birch, ""), grant(access.PlanningOfficer, hollin, hollinPlace))
	for _, step := range []struct {
		role         access.Role
		organisation int64
		want         postgis.Withdrawn
	}{
		{access.ForumMember, 0, postgis.Withdrawn{}},
		{access.AssociationOfficer, birch, postgis.Withdrawn{Invitations: 1}},
		{"", hollin, postgis.Withdrawn{Roles: 1, Invitations: 1}},
		{"", 0, postgis.Withdrawn{Roles: 1, Sessions: 1, Tokens: 1}},
		{"", 0, postgis.Withdrawn{}},
	} {
		got, err := c.write.Withdraw(ctx, address(t, "A@X.example"), step.role, step.organisation, 0, began)
		if err != nil || got != step.want {
			t.Errorf("%s of %d: %+v, want %+v, %v", step.role, step.organisation, got, step.want, err)
		}
	}
	if _, err := c.write.UseLink(ctx, late, access.Secret{}, began); !errors.Is(err, access.ErrLink) {
		t.Error("the link goes on working", err)
	}
	if held, err := c.write.RolesHeld(ctx, other.Account, 0); err != nil || len(held) != 1 {
		t.Error("another's role", held, err)
	}
}

func TestPruneAccess(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	in := c.signIn(t, "a@x.example")
	count := func() (links, sessions int) {
		t.Helper()
		if err := c.admin.QueryRow(ctx, `SELECT (SELECT count(*) FROM sign_in_link), (SELECT count(*) FROM session)`).Scan(&links, &sessions); err != nil {
			t.Fatal(err)
		}
		return links, sessions
	}
	for _, step := range []struct {
		at              time.Duration
		links, sessions int
	}{{time.Hour, 1, 1}, {25 * time.Hour, 0, 1}, {access.SessionLife, 0, 1}, {access.SessionLife + time.Second, 0, 0}} {
		if err := c.write.Prune(ctx, began.Add(step.at)); err != nil {
			t.Fatal(err)
		}
		if links, sessions := count(); links != step.links || sessions != step.sessions {
			t.Errorf("after %s: %d links, %d sessions", step.at, links, sessions)
		}
	}
	if _, err := c.write.Account(ctx, in.Account); err != nil {
		t.Error(err)
	}
}

// TestAgreementSettings holds what access says that people see against the row-level policies, and against the exact stock in memory.
func TestAgreementSettings(t *testing.T) {
	ctx := context.Background()
	c := newCounty(t)
	const moorPlace = "E07009002"
	for i, h := range []struct {
		owner                          int
		sensitivity, tenure, authority string
	}{
		{ashdale, "open", "social-rent", hollinPlace}, {ashdale, "withheld", "social-rent", hollinPlace}, {ashdale, "published", "social-rent", moorPlace},
		{birch, "restricted", "social-rent", hollinPlace}, {birch, "withheld", "social-rent", hollinPlace}, {birch, "open", "affordable-rent", hollinPlace},
		{birch, "open", "social-rent", moorPlace},
	} {
		c.sql(t, `INSERT INTO home (owner_id, provider_ref, sensitivity, tenure, authority, bedrooms, as_at_date, geom, source_crs, source_id)
			VALUES ($1, $2, $3, $4, $5, 1, '2026-03-31', ST_Point(433000, 435000, 27700), 'EPSG:27700', 1)`, h.owner, fmt.Sprint(i), h.sensitivity, h.tenure, h.authority)
	}
	planner := c.signIn(t, "planner@hollin.example", grant(access.PlanningOfficer, hollin, hollinPlace))
	housing := c.signIn(t, "housing@ashdale.example", grant(access.AssociationOfficer, ashdale, ""))
	rival := c.signIn(t, "officer@birch.example", grant(access.AssociationOfficer, birch, ""))
	agree := access.Agreement{Association: birch, Authority: hollin, Place: hollinPlace, Tenures: []string{"social-rent"}, Span: grant("", 0, "").Span, GrantedBy: rival.Account}
	if _, err := c.write.MakeAgreement(ctx, agree, began); err != nil {
		t.Fatal(err)
	}
	c.step(t)
	exact := c.db.Pool(t, postgis.RoleExact)
	stock := home.NewExactStock(area.NewOutlines())
	if _, err := postgis.NewFeed(exact).Step(ctx, func(ctx context.Context, tx pgx.Tx, b postgis.Batch) error {
		_, _, err := postgis.FeedExactHomes(ctx, tx, b, stock)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]struct {
		account int64
		rows    string // that the second lock lets through: it knows owners, not places and tenures
		homes   int    // that the views show
	}{"the planner": {planner.Account, "3 5 6", 1}, "the association": {housing.Account, "0 1 2", 3}, "another": {rival.Account, "3 4 5 6", 4}, "nobody": {0, "", 0}} {
		parts := access.Exact(c.roster.Who(want.account), began)
		err := pgx.BeginFunc(ctx, exact, func(tx pgx.Tx) error {
			owners, own := access.Settings(parts)
			if _, err := tx.Exec(ctx, `SELECT set_config('terrier.owners', $1, true), set_config('terrier.own', $2, true)`, owners, own); err != nil {
				return err
			}
			var got string
			err := tx.QueryRow(ctx, `SELECT coalesce(string_agg(provider_ref, ' ' ORDER BY provider_ref), '') FROM home`).Scan(&got)
			if got != want.rows {
				t.Errorf("the database shows %s %q, want %q", name, got, want.rows)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		s, err := stock.Count(home.SightOf(parts), home.Question{})
		if err != nil {
			t.Fatal(err)
		}
		seen := s.Total
		if seen != want.homes {
			t.Errorf("the views show %s %d homes, want %d", name, seen, want.homes)
		}
	}
}

// anybody is vouched for.
func anybody(string) error { return nil }
