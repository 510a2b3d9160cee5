package kml_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

func TestPositions(t *testing.T) {
	line := orb.LineString{{-2, 53}, {-1, 53}, {-1, 54}, {-2, 53}}
	for name, c := range map[string]struct {
		text string
		flat bool
	}{
		"as the standard has it":            {"-2,53 -1,53 -1,54 -2,53", false},
		"heights of some":                   {"-2,53,7 -1,53 -1,54,7.5 -2,53", true},
		"line ends, tabs and blanks":        {"\r\n\t-2,53\r\n\r\n  -1,53\t-1,54\n-2,53  \n", false},
		"hard spaces":                       {"-2,53\u00a0-1,53\u00a0-1,54\u00a0-2,53", false},
		"blanks behind commas":              {"-2, 53, 0 -1, 53, 0 -1, 54, 0 -2, 53, 0", true},
		"blanks before commas":              {"-2 ,53 -1 ,53 -1 ,54 -2 ,53", false},
		"blanks on both sides":              {"-2 , 53 -1 , 53 -1 , 54 -2 , 53", false},
		"a blank before the height":         {"-2,53, 0 -1,53, 0 -1,54, 0 -2,53, 0", true},
		"commas between positions":          {"-2,53, -1,53, -1,54, -2,53", false},
		"commas between positions, heights": {"-2,53,0, -1,53,0, -1,54,0, -2,53,0", true},
		"commas at the ends of lines":       {"-2,53,\n-1,53,\n-1,54,\n-2,53,\n", false},
		"a comment within":                  {"-2,53 -1,<!-- x -->53 -1,54<!-- --> -2,53", false},
		"CDATA":                             {"<![CDATA[-2,53 -1,53]]> -1,54 -2,53", false},
		"exponents":                         {"-2e0,5.3E1 -1,53 -1,+54 -2.0,53.", false},
	} {
		t.Run(name, func(t *testing.T) {
			rec := one(t, "<LineString><coordinates>"+c.text+"</coordinates></LineString>")
			if rec.Err != nil || rec.Flat != c.flat || !orb.Equal(rec.Geometry, line) {
				t.Errorf("%+v", rec)
			}
		})
	}
}

func TestPositionsRefused(t *testing.T) {
	const sound = "<LinearRing><coordinates>1,2 3,4 5,6 1,2</coordinates></LinearRing>"
	for name, c := range map[string]struct{ shape, says string }{
		"commas only":            {"<LineString><coordinates>-2, 53, -1, 53, -1, 54</coordinates></LineString>", "Point 1 of the line has 6 numbers"},
		"four numbers":           {"<LineString><coordinates>1,2 1,2,3,4</coordinates></LineString>", "Point 2 of the line has 4 numbers"},
		"a comma by itself":      {"<LineString><coordinates>1,2 , 3,4</coordinates></LineString>", "Point 1 of the line has 4 numbers"},
		"blanks only":            {"<LineString><coordinates>1 2 3 4</coordinates></LineString>", "Point 1 of the line has one number"},
		"a height that is none":  {"<LineString><coordinates>1,2,3 4,5,high</coordinates></LineString>", `Point 2 of the line has a coordinate that is not a usable number: "high"`},
		"a number left out":      {"<LineString><coordinates>1,,2</coordinates></LineString>", "Point 1"},
		"two commas":             {"<LineString><coordinates>1 ,, 2</coordinates></LineString>", "Point 1"},
		"a comma in front":       {"<LineString><coordinates>1,2,3 4,5,6 ,7,8</coordinates></LineString>", "Point 2"},
		"not a number":           {"<LineString><coordinates>NaN,2</coordinates></LineString>", "NaN"},
		"too large":              {"<LineString><coordinates>1e999,2</coordinates></LineString>", "1e999"},
		"written for programs":   {"<LineString><coordinates>0x10,2</coordinates></LineString>", "0x10"},
		"degrees and minutes":    {"<Point><coordinates>2°30'W,53</coordinates></Point>", "Point 1 of the point"},
		"a hole of the 2nd part": {"<MultiGeometry><Polygon><outerBoundaryIs>" + sound + "</outerBoundaryIs></Polygon><Polygon><outerBoundaryIs>" + sound + "</outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>1,2 x,2</coordinates></LinearRing></innerBoundaryIs></Polygon></MultiGeometry>", "Point 2 of part 2, ring 2"},
		"a track":                {"<Track><coord>1 2 3</coord><coord/><coord>1</coord></Track>", "Point 2 of the track"},
	} {
		t.Run(name, func(t *testing.T) {
			rec := one(t, c.shape)
			if rec.Err == nil || rec.Err.Code != "bad-coordinates" || !strings.Contains(rec.Err.Message, c.says) || rec.Err.Remedy == "" || rec.Geometry != nil {
				t.Errorf("%+v", rec)
			}
		})
	}
}
