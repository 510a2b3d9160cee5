package archive_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"terrier/plans"
)

// FuzzArchive opens any bytes as an archive: what comes is whole members or a refusal that says why.
func FuzzArchive(f *testing.F) {
	f.Add(pack(f, entry{name: "a.csv", content: "a,b\n1,2\n", method: zip.Deflate}, entry{name: "d/b.csv", content: "x"}))
	f.Add(pack(f, entry{name: "caf\x82.csv", content: strings.Repeat("0", 5000), method: zip.Deflate}))
	f.Add(pack(f, entry{name: "../a.zip", content: string(pack(f, entry{name: "b"}))}, entry{name: "x.csv", method: 9}))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	real, _ := filepath.Glob("../../../../shared/data/*/*.zip")
	for _, name := range real {
		if content, err := os.ReadFile(name); err == nil && len(content) < 20_000 {
			f.Add(content)
		}
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		a, err := open(content)
		if err != nil {
			told(t, err)
			return
		}
		left := int64(4 << 20) // bytes to read in one run
		for _, m := range a.Members() {
			if m.Name == "" || !utf8.ValidString(m.Name) || strings.HasPrefix(m.Name, "/") || strings.Contains("/"+m.Name+"/", "/../") {
				t.Fatalf("name %q", m.Name)
			}
			in, err := m.Stream().Open()
			if err != nil {
				told(t, err)
				continue
			}
			n, err := io.Copy(io.Discard, io.LimitReader(in, left))
			if err != nil {
				told(t, err)
			}
			if n > m.Size {
				t.Fatalf("%d bytes of %d", n, m.Size)
			}
			if left -= n; left <= 0 {
				return
			}
			if m.Size < 1<<20 {
				if f, size, closer, err := m.File(); err == nil {
					if got, _ := io.ReadAll(f); int64(len(got)) != size || size != n {
						t.Fatalf("%d bytes, %d, %d", len(got), size, n)
					}
					_ = closer.Close()
				}
			}
		}
		if _, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err != nil && !errors.Is(err, zip.ErrInsecurePath) {
			t.Fatalf("opened what is no archive: %v", err)
		}
	})
}

func told(t *testing.T, err error) {
	t.Helper()
	var e *plans.Error
	if !errors.As(err, &e) || e.Code == "" || e.Message == "" || e.Remedy == "" {
		t.Fatalf("not told: %v", err)
	}
}
