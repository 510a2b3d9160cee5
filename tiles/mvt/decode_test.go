package mvt_test

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"

	own "terrier/tiles/mvt"
)

// readBack says where a tile as [own.Read] reads it differs from what the strict reader of the tests reads, which keeps to the
// specification and was written apart from it.
func readBack(tile []byte) error {
	want, err := strictly(tile)
	if err != nil {
		return fmt.Errorf("strictly: %w", err)
	}
	got, err := own.Read(tile)
	if err != nil {
		return err
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d layers, want %d", len(got), len(want))
	}
	var f own.ReadFeature
	for i, l := range want {
		g := got[i]
		if g.Name != l.name || g.Extent != own.Extent || !slices.Equal(g.Keys, l.keys) || len(g.Values) != len(l.values) || g.Len() != len(l.features) {
			return fmt.Errorf("layer %d is %+v, want %+v", i, g, l)
		}
		for k, v := range l.values {
			if err := sameValue(g.Values[k], v); err != nil {
				return err
			}
		}
		for k, w := range l.features {
			if err := g.Feature(k, &f); err != nil {
				return err
			}
			if f.Type != w.kind || f.HasID != w.hasID || f.ID != w.id || len(f.Tags) != 2*len(w.tags) || len(f.Ends) != len(w.parts) {
				return fmt.Errorf("feature %d is %+v, want %+v", k, f, w)
			}
			for t, pair := range w.tags {
				if int(f.Tags[2*t]) != pair[0] || int(f.Tags[2*t+1]) != pair[1] {
					return fmt.Errorf("feature %d has tags %v, want %v", k, f.Tags, w.tags)
				}
			}
			for p := range w.parts {
				if !slices.Equal(f.Part(p), w.parts[p]) {
					return fmt.Errorf("part %d is %v, want %v", p, f.Part(p), w.parts[p])
				}
			}
		}
	}
	return nil
}

func sameValue(got own.ReadValue, want any) error {
	var number float64
	switch v := want.(type) {
	case string:
		if got != (own.ReadValue{Kind: own.TextValue, Text: v}) {
			return fmt.Errorf("value %+v, want %q", got, v)
		}
		return nil
	case bool:
		if got != (own.ReadValue{Kind: own.BoolValue, Bool: v}) {
			return fmt.Errorf("value %+v, want %v", got, v)
		}
		return nil
	case float64:
		number = v
	case uint64:
		number = float64(v)
	case int64:
		number = float64(v)
	}
	if got.Kind != own.NumberValue || got.Number != number && number == number {
		return fmt.Errorf("value %+v, want %v", got, want)
	}
	return nil
}

// TestReadBadBytes holds that what is no tile is refused with what is wrong.
func TestReadBadBytes(t *testing.T) {
	for name, c := range map[string]struct{ tile, says string }{
		"cut in a length":         {"1a", "ends"},
		"longer than it is":       {"1a7f00", "ends"},
		"a length of 2^64":        {"1affffffffffffffffff01", "ends"},
		"an endless number":       {"1affffffffffffffffffffff", "ends"},
		"wire type 3":             {"1b", "wire type 3"},
		"field 0":                 {"0000", "ends"},
		"version 9":               {"1a027809", "version is 9"},
		"extent 0":                {"1a022800", "extent is 0"},
		"extent of 2^32":          {"1a06288080808010", "extent is"},
		"name of other bytes":     {"1a030a01ff", "UTF-8"},
		"key of other bytes":      {"1a031a01ff", "UTF-8"},
		"value of other bytes":    {"1a0522030a01ff", "UTF-8"},
		"a value cut":             {"1a042202190a", "ends"},
		"tag without a value":     {"1a051203120100", "ends"},
		"tag beyond the keys":     {"1a06120412020000", "0 keys"},
		"geometry of type 7":      {"1a0412021807", "type 7"},
		"line without a start":    {"1a09120718022203" + "0a0202", "no such geometry"},
		"places that do not come": {"1a09120718022203" + "090202"[:4] + "ff", "ends"},
		"2^29 places":             {"1a0d120b18012207" + "f9ffffff0f0202", "ends"},
		"ring left open":          {"1a0d120b18032207" + "0902020a020202"[:14], "no such geometry"},
		"point that is closed":    {"1a07120518012201" + "0f", "no such geometry"},
		"command 5":               {"1a07120518022201" + "0d", "no command 5"},
		"a place far away":        {"1a11120f1801220b" + "09feffffff0ffeffffff0f", "too far"},
	} {
		tile, err := hex.DecodeString(c.tile)
		if err != nil {
			t.Fatal(name, err)
		}
		if err := readAll(tile); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// readAll reads everything in a tile and looks at what must hold of it.
func readAll(tile []byte) error {
	layers, err := own.Read(tile)
	if err != nil {
		return err
	}
	var f own.ReadFeature
	places := 0
	for i := range layers {
		for k := range layers[i].Len() {
			if err := layers[i].Feature(k, &f); err != nil {
				return err
			}
			at := 0
			for p, end := range f.Ends {
				if end < at || end > len(f.Places) {
					return fmt.Errorf("impossible: ends %v of %d places", f.Ends, len(f.Places))
				}
				_, at = f.Part(p), end
			}
			if at != len(f.Places) {
				return fmt.Errorf("impossible: ends %v of %d places", f.Ends, len(f.Places))
			}
			places += len(f.Places)
		}
	}
	if places > len(tile) {
		return fmt.Errorf("impossible: %d places in %d bytes", places, len(tile))
	}
	return nil
}

// FuzzRead gives any bytes to the reader: it may refuse them, and must do nothing else.
func FuzzRead(f *testing.F) {
	var words own.Words
	e := own.Get(&words)
	encoded(&words, pins(3))(e)
	e.Begin(own.NewSchema("area", "name"))
	e.Ring([]own.Coord{{X: 3, Y: 6}, {X: 8, Y: 12}, {X: 20, Y: 34}}, false)
	e.Float(0, 1.5)
	e.End()
	f.Add(e.AppendTo(nil))
	e.Release()
	f.Add([]byte{0x1a, 0})
	f.Fuzz(func(t *testing.T, tile []byte) {
		if err := readAll(tile); err != nil && strings.HasPrefix(err.Error(), "impossible") {
			t.Fatal(err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	var words own.Words
	e := own.Get(&words)
	encoded(&words, pins(2000))(e)
	tile := e.AppendTo(nil)
	e.Release()
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		var f own.ReadFeature
		for b.Loop() {
			layers, err := own.Read(tile)
			for k := range layers[0].Len() {
				err = errors.Join(err, layers[0].Feature(k, &f))
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("orb", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := mvt.Unmarshal(tile); err != nil {
				b.Fatal(err)
			}
		}
	})
}
