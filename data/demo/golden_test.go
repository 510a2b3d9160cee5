package demo_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"hash"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"terrier/data/demo"
	"terrier/geo/bng"
	"terrier/plans/home"
)

var bless = flag.Bool("bless", false, "take what the generator makes now as what it shall make")

const goldenFile = "testdata/town.sha256"

func itoa(n int) string { return strconv.Itoa(n) }

func TestSameSeedSameBytes(t *testing.T) {
	sum := sumOf(t, town())
	if again := sumOf(t, demo.Make(demo.Options{Seed: 1})); again != sum {
		t.Errorf("made twice, the town differs: %s, then %s", sum, again)
	}
	if *bless {
		if err := os.WriteFile(goldenFile, []byte(sum+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if runtime.GOARCH != "amd64" {
		t.Skipf("skipped: the golden sum is of amd64; %s may join a product and a sum in one rounding", runtime.GOARCH)
	}
	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if sum != strings.TrimSpace(string(want)) {
		t.Errorf("the town is not the one of %s any more. If that is meant: go test ./data/demo -bless", goldenFile)
	}
}

func TestAnotherSeedIsAnotherTown(t *testing.T) {
	if sumOf(t, demo.Make(demo.Options{Seed: 2})) == sumOf(t, town()) {
		t.Error("seeds 1 and 2 make the same town")
	}
}

func sumOf(t *testing.T, w *demo.Town) string {
	t.Helper()
	h := sha256.New()
	for _, v := range []any{w.Name, w.Organisations, w.Boundaries, w.Places, w.Basemap, w.Assets, w.Areas, w.Facts} {
		write(t, h, v)
	}
	for v := range w.Homes() {
		write(t, h, v)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func write(t *testing.T, h hash.Hash, v any) {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	h.Write(b)
}

// TestMoreHomes: homes beyond the town leave the town as it is, lie on land that OSTN15 knows, and are the same each time.
func TestMoreHomes(t *testing.T) {
	const n = 60_000
	w := demo.Make(demo.Options{Homes: n})
	if w.HomeCount() != n {
		t.Fatalf("%d homes, want %d", w.HomeCount(), n)
	}
	var inTown []home.Home
	for h := range town().Homes() {
		inTown = append(inTown, h)
	}
	seen := map[string]bool{}
	k := 0
	first, second := sha256.New(), sha256.New()
	for h := range w.Homes() {
		if k < len(inTown) {
			a, _ := json.Marshal(h)
			if b, _ := json.Marshal(inTown[k]); string(a) != string(b) {
				t.Fatalf("home %d of the town is another when there are more beyond", k)
			}
		} else if _, err := bng.ToWGS84(h.Point); err != nil {
			t.Fatal(err)
		}
		if seen[h.Owner+h.Reference] || seen[h.UPRN] {
			t.Fatalf("%s is given twice", h.Reference)
		}
		seen[h.Owner+h.Reference], seen[h.UPRN] = true, true
		write(t, first, h)
		k++
	}
	if k != n {
		t.Fatalf("%d homes came, want %d", k, n)
	}
	for h := range w.Homes() {
		write(t, second, h)
	}
	if string(first.Sum(nil)) != string(second.Sum(nil)) {
		t.Error("asked twice, the homes differ")
	}
}

func TestFewerHomes(t *testing.T) {
	if n := demo.Make(demo.Options{Homes: 500}).HomeCount(); n != 500 {
		t.Errorf("%d homes, want 500", n)
	}
}

func BenchmarkMake(b *testing.B) {
	for b.Loop() {
		demo.Make(demo.Options{})
	}
}

func BenchmarkMillionHomes(b *testing.B) {
	for b.Loop() {
		for range demo.Make(demo.Options{Homes: 1_000_000}).Homes() {
		}
	}
}
