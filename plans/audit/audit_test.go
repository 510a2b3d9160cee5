package audit_test

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"terrier/plans"
	"terrier/plans/audit"
)

func anEntry() audit.Entry {
	return audit.Entry{ID: 7, Who: audit.Account(42), Action: "count-homes", Kind: "home", Ref: "", Detail: `{"steps":3}`,
		At: time.Date(2026, 3, 31, 22, 59, 59, 123456000, time.UTC), Request: "r1"}
}

// The bytes are laid down for ever: if this test fails, what was sealed before can no longer be verified.
func TestBytesNeverChange(t *testing.T) {
	want := hex.EncodeToString([]byte("terrier audit entry 1\n")) +
		"0000000000000008" + "0000000000000007" +
		"000000000000000a" + hex.EncodeToString([]byte("account:42")) +
		"000000000000000b" + hex.EncodeToString([]byte("count-homes")) +
		"0000000000000004" + hex.EncodeToString([]byte("home")) +
		"0000000000000000" +
		"000000000000000b" + hex.EncodeToString([]byte(`{"steps":3}`)) +
		"0000000000000008" + "00064e59ed36fc00" +
		"0000000000000002" + hex.EncodeToString([]byte("r1"))
	if got := hex.EncodeToString(anEntry().Bytes()); got != want {
		t.Errorf("bytes\n%s\nwant\n%s", got, want)
	}
	first := audit.Close(audit.Seal{}, []audit.Hash{anEntry().Hash()}, anEntry().At)
	second := audit.Close(first, []audit.Hash{anEntry().Hash(), {1}}, anEntry().At.Add(time.Second))
	if first.Hash.String() != goldenFirst || second.Hash.String() != goldenSecond {
		t.Errorf("seals %s and %s", first.Hash, second.Hash)
	}
}

// Worked out by another program, from what is said at Bytes and over.
const (
	goldenFirst  = "f784ab7763a30a253b824e305274747cb9bdcb3058855d6fce7feaae04ed9be4"
	goldenSecond = "2e08c7a57f3cf83cdcde30646f27921afee2ae0772997f0dc9139b295d0543b5"
)

func TestEntriesThatDifferHaveOtherBytes(t *testing.T) {
	entry := rapid.Custom(func(t *rapid.T) audit.Entry {
		text := rapid.SampledFrom([]string{"", "a", "b", "ab", "a\x00", "\x00\x00\x00\x00\x00\x00\x00\x01a"})
		return audit.Entry{ID: rapid.Int64Range(1, 3).Draw(t, "id"), Who: audit.Who(text.Draw(t, "who")), Action: text.Draw(t, "action"), Kind: text.Draw(t, "kind"),
			Ref: text.Draw(t, "ref"), Detail: audit.Detail(text.Draw(t, "detail")), At: time.UnixMicro(rapid.Int64Range(0, 2).Draw(t, "at")).UTC(), Request: text.Draw(t, "request")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := entry.Draw(t, "a"), entry.Draw(t, "b")
		if (a == b) != (a.Hash() == b.Hash()) {
			t.Fatalf("%+v and %+v: %s and %s", a, b, a.Hash(), b.Hash())
		}
	})
}

func TestDetail(t *testing.T) {
	for _, c := range []struct {
		value any
		want  audit.Detail
	}{
		{nil, `{}`},
		{map[string]any(nil), `{}`},
		{map[string]any{"b": 1, "a": []string{"<é&"}}, `{"a":["<é&"],"b":1}`},
		{json.RawMessage(`{ "z" : {"y":9007199254740993, "x":1.50} }`), `{"z":{"x":1.50,"y":9007199254740993}}`},
	} {
		if got, err := audit.DetailOf(c.value); err != nil || got != c.want {
			t.Errorf("%v: %s, %v; want %s", c.value, got, err, c.want)
		}
	}
	if got, err := audit.DetailOf([]int{1}); err == nil {
		t.Errorf("a list became %s", got)
	}
}

func TestCheck(t *testing.T) {
	if err := anEntry().Check(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*audit.Entry){
		"nobody":           func(e *audit.Entry) { e.Who = "" },
		"a name":           func(e *audit.Entry) { e.Who = "ann@example.org" },
		"account 0":        func(e *audit.Entry) { e.Who = audit.Account(0) },
		"no action":        func(e *audit.Entry) { e.Action = "" },
		"action in words":  func(e *audit.Entry) { e.Action = "Count homes" },
		"no kind":          func(e *audit.Entry) { e.Kind = "" },
		"a ref for ever":   func(e *audit.Entry) { e.Ref = strings.Repeat("x", 1001) },
		"a zero in a ref":  func(e *audit.Entry) { e.Ref = "a\x00" },
		"bytes, not text":  func(e *audit.Entry) { e.Request = "\xff" },
		"a long request":   func(e *audit.Entry) { e.Request = strings.Repeat("x", 201) },
		"a detail too big": func(e *audit.Entry) { e.Detail = audit.Detail(strings.Repeat("x", audit.MostDetail+1)) },
	} {
		e := anEntry()
		spoil(&e)
		var refused *plans.Error
		if err := e.Check(); !errors.As(err, &refused) || refused.Code != "audit-entry-invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
