package bng

import (
	"bufio"
	"bytes"
	"compress/zlib"
	_ "embed"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"sync"
)

// The grid of OSTN15: a node each kilometre of ETRS89 easting and northing,
// column by column from the west, row by row from the south.
const (
	nodeColumns  = 701
	nodeRows     = 1251
	nodeSpacing  = 1000.0 // metres
	gridEastEnd  = (nodeColumns - 1) * nodeSpacing
	gridNorthEnd = (nodeRows - 1) * nodeSpacing
)

// packed is written by ./gen, which describes its layout.
//
//go:embed ostn15.bin.zz
var packed []byte

//go:embed OSTN15_license.txt
var licence string

// Licence returns the terms under which the embedded OSTN15 grid is
// distributed; they ask that the text goes with the program.
func Licence() string { return licence }

// A node holds the shifts from ETRS89 to OSGB36 at one node, in millimetres
// above the least of the whole grid. East and north lie side by side because
// they are always read together.
type node struct{ east, north uint16 }

// A shiftGrid is the unpacked OSTN15: 3.5 MB of nodes, 0.1 MB of flags.
type shiftGrid struct {
	leastEast, leastNorth float64 // metres
	nodes                 []node
	outside               []uint64 // a bit per node: OS's datum flag 16, "outside the model"
}

// ostn15 unpacks the grid at the first call, in some 30 ms.
var ostn15 = sync.OnceValue(func() *shiftGrid {
	g, err := unpack(bytes.NewReader(packed))
	if err != nil {
		// The bytes are part of the program and have a checksum.
		panic(fmt.Sprintf("bng: embedded OSTN15 grid: %v", err))
	}
	return g
})

func unpack(r io.Reader) (*shiftGrid, error) {
	z, err := zlib.NewReader(r)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(z, 1<<16)
	east, leastEast, err := unpackShifts(in)
	if err != nil {
		return nil, fmt.Errorf("east shifts: %w", err)
	}
	north, leastNorth, err := unpackShifts(in)
	if err != nil {
		return nil, fmt.Errorf("north shifts: %w", err)
	}
	g := &shiftGrid{
		leastEast:  float64(leastEast) / 1000,
		leastNorth: float64(leastNorth) / 1000,
		nodes:      make([]node, len(east)),
	}
	for i := range g.nodes {
		g.nodes[i] = node{uint16(east[i] - leastEast), uint16(north[i] - leastNorth)}
	}
	if g.outside, err = unpackFlags(in); err != nil {
		return nil, fmt.Errorf("flags: %w", err)
	}
	// Reading to the end makes zlib verify its checksum.
	if _, err := in.ReadByte(); err != io.EOF {
		return nil, fmt.Errorf("after the flags: want the end, got %v", err)
	}
	return g, nil
}

// unpackShifts undoes the two-dimensional differences and returns one shift
// per node in millimetres, and the least of them.
func unpackShifts(in io.ByteReader) (shifts []int32, least int32, err error) {
	shifts = make([]int32, nodeColumns*nodeRows)
	least = math.MaxInt32
	before := make([]int32, nodeColumns) // the row to the south
	for row := range nodeRows {
		this := shifts[row*nodeColumns:][:nodeColumns]
		var west, southWest int32
		for i := range this {
			d, err := binary.ReadVarint(in)
			if err != nil {
				return nil, 0, err
			}
			v := int32(d) + west + before[i] - southWest
			west, southWest = v, before[i]
			this[i] = v
			least = min(least, v)
		}
		before = this
	}
	return shifts, least, nil
}

// unpackFlags reads runs of nodes that are in turn outside and inside the
// model, outside first.
func unpackFlags(in io.ByteReader) ([]uint64, error) {
	const n = nodeColumns * nodeRows
	bits := make([]uint64, (n+63)/64)
	outside := true
	for i := 0; i < n; outside = !outside {
		run, err := binary.ReadUvarint(in)
		if err != nil {
			return nil, err
		}
		if run > uint64(n-i) {
			return nil, fmt.Errorf("run of %d at node %d", run, i)
		}
		for end := i + int(run); i < end; i++ {
			if outside {
				bits[i/64] |= 1 << (i % 64)
			}
		}
	}
	return bits, nil
}

// at returns the shifts in metres at an ETRS89 easting and northing, by
// bilinear interpolation in the cell around it. Within says whether the cell
// is wholly inside the model. Outside, the shifts are OS's own extrapolation
// or, beyond the last node, those of the nearest edge: good enough to draw a
// box across the sea, never to place a home.
func (g *shiftGrid) at(east, north float64) (dEast, dNorth float64, within bool) {
	if !(east >= 0 && east <= gridEastEnd && north >= 0 && north <= gridNorthEnd) {
		if math.IsNaN(east) || math.IsNaN(north) {
			return math.NaN(), math.NaN(), false
		}
		dEast, dNorth, _ = g.at(
			min(max(east, 0), gridEastEnd), min(max(north, 0), gridNorthEnd))
		return dEast, dNorth, false
	}
	column := min(int(east/nodeSpacing), nodeColumns-2)
	row := min(int(north/nodeSpacing), nodeRows-2)
	t := east/nodeSpacing - float64(column)
	u := north/nodeSpacing - float64(row)
	i := row*nodeColumns + column

	south, above := g.nodes[i:i+2:i+2], g.nodes[i+nodeColumns:i+nodeColumns+2]
	sw, se, nw, ne := (1-t)*(1-u), t*(1-u), (1-t)*u, t*u
	dEast = sw*float64(south[0].east) + se*float64(south[1].east) +
		nw*float64(above[0].east) + ne*float64(above[1].east)
	dNorth = sw*float64(south[0].north) + se*float64(south[1].north) +
		nw*float64(above[0].north) + ne*float64(above[1].north)
	return g.leastEast + dEast/1000, g.leastNorth + dNorth/1000, g.cellWithin(i)
}

// cellWithin reports whether the four corners of the cell whose south-west
// node is i are inside the model.
func (g *shiftGrid) cellWithin(i int) bool {
	return !g.isOutside(i) && !g.isOutside(i+1) &&
		!g.isOutside(i+nodeColumns) && !g.isOutside(i+nodeColumns+1)
}

func (g *shiftGrid) isOutside(i int) bool { return g.outside[i/64]&(1<<(i%64)) != 0 }
