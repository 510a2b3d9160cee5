package bng_test

import (
	"encoding/csv"
	"errors"
	"math"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"terrier/geo/bng"
)

// Metres per degree, for distances of millimetres.
const metresPerDegree = 111320.0

func metresApart(a, b orb.Point) float64 {
	dx := (a[0] - b[0]) * metresPerDegree * math.Cos(a[1]*math.Pi/180)
	dy := (a[1] - b[1]) * metresPerDegree
	return math.Hypot(dx, dy)
}

// readNumbers reads a CSV file with one line of names; the first column of
// OS's files is a name and becomes NaN.
func readNumbers(t testing.TB, name string) [][]float64 {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var numbers [][]float64
	for _, row := range rows[1:] {
		line := make([]float64, len(row))
		for i, s := range row {
			if line[i], err = strconv.ParseFloat(strings.TrimSpace(s), 64); err != nil {
				line[i] = math.NaN()
			}
		}
		numbers = append(numbers, line)
	}
	return numbers
}

// osPoints returns Ordnance Survey's 40 test points on both grids.
func osPoints(t testing.TB) (lonlat, grid []orb.Point) {
	t.Helper()
	for _, v := range readNumbers(t, "testdata/OSTN15_OSGM15_TestInput_ETRStoOSGB.txt") {
		lonlat = append(lonlat, orb.Point{v[2], v[1]})
	}
	for _, v := range readNumbers(t, "testdata/OSTN15_OSGM15_TestInput_OSGBtoETRS.txt") {
		grid = append(grid, orb.Point{v[1], v[2]})
	}
	if len(lonlat) != 40 || len(grid) != 40 {
		t.Fatalf("%d and %d points, want OS's 40", len(lonlat), len(grid))
	}
	return lonlat, grid
}

func TestOrdnanceSurveyTestPoints(t *testing.T) {
	lonlat, grid := osPoints(t)
	var worstOut, worstBack float64
	for i := range grid {
		got, err := bng.ToWGS84(grid[i])
		if err != nil {
			t.Errorf("TP%02d: %v", i+1, err)
			continue
		}
		worstOut = max(worstOut, metresApart(lonlat[i], got))
		back, err := bng.FromWGS84(lonlat[i])
		if err != nil {
			t.Errorf("TP%02d: %v", i+1, err)
			continue
		}
		worstBack = max(worstBack, math.Hypot(back[0]-grid[i][0], back[1]-grid[i][1]))
	}
	t.Logf("worst: to degrees %.2f mm, to grid %.2f mm", worstOut*1000, worstBack*1000)
	if worstOut > 0.010 || worstBack > 0.010 {
		t.Error("want 10 mm at most")
	}
}

func TestThousandPointsInEngland(t *testing.T) {
	const name = "../../../shared/data/ostn15/england_1000_ostn15.csv"
	if _, err := os.Stat(name); err != nil {
		t.Skip("skipped: needs ../shared/data/ostn15/england_1000_ostn15.csv")
	}
	points := readNumbers(t, name)
	if len(points) != 1000 {
		t.Fatalf("%d points, want 1000", len(points))
	}
	var worstOut, worstBack float64
	for _, v := range points {
		grid, lonlat := orb.Point{v[0], v[1]}, orb.Point{v[3], v[2]}
		got, err := bng.ToWGS84(grid)
		if err != nil {
			t.Fatal(err)
		}
		back, err := bng.FromWGS84(lonlat)
		if err != nil {
			t.Fatal(err)
		}
		worstOut = max(worstOut, metresApart(lonlat, got))
		worstBack = max(worstBack, math.Hypot(back[0]-grid[0], back[1]-grid[1]))
	}
	t.Logf("worst: to degrees %.3f mm, to grid %.3f mm", worstOut*1000, worstBack*1000)
	if worstOut > 0.001 || worstBack > 0.001 {
		t.Error("want 1 mm at most")
	}
}

// anywhere draws points of the grid's rectangle, in millimetres.
func anywhere(t *rapid.T) orb.Point {
	return orb.Point{
		float64(rapid.IntRange(0, 700_000_000).Draw(t, "easting mm")) / 1000,
		float64(rapid.IntRange(0, 1_250_000_000).Draw(t, "northing mm")) / 1000,
	}
}

func TestThereAndBack(t *testing.T) {
	t.Run("comes back within 0.1 mm", rapid.MakeCheck(func(t *rapid.T) {
		p := anywhere(t)
		lonlat, err := bng.ToWGS84(p)
		if err != nil {
			t.Skip("outside the model")
		}
		back, err := bng.FromWGS84(lonlat)
		if err != nil {
			t.Fatalf("%v went out as %v and was refused: %v", p, lonlat, err)
		}
		if d := math.Hypot(back[0]-p[0], back[1]-p[1]); d > 0.0001 {
			t.Fatalf("%v came back as %v, %g m away", p, back, d)
		}
	}))
	t.Run("comes back to the same millimetre from nine decimals of a degree", rapid.MakeCheck(func(t *rapid.T) {
		p := bng.RoundPoint(anywhere(t))
		lonlat, err := bng.ToWGS84(p)
		if err != nil {
			t.Skip("outside the model")
		}
		for i, v := range lonlat {
			lonlat[i], _ = strconv.ParseFloat(strconv.FormatFloat(v, 'f', 9, 64), 64)
		}
		back, err := bng.FromWGS84(lonlat)
		if err != nil {
			t.Fatal(err)
		}
		if got := bng.RoundPoint(back); got != p {
			t.Fatalf("%v came back as %v", p, got)
		}
	}))
}

