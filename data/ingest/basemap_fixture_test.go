package ingest_test

import (
	"bytes"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write testdata anew")

// squareSE is the invented town as the scripts of cmd/terrier import it.
const squareSE = "testdata/basemap/opmplc_essh_se.zip"

// TestBasemapFile holds that the file is what the test makes: to change it, run: go test ./data/ingest -run BasemapFile -update
func TestBasemapFile(t *testing.T) {
	want := thruppCross().shapefiles(t)
	if *update {
		if err := os.WriteFile(squareSE, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(squareSE)
	if err != nil || !bytes.Equal(have, want) {
		t.Errorf("%s is not what the test makes: run it with -update (%v)", squareSE, err)
	}
}
