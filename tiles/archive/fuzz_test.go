package archive_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"terrier/tiles/archive"
)

// FuzzArchive holds that no bytes make the reader panic: what cannot be read is refused with a code. Hostile archives are kept in
// testdata/fuzz, named by their fault. To look for more (finding smaller ones of the same kind takes too long at 40 KB):
//
//	go test ./tiles/archive -fuzz FuzzArchive -fuzzminimizetime 0x
func FuzzArchive(f *testing.F) {
	files, err := filepath.Glob("testdata/*.pmtiles")
	if err != nil || len(files) == 0 {
		f.Fatalf("%v, %v", files, err)
	}
	for _, file := range files {
		whole, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(whole)
	}
	leaf := "\x01\x00\x00\x05\x01"
	file, _ := raw(leaf, leaf)
	f.Add(file.data)
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := archive.New(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			wantRefusalOfAnyKind(t, err)
			return
		}
		for z := range uint8(5) {
			if _, _, _, err := a.Tile(z, 1<<z-1, 1<<z>>1); err != nil {
				wantRefusalOfAnyKind(t, err)
			}
		}
		if schema, err := a.Schema(); err != nil {
			wantRefusalOfAnyKind(t, err)
		} else if schema == "" {
			t.Error("no schema, and no error")
		}
		_ = a.Metadata().Credit()
	})
}

func wantRefusalOfAnyKind(t *testing.T, err error) {
	t.Helper()
	coded, ok := err.(interface{ Code() string })
	if !ok || coded.Code() == "" || err.Error() == "" {
		t.Errorf("not a refusal: %#v", err)
	}
}
