package audit_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"terrier/plans/audit"
)

func TestDrags(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	key := audit.DragKey{Who: audit.Account(1), Name: "d1"}
	d := audit.NewDrags(2*time.Second, time.Minute)
	step := func(key audit.DragKey, shape string, after time.Duration) bool {
		now = now.Add(after)
		return d.Step(key, audit.Entry{Who: key.Who, Action: "count-homes", Kind: "home"}, map[string]any{"where": "all"}, json.RawMessage(shape), now)
	}
	t.Run("is one entry, whatever the number of steps", func(t *testing.T) {
		if !step(key, `{"a":1}`, 0) || step(key, `{"a":2}`, time.Second) || step(key, `{"a":3}`, time.Second) {
			t.Error("a drag begins once")
		}
		if got := d.Ended(now.Add(time.Second)); len(got) != 0 {
			t.Errorf("ended while it was dragged: %+v", got)
		}
		got := d.Ended(now.Add(2 * time.Second))
		if len(got) != 1 || got[0].Detail != `{"first":{"a":1},"last":{"a":3},"steps":3,"where":"all"}` || got[0].Check() != nil {
			t.Errorf("%+v", got)
		}
		if again := d.Ended(now.Add(time.Hour)); len(again) != 0 {
			t.Errorf("noted twice: %+v", again)
		}
	})
	t.Run("ends when it is let go", func(t *testing.T) {
		step(key, `{}`, 0)
		e, ok := d.End(key)
		if _, again := d.End(key); !ok || again || e.Detail != `{"first":{},"last":{},"steps":1,"where":"all"}` {
			t.Errorf("%+v %v %v", e, ok, again)
		}
	})
	t.Run("keeps people apart", func(t *testing.T) {
		step(key, `{}`, 0)
		if !step(audit.DragKey{Who: audit.Account(2), Name: "d1"}, `{}`, 0) || len(d.All()) != 2 {
			t.Error("two people's drags became one")
		}
	})
	t.Run("ends after a while, though it goes on", func(t *testing.T) {
		began := now
		for step(key, `{}`, 0); now.Sub(began) < time.Minute; step(key, `{}`, time.Second) {
			if len(d.Ended(now)) != 0 {
				t.Fatal("too early")
			}
		}
		if len(d.Ended(now)) != 1 {
			t.Error("it goes on for ever")
		}
	})
	t.Run("of a shape too long to keep the hash is noted", func(t *testing.T) {
		step(key, `{"a":"`+strings.Repeat("x", audit.MostDetail)+`"}`, 0)
		if got := d.All(); len(got) != 1 || got[0].Check() != nil || !strings.Contains(string(got[0].Detail), `"last-sha256"`) || !strings.Contains(string(got[0].Detail), `"where":"all"`) {
			t.Errorf("%.300v", got)
		}
	})
}