func TestRefusals(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		name    string
		degrees bool
		point   orb.Point
		says    string
	}{
		{"Paris", true, orb.Point{2.3522, 48.8566}, "longitude 2.3522, latitude 48.8566 is outside the area"},
		{"New York", true, orb.Point{-74, 40.7}, "is outside the area"},
		{"the antipodes", true, orb.Point{178, -52}, "is outside the area"},
		{"Rockall", true, orb.Point{-13.687, 57.596}, "is outside the area"},
		{"Dublin", true, orb.Point{-6.26, 53.35}, "Ireland"},
		{"Belfast", true, orb.Point{-5.93, 54.6}, "Northern Ireland"},
		{"Derry", true, orb.Point{-7.31, 55.0}, "Northern Ireland"},
		{"Rathlin Island", true, orb.Point{-6.2, 55.295}, "Northern Ireland"},
		{"Ballycastle", true, orb.Point{-6.24, 55.2}, "Northern Ireland"},
		{"Larne", true, orb.Point{-5.81, 54.85}, "Northern Ireland"},
		{"Bangor, County Down", true, orb.Point{-5.67, 54.66}, "Northern Ireland"},
		{"Burr Point, furthest east", true, orb.Point{-5.432, 54.487}, "Northern Ireland"},
		{"Portaferry", true, orb.Point{-5.55, 54.38}, "Northern Ireland"},
		{"Leeds, exchanged", true, orb.Point{53.8, -1.5}, "exchanged it would lie inside: longitude comes first"},
		{"metres called degrees", true, orb.Point{430000, 433000}, "looks like metres"},
		{"not a number", true, orb.Point{nan, 53}, "longitude NaN, latitude 53 is not a pair of numbers"},
		{"infinite", true, orb.Point{-1, inf}, "is not a pair of numbers"},

		{"beyond the north", false, orb.Point{400000, 1300000}, "easting 400000, northing 1300000 is outside the area"},
		{"beyond the west", false, orb.Point{-0.5, 800000}, "easting -0.5, northing 800000 is outside the area"},
		{"a corner without transformation", false, orb.Point{1000, 1200000}, "is outside the area"},
		{"Belfast on the extended grid", false, orb.Point{146000, 529000}, "Northern Ireland"},
		{"Web Mercator", false, orb.Point{-166000, 7120000}, "is outside the area"},
		{"exchanged", false, orb.Point{855000, 266000}, "exchanged it would lie inside: easting comes first"},
		{"degrees called metres", false, orb.Point{-1.5, 53.8}, "looks like degrees"},
		{"not a number", false, orb.Point{430000, nan}, "is not a pair of numbers"},
		{"infinite", false, orb.Point{inf, -inf}, "is not a pair of numbers"},
		{"huge", false, orb.Point{1e300, -1e300}, "is outside the area"},
	} {
		t.Run(c.name, func(t *testing.T) {
			convert := bng.ToWGS84
			if c.degrees {
				convert = bng.FromWGS84
			}
			got, err := convert(c.point)
			var outside *bng.OutsideError
			if !errors.As(err, &outside) {
				t.Fatalf("got %v, %v; want an OutsideError", got, err)
			}
			if outside.Code() != "outside-grid" {
				t.Errorf("code %q", outside.Code())
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("says %q, want %q in it", err, c.says)
			}
		})
	}
}

func TestIslandsAndHeadlandsAreCovered(t *testing.T) {
	for name, lonlat := range map[string]orb.Point{
		"Hugh Town, Scilly":        {-6.317, 49.914},
		"Hirta, St Kilda":          {-8.57, 57.812},
		"Douglas, Isle of Man":     {-4.48, 54.15},
		"Muckle Flugga, Shetland":  {-0.885, 60.855},
		"Lowestoft Ness":           {1.763, 52.481},
		"Portpatrick":              {-5.118, 54.843},
		"Mull of Kintyre":          {-5.8, 55.31},
		"Portnahaven, Islay":       {-6.51, 55.68},
		"St Davids, Pembrokeshire": {-5.32, 51.88},
	} {
		if _, err := bng.FromWGS84(lonlat); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestManyGoroutinesAtOnce(t *testing.T) {
	_, grid := osPoints(t)
	want, err := bng.ToWGS84(grid[4])
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 100 {
				if got, err := bng.ToWGS84(grid[4]); err != nil || got != want {
					t.Errorf("got %v, %v; want %v", got, err, want)
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkToWGS84(b *testing.B) {
	_, grid := osPoints(b)
	_, _ = bng.ToWGS84(grid[0]) // unpack
	var i int
	for b.Loop() {
		_, _ = bng.ToWGS84(grid[i%len(grid)])
		i++
	}
}

func BenchmarkFromWGS84(b *testing.B) {
	lonlat, _ := osPoints(b)
	_, _ = bng.FromWGS84(lonlat[0])
	var i int
	for b.Loop() {
		_, _ = bng.FromWGS84(lonlat[i%len(lonlat)])
		i++
	}
}

func BenchmarkMercatorFromBNG(b *testing.B) {
	_, grid := osPoints(b)
	_, _ = bng.MercatorFromBNG(grid[0])
	var i int
	for b.Loop() {
		_, _ = bng.MercatorFromBNG(grid[i%len(grid)])
		i++
	}
}
