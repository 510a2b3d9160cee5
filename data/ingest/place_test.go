package ingest_test

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"terrier/data/ingest"
	"terrier/plans/asset"
	"terrier/plans/intake"
)

// A row that gives its place more than once is placed by the best of them, and the others check it.
func TestSeveralPositions(t *testing.T) {
	for _, c := range []struct {
		name, header, row string
		by                string // how it was placed; "" where it was refused
		problems          map[string]int
	}{
		{"both agree", "lon,lat,easting,northing", hall + ",376680,387958", "easting, northing", nil},
		{"they lie apart", "lon,lat,easting,northing", hall + ",376780,387958", "easting, northing", map[string]int{"noted positions-disagree": 1}},
		{"metres rounded to the hundred check only", "lon,lat,easting,northing", hall + ",376700,388000", "lon, lat", nil},
		{"metres rounded to the hundred, far away", "lon,lat,easting,northing", hall + ",377700,388000", "lon, lat", map[string]int{"noted positions-disagree": 1}},
		{"the better one is missing", "lon,lat,easting,northing", hall + ",,", "lon, lat", nil},
		{"the better one is half there", "lon,lat,easting,northing", hall + ",376680,", "lon, lat", map[string]int{"noted other-position-unusable": 1}},
		{"the better one is no number", "lon,lat,easting,northing", hall + ",n/k,n/k", "lon, lat", map[string]int{"noted other-position-unusable": 1}},
		{"the better one is outside Britain", "lon,lat,easting,northing", hall + ",3766800,387958", "lon, lat", map[string]int{"noted other-position-unusable": 1}},
		{"the better one would have to be turned round", "lon,lat,easting,northing", hall + ",53.3879587,-2.3520922", "lon, lat", nil},
		{"all are unusable", "lon,lat,easting,northing", "0,0,,387958", "", map[string]int{"refused half-a-position": 1}},
		{"a grid reference checks", "lon,lat,grid reference", hall + ",SJ 766 879", "lon, lat", nil},
		{"a grid reference far away", "lon,lat,grid reference", hall + ",SJ 776 879", "lon, lat", map[string]int{"noted positions-disagree": 1}},
		{"a grid reference stands in", "lon,lat,grid reference", ",,SJ 76680 87958", "grid reference", nil},
		{"words check", "lon,lat,coordinates", hall + ",Latitude: 53.3879587 Longitude: -2.3520922", "lon, lat", nil},
		{"words far away", "lon,lat,coordinates", hall + ",\"53.3979587, -2.3520922\"", "lon, lat", map[string]int{"noted positions-disagree": 1}},
		{"words stand in", "lon,lat,coordinates", ",,\"53.3879587, -2.3520922\"", "coordinates", nil},
		{"a point as text stands above all", "lon,lat,point", hall + ",POINT (-2.3520922 53.3879587)", "point", nil},
		{"numbers that say their system", "GeoX,GeoY", "376680 OSGB36,387958", "GeoX, GeoY", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			reg := &register{}
			res, err := run(t, reg, "assets", "name,"+c.header+"\nHall,"+c.row+"\n")
			if err != nil {
				t.Fatal(err)
			}
			if c.problems == nil {
				c.problems = map[string]int{}
			}
			if diff := cmp.Diff(c.problems, byCode(res)); diff != "" {
				t.Errorf("%s%+v", diff, res.Problems)
			}
			if c.by == "" {
				if res.Accepted != 0 {
					t.Errorf("%+v", res)
				}
				return
			}
			if len(res.Placed) != 1 || !strings.HasPrefix(res.Placed[0].How, c.by+" as ") {
				t.Fatalf("%+v", res.Placed)
			}
			if p := reg.assets[0].Point; p[0] < 376600 || p[0] > 376790 || p[1] < 387900 || p[1] > 388000 {
				t.Errorf("at %v", p)
			}
		})
	}
}

// 0, 0 is a missing position where there is a postcode to go by.
func TestZeroWithAPostcode(t *testing.T) {
	reg := &register{}
	if _, err := run(t, reg, "places", "postcode,lat,long\nWA14 1PF,53.388,-2.352\n"); err != nil {
		t.Fatal(err)
	}
	res, err := run(t, reg, "assets", "name,lon,lat,postcode\nHall,0,0,WA14 1PF\nOther,0,0,\n")
	if err != nil || res.Accepted != 1 || res.Refused != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	want := map[string]int{"noted zero-position": 1, "noted located-by-postcode": 1, "refused zero-position": 1}
	if diff := cmp.Diff(want, byCode(res)); diff != "" {
		t.Error(diff)
	}
	if reg.assets[0].Position != "postcode" {
		t.Errorf("%+v", reg.assets[0])
	}
}

func TestHowEachRowWasPlaced(t *testing.T) {
	var placed strings.Builder
	reg := &register{}
	if _, err := run(t, reg, "places", "postcode,lat,long\nWA14 1PF,53.388,-2.352\n"); err != nil {
		t.Fatal(err)
	}
	_, err := run(t, reg, "assets", "name,lon,lat,postcode,easting,northing\nA,"+hall+",,376680,387958\nB,53.3879587,-2.3520922,,,\nC,,,WA14 1PF,,\nD,,,,,\n", placing(&placed))
	if err != nil {
		t.Fatal(err)
	}
	want := `line,placed-by,read-as,easting,northing,checked
2,"easting, northing","easting and northing (British National Grid, EPSG:27700)",376680,387958,yes
3,"lon, lat","longitude and latitude (WGS 84), the two exchanged",` + number(reg.assets[1]) + `,
4,postcode,centre of the postcode,` + number(reg.assets[2]) + `,
`
	if diff := cmp.Diff(want, placed.String()); diff != "" {
		t.Error(diff)
	}
}

func number(a asset.Asset) string { return coordinate(a.Point[0]) + "," + coordinate(a.Point[1]) }

func coordinate(v float64) string { return intake.Number(v) }

func placing(to io.Writer) func(*ingest.Request) {
	return func(r *ingest.Request) { r.PlacedTo = to }
}
