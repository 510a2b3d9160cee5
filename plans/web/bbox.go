package web

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
	"terrier/plans"
)

// box is a bounding box as it was asked about.
type box struct {
	given  orb.Bound // in system
	system crs
	onGrid orb.Polygon // EPSG:27700, its sides followed within a centimetre
}

// Boxes larger than this many degrees hold more than Britain many times over, and are a mistake.
const widestBox, tallestBox = 45.0, 30.0

// readBox reads bbox=west,south,east,north. ok is false where there is none.
func readBox(q query) (b box, ok bool, err error) {
	text, err := q.one("bbox")
	if err != nil || text == "" {
		return b, false, err
	}
	if b.system, err = crsOf(q, ""); err != nil {
		return b, false, err
	}
	if b.given, err = parseBound(text); err != nil {
		return b, false, err
	}
	if b.system == metres {
		b.onGrid, err = metricBox(b.given)
	} else {
		b.onGrid, err = degreeBox(b.given)
	}
	return b, err == nil, err
}

func parseBound(text string) (b orb.Bound, err error) {
	parts := strings.Split(text, ",")
	if len(parts) != 4 {
		return b, badBox(fmt.Sprintf("The box %q has %d numbers; it has four.", shorten(text), len(parts)))
	}
	var numbers [4]float64
	for i, part := range parts {
		numbers[i], err = strconv.ParseFloat(strings.TrimSpace(part), 64)
		if err != nil || math.IsNaN(numbers[i]) || math.IsInf(numbers[i], 0) {
			return b, badBox(fmt.Sprintf("%q in the box is not a number.", shorten(part)))
		}
	}
	return orb.Bound{Min: orb.Point{numbers[0], numbers[1]}, Max: orb.Point{numbers[2], numbers[3]}}, nil
}

func badBox(message string) error {
	return plans.Refuse("bad-bbox", "bbox", message,
		"Give west,south,east,north in degrees, such as bbox=-1.52,53.80,-1.48,53.83, with west less than east, south less than north, and some of Great Britain in it.")
}

func degreeBox(given orb.Bound) (orb.Polygon, error) {
	if max(math.Abs(given.Min[0]), math.Abs(given.Min[1])) > 360 && isOnGrid(given.Center()) {
		return nil, badBox("The box looks like eastings and northings, but was taken for degrees: add crs=EPSG:27700 to the address.")
	}
	width, height := given.Max[0]-given.Min[0], given.Max[1]-given.Min[1]
	if (width > widestBox || height > tallestBox) && width <= 720 && height <= 360 {
		return nil, badBox(fmt.Sprintf("The box is %s by %s degrees, which is far more than Great Britain; at most %g by %g are taken.",
			number(width), number(height), widestBox, tallestBox))
	}
	onGrid, err := bng.BoxFromWGS84(given)
	var refused *bng.BoxError
	if errors.As(err, &refused) {
		return nil, badBox("The box " + boundText(given) + " cannot be used: " + refused.Reason + ".")
	}
	return onGrid, err
}

// metricBox keeps its straight sides. It is cut at the edges of the National Grid.
func metricBox(given orb.Bound) (orb.Polygon, error) {
	const gridEast, gridNorth = 700_000, 1_300_000
	switch {
	case given.Min[0] >= given.Max[0] || given.Min[1] >= given.Max[1]:
		return nil, badBox("The box " + boundText(given) + " is empty: its first corner is not south-west of its second.")
	case isLonLat(given.Min) && isLonLat(given.Max):
		return nil, badBox("The box looks like degrees, but was taken for eastings and northings: leave crs=EPSG:27700 out.")
	case given.Max[0] <= 0 || given.Max[1] <= 0 || given.Min[0] >= gridEast || given.Min[1] >= gridNorth:
		return nil, badBox("The box " + boundText(given) + " lies outside the National Grid.")
	case given.Max[0]-given.Min[0] > 4*gridEast || given.Max[1]-given.Min[1] > 4*gridNorth:
		return nil, badBox("The box " + boundText(given) + " is far larger than Great Britain.")
	}
	cut := orb.Bound{
		Min: bng.RoundPoint(orb.Point{max(given.Min[0], 0), max(given.Min[1], 0)}),
		Max: bng.RoundPoint(orb.Point{min(given.Max[0], gridEast), min(given.Max[1], gridNorth)}),
	}
	if cut.Min[0] >= cut.Max[0] || cut.Min[1] >= cut.Max[1] {
		return nil, badBox("The box " + boundText(given) + " is narrower than a millimetre.")
	}
	return cut.ToPolygon(), nil
}

func boundText(b orb.Bound) string {
	return number(b.Min[0]) + "," + number(b.Min[1]) + "," + number(b.Max[0]) + "," + number(b.Max[1])
}

// boundary is the box as something to count in.
func (b box) boundary() boundary {
	whole := measured("The box "+boundText(b.given), orb.MultiPolygon{b.onGrid})
	whole.CRS, whole.Edges = string(b.system), b.given
	if b.system == metres {
		whole.Edges = b.onGrid.Bound() // cut and rounded
	}
	return whole
}

// touches says whether a thing whose extent is given (in degrees and on the grid) reaches into the box.
func (b box) touches(lonlat, onGrid orb.Bound) bool {
	if b.system == metres {
		return b.given.Intersects(onGrid)
	}
	return b.given.Intersects(lonlat)
}
