package bng_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"terrier/geo/bng"
)

func ExampleToWGS84() {
	lonlat, err := bng.ToWGS84(orb.Point{432840, 435610})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("longitude %.9f, latitude %.9f\n", lonlat[0], lonlat[1])
	// Output: longitude -1.502703930, latitude 53.815756708
}

func ExampleFromWGS84() {
	_, err := bng.FromWGS84(orb.Point{-5.93, 54.6})
	fmt.Println(err)
	// Output: longitude -5.93, latitude 54.6 is in Ireland or Northern Ireland, which the National Grid does not cover
}

func ExampleParseGridRef() {
	corner, side, err := bng.ParseGridRef("se 328 356")
	fmt.Println(corner, side, err)

	_, _, err = bng.ParseGridRef("SE 328 35")
	fmt.Println(err)
	// Output:
	// [432800 435600] 100 <nil>
	// grid reference "SE 328 35": has 3 digits of easting and 2 of northing; give two letters and 2, 4, 6, 8 or 10 digits, such as SE 32840 35610
}
