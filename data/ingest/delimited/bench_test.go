package delimited_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"sync"
	"testing"

	"terrier/data/ingest/delimited"
	"terrier/data/ingest/row"
)

// bigFile is 100 MB of homes, as a landlord's list has them; every tenth address is in quotation marks.
var bigFile = sync.OnceValue(func() []byte {
	var file bytes.Buffer
	file.Grow(101 << 20)
	file.WriteString("reference,owner,uprn,address,postcode,tenure,bedrooms,built,easting,northing,notes\n")
	for i := 0; file.Len() < 100<<20; i++ {
		address := fmt.Sprintf("%d Höhe Street", i%300)
		if i%10 == 0 {
			address = fmt.Sprintf(`"Flat %d, %d High Street"`, i%7, i%300)
		}
		fmt.Fprintf(&file, "H%07d,Hollin Homes,1000%08d,%s,WA14 %dPF,social rent,%d,19%02d-04-01,%d.5,%d.25,\n", i, i, address, i%9, i%5, i%100, 370_000+i%9999, 380_000+i%8888)
	}
	return file.Bytes()
})

// BenchmarkRead reads rows, beside the reader of the standard library, with its slice of values used again for every row and without:
// ours may be kept.
func BenchmarkRead(b *testing.B) {
	file := bigFile()
	latin := bytes.ReplaceAll(file, []byte("ö"), []byte("\xf6"))
	for _, c := range []struct {
		name string
		file []byte
	}{{"UTF-8", file}, {"Windows-1252", latin}} {
		b.Run(c.name, func(b *testing.B) {
			s := open(b, c.file, delimited.Options{})
			b.SetBytes(int64(len(c.file)))
			b.ReportAllocs()
			for b.Loop() {
				readAll(b, s)
			}
		})
	}
	for name, again := range map[string]bool{"naive twin": true, "naive twin that leaves rows as they are": false} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				r := csv.NewReader(bytes.NewReader(file))
				r.ReuseRecord = again
				for {
					if _, err := r.Read(); err == io.EOF {
						break
					} else if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkOpen looks a file over.
func BenchmarkOpen(b *testing.B) {
	file := bigFile()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		open(b, file, delimited.Options{})
	}
}

func open(tb testing.TB, file []byte, o delimited.Options) row.Source {
	tb.Helper()
	s, err := delimited.Open(row.StreamOf(bytes.NewReader(file), int64(len(file))), o)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func readAll(b *testing.B, s row.Source) {
	r, err := s.Layers[0].Open()
	if err != nil {
		b.Fatal(err)
	}
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil || rec.Err != nil {
			b.Fatal(err, rec.Err)
		}
	}
}
