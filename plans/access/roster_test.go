package access_test

import (
	"errors"
	"sync"
	"testing"

	"terrier/plans/access"
)

func TestRoster(t *testing.T) {
	r := access.NewRoster()
	session, secret := access.NewSession(14, "link", noon)
	session.ID = 1
	token, key, _ := access.NewToken(14, "script", []string{"homes"}, access.TokenLife, noon)
	token.ID = 2
	r.Apply(access.Change{
		Accounts:   access.Rows[access.Account]{All: true, Put: []access.Account{{ID: 14}}},
		Sessions:   access.Rows[access.Session]{All: true, Put: []access.Session{session}},
		Roles:      access.Rows[access.Held]{All: true, Put: []access.Held{holding(14, access.PlanningOfficer, hollin, hollinPlace), {ID: 15, Account: 15}}},
		Agreements: access.Rows[access.Agreement]{All: true, Put: []access.Agreement{agreed(birch, moor, moorPlace), agreed(ashdale, hollin, hollinPlace)}},
		Tokens:     access.Rows[access.Token]{All: true, Put: []access.Token{token}},
	})
	if s, standing := r.Session(secret, noon); standing != access.Good || s.Account != 14 {
		t.Fatal(s, standing)
	}
	if _, standing := r.Session(access.NewSecret(), noon); standing != access.Unknown {
		t.Error("knows a token that is none")
	}
	who := r.Who(14)
	if len(who.Roles) != 1 || len(who.Agreements) != 1 || len(access.Exact(who, noon)) != 1 {
		t.Errorf("%+v", who)
	}
	if found, err := r.Token(key, noon); err != nil || !r.ByToken(found).ByToken || r.ByToken(found).Scopes[0] != "homes" {
		t.Error(found, err)
	}
	if _, err := r.Token(secret, noon); !errors.Is(err, access.ErrToken) {
		t.Error("a session's secret as a token", err)
	}
	t.Run("a row that is put anew is found by its new key alone", func(t *testing.T) {
		next, fresh := session.Next(noon)
		next.ID = 1
		r.Apply(access.Change{Sessions: access.Rows[access.Session]{Put: []access.Session{next}}})
		if _, standing := r.Session(secret, noon); standing != access.Unknown {
			t.Error(standing)
		}
		if _, standing := r.Session(fresh, noon); standing != access.Good {
			t.Error(standing)
		}
		secret = fresh
	})
	t.Run("a role that is revoked, an agreement that is dropped", func(t *testing.T) {
		r.Apply(access.Change{Agreements: access.Rows[access.Agreement]{Drop: []int64{ashdale}}})
		if got := access.Exact(r.Who(14), noon); got != nil {
			t.Error(got)
		}
		r.Apply(access.Change{Roles: access.Rows[access.Held]{Drop: []int64{14}}})
		if got := r.Who(14).Roles; len(got) != 0 {
			t.Error(got)
		}
	})
	t.Run("an account that is gone is nobody, whatever is left of it", func(t *testing.T) {
		r.Apply(access.Change{Accounts: access.Rows[access.Account]{Drop: []int64{14}}})
		if _, standing := r.Session(secret, noon); standing != access.Unknown {
			t.Error(standing)
		}
		if _, err := r.Token(key, noon); err == nil || r.Who(14).Account != 0 {
			t.Error("the token works")
		}
	})
}

// A change is seen whole or not at all, by however many ask meanwhile.
func TestRosterAtOnce(t *testing.T) {
	r := access.NewRoster()
	r.Apply(access.Change{Accounts: access.Rows[access.Account]{Put: []access.Account{{ID: 14}}}})
	planning := holding(14, access.PlanningOfficer, hollin, hollinPlace)
	on := access.Change{Roles: access.Rows[access.Held]{Put: []access.Held{planning}}, Agreements: access.Rows[access.Agreement]{Put: []access.Agreement{agreed(ashdale, hollin, hollinPlace)}}}
	off := access.Change{Roles: access.Rows[access.Held]{Drop: []int64{14}}, Agreements: access.Rows[access.Agreement]{Drop: []int64{ashdale}}}
	stop := make(chan struct{})
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if who := r.Who(14); len(who.Roles) != len(who.Agreements) {
					t.Error("half a change", who)
					return
				}
			}
		})
	}
	for range 2000 {
		r.Apply(on)
		r.Apply(off)
	}
	close(stop)
	asking.Wait()
}
