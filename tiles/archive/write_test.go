package archive_test

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/geo/grid"
	"terrier/tiles/archive"
)

func TestWrite(t *testing.T) {
	t.Run("keeps what it is given", func(t *testing.T) {
		least := 3
		c := archive.Contents{
			Kind:  archive.Vector,
			Bound: orb.Bound{Min: orb.Point{-1.75, 53.7}, Max: orb.Point{-1.25, 54}},
			Metadata: archive.Metadata{Name: "Fold", Attribution: "© Fold & Sons",
				VectorLayers: []archive.VectorLayer{{ID: "road", MinZoom: &least, Fields: map[string]string{"name": "String"}}}},
			Tiles: maps.All(map[grid.Tile][]byte{{Z: 3, X: 4, Y: 2}: []byte("one"), {Z: 5, X: 1, Y: 1}: []byte("two"), {Z: 9}: nil}),
		}
		a := reopened(t, c)
		least8, deepest := a.Zooms()
		if a.Bound() != c.Bound || a.Kind() != c.Kind || least8 != 3 || deepest != 5 {
			t.Errorf("%v, %v, zooms %d to %d", a.Bound(), a.Kind(), least8, deepest)
		}
		if diff := cmp.Diff(c.Metadata, a.Metadata()); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("writes the same bytes again", func(t *testing.T) {
		tiles := map[grid.Tile][]byte{}
		for x := range uint32(16) {
			tiles[grid.Tile{Z: 4, X: x, Y: x}] = []byte{byte(x % 3), 1}
		}
		var first, second bytes.Buffer
		for _, out := range []*bytes.Buffer{&first, &second} {
			if err := archive.Write(out, archive.Contents{Kind: archive.PNG, Tiles: maps.All(tiles)}); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(first.Bytes(), second.Bytes()) {
			t.Error("the bytes differ")
		}
	})
	for name, tiles := range map[string][]grid.Tile{
		"refuses no tile at all":            nil,
		"refuses a tile that comes twice":   {{Z: 1}, {Z: 2}, {Z: 1}},
		"refuses a tile that is on no map":  {{Z: 1, X: 2}},
		"refuses a zoom that is not served": {{Z: 23}},
	} {
		t.Run(name, func(t *testing.T) {
			err := archive.Write(&bytes.Buffer{}, archive.Contents{Kind: archive.PNG, Tiles: func(yield func(grid.Tile, []byte) bool) {
				for _, one := range tiles {
					if !yield(one, []byte("tile")) {
						return
					}
				}
			}})
			wantRefusal(t, err, "archive-not-writable", "")
		})
	}
	t.Run("passes on that the disk is full", func(t *testing.T) {
		err := archive.Write(full{}, archive.Contents{Kind: archive.PNG, Tiles: maps.All(map[grid.Tile][]byte{{}: []byte("tile")})})
		if !errors.Is(err, os.ErrClosed) {
			t.Errorf("%v", err)
		}
	})
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrClosed }

// TestThereAndBack writes random tiles, few different ones so that there are runs and many so that there are leaves.
func TestThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]archive.Kind{archive.Vector, archive.WebP}).Draw(t, "kind")
		deepest := rapid.IntRange(0, 6).Draw(t, "deepest")
		different := rapid.IntRange(1, 40).Draw(t, "different")
		seed := rapid.Uint32().Draw(t, "seed")
		tiles := map[grid.Tile][]byte{}
		for z := range uint8(deepest + 1) {
			for i := range uint32(1) << (2 * z) {
				at := grid.Tile{Z: z, X: i >> z, Y: i & (1<<z - 1)}
				if n := (seed + i*2654435761) >> 9; z == 0 || n%5 > 0 {
					tiles[at] = bytes.Repeat([]byte{byte(n % uint32(different)), 7}, 1+int(n%uint32(different)))
				}
			}
		}
		var file bytes.Buffer
		if err := archive.Write(&file, archive.Contents{Kind: kind, Tiles: maps.All(tiles)}); err != nil {
			t.Fatal(err)
		}
		a, err := archive.New(bytes.NewReader(file.Bytes()), int64(file.Len()))
		if err != nil {
			t.Fatal(err)
		}
		for z := range uint8(deepest + 2) {
			for i := range uint32(1) << (2 * z) {
				at := grid.Tile{Z: z, X: i >> z, Y: i & (1<<z - 1)}
				got, encoding, ok, err := a.Tile(at.Z, at.X, at.Y)
				want, there := tiles[at]
				if err != nil || ok != there || ok && !bytes.Equal(plain(t, got, encoding), want) {
					t.Fatalf("%v: %v (%s), %v, %v; want %v", at, got, encoding, ok, err, want)
				}
			}
		}
	})
}

func TestWriteLeaves(t *testing.T) {
	tiles := map[grid.Tile][]byte{}
	for i := range uint32(1 << 16) {
		n := i * 2654435761 >> 3
		if n%3 > 0 {
			tiles[grid.Tile{Z: 8, X: i >> 8, Y: i & 255}] = bytes.Repeat([]byte{byte(n), byte(n >> 8)}, 1+int(n>>16%97))
		}
	}
	a := reopened(t, archive.Contents{Kind: archive.WebP, Tiles: maps.All(tiles)})
	for at, want := range tiles {
		if got, _, ok, err := a.Tile(at.Z, at.X, at.Y); err != nil || !ok || !bytes.Equal(got, want) {
			t.Fatalf("%v: %v, %v", at, ok, err)
		}
	}
	if n := archive.Leaves(a); n < 2 {
		t.Errorf("%d leaves, so this tries nothing", n)
	}
}

func plain(t *rapid.T, b []byte, encoding string) []byte {
	if encoding == "" {
		return b
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := out.ReadFrom(z); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
