package access

import (
	"slices"
	"sync"
	"time"
)

// Roster is who is signed in and what they hold, in memory: a request asks it, and not the database. It is fed by what follows the
// database, so what was revoked is gone from here within a second. Safe for several goroutines.
type Roster struct {
	mu         sync.RWMutex
	accounts   map[int64]Account
	sessions   map[int64]Session
	roles      map[int64]Held
	agreements map[int64]Agreement
	tokens     map[int64]Token

	sessionOf map[Digest]int64
	tokenOf   map[Digest]int64
	rolesOf   map[int64][]int64 // by account, ascending
}

// NewRoster makes an empty one.
func NewRoster() *Roster {
	r := &Roster{sessionOf: map[Digest]int64{}, tokenOf: map[Digest]int64{}, rolesOf: map[int64][]int64{}}
	r.accounts, r.sessions, r.roles = map[int64]Account{}, map[int64]Session{}, map[int64]Held{}
	r.agreements, r.tokens = map[int64]Agreement{}, map[int64]Token{}
	return r
}

// Change is what a batch of the feed brings, as one.
type Change struct {
	Accounts   Rows[Account]
	Sessions   Rows[Session]
	Roles      Rows[Held]
	Agreements Rows[Agreement]
	Tokens     Rows[Token]
}

// Rows are those of one kind.
type Rows[T any] struct {
	All  bool    // Put is everything there is: whatever else is kept goes
	Drop []int64 // ids that go, unless they are put
	Put  []T
}

// Apply brings a change in. Whoever asks sees all of it or nothing.
func (r *Roster) Apply(c Change) {
	r.mu.Lock()
	defer r.mu.Unlock()
	apply(r.accounts, c.Accounts, func(a Account) int64 { return a.ID }, nil, nil)
	apply(r.agreements, c.Agreements, func(a Agreement) int64 { return a.ID }, nil, nil)
	apply(r.sessions, c.Sessions, func(s Session) int64 { return s.ID },
		func(s Session) { delete(r.sessionOf, s.Key) }, func(s Session) { r.sessionOf[s.Key] = s.ID })
	apply(r.tokens, c.Tokens, func(t Token) int64 { return t.ID },
		func(t Token) { delete(r.tokenOf, t.Key) }, func(t Token) { r.tokenOf[t.Key] = t.ID })
	apply(r.roles, c.Roles, func(h Held) int64 { return h.ID }, r.forgetRole, r.indexRole)
}

// apply changes one kind. forget and index keep what finds its rows by something else than their id; nil where nothing does.
func apply[T any](kept map[int64]T, rows Rows[T], id func(T) int64, forget, index func(T)) {
	drop := func(i int64) {
		if had, ok := kept[i]; ok {
			if delete(kept, i); forget != nil {
				forget(had)
			}
		}
	}
	if rows.All {
		for i := range kept {
			drop(i)
		}
	}
	for _, i := range rows.Drop {
		drop(i)
	}
	for _, v := range rows.Put {
		drop(id(v))
		if kept[id(v)] = v; index != nil {
			index(v)
		}
	}
}

func (r *Roster) indexRole(h Held) {
	of := r.rolesOf[h.Account]
	at, _ := slices.BinarySearch(of, h.ID)
	r.rolesOf[h.Account] = slices.Insert(of, at, h.ID)
}

func (r *Roster) forgetRole(h Held) {
	of := r.rolesOf[h.Account]
	if at, found := slices.BinarySearch(of, h.ID); found {
		of = slices.Delete(of, at, at+1)
	}
	if r.rolesOf[h.Account] = of; len(of) == 0 {
		delete(r.rolesOf, h.Account)
	}
}

// Session finds the session of a token and what it is worth now. It may be Due or Replayed: whoever asks then sees to it in the
// database. One that is Unknown may be a moment old, and written by another server: whoever asks brings the roster up to date once,
// and asks again, before they say that nobody is signed in.
func (r *Roster) Session(token Secret, now time.Time) (Session, Standing) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	s, ok := r.sessions[r.sessionOf[token.Digest()]]
	if !ok {
		return Session{}, Unknown
	}
	if _, there := r.accounts[s.Account]; !there {
		return Session{}, Unknown
	}
	return s, s.Standing(now)
}

// Token finds an API token that works; ErrToken where there is none.
func (r *Roster) Token(token Secret, now time.Time) (Token, error) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	t, ok := r.tokens[r.tokenOf[token.Digest()]]
	if _, there := r.accounts[t.Account]; !ok || !there || !t.Works(now) {
		return Token{}, ErrToken
	}
	return t, nil
}

// Account is who an account is. ok is false where there is none, or none any more.
func (r *Roster) Account(id int64) (a Account, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	a, ok = r.accounts[id]
	return a, ok
}

// AccountOf is the account of an e-mail address. ok is false where there is none.
func (r *Roster) AccountOf(address Address) (a Account, ok bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, a := range r.accounts {
		if a.Email.Key == address.Key {
			return a, true
		}
	}
	return Account{}, false
}

// Who is an account with its roles and the agreements that concern them. One that is not there is nobody.
func (r *Roster) Who(account int64) Who {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if _, ok := r.accounts[account]; !ok {
		return Who{}
	}
	who := Who{Account: account}
	for _, id := range r.rolesOf[account] {
		who.Roles = append(who.Roles, r.roles[id])
	}
	for _, a := range r.agreements {
		if slices.ContainsFunc(who.Roles, func(h Held) bool {
			return h.Organisation != 0 && (h.Organisation == a.Authority || h.Organisation == a.Association)
		}) {
			who.Agreements = append(who.Agreements, a)
		}
	}
	slices.SortFunc(who.Agreements, func(a, b Agreement) int { return int(a.ID - b.ID) })
	return who
}

// ByToken is who a program acts for.
func (r *Roster) ByToken(t Token) Who {
	who := r.Who(t.Account)
	who.ByToken, who.Scopes = true, t.Scopes
	return who
}
