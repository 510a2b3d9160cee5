package archive_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"terrier/geo/grid"
	"terrier/tiles/archive"
)

// open opens one of the archives that testdata/make.py made with the reference writer.
func open(t testing.TB, name string) *archive.Archive {
	t.Helper()
	a, err := archive.Open(filepath.Join("testdata", name+".pmtiles"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func TestArchive(t *testing.T) {
	a := open(t, "protomaps")
	t.Run("says what it is", func(t *testing.T) {
		least, deepest := a.Zooms()
		if a.Kind() != archive.Vector || least != 0 || deepest != 4 {
			t.Errorf("%v of zooms %d to %d", a.Kind(), least, deepest)
		}
		if want := (orb.Bound{Min: orb.Point{-180, -85}, Max: orb.Point{180, 85}}); a.Bound() != want {
			t.Errorf("reaches %v", a.Bound())
		}
		m := a.Metadata()
		if m.Name != "Fold" || m.Version != "4.0.0" || !slices.Equal(m.LayerIDs(), []string{"earth", "landuse", "water", "buildings", "roads", "places"}) {
			t.Errorf("%+v", m)
		}
		if *m.VectorLayers[0].MaxZoom != 4 || m.VectorLayers[0].Fields["kind"] != "String" {
			t.Errorf("%+v", m.VectorLayers[0])
		}
	})
	t.Run("gives tiles as they are stored", func(t *testing.T) {
		data, encoding, ok, err := a.Tile(4, 7, 5)
		if err != nil || !ok || encoding != "gzip" {
			t.Fatalf("%q, %v, %v", encoding, ok, err)
		}
		layers, err := mvt.UnmarshalGzipped(data)
		if err != nil {
			t.Fatal(err)
		}
		names := layers.ToFeatureCollections()
		if len(names) != 6 || names["roads"].Features[0].Properties["kind"] != "rail" {
			t.Errorf("the tile holds %v", names)
		}
	})
	t.Run("gives every tile of a run", func(t *testing.T) {
		first, _, _, _ := a.Tile(0, 0, 0)
		for z := range uint8(4) {
			for x := range uint32(1) << z {
				for y := range uint32(1) << z {
					data, _, ok, err := a.Tile(z, x, y)
					if err != nil || !ok || !bytes.Equal(data, first) {
						t.Errorf("%d/%d/%d: %v, %v", z, x, y, ok, err)
					}
				}
			}
		}
	})
	t.Run("has no tile after a run, above or below its zooms", func(t *testing.T) {
		for _, c := range []grid.Tile{{Z: 4, X: 0, Y: 0}, {Z: 4, X: 7, Y: 6}, {Z: 5, X: 14, Y: 10}, {Z: 22, X: 1<<22 - 1, Y: 1<<22 - 1}} {
			if data, _, ok, err := a.Tile(c.Z, c.X, c.Y); ok || data != nil || err != nil {
				t.Errorf("%v: %v, %v", c, ok, err)
			}
		}
	})
	t.Run("refuses an address that is on no map", func(t *testing.T) {
		for _, c := range []grid.Tile{{Z: 1, X: 2}, {Z: 23}, {Z: 255, Y: 9}} {
			var refused *grid.TileError
			if _, _, ok, err := a.Tile(c.Z, c.X, c.Y); ok || !errors.As(err, &refused) {
				t.Errorf("%v: %v, %v", c, ok, err)
			}
		}
	})
}

func TestLeaves(t *testing.T) {
	a := open(t, "leaves")
	asked := 0
	for z, first := uint8(0), uint64(0); first < 30000; z, first = z+1, first+1<<(2*z) {
		for at := range uint32(1) << (2 * z) {
			x, y := at>>z, at&(1<<z-1)
			id := first + grid.Hilbert(z, x, y)
			if id >= 30000 {
				continue
			}
			asked++
			data, encoding, ok, err := a.Tile(z, x, y)
			if err != nil || encoding != "" || ok != (id%3 == 0) {
				t.Fatalf("id %d at %d/%d/%d: %q, %v, %v", id, z, x, y, encoding, ok, err)
			}
			if ok && uint64(binary.LittleEndian.Uint16(data)) != id {
				t.Fatalf("id %d at %d/%d/%d holds %v", id, z, x, y, data)
			}
		}
	}
	if asked != 30000 {
		t.Errorf("asked for %d tiles", asked)
	}
	if archive.Leaves(a) < 2 {
		t.Error("the directory has no leaves, so this tries nothing")
	}
	if b := a.Bound(); b.Max != (orb.Point{180, 85.0511287}) {
		t.Errorf("where the bounds are unsaid they are %v, want the world", b)
	}
}

// TestManyAtOnce is for the race detector, with room for one leaf only, so that readers crowd each other out.
func TestManyAtOnce(t *testing.T) {
	a := open(t, "leaves")
	archive.Hold(a, 5000)
	var readers sync.WaitGroup
	for n := range uint32(8) {
		readers.Go(func() {
			for i := range uint32(2000) {
				x := (i*7 + n*13) % 64
				y := (i*i + n) % 64
				data, _, ok, err := a.Tile(6, x, y)
				if id := 1365 + grid.Hilbert(6, x, y); err != nil || ok != (id%3 == 0) || ok && uint64(binary.LittleEndian.Uint16(data)) != id {
					t.Errorf("6/%d/%d: %v, %v", x, y, ok, err)
				}
			}
		})
	}
	readers.Wait()
	if held := archive.Held(a); held > 5000 {
		t.Errorf("%d entries are held, where there is room for 5000", held)
	}
}

func TestOpenRefuses(t *testing.T) {
	whole, err := os.ReadFile("testdata/protomaps.pmtiles")
	if err != nil {
		t.Fatal(err)
	}
	with := func(at int, b ...byte) []byte { return slices.Replace(slices.Clone(whole), at, at+len(b), b...) }
	number := func(at int, n uint64) []byte { return with(at, binary.LittleEndian.AppendUint64(nil, n)...) }
	for name, c := range map[string]struct {
		file       []byte
		code, says string
	}{
		"an empty file":                           {nil, "archive-not-pmtiles", "the file is empty"},
		"another kind of file":                    {[]byte("<html>404</html>"), "archive-not-pmtiles", "does not begin with the word PMTiles"},
		"the word alone":                          {[]byte("PMTiles"), "archive-not-pmtiles", "does not begin"},
		"MBTiles":                                 {[]byte("SQLite format 3\x00\x10\x00"), "archive-not-pmtiles", "convert it to PMTiles"},
		"version 2":                               {[]byte("PM\x02\x00 and more"), "archive-version", "PMTiles version 2; version 3 is read here"},
		"version 4":                               {with(7, 4), "archive-version", "PMTiles version 4"},
		"a file that ends in the header":          {whole[:100], "archive-truncated", "ends within its header, after 100 bytes of 127"},
		"a file that ends in the metadata":        {whole[:300], "archive-truncated", "the file ends at byte 300, but its metadata should reach to byte 377"},
		"a file that lacks the last byte":         {whole[:len(whole)-1], "archive-truncated", "its tiles should reach to byte"},
		"a root directory of many gigabytes":      {number(16, 1<<40), "archive-truncated", "root directory should reach to"},
		"a root directory before the start":       {number(8, 3), "archive-damaged", "places the root directory at byte 3"},
		"numbers that pass the largest":           {number(56, 1<<64-5), "archive-damaged", "places the tiles at byte 18446744073709551611"},
		"no tiles":                                {number(64, 0), "archive-damaged", "has no tiles"},
		"directories compressed by brotli":        {with(97, 3), "archive-compression", "the directories have brotli; gzip and no compression"},
		"tiles compressed by zstd":                {with(98, 4), "archive-compression", "the tiles have zstd"},
		"zooms the wrong way round":               {with(100, 9, 4), "archive-damaged", "zooms 9 to 4"},
		"a zoom that no number has room for":      {with(101, 99), "archive-damaged", "zooms 0 to 99"},
		"bounds beyond the world":                 {with(114, 0, 0, 0, 0x7f), "archive-damaged", "reach from -180, -85 to 180, 213.0"},
		"a directory that is not compressed":      {with(127, 0, 0), "archive-damaged", "the root directory should be compressed by gzip"},
		"a directory of broken bytes":             {with(127+12, 0xff, 0xff, 0xff, 0xff), "archive-damaged", "the root directory"},
		"a directory read uncompressed":           {with(97, 1), "archive-damaged", "a directory"},
		"metadata of broken bytes":                {with(158+12, 0xff, 0xff, 0xff), "archive-damaged", "the metadata"},
		"metadata larger than is read":            {slices.Concat(number(32, 17<<20), make([]byte, 18<<20)), "archive-too-large", "the metadata takes 17825792 bytes"},
		"a root directory beyond the first 16 KB": {slices.Concat(number(16, 17<<10), make([]byte, 18<<10)), "archive-too-large", "the format allows 16384"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "base.pmtiles")
			if err := os.WriteFile(path, c.file, 0o600); err != nil {
				t.Fatal(err)
			}
			a, err := archive.Open(path)
			wantRefusal(t, err, c.code, c.says)
			if a != nil {
				t.Error("an archive came with the error")
			}
			if err != nil && !strings.HasPrefix(err.Error(), path+": ") {
				t.Errorf("the file is not named: %v", err)
			}
		})
	}
}

func TestOpenRefusesWhatIsNoFile(t *testing.T) {
	for path, says := range map[string]string{
		"testdata":                     "is not a file",
		"testdata/none.pmtiles":        "there is no such file",
		"https://fold.example/pmtiles": "download it and name the file",
	} {
		_, err := archive.Open(path)
		wantRefusal(t, err, "archive-unreadable", says)
	}
}

// TestDirectory makes archives whose directories contradict themselves, byte by byte.
func TestDirectory(t *testing.T) {
	for name, c := range map[string]struct {
		root, says string
	}{
		"more entries than bytes": {"\xff\xff\xff\xff\x0f", "says that it has 4294967295 entries"},
		"no entries":              {"\x00", "a directory is empty"},
		"no count":                {"\xff", "which it cannot hold"},
		"an end amid the entries": {"\x02\x00\x01\x01\x01\x01\x04\x04\xff", "ends before its 2 entries do"},
		"a tile of no bytes":      {"\x01\x00\x01\x00\x01", "should have 0 bytes"},
		"a tile beyond the tiles": {"\x01\x00\x01\x05\x01", "the tile of id 0 should have 5 bytes at byte 0 of 4"},
		"a leaf where are none":   {"\x01\x00\x00\x01\x01", "the leaf directory of id 0"},
		"ids beyond the largest":  {"\x02\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01\x01\x01\x01\x01\x01\x00", "pass the largest number"},
		"a length of five bytes":  {"\x01\x00\x01\xff\xff\xff\xff\xff\x01\x01", "ends before"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := archive.New(raw(c.root, ""))
			wantRefusal(t, err, "archive-damaged", c.says)
		})
	}
	t.Run("leaves that turn in a circle are given up", func(t *testing.T) {
		leaf := "\x01\x00\x00\x05\x01"
		a, err := archive.New(raw(leaf, leaf))
		if err != nil {
			t.Fatal(err)
		}
		_, _, _, err = a.Tile(0, 0, 0)
		wantRefusal(t, err, "archive-damaged", "tile 0/0/0: its leaf directories lie more than 3 deep in one another")
	})
	t.Run("a directory that swells is given up", func(t *testing.T) {
		var bomb bytes.Buffer
		w := gzip.NewWriter(&bomb)
		_, _ = io.CopyN(w, zeros{}, 8<<20)
		_ = w.Close()
		file, size := raw(bomb.String(), "")
		file.data[97] = 2
		_, err := archive.New(file, size)
		wantRefusal(t, err, "archive-too-large", "the root directory decompresses to more than 4194304 bytes")
	})
}

