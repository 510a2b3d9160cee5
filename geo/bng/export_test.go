package bng

import "bytes"

// What the tests need from inside.

const (
	NodeColumns = nodeColumns
	NodeRows    = nodeRows
)

// NodeShift returns the unpacked shifts at a node in metres, and whether OS
// marks it as outside the model.
func NodeShift(column, row int) (east, north float64, outside bool) {
	g := ostn15()
	i := row*nodeColumns + column
	n := g.nodes[i]
	return g.leastEast + float64(n.east)/1000, g.leastNorth + float64(n.north)/1000, g.isOutside(i)
}

// Unpack reads the embedded grid afresh.
func Unpack(b []byte) error {
	_, err := unpack(bytes.NewReader(b))
	return err
}

var (
	Packed  = packed
	Frame   = frame
	Project = nationalProjection.forward
	Inverse = nationalProjection.inverse
)
