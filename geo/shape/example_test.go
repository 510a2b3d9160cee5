package shape_test

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/shape"
)

// A bow tie:
//
//	·   ·
//	│╲ ╱│
//	│ ╳ │
//	│╱ ╲│
//	·   ·
func ExampleCheck() {
	bowTie := orb.Polygon{{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}}
	err := shape.Check(bowTie, shape.Limits{})

	var p *shape.Problem
	if errors.As(err, &p) {
		fmt.Println(p.Code(), p.Where)
		fmt.Println(p.Message)
		fmt.Println(p.Remedy)
	}
	// Output:
	// self-crossing [5 5]
	// The outline crosses itself at 5, 5.
	// Move one of the two edges so that they no longer meet.
}

func ExampleCovers() {
	green := orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 9}, {0, 0}}, {{2, 2}, {2, 5}, {5, 5}, {5, 2}, {2, 2}}}
	fmt.Println(shape.Covers(green, orb.Point{1, 1}), "on the green")
	fmt.Println(shape.Covers(green, orb.Point{3, 3}), "in the pond")
	fmt.Println(shape.Covers(green, orb.Point{2, 3}), "on the bank")
	// Output:
	// true on the green
	// false in the pond
	// true on the bank
}

func ExampleRound() {
	drawn := orb.Polygon{{{393201.12345, 398772.4567}, {393210.0004, 398772.4567}, {393210.0003, 398772.4568}, {393201, 398780}, {393201.12345, 398772.4567}}}
	kept, err := shape.Round(drawn)
	fmt.Println(kept, err)
	// Output:
	// [[[393201.123 398772.457] [393210 398772.457] [393201 398780] [393201.123 398772.457]]] <nil>
}
