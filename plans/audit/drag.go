package audit

import (
	"encoding/json"
	"maps"
	"sync"
	"time"
)

// Drags holds the drags under way until they are noted, one entry a drag. Safe for several goroutines.
type Drags struct {
	idle, longest time.Duration

	mu    sync.Mutex
	under map[DragKey]*drag
}

// DragKey tells one drag from another: whose it is, what the browser calls it, and what is asked, save the shape. Who asks about
// something else on the way begins another drag.
type DragKey struct {
	Who   Who
	Name  string
	Asked Detail
}

// drag is a shape that is dragged: one question, however often it is answered on the way.
type drag struct {
	first, last    json.RawMessage // GeoJSON of the first shape that was asked about, and of the last
	steps          int             // how many shapes were answered, both included
	began, stepped time.Time
	of             Entry
	asked          map[string]any
}

// NewDrags makes an empty Drags. A drag ends when nothing was asked for idle, and at the latest after longest: what a server that
// falls over has not noted is that much at most.
func NewDrags(idle, longest time.Duration) *Drags {
	return &Drags{idle: idle, longest: longest, under: map[DragKey]*drag{}}
}

// Step takes in one shape of a drag, as it is answered. of and asked say what is asked, as its entry and the detail of it will have it, save
// the shapes; the first step's count. begun is true for the first step of a drag: the caller then makes sure that the trail can be written.
func (d *Drags) Step(key DragKey, of Entry, asked map[string]any, shape json.RawMessage, now time.Time) (begun bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := d.under[key]
	if g == nil {
		g = &drag{first: shape, began: now, of: of, asked: asked}
		d.under[key] = g
		begun = true
	}
	g.last, g.stepped = shape, now
	g.steps++
	return begun
}

// Ended takes out the drags that have ended by now and gives an entry for each. The caller holds on to those that it cannot record yet.
func (d *Drags) Ended(now time.Time) []Entry {
	return d.take(func(g *drag) bool { return now.Sub(g.stepped) >= d.idle || now.Sub(g.began) >= d.longest })
}

// End takes out one drag, when the browser says that the corner was let go. ok is false where there is none.
func (d *Drags) End(key DragKey) (e Entry, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := d.under[key]
	if g == nil {
		return e, false
	}
	delete(d.under, key)
	return g.entry(), true
}

// All takes out every drag, when the server ends.
func (d *Drags) All() []Entry { return d.take(func(*drag) bool { return true }) }

func (d *Drags) take(ended func(*drag) bool) (entries []Entry) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for key, g := range d.under {
		if ended(g) {
			entries = append(entries, g.entry())
			delete(d.under, key)
		}
	}
	return entries
}

func (g *drag) entry() Entry {
	asked := maps.Clone(g.asked)
	if asked == nil {
		asked = map[string]any{}
	}
	asked["steps"] = g.steps
	e := g.of
	e.Detail, _ = DetailWithShapes(asked, map[string]json.RawMessage{"first": g.first, "last": g.last}) // what Step was given is JSON
	return e
}
