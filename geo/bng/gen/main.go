// Command gen packs Ordnance Survey's OSTN15 data file into ostn15.bin.zz,
// which package bng embeds. Run it by go generate in geo/bng; it needs xz.
//
// The layout, inside one zlib stream:
//
//	east shifts    one signed varint per node
//	north shifts   one signed varint per node
//	flags          unsigned varints: lengths of runs of nodes that are in turn
//	               outside and inside the model, outside first
//
// Nodes come as in OS's file: 701 columns from the west in each of 1,251 rows
// from the south. A shift is written in millimetres, as the difference from
// west + south - south-west (none of which exists before the first row and
// column: zero). The shifts are smooth, so nearly all differences fit a byte.
// A node is outside when OS's height datum flag is 16, "outside the model".
package main

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

const (
	columns     = 701
	rows        = 1251
	spacing     = 1000 // metres
	outsideFlag = 16
)

func main() {
	log.SetFlags(0)
	in := flag.String("in", "../../../shared/data/ostn15/OSTN15_OSGM15_DataFile.txt.xz", "OS's data file, packed by xz")
	out := flag.String("out", "ostn15.bin.zz", "file to write")
	flag.Parse()
	if err := run(*in, *out); err != nil {
		log.Fatalf("pack %s: %v", *in, err)
	}
}

func run(in, out string) error {
	text, err := exec.Command("xz", "-dc", in).Output()
	if err != nil {
		return fmt.Errorf("xz -dc: %w", err)
	}
	g, err := read(bytes.NewReader(text))
	if err != nil {
		return err
	}
	packed, err := g.pack()
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, packed, 0o644); err != nil {
		return err
	}
	log.Printf("%s: %d nodes in %d bytes", out, columns*rows, len(packed))
	return nil
}

// A grid is OS's file in memory: shifts in millimetres.
type grid struct {
	east, north []int
	outside     []bool
}

func read(r io.Reader) (*grid, error) {
	g := new(grid)
	lines := bufio.NewScanner(r)
	lines.Scan() // names of the columns
	for lines.Scan() {
		if err := g.add(strings.Split(strings.TrimSpace(lines.Text()), ",")); err != nil {
			return nil, fmt.Errorf("line %d: %w", len(g.east)+2, err)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(g.east) != columns*rows {
		return nil, fmt.Errorf("%d nodes, want %d", len(g.east), columns*rows)
	}
	return g, nil
}

// add reads one line: point number, easting, northing, east shift, north
// shift, height shift, height datum flag.
func (g *grid) add(field []string) error {
	if len(field) != 7 {
		return fmt.Errorf("%d fields, want 7", len(field))
	}
	var v [7]float64
	for i, s := range field {
		var err error
		if v[i], err = strconv.ParseFloat(s, 64); err != nil {
			return err
		}
	}
	i := len(g.east)
	if v[1] != float64(i%columns*spacing) || v[2] != float64(i/columns*spacing) {
		return fmt.Errorf("node at %g, %g is out of order", v[1], v[2])
	}
	g.east = append(g.east, int(math.Round(v[3]*1000)))
	g.north = append(g.north, int(math.Round(v[4]*1000)))
	g.outside = append(g.outside, v[6] == outsideFlag)
	return nil
}

func (g *grid) pack() ([]byte, error) {
	plain := appendDifferences(nil, g.east)
	plain = appendDifferences(plain, g.north)
	plain = appendRuns(plain, g.outside)

	var packed bytes.Buffer
	z, err := zlib.NewWriterLevel(&packed, zlib.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(plain); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}

func appendDifferences(b []byte, shifts []int) []byte {
	at := func(column, row int) int {
		if column < 0 || row < 0 {
			return 0
		}
		return shifts[row*columns+column]
	}
	for row := range rows {
		for column := range columns {
			expected := at(column-1, row) + at(column, row-1) - at(column-1, row-1)
			b = binary.AppendVarint(b, int64(at(column, row)-expected))
		}
	}
	return b
}

func appendRuns(b []byte, outside []bool) []byte {
	current, start := true, 0
	for i, v := range outside {
		if v != current {
			b = binary.AppendUvarint(b, uint64(i-start))
			current, start = v, i
		}
	}
	return binary.AppendUvarint(b, uint64(len(outside)-start))
}