// TestMemory claims sizes that the file really has, as a file with holes can have terabytes, and holds that nothing is reserved
// for them.
func TestMemory(t *testing.T) {
	for name, root := range map[string]string{
		"a leaf of 4 GB": "\x01\x00\x00\xff\xff\xff\xff\x0f\x01",
		"a tile of 4 GB": "\x01\x00\x01\xff\xff\xff\xff\x0f\x01",
	} {
		t.Run(name, func(t *testing.T) {
			file, _ := raw(root, "")
			for _, length := range []int{48, 64} {
				binary.LittleEndian.PutUint64(file.data[length:], 1<<40)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			a, err := archive.New(holes{file}, 1<<41)
			if err != nil {
				t.Fatal(err)
			}
			_, _, _, err = a.Tile(0, 0, 0)
			wantRefusal(t, err, "archive-too-large", "takes 4294967295 bytes; at most")
			if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 64<<20 {
				t.Errorf("%d MB were taken", (after.TotalAlloc-before.TotalAlloc)>>20)
			}
		})
	}
}

// holes are zeros after the end of a file.
type holes struct{ *reader }

func (h holes) ReadAt(b []byte, at int64) (int, error) {
	clear(b)
	_, _ = h.reader.ReadAt(b, at)
	return len(b), nil
}

func TestFileCutOffLater(t *testing.T) {
	whole, err := os.ReadFile("testdata/protomaps.pmtiles")
	if err != nil {
		t.Fatal(err)
	}
	file := &reader{whole}
	a, err := archive.New(file, int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	file.data = whole[:400]
	_, _, _, err = a.Tile(4, 7, 5)
	wantRefusal(t, err, "archive-truncated", "tile 4/7/5: the file ended before byte 920")
}

// raw is an uncompressed archive of that root directory and leaves, with four bytes of tiles.
func raw(root, leaves string) (*reader, int64) {
	b := append(make([]byte, 0, 256), "PMTiles\x03"...)
	at := uint64(127)
	for _, length := range []int{len(root), 0, len(leaves), 4} {
		b = binary.LittleEndian.AppendUint64(b, at)
		b = binary.LittleEndian.AppendUint64(b, uint64(length))
		at += uint64(length)
	}
	b = append(b, make([]byte, 24)...)
	b = append(b, 1, 1, 1, 1, 0, 4)
	b = append(b, make([]byte, 127-len(b))...)
	b = append(b, root+leaves+"tile"...)
	return &reader{b}, int64(len(b))
}

type reader struct{ data []byte }

func (r *reader) ReadAt(b []byte, at int64) (int, error) {
	return bytes.NewReader(r.data).ReadAt(b, at)
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func wantRefusal(t *testing.T, err error, code, says string) {
	t.Helper()
	var refused *archive.Error
	if !errors.As(err, &refused) || refused.Code() != code || !strings.Contains(err.Error(), says) {
		t.Errorf("got %v; want %s: ... %s", err, code, says)
	}
}
