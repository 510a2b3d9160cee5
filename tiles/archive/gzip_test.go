package archive_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"

	"terrier/tiles/archive"
)

// TestCompress holds that what was compressed before, by whichever goroutine, does not show in the bytes.
func TestCompress(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	var all sync.WaitGroup
	for worker := range uint64(4) {
		all.Go(func() {
			random := rand.New(rand.NewPCG(seed, worker))
			for range 50 {
				level := []archive.Level{archive.Quick, archive.Kept, archive.Densest}[random.IntN(3)]
				text := make([]byte, random.IntN(1<<random.IntN(17)))
				for i := range text {
					text[i] = byte(random.IntN(1 + random.IntN(20))) // long and short matches, as in tiles
				}
				got := archive.Compress(text, level)
				var want bytes.Buffer
				w, _ := gzip.NewWriterLevel(&want, int(level))
				w.ModTime = time.Unix(0, 0)
				_, _ = w.Write(text)
				_ = w.Close()
				if !bytes.Equal(got, want.Bytes()) {
					t.Errorf("%d bytes at level %d: not those that a new writer makes", len(text), level)
					return
				}
				r, err := gzip.NewReader(bytes.NewReader(got))
				if err != nil {
					t.Error(err)
					return
				}
				if back, err := io.ReadAll(r); err != nil || !bytes.Equal(back, text) || r.ModTime.Unix() != 0 || r.Name != "" {
					t.Errorf("%d bytes at level %d: %v, %v, %q", len(text), level, err, r.ModTime, r.Name)
					return
				}
			}
		})
	}
	all.Wait()
}
