package archive

import (
	"bytes"
	"io"
	"sync"
	"time"

	"github.com/klauspost/compress/gzip"
)

var readers = sync.Pool{New: func() any { return new(gzip.Reader) }}

// expand decompresses b to at most that many bytes; what names the part in an error.
func expand(b []byte, how compression, most int, what string) ([]byte, error) {
	if how != gzipped {
		if len(b) > most {
			return nil, refuse(CodeTooLarge, "%s takes %d bytes; at most %d are read here", what, len(b), most)
		}
		return b, nil
	}
	r := readers.Get().(*gzip.Reader)
	defer readers.Put(r)
	if err := r.Reset(bytes.NewReader(b)); err != nil {
		return nil, refuse(CodeDamaged, "%s should be compressed by gzip, but is not: %v", what, err)
	}
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(r, int64(most)+1))
	if err != nil {
		return nil, refuse(CodeDamaged, "%s does not decompress: %v", what, err)
	}
	if n > int64(most) {
		return nil, refuse(CodeTooLarge, "%s decompresses to more than %d bytes, which is the most that is read here", what, most)
	}
	return out.Bytes(), nil
}

// Decompress undoes Compress. What would be longer than a tile may be is refused.
func Decompress(b []byte) ([]byte, error) { return expand(b, gzipped, tileBytes, "a tile") }

// Level says how much work compressing by gzip takes.
type Level int

// The levels in use. Tiles that are kept, in an archive or by a server, are all compressed to one level, so that they are the same
// bytes wherever they are read.
const (
	Quick   Level = 1 // for what is sent once
	Kept    Level = 5 // for tiles and documents: an eighth smaller than Quick, for 1.6 times the work
	Densest Level = gzip.BestCompression
)

// A squeezer is used again: its tables take a megabyte.
type squeezer struct {
	writer *gzip.Writer
	out    bytes.Buffer
}

var squeezers [Densest + 1]sync.Pool

// Compress compresses by gzip. The result depends on the bytes and the level alone: the header has no time and no name.
func Compress(b []byte, level Level) []byte {
	s, ok := squeezers[level].Get().(*squeezer)
	if !ok {
		w, _ := gzip.NewWriterLevel(nil, int(level)) // the level is in range
		s = &squeezer{writer: w}
	}
	defer squeezers[level].Put(s)
	s.out.Reset()
	s.writer.Reset(&s.out)
	s.writer.ModTime = time.Unix(0, 0) // which stands for none; left alone, the library writes a time in 2042
	_, _ = s.writer.Write(b)           // a bytes.Buffer takes everything
	_ = s.writer.Close()
	return bytes.Clone(s.out.Bytes())
}
