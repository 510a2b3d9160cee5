package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
)

// file is a list of numbered objects. Object 1 is the catalog.
type file struct {
	objects [][]byte // by number, from 1
}

// reserve gives the number of an object that is put later.
func (f *file) reserve() int {
	f.objects = append(f.objects, nil)
	return len(f.objects)
}

func (f *file) put(number int, format string, values ...any) {
	f.objects[number-1] = fmt.Appendf(nil, format, values...)
}

func (f *file) add(format string, values ...any) (number int) {
	number = f.reserve()
	f.put(number, format, values...)
	return number
}

// stream adds a compressed stream; entries stand in its dictionary.
func (f *file) stream(entries string, body []byte) (number int) {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed) // a bytes.Buffer takes everything
	_, _ = w.Write(body)
	_ = w.Close()
	number = f.reserve()
	object := fmt.Appendf(nil, "<<%s/Filter/FlateDecode/Length %d>>\nstream\n", entries, packed.Len())
	f.objects[number-1] = append(append(object, packed.Bytes()...), "\nendstream"...)
	return number
}

// plainStream adds a stream that programs can read without unpacking it.
func (f *file) plainStream(entries, body string) (number int) {
	return f.add("<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(body), body)
}

// bytes is the whole file. Its identity is a hash of what is in it.
func (f *file) bytes(info int) []byte {
	out := []byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	offsets := make([]int, len(f.objects))
	for i, object := range f.objects {
		offsets[i] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n", i+1)
		out = append(append(out, object...), "\nendobj\n"...)
	}
	at := len(out)
	sum := sha256.Sum256(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, offset := range offsets {
		out = fmt.Appendf(out, "%010d 00000 n \n", offset)
	}
	return fmt.Appendf(out, "trailer\n<</Size %d/Root 1 0 R/Info %d 0 R/ID[<%X><%X>]>>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, info, sum[:16], sum[:16], at)
}
