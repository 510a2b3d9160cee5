package bng_test

import (
	"bufio"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"terrier/geo/bng"
)

func TestEveryNodeIsAsInTheDataFile(t *testing.T) {
	const name = "../../../shared/data/ostn15/OSTN15_OSGM15_DataFile.txt.xz"
	if _, err := os.Stat(name); err != nil {
		t.Skip("skipped: needs ../shared/data/ostn15/OSTN15_OSGM15_DataFile.txt.xz")
	}
	if _, err := exec.LookPath("xz"); err != nil {
		t.Skip("skipped: needs the program xz")
	}
	unpack := exec.Command("xz", "-dc", name)
	text, err := unpack.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := unpack.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(text)
	lines.Scan() // names
	var nodes int
	for lines.Scan() {
		f := strings.Split(strings.TrimSpace(lines.Text()), ",")
		east, north, outside := bng.NodeShift(nodes%bng.NodeColumns, nodes/bng.NodeColumns)
		wantEast, _ := strconv.ParseFloat(f[3], 64)
		wantNorth, _ := strconv.ParseFloat(f[4], 64)
		if math.Abs(east-wantEast) > 1e-9 || math.Abs(north-wantNorth) > 1e-9 || outside != (f[6] == "16") {
			t.Fatalf("node %s: got %g, %g, outside %v; want %s", f[0], east, north, outside, lines.Text())
		}
		nodes++
	}
	if err := unpack.Wait(); err != nil {
		t.Fatal(err)
	}
	if nodes != bng.NodeColumns*bng.NodeRows {
		t.Errorf("%d nodes", nodes)
	}
}

func TestDamagedGridIsNoticed(t *testing.T) {
	damaged := append([]byte(nil), bng.Packed...)
	damaged[len(damaged)/2] ^= 1
	if bng.Unpack(damaged) == nil {
		t.Error("a changed bit passed")
	}
	if bng.Unpack(bng.Packed[:len(bng.Packed)-3]) == nil {
		t.Error("a cut end passed")
	}
}

func TestFrameHoldsTheModel(t *testing.T) {
	for row := range bng.NodeRows {
		for column := range bng.NodeColumns {
			if _, _, outside := bng.NodeShift(column, row); outside {
				continue
			}
			lon, lat := bng.Inverse(float64(column)*1000, float64(row)*1000)
			if lon <= bng.Frame.Min[0] || lon >= bng.Frame.Max[0] || lat <= bng.Frame.Min[1] || lat >= bng.Frame.Max[1] {
				t.Fatalf("node %d, %d at %g, %g is outside the frame", column, row, lon, lat)
			}
		}
	}
}

func TestLicenceGoesWithTheGrid(t *testing.T) {
	for _, words := range []string{"Ordnance Survey", "Redistributions in binary form", "AS IS"} {
		if !strings.Contains(bng.Licence(), words) {
			t.Errorf("no %q in the licence", words)
		}
	}
}

func BenchmarkUnpack(b *testing.B) {
	for b.Loop() {
		if err := bng.Unpack(bng.Packed); err != nil {
			b.Fatal(err)
		}
	}
}
