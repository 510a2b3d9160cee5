package shapefile_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"testing"

	"github.com/paulmach/orb/encoding/wkt"

	"terrier/data/ingest/archive"
	"terrier/data/ingest/shapefile"
)

func TestDump(t *testing.T) {
	name := os.Getenv("DUMP")
	if name == "" {
		t.Skip()
	}
	content, _ := os.ReadFile(name)
	z, err := archive.Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		fmt.Println("REFUSED", err)
		return
	}
	s, err := shapefile.Open(z, os.Getenv("ENC"))
	if err != nil {
		fmt.Println("REFUSED", err)
		return
	}
	fmt.Println("NOTES", s.Notes)
	for _, l := range s.Layers {
		fmt.Println("LAYER", l.Name)
		r, err := l.Open()
		if err != nil {
			fmt.Println("REFUSED", err)
			continue
		}
		fmt.Printf("CRS %s\nHEADER %q\n", r.CRS(), r.Header())
		for {
			rec, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				fmt.Println("REFUSED", err)
				break
			}
			g := ""
			if rec.Geometry != nil {
				g = wkt.MarshalString(rec.Geometry)
			}
			if rec.Err != nil {
				fmt.Println(rec.Line, "ERR", rec.Err.Message)
				continue
			}
			v, _ := json.Marshal(rec.Values)
			fmt.Printf("%d|%s|%v|%s\n", rec.Line, v, rec.Flat, g)
		}
		fmt.Println("END", r.Offset(), r.Size())
		r.Close()
	}
}
