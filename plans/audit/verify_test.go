package audit_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"terrier/plans/audit"
)

type batch struct {
	seal    audit.Seal
	entries []audit.Sealed
}

func chain(sizes ...int) (batches []batch) {
	var last audit.Seal
	id := int64(0)
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, size := range sizes {
		var b batch
		var hashes []audit.Hash
		for range size {
			id++
			e := anEntry()
			e.ID, e.At = id, at
			b.entries = append(b.entries, audit.Sealed{ID: id, Noted: e.Hash(), Entry: &e})
			hashes = append(hashes, e.Hash())
		}
		at = at.Add(time.Second)
		b.seal = audit.Close(last, hashes, at)
		last = b.seal
		batches = append(batches, b)
	}
	return batches
}

func walk(batches []batch) (c audit.Chain, broken *audit.Break) {
	for _, b := range batches {
		if broken = c.Next(b.seal, b.entries); broken != nil {
			return c, broken
		}
	}
	return c, nil
}

func TestChain(t *testing.T) {
	c, broken := walk(chain(3, 1, 2))
	if broken != nil || c.Last.Number != 3 || c.Entries != 6 {
		t.Fatalf("%+v %+v", c, broken)
	}
	known, err := audit.ReadKnown(c.Last.Head())
	if err != nil || known.Number != 3 || known.Hash != c.Last.Hash {
		t.Fatal(known, err)
	}
	for name, one := range map[string]struct {
		spoil func(b []batch) []batch
		want  audit.Break
	}{
		"an entry changed": {func(b []batch) []batch { b[1].entries[0].Entry.Who = audit.Public; return b }, audit.Break{Code: "entry-changed", Seal: 2, Entry: 4}},
		"an entry changed with hash": {func(b []batch) []batch {
			e := &b[1].entries[0]
			e.Entry.Who = audit.Public
			e.Noted = e.Entry.Hash()
			return b
		}, audit.Break{Code: "seal-changed", Seal: 2}},
		"an entry gone":           {func(b []batch) []batch { b[0].entries[2].Entry = nil; return b }, audit.Break{Code: "entry-missing", Seal: 1, Entry: 3}},
		"an entry gone with note": {func(b []batch) []batch { b[0].entries = b[0].entries[:2]; return b }, audit.Break{Code: "entries-miscounted", Seal: 1}},
		"and the count too":       {func(b []batch) []batch { b[0].entries, b[0].seal.Entries = b[0].entries[:2], 2; return b }, audit.Break{Code: "seal-changed", Seal: 1}},
		"entries swapped":         {func(b []batch) []batch { slices.Reverse(b[0].entries); return b }, audit.Break{Code: "seal-changed", Seal: 1}},
		"a first seal gone":       {func(b []batch) []batch { return b[1:] }, audit.Break{Code: "seal-missing", Seal: 1}},
		"a seal gone":             {func(b []batch) []batch { return slices.Delete(b, 1, 2) }, audit.Break{Code: "seal-missing", Seal: 2}},
		"a seal gone, others renumbered": {func(b []batch) []batch { b = slices.Delete(b, 1, 2); b[1].seal.Number = 2; return b },
			audit.Break{Code: "seal-out-of-order", Seal: 2}},
		"seals swapped": {func(b []batch) []batch {
			b[0].seal, b[1].seal = b[1].seal, b[0].seal
			b[0].seal.Number, b[1].seal.Number = 1, 2
			return b
		}, audit.Break{Code: "seal-out-of-order", Seal: 1}},
		"a seal twice":         {func(b []batch) []batch { return slices.Insert(b, 1, b[0]) }, audit.Break{Code: "seal-repeated", Seal: 1}},
		"a seal's time":        {func(b []batch) []batch { b[2].seal.At = b[2].seal.At.Add(time.Microsecond); return b }, audit.Break{Code: "seal-changed", Seal: 3}},
		"a seal's hash":        {func(b []batch) []batch { b[2].seal.Hash[0]++; return b }, audit.Break{Code: "seal-changed", Seal: 3}},
		"a hash in the middle": {func(b []batch) []batch { b[1].seal.Hash[0]++; return b }, audit.Break{Code: "seal-changed", Seal: 2}},
	} {
		_, broken := walk(one.spoil(chain(3, 1, 2)))
		if broken == nil || broken.Message == "" {
			t.Errorf("%s: not found", name)
			continue
		}
		broken.Message = ""
		if *broken != one.want {
			t.Errorf("%s: %+v, want %+v", name, *broken, one.want)
		}
	}
}

// Whoever changes one entry and makes its hash and its seal anew is found at the next seal.
func TestChainMadeAnewFromTheMiddle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		batches := chain(rapid.SliceOfN(rapid.IntRange(1, 4), 2, 6).Draw(t, "sizes")...)
		at := rapid.IntRange(0, len(batches)-2).Draw(t, "at")
		b := &batches[at]
		e := &b.entries[rapid.IntRange(0, len(b.entries)-1).Draw(t, "entry")]
		e.Entry.Ref = "another"
		e.Noted = e.Entry.Hash()
		var hashes []audit.Hash
		for _, e := range b.entries {
			hashes = append(hashes, e.Noted)
		}
		var before audit.Seal
		if at > 0 {
			before = batches[at-1].seal
		}
		b.seal = audit.Close(before, hashes, b.seal.At)
		if _, broken := walk(batches); broken == nil || broken.Code != "seal-out-of-order" || broken.Seal != int64(at+2) {
			t.Fatalf("made anew at %d: %+v", at+1, broken)
		}
	})
}

func TestWait(t *testing.T) {
	e := anEntry()
	if audit.Wait(e, e.At.Add(audit.Patience)).Overdue || !audit.Wait(e, e.At.Add(audit.Patience+1)).Overdue {
		t.Error("an entry is overdue after its patience, and not before")
	}
}

func TestReadKnown(t *testing.T) {
	for _, text := range []string{"", "3", "3:", "3:abc", "0:" + audit.Hash{}.String(), "x:" + audit.Hash{}.String()} {
		if k, err := audit.ReadKnown(text); err == nil {
			t.Errorf("%q was read as %+v", text, k)
		}
	}
}
