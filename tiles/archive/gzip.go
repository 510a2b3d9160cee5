package archive

import (
	"bytes"
	"io"
	"sync"

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

var writers = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // the level is in range
	return w
}}

// shrink compresses by gzip, the same bytes for the same input.
func shrink(b []byte) []byte {
	w := writers.Get().(*gzip.Writer)
	defer writers.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	_, _ = w.Write(b) // a bytes.Buffer takes everything
	_ = w.Close()
	return out.Bytes()
}
