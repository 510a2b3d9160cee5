package intake_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"terrier/plans/intake"
)

func TestParseCoordinates(t *testing.T) {
	for text, want := range map[string]struct {
		p   orb.Point
		crs intake.CRS
	}{
		"Latitude: 50.72131 Longitude: -3.53389":   {orb.Point{-3.53389, 50.72131}, intake.WGS84},
		"Latitude:50.72131 Longitude:-3.53389":     {orb.Point{-3.53389, 50.72131}, intake.WGS84},
		"Longitude -3.53389; Latitude 50.72131":    {orb.Point{-3.53389, 50.72131}, intake.WGS84},
		"lat=50.72131,lon=-3.53389":                {orb.Point{-3.53389, 50.72131}, intake.WGS84},
		"Lat 50.72131 Long -3.53389":               {orb.Point{-3.53389, 50.72131}, intake.WGS84},
		"lat 50.72131, lng -3.53389":               {orb.Point{-3.53389, 50.72131}, intake.WGS84},
		"50.72131, -3.53389":                       {orb.Point{-3.53389, 50.72131}, ""},
		"50.72131,-3.53389":                        {orb.Point{-3.53389, 50.72131}, ""},
		"(50.72131, -3.53389)":                     {orb.Point{-3.53389, 50.72131}, ""},
		"-3.53389 50.72131":                        {orb.Point{-3.53389, 50.72131}, ""},
		"50.72131N 3.53389W":                       {orb.Point{-3.53389, 50.72131}, ""},
		"3.53389 W, 50.72131 N":                    {orb.Point{-3.53389, 50.72131}, ""},
		"50°43'16.716\"N 3°32'2.004\"W":            {orb.Point{-3.53389, 50.72131}, intake.WGS84},
		"50° 43′ 16.716″ N, 3° 32′ 2.004″ W":       {orb.Point{-3.53389, 50.72131}, intake.WGS84},
		"Easting: 292000 Northing: 92500":          {orb.Point{292000, 92500}, intake.NationalGrid},
		"E 292000 N 92500":                         {orb.Point{292000, 92500}, ""},
		"E292000 N92500":                           {orb.Point{292000, 92500}, ""},
		"292000,92500":                             {orb.Point{292000, 92500}, ""},
		"x: 292000 y: 92500":                       {orb.Point{292000, 92500}, ""},
		"SX 920 925":                               {orb.Point{292050, 92550}, intake.NationalGrid},
		"SX9200092500":                             {orb.Point{292000.5, 92500.5}, intake.NationalGrid},
		"Northing 92500.25 metres, Easting 292000": {orb.Point{292000, 92500.25}, intake.NationalGrid},
	} {
		p, crs, refused := intake.ParseCoordinates(text)
		if refused != nil || math.Abs(p[0]-want.p[0]) > 1e-9 || math.Abs(p[1]-want.p[1]) > 1e-9 || crs != want.crs {
			t.Errorf("%q: %v %q, %v; want %v %q", text, p, crs, refused, want.p, want.crs)
		}
	}
	for _, text := range []string{"", "see map", "50.72131", "1 2 3", "12 High Street, EX4 3PF", "N 50.7 N 51.2", "50°99'0\"N 3°32'0\"W", "SX 9 9", "1e400, 2", "Exeter"} {
		if p, _, refused := intake.ParseCoordinates(text); refused == nil || refused.Code != "unreadable-coordinates" {
			t.Errorf("%q was read as %v", text, p)
		}
	}
}

func TestParseDegrees(t *testing.T) {
	for text, want := range map[string]float64{"-3.53389": -3.53389, "3.5W": -3.5, "3.5 W": -3.5, "50.7 N": 50.7, "50°43'16.716\"N": 50.72131, "3° 32′ 2.004″ W": -3.53389, "1e2": 100} {
		if v, ok := intake.ParseDegrees(text); !ok || math.Abs(v-want) > 1e-9 {
			t.Errorf("%q: %v, %v", text, v, ok)
		}
	}
	for _, text := range []string{"", "north", "NaN", "Inf", "1e99", "50.7 N 3", "lat 50", "50°61'"} {
		if v, ok := intake.ParseDegrees(text); ok {
			t.Errorf("%q was read as %v", text, v)
		}
	}
}
