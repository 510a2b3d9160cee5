package access

import (
	"fmt"
	"maps"
	"sync"
	"time"

	"terrier/plans"
)

// Limit is how often something may happen: Burst times at once, and then once every Every. The arithmetic is that of the generic cell
// rate algorithm (ITU-T I.371): one moment is all there is to remember.
type Limit struct {
	Burst int
	Every time.Duration
}

// The limits on signing in. NIST SP 800-63B allows 100 failed attempts an account; secrets of 256 bits would need none against guessing, so
// these keep mailboxes from being flooded and the database from being busied. A client is one network: many people may share it.
var (
	PerAddress = Limit{Burst: 5, Every: 5 * time.Minute}   // links asked for, for one e-mail address
	PerClient  = Limit{Burst: 30, Every: 20 * time.Second} // links asked for and used, by one client
)

// PerReader is the limit on figures that are kept because somebody opens them by a link or takes them away in a file: each is a row that
// stays. A person who clicks does not come near it.
var PerReader = Limit{Burst: 120, Every: 2 * time.Second}

// PerLooker is the limit on parts of the exact map that somebody looks at anew, each an entry in the audit trail: a part is twelve
// kilometres wide and counts once an hour.
var PerLooker = Limit{Burst: 600, Every: time.Second}

// PerDrawer is the limit on questions about a drawing, from one address: a hand that drags a corner asks as often as it is answered, some twenty times a second
// where the server is near, and may do so for minutes.
var PerDrawer = Limit{Burst: 1200, Every: 50 * time.Millisecond}

// PerPrinter is the limit on printed maps, from one address: each is drawn anew, and takes some tenths of a second of a processor.
var PerPrinter = Limit{Burst: 30, Every: 3 * time.Second}

// Take says whether it may happen now. spent is the moment remembered from the last time, zero before the first; the one to remember
// next is returned, and where it may not, how long to wait.
func (l Limit) Take(spent, now time.Time) (next time.Time, wait time.Duration, ok bool) {
	if spent.Before(now) {
		spent = now
	}
	if ahead := spent.Sub(now) - time.Duration(l.Burst-1)*l.Every; ahead > 0 {
		return spent, ahead, false
	}
	return spent.Add(l.Every), 0, true
}

// Attempts remembers what was spent, by key. Safe for several goroutines.
type Attempts struct {
	limit Limit
	most  int
	says  string

	mu    sync.Mutex
	spent map[string]time.Time
	swept time.Time
}

// NewAttempts remembers at most so many keys: beyond, ones that have little to wait are forgotten, so that a flood of keys
// fills no memory. says is what who is refused is told: "There were too many attempts to sign in."
func NewAttempts(l Limit, most int, says string) *Attempts {
	return &Attempts{limit: l, most: most, says: says, spent: map[string]time.Time{}}
}

// Take counts an attempt of a key, or refuses it: a plans.Unavailable error, code too-many-attempts
// (HTTP's 429); wait is how long.
func (a *Attempts) Take(key string, now time.Time) (wait time.Duration, err error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sweep(key, now)
	next, wait, ok := a.limit.Take(a.spent[key], now)
	if !ok {
		return wait, &plans.Error{Kind: plans.Unavailable, Code: "too-many-attempts", Message: a.says,
			Remedy: fmt.Sprintf("Try again in %s.", roundUp(wait))}
	}
	a.spent[key] = next
	return 0, nil
}

// sweep forgets what has nothing to wait for, once in a while, and makes room for another key.
func (a *Attempts) sweep(key string, now time.Time) {
	if now.Sub(a.swept) >= time.Minute {
		a.swept = now
		maps.DeleteFunc(a.spent, func(_ string, t time.Time) bool { return !t.After(now) })
	}
	if _, known := a.spent[key]; known || len(a.spent) < a.most {
		return
	}
	least, when, looked := "", time.Time{}, 0
	for k, t := range a.spent { // in no order
		if looked == 0 || t.Before(when) {
			least, when = k, t
		}
		if looked++; looked == 16 {
			break
		}
	}
	delete(a.spent, least)
}

func roundUp(d time.Duration) time.Duration { return (d + time.Second - 1).Truncate(time.Second) }
